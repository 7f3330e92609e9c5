"""Verdicts of one formula for many ways in which some of its leaves are put in, worked out for all ways at once.

A verdict for each way is two whole numbers with a bit for each way: in which of them the formula is met, and in which
it is not failed. Kleene's logic is bitwise and, or, and not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, Final, NamedTuple

from chipgate.readings.columns.formulas import Arena, Formula, Kind
from chipgate.readings.columns.replaced import Replaced


class Verdicts(NamedTuple):
    """In which ways a formula is met, and in which it is not failed; in those between, it is unknown."""

    met: int
    not_failed: int


class SideBySide:
    """What formulas come to with each of WAYS, which put in the leaves in MASK; all others are unknown."""

    def __init__(self, arena: Arena, mask: int, ways: Sequence[Replaced]) -> None:
        self.arena, self.mask, self.ways = arena, mask, ways
        self.every = (1 << len(ways)) - 1
        self._unknown = Verdicts(0, self.every)
        self._known: dict[Formula, Verdicts] = {
            0: Verdicts(0, 0),
            1: Verdicts(self.every, self.every),
        }
        self._same: dict[Verdicts, Verdicts] = {}  # of formulas by the hundred, few have verdicts of their own
        self._different: dict[int, int] = {}
        self._met = [way.met for way in reversed(ways)]
        self._others = [way.other_bits for way in reversed(ways)]
        self._places = [1 << place for place in reversed(range(len(ways)))]
        self._ever_others = reduce(or_, self._others, 0)

    def different(self, bits: int) -> int:
        """The ways as bits, without those that do with the leaves in BITS what an earlier one does."""
        found = self._different.get(bits)
        if found is None:
            answers: Iterable[Hashable] = map(bits.__and__, self._met)
            if bits & self._ever_others:
                answers = zip(answers, map(bits.__and__, self._others), strict=True)
            firsts = dict(zip(answers, self._places, strict=True))  # the last that is put in stays
            found = self._different[bits] = sum(firsts.values())
        return found

    def one_by_one(self, places: int, bits: int) -> Iterator[Replaced]:
        """The ways at PLACES, without those that do with the leaves in BITS what an earlier one of them does."""
        seen = set[tuple[int, int]]()
        while places:
            low = places & -places
            way = self.ways[low.bit_length() - 1]
            if (answer := (way.met & bits, way.other_bits & bits)) not in seen:
                seen.add(answer)
                yield way
            places ^= low

    def _of_leaf(self, bit: int) -> Verdicts:
        met = not_failed = 0
        for place, way in enumerate(self.ways):
            if way.met & bit:
                met |= 1 << place
            elif way.other_bits & bit:
                not_failed |= 1 << place
        return Verdicts(met, met | not_failed)

    def of(self, formula: Formula) -> Verdicts:
        """The verdicts of FORMULA, one for each way."""
        found = self._known.get(formula)
        if found is None:
            found = self._found(formula, self.arena.support[formula])
            found = self._known[formula] = self._same.setdefault(found, found)
        return found

    def _found(self, formula: Formula, support: int) -> Verdicts:
        if not support & self.mask:
            return self._unknown
        node = self.arena.nodes[formula]
        if node[0] is Kind.LEAF:
            return self._of_leaf(support)
        return _JOINED[node[0]](self, node[1])  # type: ignore[index]  # the first of a node is its kind

    def all_of(self, parts: Sequence[Formula]) -> Verdicts:
        """The least of PARTS."""
        met, not_failed = self.every, self.every
        for part in parts:
            one = self.of(part)
            met, not_failed = met & one.met, not_failed & one.not_failed
            if not not_failed:
                break
        return Verdicts(met, not_failed)

    def any_of(self, parts: Sequence[Formula]) -> Verdicts:
        """The greatest of PARTS."""
        met, not_failed = 0, 0
        for part in parts:
            one = self.of(part)
            met, not_failed = met | one.met, not_failed | one.not_failed
            if met == self.every:
                break
        return Verdicts(met, not_failed)

    def is_not(self, part: Formula) -> Verdicts:
        """The opposite of PART."""
        met, not_failed = self.of(part)
        return Verdicts(self.every & ~not_failed, self.every & ~met)

    def is_met(self, part: Formula) -> Verdicts:
        """Whether PART is met, and neither unknown nor failed."""
        return Verdicts(*[self.of(part).met] * 2)

    def is_not_failed(self, part: Formula) -> Verdicts:
        """Whether PART is met or unknown."""
        return Verdicts(*[self.of(part).not_failed] * 2)

    def agreed(self, parts: Sequence[Formula]) -> Verdicts:
        """What every one of PARTS says, unknown where they differ."""
        found = [self.of(part) for part in parts]
        return Verdicts(reduce(and_, (one.met for one in found)), reduce(or_, (one.not_failed for one in found)))


class SureSoFar(SideBySide):
    """The same, where the other leaves are not known yet: a formula is met, or failed, whatever they come to."""

    def _found(self, formula: Formula, support: int) -> Verdicts:
        kind, part = self.arena.nodes[formula][:2]
        if kind is Kind.IS_MET or kind is Kind.NOT_FAILED:  # which say more of what is unknown for good
            return self.of(part)  # type: ignore[arg-type]  # their part is a formula
        return super()._found(formula, support)

    def tell_each(self) -> None:
        """Have each of the ways look here first for what is left of a formula."""
        for place, way in enumerate(self.ways):
            way.sure, way.place = self.of, 1 << place


_JOINED: Final[Mapping[Kind, Callable[[SideBySide, Any], Verdicts]]] = {
    Kind.ALL_OF: SideBySide.all_of,
    Kind.ANY_OF: SideBySide.any_of,
    Kind.IS_NOT: SideBySide.is_not,
    Kind.IS_MET: SideBySide.is_met,
    Kind.NOT_FAILED: SideBySide.is_not_failed,
    Kind.AGREED: SideBySide.agreed,
}
"""Every kind that has a verdict and parts; constants and leaves have none."""
