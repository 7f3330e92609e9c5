"""The runs of one rival in one way, and the table that is printed of them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.big.rivals import MEASURE
from bench.big.runs import Run

HISTOGRAM, FILE = "to a histogram", "to Parquet"

_LONG_START = 0.5  # seconds before a run that somebody would notice

_ROW = "{:<24} {:>11} {:>9} {:>15} {:>7} {:>9} {:>9} {:>12} {:>8} {:>9}"


@dataclass
class Runs:
    """The runs of one rival, to a histogram or to a file."""

    name: str
    mode: str
    rows: int
    note: str = ""
    runs: list[Run] = field(default_factory=list)
    first: Run | None = None  # the run in which a table was learned, where one is kept

    def add(self, run: Run) -> None:
        """Count one more run.

        Raises:
            RuntimeError: its histogram differs from that of the runs before.
        """
        if self.runs and self.runs[0].histogram != run.histogram:
            raise RuntimeError(f"{self.name} gave two histograms of the same rows")
        self.runs.append(run)

    @property
    def seconds(self) -> float:
        return median(run.seconds for run in self.runs)

    @property
    def prepare_s(self) -> float:
        return median(run.prepare_s for run in self.runs)

    @property
    def rows_a_second(self) -> float:
        return self.rows / self.seconds

    @property
    def most_rows_a_second(self) -> float:
        """In the quickest run, which other users of the machine disturbed least."""
        return self.rows / min(run.seconds for run in self.runs)

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        counts = {"rows": self.rows, "rows_a_second": round(self.rows_a_second)}
        taken = [run._asdict() for run in self.runs]
        return {"name": self.name, "mode": self.mode, **counts, "note": self.note, "runs": taken}


def table_of(found: Iterable[Runs]) -> Iterator[str]:
    """A table for each mode: seconds, and how many times as long a row takes as by hand in Polars.

    ``ratio`` compares medians, ``at least`` the quickest runs of both.
    """
    kept = list(found)
    for mode in (HISTOGRAM, FILE):
        lines = [one for one in kept if one.mode == mode]
        measure = next((one for one in lines if one.name == MEASURE), None)
        yield ""
        columns = ("rows", "median s", "least - most s", "ratio", "at least", "cpu s", "rows/s", "peak MB", "prepare s")
        yield _ROW.format(f"Parquet {mode}", *columns).rstrip()
        yield from (_line(one, measure) for one in lines)
        yield from (f"  {one.name}: {one.note}" for one in lines if one.note)
        yield from (_first_run(one.name, one.first) for one in lines if one.first)
        yield from (_with_start(one) for one in lines if one.prepare_s >= _LONG_START)
        yield from _other_answers(lines)


def _line(one: Runs, measure: Runs | None) -> str:
    seconds = [run.seconds for run in one.runs]
    times = times_at_best = ""
    if measure is not None:
        times = f"{measure.rows_a_second / one.rows_a_second:.2f}"
        times_at_best = f"{measure.most_rows_a_second / one.most_rows_a_second:.2f}"
    return _ROW.format(
        one.name,
        f"{one.rows:,}",
        f"{one.seconds:.2f}",
        f"{min(seconds):.2f} - {max(seconds):.2f}",
        times,
        times_at_best,
        f"{median(run.processor_s for run in one.runs):.2f}",
        f"{one.rows_a_second:,.0f}",
        f"{max(run.peak_mb for run in one.runs):.0f}",
        f"{one.prepare_s:.2f}",
    ).rstrip()


def _first_run(name: str, run: Run) -> str:
    return f"  {name}: {run.seconds:.2f} s in the first run, with a peak of {run.peak_mb:.0f} MB"


def _with_start(one: Runs) -> str:
    whole = one.seconds + one.prepare_s
    return f"  {one.name}: {whole:.2f} s and {one.rows / whole:,.0f} rows/s with what is prepared before"


def _other_answers(lines: list[Runs]) -> Iterator[str]:
    """Who counts otherwise than by hand in Polars: rows with a gap may be answered otherwise, no others."""
    measure = next((one for one in lines if one.name == MEASURE and one.runs), None)
    if measure is None or measure.runs[0].histogram is None:
        return
    wanted = _outcomes(measure.runs[0])
    for one in lines:
        if one.rows == measure.rows and (apart := _apart(_outcomes(one.runs[0]), wanted)):
            yield f"  {one.name}: {apart:,} rows have another outcome than by hand in Polars (rows with a gap may)"


def _outcomes(run: Run) -> dict[str, int]:
    counted: dict[str, int] = {}
    for outcome, _, count in run.histogram or ():
        counted[outcome] = counted.get(outcome, 0) + count
    return counted


def _apart(one: dict[str, int], other: dict[str, int]) -> int:
    return sum(abs(one.get(word, 0) - other.get(word, 0)) for word in one.keys() | other.keys()) // 2
