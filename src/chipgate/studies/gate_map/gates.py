"""The gates of a plane: the values of its two numbers at which a comparison of the law turns.

Nothing here knows a limit. Each comparison of the law of the day is followed along both numbers; where its measure
moves in a straight line with one of them, the place where it meets its limit is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.law.language import Compared
from chipgate.law.provision import Provision
from chipgate.law.walking import facts_of_measure, walk
from chipgate.readings.verdict import measured
from chipgate.studies.gate_map.plane import Axis, Spread
from chipgate.units import Exact, whole

STEPS: Final = 48
"""Where no exact edge is known, so many steps are taken along an axis, of equal ratio."""


@dataclass(frozen=True)
class Gate:
    """A comparison that turns at ``value`` on an axis: the limit it holds, and the texts in which it stands."""

    value: Exact
    compared: Compared
    provisions: tuple[Provision, ...]


@dataclass(frozen=True)
class Gates:
    """The gates along both axes, by value, and the comparisons whose edges are curves in this plane."""

    x: tuple[Gate, ...]
    y: tuple[Gate, ...]
    curved: tuple[Compared, ...]


def gates_of(spread: Spread, laws: tuple[LawOnDay, ...]) -> Gates:
    """Every gate of LAWS within the plane of SPREAD."""
    probes = _Probes.of(spread)
    along: tuple[dict[Compared, list[Provision]], ...] = ({}, {})
    curved: dict[Compared, None] = {}
    for provision, compared in _comparisons(laws):
        turns = probes.axes(compared)
        if len(turns) == 2 or (turns and not probes.is_straight(compared, turns[0])):
            curved[compared] = None
        elif turns:
            along[turns[0]].setdefault(compared, []).append(provision)
    x, y = (tuple(sorted(probes.gates(found, axis), key=lambda one: one.value)) for axis, found in enumerate(along))
    return Gates(x, y, tuple(curved))


def _comparisons(laws: tuple[LawOnDay, ...]) -> Iterator[tuple[Provision, Compared]]:
    seen = set[tuple[str, Compared]]()
    for provision in dict.fromkeys(one for law in laws for one in law.provisions.values()):
        for condition in provision.conditions:
            for node in walk(condition):
                if isinstance(node, Compared) and (provision.id, node) not in seen:
                    seen.add((provision.id, node))
                    yield provision, node


Facts = Mapping[str, Value]


@dataclass(frozen=True)
class _Probes:
    """The facts at three values of each number, the other one kept: enough to see how a measure moves."""

    axes_of_plane: tuple[Axis, Axis]
    at: tuple[tuple[Exact, ...], tuple[Exact, ...]]
    facts: tuple[tuple[Facts, ...], tuple[Facts, ...]]

    @classmethod
    def of(cls, spread: Spread) -> _Probes:
        x, y = spread.plane.x, spread.plane.y
        across, up = ((one.low, whole(Fraction(one.low + one.high) / 2), one.high) for one in (x, y))
        return cls(
            (x, y),
            (across, up),
            (
                tuple(spread.facts_at(one, up[1]) for one in across),
                tuple(spread.facts_at(across[1], one) for one in up),
            ),
        )

    def values(self, compared: Compared, axis: int) -> list[Exact]:
        """What COMPARED measures at the three values along AXIS; empty where it is unknown or does not apply."""
        found = [measured(compared.measure, facts) for facts in self.facts[axis]]
        known = [one for one in found if isinstance(one, int | Fraction)]
        return known if len(known) == len(found) else []

    def axes(self, compared: Compared) -> tuple[int, ...]:
        """The axes along which the measure of COMPARED moves."""
        names = {fact.name for fact in facts_of_measure(compared.measure)}
        return tuple(
            axis
            for axis, facts in enumerate(self.facts)
            if any(facts[0].get(name) != facts[2].get(name) for name in names)
            and len(set(self.values(compared, axis))) > 1
        )

    def is_straight(self, compared: Compared, axis: int) -> bool:
        """Whether the measure moves in a straight line along AXIS."""
        (a, b, c), (at_a, at_b, at_c) = self.values(compared, axis), self.at[axis]
        return Fraction(b - a) * (at_c - at_a) == Fraction(c - a) * (at_b - at_a)

    def gates(self, found: Mapping[Compared, list[Provision]], axis: int) -> Iterator[Gate]:
        """The gates of straight measures that lie between the ends of AXIS."""
        for compared, provisions in found.items():
            (a, _, c), (at_a, _, at_c) = self.values(compared, axis), self.at[axis]
            turn = whole(at_a + Fraction(compared.limit.value - a) * (at_c - at_a) / (c - a))
            if turn in self.axes_of_plane[axis]:
                yield Gate(turn, compared, tuple(provisions))


def stepped(axis: Axis) -> tuple[Exact, ...]:
    """STEPS values along AXIS, each the same share above the last, for edges that are not known exactly."""
    ratio = (float(axis.high) / float(axis.low)) ** (1 / STEPS)
    return tuple(whole(Fraction(float(axis.low) * ratio**number).limit_denominator(1000)) for number in range(1, STEPS))
