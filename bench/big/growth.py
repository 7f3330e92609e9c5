"""`python -m bench.big.growth`: what more provisions, and more versions of the law, cost the table engine."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import polars as pl

from bench.big import by_hand_synthetic
from bench.big.__main__ import FOLDER
from bench.big.runs import make_transactions
from bench.big.synthetic_law import SIZES, VERSIONS, synthetic_corpus
from chipgate.cases.check import Checker
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.cases.tables.parquet_to_parquet import judge_parquet

_SLICE = 250_000
_TOLD, _REASONED = ("outcome", "deciding_provision"), ("outcome", "deciding_provision", "missing", "reason")
BY_HAND = 500
"""Provisions of the law that is written as a query too."""

_ROW = "{:>10} {:>8} {:>12} {:>12} {:>14} {:>9}"


def main() -> None:
    """Print, for each corpus, the seconds of a first pass and of a second one over the same rows."""
    parser = argparse.ArgumentParser(prog="python -m bench.big.growth", description="Grow the law, not the rows.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the table (default one million)")
    parser.add_argument("--reasons", action="store_true", help="with the missing facts and reasons")
    parser.add_argument("--by-hand", action="store_true", help="Parquet to Parquet, beside a query by hand")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if asked.by_hand:
        _beside_by_hand(make_transactions(FOLDER, asked.rows))
        return
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


def _beside_by_hand(path: Path) -> None:
    """Print what a larger law costs from Parquet to Parquet: by hand, and by the table engine with reasons."""
    corpus, out = synthetic_corpus(BY_HAND), FOLDER / "of_a_made_up_law.parquet"
    rivals: Mapping[str, Callable[[], object]] = {
        "Polars, by hand": partial(by_hand_synthetic.run, corpus, path, out),
        "table engine": partial(judge_parquet, path, out, Checker(corpus=corpus, assume="ordinary"), _REASONED),
    }
    for name, run in rivals.items():
        start, worked = perf_counter(), process_time()
        run()
        print(f"{name:<16} {perf_counter() - start:8.2f} s {process_time() - worked:8.2f} s of processors", flush=True)


def _pass(judge: FrameJudge, frames: list[pl.DataFrame]) -> float:
    start = perf_counter()
    for frame in frames:
        judge.results(frame)
    return perf_counter() - start


if __name__ == "__main__":
    main()
