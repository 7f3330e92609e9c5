"""What somebody asks of the gate map, as it stands in the address: a draft chip, where it goes, and by which law."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from chipgate.cases.as_json import value_text
from chipgate.cases.case import case_of
from chipgate.cases.columns import CHIP, DAY
from chipgate.cases.days import day_of
from chipgate.cases.transaction import Transaction
from chipgate.cases.values import figure_of, number_of, with_four_decimals
from chipgate.chips.catalogue import bundled
from chipgate.countries.names import iso2_of
from chipgate.errors import BadNumber
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import FIRST_DAY
from chipgate.studies.gate_map.chips import at_home_in
from chipgate.units import exact_text
from chipgate.web.judge.asked import ASSUMPTIONS, SHORT
from chipgate.web.reformed_law import Changes, as_query, changes_in
from chipgate.web.state import address, given

PATH: Final = "/map"
NUMBERS: Final = ("tpp", "performance_density", "die_area_mm2", "dram_bandwidth_gb_s", "io_gb_s")
FLAG: Final = "datacenter"
EXAMPLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tpp": "3600",
        "performance_density": "4.4",
        "dram_bandwidth_gb_s": "4000",
        "io_gb_s": "900",
        FLAG: "yes",
    }
)
"""A draft between the two paragraphs of 3A090, from where several ways lead out."""

CONDITIONS_MET: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cert_dd_complete": "yes",
        "volume_ratio": "0.5",
        "us_lab_test": "yes",
        "us_commercially_available": "yes",
        "purchase_order": "yes",
        "notified_days_before": "25",
        "bis_objection": "no",
    }
)
"""What a review case by case and a notified exception ask of the seller, taken as given where that is asked for."""


@dataclass(frozen=True)
class MapAsked:
    """A draft by its numbers, as text; the country it goes to; the law of a day, by a clock, with limits changed."""

    draft: Mapping[str, str]
    to: str
    day: date
    clock: Clock = Clock.AS_ENFORCED
    assume: str = "ordinary"
    met: bool = False
    changes: Changes = ()
    chip: str = ""
    cells: Mapping[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        conditions = CONDITIONS_MET if self.met else {}
        draft = {name: _meant_so(name, text) for name, text in self.draft.items()}
        cells = {"item_kind": "ic", DAY: self.day.isoformat(), **at_home_in(self.to), **draft, **conditions}
        object.__setattr__(self, "cells", MappingProxyType(cells))

    @property
    def shipment(self) -> Mapping[str, str]:
        """What holds of the shipment of any chip."""
        return CONDITIONS_MET if self.met else {}

    @property
    def query(self) -> dict[str, str]:
        """The state as an address holds it; the clock and the assumptions only where they are not the usual ones."""
        said = {**self.draft, "to": self.to, "on": self.day.isoformat()}
        said |= {"clock": str(self.clock)} if self.clock is not Clock.AS_ENFORCED else {}
        said |= {"assume": self.assume} if self.assume != "ordinary" else {}
        return {**said, **({"met": "1"} if self.met else {}), **as_query(self.changes)}

    @property
    def query_text(self) -> str:
        """The state as the query of an address."""
        return urlencode(self.query)

    @property
    def first_day(self) -> str:
        """The first day that can be asked about."""
        return FIRST_DAY.isoformat()

    @property
    def as_it_stands(self) -> str:
        """The same question by the law as it stands."""
        return address(PATH, self.query, **dict.fromkeys(as_query(self.changes)))

    def of_chip(self, chip: str) -> str:
        """The map with a chip of the catalogue for a draft."""
        return address(PATH, {**self.query, CHIP: chip}, **dict.fromkeys((*NUMBERS, FLAG)))

    @property
    def judge_link(self) -> str:
        """The draft on the screen Judge, as an ordinary export of an IC."""
        cells = {SHORT.get(name, name): text for name, text in self.cells.items()}
        clock = {"clock": str(self.clock)} if self.clock is not Clock.AS_ENFORCED else {}
        return address("/", {**cells, "assume": self.assume, **clock})

    def link(self, path: str = PATH, **changes: str | None) -> str:
        """This question at PATH after CHANGES; None takes a value out."""
        return address(path, self.query, **changes)


def _meant_so(name: str, text: str) -> str:
    """TEXT, as a number that is meant as it stands: a draft lies on the map where all can see it, be it ever so low."""
    if name not in NUMBERS:
        return text
    try:
        figure_of(text, name)
    except BadNumber:
        with suppress(BadNumber):
            return with_four_decimals(number_of(text))
    return text


def map_asked(query: QueryParams, today: date) -> MapAsked:
    """What QUERY asks. A named chip gives the numbers that are not given themselves; the example, where none is.

    Raises:
        BadDay: the day cannot be read, or lies before the law that is modelled.
        UnknownCountry, UnknownChip: there is none of that name.
    """
    said = given(query)
    names: tuple[str, ...] = (*NUMBERS, FLAG)
    draft = {name: said[name] for name in names if name in said}
    chip = said.get(CHIP, "")
    if chip:
        draft = {**_figures_of(chip), **draft}
    elif not any(name in draft for name in NUMBERS) and "to" not in said:
        draft = {**EXAMPLE, **draft}
    assume = said.get("assume", "ordinary")
    return MapAsked(
        draft=MappingProxyType(draft),
        to=iso2_of(said.get("to", "CN")),
        day=day_of(said["on"]) if "on" in said else max(today, FIRST_DAY),
        clock=Clock.ON_THE_BOOKS if said.get("clock") == Clock.ON_THE_BOOKS else Clock.AS_ENFORCED,
        assume=assume if assume in ASSUMPTIONS else "ordinary",
        met=bool(said.get("met")),
        changes=changes_in(query),
        chip=chip,
    )


def _figures_of(chip: str) -> dict[str, str]:
    """The numbers of a chip of the catalogue by their first reading, as a draft to go on from."""
    facts = case_of(Transaction(chip=chip), bundled(), {}).facts
    numbers = (name for name in NUMBERS if isinstance(facts.get(name), int | Fraction))
    found = {name: exact_text(facts[name]) for name in numbers}  # type: ignore[arg-type]
    if "die_area_mm2" in found:
        found.pop("performance_density", None)  # it follows from the die, without rounding
    return found | ({FLAG: value_text(facts[FLAG])} if FLAG in facts else {})
