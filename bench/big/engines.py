"""Where chipgate's own engines are plugged in; ``chipgate.cases.table_frame`` is imported when one of them runs."""

from __future__ import annotations

import importlib
from pathlib import Path


def table(path: Path, out: Path | None) -> object:
    """The table engine: look-ups in a diagram of the law."""
    return _judged("table", path, out)


def polars(path: Path, out: Path | None) -> object:
    """The law compiled to one Polars plan."""
    return _judged("polars", path, out)


def duckdb(path: Path, out: Path | None) -> object:
    """The law compiled to DuckDB SQL."""
    return _judged("duckdb", path, out)


def spark(path: Path, out: Path | None) -> object:
    """The Polars plan inside Spark, on two local cores."""
    return _judged("spark", path, out)


def _judged(engine: str, path: Path, out: Path | None) -> object:
    table_frame = importlib.import_module("chipgate.cases.table_frame")
    return table_frame.judge_file(path, out, engine=engine, assume="ordinary")
