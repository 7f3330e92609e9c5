"""Every row of an order book judged several times: by another law, another clock, or as if shipped another day.

The one place where comparisons judge rows. A quicker engine can take the place of ``judged_often`` as long as it
gives the same: each row of the book in order, with an answer for each asker, or the faults for which it was rejected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from chipgate.cases.case import Case
from chipgate.cases.check import Checker
from chipgate.cases.columns import DAY
from chipgate.cases.determination import Determination
from chipgate.cases.order_book import OrderBook, judge_rows
from chipgate.cases.order_files import OrderRow
from chipgate.cases.party_names import names_given
from chipgate.cases.rates import are_wide
from chipgate.cases.rejects import Reject
from chipgate.cases.transaction import Transaction, transaction_of

Answers = tuple[Determination, ...]


@dataclass(frozen=True)
class Asker:
    """A checker, and the day on which it is asked about every order.

    Without ``day``, an order is judged on its own. With it, every order is judged as if shipped that day; where
    ``or_later``, one that ships after it is judged on its own day.
    """

    checker: Checker
    day: date | None = None
    or_later: bool = False

    def day_for(self, own: date | None) -> date | None:
        """The day as of which an order with the ship day OWN is judged."""
        if self.day is None or (self.or_later and own is not None and own > self.day):
            return own
        return self.day


def judged_often(book: OrderBook, askers: Sequence[Asker]) -> Iterator[tuple[OrderRow, Answers | list[Reject]]]:
    """Every row of BOOK with the answer of each asker, or the faults for which it was rejected; holds one row."""
    return judge_rows(book, Askers(tuple(askers)))


@dataclass(frozen=True)
class Askers:
    """Several askers as one that answers cells; cells are read once."""

    askers: tuple[Asker, ...]

    def check_cells(self, cells: Mapping[str, str]) -> Answers:
        """The answer of each asker to CELLS.

        Raises:
            BadOrder: a cell cannot be read; carries every fault.
            UnknownChip: the chip is not in the catalogue.
        """
        if all(one.day is not None and not one.or_later for one in self.askers):
            cells = {name: text for name, text in cells.items() if name != DAY}  # an own day that nobody asks for
        cases = _Cases(transaction_of(cells))
        return tuple(one.checker.determine(cases.of(one)) for one in self.askers)


class _Cases:
    """One transaction as the case of each asker; askers with the same chips and assumptions share what they can."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._has_names = bool(names_given(transaction))
        self._hangs_on_the_law = are_wide(transaction.rates)
        self._made: dict[tuple[int, int, int], Case] = {}

    def of(self, asker: Asker) -> Case:
        """The case as ASKER judges it."""
        checker, day = asker.checker, asker.day_for(self._transaction.day)
        if self._has_names:  # which parties were listed hangs on the day
            return checker.case_of(replace(self._transaction, day=day))
        law = id(checker) if self._hangs_on_the_law else 0
        key = (id(checker.assumptions), id(checker.catalogue) if self._transaction.chip else 0, law)
        if key not in self._made:
            self._made[key] = checker.case_of(self._transaction)
        return _as_if_shipped(self._made[key], day)


_YEAR: Final = "completion_year"


def _as_if_shipped(case: Case, day: date | None) -> Case:
    """CASE on another day: but for the names of parties, only the year of completion is taken from the day."""
    if day == case.day or day is None:
        return case
    readings = case.readings
    if _YEAR not in case.figures:
        readings = tuple(one if one.get(_YEAR) == day.year else {**one, _YEAR: day.year} for one in readings)
    return replace(case, transaction=replace(case.transaction, day=day), day=day, readings=readings)
