"""Batches judged by an engine and row by row, and where the two differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_context

import polars as pl

from bench.differential.engines import ENGINES, Judge
from bench.differential.shipments import BATCH, batch
from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.tables.plan_judge import JUDGED_COLUMNS
from chipgate.errors import ChipgateError

ASSUMPTIONS = ("ordinary", None)
CLOCKS = ("as_enforced", "on_the_books")

EXPLAINED: Mapping[str, Callable[[Determination], str]] = {
    "outcome": lambda answer: answer.outcome,
    "outcomes": lambda answer: ";".join(sorted(answer.outcomes)),
    "deciding_provision": lambda answer: answer.deciding_provision,
    "eccn": lambda answer: answer.eccn,
    "exception": lambda answer: answer.exception,
    "review_policy": lambda answer: answer.review_policy,
    "licence_codified": lambda answer: answer.licence_codified,
    "licence_enforced": lambda answer: answer.licence_enforced,
    "missing": lambda answer: ";".join(sorted(answer.missing_names)),
}
"""What every column must be, by the answer to one row."""


@dataclass
class Compared:
    """How many rows were compared, and how often each column differed."""

    rows: int = 0
    unreadable: int = 0
    open_rows: int = 0
    differing: Counter[str] = field(default_factory=Counter)
    first: str = ""

    def __iadd__(self, other: Compared) -> Compared:
        self.rows += other.rows
        self.unreadable += other.unreadable
        self.open_rows += other.open_rows
        self.differing += other.differing
        self.first = self.first or other.first
        return self


def compared(engine: str, rows: int, seed: int, workers: int = 1) -> Iterator[Compared]:
    """What each batch comes to, as it is done."""
    sizes = [min(BATCH, rows - start) for start in range(0, rows, BATCH)]
    jobs = [(engine, number, size, seed) for number, size in enumerate(sizes)]
    if workers == 1:
        yield from (one_batch(*job) for job in jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one_batch, *zip(*jobs, strict=True))


def one_batch(engine: str, number: int, rows: int, seed: int) -> Compared:
    """Judge one batch both ways."""
    frame = batch(number, rows, seed)
    assume, clock = ASSUMPTIONS[number // 4 % 2], CLOCKS[number // 8 % 2]
    checker, judge = _judges(engine, assume, clock, tuple(frame.columns))
    found = Compared(rows=frame.height)
    answers = judge(frame).select(JUDGED_COLUMNS).with_columns(pl.col("missing").str.split(";").list.sort())
    for given, judged in zip(frame.iter_rows(named=True), answers.iter_rows(named=True), strict=True):
        _compare(checker, given, {**judged, "missing": ";".join(judged["missing"] or ())}, found)
    return found


@lru_cache(maxsize=4)
def _judges(engine: str, assume: str | None, clock: str, columns: tuple[str, ...]) -> tuple[Checker, Judge]:
    checker = Checker(assume=assume, clock=clock)
    return checker, ENGINES[engine](checker, columns)


def _compare(
    checker: Checker, given: Mapping[str, str | None], judged: Mapping[str, str | None], found: Compared
) -> None:
    cells = {name: text for name, text in given.items() if text is not None}
    try:
        answer = checker.check_cells(cells)
    except ChipgateError:
        found.unreadable += 1
        found.differing["readable"] += judged["outcome"] is not None
        return
    found.open_rows += answer.outcome == "undetermined"
    for name, wanted in EXPLAINED.items():
        if (expected := wanted(answer)) != judged[name]:
            found.differing[name] += 1
            found.first = found.first or f"{name}: {judged[name]!r} instead of {expected!r} in {cells}"
