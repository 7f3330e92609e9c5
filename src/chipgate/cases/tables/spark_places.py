"""Where orders and results lie that Spark reads and writes: in folders that this machine reaches too, or elsewhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")  # of one letter it would be a drive


def is_elsewhere(place: str) -> bool:
    """Whether PLACE is one that only Spark can reach (s3a://..., hdfs://..., dbfs:/...)."""
    return bool(_SCHEME.match(place))


def orders_in_spark(spark: Any, orders: str) -> Any:
    """The orders as Spark has them; text from CSV stays text, and a row that does not fit the header ends the run."""
    if Path(orders).suffix.lower() == ".csv":
        csv = spark.read.option("header", True).option("escape", '"').option("multiLine", True)
        return csv.option("mode", "FAILFAST").csv(orders)
    return spark.read.parquet(orders)


def write_from_spark(judged: Any, results: str) -> None:
    """All results, or none: they take their name when the last of them is written."""
    if is_elsewhere(results):
        judged.write.parquet(results)
        return
    with new_folder(Path(results)) as part:
        judged.write.parquet(str(part))


@contextmanager
def new_folder(place: Path) -> Iterator[Path]:
    """A folder to write to, which becomes PLACE when all is written, and vanishes when something fails."""
    part = place.resolve().with_name(f"{place.name}.partial")
    shutil.rmtree(part, ignore_errors=True)
    try:
        yield part
        shutil.rmtree(place, ignore_errors=True)
        part.rename(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)
