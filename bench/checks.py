"""A warm check: the text of one shipment to its determination."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measured import MICROSECONDS, Measured, Timings
from bench.reasons import SETS
from bench.shipments import Cells, warm_checker, worked_cases
from chipgate.cases.check import Checker
from chipgate.cases.questions import OPEN

CHECK_GOAL_US = 300


def checks() -> Iterator[Measured]:
    """Every worked case; those alone that stay open are slower, because completions are tried."""
    for assume, words in SETS:
        seconds = _timed(warm_checker(assume), worked_cases())
        yield Measured(f"check of one shipment; {words}", MICROSECONDS, seconds, CHECK_GOAL_US)
    checker = warm_checker(None)
    still_open = [cells for cells in worked_cases() if checker.check_cells(cells).outcome == OPEN]
    seconds = _timed(checker, still_open)
    yield Measured("check of one that stays open; nothing assumed", MICROSECONDS, seconds, CHECK_GOAL_US)


def _timed(checker: Checker, cases: list[Cells] | tuple[Cells, ...]) -> list[float]:
    jobs: Timings[Cells] = Timings(check=checker.check_cells)
    return jobs.over(cases).seconds["check"]
