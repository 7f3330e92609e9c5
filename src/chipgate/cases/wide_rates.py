"""Rates of wide formats alone: what they make of TPP is the least that it can be, so it catches and never clears."""

from __future__ import annotations

from datetime import date
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

_SINCE: Final = date(2023, 11, 17)
"""The first day of 3A090.b."""

_AS_IN_2022: Final = 600
"""GB/s. With so much input and output the text of 2022 asks for 4800, whatever the density; less is outside of it."""


def say_too_little(transaction: Transaction) -> bool:
    """Whether TPP may be higher than the rates say in a way that counts: an H100 has 2176 at FP64 in its vector units,
    and 15832. What is caught by them stays caught; a TPP that is stated and no less stands alone."""
    if not are_wide(transaction.rates):
        return False
    stated = transaction.facts.get("tpp")
    if isinstance(stated, int | Fraction):
        return stated >= _least(transaction)
    if _least(transaction) >= _CAUGHT_BY_A:
        return False
    return not _is_of_b(transaction) or (_hangs_on_2022(transaction) and not _is_after_2022(transaction))


def hang_on_the_day(transaction: Transaction) -> bool:
    """Whether it hangs on the day if the rates say too little: who reads them without it cannot say."""
    is_alone = are_wide(transaction.rates) and "tpp" not in transaction.facts
    return is_alone and _least(transaction) < _CAUGHT_BY_A and _is_of_b(transaction) and _hangs_on_2022(transaction)


def _least(transaction: Transaction) -> Exact:
    """The least TPP that the rates make."""
    return min(total.tpp for total in totals_of(transaction.rates))


def _is_of_b(transaction: Transaction) -> bool:
    """Whether the least TPP is caught as it stands by 3A090.b, once that is in force."""
    (least_tpp, least_density), tpp, facts = _CAUGHT_BY_B, _least(transaction), transaction.facts
    density = facts.get("performance_density", density_of(tpp, facts.get("die_area_mm2")))
    has_density = isinstance(density, int | Fraction) and density >= least_density
    return tpp >= least_tpp and has_density and facts.get("datacenter") is True


def _hangs_on_2022(transaction: Transaction) -> bool:
    """Whether the text of 2022 may catch more TPP: so it does unless input and output are known to be less."""
    rate = transaction.facts.get("io_gb_s")
    return not isinstance(rate, int | Fraction) or rate >= _AS_IN_2022


def _is_after_2022(transaction: Transaction) -> bool:
    return transaction.day is not None and transaction.day >= _SINCE


@lru_cache(maxsize=4096)
def density_of(tpp: Value | None, area: Value | None) -> Exact | NotApplicable | None:
    """TPP over the applicable die area (3A090 Technical Note 4)."""
    if isinstance(tpp, NotApplicable) or isinstance(area, NotApplicable):
        return NOT_APPLICABLE
    if not isinstance(tpp, int | Fraction) or not isinstance(area, int | Fraction) or area == 0:
        return None
    return whole(Fraction(tpp) / area)
