"""Duties of worked cases, by their cells."""

from __future__ import annotations

from fractions import Fraction

from chipgate.cases.duties.duty_answer import DutyAnswer
from chipgate.cases.duties.landed_cost import LandedCost, landed_cost_of_cells
from chipgate.cases.duties.total_rates import Rates


def cost(day: str, to: str = "US", rest: dict[str, str] | None = None, **cells: str) -> LandedCost:
    """The landed cost of what CELLS say, entered on DAY."""
    return landed_cost_of_cells({**cells, "destination_iso2": to}, {"as_of": day, **(rest or {})})


def duties(day: str, to: str = "US", **cells: str) -> DutyAnswer:
    """The duties on what CELLS say."""
    return cost(day, to, **cells).duties


def rates(answer: DutyAnswer) -> tuple[Fraction, Fraction | None]:
    """The total from the lowest to the highest."""
    return bounds(answer.total)


def bounds(found: Rates) -> tuple[Fraction, Fraction | None]:
    """RATES as two fractions."""
    return Fraction(found.lowest), None if found.highest is None else Fraction(found.highest)


def summed(answer: DutyAnswer, authority: str) -> Fraction:
    """What the layers that are due under AUTHORITY add up to."""
    return sum((Fraction(one.rates.lowest) for one in answer.layers if one.duty.authority == authority), Fraction(0))
