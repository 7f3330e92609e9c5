"""Figures of an item that cannot be meant as they stand beside the others: zeros of what it lacks, areas of a wafer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from chipgate.cases.rates import Rate, are_wide, totals_of
from chipgate.cases.values import NEVER_NOUGHT, is_meant_so
from chipgate.law.facts import Value
from chipgate.translation.fault_text import FaultText, fault
from chipgate.translation.language import marked
from chipgate.units import Exact, decimal_text, whole

_NOT_COMPUTING: Final = ("hbm", "weights", "other", "technology", "software")


def has_no(name: str, kind: Value | None) -> bool:
    """Whether items of KIND do not have the figure NAME, so that a zero in its column says nothing."""
    return kind in _NOT_COMPUTING and (name in NEVER_NOUGHT or name == "die_area_mm2")


def figures_of_3a090(facts: Mapping[str, Value]) -> bool:
    """Whether FACTS have figures that nobody states of an item outside 3A090, or more than one outside can have."""
    values = {name: value for name, value in facts.items() if isinstance(value, int | Fraction)}
    return any(values.get(name, 0) > 0 for name in _ONLY_OF_3A090) or values.get("tops", 0) >= _TOPS_OF_3A090


_ONLY_OF_3A090: Final = ("performance_density", "digital_units_score", "analog_units_score")
_TOPS_OF_3A090: Final = 400
"""At four bits they make the TPP of 1600 with which 3A090 begins."""

_OF_A_WAFER: Final = 4800
"""A TPP of 3A090.a.1; an item of a whole wafer has more."""

_LARGEST_MM2: Final = 10_000
"""More than all dies of one package have, those of a whole wafer aside."""


def figures_in_doubt(
    cells: Mapping[str, str], facts: Mapping[str, Value], rates: tuple[Rate, ...]
) -> Iterator[tuple[str, FaultText]]:
    """Columns with a figure that cannot be meant as it stands beside the others, and why."""
    yield from _less_than_its_rates(facts, rates)
    yield from _areas_of_a_wafer(cells, facts, rates)


def _less_than_its_rates(facts: Mapping[str, Value], rates: tuple[Rate, ...]) -> Iterator[tuple[str, FaultText]]:
    """A stated TPP below that of rates of wide formats alone, which is the least that it can be."""
    stated = facts.get("tpp")
    least = min((one.tpp for one in totals_of(rates)), default=0) if are_wide(rates) else 0
    if isinstance(stated, int | Fraction) and stated < least * _AS_ROUNDED:
        template = marked("{given} is less than the rates beside it come to ({least}); correct the one or the other")
        yield "tpp", fault(template, given=decimal_text(stated), least=decimal_text(least))


_AS_ROUNDED: Final = Fraction(99, 100)
"""A TPP of so much of what the rates come to may only be rounded."""


def _areas_of_a_wafer(
    cells: Mapping[str, str], facts: Mapping[str, Value], rates: tuple[Rate, ...]
) -> Iterator[tuple[str, FaultText]]:
    """The column that gives the area of a wafer beside the TPP of a die: it makes the density vanish, which clears."""
    stated = facts.get("tpp")
    tpp = stated if isinstance(stated, int | Fraction) else max((one.tpp for one in totals_of(rates)), default=0)
    if not 0 < tpp < _OF_A_WAFER:
        return
    area, density = facts.get("die_area_mm2"), facts.get("performance_density")
    if isinstance(area, int | Fraction) and area > _LARGEST_MM2 and not is_meant_so(cells.get("die_area_mm2", "")):
        yield "die_area_mm2", _too_large(area)
    elif isinstance(density, int | Fraction) and 0 < density * _LARGEST_MM2 < tpp:
        yield "performance_density", _too_large(whole(Fraction(tpp) / density))


def _too_large(area: Exact) -> FaultText:
    template = marked("the dies would have {area} mm2, which none of such a TPP has; write the area of the dies in mm2")
    return fault(template, area=decimal_text(area, 0))
