"""A Spark session for one run, with clear words where Spark, Java or the master is not there."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import urlsplit

from chipgate.cases.tables.frame_kinds import require_libraries
from chipgate.cli.java_archive import archive_options
from chipgate.errors import ChipgateError

T = TypeVar("T")

_NAME = "chipgate check"
_SECONDS_TO_ANSWER = 5
_SETTINGS = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    "spark.executorEnv.POLARS_MAX_THREADS": "1",  # Spark has a task for each core already
    "spark.python.daemon.module": "chipgate.cases.tables.spark_daemon",
}
_HERE = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}


class SparkFailed(ChipgateError):
    """Spark is not there, or could not do what it was asked."""


_JAVA_OPTIONS = "spark.driver.defaultJavaOptions"
_SOON_READY = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
"""Java that starts in half the time: worth it where no row goes through it. So is an archive of its classes: with those
of frames as well, the run that writes it would take twice as long."""


@contextmanager
def spark_session(master: str) -> Iterator[Any]:
    """A session on MASTER, stopped at the end, unless one was there before.

    Raises:
        LacksLibrary: PySpark, or something that it needs, is not installed.
        SparkFailed: there is no Java, nobody answers at MASTER, or Spark itself failed; says which.
    """
    with _spark(master):
        from pyspark.sql import SparkSession

        found = SparkSession.getActiveSession()
        session = _started(lambda: _builder(SparkSession, master).getOrCreate()) if found is None else found
        with _stopped(session, found is None):
            yield session


@contextmanager
def spark_context(master: str) -> Iterator[Any]:
    """What hands out work on MASTER, without frames and their plans, which take longer to start than all the rest.

    Raises:
        LacksLibrary: PySpark, or something that it needs, is not installed.
        SparkFailed: there is no Java, nobody answers at MASTER, or Spark itself failed; says which.
    """
    with _spark(master):
        from pyspark import SparkConf, SparkContext

        found = SparkContext._active_spark_context
        conf = SparkConf().setAll([*_settings(master).items(), (_JAVA_OPTIONS, f"{_SOON_READY} {archive_options()}")])
        context = _started(lambda: SparkContext(master, _NAME, conf=conf)) if found is None else found
        with _stopped(context, found is None):
            yield context


@contextmanager
def _spark(master: str) -> Iterator[None]:
    """What both need, and clear words where it is not there or fails."""
    require_libraries("pyspark")
    _require_java()
    _require_master(master)
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the first `python3` of the path may be another one
    with warnings.catch_warnings(), said_by_spark():
        warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
        yield


@contextmanager
def _stopped(started: Any, is_ours: bool) -> Iterator[None]:
    try:
        yield
    finally:
        if is_ours:
            started.stop()


def _settings(master: str) -> dict[str, str]:
    return _SETTINGS | (_HERE if master.startswith("local") else {})


def _builder(session: Any, master: str) -> Any:
    builder = session.builder.master(master).appName(_NAME)
    for name, value in _settings(master).items():
        builder = builder.config(name, value)
    return builder


def _started(start: Callable[[], T]) -> T:
    Thread(target=_load_meanwhile, daemon=True).start()
    with _without_its_log():
        return start()


def _load_meanwhile() -> None:
    """Load while Java starts what PySpark loads when it has started: pandas, to know an array of NumPy by."""
    with suppress(Exception):  # whoever needs it is told why it is not there
        import_module("pyspark.testing.utils")


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
    ours = next((line for line in lines if line.startswith("chipgate.errors.")), "").partition(": ")[2]
    return f"Spark failed: {ours or (lines or ['it gave no reason'])[0][:400]}"
