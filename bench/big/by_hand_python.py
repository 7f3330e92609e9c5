"""The rules as a careful programmer would write them for one shipment, without chipgate: the plain loop.

All facts of a row are known here except those that no column gives (a notice to BIS, the standing of an end user in
the Emirates, the site of a supercomputer or of a fab, the region in Ukraine, whether 744.22 names an end user abroad):
what hangs on them is ``undetermined``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bench.big.row_by_row import run_by_rows
from bench.big.tables import SPANS, Chip, Country, chip_table, country_table

NO, EXCEPTION, LICENCE, OPEN = "no_licence_required", "exception", "licence_required", "undetermined"

MACAU_2023, OCTOBER_2023, APRIL_2024 = date(2023, 1, 17), date(2023, 11, 17), date(2024, 4, 4)
NICARAGUA_2024, WORLDWIDE_2025, EMIRATES_2026 = date(2024, 3, 15), date(2025, 1, 13), date(2026, 7, 10)

CHINA, EMBARGOED = ("CN", "HK"), ("CU", "IR", "KP", "SY", "RU", "BY")
MILITARY = ("BY", "MM", "KH", "CN", "HK", "RU", "VE")
INTELLIGENCE = (*MILITARY, "IR", "KP", "SY", "CU")
NEAR_MILITARY = ("military", "military_intelligence", "ai_training_for_military", "wmd")

Answer = tuple[str, str]


class Shipment(NamedTuple):
    """One row, its places as rows of the table of countries."""

    chip: Chip
    day: date
    to: Country
    end_user: Country
    parent: Country
    end_use: str


class Item(NamedTuple):
    """Which paragraph the chip is in."""

    a: bool
    b: bool
    note_2: bool
    for_exceptions: bool


class Places(NamedTuple):
    """Where it goes and who is behind it: met, or not settled."""

    d145: bool
    d145_unsure: bool
    d1: bool
    d5: bool
    d5_unsure: bool
    hq: bool
    hq_unsure: bool


def determined(one: Shipment) -> Answer:
    """Outcome and deciding provision of ONE."""
    item, places = _item(one), _places(one)
    met = asked = ""
    for provision, holds, open_ in _requirements(one, item, places):
        if holds:
            met = provision
            break
        asked = asked or (provision if open_ else "")
    if met:
        return _with_exception(one, item, places, met)
    return (OPEN, asked) if asked else (NO, _why_not(one, item))


def _item(one: Shipment) -> Item:
    tpp, density, io, datacenter = (
        one.chip.tpp or 0,
        one.chip.density or 0,
        one.chip.io_gb_s or 0,
        one.chip.datacenter,
    )
    if one.day < OCTOBER_2023:
        return Item(io >= 600 and tpp >= 4800, False, False, False)
    in_a = tpp >= 4800 or (tpp >= 1600 and density >= 5.92)
    in_b = (2400 <= tpp < 4800 and 1.6 <= density < 5.92) or (tpp >= 1600 and 3.2 <= density < 5.92)
    left_out = not datacenter and tpp < 4800
    a = in_a and not left_out
    b = in_b and not left_out and not a
    return Item(a, b, left_out and (tpp >= 4800 or in_a or in_b), b or (a and not datacenter))


def _places(one: Shipment) -> Places:
    span = bisect_right(SPANS, one.day) - 1
    to, behind, behind_unsure = one.to, one.end_user.d5 | one.parent.d5, one.end_user.d5_unsure | one.parent.d5_unsure
    bits = (to.d145, to.d145_unsure, to.d1, to.d5, to.d5_unsure, behind, behind_unsure)
    return Places(*(bool(groups >> span & 1) for groups in bits))


Requirement = tuple[str, bool, bool]
"""A provision, whether it is met, and whether a fact that no column gives could make it so."""


def _requirements(one: Shipment, item: Item, places: Places) -> Iterator[Requirement]:
    yield from _for_the_item(one, item, places)
    yield from _for_the_end_use(one, places)
    yield "us/ear/746", one.to.country in EMBARGOED, False
    yield "us/ear/746.3", one.to.country == "IQ" and (item.a or item.b), False
    yield "us/ear/746.6", False, one.to.country == "UA"


def _for_the_item(one: Shipment, item: Item, places: Places) -> Iterator[Requirement]:
    abroad, emirates = one.to.country != "US", one.to.country == "AE"
    if one.day < OCTOBER_2023:
        china = one.to.country in CHINA or (one.to.country == "MO" and one.day >= MACAU_2023)
        yield "us/ear/742.6(a)(6)", item.a and china, False
    elif one.day < WORLDWIDE_2025:
        either = item.a or item.b
        yield "us/ear/742.6(a)(6)(iii)", either and places.d145, either and places.d145_unsure
        yield "us/ear/744.23(a)(3)(i)", either and abroad and places.hq, either and abroad and places.hq_unsure
    else:
        approved = emirates and one.day >= EMIRATES_2026  # unless the end user is one of 740 Supp. 8
        a_to = item.a and abroad and (places.d145 or emirates)
        a_open = a_to or (item.a and abroad and places.d145_unsure)
        yield "us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5", a_to and not approved, a_open
        hq = "us/ear/742.6(a)(6)(iii)(A)/headquarters"
        yield hq, item.a and abroad and places.hq, item.a and abroad and places.hq_unsure
        yield "us/ear/742.6(a)(6)(iii)(B)", item.b and places.d145, item.b and (places.d145_unsure or approved)
        hq = "us/ear/744.23(a)(3)(i)(A)"
        yield hq, item.b and abroad and places.hq, item.b and abroad and places.hq_unsure


def _for_the_end_use(one: Shipment, places: Places) -> Iterator[Requirement]:
    use, to = one.end_use, one.to
    yield "us/ear/744.23(a)(1)", use == "supercomputer" and places.d5, use == "supercomputer"
    yield "us/ear/744.23(a)(2)", use == "advanced_node_fab" and places.d5, use == "advanced_node_fab"
    equipment = use == "semiconductor_equipment"
    yield "us/ear/744.23(a)(4)", equipment and places.d5, equipment and places.d5_unsure
    abroad = equipment and one.day >= APRIL_2024
    yield "us/ear/744.23(a)(4)(ii)", abroad and places.hq, abroad and places.hq_unsure
    if use in NEAR_MILITARY:
        listed = to.country in MILITARY or (to.country == "NI" and one.day >= NICARAGUA_2024)
        yield "us/ear/744.21", use == "military" and listed, listed
        yield "us/ear/744.17", False, places.d1
        behind = one.end_user.country in INTELLIGENCE or one.parent.country in INTELLIGENCE
        yield "us/ear/744.22", use == "military_intelligence" and to.country in INTELLIGENCE, behind
        yield "us/ear/744.6, 744.22, 744.23/training", False, use == "ai_training_for_military"
        yield "us/ear/744.2-4", use == "wmd", False


def _with_exception(one: Shipment, item: Item, places: Places, requirement: str) -> Answer:
    """The exception that is open or could be, where a licence is needed by REQUIREMENT."""
    if one.day < OCTOBER_2023 or not (item.a or item.b):
        return LICENCE, requirement
    barred, perhaps_barred = _bars(one, item, places)
    if barred:
        return LICENCE, requirement
    notified, unsure = places.d5 or places.hq, places.d5_unsure or places.hq_unsure
    if item.for_exceptions:
        early = one.day < APRIL_2024
        if notified or unsure:
            return OPEN, "us/ear/740.8 NAC"
        return OPEN if perhaps_barred else EXCEPTION, "us/ear/740.8 NAC" if early else "us/ear/740.8 ACA"
    manufacturing = one.day >= WORLDWIDE_2025 and one.end_use == "development_production_storage"
    if manufacturing and not notified:
        return OPEN, "us/ear/740.28 ACM"
    return LICENCE, requirement


def _bars(one: Shipment, item: Item, places: Places) -> tuple[bool, bool]:
    """Whether another requirement bars every exception, and whether one might.

    746.6 might too, but no group of a licence has Ukraine: only headquarters of D:5 lead here, and they ask anyway.
    """
    others = [*_for_the_end_use(one, places)]
    embargo = one.to.country in (*EMBARGOED, "IQ")
    return embargo or any(met for _, met, _ in others), any(open_ for *_, open_ in others)


def _why_not(one: Shipment, item: Item) -> str:
    if item.note_2:
        return "us/ear/3A090 Note 2"
    if not (item.a or item.b):
        return "us/ear/3A090.a"
    if one.day < OCTOBER_2023:
        return "us/ear/742.6(a)(6)"
    if one.day < WORLDWIDE_2025:
        return "us/ear/742.6(a)(6)(iii)"
    return "us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5" if item.a else "us/ear/742.6(a)(6)(iii)(B)"


def answers(rows: Iterable[dict[str, Any]]) -> Iterator[Answer]:
    """The answers to ROWS of a table of shipments; what misses a place gets none."""
    chips = {chip.chip: chip for chip in chip_table()}
    countries = {country.country: country for country in country_table()}
    for row in rows:
        places = [countries.get(row[name]) for name in ("destination", "end_user_hq", "end_user_parent_hq")]
        to, end_user, parent = places
        if to is None or end_user is None or parent is None:
            yield OPEN, ""
        else:
            use = row["known_end_use"] or "ordinary"
            yield determined(Shipment(chips[row["chip"]], row["date"], to, end_user, parent, use))


def prepare() -> object:
    """Read the small tables."""
    return chip_table(), country_table()


def run(path: Path, out: Path | None) -> object:
    """Judge the shipments in PATH: a histogram, or a Parquet file at OUT."""
    return run_by_rows(answers, path, out)
