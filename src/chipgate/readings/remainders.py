"""What is left of formulas on the facts of a case, worked out group by group of facts and kept for the next case.

Cases differ in all their facts together; in one group of facts they come to a few answers. So what is left after a
group, of what was left before it, is soon known, however many cases come.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Final

from chipgate.law.facts import FactKind, Value
from chipgate.readings.columns.compiling import Compiler, replacement
from chipgate.readings.columns.formulas import Formula
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.verdict import Facts

Vector = tuple[Formula, ...]

MOST_KEPT: Final = 100_000
"""More remainders, or sets of facts, are forgotten together."""


class Remainders:
    """Works out what is left of formulas of COMPILER, whose facts may all be of one group of its own."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler
        self._groups: Sequence[tuple[tuple[str, ...], int]] = ()
        self._leaves_grouped = 0
        self._after: dict[tuple[Vector, int, Hashable], Vector] = {}
        self._asked: dict[tuple[Vector, int], int] = {}
        self._on_facts: dict[tuple[int, tuple[Value | None, ...]], _OnFacts] = {}

    def left(self, vector: Vector, facts: Facts) -> Vector:
        """VECTOR with its leaves put in, as far as FACTS are known."""
        self._prepare()
        for place, (names, mask) in enumerate(self._groups):
            asked = self._asked.get((vector, place))
            if asked is None:
                asked = self._asked[vector, place] = mask & self._support(vector)
            if asked:
                vector = self._step(vector, place, asked, self._facts_of(place, names, facts))
        return vector

    def _step(self, vector: Vector, place: int, asked: int, found: _OnFacts) -> Vector:
        key = (vector, place, found.on(asked))
        after = self._after.get(key)
        if after is None:
            after = self._after[key] = tuple(map(found.left_of, vector))
        return after

    def _support(self, vector: Vector) -> int:
        return reduce(or_, map(self._compiler.arena.support.__getitem__, vector), 0)

    def _facts_of(self, place: int, names: Sequence[str], facts: Facts) -> _OnFacts:
        key = (place, tuple(map(facts.get, names)))
        found = self._on_facts.get(key)
        if found is None:
            mine = {name: facts[name] for name in names if name in facts}
            found = self._on_facts[key] = _OnFacts(self._compiler, self._groups[place][1], mine)
        return found

    def _prepare(self) -> None:
        """Group the facts by the lines that name them together; forget what was kept where there is too much of it."""
        is_new = len(self._compiler.leaves) != self._leaves_grouped
        if is_new:
            self._leaves_grouped = len(self._compiler.leaves)
            self._groups = tuple(_groups(self._compiler))
        if is_new or max(len(self._after), len(self._asked), len(self._on_facts)) > MOST_KEPT:
            self._after, self._asked, self._on_facts = {}, {}, {}


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


def _groups(compiler: Compiler) -> Iterator[tuple[tuple[str, ...], int]]:
    """Names of facts that no line joins to others, with the mask of the lines that name them.

    Flags and choices are one group: most of them are the same from case to case.
    """
    parts: list[tuple[set[str], int]] = []
    for formula, leaf in compiler.leaves.items():
        names, mask = {fact.name for fact in leaf.facts}, compiler.arena.support[formula]
        names |= {_FLAGS_AND_CHOICES} if any(fact.kind in _FEW_VALUES for fact in leaf.facts) else set()
        for part in [one for one in parts if one[0] & names]:
            parts.remove(part)
            names, mask = names | part[0], mask | part[1]
        parts.append((names, mask))
    return ((tuple(sorted(names - {_FLAGS_AND_CHOICES})), mask) for names, mask in parts)


_FEW_VALUES: Final = (FactKind.FLAG, FactKind.CHOICE)
_FLAGS_AND_CHOICES: Final = "flags and choices"
