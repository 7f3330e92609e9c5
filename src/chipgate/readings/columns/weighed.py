"""Verdicts on the lines of one group of facts, worked out when first asked for; the same for every diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chipgate.law.language import Compared
from chipgate.readings.verdict import UNKNOWN, holds, measured, weigh

if TYPE_CHECKING:
    from chipgate.law.facts import NotApplicable
    from chipgate.readings.columns.compiling import Compiler, Leaf
    from chipgate.readings.verdict import Facts
    from chipgate.units import Exact


class Weighed:
    """Which leaves are met on FACTS, and which are unknown, as bits; the others that were ``looked_at`` fail."""

    __slots__ = ("_facts", "_measured", "looked_at", "met", "unknown")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._measured: dict[int, Exact | NotApplicable | None] = {}  # by identity: leaves keep their measures
        self.looked_at = self.met = self.unknown = 0

    def look_at(self, bits: int, compiler: Compiler) -> None:
        """Weigh the leaves with BITS that were not weighed so far."""
        arena, new = compiler.arena, bits & ~self.looked_at
        for formula in arena.leaves_in(new):
            verdict = self._verdict(compiler.leaves[formula])
            if verdict is None:
                self.unknown |= arena.support[formula]
            elif verdict:
                self.met |= arena.support[formula]
        self.looked_at |= new

    def _verdict(self, leaf: Leaf) -> bool | None:
        """Whether LEAF is met; None where that is unknown. Lines on one measure share its value."""
        condition = leaf.condition
        if not isinstance(condition, Compared):
            verdict = weigh(condition, self._facts, leaf.law)
            return None if verdict is UNKNOWN else bool(verdict)
        key = id(condition.measure)
        if key not in self._measured:
            self._measured[key] = measured(condition.measure, self._facts)
        value = self._measured[key]
        return None if value is None else holds(value, condition.relation, condition.limit)
