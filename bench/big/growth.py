"""`python -m bench.big.growth`: what more provisions, and more versions of the law, cost the table engine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from time import perf_counter

import polars as pl

from bench.big.__main__ import FOLDER
from bench.big.runs import make_transactions
from bench.big.synthetic_law import SIZES, VERSIONS, synthetic_corpus
from chipgate.cases.check import Checker
from chipgate.cases.tables.frame_judge import FrameJudge

_SLICE = 250_000
_TOLD, _REASONED = ("outcome", "deciding_provision"), ("outcome", "deciding_provision", "missing", "reason")
_ROW = "{:>10} {:>8} {:>12} {:>12} {:>14} {:>9}"


def main() -> None:
    """Print, for each corpus, the seconds of a first pass and of a second one over the same rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.big.growth", description="Grow the law, not the rows.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the table (default one million)")
    parser.add_argument("--reasons", action="store_true", help="with the missing facts and reasons")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    scanned = pl.scan_parquet(make_transactions(FOLDER, asked.rows))
    frames = [scanned.slice(start, _SLICE).collect() for start in range(0, asked.rows, _SLICE)]
    print(_ROW.format("provisions", "versions", "first pass s", "second s", "rows/s second", "formulas"))
    for line in _lines(frames, _REASONED if asked.reasons else _TOLD):
        print(line, flush=True)


def _lines(frames: list[pl.DataFrame], wanted: tuple[str, ...]) -> Iterator[str]:
    rows = sum(frame.height for frame in frames)
    for provisions in SIZES:
        for versions in VERSIONS:
            checker = Checker(corpus=synthetic_corpus(provisions, versions), assume="ordinary")
            judge = FrameJudge(frames[0].columns, checker, wanted=wanted)
            first, second = _pass(judge, frames), _pass(judge, frames)
            size = judge.learned_size
            yield _ROW.format(
                provisions, versions, f"{first:.2f}", f"{second:.2f}", f"{rows / second:,.0f}", f"{size:,}"
            )


def _pass(judge: FrameJudge, frames: list[pl.DataFrame]) -> float:
    start = perf_counter()
    for frame in frames:
        judge.results(frame)
    return perf_counter() - start


if __name__ == "__main__":
    main()
