"""The optimum of the text against what the vendor really sold from the same die."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from importlib.resources import files

from chipgate.cases.determination import Determination
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet
from chipgate.chips.dies import die_named
from chipgate.studies.design.aims import aim_of, fact_of
from chipgate.studies.design.best_part import Brief, Part, best_part, is_allowed, judged
from chipgate.studies.design.knobs import Package
from chipgate.studies.design.work import device_sold, exact_speed
from chipgate.units import Exact, exact


@dataclass(frozen=True)
class Sold:
    """A product of the catalogue, judged as a design is. ``values`` are the readings of what a brief aims at."""

    brief: Brief
    sheet: Datasheet

    @cached_property
    def determination(self) -> Determination:
        """What the text of the day says of it."""
        return judged(self.brief, self.sheet)

    @cached_property
    def values(self) -> tuple[Exact, ...]:
        """What it has of the aim, in every reading of a disputed figure."""
        if self.brief.aim.work:
            device = device_sold(self.sheet)
            return (exact_speed(self.brief.aim.work.speed(device)),) if device else ()
        name = self.brief.aim.fact
        found = {one[name]: None for one in self.determination.case.readings if name in one}
        return tuple(value for value in found if isinstance(value, int | Fraction) and not isinstance(value, bool))

    @property
    def is_allowed(self) -> bool:
        """Whether it reaches the goal of the brief."""
        return is_allowed(self.determination, self.brief.goal)


def sold_from(brief: Brief) -> tuple[Sold, ...]:
    """The products of the catalogue cut from the die of BRIEF, those with the most of the aim first."""
    found = [Sold(brief, sheet) for sheet in bundled() if sheet.parent_die == brief.package.die.name]
    return tuple(sorted(found, key=lambda one: max(one.values, default=-1), reverse=True))


@dataclass(frozen=True)
class Row:
    """One line of the table: a brief, its best part, and the product, where there is one."""

    part: Part
    product: Sold | None
    why: str

    @property
    def value(self) -> Exact | None:
        """What the product has of the aim: of disputed figures the highest that the text allows."""
        if self.product is None or not self.product.values:
            return None
        below = [one for one in self.product.values if one <= self.part.value]
        return max(below, default=min(self.product.values))

    @property
    def gap_share(self) -> Fraction | None:
        """How far the optimum is above the product, as a share of it."""
        return None if not self.value else Fraction(self.part.value) / self.value - 1


def table() -> Iterator[Row]:
    """Every optimum with the product that answers it, in the order of the file."""
    text = files("chipgate.studies.design").joinpath("data/sold.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        brief = brief_of(row)
        product = Sold(brief, bundled().get(row["chip"])) if row["chip"] else None
        yield Row(best_part(brief), product, row["why"])


def brief_of(row: Mapping[str, str]) -> Brief:
    """The brief of a line of the file."""
    die = die_named(row["die"])
    floors = (part.split("=") for part in filter(None, row["at_least"].split(";")))
    return Brief(
        package=Package(die, int(row["dies"]), row["datacenter"] == "yes"),
        to=_TO,
        day=date.fromisoformat(row["on"]),
        aim=aim_of(row["aim"], die),
        goal=row["goal"],
        letters=row["letters"] == "yes",
        floors={fact_of(name): exact(value) for name, value in floors},
    )


_TO = "CN"
