"""How far a chip lies from each limit that can decide about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.law.language import Measure, Relation
from chipgate.law.provision import Provision
from chipgate.law.walking import facts_of_measure
from chipgate.readings.solve.goals import Goal, NoLicence
from chipgate.readings.solve.lines import Line, lines_in_reach
from chipgate.readings.verdict import holds, measured
from chipgate.units import Exact, whole

OF_A_CHIP: Final = ("tpp", "performance_density", "io_gb_s", "dram_bandwidth_gb_s")
"""The numbers of a chip that a datasheet gives, or that follow from it."""

_KNOWN: Final = frozenset((*OF_A_CHIP, "digital_units_score", "analog_units_score"))


@dataclass(frozen=True, slots=True)
class Distance:
    """A number of a chip and a limit it is held against. ``gap`` is the number less the limit, ``share`` that over it.

    ``met`` says whether the comparison holds; ``controls`` whether its holding goes towards a licence.
    """

    limit: str
    provision: Provision
    label: str
    measure: Measure
    relation: Relation
    value: Exact
    bound: Exact
    met: bool
    controls: bool

    @property
    def gap(self) -> Exact:
        """How far the number is above the limit; below zero where it is below."""
        return whole(Fraction(self.value) - self.bound)

    @property
    def share(self) -> Fraction:
        """The gap as a share of the limit."""
        return Fraction(self.gap) / self.bound


def chip_lines(law: LawOnDay, goal: Goal | None = None) -> Iterator[Line]:
    """The comparisons of LAW on numbers of a chip, each limit once."""
    seen = set[str]()
    for line in lines_in_reach(law, goal or NoLicence()):
        names = {fact.name for fact in facts_of_measure(line.compared.measure)}
        if names <= _KNOWN and line.compared.limit.name not in seen and line.compared.limit.value:
            seen.add(line.compared.limit.name)
            yield line


def distances(facts: Mapping[str, Value], law: LawOnDay, goal: Goal | None = None) -> tuple[Distance, ...]:
    """The distance of FACTS to every limit, the nearest first."""
    found = [_distance(line, facts) for line in chip_lines(law, goal)]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: abs(one.share)))


def _distance(line: Line, facts: Mapping[str, Value]) -> Distance | None:
    compared = line.compared
    value = measured(compared.measure, facts)
    if not isinstance(value, int | Fraction):
        return None
    return Distance(
        limit=compared.limit.name,
        provision=line.provision,
        label=line.label,
        measure=compared.measure,
        relation=compared.relation,
        value=value,
        bound=compared.limit.value,
        met=holds(value, compared.relation, compared.limit),
        controls=line.controls,
    )
