"""The TPP of whole orders: quantities, reduced to what the limits can tell of them.

A rule holds TPP x quantity against a limit. Which side of every limit a quantity falls on depends on the TPP of the
item; so for each item the quantities fall into few spans, and one quantity stands for each. The comparison is one of
whole numbers: a quantity is at or above c / TPP where it is at or above the next whole number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from chipgate.cases.case import COMPUTERS, order_tpp_of
from chipgate.cases.tables.group_values import FAULTY, ORDER_TPP, CellReader
from chipgate.cases.tables.levels import Level
from chipgate.law.corpus import Corpus
from chipgate.law.facts import Fact, Value
from chipgate.law.language import Compared, SumOf
from chipgate.law.walking import facts_of_measure, walk
from chipgate.readings.columns.codes import AsText, Coded, taken
from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.of_pairs import OfPairs
from chipgate.readings.columns.pairs import Pairs
from chipgate.units import Exact

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.case import Case
    from chipgate.readings.verdict import Facts

    Numbers = npt.NDArray[np.int32]
    Counts = npt.NDArray[np.int64]

_FEW_COUNTS = 32
"""So many are looked for one by one before NumPy is asked."""

MOST_COUNTED = 10**15
"""A quantity above this is held as this: no limit lies near it, and no sum overflows."""


def order_limits(corpus: Corpus) -> tuple[Exact, ...]:
    """Every number that some provision holds the TPP of an order against, alone or in a sum."""
    return tuple(sorted({one.limit.value for one in _on_orders(corpus)}))


def must_be_exact(corpus: Corpus) -> bool:
    """Whether some provision holds against a limit what it works out of the TPP of an order otherwise than by adding:
    then the spans between limits tell nothing."""
    return any(
        not isinstance(part, Fact)
        for one in _on_orders(corpus)
        for part in (one.measure.parts if isinstance(one.measure, SumOf) else (one.measure,))
    )


def _on_orders(corpus: Corpus) -> Iterator[Compared]:
    nodes = (node for p in corpus.provisions for one in p.conditions for node in walk(one))
    compared = (node for node in nodes if isinstance(node, Compared))
    return (one for one in compared if any(fact.name == ORDER_TPP for fact in facts_of_measure(one.measure)))


def spans(readings: Iterable[Facts], limits: Sequence[Exact]) -> tuple[int, ...]:
    """The first quantity of each span, for an item with the TPP of READINGS; one unit first."""
    firsts = {1}
    for reading in readings:
        tpp = reading.get("tpp")
        if isinstance(tpp, int | Fraction) and tpp > 0:
            for limit in limits:
                firsts |= {ceil(Fraction(limit) / tpp), floor(Fraction(limit) / tpp) + 1}
    return tuple(sorted(first for first in firsts if 1 <= first <= MOST_COUNTED))


def in_a_computer(readings: Sequence[Facts]) -> bool:
    """Whether the item holds several ICs, whose number must be given."""
    return readings[0].get("item_kind") in COMPUTERS


def order_facts(item: Facts, count: int, stated: Mapping[str, Value]) -> Facts:
    """The facts of an order of COUNT ICs; none where the count is unknown, which is zero here."""
    total = order_tpp_of(stated.get(ORDER_TPP), item.get("tpp"), count)
    if total == stated.get(ORDER_TPP):
        return stated
    others = {name: value for name, value in stated.items() if name != ORDER_TPP}
    return others if total is None else {**others, ORDER_TPP: total}


def count_of(case: Case | None, in_computer: bool) -> int:
    """The number of ICs that an order states; zero where it is not known."""
    transaction = None if case is None else case.transaction
    if transaction is None or transaction.units is None:
        return 0
    per_unit = transaction.ics_per_unit or (0 if in_computer else 1)
    return min(transaction.units * per_unit, MOST_COUNTED)


def span_of(items: Numbers, counts: Counts, firsts: Mapping[int, tuple[int, ...]]) -> Numbers:
    """The number of the span that each count falls into, by the item of its row; zero for a count of zero."""
    found = np.zeros(len(counts), dtype=np.int32)
    order = np.argsort(items, kind="stable")
    bounds = np.flatnonzero(np.diff(items[order])) + 1
    for rows in np.split(order, bounds) if len(order) else ():
        of_item = firsts[int(items[rows[0]])]
        if len(rows) < _FEW_COUNTS:
            found[rows] = [bisect_right(of_item, count) for count in counts[rows].tolist()]
        else:
            found[rows] = np.searchsorted(of_item, counts[rows], side="right")
    return found


class OrderLevel(Level):
    """Quantities, and totals of orders, which depend on the TPP of the item."""

    item: Level | None = None
    item_cells: Coded | None = None
    """The cells of the item of each row, to be set before ``values_of`` where there is an item."""

    def __init__(self, reader: CellReader, as_text: AsText, corpus: Corpus) -> None:
        super().__init__(reader, as_text)
        self._limits, self._must_be_exact = order_limits(corpus), must_be_exact(corpus)
        self._of_items_and_cells = OfPairs(self._worked_out)
        self._item_and_stated, self._and_count = Pairs(), Pairs()
        self._of_pair = GrowingNumbers()
        self._states = GrowingNumbers()
        self.firsts: dict[int, tuple[int, ...]] = {}
        self._of_spans = 0
        self._counted_cells: list[tuple[int, int]] = []  # outside of a computer, and in one
        self._in_computers = GrowingNumbers()
        self._exact_counts: list[int] = []
        self._exact_numbers: dict[int, int] = {}

    def values_of(self, cells: Coded) -> Numbers:
        """The number of the facts of each order, the total worked out; FAULTY where order or item cannot be read.

        Rows with the same item and the same cells share it: it is worked out once for each pair of them.
        """
        if self.item is None or self.item_cells is None:
            items, known = Coded(np.full(len(cells), -FAULTY, dtype=np.int32)), 1
        else:
            items, known = self.item.coded_values_of(self.item_cells, -FAULTY), self._items()
        return self._of_items_and_cells.taken(items, cells, (known - FAULTY, len(self.read)))

    def _worked_out(self, items: Numbers, cells: Numbers) -> Numbers:
        items, stated = items + FAULTY, super().values_of(Coded(cells))
        faulty = (stated == FAULTY) | (items == FAULTY)
        items, stated = np.where(faulty, 0, items), np.where(faulty, 0, stated)
        pairs = self._and_count.encode(self._item_and_stated.encode(items, stated), self._counts(items, stated, cells))
        for number in range(len(self._of_pair), len(self._and_count)):
            self._of_pair.append(self._value(self._and_count.first[number], self._and_count.second[number]))
        found: Numbers = taken(self._of_pair, pairs)
        found[faulty] = FAULTY
        return found

    def _counts(self, items: Numbers, stated: Numbers, cells: Numbers) -> Numbers:
        """Even: twice the number of a span. Odd: an exact count, for rows that state what it is added to."""
        counts = self._counted(items, cells)
        for item in np.unique(items).tolist():
            if item not in self.firsts:
                self.firsts[item] = spans(self._item_facts(item), self._limits)
        found = span_of(items, counts, self.firsts) * 2
        fresh = self.group.values[len(self._states) :]
        self._states.extend(bool(self.group.facts[value.readings[0]]) for value in fresh)
        if (exact := taken(self._states, stated).astype(bool) | self._must_be_exact).any():
            found[exact] = self._exact(counts[exact]) * 2 + 1
        return found

    def _counted(self, items: Numbers, cells: Numbers) -> Counts:
        """The number of ICs in each row."""
        for one in self.read[len(self._counted_cells) :]:
            self._counted_cells.append((count_of(one.case, False), count_of(one.case, True)))
        for item in range(len(self._in_computers), self._items()):
            self._in_computers.append(in_a_computer(self._item_facts(item)))
        kinds = taken(self._in_computers, items)
        if len(cells) < len(self._counted_cells):  # a short list must not look at all that came before it
            of_cells = [self._counted_cells[cell] for cell in cells.tolist()]
            return np.asarray(np.array(of_cells, dtype=np.int64).reshape(-1, 2)[np.arange(len(cells)), kinds])
        counts = np.array(self._counted_cells, dtype=np.int64).reshape(-1, 2)
        return np.asarray(counts[cells, kinds])

    def _exact(self, counts: Counts) -> Numbers:
        distinct, places = np.unique(counts, return_inverse=True)
        for count in distinct.tolist():
            if self._exact_numbers.setdefault(count, len(self._exact_counts)) == len(self._exact_counts):
                self._exact_counts.append(count)
        numbers = np.array([self._exact_numbers[count] for count in distinct.tolist()], dtype=np.int32)
        return numbers.take(places)

    def _value(self, item_and_stated: int, code: int) -> int:
        item = self._item_and_stated.first[item_and_stated]
        stated = self.group.values[self._item_and_stated.second[item_and_stated]]
        facts = self.group.facts[stated.readings[0]]
        count = self._exact_counts[code // 2] if code % 2 else (0, *self.firsts[item])[code // 2]
        known = len(self.group.values)
        found = self.group.value(order_facts(reading, count, facts) for reading in self._item_facts(item))
        self._of_spans += found == known and not code % 2
        return found

    @property
    def own_values(self) -> int:
        """Without totals of quantities that one span between the limits holds: others of the item will share them.

        The more versions a law has, the more spans there are; they say nothing of whether orders are alike.
        """
        return super().own_values - self._of_spans

    def facts_with(self, number: int, item: int) -> Sequence[Facts]:
        """What the cells behind NUMBER say of an order of the item with the value ITEM, the total worked out."""
        stated, case = super().facts(number)[0], self.case(number)
        readings = self._item_facts(item)
        return [order_facts(one, count_of(case, in_a_computer(readings)), stated) for one in readings]

    def _items(self) -> int:
        return 1 if self.item is None else max(1, len(self.item.group.values))

    def _item_facts(self, item: int) -> Sequence[Facts]:
        if self.item is None or not self.item.group.values:
            return ({},)
        group = self.item.group
        return [group.facts[number] for number in group.values[item].readings]
