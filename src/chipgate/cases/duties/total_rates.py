"""From duties that fall due together to the rate that they come to: layers add up, and none compounds on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chipgate.law.language import Limit
from chipgate.law.provision import DutyForm, ImposesDuty, Provision
from chipgate.readings.verdict import Facts
from chipgate.units import Exact, whole


@dataclass(frozen=True, slots=True)
class Rates:
    """Per cent of the customs value, from the lowest to the highest possible; None is a highest that nobody knows."""

    lowest: Exact
    highest: Exact | None

    @property
    def settled(self) -> Exact | None:
        """The one rate, where there is one."""
        return self.lowest if self.lowest == self.highest else None

    def __add__(self, other: Rates) -> Rates:
        highest = None if self.highest is None or other.highest is None else self.highest + other.highest
        return Rates(whole(self.lowest + other.lowest), None if highest is None else whole(highest))


NOTHING = Rates(0, 0)


def rate_of(duty: ImposesDuty, facts: Facts) -> Rates:
    """The rate of DUTY itself on FACTS: printed, looked up, or between the bounds that are known."""
    if isinstance(duty.rate_pct, Limit):
        return Rates(duty.rate_pct.value, duty.rate_pct.value)
    stated = facts.get(duty.rate_pct.name)
    if isinstance(stated, int | Fraction) and not isinstance(stated, bool) and not is_out_of_bounds(duty, stated):
        return Rates(stated, stated)
    if duty.between is not None:
        return Rates(duty.between[0].value, duty.between[1].value)
    return Rates(0, None)


def is_out_of_bounds(duty: ImposesDuty, stated: Exact) -> bool:
    """Whether a rate that somebody looked up is none that the text of DUTY can have."""
    return duty.between is not None and not duty.between[0].value <= stated <= duty.between[1].value


def topped_up(rate: Exact, base: Rates) -> Rates:
    """What a duty adds that takes the base rate up to RATE: nothing where that is as high already."""
    most = whole(max(Fraction(0), Fraction(rate) - base.lowest))
    least = 0 if base.highest is None else whole(max(Fraction(0), Fraction(rate) - base.highest))
    return Rates(least, most)


def layer_rate(duty: ImposesDuty, facts: Facts, base: Rates) -> Rates:
    """What DUTY adds beside the base rate."""
    rate = rate_of(duty, facts)
    return topped_up(rate.lowest, base) if duty.form is DutyForm.UP_TO else rate


def base_of(due: Iterable[Provision], facts: Facts) -> Rates:
    """The base rate among the duties that are due."""
    bases = (one.gives for one in due if isinstance(one.gives, ImposesDuty) and one.gives.form is DutyForm.BASE)
    return next((rate_of(one, facts) for one in bases), NOTHING)


def total_rate(due: Sequence[Provision], facts: Facts) -> Rates:
    """The sum of the layers that are DUE; value-added tax stands apart.

    A duty up to a total counts with the base rate as one: together they are the higher of the two.
    """
    base = base_of(due, facts)
    total = base
    for provision in due:
        duty = provision.gives
        if not isinstance(duty, ImposesDuty) or duty.form in (DutyForm.BASE, DutyForm.VAT):
            continue
        if duty.form is DutyForm.UP_TO:
            total = _with_top(total, base, rate_of(duty, facts).lowest)
        else:
            total += rate_of(duty, facts)
    return total


def _with_top(total: Rates, base: Rates, rate: Exact) -> Rates:
    """TOTAL with its base rate, wherever that lies, taken up to RATE."""
    lowest = total.lowest - base.lowest + max(base.lowest, rate)
    if total.highest is None or base.highest is None:
        return Rates(whole(lowest), None)
    return Rates(whole(lowest), whole(total.highest - base.highest + max(base.highest, rate)))


def spanning(found: Iterable[Rates]) -> Rates:
    """From the lowest of all to the highest of all."""
    every = tuple(found)
    highest = [one.highest for one in every]
    known = [one for one in highest if one is not None]
    return Rates(min(one.lowest for one in every), max(known) if len(known) == len(highest) else None)
