"""Rows of items with disputed figures: what tells them apart where the states of a diagram do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from chipgate.cases.disputes import telling_disputes
from chipgate.cases.tables.order_values import OrderLevel
from chipgate.law.provision import Provision
from chipgate.readings.columns.codes import taken
from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.pairs import Pairs
from chipgate.readings.verdict import Weighing

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.readings.verdict import Facts

    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]


class Disputes:
    """Which rows have several readings of their facts, and what their items and orders are."""

    def __init__(self, judge: TableJudge) -> None:
        self._judge = judge
        self.places = [n for n, one in enumerate(judge.levels) if "tpp" in one.group.names]
        self.places += [n for n, one in enumerate(judge.levels) if isinstance(one, OrderLevel)]
        """The levels of the item and of the order."""
        self._several = {place: GrowingNumbers() for place in self.places}
        self._items, self._dated = Pairs(), Pairs()
        self._told: dict[tuple[int, str], frozenset[str]] = {}
        self._weighed: dict[int, Sequence[Weighing]] = {}

    def __getstate__(self) -> dict[str, object]:
        """All but the verdicts, which are quickly worked out again."""
        return {**self.__dict__, "_weighed": {}}

    def several(self, values: Sequence[Numbers]) -> npt.NDArray[np.bool_]:
        """Whether the facts of each row have several readings."""
        found: npt.NDArray[np.bool_] | None = None
        for place in self.places:
            numbers, known, group = values[place], self._several[place], self._judge.levels[place].group
            known.extend(len(value.readings) > 1 for value in group.values[len(known) :])
            here = taken(known, numbers).astype(bool)
            found = here if found is None else found | here
        return np.zeros(len(values[0]), dtype=bool) if found is None else found

    def items(self, rows: Rows, periods: Numbers, values: Sequence[Numbers]) -> Numbers:
        """For each of ROWS, a number for its item, its order and the period of the law."""
        item = values[self.places[0]].take(rows)
        order = values[self.places[-1]].take(rows)
        return self._dated.encode(self._items.encode(item, order), periods.take(rows) + 1)

    def telling(self, number: int, provisions: Sequence[Provision]) -> tuple[str, ...]:
        """The disputed figures of the item and order behind a number that bear on open PROVISIONS."""
        disputed, told = self._disputed(number), frozenset[str]()
        for one in provisions:
            told |= self._telling(number, one)
            if told.issuperset(disputed):
                break
        return tuple(name for name in disputed if name in told)

    def _disputed(self, number: int) -> tuple[str, ...]:
        item = self._items.first[self._dated.first[number]]
        disputed = self._judge.levels[self.places[0]].group.values[item].tag
        assert isinstance(disputed, tuple)
        return disputed

    def _telling(self, number: int, provision: Provision) -> frozenset[str]:
        key = (number, provision.key)
        if key not in self._told:
            told = telling_disputes(self._disputed(number), (provision,), self._weighings(number))
            self._told[key] = frozenset(told)
        return self._told[key]

    def _weighings(self, number: int) -> Sequence[Weighing]:
        """The verdicts on what is known of the item and order behind a number, in each reading."""
        if number not in self._weighed:
            pair, period = self._dated.first[number], self._dated.second[number] - 1
            numbers = (self._items.first[pair], self._items.second[pair])
            groups = [self._judge.levels[place].group for place in (self.places[0], self.places[-1])]
            values = [group.values[one].readings for group, one in zip(groups, numbers, strict=True)]
            facts = [[group.facts[one] for one in found] for group, found in zip(groups, values, strict=True)]
            law = self._judge.formulas(period).law
            self._weighed[number] = [Weighing(one, law) for one in _together(*facts)]
        return self._weighed[number]


def _together(items: Sequence[Facts], orders: Sequence[Facts]) -> list[Facts]:
    count = max(len(items), len(orders))
    pairs = zip(*(one if len(one) == count else [one[0]] * count for one in (items, orders)), strict=True)
    return [{**item, **order} for item, order in pairs]
