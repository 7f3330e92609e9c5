"""The catalogue on a page: a line a chip, filtered and in an order that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from chipgate.cases.chip_words import density_text, tpp_text
from chipgate.cases.worksheet import Worksheet, worksheet_of
from chipgate.chips.catalogue import Catalogue
from chipgate.chips.datasheet import Datasheet, Kind, claim_text
from chipgate.chips.names import Lookup
from chipgate.errors import UnknownChip
from chipgate.translation.language import Language, marked
from chipgate.units import Exact, exact
from chipgate.web.chips.figures_shown import Badge, badge_of
from chipgate.web.problems import Problem

ORDERS: Final = {
    "": marked("the order of the catalogue"),
    "name": marked("name"),
    "launch": marked("launch, newest first"),
    "tpp": marked("TPP, highest first"),
    "density": marked("performance density, highest first"),
    "bandwidth": marked("memory bandwidth, highest first"),
}
"""The orders in which chips can be listed, by the word for each in an address."""


@dataclass(frozen=True, slots=True)
class ChipRow:
    """A chip as a line: texts are empty where nothing is known, and a range where readings differ.

    ``badges`` counts its figures by how sure they are.
    """

    chip_id: str
    name: str
    vendor: str
    launch: str
    tpp: str
    density: str
    bandwidth: str
    memory: str
    badges: tuple[tuple[Badge, int], ...]


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """The chips that were found, and how many there are."""

    rows: tuple[ChipRow, ...]
    all: int
    vendors: tuple[str, ...]


def catalogue_view(
    catalogue: Catalogue, language: Language, text: str = "", vendor: str = "", kind: str = "", order: str = ""
) -> CatalogueView:
    """The chips of CATALOGUE that hold every word of TEXT, of VENDOR, with a figure of KIND, in ORDER."""
    rows = tuple(_row(sheet, language) for sheet in chips_found(catalogue, text, vendor, kind, order))
    return CatalogueView(rows, len(catalogue), vendors_of(catalogue))


def chips_found(catalogue: Catalogue, text: str, vendor: str, kind: str, order: str) -> list[Datasheet]:
    """The chips that hold every word of TEXT, of VENDOR, with a figure of KIND, in ORDER; empty asks for all."""
    words = text.casefold().split()
    found = [
        sheet
        for sheet in catalogue
        if vendor in ("", sheet.vendor)
        and (not kind or any(claim.kind == kind for _name, claim in sheet.claims()))
        and all(word in _searched(sheet) for word in words)
    ]
    return ordered(found, order)


def named(catalogue: Catalogue, name: str) -> Lookup:
    """What NAME means.

    Raises:
        Problem: no chip has that name, or several have; there is no such page.
    """
    try:
        return catalogue.find(name)
    except UnknownChip as wrong:
        raise Problem(404, wrong.said, near=list(wrong.near)) from wrong


@cache
def vendors_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Every vendor, by name."""
    return tuple(sorted({sheet.vendor for sheet in catalogue if sheet.vendor}, key=str.casefold))


@lru_cache(maxsize=1024)
def _searched(sheet: Datasheet) -> str:
    texts = (sheet.vendor, sheet.design_family, sheet.parent_die, sheet.memory_type, sheet.state)
    return "\n".join((*sheet.names(), *sheet.family_names, *texts)).casefold()


def ordered(sheets: Iterable[Datasheet], order: str) -> list[Datasheet]:
    """SHEETS in ORDER; what is not known stands last."""
    found = list(sheets)
    if order == "name":
        return sorted(found, key=lambda sheet: sheet.name.casefold())
    if order == "launch":
        return sorted(found, key=lambda sheet: sheet.launch, reverse=True)
    if order in _MEASURES:
        measure = _MEASURES[order]
        return sorted(found, key=lambda sheet: _highest_first(measure(sheet)))
    return found


def _highest_first(value: Exact | None) -> tuple[bool, Exact]:
    return value is None, 0 if value is None else -value


def _tpp(sheet: Datasheet) -> Exact | None:
    work = work_of(sheet)
    return max((found.tpp for found, _form in work.tpps), default=work.at_least)


def _density(sheet: Datasheet) -> Exact | None:
    return max((density for _tpp, _area, density in work_of(sheet).densities()), default=None)


def _bandwidth(sheet: Datasheet) -> Exact | None:
    figure = sheet.figures.get("memory_bandwidth_gb_s")
    return None if figure is None else max(figure.readings)


_MEASURES: Final[dict[str, Callable[[Datasheet], Exact | None]]] = {
    "tpp": _tpp,
    "density": _density,
    "bandwidth": _bandwidth,
}


@lru_cache(maxsize=512)
def work_of(sheet: Datasheet) -> Worksheet:
    """The worksheet of SHEET, kept."""
    return worksheet_of(sheet)


def _row(sheet: Datasheet, language: Language) -> ChipRow:
    counts = {kind: sum(claim.kind == kind for _name, claim in sheet.claims()) for kind in Kind}
    return ChipRow(
        chip_id=sheet.chip_id,
        name=sheet.name,
        vendor=sheet.vendor,
        launch=sheet.launch,
        tpp=_range(tpp_text(sheet)),
        density=_range(density_text(sheet)),
        bandwidth=_printed(sheet, "memory_bandwidth_gb_s"),
        memory=_printed(sheet, "memory_gb"),
        badges=tuple((badge_of(kind, language), count) for kind, count in counts.items() if count),
    )


def _printed(sheet: Datasheet, name: str) -> str:
    figure = sheet.figures.get(name)
    return "" if figure is None else _range("|".join(map(claim_text, figure.readings)))


def _range(readings: str) -> str:
    """The lowest and the highest of READINGS with a bar between; one that stands alone as it is."""
    texts = readings.split("|")
    return readings if len(texts) == 1 else f"{min(texts, key=exact)}–{max(texts, key=exact)}"
