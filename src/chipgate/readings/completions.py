"""Completions: what a case can still come to, for every value that its missing facts could take.

Kleene's logic is sound and leaves some determined cases open (a fact that both of its values answer alike). What is
left of a case is a few formulas; here they are split by one fact after the other. Of the values of a fact, one stands
for all that the lines left answer alike, and what is left after it is worked out once, however it was reached.

Nothing that is possible is lost: lines on sums and ratios are split by their own value, whatever their parts are, and a
line that the law itself leaves in doubt is tried both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Final

from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value
from chipgate.law.language import Classified, Compared, OneOf, Relation, Within
from chipgate.law.tariff_codes import OTHER_LINE
from chipgate.readings.columns.compiling import Compiler, Leaf, replacement
from chipgate.readings.columns.formulas import MET, NOT_MET, Formula, Replaced
from chipgate.readings.remainders import Remainders
from chipgate.readings.verdict import Facts, Verdict

Vector = tuple[Formula, ...]
Told = Callable[[Sequence[Verdict]], frozenset[str]]
"""What is possible where the formulas have these verdicts; never less for an unknown one than for its values."""

LONGEST_SEARCH: Final = 20_000
"""After so many splits of one case everything that Kleene's logic leaves possible stays so."""


class Completions:
    """Splits formulas of COMPILER; keeps what it has worked out."""

    def __init__(self, compiler: Compiler, told: Told) -> None:
        self._compiler = compiler
        self._told = told
        self._remainders = Remainders(compiler)
        self._possible: dict[Vector, frozenset[str]] = {}
        self._by_value: dict[tuple[Formula, Value], Formula] = {}
        self._assignments: dict[tuple[Formula, ...], Sequence[Replaced]] = {}
        self._left = 0

    def possible(self, vector: Vector) -> frozenset[str]:
        """Everything that VECTOR can come to; what Kleene's logic leaves possible where the search is too long."""
        self._left = LONGEST_SEARCH
        try:
            return self._split(vector)
        except _TooLong:
            return self.most(vector)

    def possible_on(self, vector: Vector, facts: Facts) -> frozenset[str]:
        """Everything that VECTOR can come to on FACTS, for every value of those that are missing."""
        return self.possible(self._remainders.left(vector, facts))

    def _split(self, vector: Vector) -> frozenset[str]:
        if vector not in self._possible:
            self._possible[vector] = self._found(vector)
        return self._possible[vector]

    def _found(self, vector: Vector) -> frozenset[str]:
        most = self.most(vector)
        if len(most) < 2:
            return most
        found = frozenset[str]()
        for branch in self.branches(vector, self._first_leaf(vector)):
            self._left -= 1
            if self._left < 0:
                raise _TooLong
            found |= self._split(branch)
            if found == most:
                break
        return found

    def most(self, vector: Vector) -> frozenset[str]:
        """What Kleene's logic leaves possible."""
        return self._told([_VERDICTS.get(formula, Verdict.UNKNOWN) for formula in vector])

    def _first_leaf(self, vector: Vector) -> Formula:
        mask = next(support for formula in vector if (support := self._compiler.arena.support[formula]))
        return next(self._compiler.arena.leaves_in(mask))

    def branches(self, vector: Vector, leaf: Formula) -> Iterator[Vector]:
        """VECTOR for each way in which the fact, or the measure, that LEAF asks about can answer the lines on it."""
        arena = self._compiler.arena
        mask = 0
        for formula in vector:
            mask |= arena.support[formula]
        asked = self.asked(leaf)
        leaves = tuple(one for one in arena.leaves_in(mask) if self.asked(one) == asked)
        ours = 0
        for one in leaves:
            ours |= arena.support[one]
        for assignment in self._assigned(leaves):
            known: dict[Formula, Formula] = {}
            yield tuple(arena.restricted(formula, ours, assignment, known) for formula in vector)

    def asked(self, leaf: Formula) -> Hashable:
        """What LEAF asks about: a fact by name, a measure, or itself where it is a doubt."""
        found = self._compiler.leaves.get(leaf)
        if found is None:
            return leaf
        if isinstance(found.condition, Compared) and not isinstance(found.condition.measure, Fact):
            return found.condition.measure
        return found.facts[0].name

    def _assigned(self, leaves: tuple[Formula, ...]) -> Sequence[Replaced]:
        if leaves not in self._assignments:
            distinct = {tuple(one[leaf] for leaf in leaves): one for one in self._every(leaves)}
            self._assignments[leaves] = tuple(distinct.values())
        return self._assignments[leaves]

    def _every(self, leaves: Sequence[Formula]) -> Iterator[Replaced]:
        told = {leaf: self._compiler.leaves[leaf] for leaf in leaves if leaf in self._compiler.leaves}
        if not told:
            yield from ({leaves[0]: value} for value in (NOT_MET, MET))
            return
        first = next(iter(told.values()))
        if isinstance(first.condition, Compared):
            yield from _by_value(told)
            return
        (fact,) = first.facts
        for value in _values(fact, tuple(told.values())):
            yield {one: self._replaced(one, leaf, value) for one, leaf in told.items()}

    def _replaced(self, formula: Formula, leaf: Leaf, value: Value) -> Formula:
        """What a line on one fact comes to with a value; lines stand together in ever other sets."""
        found = self._by_value.get((formula, value))
        if found is None:
            (fact,) = leaf.facts
            found = replacement(self._compiler.arena, formula, leaf, {fact.name: value})
            self._by_value[formula, value] = found
        return found


