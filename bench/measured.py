"""A measurement: many timings of one thing, its goal, and a simple rival that was timed in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Generic, TypeVar

T = TypeVar("T")

NANOSECONDS, MICROSECONDS, MILLISECONDS = "ns", "us", "ms"
_IN_A_SECOND = {NANOSECONDS: 1e9, MICROSECONDS: 1e6, MILLISECONDS: 1e3}


@dataclass(frozen=True)
class Measured:
    """Seconds that one thing took, many times over."""

    name: str
    unit: str
    seconds: Sequence[float]
    goal: float | None = None  # in the unit; the median should not be above it
    rival: str = ""
    rival_seconds: Sequence[float] = ()

    @property
    def median(self) -> float:
        return median(self.seconds) * _IN_A_SECOND[self.unit]

    @property
    def spread(self) -> tuple[float, float]:
        """The tenth and the ninetieth percentile."""
        tenths = quantiles(self.seconds, n=10, method="inclusive")
        return tenths[0] * _IN_A_SECOND[self.unit], tenths[-1] * _IN_A_SECOND[self.unit]

    @property
    def times_rival(self) -> float | None:
        """How many times as long as its rival it took."""
        return median(self.seconds) / median(self.rival_seconds) if self.rival_seconds else None

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        low, high = self.spread
        numbers = {"median": self.median, "p10": low, "p90": high, "times_rival": self.times_rival}
        return {
            "name": self.name,
            "unit": self.unit,
            "goal": self.goal,
            "rival": self.rival,
            "timings": len(self.seconds),
            **{name: None if value is None else float(f"{value:.6g}") for name, value in numbers.items()},
        }


class Timings(Generic[T]):
    """Timings of several jobs over the same subjects, turn by turn, so that a slow moment falls on all of them."""

    def __init__(self, **jobs: Callable[[T], object]) -> None:
        self.jobs = jobs
        self.seconds: dict[str, list[float]] = {name: [] for name in jobs}

    def over(self, subjects: Iterable[T], turns: int = 7, fresh: Callable[[T], T] = lambda one: one) -> Timings[T]:
        """One timing a subject and job: the median of TURNS, each on what FRESH makes of the subject."""
        for subject in subjects:
            taken: dict[str, list[float]] = {name: [] for name in self.jobs}
            for _ in range(turns):
                for name, job in self.jobs.items():
                    taken[name].append(_seconds(job, fresh(subject)))
            for name, seconds in taken.items():
                self.seconds[name].append(median(seconds))
        return self


def _seconds(job: Callable[[T], object], subject: T) -> float:
    start = perf_counter()
    job(subject)
    return perf_counter() - start
