"""Where chipgate's own engines are plugged in, each imported when it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from chipgate.cases.check import Checker
from chipgate.cases.tables.frame_judge import FrameJudge

_SLICE = 500_000
_TOLD = ("outcome", "deciding_provision")
_REASONED = (*_TOLD, "missing", "reason")


def table(path: Path, out: Path | None) -> object:
    """The table engine: look-ups in a diagram of the law; with the missing facts and reasons where OUT is given."""
    if out is None:
        counted: Counter[tuple[str, str]] = Counter()
        for frame in _judged(path, _TOLD):
            counts = frame.group_by(_TOLD).len()
            counted.update({(outcome, provision): rows for outcome, provision, rows in counts.iter_rows()})
        return [(*key, rows) for key, rows in counted.items()]
    parts = []
    for number, frame in enumerate(_judged(path, _REASONED)):
        part = out.with_name(f"{out.name}.{number:04}.parquet")
        frame.rename({"deciding_provision": "provision"}).write_parquet(part, compression_level=1)
        parts.append(part)
    pl.scan_parquet(parts).sink_parquet(out)
    for part in parts:
        part.unlink()
    return None


def _judged(path: Path, wanted: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    scanned = pl.scan_parquet(path)
    judge = FrameJudge(scanned.collect_schema().names(), Checker(assume="ordinary"), wanted=wanted)
    rows = int(scanned.select(pl.len()).collect().item())
    for start in range(0, rows, _SLICE):
        yield judge.judge(scanned.slice(start, _SLICE).collect())
