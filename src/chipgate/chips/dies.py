"""Parent dies: what one has in full, of which a product is cut (units, clock, formats, memory sites, links)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from chipgate.chips.datasheet import FORMATS
from chipgate.errors import ChipgateError, did_you_mean, near_names
from chipgate.units import Exact, exact


class UnknownDie(ChipgateError):
    """No parent die of that name; carries the nearest names."""

    def __init__(self, name: str) -> None:
        known = tuple(bundled_dies())
        self.near = near_names(name, known)
        super().__init__(
            f"no parent die named {name!r}.{did_you_mean(self.near)} There is what is known of: {', '.join(known)}."
        )


@dataclass(frozen=True, slots=True)
class Die:
    """The resources of one die. Rates are dense operations per unit and clock, two for a multiply-accumulate.

    ``memory_site_gb_s`` is the highest rate of one stack or channel, ``link_gb_s`` of one link, both directions;
    ``pcie_gb_s`` is always there. ``recalled`` and ``estimated`` name the figures that are less sure than the rest.
    """

    name: str
    vendor: str
    area_mm2: Exact
    process_node_nm: Exact
    units: int
    unit: str
    max_clock_mhz: int
    clock_step_mhz: int
    rates: Mapping[str, int]
    memory_sites: int
    memory_site: str
    memory_site_gb_s: Exact
    memory_step_gb_s: Exact
    memory_is_hbm: bool
    links: int
    link_gb_s: Exact
    pcie_gb_s: Exact
    source: str
    recalled: frozenset[str]
    estimated: frozenset[str]
    notes: str


def die_named(name: str) -> Die:
    """The parent die called NAME, in any case.

    Raises:
        UnknownDie: nothing is known of such a die.
    """
    found = {known.casefold(): die for known, die in bundled_dies().items()}.get(name.strip().casefold())
    if found is None:
        raise UnknownDie(name)
    return found


@cache
def bundled_dies() -> Mapping[str, Die]:
    """Every parent die that is known, by name."""
    return MappingProxyType({die.name: die for die in _read()})


def _read() -> Iterator[Die]:
    text = files("chipgate.chips").joinpath("data/dies.csv").read_text("utf-8")
    return (_die_of(row) for row in csv.DictReader(text.splitlines()))


def _die_of(row: Mapping[str, str]) -> Die:
    rates = {form: int(row[f"{form}_per_unit"]) for form in FORMATS if row[f"{form}_per_unit"]}
    return Die(
        name=row["die"],
        vendor=row["vendor"],
        area_mm2=exact(row["area_mm2"]),
        process_node_nm=exact(row["process_node_nm"]),
        units=int(row["units"]),
        unit=row["unit"],
        max_clock_mhz=int(row["max_clock_mhz"]),
        clock_step_mhz=int(row["clock_step_mhz"]),
        rates=MappingProxyType(rates),
        memory_sites=int(row["memory_sites"]),
        memory_site=row["memory_site"],
        memory_site_gb_s=exact(row["memory_site_gb_s"]),
        memory_step_gb_s=exact(row["memory_step_gb_s"]),
        memory_is_hbm=row["memory_is_hbm"] == "true",
        links=int(row["links"]),
        link_gb_s=exact(row["link_gb_s"]),
        pcie_gb_s=exact(row["pcie_gb_s"]),
        source=row["source"],
        recalled=frozenset(filter(None, row["recalled"].split(";"))),
        estimated=frozenset(filter(None, row["estimated"].split(";"))),
        notes=row["notes"],
    )
