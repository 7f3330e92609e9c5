"""Rates of wide formats alone: what they make of TPP is the least that it can be, so it catches and never clears."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

from chipgate.cases.rates import are_wide, totals_of
from chipgate.cases.transaction import Transaction
from chipgate.law.facts import NOT_APPLICABLE, NotApplicable, Value
from chipgate.units import Exact, whole

_CAUGHT_BY_A: Final = 4800
"""No text asks for more TPP (3A090.a.1, and 3A090.a of 2022): what has as much is caught, whatever it has more."""

_CAUGHT_BY_B: Final = (2400, Fraction("1.6"))
"""From this TPP and density on, what is for datacenters is 3A090.b, or .a if it has more."""

_AS_IN_2022: Final = 600
"""GB/s. With so much input and output the text of 2022 asks for 4800, whatever the density is."""


def say_too_little(transaction: Transaction) -> bool:
    """Whether TPP may be higher than the rates say in a way that counts: an H100 has 2176 at FP64 in its vector units,
    and 15832. What is caught by them stays caught; a TPP that is stated and no less stands alone."""
    if not are_wide(transaction.rates):
        return False
    least = min(total.tpp for total in totals_of(transaction.rates))
    stated = transaction.facts.get("tpp")
    if isinstance(stated, int | Fraction):
        return stated >= least
    return least < _CAUGHT_BY_A and not _is_caught_by_b(transaction, least)


def _is_caught_by_b(transaction: Transaction, tpp: Exact) -> bool:
    """Whether TPP is caught as it stands: by what is read with it, to which the day does not belong."""
    least_tpp, least_density = _CAUGHT_BY_B
    facts = transaction.facts
    density = facts.get("performance_density", density_of(tpp, facts.get("die_area_mm2")))
    rate = facts.get("io_gb_s", 0)
    return (
        tpp >= least_tpp
        and isinstance(density, int | Fraction)
        and density >= least_density
        and facts.get("datacenter") is True
        and isinstance(rate, int | Fraction)
        and rate < _AS_IN_2022
    )


@lru_cache(maxsize=4096)
def density_of(tpp: Value | None, area: Value | None) -> Exact | NotApplicable | None:
    """TPP over the applicable die area (3A090 Technical Note 4)."""
    if isinstance(tpp, NotApplicable) or isinstance(area, NotApplicable):
        return NOT_APPLICABLE
    if not isinstance(tpp, int | Fraction) or not isinstance(area, int | Fraction) or area == 0:
        return None
    return whole(Fraction(tpp) / area)
