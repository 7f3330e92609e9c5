"""What is left of formulas on the facts of a case, worked out group by group of facts and kept for the next case.

Cases differ in all their facts together; in one group of facts they come to a few answers. So what is left after a
group, of what was left before it, is soon known, however many cases come.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final, NamedTuple

from chipgate.law.facts import FactKind, Value
from chipgate.readings.columns.compiling import Compiler, replacement
from chipgate.readings.columns.formulas import Formula
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.verdict import Facts

Vector = tuple[Formula, ...]

MOST_KEPT: Final = 100_000
"""More remainders, or sets of facts, are forgotten together."""


class _Group(NamedTuple):
    """A group of facts that formulas ask about: which leaves they hang on, and the facts that these name."""

    place: int
    leaves: int
    names: tuple[str, ...]
    nothing_known: tuple[None, ...]


class Remainders:
    """Works out what is left of formulas of COMPILER, whose facts may all be of one group of its own."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler
        self._groups: Sequence[int] = ()
        self._named: Mapping[Formula, frozenset[str]] = {}
        self._places: Mapping[str, int] = {}
        self._leaves_grouped = 0
        self._after: dict[tuple[Vector, int, Hashable], Vector] = {}
        self._asks: dict[tuple[Vector, int], _Group | None] = {}
        self._on_facts: dict[tuple[tuple[str, ...], tuple[Value | None, ...]], _OnFacts] = {}

    @property
    def kept(self) -> int:
        """How many remainders, and sets of facts, are kept."""
        return len(self._after) + len(self._asks) + len(self._on_facts)

    def left(self, vector: Vector, facts: Facts) -> Vector:
        """VECTOR with its leaves put in, as far as FACTS are known."""
        self._prepare()
        asked = self._first_asked(vector, 0)
        while asked is not None:
            vector = self._step(vector, asked, facts)
            asked = self._first_asked(vector, asked.place + 1)
        return vector

    def left_after(self, vector: Vector, name: str, value: Value) -> Vector:
        """VECTOR with the leaves on the fact NAME put in, which no line joins to another one."""
        self._prepare()
        place = self._places.get(name)
        asked = None if place is None else self._first_asked(vector, place)
        return vector if asked is None or asked.place != place else self._step(vector, asked, {name: value})

    def _step(self, vector: Vector, asked: _Group, facts: Facts) -> Vector:
        values = tuple(map(facts.get, asked.names))
        if values == asked.nothing_known:
            return vector
        found = self._facts_of(asked, values)
        key = (vector, asked.place, found.on(asked.leaves))
        after = self._after.get(key)
        if after is None:
            after = self._after[key] = tuple(map(found.left_of, vector))
        return after

    def _first_asked(self, vector: Vector, start: int) -> _Group | None:
        """The first group from START on that VECTOR asks about."""
        key = (vector, start)
        if key not in self._asks:
            support = reduce(or_, map(self._compiler.arena.support.__getitem__, vector), 0)
            asked = ((place, mask & support) for place, mask in enumerate(self._groups) if place >= start)
            self._asks[key] = next((self._group(place, ours) for place, ours in asked if ours), None)
        return self._asks[key]

    def _group(self, place: int, leaves: int) -> _Group:
        names = self._names(leaves)
        return _Group(place, leaves, names, (None,) * len(names))

    def _names(self, leaves: int) -> tuple[str, ...]:
        found = (self._named.get(one, ()) for one in self._compiler.arena.leaves_in(leaves))
        return tuple(sorted(frozenset().union(*found)))

    def _facts_of(self, asked: _Group, values: tuple[Value | None, ...]) -> _OnFacts:
        key = (asked.names, values)
        found = self._on_facts.get(key)
        if found is None:
            known = {name: value for name, value in zip(*key, strict=True) if value is not None}
            found = self._on_facts[key] = _OnFacts(self._compiler, self._groups[asked.place], known)
        return found

    def _prepare(self) -> None:
        """Group the facts by the lines that name them together; forget what was kept where there is too much of it."""
        is_new = len(self._compiler.leaves) != self._leaves_grouped
        is_kept = self._group_anew() if is_new else True
        if not is_kept or max(len(self._after), len(self._asks), len(self._on_facts)) > MOST_KEPT:
            self._after, self._asks, self._on_facts = {}, {}, {}
        elif is_new:
            self._on_facts = {}

    def _group_anew(self) -> bool:
        """Group the facts of new lines too; whether every group has its place still, so that what was kept holds."""
        self._leaves_grouped = len(self._compiler.leaves)
        groups, had = list(_groups(self._compiler)), self._groups
        grown = [next(one for one in groups if one & before) for before in had]
        is_kept = len(set(grown)) == len(had)
        self._groups = (*grown, *(one for one in groups if one not in grown)) if is_kept else tuple(groups)
        self._named = {one: frozenset(fact.name for fact in leaf.facts) for one, leaf in self._compiler.leaves.items()}
        self._places = {name: place for place, mask in enumerate(self._groups) for name in self._names(mask)}
        return is_kept


class _OnFacts(Replaced):
    """What each leaf of a group comes to on some facts, worked out when it is first asked for."""

    __slots__ = ("_compiler", "_facts")

    def __init__(self, compiler: Compiler, mask: int, facts: Facts) -> None:
        super().__init__(compiler.arena, mask)
        self.looked_at = 0
        self._compiler, self._facts = compiler, facts

    def look_at(self, bits: int) -> None:
        for leaf in self.arena.leaves_in(bits):
            self.keep(leaf, replacement(self.arena, leaf, self._compiler.leaves[leaf], self._facts))


def _groups(compiler: Compiler) -> Iterator[int]:
    """The lines, as masks, of facts that no line joins to others.

    Flags and choices are one group, and the first: most of them are the same from case to case, and what is left after
    them asks for little. Then come the facts of most lines.
    """
    parts: list[tuple[set[str], int]] = []
    for formula, leaf in compiler.leaves.items():
        names, mask = {fact.name for fact in leaf.facts}, compiler.arena.support[formula]
        names |= {_FLAGS_AND_CHOICES} if any(fact.kind in _FEW_VALUES for fact in leaf.facts) else set()
        for part in [one for one in parts if one[0] & names]:
            parts.remove(part)
            names, mask = names | part[0], mask | part[1]
        parts.append((names, mask))
    parts.sort(key=lambda part: (_FLAGS_AND_CHOICES not in part[0], -part[1].bit_count()))
    return (mask for _, mask in parts)


_FEW_VALUES: Final = (FactKind.FLAG, FactKind.CHOICE)
_FLAGS_AND_CHOICES: Final = "flags and choices"
