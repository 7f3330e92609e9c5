"""What is judged: the worked cases of the tests, as a user of the library or of an order book would give them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from chipgate.cases.check import Checker
from chipgate.cases.columns import understand
from chipgate.cases.determination import Determination
from tests.cases.worked_cases import cells_of, rows

WARM_UP = 40
"""So often everything is asked before anything is timed: judges and laws are compiled then, and memories filled."""

Cells = Mapping[str, str]


@cache
def worked_cases() -> tuple[Cells, ...]:
    """Every worked case, by canonical column names."""
    return tuple(
        {one.name: cells[one.header] for one in understand(cells) if one.name} for cells in map(cells_of, rows())
    )


@cache
def warm_checker(assume: str | None) -> Checker:
    """A checker that has seen every worked case."""
    checker = Checker(assume=assume)
    for _ in range(WARM_UP):
        for cells in worked_cases():
            checker.check_cells(cells)
    return checker


@cache
def answers(assume: str | None) -> tuple[Determination, ...]:
    """The determinations of all worked cases that give a day, with every law that they ask for ready."""
    found = (warm_checker(assume).check_cells(cells) for cells in worked_cases())
    kept = tuple(answer for answer in found if answer.questions is not None)
    for answer in kept:
        _make_warm(answer)
    return kept


def _make_warm(answer: Determination) -> None:
    assert answer.questions is not None
    for law in (answer.questions.books, answer.questions.enforced):
        for _ in range(WARM_UP):
            answer.weigh(answer.case.facts, law)
