"""Where chipgate's own engines are plugged in, each imported when it runs."""

from __future__ import annotations

from pathlib import Path

from chipgate.cases.check import Checker
from chipgate.cases.tables.parquet_to_parquet import judge_parquet, tally_parquet

_REASONED = ("outcome", "deciding_provision", "missing", "reason")


def table(path: Path, out: Path | None) -> object:
    """The table engine: look-ups in a diagram of the law; with the missing facts and reasons where OUT is given."""
    checker = Checker(assume="ordinary")
    if out is None:
        return [(*told, rows) for told, rows in tally_parquet(path, checker).items()]
    judge_parquet(path, out, checker, _REASONED, {"deciding_provision": "provision"})
    return None
