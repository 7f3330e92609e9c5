"""Workers start with the PySpark that is installed, where it is the one that Java's archives are of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pyspark
import pytest

from chipgate.cases.tables.spark_daemon import without_archives

ROOT = Path(pyspark.__file__).parent
LIBRARY = ROOT / "python" / "lib"
ARCHIVES = [str(one) for one in sorted(LIBRARY.glob("*.zip"))]


def test_archives_of_the_installed_package_are_left_out() -> None:
    assert len(ARCHIVES) == 2
    assert without_archives([*ARCHIVES, *sys.path]) == sys.path


_ELSEWHERE = "/usr/lib/spark/python/lib"


@pytest.mark.parametrize("other", [f"{_ELSEWHERE}/pyspark.zip", f"{_ELSEWHERE}/py4j-0.10.9-src.zip"])
def test_archives_of_another_spark_stay(other: str) -> None:
    path = [*ARCHIVES, other, *sys.path]
    assert without_archives(path) == path


def test_archives_stay_where_no_package_is_installed(tmp_path: Path) -> None:
    path = [*ARCHIVES, str(tmp_path)]
    assert without_archives(path) == path


def test_no_thread_is_started_before_workers_part() -> None:
    """A process that parts has the locks of threads that it no longer has."""
    loads = "import chipgate.cases.tables.spark_daemon, pyspark.daemon, pyspark.worker, sys\n"
    looks = "print(*({'numpy', 'pyarrow', 'polars', 'pandas'} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", loads + looks], capture_output=True, text=True, check=True)
    assert said.stdout.split() == []


def test_workers_import_no_archive(spark: Any) -> None:
    found = spark.sparkContext.parallelize([0], 1).map(lambda _: __import__("pyspark").__file__).collect()
    assert [Path(one).resolve() for one in found] == [Path(pyspark.__file__).resolve()]
