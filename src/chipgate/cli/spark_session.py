"""A Spark session for one run, with clear words where Spark, Java or the master is not there."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chipgate.cases.tables.frame_kinds import require_libraries
from chipgate.errors import ChipgateError

_SECONDS_TO_ANSWER = 5
_SETTINGS = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    "spark.executorEnv.POLARS_MAX_THREADS": "1",  # Spark has a task for each core already
}
_HERE = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}


class SparkFailed(ChipgateError):
    """Spark is not there, or could not do what it was asked."""


@contextmanager
def spark_session(master: str) -> Iterator[Any]:
    """A session on MASTER, stopped at the end, unless one was there before.

    Raises:
        LacksLibrary: PySpark, or something that it needs, is not installed.
        SparkFailed: there is no Java, nobody answers at MASTER, or Spark itself failed; says which.
    """
    require_libraries("pyspark")
    _require_java()
    _require_master(master)
    with warnings.catch_warnings(), said_by_spark():
        warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
        session, is_ours = _session(master)
        try:
            yield session
        finally:
            if is_ours:
                session.stop()


def _session(master: str) -> tuple[Any, bool]:
    from pyspark.sql import SparkSession

    found = SparkSession.getActiveSession()
    return (_started(master), True) if found is None else (found, False)


def _started(master: str) -> Any:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("chipgate check")
    for name, value in (_SETTINGS | (_HERE if master.startswith("local") else {})).items():
        builder = builder.config(name, value)
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the first `python3` of the path may be another one
    with _without_its_log():
        return builder.getOrCreate()


@contextmanager
def _without_its_log() -> Iterator[None]:
    """Java started within writes its log to a file, which is asked only where Java does not start."""
    with tempfile.TemporaryFile() as log:
        errors = os.dup(2)
        os.dup2(log.fileno(), 2)
        try:
            yield
        except Exception as failed:
            log.seek(0)
            said = [line for line in log.read().decode(errors="replace").splitlines() if "Exception" in line]
            raise SparkFailed(_told((said or [str(failed)])[0])) from failed
        finally:
            os.dup2(errors, 2)
            os.close(errors)


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        raise SparkFailed(
            "Spark needs Java 17 or newer, and there is none: install it (Debian, Ubuntu: "
            "`apt-get install default-jre-headless`), or set JAVA_HOME."
        )


def _require_master(master: str) -> None:
    """Ask before Spark does: it would try for a minute, and then say a hundred lines."""
    if not master.startswith("spark://"):
        return
    for one in master.removeprefix("spark://").split(","):
        try:
            at = urlsplit(f"//{one}")
            with closing(socket.create_connection((at.hostname or "", at.port or 7077), _SECONDS_TO_ANSWER)):
                return
        except (OSError, ValueError):
            continue
    raise SparkFailed(f"nobody answers at {master}; see that the master runs, or work here with --master 'local[2]'.")


@contextmanager
def said_by_spark() -> Iterator[None]:
    """What Spark raises, as an error of ours with its first line."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, RuntimeError) as failed:
        raise SparkFailed(_told(str(failed))) from failed


def _told(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    last = next((line for line in reversed(lines) if "Error:" in line and not line.startswith("at ")), "")
    if "No module named" in text:
        return (
            f"Spark failed: {last or lines[0]}. chipgate with its extra `spark` must be installed for the Python of "
            "the executors (PYSPARK_PYTHON says which)."
        )
    return f"Spark failed: {(lines or ['it gave no reason'])[0][:400]}"
