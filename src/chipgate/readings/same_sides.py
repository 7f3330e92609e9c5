"""Whether facts that differ lie on the same sides of all limits, so that laws say the same about them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact, Value
from chipgate.law.language import Compared, Condition, SumOf
from chipgate.readings.leaves import leaves_of, names_in
from chipgate.readings.verdict import Facts, weigh
from chipgate.units import Exact


class _Lines:
    """The lines that name one fact: the limits that it is held against by itself, in order, and all other lines.

    Beside each other line stand the facts without which it is unknown, whatever this one is.
    """

    def __init__(self) -> None:
        self.limits: list[Exact] = []
        self.others: list[tuple[frozenset[str], Condition, LawOnDay]] = []

    def add(self, leaf: Condition, law: LawOnDay) -> None:
        """One more line."""
        if isinstance(leaf, Compared) and isinstance(leaf.measure, Fact):
            self.limits = sorted({*self.limits, leaf.limit.value})
        else:
            is_sum = isinstance(leaf, Compared) and isinstance(leaf.measure, SumOf)
            self.others.append((names_in(leaf, law) if is_sum else frozenset(), leaf, law))

    def are_between_the_same_limits(self, one: Value, other: Value) -> bool:
        """Whether each limit has the same answers for ONE and the OTHER, which differ."""
        if not self.limits:
            return True
        if not isinstance(one, int | Fraction) or not isinstance(other, int | Fraction):
            return False
        place = bisect_left(self.limits, one)
        return (
            place
            == bisect_right(self.limits, one)
            == bisect_left(self.limits, other)
            == bisect_right(self.limits, other)
        )


class SameSides:
    """Compares facts by the verdicts on the lines of LAWS that name what differs in them."""

    def __init__(self, laws: Iterable[LawOnDay]) -> None:
        self._lines: dict[str, _Lines] = {}
        for law in laws:
            for leaf in {id(one): one for one in leaves_of(tuple(law.provisions.values()), law)}.values():
                for name in names_in(leaf, law):
                    self._lines.setdefault(name, _Lines()).add(leaf, law)

    def apart(self, readings: Sequence[Facts]) -> Sequence[Facts]:
        """READINGS without those that know the same facts as one before, on the same sides of all limits."""
        if len(readings) == 1:
            return readings
        found: list[Facts] = []
        for facts in readings:
            if not any(self.are_alike(one, facts) for one in found):
                found.append(facts)
        return found

    def are_alike(self, one: Facts, other: Facts) -> bool:
        """Whether both know the same facts, and each line has the same verdict on both."""
        if one.keys() != other.keys():
            return False
        different = [name for name, value in other.items() if value is not one[name] and value != one[name]]
        return all(self._are_alike_in(name, one, other) for name in different)

    def _are_alike_in(self, name: str, one: Facts, other: Facts) -> bool:
        lines = self._lines.get(name)
        if lines is None:
            return True
        if not lines.are_between_the_same_limits(one[name], other[name]):
            return False
        known = one.keys()
        return all(
            weigh(leaf, one, law) is weigh(leaf, other, law) for needed, leaf, law in lines.others if needed <= known
        )
