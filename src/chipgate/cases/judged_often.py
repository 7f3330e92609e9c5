"""Every row of an order book judged several times: by another law, another clock, or as if shipped another day.

The one place where comparisons judge rows. A quicker engine can take the place of ``judged_often`` as long as it
gives the same: each row of the book in order, with an answer for each asker, or the faults for which it was rejected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chipgate.cases.check import Checker
from chipgate.cases.columns import DAY
from chipgate.cases.determination import Determination
from chipgate.cases.order_book import OrderBook, judge_rows
from chipgate.cases.order_files import OrderRow
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

    def check(self, transaction: Transaction) -> Determination:
        """The answer about TRANSACTION, on the day asked for."""
        own = transaction.day
        if self.day is None or own == self.day or (self.or_later and own is not None and own > self.day):
            return self.checker.check(transaction)
        return self.checker.check(replace(transaction, day=self.day))


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
        transaction = transaction_of(cells)
        return tuple(one.check(transaction) for one in self.askers)
