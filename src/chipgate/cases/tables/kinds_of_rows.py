"""Kinds of rows: rows of one period of the law whose facts no line of it tells apart, and lack the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.pairs import Pairs
from chipgate.readings.columns.room import UNFILLED, with_room

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.lines_of_levels import Verdicts
    from chipgate.cases.tables.parts_of_levels import Hanging
    from chipgate.readings.columns.diagram import Group, GroupValue

    Numbers = npt.NDArray[np.int32]

Asked = Callable[[int, int], tuple["Verdicts", "Hanging"]]
"""For a level and a period: verdicts on its sets of facts, a row for each; and what the period hangs on of them."""

_MOST_BY_INT32: Final = 2**31


class Classes:
    """The classes of the values of one group in one period, told apart by what other groups can see of each reading.

    Where it ASKS_FOR_FIGURES that are disputed, a value with several readings is told by every line of them.
    """

    def __init__(self, group: Group, asked: Callable[[], tuple[Verdicts, Hanging]], asks_for_figures: bool) -> None:
        self._group, self._asked, self._asks = group, asked, asks_for_figures
        self._seen, self._every = _Numbered(self._what_is_seen), _Numbered(self._what_lines_say)
        self._numbers: dict[Hashable, int] = {}
        self.firsts = GrowingNumbers()
        """The first value of each class, which stands for all."""

    def _what_is_seen(self, sets: Sequence[int]) -> Sequence[Hashable]:
        verdicts, hanging = self._asked()
        return hanging.seen(verdicts[sets], [self._group.facts[one] for one in sets])

    def _what_lines_say(self, sets: Sequence[int]) -> Sequence[Hashable]:
        """What all lines come to, and what is known."""
        verdicts, hanging = self._asked()
        known = [frozenset(self._group.facts[one]) for one in sets]
        return [*zip(hanging.every(verdicts[sets]), known, strict=True)]

    def of_readings(self, sets: Sequence[int]) -> list[int]:
        """The class of each of the sets of facts of values with several readings."""
        return (self._every if self._asks else self._seen).of(sets)

    def of_values(self, values: Sequence[int]) -> list[int]:
        """The class of each of some values."""
        known = [self._group.values[value] for value in values]
        several = [reading for one in known if len(one.readings) > 1 for reading in one.readings]
        self._seen.of([one.readings[0] for one in known if len(one.readings) == 1])
        self.of_readings(several)
        return [self._number(self._key(one), value) for one, value in zip(known, values, strict=True)]

    def _key(self, value: GroupValue) -> Hashable:
        """Readings that no line tells apart are one, but that a figure is disputed may still be asked."""
        if len(value.readings) == 1:
            return self._seen.of(value.readings)[0]
        classes = tuple(self.of_readings(value.readings))
        if len(set(classes)) == 1:
            classes = classes[:1]
        return (classes, value.tag) if self._asks else classes[0] if len(classes) == 1 else classes

    def _number(self, key: Hashable, value: int) -> int:
        found = self._numbers.setdefault(key, len(self.firsts))
        if found == len(self.firsts):
            self.firsts.append(value)
        return found


class _Numbered:
    """Numbers for sets of facts that are told alike; what is told of several at once is asked once."""

    def __init__(self, told: Callable[[Sequence[int]], Sequence[Hashable]]) -> None:
        self._told = told
        self._of_facts: dict[int, int] = {}
        self._numbers: dict[Hashable, int] = {}

    def of(self, sets: Sequence[int]) -> list[int]:
        """The number of each of SETS."""
        fresh = [one for one in dict.fromkeys(sets) if one not in self._of_facts]
        if fresh:
            for one, told in zip(fresh, self._told(fresh), strict=True):
                self._of_facts[one] = self._numbers.setdefault(told, len(self._numbers))
        return [self._of_facts[one] for one in sets]


class KindsOfRows:
    """Numbers for kinds of rows, batch after batch; of each kind, its period and values of its groups."""

    def __init__(self, groups: Sequence[Group], asked: Asked, asks_for_figures: bool) -> None:
        self._groups, self._asked, self._asks = groups, asked, asks_for_figures
        self._classes: dict[tuple[int, int], Classes] = {}
        self._tables = [np.full((16, 16), UNFILLED, dtype=np.int32) for _ in groups]
        self._pairs = [Pairs() for _ in groups]
        self._places: dict[int, int] = {}
        """The place of each period, in the order in which they came."""

    def __len__(self) -> int:
        return len(self._pairs[-1])

    def classes(self, level: int, period: int) -> Classes:
        """The classes of the values of a level in a period."""
        key = (level, period)
        if key not in self._classes:
            self._classes[key] = Classes(self._groups[level], lambda: self._asked(level, period), self._asks)
        return self._classes[key]

    def numbers(self, periods: Numbers, values: Sequence[Numbers]) -> Numbers:
        """The number of the kind of each row."""
        if not len(periods):
            return periods
        places = self._places_of(periods)
        found = places
        for level, pairs in enumerate(self._pairs):
            found = pairs.encode(found, self._looked_up(level, places, values[level]))
        return found

    def _places_of(self, periods: Numbers) -> Numbers:
        present = np.flatnonzero(np.bincount(periods)).tolist()
        places = np.zeros(max(present) + 1, dtype=np.int32)
        for period in present:
            places[period] = self._places.setdefault(period, len(self._places))
        return places.take(periods)

    def _looked_up(self, level: int, places: Numbers, values: Numbers) -> Numbers:
        """The class of each row in one level; each value is looked at once in each period that it occurs in."""
        self._tables[level] = with_room(self._tables[level], len(self._places), len(self._groups[level].values))
        table = self._tables[level]
        where = places * (np.int32(table.shape[1]) if table.size < _MOST_BY_INT32 else np.int64(table.shape[1]))
        where += values
        found = table.ravel().take(where)
        if found.min() == UNFILLED:
            lacking = np.unique(where[found == UNFILLED])
            of_places, width = list(self._places), table.shape[1]
            for place in np.unique(lacking // width).tolist():
                here = lacking[lacking // width == place] % width
                table[place, here] = self.classes(level, of_places[place]).of_values(here.tolist())
            found = table.ravel().take(where)
        return found

    def of(self, begin: int) -> tuple[Numbers, list[Numbers]]:
        """The periods of the kinds from BEGIN on, and for each level the value that stands for theirs."""
        numbers = np.arange(begin, len(self), dtype=np.int32)
        classes: list[Numbers] = []
        for pairs in reversed(self._pairs):
            classes.append(np.array(pairs.second, dtype=np.int32).take(numbers))
            numbers = np.array(pairs.first, dtype=np.int32).take(numbers)
        periods = np.array(list(self._places), dtype=np.int32).take(numbers)
        return periods, [self._firsts(level, periods, one) for level, one in enumerate(reversed(classes))]

    def _firsts(self, level: int, periods: Numbers, classes: Numbers) -> Numbers:
        found = np.zeros(len(periods), dtype=np.int32)
        for period in np.unique(periods).tolist():
            here = np.flatnonzero(periods == period)
            found[here] = self.classes(level, period).firsts.array.take(classes[here])
        return found
