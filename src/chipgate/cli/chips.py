"""`chipgate chips`: the catalogue as a list, or one datasheet with the source and kind of each figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from chipgate.cases.worksheet import worksheet_of
from chipgate.chips.catalogue import Catalogue
from chipgate.chips.datasheet import FIGURE_UNITS, FROM_MEMORY, Datasheet, Figure, Flag, claim_text
from chipgate.cli.options import catalogue_with, chips_option, echo_json, format_option, language_option
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, right
from chipgate.units import decimal_text

_TEXTS = (
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


@click.command(name="chips")
@click.argument("name", required=False)
@click.option("--vendor", help="Only chips of this vendor.")
@chips_option
@format_option
@language_option
def command(name: str | None, vendor: str | None, own_chips: tuple[str, ...], form: str, language: Any) -> None:
    """List the chips of the catalogue with TPP and performance density, or show the datasheet of NAME."""
    catalogue: Catalogue = catalogue_with(own_chips)
    if name is not None:
        _show_one(catalogue.get(name), form, language)
        return
    found = [sheet for sheet in catalogue if vendor is None or sheet.vendor.casefold() == vendor.casefold()]
    if not found:
        raise click.UsageError(_no_vendor(str(vendor), catalogue))
    if form == "json":
        echo_json({"schema": "chipgate/chips/1", "chips": [_summary(sheet) for sheet in found]})
    else:
        click.echo("\n".join(_table(found, language)))


def _no_vendor(vendor: str, catalogue: Catalogue) -> str:
    vendors = sorted({sheet.vendor for sheet in catalogue if sheet.vendor})
    return f"no chip of vendor {vendor!r} in the catalogue; the vendors are {', '.join(vendors)}"


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


def _table(sheets: list[Datasheet], language: Language) -> Iterator[str]:
    translate = translator(language)
    yield f"{'TPP':>16}  {right(translate('density'), 17)}  {'GB/s':>7}  {'chip_id':<22}  {translate('name')}"
    for sheet in sheets:
        bandwidth = sheet.figures.get("memory_bandwidth_gb_s")
        shown = "-" if bandwidth is None else decimal_text(bandwidth.value)
        tpp, density = tpp_text(sheet) or "-", density_text(sheet) or "-"
        yield f"{tpp:>16}  {density:>17}  {shown:>7}  {sheet.chip_id:<22}  {sheet.vendor} {sheet.name}"
    words = phrase("{count} chips; - is not known, a bar stands between disputed readings", count=len(sheets))
    yield words.text(language)


def _show_one(sheet: Datasheet, form: str, language: Language) -> None:
    if form == "json":
        echo_json({"schema": "chipgate/chip/1", **sheet_json(sheet)})
    else:
        click.echo("\n".join(_sheet_lines(sheet, language)))


def _sheet_lines(sheet: Datasheet, language: Language) -> Iterator[str]:
    translate = translator(language)
    yield f"{sheet.vendor} {sheet.name}"
    for field, label in _TEXTS:
        text = getattr(sheet, field)
        if text:
            recalled = f"  ({translate('recalled')})" if field in sheet.recalled_texts else ""
            yield f"  {translate(label)}: {text}{recalled}"
    also = (*sheet.aliases, *sheet.family_names)
    if also:
        yield f"  {translate('also called')}: {', '.join(also)}"
    yield ""
    sources = list(dict.fromkeys(sheet.source_of(claim) for _name, claim in sheet.claims()))
    for name, claim in sheet.claims():
        number = sources.index(sheet.source_of(claim)) + 1
        yield f"  {name:<32}  {_readings(claim):>14}  {left(translate(str(claim.kind)), 9)}  [{number}]"
    yield from (f"  [{number}] {source_words(source, language)}" for number, source in enumerate(sources, 1))
    blank = [name for name in FIGURE_UNITS if name not in sheet.figures]
    yield f"  {translate('not known')}: {', '.join(blank)}"
    yield from (f"  {note}" for note in (sheet.source_note, sheet.notes) if note)


def source_words(source: str, language: Language) -> str:
    """SOURCE as it stands, but for the words that stand in its place where nothing was read."""
    return translator(language)(source) if source == FROM_MEMORY else source


def _readings(claim: Figure | Flag) -> str:
    return " | ".join(claim_text(value) for value in claim.readings)


def sheet_json(sheet: Datasheet) -> dict[str, Any]:
    """A datasheet as JSON; numbers are decimal text so that none is rounded."""
    return {
        **{name: getattr(sheet, name) for name, _label in _TEXTS},
        "name": sheet.name,
        "aliases": list(sheet.aliases),
        "family_names": list(sheet.family_names),
        "figures": {name: _claim_json(sheet, name, claim) for name, claim in sheet.claims()},
        "recalled_texts": sorted(sheet.recalled_texts),
        "source": sheet.source,
        "source_note": sheet.source_note,
        "notes": sheet.notes,
    }


def _claim_json(sheet: Datasheet, name: str, claim: Figure | Flag) -> dict[str, Any]:
    return {
        "value": claim_text(claim.value),
        "unit": FIGURE_UNITS.get(name, ""),
        "kind": str(claim.kind),
        "readings": [claim_text(value) for value in claim.readings],
        "source": sheet.source_of(claim),
    }


def _summary(sheet: Datasheet) -> dict[str, Any]:
    bandwidth = sheet.figures.get("memory_bandwidth_gb_s")
    return {
        "chip_id": sheet.chip_id,
        "name": sheet.name,
        "vendor": sheet.vendor,
        "launch": sheet.launch,
        "tpp": tpp_text(sheet),
        "performance_density": density_text(sheet),
        "memory_bandwidth_gb_s": None if bandwidth is None else _readings(bandwidth),
        "disputed": list(sheet.disputed()),
    }
