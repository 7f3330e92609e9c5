"""Numbers of a datasheet as people type them: read exactly, or refused with the unit that is expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from chipgate.chips.datasheet import FIGURE_UNITS, FORMATS
from chipgate.errors import BadNumber
from chipgate.units import Exact, exact

_SAYS_NOTHING: Final = frozenset(("n/a", "na", "none", "null", "unknown", "tbd", "-", "--", "?", "未知", "无"))
_NOT_FINITE: Final = re.compile(r"[+-]?(nan|inf(inity)?)", re.IGNORECASE)
_WITH_UNIT: Final = re.compile(r"(?P<number>[+-]?[\d.,]*\d)\s*(?P<unit>[^\d\s.,+-].*)")
_NEVER_ZERO: Final = frozenset(FIGURE_UNITS) - {
    *(f"dense_{form}_tops" for form in FORMATS),
    "memory_gb",
    "memory_bandwidth_gb_s",
    "interconnect_bidirectional_gb_s",
    "pcie_bidirectional_gb_s",
    "typical_price_usd",
}
_WHOLE: Final = frozenset(("logic_dies", "compute_units"))


class _Range(NamedTuple):
    """What can be meant: outside of it the number is probably in another unit."""

    least: Fraction
    below: str
    most: int
    above: str


PLAUSIBLE: Final[Mapping[str, _Range]] = MappingProxyType(
    {
        "process_node_nm": _Range(Fraction(1), "um", 1000, "pm"),
        "die_area_mm2": _Range(Fraction(1), "cm2", 60_000, "um2"),
        "transistors_billion": _Range(Fraction(1, 10_000), "10**12 transistors", 50_000, "millions, or a count"),
        **{f"dense_{form}_tops": _Range(Fraction(1, 10_000), "PFLOPS", 2_000_000, "GFLOPS") for form in FORMATS},
        "memory_gb": _Range(Fraction(1, 1000), "TB", 10_000, "MB"),
        "memory_bandwidth_gb_s": _Range(Fraction(1), "TB/s", 100_000_000, "MB/s"),
        "interconnect_bidirectional_gb_s": _Range(Fraction(5), "TB/s", 100_000, "MB/s"),
        "pcie_bidirectional_gb_s": _Range(Fraction(1, 4), "TB/s", 4_000, "MB/s"),
        "power_w": _Range(Fraction(2), "kW", 200_000, "mW"),
        "boost_clock_mhz": _Range(Fraction(50), "GHz", 20_000, "kHz"),
    }
)


def number_of(field: str, text: str) -> Exact:
    """The number that TEXT gives for FIELD.

    Raises:
        BadNumber: TEXT is no number, carries a unit, or cannot be meant in the unit of FIELD.
    """
    unit = unit_of(field)
    stripped = text.strip()
    if stripped.casefold() in _SAYS_NOTHING or _NOT_FINITE.fullmatch(stripped):
        raise BadNumber(f"{stripped!r} is not a number; leave it out where it is unknown, else give it in {unit}")
    plain = stripped.isascii() and stripped.isdigit() and len(stripped) < 12
    number = int(stripped) if plain else _read(stripped, unit)
    _check(field, number, stripped, unit)
    return number


def unit_of(field: str) -> str:
    """The unit of a figure in a word or two."""
    return FIGURE_UNITS[field].split(",")[0]


def _read(text: str, unit: str) -> Exact:
    try:
        return exact(text)
    except BadNumber:
        found = _WITH_UNIT.fullmatch(text)
        if found is None:
            raise
    raise BadNumber(f"{text[:70]!r} carries a unit ({found['unit'][:20]}); write the number alone, in {unit}")


def _check(field: str, number: Exact, text: str, unit: str) -> None:
    if number < 0:
        raise BadNumber(f"{text} is negative; give a number of 0 or more, in {unit}")
    if number == 0 and field in _NEVER_ZERO:
        raise BadNumber(f"is zero, which cannot be; leave it out where it is unknown, else give it in {unit}")
    if field in _WHOLE and not isinstance(number, int):
        raise BadNumber(f"{text} is not a whole number; give a count of {unit}")
    meant = PLAUSIBLE.get(field)
    if meant and number and number < meant.least:
        raise BadNumber(f"{text} is too small for {unit} and looks like {meant.below}; give it in {unit}")
    if meant and number > meant.most:
        raise BadNumber(f"{text} is too large for {unit} and looks like {meant.above}; give it in {unit}")


def odd_together(numbers: Mapping[str, Exact]) -> dict[str, str]:
    """Faults, by field, that only show when the figures of a chip are seen side by side."""
    faults = {}
    area, bandwidth = numbers.get("die_area_mm2"), numbers.get("memory_bandwidth_gb_s")
    fastest = max((numbers.get(f"dense_{form}_tops", 0) for form in FORMATS), default=0)
    if area is not None and area < 20 and fastest >= 50:
        faults["die_area_mm2"] = "is too small for the peak rate and looks like cm2; give it in mm2 (8.14 cm2 is 814)"
    if bandwidth and bandwidth < 25 and numbers.get("memory_gb", 0) >= 8:
        faults["memory_bandwidth_gb_s"] = "is too small for the memory and looks like TB/s; give GB/s (4.8 TB/s: 4800)"
    return faults
