"""The table engine: conditions worked out group by group of facts, in a shared diagram of what is left of them.

A state is what is left of the conditions once some groups of facts are known: formulas in which only leaves of later
groups stand. Rows that leave the same behind share a state, so that the number of states follows from the text and not
from the rows. A level is a table from state and value of its group to the next state, filled when a row first asks.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from chipgate.law.language import Within
from chipgate.readings.columns.compiling import Compiler, replacement
from chipgate.readings.columns.formulas import Formula, Kind

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.readings.verdict import Facts

    Numbers = npt.NDArray[np.int32]

Vector = tuple[Formula, ...]
"""What is left of everything that an answer is made of, in one reading of the facts."""

UNFILLED = -1


@dataclass(frozen=True, slots=True)
class State:
    """What is left in every reading; TAG tells apart what formulas alone do not.

    Once the first TELLING formulas are settled, and the same in every reading, a tag tells nothing any more.
    """

    vectors: tuple[Vector, ...]
    tag: Hashable = ()
    telling: int = 0


@dataclass(frozen=True, slots=True)
class GroupValue:
    """What a group of facts can be: the numbers of its sets of facts, one for each reading, and a tag to tell it."""

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

    def make_room(self) -> None:
        """Let the table be as large as the states and values known by now."""
        height, width = self.table.shape
        wanted = (_doubled(height, len(self.states)), _doubled(width, len(self.group.values)))
        if wanted != (height, width):
            larger = np.full(wanted, UNFILLED, dtype=np.int32)
            larger[:height, :width] = self.table
            self.table = larger


def _doubled(size: int, needed: int) -> int:
    while size < needed:
        size *= 2
    return size


class Replacements(dict[Formula, Formula]):
    """What each leaf of a group comes to on one set of its facts; worked out when it is first asked for.

    The leaves of the facts in WITHOUT stay as they are, as if nothing were known of these facts.
    """

    def __init__(self, compiler: Compiler, facts: Facts, without: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.facts = facts
        self.known: dict[Formula, Formula] = {}
        self._compiler = compiler
        self._without = without

    def __missing__(self, formula: Formula) -> Formula:
        leaf = self._compiler.leaves[formula]
        open_ = bool(self._without) and not self._without.isdisjoint(fact.name for fact in leaf.facts)
        found = formula if open_ else replacement(self._compiler.arena, formula, leaf, self.facts)
        self[formula] = found
        return found


class Diagram:
    """States of an arena, level after level; the last level gives numbers of final states.

    A group whose readings go with the readings of the group before it stands in IN_STEP. WITH_DOUBTS keeps states
    apart that formulas alone do not tell apart, and that are answered differently: by which figures are disputed, and
    by what holds if a fact that the law leaves in doubt is tried with other values.
    """

    def __init__(
        self,
        compiler: Compiler,
        groups: Sequence[Group],
        in_step: frozenset[int] = frozenset(),
        with_doubts: bool = True,
    ) -> None:
        self.arena = compiler.arena
        self.groups = groups
        self._compiler = compiler
        self._in_step = in_step
        self._with_doubts = with_doubts
        self._support = 0
        self._levels = [_Level(group) for group in groups]
        self._finals = _Level(Group(-1, frozenset()))
        self._replacements: dict[Hashable, Replacements] = {}
        self._leaves_apart: dict[tuple[int, int, int], frozenset[Formula]] = {}
        self._left: dict[Hashable, tuple[Formula, ...]] = {}

    @property
    def finals(self) -> Sequence[State]:
        """The states after the last group."""
        return self._finals.states

    def start(self, vector: Vector, tag: Hashable = (), telling: int = 0) -> int:
        """The number of a first state, whose TAG matters as long as its first TELLING formulas are open."""
        for formula in vector:
            self._support |= self.arena.support[formula]
        return self._level(0).number_of(State((vector,), tag, telling))

    def _level(self, level: int) -> _Level:
        return self._levels[level] if level < len(self._levels) else self._finals

    def step(self, level: int, states: Numbers, values: Numbers) -> Numbers:
        """The states after LEVEL of rows that were in STATES before it and have VALUES in its group."""
        here = self._levels[level]
        here.make_room()
        width = here.table.shape[1]
        pairs = states * np.int64(width)
        if self._tells_apart(level):
            pairs += values
        after = here.table.ravel().take(pairs)
        if len(after) and after.min() == UNFILLED:
            new = np.unique(pairs[after == UNFILLED])
            self._fill(level, new // width, new % width)
            after = here.table.ravel().take(pairs)
        return after

    def _tells_apart(self, level: int) -> bool:
        """Whether any state can tell the values of the group of LEVEL apart; where none can, the first serves."""
        group = self.groups[level]
        tagged = self._with_doubts and any(value.tag != () for value in group.values)
        return tagged or bool(self._support & self._compiler.masks.get(group.number, 0))

    def _fill(self, level: int, states: npt.NDArray[np.int64], values: npt.NDArray[np.int64]) -> None:
        """Fill the table for pairs that are sorted by state."""
        here, following = self._levels[level], self._level(level + 1)
        bounds = np.flatnonzero(np.diff(states)) + 1
        for ours in np.split(np.arange(len(states)), bounds):
            number = int(states[ours[0]])
            state, found = here.states[number], dict[Hashable, int]()
            leaves = self._leaves_left(here.group, state)
            for value in map(int, values[ours]):
                key = self._signature(here.group, value, leaves)
                if key not in found:
                    found[key] = following.number_of(self._after(level, number, value, leaves))
                here.table[number, value] = found[key]

    def _leaves_left(self, group: Group, state: State) -> tuple[Formula, ...]:
        """The leaves of GROUP that still stand in STATE."""
        mask = 0
        for vector in state.vectors:
            for formula in vector:
                mask |= self.arena.support[formula]
        mask &= self._compiler.masks.get(group.number, 0)
        if mask not in self._left:
            self._left[mask] = tuple(self.arena.leaves_in(mask))
        return self._left[mask]

    def _signature(self, group: Group, value: int, leaves: Sequence[Formula]) -> Hashable:
        """What a state with LEAVES can tell of a value: what becomes of them."""
        given = group.values[value]
        told = tuple(_of(self.becomes(group, facts), leaves) for facts in given.readings)
        return told, given.tag if self._with_doubts else len(told)

    def becomes(self, group: Group, facts: int, without: frozenset[str] = frozenset()) -> Replacements:
        """What the leaves of GROUP come to on one of its sets of facts, by number."""
        key = (group.number, facts, without)
        if key not in self._replacements:
            self._replacements[key] = Replacements(self._compiler, group.facts[facts], without)
        return self._replacements[key]

    def _after(self, level: int, number: int, value: int, leaves: Sequence[Formula]) -> State:
        """The state after a value: each vector read with the facts of its reading.

        A fact that is known and that the law itself leaves in doubt is also read as unknown: answers may try other
        values in its place. Where the readings must stay in step, such a state is kept apart from all others instead.
        """
        group, state = self.groups[level], self._levels[level].states[number]
        given = group.values[value]
        pairs = _paired(state.vectors, given.readings)
        vectors = [self.restricted(group, vector, facts) for vector, facts in pairs]
        if not self._with_doubts:
            return State(tuple(vectors if level + 1 in self._in_step else dict.fromkeys(vectors)), state.tag)
        tag = (state.tag, given.tag, self._apart(group, value)) if given.tag != () else state.tag
        doubtful = [(one, facts, names) for one, facts in pairs if (names := self._doubtful(group, facts, leaves))]
        if level + 1 in self._in_step:
            return State(tuple(vectors), (tag, number, value) if doubtful else tag, state.telling)
        shadows = [self.restricted(group, vector, facts, names) for vector, facts, names in doubtful]
        kept = tuple(dict.fromkeys(vectors))
        if shadows:
            return State((*kept, *dict.fromkeys(shadows)), (tag, len(kept)), state.telling)
        return State(kept, tag if self._is_open(kept, state.telling) else (), state.telling)

    def _is_open(self, vectors: Sequence[Vector], telling: int) -> bool:
        """Whether VECTORS differ, or their first formulas are not settled yet."""
        if telling == 0 or len(vectors) > 1:
            return True
        return any(self.arena.support[formula] for formula in vectors[0][:telling])

    def _apart(self, group: Group, value: int) -> frozenset[Formula]:
        """The leaves on which the readings of a value differ: an answer may name the facts in them."""
        mask = self._compiler.masks.get(group.number, 0)
        if (group.number, value, mask) not in self._leaves_apart:
            becomes = [self.becomes(group, facts) for facts in group.values[value].readings]
            found = (leaf for leaf in self.arena.leaves_in(mask) if len({one[leaf] for one in becomes}) > 1)
            self._leaves_apart[group.number, value, mask] = frozenset(found)
        return self._leaves_apart[group.number, value, mask]

    def _doubtful(self, group: Group, facts: int, leaves: Sequence[Formula]) -> frozenset[str]:
        """Known facts that the law itself leaves in doubt."""
        becomes, nodes = self.becomes(group, facts), self.arena.nodes
        left = (leaf for leaf in leaves if nodes[becomes[leaf]][0] == Kind.DOUBT)
        found = (self._compiler.leaves[leaf] for leaf in left)
        names = {fact.name for leaf in found if isinstance(leaf.condition, Within) for fact in leaf.facts}
        return frozenset(names & group.facts[facts].keys())

    def restricted(self, group: Group, vector: Vector, facts: int, without: frozenset[str] = frozenset()) -> Vector:
        """VECTOR with the leaves of GROUP put in, for one of its sets of facts by number."""
        mask = self._compiler.masks.get(group.number, 0)
        becomes = self.becomes(group, facts, without)
        return tuple(self.arena.restricted(formula, mask, becomes, becomes.known) for formula in vector)


def _of(replaced: Mapping[Formula, Formula], leaves: Sequence[Formula]) -> tuple[Formula, ...]:
    return itemgetter(*leaves)(replaced) if len(leaves) > 1 else tuple(replaced[leaf] for leaf in leaves)


def _paired(vectors: Sequence[Vector], readings: Sequence[int]) -> list[tuple[Vector, int]]:
    """Each vector with the facts of its reading; where only one side has several, the other is the same for all."""
    if len(vectors) > 1 and len(readings) > 1:
        return list(zip(vectors, readings, strict=True))
    return [(vector, facts) for vector in vectors for facts in readings]
