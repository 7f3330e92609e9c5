"""Figures as decimal text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from chipgate.cases.case import Case
from chipgate.cases.figure import OR_MORE
from chipgate.law.facts import NotApplicable, Value
from chipgate.readings.verdict import Facts
from chipgate.units import decimal_text


def figure_text(case: Case, name: str) -> str:
    """A number of CASE as decimal text; every reading, joined by a bar, where it is disputed."""
    if len(case.readings) == 1:
        values: Iterable[Value] = (case.facts[name],) if name in case.facts else ()
    else:
        values = dict.fromkeys(reading[name] for reading in _as_printed(case) if name in reading)
    return "|".join("n/a" if isinstance(v, NotApplicable) else number_text(v) for v in values)


def _as_printed(case: Case) -> Sequence[Facts]:
    """The readings of CASE without those of a TPP that stands for more than the least that is known."""
    figures = case.figures.get("tpp", ())
    more = {one.value for one in figures if one.origin == OR_MORE}
    more.difference_update(one.value for one in figures if one.origin != OR_MORE)
    return [one for one in case.readings if one.get("tpp") not in more] if more else case.readings


def number_text(value: object) -> str:
    """A number as text, with more digits where four would round it onto another number."""
    return _fraction_text(value) if isinstance(value, Fraction) else str(value)


@lru_cache(maxsize=4096)
def _fraction_text(value: Fraction) -> str:
    return decimal_text(value, 4 if value != round(value, 4) else 9)
