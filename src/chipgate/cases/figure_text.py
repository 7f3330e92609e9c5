"""Figures as decimal text."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from chipgate.cases.case import Case
from chipgate.law.facts import NotApplicable, Value
from chipgate.units import decimal_text


def figure_text(case: Case, name: str) -> str:
    """A number of CASE as decimal text; every reading, joined by a bar, where it is disputed."""
    if len(case.readings) == 1:
        values: Iterable[Value] = (case.facts[name],) if name in case.facts else ()
    else:
        values = dict.fromkeys(reading[name] for reading in case.readings if name in reading)
    return "|".join("n/a" if isinstance(v, NotApplicable) else number_text(v) for v in values)


def number_text(value: object) -> str:
    """A number as text, with more digits where four would round it onto another number."""
    return _fraction_text(value) if isinstance(value, Fraction) else str(value)


@lru_cache(maxsize=4096)
def _fraction_text(value: Fraction) -> str:
    return decimal_text(value, 4 if value != round(value, 4) else 9)