class _TooLong(Exception):
    """A search has taken too many splits."""


_IN_NO_TABLE: Final = "a country that no table speaks of"

_VERDICTS: Final = {NOT_MET: Verdict.NOT_MET, MET: Verdict.MET}


def _by_value(leaves: Mapping[Formula, Leaf]) -> Iterator[Replaced]:
    """Lines on one number or measure, for a value on each side of every limit, and for one that does not exist.

    Values are told by their places: the limit number n stands at 2 n, and the values up to the next one at 2 n + 1.
    """
    compared = {formula: leaf.condition for formula, leaf in leaves.items() if isinstance(leaf.condition, Compared)}
    limits = sorted({0, *(one.limit.value for one in compared.values())})
    places = {limit: 2 * number for number, limit in enumerate(limits)}
    lines = [(formula, _HOLDS[one.relation], places[one.limit.value]) for formula, one in compared.items()]
    for place in range(2 * len(limits)):
        yield {formula: MET if holds(place, limit) else NOT_MET for formula, holds, limit in lines}
    yield dict.fromkeys(compared, NOT_MET)


_HOLDS: Final[Mapping[Relation, Callable[[int, int], bool]]] = {
    Relation.AT_LEAST: int.__ge__,
    Relation.MORE_THAN: int.__gt__,
    Relation.AT_MOST: int.__le__,
    Relation.LESS_THAN: int.__lt__,
}


def _codes(leaves: Sequence[Leaf]) -> Iterator[Value]:
    """One code for each way in which scopes answer together, one that none of them names, and none at all."""
    scopes = [leaf.condition.scope for leaf in leaves if isinstance(leaf.condition, Classified)]
    by_answer: dict[tuple[bool | None, ...], str] = {}
    for named in scopes:
        for code in named.codes:
            for whole in (code, code + OTHER_LINE):
                by_answer.setdefault(tuple(one.holds(whole) for one in scopes), whole)
    yield from (code for answer, code in by_answer.items() if None not in answer)
    yield from (OTHER_LINE, NOT_APPLICABLE)


def _values(fact: Fact, leaves: Sequence[Leaf]) -> Iterator[Value]:
    """Every value of a flag, a choice or a country, one among them of which no table says in which groups it is."""
    match fact.kind:
        case FactKind.FLAG:
            yield from (False, True)
        case FactKind.CHOICE:
            yield from fact.choices
        case FactKind.CODE:
            yield from _codes(leaves)
        case FactKind.NUMBER | FactKind.COUNTRY:
            named = {value for leaf in leaves if isinstance(leaf.condition, OneOf) for value in leaf.condition.values}
            laws = (leaf.law for leaf in leaves if isinstance(leaf.condition, Within))
            yield from sorted(named.union(*(law.groups.known() for law in laws)))
            yield from (_IN_NO_TABLE, NOT_APPLICABLE)
