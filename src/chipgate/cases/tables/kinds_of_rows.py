"""Kinds of rows: rows of one period of the law whose facts no line of it tells apart, and lack the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from chipgate.readings.columns.codes import Coded
from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.made_ahead import both_at_once
from chipgate.readings.columns.of_pairs import OfPairs
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

DESTINATION: Final = "destination_iso2"

_LARGEST_OF_PAIRS: Final = 32_000_000
"""Entries of the table of both chains: a look-up in a large table is quicker than a search by hashes."""

_WORTH_A_THREAD: Final = 50_000
"""Rows that are numbered in both chains at once."""


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
    """Numbers for kinds of rows, batch after batch; of each kind, its period and values of its groups.

    The groups before the destination and those from it on are numbered by themselves, and then the pairs of both: so
    that there are few numbers to every step, and what is looked up stays small.
    """

    def __init__(self, groups: Sequence[Group], asked: Asked, asks_for_figures: bool) -> None:
        self._groups, self._asked, self._asks = groups, asked, asks_for_figures
        self._classes: dict[tuple[int, int], Classes] = {}
        self._alike: dict[tuple[int, Hanging], Classes] = {}
        """Periods that hang on the same of a level have one."""
        split = split_of(groups)
        self.levels = (range(split), range(split, len(groups)))
        """The levels of each chain."""
        self._chains = [[_Step(self._of_values(level)) for level in levels] for levels in self.levels]
        self._places: dict[int, int] = {}
        """The place of each period, in the order in which they came."""
        self._in_place = _NumbersInPlaces()
        self._pairs = Pairs(_LARGEST_OF_PAIRS)
        self._looking = Lock()  # lines are worked out by one chain at a time

    def __len__(self) -> int:
        return len(self._pairs)

    def classes(self, level: int, period: int) -> Classes:
        """The classes of the values of a level in a period."""
        key = (level, period)
        if key not in self._classes:
            alike = (level, self._asked(level, period)[1])
            if alike not in self._alike:
                self._alike[alike] = Classes(self._groups[level], lambda: self._asked(level, period), self._asks)
            self._classes[key] = self._alike[alike]
        return self._classes[key]

    def _of_values(self, level: int) -> Callable[[int, Numbers], Numbers]:
        """For the place of a period and values of LEVEL: for each, the value that stands for its class."""

        def standing(place: int, values: Numbers) -> Numbers:
            with self._looking:
                classes = self.classes(level, [*self._places][place])
                found = classes.of_values(values.tolist())
                return classes.firsts.array.take(found)

        return standing

    def numbers(self, places: Coded, values: Sequence[Coded]) -> Numbers:
        """The number of the kind of each row, by the PLACES of the periods and the VALUES of each level."""
        if not len(places):
            return places.numbers
        split = len(self._chains[0])
        chained = (
            partial(self._chained, self._chains[0], places, values[:split], 0),
            partial(self._chained, self._chains[1], places, values[split:], split),
        )
        first, second = both_at_once(*chained) if len(places) >= _WORTH_A_THREAD else (one() for one in chained)
        return self._pairs.encode(first, self._in_place.encode(second, self._places_after(1)))

    def _chained(self, chain: Sequence[_Step], places: Coded, values: Sequence[Coded], begin: int) -> Numbers:
        found, places_of_found = places, np.arange(len(self._places), dtype=np.int32)
        for level, (step, of_level) in enumerate(zip(chain, values, strict=True), begin):
            found = Coded(step.numbers(found, of_level, places_of_found, len(self._groups[level].values)))
            places_of_found = step.places.array
        return found.numbers

    def _places_after(self, chain: int) -> Numbers:
        """The place of the period of each number of a chain."""
        steps = self._chains[chain]
        return steps[-1].places.array if steps else np.arange(len(self._places), dtype=np.int32)

    def place(self, period: int) -> int:
        """The place of a period; those of which the kinds are the same may be given as one."""
        return self._places.setdefault(period, len(self._places))

    def chained(self, begin: int) -> tuple[Numbers, Numbers]:
        """The numbers that the kinds from BEGIN on have in each chain."""
        first = self._pairs.first.array[begin:]
        places = self._places_after(0).take(first)
        return first, self._in_place.numbers(places, self._pairs.second.array[begin:])

    def of_chain(self, chain: int, numbers: Numbers) -> tuple[Numbers, list[Numbers]]:
        """The periods of NUMBERS of a chain, and for each of its levels the value that stands for theirs."""
        places = self._places_after(chain).take(numbers)
        values = _values_of(self._chains[chain]).take(numbers, axis=1)
        return np.array([*self._places], dtype=np.int32).take(places), [*values]


def split_of(groups: Sequence[Group]) -> int:
    """The level of the destination, with which the second chain begins."""
    return next((place for place, one in enumerate(groups) if DESTINATION in one.names), len(groups))


class _Step:
    """One more level: numbers for what came before and a class of its values; each value is looked at but once.

    STANDING says which values stand for the classes of some, in the period with a place.
    """

    def __init__(self, standing: Callable[[int, Numbers], Numbers]) -> None:
        self._standing = standing
        self._stands = np.full((16, 16), UNFILLED, dtype=np.int32)
        self._found = OfPairs(self._learned)
        self._places_before = np.zeros(0, dtype=np.int32)
        self._pairs = Pairs()
        self.places = GrowingNumbers()
        """The place of the period of each number."""

    def numbers(self, before: Coded, values: Coded, places: Numbers, count: int) -> Numbers:
        """The number of each row; PLACES has the places of what came BEFORE, and VALUES are below COUNT."""
        self._places_before = places
        return self._found.taken(before, values, (len(places), count))

    def _learned(self, before: Numbers, values: Numbers) -> Numbers:
        """The numbers of pairs that are new."""
        found = self._pairs.encode(before, self._standing_for(self._places_before.take(before), values))
        fresh = self._pairs.first.array[len(self.places) :]
        self.places.extend(self._places_before.take(fresh))
        return found

    def _standing_for(self, places: Numbers, values: Numbers) -> Numbers:
        self._stands = with_room(self._stands, int(places.max()) + 1, int(values.max()) + 1)
        found = self._stands[places, values]
        lacking = np.flatnonzero(found == UNFILLED)
        for place in np.unique(places[lacking]).tolist():
            fresh = np.unique(values[lacking[places[lacking] == place]])
            self._stands[place, fresh] = self._standing(place, fresh)
        if len(lacking):
            found = self._stands[places, values]
        return found

    @property
    def before(self) -> Numbers:
        """What came before each number."""
        return self._pairs.first.array

    @property
    def values(self) -> Numbers:
        """The value that stands for the class of each number."""
        return self._pairs.second.array


def _values_of(chain: Sequence[_Step]) -> Numbers:
    """For each level of a chain, the value of each of its last numbers: a row for each level."""
    if not chain:
        return np.zeros((0, 0), dtype=np.int32)
    numbers: Numbers = np.arange(len(chain[-1].places), dtype=np.int32)
    found: list[Numbers] = []
    for step in reversed(chain):
        found.append(step.values.take(numbers))
        numbers = step.before.take(numbers)
    return np.stack(found[::-1])


class _NumbersInPlaces:
    """Numbers of things that each have a place, counted in each place by itself: there are fewer in a place."""

    def __init__(self) -> None:
        self._in_place = GrowingNumbers()
        self._numbers: list[GrowingNumbers] = []

    def encode(self, numbers: Numbers, places: Numbers) -> Numbers:
        """What NUMBERS count in their places; PLACES has the place of each number that there is."""
        for number in range(len(self._in_place), len(places)):
            place = int(places[number])
            self._numbers += [GrowingNumbers() for _ in range(place + 1 - len(self._numbers))]
            self._in_place.append(len(self._numbers[place]))
            self._numbers[place].append(number)
        return self._in_place.array.take(numbers)

    def numbers(self, places: Numbers, in_place: Numbers) -> Numbers:
        """The numbers that count IN_PLACE so much, in these PLACES."""
        begins = np.cumsum([0, *map(len, self._numbers)])
        every = np.concatenate([one.array for one in self._numbers]) if self._numbers else in_place
        found: Numbers = every.take(begins.take(places) + in_place)
        return found
