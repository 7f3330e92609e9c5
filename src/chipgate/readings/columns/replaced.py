"""Formulas with some of their leaves put in: what is left of them once something is known.

What is left hangs on nothing but the formula, which of its leaves are put in and which of these are met: so it is
worked out once, whatever fact, row or value brought it about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Final

from chipgate.readings.columns.formulas import EMPTY, MET, NOT_MET, Arena, Formula, Kind, Node

MOST_KEPT: Final = 2_000_000
"""After so many formulas with leaves put in, they are forgotten, and worked out anew."""


MOST_OTHERS: Final = 12
"""What is left where more leaves are neither met nor failed is hardly ever asked for by others."""


class Replaced:
    """What the leaves in a mask come to: met, failed, or another formula (``others``): open for good, or a leaf.

    ``known`` has what was left of formulas so far, by formula; ``as_it_is`` the leaves that come to themselves.
    ``sure`` may tell for many of these at once, as bits, where a formula is met and where it is not failed, whatever
    other leaves come to; ``place`` is the bit of this one.
    """

    __slots__ = ("arena", "as_it_is", "known", "looked_at", "mask", "met", "other_bits", "others", "place", "sure")

    def __init__(self, arena: Arena, mask: int, met: int = 0, others: Mapping[Formula, Formula] | None = None) -> None:
        self.arena = arena
        self.mask = self.looked_at = mask
        self.met = met
        self.others = dict(others or {})
        self.other_bits = sum(arena.support[leaf] for leaf in self.others)
        self.as_it_is = sum(arena.support[leaf] for leaf, found in self.others.items() if found == leaf)
        self.known: dict[Formula, Formula] = {}
        self.sure: Callable[[Formula], tuple[int, int]] | None = None
        self.place = 0

    @classmethod
    def by(cls, arena: Arena, leaves: Mapping[Formula, Formula]) -> Replaced:
        """Each of LEAVES comes to what stands beside it."""
        mask = sum(arena.support[leaf] for leaf in leaves)
        met = sum(arena.support[leaf] for leaf, found in leaves.items() if found == MET)
        return cls(arena, mask, met, {leaf: found for leaf, found in leaves.items() if found > MET})

    def __getitem__(self, leaf: Formula) -> Formula:
        bit = self.arena.support[leaf]
        if not bit & self.looked_at:
            self.look_at(bit)
        return MET if bit & self.met else self.others.get(leaf, NOT_MET)

    def on(self, bits: int) -> Hashable:
        """What the leaves with BITS come to, all together; the same where each of them comes to the same."""
        if bits & ~self.looked_at:
            self.look_at(bits & ~self.looked_at)
        others = self.other_bits & bits
        if not others:
            return self.met & bits
        return (self.met & bits, *((leaf, self.others[leaf]) for leaf in self.arena.leaves_in(others)))

    def verdicts_on(self, bits: int) -> tuple[int, int]:
        """Which of the leaves with BITS are met, and which are neither met nor failed."""
        if bits & ~self.looked_at:
            self.look_at(bits & ~self.looked_at)
        return self.met & bits, self.other_bits & bits

    def keep(self, leaf: Formula, found: Formula) -> None:
        """LEAF comes to what was FOUND."""
        bit = self.arena.support[leaf]
        self.looked_at |= bit
        if found == MET:
            self.met |= bit
        elif found > MET:
            self.others[leaf] = found
            self.other_bits |= bit
            self.as_it_is |= bit if found == leaf else 0

    def look_at(self, bits: int) -> None:
        """Find out what the leaves with BITS come to, which nobody asked for so far."""
        raise KeyError(f"leaves {bits:b} are not among those that are put in")

    def left_of(self, formula: Formula) -> Formula:
        """FORMULA with the leaves put in."""
        found = self.known.get(formula)
        if found is None:
            ours = self.arena.support[formula] & self.mask
            found = self.known[formula] = self._found(formula, ours) if ours else formula
        return found

    def _found(self, formula: Formula, ours: int) -> Formula:
        """What is left of FORMULA, which has the leaves OURS; where these come to the same, the same for everybody."""
        if ours & ~self.looked_at:
            self.look_at(ours & ~self.looked_at)
        others = ours & self.other_bits
        if not others & ~self.as_it_is and others == ours:
            return formula
        if others.bit_count() > MOST_OTHERS:
            return self._rebuilt(formula, ours)
        key, kept = (formula, ours, self.on(ours) if others else ours & self.met), self.arena.restrictions
        found = kept.get(key)
        if found is None:
            found = self._rebuilt(formula, ours)
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = found
        return found

    def _rebuilt(self, formula: Formula, ours: int) -> Formula:
        node = self.arena.nodes[formula]
        if node[0] is Kind.LEAF:
            return MET if ours & self.met else self.others.get(formula, NOT_MET)
        return _REBUILT[node[0]](self, node)  # type: ignore[index]  # the first of a node is its kind


def _guarded(put: Replaced, node: Node) -> Formula:
    guard = put.left_of(node[1])  # type: ignore[arg-type]
    return EMPTY if guard == NOT_MET else put.arena.only_if(guard, put.left_of(node[2]))  # type: ignore[arg-type]


def _of_parts(put: Replaced, parts: Sequence[Formula], ending: Formula) -> Sequence[Formula]:
    """What is left of PARTS; ENDING alone where one comes to it. Most are known, and looked up at once."""
    found = [*map(put.known.get, parts)]
    return (ending,) if ending in found else _filled(found, put, parts, ending)


def _up_to(put: Replaced, parts: Sequence[Formula], ending: Formula) -> Sequence[Formula]:
    """What is left of PARTS, up to the first that comes to ENDING."""
    found = [*map(put.known.get, parts)]
    if ending in found:
        del found[found.index(ending) + 1 :]
    return _filled(found, put, parts, ending)


def _filled(
    found: list[Formula | None], put: Replaced, parts: Sequence[Formula], ending: Formula | None
) -> Sequence[Formula]:
    """What was FOUND of PARTS, and what is left of those of which nothing was; up to the first that comes to ENDING."""
    place, sure, mine = -1, put.sure, put.place
    for _ in range(found.count(None)):
        place = found.index(None, place + 1)
        part, one = parts[place], None
        if sure is not None:
            met, not_failed = sure(part)
            one = MET if met & mine else None if not_failed & mine else NOT_MET
        found[place] = put.known[part] = one = put.left_of(part) if one is None else one
        if one == ending:
            del found[place + 1 :]
            break
    return found  # type: ignore[return-value]  # none is lacking any more


def _listed(put: Replaced, node: Any) -> Formula:
    """What is left of the lines of a list, up to the first that is met."""
    parts = _up_to(put, [part for _, part in node[1]], MET)
    return put.arena.listed([(line[0], one) for line, one in zip(node[1], parts, strict=False) if one != NOT_MET])


def _lines(put: Replaced, node: Any) -> Formula:
    """What is left of lines with places, all of them."""
    parts = [part for _, _, part in node[1]]
    left = _filled([*map(put.known.get, parts)], put, parts, None)
    return put.arena.lines([(line[0], line[1], one) for line, one in zip(node[1], left, strict=True)])


_REBUILT: Final[Mapping[Kind, Callable[[Replaced, Any], Formula]]] = {
    Kind.ALL_OF: lambda put, node: put.arena.all_of(_of_parts(put, node[1], NOT_MET)),
    Kind.ANY_OF: lambda put, node: put.arena.any_of(_of_parts(put, node[1], MET)),
    Kind.IS_NOT: lambda put, node: put.arena.is_not(put.left_of(node[1])),
    Kind.IS_MET: lambda put, node: put.arena.is_met(put.left_of(node[1])),
    Kind.NOT_FAILED: lambda put, node: put.arena.not_failed(put.left_of(node[1])),
    Kind.LISTED: _listed,
    Kind.ONLY_IF: _guarded,
    Kind.AGREED: lambda put, node: put.arena.agreed(map(put.left_of, node[1])),
    Kind.LINES: _lines,
}
