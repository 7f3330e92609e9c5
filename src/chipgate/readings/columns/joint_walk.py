"""Two diagrams of one law walked at once, by few numbers: a look-up in a small table for several groups of facts.

What the text says of a row and what can follow from it hang on the same facts. A joint state is a state of each
diagram; values of a group that no leaf of the law tells apart are one class; and groups with few classes are looked up
together. The tables hold nothing that the diagrams do not: they are filled from them when rows first ask, and can be
forgotten at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import is_not
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.room import UNFILLED, with_room

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.readings.columns.diagram import Diagram

    Numbers = npt.NDArray[np.int32]

OfValues = Callable[[int, "Numbers"], "Numbers"]
"""For a level, and an entry for each value of its group: the entry of each row."""

MOST_TOGETHER: Final = 256
"""Groups are looked up together as long as their classes make no more pairs than this."""

LARGEST_TABLE: Final = 4_000_000
"""Where so many entries of four bytes do not do, fewer groups are looked up together."""

NOT_KNOWN: Final = -1
"""In place of a state of the second diagram that was never asked for: few rows need it, and it costs much."""


class Joint(NamedTuple):
    """A state of each diagram; and whether the facts read so far have several readings."""

    first: int
    second: int
    has_several: bool


class _Classes:
    """The classes of the values of one group: alike in both diagrams, and in whether they have several readings."""

    def __init__(self, diagrams: tuple[Diagram, Diagram], level: int) -> None:
        self._level, self._diagrams = level, diagrams
        self._of_each = [one.classes(level) for one in diagrams]
        self._numbers: dict[tuple[int, int, bool], int] = {}
        self._of_values: list[int] = []
        self.tells_apart = any(one.tells_apart(level) for one in diagrams)
        self.firsts: list[int] = []
        self.has_several: list[bool] = []
        self.of_values = np.zeros(0, dtype=np.int32)
        self.learn()
        self.room = self._needed + self._needed // 8 if self._needed > 1 else 1

    @property
    def _needed(self) -> int:
        return len(self.firsts) if self.tells_apart else 1

    def learn(self) -> None:
        """Put values that are new into classes."""
        first, second = (one.classes(self._level).of_values.tolist() for one in self._diagrams)
        values = self._diagrams[0].groups[self._level].values
        for number in range(len(self._of_values), min(len(first), len(second))):
            key = (first[number], second[number], len(values[number].readings) > 1)
            found = self._numbers.setdefault(key, len(self.firsts))
            if found == len(self.firsts):
                self.firsts.append(number)
                self.has_several.append(key[2])
            self._of_values.append(found)
        if len(self.of_values) < len(self._of_values):
            self.of_values = np.array(self._of_values, dtype=np.int32)

    @property
    def are_right(self) -> bool:
        """Whether there is room for all of them, and the law has no leaves that they were not told by."""
        same = all(one.classes(self._level) is was for one, was in zip(self._diagrams, self._of_each, strict=True))
        return same and self._needed <= self.room


class _Stage:
    """Groups that are looked up together: from a joint state before them and their classes to one after them."""

    def __init__(self, levels: Sequence[int] = (), width: int = 16) -> None:
        self.levels = levels
        self.states = JointStates()
        self.table = np.full((16, width), UNFILLED, dtype=np.int32)

    def __getstate__(self) -> dict[str, object]:
        """The table without its spare room."""
        return {**self.__dict__, "table": self.table[: max(16, len(self.states))]}


class JointStates:
    """Joint states by number."""

    def __init__(self) -> None:
        self.first, self.second, self.has_several = GrowingNumbers(), GrowingNumbers(), GrowingNumbers()
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.first)

    def number_of(self, state: Joint) -> int:
        """The number of a joint state."""
        told = [np.array([part], dtype=np.int32) for part in state]
        return int(self.numbers_of(*told)[0])

    def numbers_of(self, first: Numbers, second: Numbers, has_several: npt.NDArray[Any]) -> Numbers:
        """The number of each joint state; each different one is looked for once."""
        keys = (first.astype(np.int64) << 32) + ((second - NOT_KNOWN).astype(np.int64) << 1) + has_several
        distinct, places, which = np.unique(keys, return_index=True, return_inverse=True)
        known = len(self)
        found = np.array(
            [self._numbers.setdefault(key, len(self._numbers)) for key in distinct.tolist()], dtype=np.int32
        )
        fresh = places[found >= known]
        for kept, given in zip((self.first, self.second, self.has_several), (first, second, has_several), strict=True):
            kept.extend(given[fresh])
        return found.take(which)

    def after(self, count: int) -> tuple[Numbers, Numbers, npt.NDArray[np.bool_]]:
        """All states but the first COUNT: of either diagram, and whether the facts have several readings."""
        first, second, several = (one.array[count:] for one in (self.first, self.second, self.has_several))
        return first, second, several.astype(bool)

    def taken(self, numbers: Numbers) -> tuple[Numbers, Numbers, npt.NDArray[np.bool_]]:
        """The states with NUMBERS, told likewise."""
        first, second, several = (one.array.take(numbers) for one in (self.first, self.second, self.has_several))
        return first, second, several.astype(bool)


class JointWalk:
    """Look-ups in two diagrams with the same groups; ``finals`` has what the numbers of ``after`` stand for.

    Raises:
        ValueError: the diagrams number values or the lines of a law each in its own way.
    """

    def __init__(self, first: Diagram, second: Diagram) -> None:
        if first.compiler is not second.compiler:
            raise ValueError("the diagrams of a joint walk are of two laws: a number is another line in each")
        if len(first.groups) != len(second.groups) or any(map(is_not, first.groups, second.groups)):
            raise ValueError("the diagrams of a joint walk have other groups: a number is another value in each")
        self._diagrams = (first, second)
        self._starts, self._ends = _Stage(), _Stage()
        self._most_together = MOST_TOGETHER
        self._begin()

    @property
    def finals(self) -> JointStates:
        """The joint states after the last group."""
        return self._ends.states

    def must_be_of(self, first: Diagram, second: Diagram) -> None:
        """Refuse a walk that was kept, if it looks things up in other diagrams than these.

        Raises:
            ValueError: it does, so its states and values have other numbers.
        """
        if self._diagrams[0] is not first or self._diagrams[1] is not second:
            raise ValueError("the joint walk that was kept is one through other diagrams")

    def start(self, first: int, second: int) -> int:
        """The number of a joint first state."""
        return self._starts.states.number_of(Joint(first, second, False))

    def after(self, starts: Numbers, of_values: OfValues) -> Numbers:
        """The number of the final state of rows that begin in STARTS."""
        self._renew()
        states = starts
        for place, stage in enumerate(self._stages):
            states = self._step(place, states, self._codes(stage, of_values))
        return states

    def look_up_again(self, starts: Numbers, of_values: OfValues) -> None:
        """Fill in, for the next rows like these, what nobody had asked the second diagram for on their way.

        What other rows met there stays: most of them never need it, and would be looked up again and again.
        """
        states = starts
        for stage, following in pairwise((*self._stages, self._ends)):
            places = _places(stage, states, self._codes(stage, of_values))
            states = stage.table.ravel().take(places)
            is_lost = following.states.second.array.take(states) == NOT_KNOWN
            stage.table.ravel()[places[is_lost]] = UNFILLED
        self.after(starts, of_values)

    def _begin(self) -> None:
        """Begin with empty tables; the numbers of first and final states stay as they are."""
        self._classes = [_Classes(self._diagrams, level) for level in range(len(self._diagrams[0].groups))]
        first, *others = [(levels, self._width(levels)) for levels in self._together()]
        starts, self._starts = self._starts.states, _Stage(*first)
        self._starts.states = starts
        self._stages = [self._starts, *(_Stage(*one) for one in others)]

    def _renew(self) -> None:
        for one in self._classes:
            one.learn()
        is_large = any(one.table.size > LARGEST_TABLE and len(one.levels) > 1 for one in self._stages)
        if is_large:
            self._most_together //= 2
        if is_large or not all(one.are_right for one in self._classes):
            self._begin()

    def _together(self) -> list[list[int]]:
        """The levels, those beside each other in one list as long as they have few classes."""
        found: list[list[int]] = [[]]
        for level in range(len(self._classes)):
            if self._width([*found[-1], level]) > self._most_together and found[-1]:
                found.append([])
            found[-1].append(level)
        return found

    def _width(self, levels: Sequence[int]) -> int:
        return int(np.prod([self._classes[level].room for level in levels], dtype=np.int64))

    def _codes(self, stage: _Stage, of_values: OfValues) -> Numbers | None:
        """For each row, one number for the classes of the groups of STAGE; None where nothing tells them apart."""
        codes, scale = None, 1
        for level in stage.levels:
            classes = self._classes[level]
            if classes.room > 1:
                here = of_values(level, classes.of_values * np.int32(scale))
                codes = here if codes is None else codes + here
            scale *= classes.room
        return codes

    def _step(self, place: int, states: Numbers, codes: Numbers | None) -> Numbers:
        stage = self._stages[place]
        stage.table = with_room(stage.table, len(stage.states), stage.table.shape[1])
        places = _places(stage, states, codes)
        after = stage.table.ravel().take(places)
        if len(after) and after.min() == UNFILLED:
            lacking = np.flatnonzero(after == UNFILLED)
            self._fill(place, np.unique(places.take(lacking)))
            after[lacking] = stage.table.ravel().take(places.take(lacking))
        return after

    def _fill(self, place: int, places: Numbers) -> None:
        """Fill PLACES of the table of a stage from the diagrams."""
        stage, following = self._stages[place], (*self._stages, self._ends)[place + 1]
        numbers, codes = places // stage.table.shape[1], places % stage.table.shape[1]
        first, second, has_several = stage.states.taken(numbers)
        for level in stage.levels:
            classes = self._classes[level]
            mine, codes = codes % classes.room, codes // classes.room
            values = np.array(classes.firsts, dtype=np.int32).take(mine) if classes.room > 1 else None
            first = self._diagrams[0].step(level, first, values)
            second = self._diagrams[1].known(level, second, values)
            if values is not None:
                has_several = has_several | np.array(classes.has_several, dtype=bool).take(mine)
        stage.table.ravel()[places] = following.states.numbers_of(first, second, has_several)


def _places(stage: _Stage, states: Numbers, codes: Numbers | None) -> Numbers:
    """Where the table of a stage has what follows STATES and CODES."""
    places: Numbers = states * np.int32(stage.table.shape[1])
    if codes is not None:
        places += codes
    return places
