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
    from chipgate.readings.columns.diagram import Group

    Numbers = npt.NDArray[np.int32]

Asked = Callable[[int, int], tuple["Verdicts", Sequence[int]]]
"""For a level and a period: verdicts on its sets of facts, a row for each; and the columns that the period asks for."""


_MOST_BY_INT32: Final = 2**31


class Classes:
    """The classes of the values of one group in one period: what is told of each reading, and which figures differ."""

    def __init__(self, group: Group, verdicts: Callable[[], tuple[Verdicts, Sequence[int]]]) -> None:
        self._group, self._verdicts = group, verdicts
        self._of_facts: dict[int, int] = {}
        self._facts_numbers: dict[Hashable, int] = {}
        self._numbers: dict[Hashable, int] = {}
        self.firsts = GrowingNumbers()
        """The first value of each class, which stands for all."""

    def of_facts(self, sets: Sequence[int]) -> tuple[int, ...]:
        """The class of each of some sets of facts: they are told apart by what lines come to, and which are known."""
        fresh = [one for one in sets if one not in self._of_facts]
        if fresh:
            verdicts, columns = self._verdicts()
            for one, told in zip(fresh, verdicts[np.ix_(fresh, columns)], strict=True):
                key = (frozenset(self._group.facts[one]), told.tobytes())
                self._of_facts[one] = self._facts_numbers.setdefault(key, len(self._facts_numbers))
        return tuple([self._of_facts[one] for one in sets])

    def of_values(self, values: Sequence[int]) -> list[int]:
        """The class of each of some values."""
        known = [self._group.values[value] for value in values]
        self.of_facts([one for value in known for one in value.readings])
        return [
            self._number_of(value, self.of_facts(one.readings), one.tag)
            for value, one in zip(values, known, strict=True)
        ]

    def _number_of(self, value: int, classes: tuple[int, ...], tag: Hashable) -> int:
        """Readings that no line tells apart are one, but that a figure is disputed may still be asked."""
        key = (classes[:1] if len(set(classes)) == 1 else classes, len(classes) > 1 and tag)
        found = self._numbers.setdefault(key, len(self.firsts))
        if found == len(self.firsts):
            self.firsts.append(value)
        return found


class KindsOfRows:
    """Numbers for kinds of rows, batch after batch; of each kind, its period and values of its groups."""

    def __init__(self, groups: Sequence[Group], asked: Asked) -> None:
        self._groups, self._asked = groups, asked
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
            self._classes[key] = Classes(self._groups[level], lambda: self._asked(level, period))
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
