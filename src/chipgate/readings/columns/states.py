"""What is kept of a state, in three kinds of diagrams: all that is left, what Kleene's logic says, what can follow."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from chipgate.readings.columns.compiling import Compiler, Leaf, lacking_facts, replacement
from chipgate.readings.columns.diagram import Diagram, Group, State, Vector
from chipgate.readings.columns.formulas import EMPTY, MET, NOT_MET, Arena, Formula, Line
from chipgate.readings.columns.outdone import Outdone

if TYPE_CHECKING:
    from chipgate.readings.completions import Completions
    from chipgate.readings.verdict import Facts

MOST_WAYS: Final = 8
"""A case that can go on in more ways is not split before all of it is known."""

MOST_TRIED: Final = 40
"""Where there are more values to try, hardly a case goes on in few ways: to find that out is not worth it."""


class EveryReading(Diagram):
    """Keeps what is left in each reading. What a group does not settle stays open for good.

    BITS has a bit for each fact whose lack is to be kept.
    """

    def __init__(
        self, compiler: Compiler, groups: Sequence[Group], apart_through: int, bits: Mapping[str, int]
    ) -> None:
        super().__init__(compiler, groups, apart_through)
        self._bits = bits

    def replaced(self, formula: Formula, leaf: Leaf, facts: Facts) -> Formula:
        return self.arena.open(sum(self._bits.get(name, 0) for name in set(lacking_facts(leaf, facts))))

    def joined(self, level: int, vectors: State) -> State:
        return tuple(dict.fromkeys(vectors))


class Agreed(EveryReading):
    """Keeps one vector: what all readings agree on, and which facts are asked for where they leave something open.

    The vector of a reading is a verdict and four lists made by ``lines``: what the verdict follows from; what excepts
    from it; the exceptions once more, as they ask for facts; and why the verdict is not met. Each list counts only
    where it can bear on the answer. Of the last, whose lines have two verdicts, all readings must meet the lines at a
    place below zero; the first reading alone decides the others. Without BITS, only lines are kept that can decide.
    """

    def __init__(
        self, compiler: Compiler, groups: Sequence[Group], apart_through: int, bits: Mapping[str, int]
    ) -> None:
        super().__init__(compiler, groups, apart_through, bits)
        self._outdone = Outdone(self.arena)

    def joined(self, level: int, vectors: State) -> State:
        if level > self.apart_through or not vectors[0]:  # rows without a day: no law asks anything
            return vectors[:1]
        arena = self.arena
        verdict = arena.agreed(vector[0] for vector in vectors)
        required = _listed(arena, self._agreed_lines(vectors, 1))
        exceptions = list(self._agreed_lines(vectors, 2))
        if not self._bits:
            is_as_listed = arena.any_of(one for _, one in arena.nodes[required][1]) == verdict  # type: ignore[attr-defined]
            told = (required if is_as_listed else verdict, required, _listed(arena, exceptions))
            return (self._that_decides((*told, EMPTY, self._why_of(vectors, 4)), lambda formula: formula),)
        is_possible, is_not_sure = arena.not_failed(verdict), arena.not_failed(arena.is_not(verdict))
        none_yet = arena.not_failed(arena.is_not(arena.any_of(one for _, _, one in exceptions)))
        kept = (
            verdict,
            required,
            arena.only_if(is_possible, _listed(arena, exceptions)),
            arena.only_if(arena.all_of((is_possible, none_yet)), arena.lines(self._agreed_lines(vectors, 3))),
            arena.only_if(is_not_sure, self._why_of(vectors, 4)),
        )
        return (kept,)

    def _after(self, level: int, state: State, readings: Sequence[int]) -> State:
        if level <= self.apart_through or self._bits or not state[0]:
            return super()._after(level, state, readings)
        (vector,), (facts,) = state, readings
        return (self._that_decides(vector, self.becomes(self.groups[level], facts).left_of),)

    def _that_decides(self, vector: Vector, left_of: Callable[[Formula], Formula]) -> Vector:
        """What is LEFT_OF a vector, without what only bears on missing facts: lines that can never be the first.

        Where the verdict is what the list of requirements says, the list stands in its place until it is known. Where
        an exception decides, the requirements are not asked for any more.
        """
        verdict, required, exceptions, _, why = vector
        is_as_listed = verdict == required
        required = self._outdone.listed(left_of(required))
        verdict = self._verdict_of(required) if is_as_listed else left_of(verdict)
        exceptions = EMPTY if verdict == NOT_MET else self._outdone.listed(left_of(exceptions))
        if verdict == MET and self._verdict_of(exceptions) == MET:
            required = EMPTY
        return (verdict, required, exceptions, EMPTY, EMPTY if verdict == MET else self._outdone.listed(left_of(why)))

    def _verdict_of(self, listed: Formula) -> Formula:
        """Whether a line of a list is met, which is then the last; the list itself while that is open."""
        lines: Any = self.arena.nodes[listed][1]
        if not lines:
            return NOT_MET
        return MET if lines[-1][1] == MET else listed

    def _agreed_lines(self, vectors: State, place: int) -> Iterator[Line]:
        if len(vectors) == 1:
            yield from self.arena.nodes[vectors[0][place]][1]  # type: ignore[misc]  # the lines of a list
            return
        lists = [self.arena.lines_of(vector[place]) for vector in vectors]
        labels = {number: label for one in lists for number, (label, _) in one.items()}
        for number in sorted(labels):
            found = (one[number][1] if number in one else NOT_MET for one in lists)
            yield number, labels[number], self.arena.agreed(found)

    def _why_of(self, vectors: State, place: int) -> Formula:
        """Lines with two verdicts: all readings must meet one at a place below zero, the first reading any other."""
        if len(vectors) == 1:
            every: Any = self.arena.nodes[vectors[0][place]][1]
            return _listed(self.arena, sorted(every, key=lambda line: abs(line[0])))
        lines = [self.arena.lines_of(vector[place]) for vector in vectors]
        found = []
        for number, (label, formula) in sorted(lines[0].items(), key=lambda line: abs(line[0])):
            parts = [one[number][1] if number in one else NOT_MET for one in lines] if number < 0 else [formula]
            found.append((label, self.arena.all_of(parts)))
        return self.arena.listed(found)


def _listed(arena: Arena, lines: Iterable[Line]) -> Formula:
    return arena.listed((label, formula) for _, label, formula in lines)


class Licences(EveryReading):
    """Vectors that begin with two verdicts; where neither is met in any reading, nothing else counts."""

    def joined(self, level: int, vectors: State) -> State:
        if all(vector[:2] == (NOT_MET, NOT_MET) for vector in vectors):
            return ((NOT_MET, NOT_MET),)
        return super().joined(level, vectors)


class EveryWay(Diagram):
    """Keeps every way in which a case can go on, for any value of what is missing in the groups that were read.

    The vectors are those of COMPLETIONS. A leaf of which something is known stays, as a doubt; where there are too many
    ways, leaves stay as they are.
    """

    def __init__(
        self, compiler: Compiler, groups: Sequence[Group], apart_through: int, completions: Completions
    ) -> None:
        super().__init__(compiler, groups, apart_through)
        self._completions = completions

    def start(self, vector: Vector) -> int:
        """The number of a first state: what the law of a day asks."""
        self._completions.expect(vector)
        return super().start(vector)

    def replaced(self, formula: Formula, leaf: Leaf, facts: Facts) -> Formula:
        return replacement(self.arena, formula, leaf, facts)

    def joined(self, level: int, vectors: State) -> State:
        given = set(map(self._told, vectors))
        if level == len(self.groups) - 1:
            return self._settled(given)
        read = self._read(level)
        if len(given) == 1 and not self.support_of(next(iter(given))) & read:
            return tuple(given)
        found, waiting = set[Vector](), list(given)
        while waiting:
            vector = waiting.pop()
            mask = self.support_of(vector) & read
            if not mask:
                found.add(vector)
                continue
            leaf = next(self.arena.leaves_in(mask))
            further, branches = set[Vector](), self._completions.branches(vector, leaf, MOST_TRIED)
            if branches is None:
                return self._that_count(given)
            for one in branches:
                further.add(self._told(one))
                if len(found) + len(waiting) + len(further) > MOST_WAYS:
                    return self._that_count(given)
            waiting += further
        return self._that_count(found)

    def _settled(self, vectors: Collection[Vector]) -> State:
        """Once all is read: a vector for each outcome that is left, the same wherever the same outcomes are."""
        found = frozenset[str]()
        for vector in sorted(vectors):
            if not self._completions.most(vector) <= found:
                found |= self._completions.possible(vector)
        formulas = len(next(iter(vectors)))
        return tuple(self._completions.sure(outcome, formulas) for outcome in sorted(found))

    def _read(self, level: int) -> int:
        """The leaves of the groups that were read in LEVEL; up to the last one in which readings are apart, of all."""
        first = level if level > self.apart_through else 0
        return reduce(or_, map(self._mask_of, range(first, level + 1)))

    def _that_count(self, vectors: Iterable[Vector]) -> State:
        """VECTORS without those that can only come to what others have come to for good."""
        most = {vector: self._completions.most(vector) for vector in vectors}
        for_good = frozenset[str]().union(*(one for one in most.values() if len(one) == 1))
        return tuple(sorted(vector for vector, one in most.items() if len(one) == 1 or not one <= for_good))

    def _told(self, vector: Vector) -> Vector:
        """VECTOR, without what can change nothing any more."""
        if len(self._completions.most(vector)) > 1:
            return vector
        return tuple(NOT_MET if self.arena.support[formula] else formula for formula in vector)
