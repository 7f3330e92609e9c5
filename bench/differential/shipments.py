"""Made-up shipments as frames of text, batch after batch: figures on the limits of the law, facts missing.

Three kinds take turns: orders of catalogue chips, items given by their figures, and shipments of which nearly every
fact is given. A batch follows from the seed and its number alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from chipgate.cases.values import with_four_decimals
from chipgate.chips.catalogue import bundled
from chipgate.law.facts import Fact, FactKind
from chipgate.law.language import Compared
from chipgate.law.us import country_groups
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY, us_corpus
from chipgate.law.walking import facts_of_measure, walk
from chipgate.units import Exact, exact, exact_text

BATCH = 50_000
"""Rows of a batch; a smaller one is the beginning of it. Plans cost much for each batch, and little for each row."""
MOST_OF_EVERYTHING = 1_000
"""Rows of a batch in which nearly every fact is given: no two are alike, and a table learns from each of them."""

MISSING_SHARES = (0.05, 0.1, 0.2, 0.3)

AREAS = ("814", "609", "294.5", "1542", "750.25", "104", "25")
"""Die areas; with a density on a limit they give a TPP whose density lies on it exactly."""

PLACES = (
    *("CN", "CN", "HK", "MO", "VE", "NI", "BY", "RU", "IR", "CU", "KH", "VN", "IQ", "AE", "SA", "KZ", "LY"),
    *("IL", "TW", "SG", "JP", "US", "US", "DE", "NL", "IN", "BR", "MY", "PR", "GL"),
)

USUAL: Mapping[str, Sequence[str]] = {
    "item_kind": ("ic", "ic", "computer"),
    "transaction": ("export",),
    "described_in": ("none",),
    "known_end_use": ("ordinary", "development_production_storage"),
    "buyer_itself_listed": ("no",),
    "military_end_user": ("no",),
    "letter_recipient": ("no",),
    "country_chart_requires_licence": ("no",),
    "listed_owner_share": ("0",),
    "exporter": ("other", "distributor"),
    "bis_objection": ("no",),
    "purchase_order": ("yes",),
    "training_needs_licence": ("no",),
}
"""What a shipment mostly is, so that not every second one goes to a listed party."""

USUAL_SHARE = 0.85

Dice = np.random.Generator
Texts = np.ndarray[Any, np.dtype[np.object_]]

_NOTHING: Texts = np.full(BATCH, None, dtype=object)


def batch(number: int, rows: int, seed: int, on_limits: bool = False) -> pl.DataFrame:
    """Batch NUMBER of the endless table of SEED, cut to ROWS; its columns bear canonical names.

    ON_LIMITS: without the orders, whose figures are those of real chips.
    """
    dice = np.random.default_rng((seed, number))
    kinds = _ON_LIMITS if on_limits else _KINDS
    columns = kinds[number % len(kinds)](dice)
    missing = MISSING_SHARES[number // len(kinds) % len(MISSING_SHARES)]
    found = {}
    for name, texts in columns.items():
        gaps = dice.random(BATCH) < (missing if name != "as_of" else 0.002)
        found[name] = pl.Series(name, np.where(gaps, _NOTHING, texts).tolist(), dtype=pl.String)
    return pl.DataFrame(found).head(min(rows, most_rows(number, on_limits)))


def most_rows(number: int, on_limits: bool = False) -> int:
    """How many rows batch NUMBER has at the most."""
    kinds = _ON_LIMITS if on_limits else _KINDS
    return MOST_OF_EVERYTHING if kinds[number % len(kinds)] is _everything else BATCH


def kind_of(number: int, on_limits: bool = False) -> str:
    """A name for the kind of batch NUMBER: those of one kind have the same columns."""
    kinds = _ON_LIMITS if on_limits else _KINDS
    return kinds[number % len(kinds)].__name__


def _orders(dice: Dice) -> dict[str, Texts]:
    """Chips of the catalogue, as in an order book."""
    return {
        "as_of": _days(dice),
        "chip": _some(bundled().names(), dice),
        "units": _some(tuple(map(str, (1, 2, 8, 50, 500, 1700, 5000, 20_000, 1_000_000))), dice),
        **_parties(dice),
    }


def _figures(dice: Dice) -> dict[str, Texts]:
    """Items given by TPP and area, or by TPP and density, mostly on a limit."""
    area = _some(AREAS, dice)
    density = _some(limits_of("performance_density"), dice)
    stated = dice.random(BATCH) < 0.3
    tpp = np.array([_written(exact(a) * exact(d)) for a, d in zip(area, density, strict=True)], dtype=object)
    return {
        "as_of": _days(dice),
        "item_kind": _some(("ic", "ic", "ic", "computer", "low_end_ic", "technology"), dice),
        "tpp": np.where(stated, _some(limits_of("tpp"), dice), tpp),
        "performance_density": np.where(stated, density, _NOTHING),
        "die_area_mm2": np.where(stated, _NOTHING, area),
        "actual_3a090": np.where(dice.random(BATCH) < 0.02, _some(("no",), dice), _NOTHING),
        "datacenter": _some(("yes", "no"), dice),
        "io_gb_s": _some(limits_of("io_gb_s"), dice),
        "dram_bandwidth_gb_s": _some(limits_of("dram_bandwidth_gb_s"), dice),
        **_parties(dice),
    }


def _everything(dice: Dice) -> dict[str, Texts]:
    """Nearly every fact that any provision asks for."""
    found = {"as_of": _days(dice)}
    for name, fact in us_corpus().facts.items():
        if name != "completion_year":  # follows from the day
            usual = USUAL.get(name)
            any_ = _some(values_of(fact), dice)
            often = any_ if usual is None else _some(usual, dice)
            found[name] = np.where(dice.random(BATCH) < USUAL_SHARE, often, any_)
    return found


_KINDS = (_orders, _figures, _orders, _everything)
_ON_LIMITS = (_figures, _everything)


def _parties(dice: Dice) -> dict[str, Texts]:
    place = _some(PLACES, dice)
    home = np.where(dice.random(BATCH) < 0.6, place, _some(PLACES, dice))
    return {
        "destination_iso2": place,
        "end_user_hq": home,
        "end_user_parent_hq": np.where(dice.random(BATCH) < 0.7, home, _some(PLACES, dice)),
        "known_end_use": _some(("ordinary",) * 8 + us_corpus().facts["known_end_use"].choices, dice),
        "transaction": _some(("export",) * 4 + us_corpus().facts["transaction"].choices, dice),
        "exporter": _some(("other", "other", "distributor"), dice),
    }


def _some(values: Sequence[str], dice: Dice) -> Texts:
    return np.array(values, dtype=object)[dice.integers(0, len(values), BATCH)]


def _days(dice: Dice) -> Texts:
    """Any day of the law; in every second row one on which it changes, or the day before."""
    any_day = (np.datetime64(FIRST_DAY) + dice.integers(0, (CHECKED_UNTIL - FIRST_DAY).days + 1, BATCH)).astype(str)
    return np.where(dice.random(BATCH) < 0.5, _some(_telling_days(), dice), any_day.astype(object))


@cache
def _telling_days() -> tuple[str, ...]:
    days = [day for day in us_corpus().change_days if FIRST_DAY <= day <= CHECKED_UNTIL]
    before = [day - timedelta(days=1) for day in days if day > FIRST_DAY]
    return tuple(date.isoformat(day) for day in (*days, *before))


@cache
def values_of(fact: Fact) -> tuple[str, ...]:
    """Values of FACT as text; of a number, every limit and a step to each side."""
    match fact.kind:
        case FactKind.NUMBER:
            return limits_of(fact.name)
        case FactKind.FLAG:
            return ("yes", "no")
        case FactKind.CHOICE:
            return fact.choices
        case FactKind.COUNTRY:
            return (*PLACES, *sorted(country_groups.known_countries())[::9])
        case FactKind.CODE:
            return ("8542.31", "8473.30.1180")


@cache
def limits_of(name: str) -> tuple[str, ...]:
    """The numbers that any provision holds a fact against, and what lies a hundredth beside each."""
    provisions = us_corpus().provisions
    conditions = [*(p.when for p in provisions), *(p.subject for p in provisions if p.subject is not None)]
    nodes = [node for condition in conditions for node in walk(condition)]
    limits = {
        Fraction(node.limit.value)
        for node in nodes
        if isinstance(node, Compared) and any(fact.name == name for fact in facts_of_measure(node.measure))
    }
    steps = {one + exact(step) for one in limits | {Fraction(0)} for step in ("-0.01", "0", "0.01")}
    most = 1 if name == "listed_owner_share" else None
    found = [one for one in sorted(steps) if one >= 0 and (most is None or one <= most)]
    return tuple(exact_text(one) if most == 1 else _written(one) for one in found)


def _written(number: Exact) -> str:
    """NUMBER with as many decimals as say that it is meant, however low it is."""
    return exact_text(number) if number >= _NOT_IN_DOUBT else with_four_decimals(number)


_NOT_IN_DOUBT = 1000
