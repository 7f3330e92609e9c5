"""A file of orders judged by a Spark session of the user's own: ``cg.check_with_spark(spark, orders, results)``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chipgate.cases.check import Checker
from chipgate.cases.tables.frame_kinds import require_libraries
from chipgate.cases.tables.spark_places import is_elsewhere, orders_in_spark, write_from_spark
from chipgate.errors import UnwritableFile
from chipgate.law.provision import Clock
from chipgate.translation.fault_text import fault

if TYPE_CHECKING:
    from chipgate.cases.tables.frames import HowToJudge


def check_with_spark(
    spark: Any,
    orders: str | Path,
    results: str | Path,
    *,
    assume: str | None = None,
    clock: Clock | str = Clock.AS_ENFORCED,
    checker: Checker | None = None,
    columns: Mapping[str, str] | None = None,
    on: str | date | None = None,
) -> Any:
    """Judge the Parquet or CSV file ORDERS, or a folder of Parquet files, into the folder RESULTS; the frame of it.

    Plain Parquet in a folder that all workers of the session SPARK reach is read and written by them alone, several
    times as fast as through a frame; whatever else there is goes through frames, with the same results. They are there
    whole or not at all. The other arguments are those of ``check``.

    Raises:
        UnreadableFile: no heading is known, or a column that is read holds lists, structs or bytes.
        UnwritableFile: there is something at RESULTS already.
        LacksLibrary: PySpark, or something else that it takes, is not installed.
    """
    require_libraries("pyspark")
    from chipgate.cases.tables.frames import HowToJudge

    given, place = str(orders), str(results)
    if not is_elsewhere(place) and Path(place).exists():
        raise UnwritableFile(fault("{file} is there already; choose another name, or move it away.", file=place))
    asked = Checker(assume=assume, clock=Clock(clock)) if checker is None else checker
    _judge(spark, given, place, HowToJudge.of(asked, None if on is None else str(on), columns or {}))
    return spark.read.parquet(place)


def _judge(spark: Any, orders: str, results: str, how: HowToJudge) -> None:
    from chipgate.cases.tables.frames import check_frame
    from chipgate.cases.tables.parquet_pieces import plain_files

    files = plain_files(Path(orders)) if _reaches_our_folders(spark, orders, results) else None
    if files is None:
        write_from_spark(check_frame(orders_in_spark(spark, orders), how), results)
        return
    from chipgate.cases.tables.spark_files import judge_files

    judge_files(spark.sparkContext, files, how, Path(results))


def _reaches_our_folders(spark: Any, *places: str) -> bool:
    """Whether PLACES are folders here as well as for SPARK: it runs from this process, and a name is no other place."""
    if any(map(is_elsewhere, places)) or ".connect." in type(spark).__module__:
        return False
    hadoop = spark.sparkContext._jsc.hadoopConfiguration()
    return str(hadoop.get("fs.defaultFS", "file:///")).startswith("file:")
