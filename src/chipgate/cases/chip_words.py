"""A datasheet in words and as JSON: its TPP and density with every reading, and the source and kind of each figure."""

from __future__ import annotations

from typing import Any, Final

from chipgate.cases.worksheet import worksheet_of
from chipgate.chips.datasheet import FIGURE_UNITS, FROM_MEMORY, Datasheet, Figure, Flag, claim_text
from chipgate.translation.language import Language, marked, translator
from chipgate.units import decimal_text

SHEET_TEXTS: Final = (
    ("chip_id", marked("id")),
    ("vendor", marked("vendor")),
    ("vendor_hq_iso2", marked("headquarters of the vendor")),
    ("design_family", marked("family")),
    ("parent_die", marked("cut from die")),
    ("launch", marked("launch")),
    ("state", marked("state")),
    ("memory_type", marked("memory")),
    ("interconnect_name", marked("links")),
)
"""The text fields of a datasheet, and what each is called."""


def tpp_text(sheet: Datasheet) -> str:
    """TPP; every reading where it is disputed, ``>=`` where only a floor is printed, empty where nothing is."""
    work = worksheet_of(sheet)
    if work.at_least is not None:
        return f">= {decimal_text(work.at_least)}"
    return "|".join(decimal_text(found.tpp) for found, _form in work.tpps)


def density_text(sheet: Datasheet) -> str:
    """Performance density; the range of its readings where figures are disputed."""
    found = sorted({density for _tpp, _area, density in worksheet_of(sheet).densities()})
    return "|".join(dict.fromkeys(decimal_text(one, 4) for one in (found[:1] + found[-1:])))


def source_words(source: str, language: Language) -> str:
    """SOURCE as it stands, but for the words that stand in its place where nothing was read."""
    return translator(language)(source) if source == FROM_MEMORY else source


def readings_text(claim: Figure | Flag) -> str:
    """Every value in print, a bar between them."""
    return " | ".join(claim_text(value) for value in claim.readings)


def sheet_json(sheet: Datasheet) -> dict[str, Any]:
    """A datasheet as JSON; numbers are decimal text so that none is rounded."""
    return {
        **{name: getattr(sheet, name) for name, _label in SHEET_TEXTS},
        "name": sheet.name,
        "aliases": list(sheet.aliases),
        "family_names": list(sheet.family_names),
        "figures": {name: claim_json(sheet, name, claim) for name, claim in sheet.claims()},
        "recalled_texts": sorted(sheet.recalled_texts),
        "source": sheet.source,
        "source_note": sheet.source_note,
        "notes": sheet.notes,
    }


def claim_json(sheet: Datasheet, name: str, claim: Figure | Flag) -> dict[str, Any]:
    """One figure with its unit, every reading, how sure it is, and where it is printed."""
    return {
        "value": claim_text(claim.value),
        "unit": FIGURE_UNITS.get(name, ""),
        "kind": str(claim.kind),
        "readings": [claim_text(value) for value in claim.readings],
        "source": sheet.source_of(claim),
    }


def summary_json(sheet: Datasheet) -> dict[str, Any]:
    """A chip as a line of the catalogue."""
    bandwidth = sheet.figures.get("memory_bandwidth_gb_s")
    return {
        "chip_id": sheet.chip_id,
        "name": sheet.name,
        "vendor": sheet.vendor,
        "launch": sheet.launch,
        "tpp": tpp_text(sheet),
        "performance_density": density_text(sheet),
        "memory_bandwidth_gb_s": None if bandwidth is None else readings_text(bandwidth),
        "disputed": list(sheet.disputed()),
    }
