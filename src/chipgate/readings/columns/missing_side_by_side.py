"""Which facts open formulas ask for, for many rows at once: for each fact a whole number with a bit for each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from chipgate.readings.columns.formulas import Formula, Kind
from chipgate.readings.columns.rows_side_by_side import flags_of

if TYPE_CHECKING:
    from chipgate.readings.columns.rows_side_by_side import Places, RowsSideBySide

Asked = Mapping[str, int]
"""For each fact that some row asks for, the rows that do, as bits."""

NOTHING: Final[Asked] = {}


class MissingSideBySide:
    """The facts that keep formulas unknown on the rows of SIDES; OF_LEAF says which a leaf asks for, and NAMES has the
    fact of each bit of a mask. A part asks only where it is unknown itself."""

    def __init__(self, sides: RowsSideBySide, of_leaf: Callable[[Formula], Asked], names: Iterable[str]) -> None:
        self._sides, self._of_leaf, self._names = sides, of_leaf, tuple(names)
        self._known: dict[Formula, Asked] = {}

    def of(self, formula: Formula) -> Asked:
        """The facts that FORMULA asks for on the rows on which it is unknown."""
        found = self._known.get(formula)
        if found is None:
            met, not_failed = self._sides.of(formula)
            found = self._known[formula] = self._found(formula, not_failed & ~met) if met != not_failed else NOTHING
        return found

    def _found(self, formula: Formula, unknown: int) -> Asked:
        kind, *parts = self._sides.arena.nodes[formula]
        told: Any = parts[0]
        if kind is Kind.LEAF:
            return self._of_leaf(formula)
        if kind is Kind.OPEN:
            return {name: self._sides.every for place, name in enumerate(self._names) if told >> place & 1}
        if kind is Kind.IS_NOT:
            return self.of(told)
        return joined((self.of(part) for part in told), unknown)


class SomeMissing:
    """The same for COUNT of the rows of MISSING, from START on."""

    def __init__(self, missing: MissingSideBySide, start: int, count: int) -> None:
        self._missing, self._start, self._mask = missing, start, (1 << count) - 1

    def of(self, formula: Formula) -> Asked:
        """The facts that FORMULA asks for on the rows on which it is unknown."""
        found = self._missing.of(formula)
        return {name: here for name, bits in found.items() if (here := bits >> self._start & self._mask)}


def joined(asked: Iterable[Asked], rows: int) -> Asked:
    """All that is ASKED for on ROWS."""
    found: dict[str, int] = defaultdict(int)
    for one in asked:
        for name, bits in one.items():
            if here := bits & rows:
                found[name] |= here
    return found


class Tally:
    """How often each row was counted, in whole numbers with a bit for each row: the ones, the twos, the fours."""

    def __init__(self) -> None:
        self._digits: list[int] = []

    def add(self, rows: int) -> None:
        """Count ROWS once more."""
        for place, digit in enumerate(self._digits):
            self._digits[place], rows = digit ^ rows, digit & rows
            if not rows:
                return
        if rows:
            self._digits.append(rows)

    def counts(self, rows: int) -> Places:
        """How often each of so many ROWS was counted."""
        found = np.zeros(rows, dtype=np.int32)
        for place, digit in enumerate(self._digits):
            found |= flags_of(digit, rows).astype(np.int32) << place
        return found
