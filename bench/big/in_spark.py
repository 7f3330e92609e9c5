"""chipgate in Spark with two threads of this machine: files that its workers read themselves, and frames of Spark.

The start of Java and of a session is timed apart, as ``prepare``; the start of the workers, and all that they load, is
in the run.
"""

from __future__ import annotations

import atexit
from contextlib import AbstractContextManager, ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from chipgate.cases.check import Checker
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.cases.tables.parquet_pieces import plain_files
from chipgate.cli.spark_session import spark_context, spark_session

_MASTER = "local[2]"
_TOLD = ("outcome", "deciding_provision")
_REASONED = (*_TOLD, "missing", "reason")
_COMPARED = 250_000


def prepare_files() -> None:
    """Start what hands out work."""
    _context()


def files(path: Path, out: Path | None) -> object:
    """What `chipgate check --engine spark` does with a Parquet file, with these result columns."""
    from chipgate.cases.tables.spark_files import judge_files, tally_files

    found = plain_files(path)
    if found is None:
        raise ValueError(f"{path} is read by frames of Spark only")
    if out is None:
        counted = tally_files(_context(), found, _how(_TOLD))
        return [(*told, rows) for told, rows in counted.items()]
    judge_files(_context(), found, _how(_REASONED), _folder(out))
    _for_comparison(path, out)
    return None


def prepare_frames() -> None:
    """Start a session."""
    _session()


def frames(path: Path, out: Path | None) -> object:
    """``chipgate.check`` on a frame of Spark."""
    judged = check_frame(_session().read.parquet(str(path)), _how(_TOLD if out is None else _REASONED))
    if out is None:
        return [tuple(row) for row in judged.groupBy(*_TOLD).count().collect()]
    judged.write.mode("overwrite").parquet(str(_folder(out)))
    _for_comparison(path, out)
    return None


def _how(wanted: tuple[str, ...]) -> HowToJudge:
    return HowToJudge(Checker(assume="ordinary"), wanted=wanted)


@cache
def _context() -> Any:
    return _opened(spark_context(_MASTER))


@cache
def _session() -> Any:
    return _opened(spark_session(_MASTER))


def _opened(started: AbstractContextManager[Any]) -> Any:
    """STARTED until this process ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(started)


def _folder(out: Path) -> Path:
    return out.with_suffix(".spark")


def _for_comparison(path: Path, out: Path) -> None:
    """The answers in one file, where they are to be compared with others; no more rows than that are."""
    if pq.read_metadata(path).num_rows <= _COMPARED:
        judged = pl.scan_parquet(_folder(out) / "*.parquet")
        judged.rename({"deciding_provision": "provision"}).sink_parquet(out)
