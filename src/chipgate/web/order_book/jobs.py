"""Work that goes on behind the pages: at most a few jobs at once, each with its progress, each can be ended."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from chipgate.cases.order_files import reading_ended_by
from chipgate.errors import ChipgateError
from chipgate.readings.phrase import Phrase, phrase
from chipgate.translation.fault_text import FaultText, Spoken
from chipgate.translation.language import marked

log = logging.getLogger("uvicorn.error")

T = TypeVar("T")
Progress = Callable[[int, int], None]


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Ended(BaseException):
    """A job was asked to end; not an error, so that nothing that handles errors stops it."""


class TooMuch(ChipgateError):
    """A book with more rows, or work that takes more time, than the server allows; WORDS say so."""

    def __init__(self, words: Phrase) -> None:
        super().__init__(words.text())
        self.words = words


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take: ROWS of a book, and SECONDS of work."""

    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is, at one moment. ``share`` is of the bytes of the file, from 0 to 1."""

    state: State
    rows: int
    share: float
    problem: Spoken | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (State.DONE, State.FAILED)


PROGRAM_FAILED: Final = phrase("The program failed on this book; the log of `chipgate serve` has the details.")
NO_MEMORY: Final = phrase("There is too little memory for this book. `chipgate check FILE` needs less.")


class Job(Generic[T]):
    """One piece of work through a book of SIZE_BYTES, in a thread of its own once a place is free."""

    def __init__(self, work: Callable[[Progress], T], size_bytes: int, limits: Limits) -> None:
        self.result: T | None = None
        self._work, self._size_bytes, self._limits = work, max(size_bytes, 1), limits
        self._state = State.WAITING
        self._problem: Spoken | None = None
        self._rows = self._bytes = 0
        self._asked_to_end = threading.Event()
        self._over = threading.Event()
        self._until = float("inf")

    @property
    def standing(self) -> Standing:
        """How far the job is."""
        share = 1.0 if self._state is State.DONE else min(self._bytes / self._size_bytes, 1.0)
        return Standing(self._state, self._rows, share, self._problem)

    def end(self) -> None:
        """Ask the job to end between two rows."""
        self._asked_to_end.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the job is over, for at most SECONDS; says whether it is."""
        return self._over.wait(seconds)

    def run(self, places: threading.Semaphore) -> None:
        """Do the work once there is a place."""
        try:
            while not places.acquire(timeout=0.1):
                if self._asked_to_end.is_set():
                    return
            try:
                self._do()
            finally:
                places.release()
        finally:
            self._over.set()

    def _do(self) -> None:
        self._state, self._until = State.RUNNING, time.monotonic() + self._limits.seconds
        try:
            with reading_ended_by(self._end_if_asked):
                self.result = self._work(self._advance)
            self._state = State.DONE
        except Ended:
            self._fail(None)
        except TooMuch as much:
            self._fail(much.words)
        except ChipgateError as wrong:
            self._fail(wrong.said if isinstance(wrong.said, FaultText) else plain(wrong.said))
        except MemoryError:
            self._fail(NO_MEMORY)
        except Exception:
            log.exception("an order book could not be judged")
            self._fail(PROGRAM_FAILED)

    def _fail(self, problem: Spoken | None) -> None:
        self._problem, self._state = problem, State.FAILED

    def _advance(self, rows: int, bytes_read: int) -> None:
        self._rows, self._bytes = rows, bytes_read
        if rows > self._limits.rows:
            raise TooMuch(phrase(_TOO_MANY_ROWS, rows=f"{self._limits.rows:,}"))
        self._end_if_asked()

    def _end_if_asked(self) -> None:
        if self._asked_to_end.is_set():
            raise Ended
        if time.monotonic() > self._until:
            raise TooMuch(phrase(_TOO_LONG, rows=f"{self._rows:,}", seconds=int(self._limits.seconds)))


_TOO_MANY_ROWS: Final = marked(
    "The book has more than {rows} rows, which this server takes. `chipgate check FILE` takes books of any size."
)
_TOO_LONG: Final = marked(
    "After {seconds} seconds, which this server takes for a book, {rows} rows were judged. "
    "`chipgate check FILE` takes books of any size."
)


def plain(text: str) -> Phrase:
    """A TEXT that no catalogue holds, as a phrase."""
    return Phrase(template="{text}", gaps={"text": text})


MOST_AT_ONCE: Final = 2
"""Jobs that run beside one another; others wait."""


class Jobs:
    """The jobs of one server."""

    def __init__(self, at_once: int = MOST_AT_ONCE) -> None:
        self._places = threading.Semaphore(at_once)
        self._lock = threading.Lock()
        self._open: list[Job[object]] = []

    def start(self, job: Job[T]) -> Job[T]:
        """Start JOB, as soon as there is a place."""
        with self._lock:
            self._open = [one for one in self._open if not one.wait(0)]
            self._open.append(job)  # type: ignore[arg-type]  # only ended and waited for
        threading.Thread(target=job.run, args=(self._places,), daemon=True, name="order-book").start()
        return job

    def end_all(self, seconds: float) -> bool:
        """Ask every job to end and wait up to SECONDS for them; says whether all of them are over."""
        with self._lock:
            still_open, self._open = self._open, []
        for job in still_open:
            job.end()
        until = time.monotonic() + seconds
        for job in still_open:
            job.wait(max(until - time.monotonic(), 0))
        return all(job.wait(0) for job in still_open)
