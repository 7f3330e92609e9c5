"""Which chips sit near a limit, and whether the rounding of a datasheet could put them on its other side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chipgate.cases.figures import settled_readings
from chipgate.cases.printed_figures import printed_figures
from chipgate.cases.wide_rates import density_of
from chipgate.cases.worksheet import Worksheet, worksheet_of
from chipgate.chips.datasheet import Datasheet
from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.law.language import Limit
from chipgate.readings.solve.goals import Reviewed
from chipgate.readings.verdict import holds, measured
from chipgate.studies.distances import Distance, distances
from chipgate.units import Exact, decimal_text, whole

WITHIN: Final = Fraction(5, 100)
"""How near a limit is worth telling, as a share of it."""

_EVERY_LIMIT: Final = Reviewed(("case_by_case", "presumption_of_approval"))
"""Limits up to which a policy of review is open count too."""


@dataclass(frozen=True, slots=True)
class Margin:
    """A chip near a limit. ``lowest`` and ``highest`` are what the printed digits leave open for the number.

    ``could_cross`` says whether the limit lies between them, so that the digits that were cut off decide.
    """

    sheet: Datasheet
    distance: Distance
    lowest: Exact
    highest: Exact

    @property
    def could_cross(self) -> bool:
        """Whether some value within the rounding is on the other side of the limit."""
        one = self.distance
        limit = Limit(one.limit, one.bound)
        return len({holds(value, one.relation, limit) for value in (self.lowest, one.value, self.highest)}) > 1


def margins(sheets: Iterable[Datasheet], law: LawOnDay, within: Fraction = WITHIN) -> tuple[Margin, ...]:
    """The chips of SHEETS that lie WITHIN a share of a limit of LAW, in any reading of their figures; nearest first."""
    found = {(one.sheet.chip_id, one.distance.limit, one.distance.value): one for one in _near(sheets, law, within)}
    return tuple(sorted(found.values(), key=lambda one: (abs(one.distance.share), one.sheet.chip_id)))


def _near(sheets: Iterable[Datasheet], law: LawOnDay, within: Fraction) -> Iterator[Margin]:
    for sheet in sheets:
        work = worksheet_of(sheet)
        for facts in _readings(sheet):
            low, high = (_rounded(facts, sheet, work, sign) for sign in (-1, 1))
            for one in distances(facts, law, _EVERY_LIMIT):
                if abs(one.share) <= within:
                    yield Margin(sheet, one, _number(one, low), _number(one, high))


def _readings(sheet: Datasheet) -> Iterator[Mapping[str, Value]]:
    for facts in settled_readings(printed_figures(sheet)):
        density = density_of(facts.get("tpp"), facts.get("die_area_mm2"))
        yield facts if density is None else {**facts, "performance_density": density}


def _number(one: Distance, facts: Mapping[str, Value]) -> Exact:
    value = measured(one.measure, facts)
    return value if isinstance(value, int | Fraction) else one.value


# What the digits that were cut off could have been.


def _rounded(facts: Mapping[str, Value], sheet: Datasheet, work: Worksheet, sign: int) -> Mapping[str, Value]:
    """FACTS with every printed figure half a step of its last digit lower (SIGN -1) or higher (1)."""
    moved = dict(facts)
    tpp = facts.get("tpp")
    if isinstance(tpp, int | Fraction):
        moved["tpp"] = _tpp(tpp, work, sign)
    area = facts.get("die_area_mm2")
    if isinstance(area, int | Fraction) and "performance_density" in facts:
        density = density_of(moved.get("tpp"), whole(area - sign * half_step(area)))
        moved |= {} if density is None else {"performance_density": density}
    for name in ("dram_bandwidth_gb_s", "io_gb_s"):
        value = facts.get(name)
        if isinstance(value, int | Fraction):
            moved[name] = whole(value + sign * _steps_of(name, value, sheet))
    return moved


def _tpp(tpp: Exact, work: Worksheet, sign: int) -> Exact:
    """The highest product where every rate is half a step lower or higher; formats above TPP are of another reading."""
    every = (one for line in work.lines for one in (*line.products, *((line.stored,) if line.stored else ())))
    counted = [one for one in every if one.tpp <= tpp]
    return max((whole((one.tops + sign * half_step(one.tops)) * one.bits) for one in counted), default=tpp)


def _steps_of(name: str, value: Exact, sheet: Datasheet) -> Fraction:
    if name != "io_gb_s":
        return half_step(value)
    parts = ("interconnect_bidirectional_gb_s", "pcie_bidirectional_gb_s")
    printed = (sheet.figures[part].value for part in parts if part in sheet.figures)
    return sum((half_step(one) for one in printed if one), Fraction(0))


def half_step(number: Exact) -> Fraction:
    """Half a step of the last digit that is written; a whole number counts as written to the unit."""
    digits = len(decimal_text(number, 12).partition(".")[2])
    return Fraction(1, 2 * 10**digits)
