"""Which disputed figures bear on open provisions, for many items and orders at once: a flag for each value.

What ``disputes.telling_disputes`` asks of one case: whether some line of a provision answers differently in the
readings of a figure, or not yet. A line stands on what the item says, or on what the order says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from chipgate.cases.disputes import leaves_that_name
from chipgate.readings.columns.rows_side_by_side import flags_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.open_outcomes import Told
    from chipgate.cases.tables.rows_of_a_period import Facts
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.law.provision import Provision
    from chipgate.readings.columns.formulas import Formula

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]


class Bearing(NamedTuple):
    """On which values of items, and of orders, a dispute bears on a provision; None for no value."""

    items: Flags | None
    orders: Flags | None

    def either(self, other: Bearing) -> Bearing:
        """On which the one bears, or the OTHER."""
        return Bearing(_either(self.items, other.items), _either(self.orders, other.orders))


_NO_VALUE: Final = Bearing(None, None)


class DisputedRows(NamedTuple):
    """Rows with disputed figures: the place of each among the kinds that are judged, its item and its order."""

    places: Rows
    items: Numbers
    orders: Numbers
    period: int


class _Readings:
    """The facts that the values of one level have in their readings."""

    def __init__(self, readings: Sequence[Sequence[int]]) -> None:
        self.count = len(readings)
        self.firsts = np.array([one[0] for one in readings], dtype=np.intp)
        others = [(place, facts) for place, one in enumerate(readings) for facts in one[1:]]
        self.of, self.others = np.array(others, dtype=np.intp).reshape(-1, 2).T


class DisputesSideBySide:
    """Tells of items and orders of JUDGE which of their disputes bear on provisions, by its FACTS."""

    def __init__(self, judge: TableJudge, facts: Facts) -> None:
        self._judge, self._facts = judge, facts
        self._readings: dict[int, _Readings] = {}
        self._of_lines: dict[Formula, Bearing] = {}
        self._of_provisions: dict[tuple[int, str, str], Bearing] = {}
        self.told: list[Told] = []
        self._numbers: dict[tuple[str, ...], int] = {}

    def numbers(self, rows: DisputedRows, lines: Sequence[tuple[Provision, int]], height: int) -> Numbers:
        """For each of ROWS, the number among those ``told`` of the disputes that bear on LINES, which are open on some
        of so many kinds, those with a bit."""
        self._look_at_new()
        disputed = {item: self._disputed(item) for item in np.unique(rows.items).tolist()}
        telling = {name: np.zeros(len(rows.places), dtype=bool) for one in disputed.values() for name in one}
        for provision, bits in lines:
            here = flags_of(bits, height).take(rows.places)
            if here.any():
                for name, told in telling.items():
                    self._note(self._of_provision(rows.period, provision, name), rows, here, told)
        return self._in_words(rows, disputed, telling)

    def _note(self, bearing: Bearing, rows: DisputedRows, here: Flags, told: Flags) -> None:
        """Note where a dispute, which bears on a provision that is open HERE, is TOLD."""
        for flags, values in ((bearing.items, rows.items), (bearing.orders, rows.orders)):
            if flags is not None:
                told |= here & flags.take(values)

    def _in_words(
        self, rows: DisputedRows, disputed: Mapping[int, Sequence[str]], telling: Mapping[str, Flags]
    ) -> Numbers:
        keys = rows.items.astype(np.int64)
        for flags in telling.values():
            keys = keys * 2 + flags
        _, firsts, which = np.unique(keys, return_index=True, return_inverse=True)
        found = [
            self._number_of(tuple(name for name in disputed[item] if telling[name][row]))
            for row, item in zip(firsts.tolist(), rows.items.take(firsts).tolist(), strict=True)
        ]
        return np.array(found, dtype=np.int32)[which]

    def _number_of(self, names: tuple[str, ...]) -> int:
        number = self._numbers.setdefault(names, len(self.told))
        if number == len(self.told):
            self.told.append({"disputes": names})
        return number

    def _disputed(self, item: int) -> tuple[str, ...]:
        """The figures that are disputed of the value ITEM."""
        found = self._judge.levels[self._judge.disputes.places[0]].group.values[item].tag
        assert isinstance(found, tuple)
        return found

    def _look_at_new(self) -> None:
        for level in self._judge.disputes.places:
            values = self._facts.values[level]
            if level not in self._readings or self._readings[level].count != len(values):
                self._readings[level] = _Readings([value.readings for value in values])
                self._of_lines, self._of_provisions = {}, {}

    def _of_provision(self, period: int, provision: Provision, name: str) -> Bearing:
        key = period, provision.key, name
        found = self._of_provisions.get(key)
        if found is None:
            found = self._of_provisions[key] = reduce(Bearing.either, self._lines(period, provision, name), _NO_VALUE)
        return found

    def _lines(self, period: int, provision: Provision, name: str) -> Iterator[Bearing]:
        law = self._judge.formulas(period).law
        for line, _ in leaves_that_name(frozenset((name,)), provision, law):
            leaf = self._judge.compiler.leaf(line, law)  # type: ignore[arg-type]  # a line that names a fact is a leaf
            if leaf not in self._of_lines:
                self._of_lines[leaf] = self._of_line(leaf)
            yield self._of_lines[leaf]

    def _of_line(self, leaf: Formula) -> Bearing:
        places, level = self._judge.disputes.places, self._facts.level_of(leaf)
        if level not in places:  # of which neither an item nor an order says anything
            return Bearing(np.ones(self._readings[places[0]].count, dtype=bool), None)
        told, readings = self._facts.verdicts[level].of(leaf), self._readings[level]
        codes = told.met.astype(np.int8) + 2 * told.unknown.astype(np.int8)
        firsts = codes.take(readings.firsts)
        telling = firsts == 2
        telling[readings.of[codes.take(readings.others) != firsts.take(readings.of)]] = True
        if not telling.any():
            return _NO_VALUE
        return Bearing(telling, None) if level == places[0] else Bearing(None, telling)


def _either(one: Flags | None, other: Flags | None) -> Flags | None:
    if one is None or other is None:
        return other if one is None else one
    return one | other
