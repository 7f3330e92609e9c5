"""The table engine: conditions worked out group by group of facts, in a shared diagram of what is left of them.

A state is what is left of the conditions once some groups of facts are known: formulas in which only leaves of later
groups stand. Rows that leave the same behind share a state, so that the number of states follows from the text and not
from the rows. A level is a table from state and value of its group to the next state, filled when a row first asks.

What is kept of a state is for each kind of diagram to say: see ``states``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING, Final

import numpy as np

from chipgate.readings.columns.classes import Classes, Told
from chipgate.readings.columns.collections_paused import without_collections
from chipgate.readings.columns.compiling import Compiler, Leaf
from chipgate.readings.columns.formulas import MET, Formula
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.columns.room import UNFILLED, with_room
from chipgate.readings.columns.side_by_side import SureSoFar
from chipgate.readings.columns.told_together import ToldTogether
from chipgate.readings.columns.weighed import Weighed

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.readings.verdict import Facts

    Numbers = npt.NDArray[np.int32]

Vector = tuple[Formula, ...]
"""What is left of everything that an answer is made of, in one reading of the facts."""

State = tuple[Vector, ...]
"""What is left in every reading, or in every way in which the case can go on."""


@dataclass(frozen=True, slots=True)
class GroupValue:
    """What a group of facts can be: the numbers of its sets of facts, one for each reading; and what else tells it."""

    readings: tuple[int, ...]
    tag: Hashable = ()


class Group:
    """A group of facts that only decide together, and every value that it has had so far."""

    def __init__(self, number: int, names: frozenset[str]) -> None:
        self.number = number
        self.names = names
        self.values: list[GroupValue] = []
        self.facts: list[Facts] = []
        self._numbers: dict[GroupValue, int] = {}
        self._facts_numbers: dict[frozenset[tuple[str, object]], int] = {}
        self._weighed: list[Weighed] = []

    def __getstate__(self) -> dict[str, object]:
        """All but what is quickly worked out again."""
        return {**self.__dict__, "_weighed": []}

    def weighed(self, number: int) -> Weighed:
        """The verdicts on one set of facts, by its number; for lines of one compiler."""
        while len(self._weighed) <= number:
            self._weighed.append(Weighed(self.facts[len(self._weighed)]))
        return self._weighed[number]

    def value(self, readings: Iterable[Facts], tag: Hashable = ()) -> int:
        """The number of a value; the same for the same facts and TAG."""
        value = GroupValue(tuple(map(self._number_of, readings)), tag)
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def _number_of(self, facts: Facts) -> int:
        mine = {name: value for name, value in facts.items() if name in self.names}
        key = frozenset((name, (type(value), value)) for name, value in mine.items())
        number = self._facts_numbers.setdefault(key, len(self.facts))
        if number == len(self.facts):
            self.facts.append(mine)
        return number


@dataclass(slots=True)
class _Level:
    """The table of one group: from a state before it and a value to a state after it."""

    group: Group
    states: list[State] = field(default_factory=list)
    numbers: dict[State, int] = field(default_factory=dict)
    table: Numbers = field(default_factory=lambda: np.full((16, 16), UNFILLED, dtype=np.int32))

    def number_of(self, state: State) -> int:
        number = self.numbers.setdefault(state, len(self.states))
        if number == len(self.states):
            self.states.append(state)
        return number

    def __getstate__(self) -> tuple[Group, list[State], Numbers]:
        """The table without its spare rows, not copied: all tables at once are as much again in memory."""
        return self.group, self.states, self.table[: len(self.states)]

    def __setstate__(self, state: tuple[Group, list[State], Numbers]) -> None:
        self.group, self.states, self.table = state  # which grows when rows need more room
        self.numbers = {one: number for number, one in enumerate(self.states)}

    def make_room(self) -> None:
        """Let the table be as large as the states and values known by now."""
        self.table = with_room(self.table, len(self.states), len(self.group.values))


MANY: Final = 100
"""For so many pairs of states and values, what values make sure of is told for all of them at once."""

FEW_VALUES: Final = 500
"""So many values of a group are put into classes one by one for each state."""


class Replacements(Replaced):
    """What each leaf of a group comes to on one set of its facts; worked out when it is first asked for."""

    __slots__ = ("_diagram", "_facts", "_weighed")

    def __init__(self, diagram: Diagram, mask: int, group: Group, number: int) -> None:
        super().__init__(diagram.arena, mask)
        self.looked_at = 0
        self._diagram = diagram
        self._facts = group.facts[number]
        self._weighed = group.weighed(number)

    def look_at(self, bits: int) -> None:
        compiler, weighed = self._diagram.compiler, self._weighed
        weighed.look_at(bits, compiler)
        self.looked_at |= bits
        self.met |= weighed.met & bits
        for leaf in self.arena.leaves_in(weighed.unknown & bits):
            self.keep(leaf, self._diagram.replaced(leaf, compiler.leaves[leaf], self._facts))


class Diagram(ABC):
    """States of an arena, level after level; the last level gives numbers of final states.

    Up to the level APART_THROUGH the readings of a case are kept apart and in step; after it they are joined.
    """

    def __init__(self, compiler: Compiler, groups: Sequence[Group], apart_through: int = 0) -> None:
        self.arena = compiler.arena
        self.compiler = compiler
        self.groups = groups
        self.apart_through = apart_through
        self.filled = 0
        """How many entries were worked out so far, one for each state and class of values."""
        self._support = 0
        self._levels = [_Level(group) for group in groups]
        self._finals = _Level(Group(-1, frozenset()))
        self._replacements: dict[int, list[Replacements]] = {}  # by group
        self._together: dict[int, ToldTogether] = {}  # by group
        self._sides: dict[int, SureSoFar] = {}  # by group
        self._classes: dict[tuple[int, int], Classes] = {}

    def __getstate__(self) -> dict[str, object]:
        """All but what is quickly worked out again."""
        return {**self.__dict__, "_replacements": {}, "_together": {}, "_sides": {}}

    @abstractmethod
    def replaced(self, formula: Formula, leaf: Leaf, facts: Facts) -> Formula:
        """What a leaf comes to that is unknown on the facts of its group."""

    @abstractmethod
    def joined(self, level: int, vectors: State) -> State:
        """What is kept after LEVEL, once the readings need not be in step any more."""

    @property
    def finals(self) -> Sequence[State]:
        """The states after the last group."""
        return self._finals.states

    @property
    def sizes(self) -> list[int]:
        """The number of states before each level, and after the last."""
        return [len(level.states) for level in (*self._levels, self._finals)]

    def start(self, vector: Vector) -> int:
        """The number of a first state."""
        for formula in vector:
            self._support |= self.arena.support[formula]
        return self._level(0).number_of((vector,))

    def final(self, vector: Vector) -> int:
        """The number of a final state that was found in another way."""
        return self._finals.number_of((vector,))

    def _level(self, level: int) -> _Level:
        return self._levels[level] if level < len(self._levels) else self._finals

    def step(self, level: int, states: Numbers, told: Numbers | None) -> Numbers:
        """The states after LEVEL of rows that were in STATES before it; TOLD are their values in its group.

        None where no state tells values apart: the first serves for all.
        """
        here = self._levels[level]
        here.make_room()
        after = _looked_up(here.table, states, told)
        if len(after) and after.min() == UNFILLED:
            width, lacking = here.table.shape[1], after == UNFILLED
            pairs = states[lacking] * np.int64(width) + (0 if told is None else told[lacking])
            new = np.unique(pairs)
            with without_collections():
                self._fill(level, new // width, new % width)
            after = _looked_up(here.table, states, told)
        return after

    def known(self, level: int, states: Numbers, told: Numbers | None) -> Numbers:
        """As ``step`` where the state after LEVEL is known; below zero where it is not, as STATES may be themselves."""
        here = self._levels[level]
        here.make_room()
        after = _looked_up(here.table, np.maximum(states, 0), told)
        return np.where(states < 0, np.int32(UNFILLED), after)

    def tells_apart(self, level: int) -> bool:
        """Whether any state can tell the values of the group of LEVEL apart; where none can, the first serves."""
        return bool(self._support & self._mask_of(level))

    def _mask_of(self, level: int) -> int:
        return self.compiler.masks.get(self.groups[level].number, 0)

    def _fill(self, level: int, states: npt.NDArray[np.int64], values: npt.NDArray[np.int64]) -> None:
        """Fill the table for pairs that are sorted by state; all values that a state cannot tell apart at once."""
        here, following = self._levels[level], self._level(level + 1)
        if len(states) >= MANY:
            self._tell_side_by_side(level)
        starts = [0, *(np.flatnonzero(np.diff(states)) + 1).tolist(), len(states)]
        for start, end in pairwise(starts):
            number = int(states[start])
            state, row = here.states[number], here.table[number]
            classes = self._classes_of(level, state)
            of_values = classes.of_values
            after = np.full(len(classes.readings), UNFILLED, dtype=np.int32)
            for wanted in set(of_values.take(values[start:end]).tolist()):
                after[wanted] = following.number_of(self._after(level, state, classes.readings[wanted]))
                self.filled += 1
            found = after.take(of_values)[: len(row)]  # values beyond came while the rows were looked up
            np.copyto(row[: len(found)], found, where=found != UNFILLED)

    def classes(self, level: int) -> Classes:
        """The classes of the values of a group, by all of its leaves; another object once the law has more of them."""
        return self._classes_by(level, self._mask_of(level))

    def _classes_of(self, level: int, state: State) -> Classes:
        """The classes of the values of a group, by the leaves of the group that still stand in STATE."""
        return self._classes_by(level, reduce(or_, map(self.support_of, state)) & self._mask_of(level))

    def _classes_by(self, level: int, mask: int) -> Classes:
        """The classes by the leaves in MASK; those of many values are made of the classes by all leaves."""
        group = self.groups[level]
        classes = self._classes.setdefault((group.number, mask), Classes())
        known, total = len(classes.of_values), len(group.values)
        if known < total and (total <= FEW_VALUES or mask == self._mask_of(level)):
            classes.add([value.readings for value in group.values[known:]], self._told_on(group, mask))
        elif known < total:
            classes.add_classes_of(self.classes(level), self._told_on(group, mask))
        return classes

    def support_of(self, vector: Vector) -> int:
        """The leaves that still stand in VECTOR."""
        return reduce(or_, map(self.arena.support.__getitem__, vector), 0)

    def _told_on(self, group: Group, bits: int) -> Told:
        """For a set of facts of GROUP by number: what the leaves with BITS come to."""
        together, every = self._together.setdefault(group.number, ToldTogether()), self._every_set(group)
        return together.on_each(every, bits) if len(every) > FEW_VALUES else together.on(every, bits).__getitem__

    def _tell_side_by_side(self, level: int) -> None:
        """Have what the facts of a group make sure of told for all sets of its facts at once."""
        group, mask = self.groups[level], self._mask_of(level)
        sides, every = self._sides.get(group.number), self._every_set(group)
        if len(every) > FEW_VALUES or (sides is not None and sides.mask == mask and len(sides.ways) == len(every)):
            return
        self._together.setdefault(group.number, ToldTogether()).look_at(every, mask)
        sides = self._sides[group.number] = SureSoFar(self.arena, mask, list(every))
        sides.tell_each()

    def _every_set(self, group: Group) -> Sequence[Replacements]:
        """What the leaves of GROUP come to on each of its sets of facts."""
        if not group.facts:
            return ()
        self.becomes(group, len(group.facts) - 1)
        return self._replacements[group.number]

    def becomes(self, group: Group, facts: int) -> Replacements:
        """What the leaves of GROUP come to on one of its sets of facts, by number."""
        mask, known = self.compiler.masks.get(group.number, 0), self._replacements.setdefault(group.number, [])
        while len(known) <= facts:
            known.append(Replacements(self, mask, group, len(known)))
        found = known[facts]
        found.mask = mask  # which grows with every version of the law
        return found

    def _after(self, level: int, state: State, readings: Sequence[int]) -> State:
        """The state after the facts of a group: each vector read with those of its reading."""
        group = self.groups[level]
        vectors = tuple(self.restricted(group, vector, facts) for vector, facts in _paired(state, readings))
        if level >= self.apart_through:
            return self.joined(level, vectors)
        return vectors[:1] if len(set(vectors)) == 1 else vectors

    def restricted(self, group: Group, vector: Vector, facts: int) -> Vector:
        """VECTOR with the leaves of GROUP put in, for one of its sets of facts by number."""
        found = self.becomes(group, facts)
        return tuple([found.left_of(one) if one > MET else one for one in vector])


def _looked_up(table: Numbers, states: Numbers, values: Numbers | None) -> Numbers:
    """The entry of TABLE for each state and value."""
    if values is None:
        return table[:, 0].take(states)
    width = np.int32(table.shape[1]) if table.size < _MOST_BY_INT32 else np.int64(table.shape[1])
    places = states * width
    places += values
    return table.ravel().take(places)


_MOST_BY_INT32: Final = 2**31


def _paired(state: State, readings: Sequence[int]) -> list[tuple[Vector, int]]:
    """Each vector with the facts of its reading; where only one side has several, the other is the same for all."""
    if len(state) > 1 and len(readings) > 1:
        return list(zip(state, readings, strict=True))
    return [(vector, facts) for vector in state for facts in readings]
