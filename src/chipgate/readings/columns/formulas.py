"""Formulas: conditions as interned nodes of a small algebra, which every engine for tables reads.

A formula is a number in an arena; equal formulas have equal numbers. Verdicts are Kleene's: all-of is the least of its
parts, any-of the greatest. Only what keeps Kleene's answers is simplified: constants are folded, parts of the same kind
pulled up, a part that occurs twice is kept once, parts that stay open are one part that asks for the facts of all of
them. Nothing is distributed or absorbed, which would decide cases that the text leaves open.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from enum import IntEnum
from functools import reduce
from operator import or_
from typing import Final

Formula = int
"""The number of a node in its arena."""


class Kind(IntEnum):
    """What a node is."""

    CONSTANT = 0  # a verdict number: 0 not met, 3 met
    LEAF = 1  # a line of the text, by the key of its leaf
    OPEN = 2  # unknown for good, with a mask of the facts that it asks for
    ALL_OF = 3
    ANY_OF = 4
    IS_NOT = 5
    IS_MET = 6  # two-valued: met where the part is met, else not met
    NOT_FAILED = 7  # two-valued: not met where the part is not met, else met
    LISTED = 8  # labels with formulas, in the order in which they decide; no verdict
    ONLY_IF = 9  # a part that counts only where its guard is met; no verdict
    AGREED = 10  # the verdict of all parts where it is the same, else unknown: one part for each reading of a figure
    LINES = 11  # places, labels and formulas that are not failed, all of them; no verdict


NOT_MET: Final[Formula] = 0
MET: Final[Formula] = 1
EMPTY: Final[Formula] = 2
"""The list without lines, which is also what a part is whose guard is not met."""

Node = tuple[Hashable, ...]
Line = tuple[int, Hashable, Formula]
"""A place in a list, what stands there, and whether it holds."""


class Arena:
    """Interned nodes. Each node knows its leaves, as a mask with one bit for each leaf."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.support: list[int] = []
        self.leaf_of_bit: list[Formula] = []
        self._numbers: dict[Node, Formula] | None = {}
        self._of_kind: dict[Kind, set[Formula]] = {kind: set() for kind in _PULLED_UP}
        self._leaves_in: tuple[int, tuple[Formula, ...]] = (0, ())
        self.restrictions: dict[tuple[Formula, int, Hashable], Formula] = {}
        """What was left of formulas, by the leaves that were put in and what these came to."""
        for node in ((Kind.CONSTANT, 0), (Kind.CONSTANT, 3), (Kind.LISTED, ())):
            self._intern(node)

    def __getstate__(self) -> dict[str, object]:
        """All but what is quickly worked out again."""
        return {**self.__dict__, "_numbers": None, "_of_kind": {}, "_leaves_in": (0, ()), "restrictions": {}}

    def _intern(self, node: Node, parts: Iterable[Formula] = (), bit: int = 0) -> Formula:
        """The number of NODE, which has the leaves of its PARTS, or is the leaf with BIT."""
        if self._numbers is None:  # kept nodes: few runs need new ones
            self._numbers = {one: number for number, one in enumerate(self.nodes)}
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
            self.support.append(reduce(or_, map(self.support.__getitem__, parts), bit))
            self._note(node[0], number)  # type: ignore[arg-type]  # the first of a node is its kind
        return number

    def _note(self, kind: Kind, number: Formula) -> None:
        """Note a node that does not stay as it is among the parts of others."""
        if kind in self._of_kind:
            self._of_kind[kind].add(number)

    def of_kind(self, kind: Kind) -> set[Formula]:
        """All formulas of KIND, one of those that do not stay as they are among the parts of others."""
        if not self._of_kind:  # kept nodes: few runs need new ones
            self._of_kind = {one: set() for one in _PULLED_UP}
            for number, node in enumerate(self.nodes):
                self._note(node[0], number)  # type: ignore[arg-type]  # the first of a node is its kind
        return self._of_kind[kind]

    def leaf(self, key: Hashable) -> Formula:
        """A line of the text that facts decide; the same for the same KEY."""
        bit = len(self.leaf_of_bit)
        leaf = self._intern((Kind.LEAF, key), bit=1 << bit)
        if self.support[leaf] == 1 << bit:
            self.leaf_of_bit.append(leaf)
        return leaf

    def leaves_in(self, mask: int) -> Iterator[Formula]:
        """The leaves whose bits are set in MASK; many are kept for the next who asks, most often about the same."""
        if mask.bit_count() < _FEW_LEAVES:
            return self._each_leaf_in(mask)
        kept = self._leaves_in
        if mask != kept[0]:
            kept = self._leaves_in = mask, tuple(self._each_leaf_in(mask))
        return iter(kept[1])

    def _each_leaf_in(self, mask: int) -> Iterator[Formula]:
        while mask:
            low = mask & -mask
            yield self.leaf_of_bit[low.bit_length() - 1]
            mask ^= low

    def open(self, facts: int) -> Formula:
        """What stays unknown, whatever else is known, for want of the FACTS in a mask."""
        return self._intern((Kind.OPEN, facts))

    def all_of(self, parts: Iterable[Formula]) -> Formula:
        """The least of PARTS."""
        return self._joined(Kind.ALL_OF, parts, neutral=MET, ending=NOT_MET)

    def any_of(self, parts: Iterable[Formula]) -> Formula:
        """The greatest of PARTS."""
        return self._joined(Kind.ANY_OF, parts, neutral=NOT_MET, ending=MET)

    def _joined(self, kind: Kind, parts: Iterable[Formula], neutral: Formula, ending: Formula) -> Formula:
        kept = dict.fromkeys(parts)
        if ending in kept:
            return ending
        kept.pop(neutral, None)
        if len(kept) > 1 and not (self.of_kind(kind).isdisjoint(kept) and self.of_kind(Kind.OPEN).isdisjoint(kept)):
            kept = self._pulled_up(kind, kept)
        if len(kept) < 2:
            return next(iter(kept), neutral)
        return self._intern((kind, tuple(kept)), kept)

    def _pulled_up(self, kind: Kind, parts: Iterable[Formula]) -> dict[Formula, None]:
        """PARTS, with the parts of those of KIND in their place; those that stay open are one part, the last."""
        kept: dict[Formula, None] = {}
        asks: list[int] = []
        for part in parts:
            node = self.nodes[part]
            for one in node[1] if node[0] is kind else (part,):  # type: ignore[attr-defined]  # parts of a joined node
                if self.nodes[one][0] is Kind.OPEN:
                    asks.append(self.nodes[one][1])
                else:
                    kept[one] = None
        if asks:
            kept[self.open(reduce(or_, asks))] = None
        return kept

    def is_not(self, part: Formula) -> Formula:
        """The opposite of PART."""
        if part <= MET:
            return MET - part
        node = self.nodes[part]
        if node[0] is Kind.OPEN:
            return part
        if node[0] is Kind.IS_NOT:
            return node[1]  # type: ignore[return-value]  # the part of a denial is a formula
        return self._intern((Kind.IS_NOT, part), (part,))

    def is_met(self, part: Formula) -> Formula:
        """Whether PART is met, and neither unknown nor failed."""
        if part <= MET or self.nodes[part][0] in _TWO_VALUED:
            return part
        if self.nodes[part][0] is Kind.OPEN:
            return NOT_MET
        return self._intern((Kind.IS_MET, part), (part,))

    def not_failed(self, part: Formula) -> Formula:
        """Whether PART is met or unknown."""
        if part <= MET or self.nodes[part][0] in _TWO_VALUED:
            return part
        if self.nodes[part][0] is Kind.OPEN:
            return MET
        return self._intern((Kind.NOT_FAILED, part), (part,))

    def agreed(self, parts: Iterable[Formula]) -> Formula:
        """What every one of PARTS says, unknown where they differ; where that is sure already, with all their facts."""
        found = set(parts)
        settled = {part for part in found if self.is_settled(part)}
        asks = [self.nodes[part][1] for part in settled if part > MET]
        if len(found) > 1 and (len(settled) > 1 or asks):
            found = (found - settled) | {self.open(reduce(or_, asks, 0))}
        if len(found) == 1:
            return found.pop()
        return self._intern((Kind.AGREED, tuple(sorted(found))), found)

    def is_settled(self, part: Formula) -> bool:
        """Whether a verdict is the same whatever else becomes known: met, not met, or open for good."""
        return part <= MET or self.nodes[part][0] is Kind.OPEN

    def listed(self, lines: Iterable[tuple[Hashable, Formula]]) -> Formula:
        """An ordered list of labelled lines, without those that fail and those after the first that is met."""
        kept: list[tuple[Hashable, Formula]] = []
        for line in lines:
            if line[1] != NOT_MET:
                kept.append(line)
            if line[1] == MET:
                break
        return self._intern((Kind.LISTED, tuple(kept)), (formula for _, formula in kept))

    def lines(self, lines: Iterable[Line]) -> Formula:
        """Lines with their places, without those that fail."""
        kept = tuple(line for line in lines if line[2] != NOT_MET)
        return self._intern((Kind.LINES, kept), (formula for _, _, formula in kept))

    def lines_of(self, formula: Formula) -> Mapping[int, tuple[Hashable, Formula]]:
        """The lines of a list made by ``lines``, by place."""
        lines: Iterable[Line] = self.nodes[formula][1]  # type: ignore[assignment]
        return {place: (label, part) for place, label, part in lines}

    def only_if(self, guard: Formula, part: Formula) -> Formula:
        """PART where the two-valued GUARD is met, and nothing elsewhere."""
        if guard == NOT_MET or part == EMPTY:
            return EMPTY
        if guard == MET:
            return part
        return self._intern((Kind.ONLY_IF, guard, part), (guard, part))


_FEW_LEAVES: Final = 16
_TWO_VALUED = frozenset((Kind.IS_MET, Kind.NOT_FAILED))
_PULLED_UP = (Kind.OPEN, Kind.ALL_OF, Kind.ANY_OF)
