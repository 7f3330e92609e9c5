"""Exact numbers: decimal text to rationals and back, never through a float."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import gcd

from chipgate.errors import BadNumber
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

Exact = int | Fraction
"""A number without rounding: an int where it is whole, a Fraction otherwise."""

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_LONGEST = 60  # digits; a longer number is a mistake, and would make arithmetic slow


def exact(text: str | int | Fraction) -> Exact:
    """The number that decimal TEXT prints, exactly: ``exact("4799.99") == Fraction(479999, 100)``.

    Thousands may be grouped with commas. Whole numbers come back as ``int``, because they compare ten times faster.

    Raises:
        BadNumber: TEXT is not a decimal number, is infinite or not a number, or is longer than 60 characters.
    """
    if isinstance(text, int | Fraction):
        return whole(text)
    stripped = text.strip()
    if stripped.isdecimal() and len(stripped) <= _LONGEST:
        return int(stripped)
    if _GROUPED.fullmatch(stripped):
        stripped = stripped.replace(",", "")
    if len(stripped) > _LONGEST or not _PLAIN.fullmatch(stripped):
        template = marked("{given} is not a decimal number; write it like 4992 or 5.92, without a unit")
        raise BadNumber(fault(template, given=repr(text.strip()[:70])))
    return whole(Fraction(stripped))


def whole(number: Exact) -> Exact:
    """The same number, as an ``int`` where it is one."""
    return number.numerator if number.denominator == 1 else number


def decimal_text(number: Exact, places: int = 6) -> str:
    """NUMBER as plain decimal text, rounded half to even at PLACES digits where it does not end before."""
    if number.denominator == 1:
        return str(number.numerator)
    return _rounded(number.numerator, number.denominator, places)


@lru_cache(maxsize=8192)
def _rounded(numerator: int, denominator: int, places: int) -> str:
    """Such a fraction as decimal text; the same few are said again and again."""
    scaled = round(Fraction(numerator, denominator) * 10**places)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    if places == 0:
        return sign + digits
    fraction = digits[-places:].rstrip("0")
    return f"{sign}{digits[:-places]}{'.' + fraction if fraction else ''}"


def exact_text(number: Exact) -> str:
    """NUMBER as decimal text without rounding; as a fraction where no decimal text of readable length ends on it."""
    if number.denominator == 1:
        return str(number.numerator)
    denominator, places = number.denominator, 0
    while (common := gcd(denominator, 10)) > 1:
        denominator, places = denominator // common, places + 1
    return decimal_text(number, places) if denominator == 1 and places <= _LONGEST else str(number)


def figure(value: float) -> str:
    """A measured or foreseen number for people: four digits, thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"
