"""The gate map as plain values: the draft and its verdict, its exits, the regions of each plane, and real chips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.outcome_words import CLOCK_WORDS, OUTCOME_NAMES
from chipgate.cases.transaction import transaction_of
from chipgate.chips.catalogue import bundled
from chipgate.law.facts import Value
from chipgate.law.provision import Clock
from chipgate.readings.phrase import Word, phrase
from chipgate.readings.sentence import short_id, words_of
from chipgate.readings.solve.logic import LacksSolver
from chipgate.studies.design.words import GOAL_WORDS
from chipgate.studies.gate_map.chips import Placed, placed
from chipgate.studies.gate_map.exits import LARGER_DIE, LESS_BANDWIDTH, SAME_DENSITY, SAME_DIE, Exit, exits
from chipgate.studies.gate_map.gates import Gate
from chipgate.studies.gate_map.plane import AREA, DENSITY, PLANES, Plane, Spread
from chipgate.studies.gate_map.regions import GateMap, Told, gate_map, told_of
from chipgate.translation.language import Language, marked, translator
from chipgate.units import Exact, decimal_text
from chipgate.web.gate_map.asked import CONDITIONS_MET, MapAsked
from chipgate.web.gate_map.verdict import Verdict, told_words, verdict_of
from chipgate.web.judge.tree import provision_href
from chipgate.web.reformed_law import Changes, changed_limits, law_with

MOST_EXITS: Final = 5
NAMED_VENDORS: Final = 5
"""So many vendors have a mark of their own; the others share one."""

OTHERS: Final = marked("other vendors")
HOW: Final = {
    SAME_DIE: marked("TPP, on the same die"),
    SAME_DENSITY: marked("TPP, at the same density"),
    LARGER_DIE: marked("performance density, at the same TPP"),
    LESS_BANDWIDTH: marked("DRAM bandwidth"),
}
_GOALS: Final = {
    "no_licence": GOAL_WORDS["no-licence"],
    "exception": GOAL_WORDS["exception"],
    "case_by_case": GOAL_WORDS["case-by-case"],
}


@dataclass(frozen=True)
class ExitView:
    """A way out in words, and where it lies on each plane: ``ends`` by the name of the plane."""

    words: str
    gate: str
    gate_href: str
    ends: Mapping[str, tuple[Exact, Exact]]


@dataclass(frozen=True)
class RegionView:
    """A rectangle of one answer in words."""

    told: Told
    words: str
    x: str
    y: str


@dataclass(frozen=True)
class GateView:
    """A line of a plane: the number, the comparison in words, and the texts in which it stands."""

    value: str
    words: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PlaneView:
    """One map: what goes right and up, its regions, and the gates that bound them."""

    name: str
    title: str
    x: str
    y: str
    found: GateMap
    regions: tuple[RegionView, ...]
    gates: tuple[GateView, ...]
    curved: tuple[str, ...]
    draft: tuple[Exact, Exact] | None
    not_drawn: int


@dataclass(frozen=True)
class ChipView:
    """A real chip with its own answer."""

    chip_id: str
    name: str
    label: str
    vendor: str
    group: str
    outcome: str
    words: str
    told: str
    numbers: Mapping[str, str]
    places: Mapping[str, tuple[Exact, Exact]]
    is_disputed: bool


@dataclass(frozen=True)
class MapView:
    """The whole screen but its form."""

    verdict: Verdict
    exits: tuple[ExitView, ...]
    lacks_solver: str
    planes: tuple[PlaneView, ...]
    chips: tuple[ChipView, ...]
    vendors: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...]
    clock: str
    assumed: tuple[str, ...]


def map_view(asked: MapAsked, language: Language) -> MapView:
    """The map of what is ASKED.

    Raises:
        BadOrder: a number cannot be read; carries every fault.
        BadReform: a limit that is changed cannot be.
    """
    transaction = transaction_of(asked.cells)
    checker = _checker(asked.changes, asked.assume, asked.clock)
    answer = checker.check(transaction)
    ways, lacking = _exits(asked)
    chips = chips_placed(asked.changes, asked.assume, asked.clock, asked.day, asked.to, asked.met)
    shown = tuple(_chip_views(chips, language))
    planes = tuple(_plane_view(_map_of(plane.name, asked), answer, shown, language) for plane in PLANES.values())
    return MapView(
        verdict=verdict_of(answer, language),
        exits=tuple(_exit_view(one, asked, language) for one in ways[:MOST_EXITS]),
        lacks_solver=lacking,
        planes=planes,
        chips=shown,
        vendors=tuple(dict.fromkeys(one.group for one in shown)),
        changes=tuple(changed_limits(asked.changes)),
        clock=translator(language)(CLOCK_WORDS[asked.clock]),
        assumed=tuple(dict.fromkeys(translator(language)(line) for _, line in answer.case.assumed.values())),
    )


def verdict_view(asked: MapAsked, language: Language) -> Verdict:
    """The answer about the draft alone, which follows it while it is moved."""
    answer = _checker(asked.changes, asked.assume, asked.clock).check(transaction_of(asked.cells))
    return verdict_of(answer, language)


def plane_view(name: str, asked: MapAsked, language: Language) -> tuple[PlaneView, MapView]:
    """One plane, with the screen that it is part of."""
    whole = map_view(asked, language)
    return next(one for one in whole.planes if one.name == name), whole


# What is worked out once, whatever the language.


@lru_cache(maxsize=32)
def _checker(changes: Changes, assume: str, clock: Clock) -> Checker:
    return Checker(law_with(changes), assume=assume, clock=clock)


@lru_cache(maxsize=32)
def chips_placed(changes: Changes, assume: str, clock: Clock, day: date, to: str, met: bool) -> tuple[Placed, ...]:
    """Every chip of the catalogue that has a TPP, as the same shipment."""
    given = CONDITIONS_MET if met else {}
    found = placed(bundled(), _checker(changes, assume, clock), day, to, given)
    return tuple(one for one in found if one.numbers["tpp"])


def _map_of(plane: str, asked: MapAsked) -> GateMap:
    checker = _checker(asked.changes, asked.assume, asked.clock)
    return gate_map(Spread(PLANES[plane], transaction_of(asked.cells), checker))


def _exits(asked: MapAsked) -> tuple[tuple[Exit, ...], str]:
    """The exits of the draft, and what is missing where there is no solver."""
    cells = tuple(sorted(asked.cells.items()))
    try:
        return _exits_of(cells, asked.changes, asked.assume, asked.clock), ""
    except LacksSolver as lacking:
        return (), str(lacking)


@lru_cache(maxsize=64)
def _exits_of(cells: tuple[tuple[str, str], ...], changes: Changes, assume: str, clock: Clock) -> tuple[Exit, ...]:
    return exits(_checker(changes, assume, clock).check(transaction_of(dict(cells))))


# In words.


BELOW = marked("{number}: from {start} to below {bound}, {share} % less: {goal}")
DOWN_TO = marked("{number}: from {start} to {bound}, {share} % less: {goal}")


def _exit_view(one: Exit, asked: MapAsked, language: Language) -> ExitView:
    words = phrase(
        DOWN_TO if one.attained else BELOW,
        number=Word(HOW[one.move]),
        start=decimal_text(one.start, 3),
        bound=decimal_text(one.bound, 3),
        share=decimal_text(one.share * 100, 1),
        goal=Word(_GOALS[one.goal]),
    )
    gate = "" if one.gate is None else f"{short_id(one.gate.id)} {one.label}".strip()
    href = "" if one.gate is None else provision_href(one.gate.id, asked.day)
    keeps_die = AREA in asked.draft
    ends = {name: place for name, plane in PLANES.items() if (place := _end(one, plane, keeps_die)) is not None}
    return ExitView(words.text(language), gate, href, ends)


def _end(one: Exit, plane: Plane, keeps_die: bool) -> tuple[Exact, Exact] | None:
    """Where an exit lies on PLANE; None where it is no move on the map as it is drawn.

    A map without the density is drawn for one die, or where its area is not given, for one density.
    """
    if one.fact not in (plane.x.fact, plane.y.fact):
        return None
    if DENSITY not in (plane.x.fact, plane.y.fact) and one.move == (SAME_DENSITY if keeps_die else SAME_DIE):
        return None
    return place_of(one.facts, plane)


def place_of(facts: Mapping[str, Value], plane: Plane) -> tuple[Exact, Exact] | None:
    """Where a chip with FACTS lies on PLANE; None where a number is unknown."""
    x, y = facts.get(plane.x.fact), facts.get(plane.y.fact)
    if isinstance(x, bool | str) or isinstance(y, bool | str):
        return None
    return (x, y) if isinstance(x, Exact) and isinstance(y, Exact) else None


_AXES: Final = {
    "tpp": marked("TPP"),
    DENSITY: marked("performance density, TPP per mm2"),
    "dram_bandwidth_gb_s": marked("total DRAM bandwidth, GB/s"),
}
_TITLES: Final = {
    "density": marked("TPP against performance density"),
    "bandwidth": marked("TPP against DRAM bandwidth"),
}


def _plane_view(found: GateMap, answer: Determination, chips: Sequence[ChipView], language: Language) -> PlaneView:
    translate, plane = translator(language), found.spread.plane
    drawn = sum(plane.name in one.places for one in chips)
    return PlaneView(
        name=plane.name,
        title=translate(_TITLES[plane.name]),
        x=translate(_AXES[plane.x.fact]),
        y=translate(_AXES[plane.y.fact]),
        found=found,
        regions=tuple(_region_views(found, language)),
        gates=tuple(_gate_views(found, language)),
        curved=tuple(one.limit.name for one in found.gates.curved),
        draft=_on_the_map(place_of(answer.case.facts, plane), plane),
        not_drawn=len(chips) - drawn,
    )


def _on_the_map(place: tuple[Exact, Exact] | None, plane: Plane) -> tuple[Exact, Exact] | None:
    return place if place is not None and place[0] in plane.x and place[1] in plane.y else None


def _region_views(found: GateMap, language: Language) -> Iterator[RegionView]:
    plane = found.spread.plane
    for block in sorted(found.blocks, key=lambda one: -one.size):
        yield RegionView(
            block.told,
            told_words(block.told, language),
            _between(block.left, block.right, plane.x.low, plane.x.high, language),
            _between(block.bottom, block.top, plane.y.low, plane.y.high, language),
        )


def _between(low: Exact, high: Exact, least: Exact, most: Exact, language: Language) -> str:
    """A span of a number; the ends of the map are no limits."""
    if low == least and high == most:
        return translator(language)("any")
    if low == least:
        return phrase("up to {high}", high=decimal_text(high)).text(language)
    if high == most:
        return phrase("from {low}", low=decimal_text(low)).text(language)
    return f"{decimal_text(low)} – {decimal_text(high)}"


def _gate_views(found: GateMap, language: Language) -> Iterator[GateView]:
    """The gates that bound a region, each with the texts in which it stands."""
    upright = {one.left for one in found.edges if one.left == one.right}
    level = {one.bottom for one in found.edges if one.bottom == one.top}
    day = found.spread.transaction.day
    for gates, edges in ((found.gates.x, upright), (found.gates.y, level)):
        alike: dict[str, list[Gate]] = {}
        for gate in gates:
            if gate.value in edges:
                alike.setdefault(words_of(gate.compared).text(language), []).append(gate)
        for words, same in alike.items():
            texts = dict.fromkeys(provision.id for gate in same for provision in gate.provisions)
            places = tuple((short_id(name), provision_href(name, day)) for name in texts)
            yield GateView(decimal_text(same[0].value), words, places)


def _chip_views(chips: Sequence[Placed], language: Language) -> Iterator[ChipView]:
    translate = translator(language)
    named = {vendor for vendor, _ in Counter(one.sheet.vendor for one in chips).most_common(NAMED_VENDORS)}
    for one in chips:
        told = told_of(one.answer)
        yield ChipView(
            chip_id=one.sheet.chip_id,
            name=one.sheet.name,
            label=(one.sheet.family_names or (one.sheet.name,))[0].partition(" (")[0],
            vendor=one.sheet.vendor,
            group=one.sheet.vendor if one.sheet.vendor in named else translate(OTHERS),
            outcome=one.answer.outcome,
            words=translate(OUTCOME_NAMES[one.answer.outcome]),
            told=told_words(told, language),
            numbers={name: _numbers_text(values) for name, values in one.numbers.items()},
            places={name: place for name, plane in PLANES.items() if (place := one.place(plane)) is not None},
            is_disputed=one.is_disputed,
        )


def _numbers_text(values: Sequence[Exact]) -> str:
    return " | ".join(decimal_text(one, 2) for one in values) or "?"
