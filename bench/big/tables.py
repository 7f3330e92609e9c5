"""What a data engineer would keep beside the rules: a table of chips, and one of countries with days of membership."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from chipgate.cases.printed_figures import printed_figures
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet
from chipgate.law.us import country_groups
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY

MOST_COUNTRIES = 200

SPANS = (FIRST_DAY, *(day for day in country_groups.CHANGE_DAYS if day <= CHECKED_UNTIL))
"""The first day of every span of days in which no membership changes."""


class Chip(NamedTuple):
    """A chip by its figures; where several are in print, by the first of each."""

    chip: str
    tpp: float | None
    density: float | None
    io_gb_s: float | None
    datacenter: bool | None


class Country(NamedTuple):
    """A country and its groups: bit n of a number says whether it is a member in span n of ``SPANS``."""

    country: str
    d145: int  # D:1, D:4 or D:5, and neither A:5 nor A:6
    d145_unsure: int
    d5: int  # or Macau, which the rules name beside D:5
    d5_unsure: int
    d1: int


@cache
def country_codes() -> tuple[str, ...]:
    """Two hundred countries of the table of 15 CFR 740 Supp. 1, Hong Kong among them; NA is read as "not available"."""
    known = sorted(country_groups.known_countries() - country_groups.dependencies().keys())
    return tuple(code for code in known if code != "NA")[:MOST_COUNTRIES]


@cache
def chip_table() -> tuple[Chip, ...]:
    """Every chip of the catalogue."""
    return tuple(_chip(sheet) for sheet in bundled())


def _chip(sheet: Datasheet) -> Chip:
    figures: dict[str, Any] = {name: found[0].value for name, found in printed_figures(sheet).items()}
    tpp, area, io = (figures.get(name) for name in ("tpp", "die_area_mm2", "io_gb_s"))
    density = None if tpp is None or area is None else float(Fraction(tpp) / area)
    return Chip(
        sheet.name,
        None if tpp is None else float(tpp),
        density,
        None if io is None else float(io),
        figures.get("datacenter"),
    )


@cache
def country_table() -> tuple[Country, ...]:
    """Every country of ``country_codes`` with its memberships."""
    return tuple(_country(code) for code in country_codes())


def _country(code: str) -> Country:
    return Country(
        code,
        d145=_bits(lambda day: _in(code, day, *_ALL_D) and not _in(code, day, *_EXEMPT)),
        d145_unsure=_bits(lambda day: _is_unsure(code, day) and not _in(code, day, *_ALL_D, *_EXEMPT)),
        d5=_bits(lambda day: code == "MO" or (_in(code, day, "D:5") and not _is_unsure(code, day))),
        d5_unsure=_bits(lambda day: _is_unsure(code, day)),
        d1=_bits(lambda day: _in(code, day, "D:1")),
    )


_ALL_D, _EXEMPT = ("D:1", "D:4", "D:5"), ("A:5", "A:6")


def _in(code: str, day: date, *groups: str) -> bool:
    return any(code in country_groups.groups_on(day)[group] for group in groups)


def _is_unsure(code: str, day: date) -> bool:
    return ("D:5", code) in country_groups.uncertain_on(day)


def _bits(holds: Callable[[date], bool]) -> int:
    return sum(1 << number for number, day in enumerate(SPANS) if holds(day))
