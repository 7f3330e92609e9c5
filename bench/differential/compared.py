"""Batches judged by engines and row by row, and where they differ."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import count, groupby
from multiprocessing import get_context
from pathlib import Path
from queue import Queue
from time import process_time

import polars as pl

from bench.differential.engines import Judges
from bench.differential.random_law import random_corpus
from bench.differential.shipments import batch, kind_of, most_rows
from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.errors import ChipgateError

ASSUMPTIONS = ("ordinary", None)
CLOCKS = ("as_enforced", "on_the_books")

ROWS_OF_A_LAW = 2_500
"""Rows that a random law judges: what it takes to make engines of it is then about what they take."""
LOTS_OF_LAWS = 40
"""Processes that so many random laws go through in turn, so that what was learned for them is given back."""

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
    """How many rows were compared, how often each column differed, and what the engines took."""

    rows: int = 0
    unreadable: int = 0
    open_rows: int = 0
    differing: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: str = ""
    seconds: Counter[str] = field(default_factory=Counter)
    """Processor seconds of each engine, and of explaining; what other processes work is not in it."""

    def __iadd__(self, other: Compared) -> Compared:
        self.rows += other.rows
        self.unreadable += other.unreadable
        self.open_rows += other.open_rows
        self.differing += other.differing
        self.first = self.first or other.first
        self.seconds += other.seconds
        return self


@dataclass(frozen=True)
class Job:
    """What is compared: the engines, which made-up shipments, and whether each batch is judged by a law of its own."""

    engines: tuple[str, ...]
    seed: int
    on_limits: bool = False
    random_laws: bool = False


Batches = Sequence[tuple[int, int]]
"""Numbers of batches, and how many rows of each."""


def compared(job: Job, rows: int, workers: int = 0, done: Iterable[int] = ()) -> Iterator[tuple[int, Compared]]:
    """The number of each batch and what it comes to, as it is done; without those that are DONE already.

    Batches that a judge can take one after the other stand together. With WORKERS each lot of them is a process of its
    own, so many at a time: what was learned for one lot is given back before the next.
    """
    left = [one for one in _sizes(job, rows) if one[0] not in set(done)]
    lots = [
        list(lot) for _, lot in groupby(sorted(left, key=lambda one: _lot(job, one[0])), lambda one: _lot(job, one[0]))
    ]
    if not workers:
        yield from ((number, one_batch(job, number, size)) for lot in lots for number, size in lot)
    else:
        yield from _by_processes(job, lots, workers)


def _lot(job: Job, number: int) -> tuple[int, int, str]:
    """Batches of one lot are judged by the same judges; with random laws, one after the other in one process."""
    kind = kind_of(number, job.on_limits)
    return (0, number % LOTS_OF_LAWS, "") if job.random_laws else (number // 4 % 2, number // 8 % 2, kind)


def _by_processes(job: Job, lots: Iterable[Batches], workers: int) -> Iterator[tuple[int, Compared]]:
    found: Queue[tuple[int, Compared] | None] = Queue()

    def judged(lot: Batches) -> None:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            for number, size in lot:
                found.put((number, process.submit(one_batch, job, number, size).result()))

    with ThreadPoolExecutor(workers) as threads:
        waiting = [threads.submit(judged, lot) for lot in sorted(lots, key=lambda lot: -sum(size for _, size in lot))]
        for one in waiting:
            one.add_done_callback(lambda _: found.put(None))
        ended = 0
        while ended < len(waiting):
            if (told := found.get()) is None:
                ended += 1
            else:
                yield told
        for one in waiting:
            one.result()  # which raises what a process has raised


def _sizes(job: Job, rows: int) -> Iterator[tuple[int, int]]:
    """The numbers of the batches that have so many ROWS together, and how many of each."""
    for number in count():
        if rows <= 0:
            return
        most = most_rows(number, job.on_limits)
        size = min(rows, most, ROWS_OF_A_LAW) if job.random_laws else min(rows, most)
        yield number, size
        rows -= size


def one_batch(job: Job, number: int, rows: int) -> Compared:
    """Judge one batch by every engine, and each of its rows by the checker."""
    frame = batch(number, rows, job.seed, job.on_limits)
    assume, clock = ASSUMPTIONS[number // 4 % 2], CLOCKS[number // 8 % 2]
    law = (number, job.seed) if job.random_laws else None
    judges = _judges(job.engines, assume, clock, tuple(frame.columns), law)
    before = Counter(judges.seconds)
    told = judges.answers(frame)
    start = process_time()
    expected = explained(judges.checker, frame)
    found = Compared(frame.height, seconds=Counter({"explain": process_time() - start}))
    found.seconds += Counter(judges.seconds) - before
    outcomes = expected["outcome"]
    found.unreadable, found.open_rows = outcomes.null_count(), int((outcomes == "undetermined").sum())
    for engine, answers in told.items():
        _compare(engine, answers, expected, frame, found)
    return found


@lru_cache(maxsize=1)
def _judges(
    engines: tuple[str, ...], assume: str | None, clock: str, columns: tuple[str, ...], law: tuple[int, int] | None
) -> Judges:
    corpus = None if law is None else random_corpus(*law)
    return Judges(engines, Checker(corpus, assume=assume, clock=clock), columns)


def explained(checker: Checker, frame: pl.DataFrame) -> pl.DataFrame:
    """What `Checker` says of each row of FRAME, one by one; null where it cannot be read."""
    found: dict[str, list[str | None]] = {name: [] for name in EXPLAINED}
    for given in frame.iter_rows(named=True):
        try:
            answer = checker.check_cells({name: text for name, text in given.items() if text is not None})
        except ChipgateError:
            answer = None
        for name, wanted in EXPLAINED.items():
            found[name].append(None if answer is None else wanted(answer))
    return pl.DataFrame(found, schema=dict.fromkeys(found, pl.String))


def _compare(engine: str, told: pl.DataFrame, expected: pl.DataFrame, frame: pl.DataFrame, found: Compared) -> None:
    """Count where an engine says something else, and tell the first such row."""
    in_order = told.with_columns(pl.col("^missing$").str.split(";").list.sort().list.join(";"))
    readable = expected["outcome"].is_not_null()
    found.differing += Counter({(engine, "readable"): int((~readable & told["outcome"].is_not_null()).sum())})
    for name in (name for name in EXPLAINED if name in told.columns):
        differ = readable & in_order[name].ne_missing(expected[name])
        if count := int(differ.sum()):
            found.differing[engine, name] += count
            row = int(differ.arg_true()[0])
            cells = {heading: text for heading, text in frame.row(row, named=True).items() if text is not None}
            said = f"{in_order[name][row]!r} instead of {expected[name][row]!r}"
            found.first = found.first or f"{engine}: {name}: {said} in {cells}"


class Progress:
    """The batches that are done, in a file of JSON Lines: a run that was cut goes on where it was."""

    def __init__(self, path: Path | None, job: Job) -> None:
        self._path, self._job = path, json.dumps(asdict(job))
        self.done: dict[int, Compared] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path is not None and path.exists() else ():
            said = json.loads(line)
            if said.pop("job") != self._job:
                raise SystemExit(f"{path} is of another run; name another file, or ask for the same engines and rows")
            number = said.pop("batch")
            differing = Counter({(engine, name): rows for engine, name, rows in said.pop("differing")})
            self.done[number] = Compared(**{**said, "differing": differing, "seconds": Counter(said["seconds"])})

    def note(self, number: int, found: Compared) -> None:
        """One more batch is done."""
        self.done[number] = found
        if self._path is not None:
            differing = [[engine, name, rows] for (engine, name), rows in found.differing.items()]
            said = {"job": self._job, "batch": number, **vars(found), "differing": differing}
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(said) + "\n")

    @property
    def total(self) -> Compared:
        """All batches together."""
        found = Compared()
        for _, one in sorted(self.done.items()):
            found += one
        return found
