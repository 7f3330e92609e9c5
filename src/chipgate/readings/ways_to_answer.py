"""The ways in which the lines on one fact, or on one measure, can be answered together.

Of the values of a fact, one stands for all that the lines answer alike. A line that the law itself leaves in doubt can
be answered both ways. Lines on a sum or a ratio are answered by the value of the measure, whatever its parts are.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Final

from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value
from chipgate.law.language import Classified, Compared, OneOf, Relation, Within
from chipgate.law.tariff_codes import OTHER_LINE
from chipgate.readings.columns.compiling import Compiler, Leaf, doubt, replacement
from chipgate.readings.columns.formulas import MET, NOT_MET, Formula
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.columns.side_by_side import SideBySide, SureSoFar

_IN_NO_TABLE: Final = "a country that no table speaks of"


Answer = tuple[int, int]
"""Which lines are met, and which are left in doubt, as bits; the others fail."""


class WaysToAnswer:
    """The ways to answer lines of COMPILER; keeps what it has worked out."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler, self._arena = compiler, compiler.arena
        self._asked: dict[Formula, Hashable] = {}
        self._bits: dict[Hashable, int] = {}
        self._together: list[int] = []
        self._tables: dict[Hashable, SideBySide] = {}
        self._by_value: dict[tuple[Formula, Value], Formula] = {}

    def __getstate__(self) -> dict[str, object]:
        """All but what is quickly worked out again."""
        return {**self.__dict__, "_tables": {}, "_by_value": {}}

    def expect_together(self, mask: int) -> None:
        """Lines in MASK are of one law, and will be asked about without those of others: they have shorter tables."""
        if mask not in self._together:
            self._together.append(mask)

    def on(self, leaf: Formula, mask: int) -> tuple[SideBySide, int]:
        """The ways to answer all lines that ask about the same fact or measure as LEAF; which of them to try, as bits.

        Lines outside of MASK do not count: of ways in which only these differ, one is tried.
        """
        ways, ours = self.all_on(leaf, mask)
        return ways, ways.different(ours)

    def all_on(self, leaf: Formula, mask: int) -> tuple[SideBySide, int]:
        """All ways to answer the lines that ask about the same as LEAF, and those of the lines that are in MASK.

        Lines that no law expects together with these are left out.
        """
        for one in self._arena.leaf_of_bit[len(self._asked) :]:
            asked = self._asked[one] = self.asks_about(one)
            self._bits[asked] = self._bits.get(asked, 0) | self._arena.support[one]
        asked = self._asked[leaf]
        bits = self._bits[asked]
        ours = bits & mask
        if self._is_code(leaf):
            return self._table((asked, ours), ours), ours
        law = next((place for place, one in enumerate(self._together) if ours & one == ours), -1)
        return self._table((asked, law), bits & self._together[law] if law >= 0 else bits), ours

    def asks_about(self, leaf: Formula) -> Hashable:
        """A fact by name, a measure, or the leaf itself where it is a doubt."""
        found = self._compiler.leaves.get(leaf)
        if found is None:
            return leaf
        if isinstance(found.condition, Compared) and not isinstance(found.condition.measure, Fact):
            return found.condition.measure
        return found.facts[0].name

    def _is_code(self, leaf: Formula) -> bool:
        """Whether LEAF asks about a code; one that settles some scopes need not settle all, so each set is apart."""
        found = self._compiler.leaves.get(leaf)
        return found is not None and isinstance(found.condition, Classified)

    def _table(self, key: Hashable, bits: int) -> SideBySide:
        found = self._tables.get(key)
        if found is None or found.mask != bits:
            ways = [self._replaced(bits, one) for one in dict.fromkeys(self._every(bits))]
            found = self._tables[key] = SureSoFar(self._arena, bits, ways)
            found.tell_each()
        return found

    def _replaced(self, bits: int, answer: Answer) -> Replaced:
        met, doubted = answer
        return Replaced(
            self._arena, bits, met, {one: doubt(self._arena, one) for one in self._arena.leaves_in(doubted)}
        )

    def _leaves_in(self, bits: int) -> Iterator[Leaf]:
        leaves = self._compiler.leaves
        return (leaves[one] for one in self._arena.leaves_in(bits) if one in leaves)

    def _every(self, bits: int) -> Iterator[Answer]:
        told = tuple(self._leaves_in(bits))
        if not told:  # a doubt
            return ((met, 0) for met in (0, bits))
        if isinstance(told[0].condition, Compared):
            return ((met, 0) for met in self._by_place(bits))
        (fact,) = told[0].facts
        return (self._answers(value, bits) for value in _values(fact, told))

    def _answers(self, value: Value, bits: int) -> Answer:
        """What VALUE answers to lines on one fact."""
        met, doubted = 0, 0
        for leaf in self._arena.leaves_in(bits):
            found = self._by_value.get((leaf, value))
            if found is None:
                found = self._by_value[leaf, value] = self._answer(leaf, value)
            if found == MET:
                met |= self._arena.support[leaf]
            elif found != NOT_MET:
                doubted |= self._arena.support[leaf]
        return met, doubted

    def _answer(self, formula: Formula, value: Value) -> Formula:
        leaf = self._compiler.leaves[formula]
        (fact,) = leaf.facts
        return replacement(self._arena, formula, leaf, {fact.name: value})

    def _by_place(self, bits: int) -> Iterator[int]:
        """The lines that are met, as bits, by a value on each side of every limit, and by one that does not exist.

        Values are told by their places: the limit number n stands at 2 n, and the values up to the next one at 2 n + 1.
        From each place to the next some lines begin to be met, and others cease to.
        """
        compared = {
            self._arena.support[one]: self._compiler.leaves[one].condition for one in self._arena.leaves_in(bits)
        }
        lines = {bit: one for bit, one in compared.items() if isinstance(one, Compared)}
        limits = sorted({0, *(one.limit.value for one in lines.values())})
        places = {limit: 2 * number for number, limit in enumerate(limits)}
        turns = [0] * (2 * len(limits) + 1)
        for bit, one in lines.items():
            turns[places[one.limit.value] + _TURNS_AFTER[one.relation]] ^= bit
        met = sum(bit for bit, one in lines.items() if one.relation in _MET_BELOW)
        for turn in turns[:-1]:
            met ^= turn
            yield met
        yield 0


_TURNS_AFTER: Final[Mapping[Relation, int]] = {
    Relation.AT_LEAST: 0,
    Relation.MORE_THAN: 1,
    Relation.AT_MOST: 1,
    Relation.LESS_THAN: 0,
}
"""At which place from that of its limit on a line is met that was not, or the other way round."""

_MET_BELOW: Final = frozenset((Relation.AT_MOST, Relation.LESS_THAN))


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
