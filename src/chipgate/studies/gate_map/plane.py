"""Two numbers of a chip that span a map, and one shipment as a function of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from chipgate.cases.case import Case
from chipgate.cases.check import Checker
from chipgate.cases.transaction import Transaction
from chipgate.law.facts import Value
from chipgate.law.us.facts import DRAM_BANDWIDTH_GB_S, PERFORMANCE_DENSITY, TPP
from chipgate.units import Exact, exact

DENSITY: Final = PERFORMANCE_DENSITY.name
AREA: Final = "die_area_mm2"


@dataclass(frozen=True, slots=True)
class Axis:
    """A number of a chip, in the unit of its fact, between the two ends that are drawn."""

    fact: str
    low: Exact
    high: Exact

    def __contains__(self, value: Exact) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Plane:
    """The numbers that go right and up."""

    name: str
    x: Axis
    y: Axis


COMPUTE: Final = Axis(TPP.name, 100, 100_000)
PLANES: Final[Mapping[str, Plane]] = MappingProxyType(
    {
        "density": Plane("density", COMPUTE, Axis(DENSITY, exact("0.5"), 100)),
        "bandwidth": Plane("bandwidth", COMPUTE, Axis(DRAM_BANDWIDTH_GB_S.name, 40, 20_000)),
    }
)


@dataclass(frozen=True)
class Spread:
    """One shipment with two of its numbers left open: a case for each place on PLANE.

    Where the density is one of them, the die follows from it, and an area that was given is put aside. Elsewhere the
    die stays as it is, and the density moves with the TPP.
    """

    plane: Plane
    transaction: Transaction
    checker: Checker

    def case_at(self, x: Exact, y: Exact) -> Case:
        """The case of an item that has X and Y."""
        kept: dict[str, Value] = dict(self.transaction.facts)
        if DENSITY in (self.plane.x.fact, self.plane.y.fact):
            kept.pop(AREA, None)
        elif AREA in kept:
            kept.pop(DENSITY, None)
        facts = {**kept, self.plane.x.fact: x, self.plane.y.fact: y}
        return self.checker.case_of(replace(self.transaction, facts=MappingProxyType(facts)))

    def facts_at(self, x: Exact, y: Exact) -> Mapping[str, Value]:
        """The facts of that item, with all that follows from the two numbers."""
        return self.case_at(x, y).facts
