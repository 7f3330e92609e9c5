"""What leaves come to on every set of facts of a group, told for all of these sets at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from chipgate.readings.columns.replaced import Replaced


class ToldTogether:
    """For the sets of facts of one group, by number: which of the leaves are met on each, and on which others hang."""

    def __init__(self) -> None:
        self._looked_at = 0
        self._met: list[int] = []
        self._others = 0
        self._with_others: list[int] = []

    def on(self, facts: Sequence[Replaced], bits: int) -> list[Hashable]:
        """What the leaves with BITS come to on each of FACTS; the same where each of them comes to the same."""
        self.look_at(facts, bits)
        found: list[Hashable] = list(map(bits.__and__, self._met))
        if bits & self._others:
            for one in self._with_others:
                found[one] = facts[one].on(bits)
        return found

    def on_each(self, facts: Sequence[Replaced], bits: int) -> Callable[[int], Hashable]:
        """The same for one of FACTS, by number: where there are many, and few are asked for."""
        self.look_at(facts, bits)
        met, others = self._met, bits & self._others
        return lambda one: facts[one].on(bits) if others and others & facts[one].other_bits else met[one] & bits

    def look_at(self, facts: Sequence[Replaced], bits: int) -> None:
        """Have the leaves with BITS looked at on each of FACTS."""
        if len(facts) == len(self._met) and not bits & ~self._looked_at:
            return
        self._looked_at |= bits
        for one in facts:
            if lacking := self._looked_at & ~one.looked_at:
                one.look_at(lacking)
        self._met = [one.met for one in facts]
        self._with_others = [number for number, one in enumerate(facts) if one.other_bits]
        self._others = 0
        for number in self._with_others:
            self._others |= facts[number].other_bits
