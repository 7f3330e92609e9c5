"""Batches judged by an engine and row by row, and where the two differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from multiprocessing import get_context

import polars as pl

from bench.differential.engines import ENGINES, Judge
from bench.differential.shipments import batch, most_rows
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
    differing: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: str = ""

    def __iadd__(self, other: Compared) -> Compared:
        self.rows += other.rows
        self.unreadable += other.unreadable
        self.open_rows += other.open_rows
        self.differing += other.differing
        self.first = self.first or other.first
        return self


@dataclass(frozen=True)
class Job:
    """What is compared: the engines, and which made-up shipments."""

    engines: tuple[str, ...]
    seed: int
    on_limits: bool = False


def compared(job: Job, rows: int, workers: int = 1) -> Iterator[Compared]:
    """What each batch comes to, as it is done."""
    jobs = [(job, number, size) for number, size in _sizes(job, rows)]
    if workers == 1:
        yield from (one_batch(*one) for one in jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one_batch, *zip(*jobs, strict=True))


def _sizes(job: Job, rows: int) -> Iterator[tuple[int, int]]:
    """The numbers of the batches that have so many ROWS together, and how many of each."""
    for number in count():
        if rows <= 0:
            return
        size = min(rows, most_rows(number, job.on_limits))
        yield number, size
        rows -= size


def one_batch(job: Job, number: int, rows: int) -> Compared:
    """Judge one batch by every engine, and each of its rows by the checker."""
    frame = batch(number, rows, job.seed, job.on_limits)
    assume, clock = ASSUMPTIONS[number // 4 % 2], CLOCKS[number // 8 % 2]
    checker, judges = _judges(job.engines, assume, clock, tuple(frame.columns))
    found = Compared(rows=frame.height)
    answers = {engine: _answers(judge, frame) for engine, judge in judges.items()}
    for place, given in enumerate(frame.iter_rows(named=True)):
        _compare(checker, given, {engine: rows[place] for engine, rows in answers.items()}, found)
    return found


def _answers(judge: Judge, frame: pl.DataFrame) -> list[dict[str, str | None]]:
    """What an engine says of each row, the missing facts in the order of the alphabet."""
    told = judge(frame).select(JUDGED_COLUMNS)
    return told.with_columns(pl.col("missing").str.split(";").list.sort().list.join(";")).to_dicts()


@lru_cache(maxsize=3)
def _judges(
    engines: tuple[str, ...], assume: str | None, clock: str, columns: tuple[str, ...]
) -> tuple[Checker, Mapping[str, Judge]]:
    checker = Checker(assume=assume, clock=clock)
    return checker, {engine: ENGINES[engine](checker, columns) for engine in engines}


def _compare(
    checker: Checker, given: Mapping[str, str | None], told: Mapping[str, Mapping[str, str | None]], found: Compared
) -> None:
    cells = {name: text for name, text in given.items() if text is not None}
    try:
        answer = checker.check_cells(cells)
    except ChipgateError:
        found.unreadable += 1
        found.differing.update((engine, "readable") for engine, one in told.items() if one["outcome"] is not None)
        return
    found.open_rows += answer.outcome == "undetermined"
    for name, wanted in EXPLAINED.items():
        expected = wanted(answer)
        for engine, one in told.items():
            if one[name] != expected:
                found.differing[engine, name] += 1
                found.first = found.first or f"{engine}: {name}: {one[name]!r} instead of {expected!r} in {cells}"
