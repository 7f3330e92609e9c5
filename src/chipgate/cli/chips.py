"""`chipgate chips`: the catalogue as a list, or one datasheet with the source and kind of each figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from chipgate.cases.chip_words import (
    SHEET_TEXTS,
    density_text,
    readings_text,
    sheet_json,
    source_words,
    summary_json,
    tpp_text,
)
from chipgate.chips.catalogue import Catalogue
from chipgate.chips.datasheet import FIGURE_UNITS, Datasheet
from chipgate.cli.options import catalogue_with, chips_option, echo_json, format_option, language_option
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language, translator
from chipgate.translation.width import left, right
from chipgate.units import decimal_text


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
        echo_json({"schema": "chipgate/chips/1", "chips": [summary_json(sheet) for sheet in found]})
    else:
        click.echo("\n".join(_table(found, language)))


def _no_vendor(vendor: str, catalogue: Catalogue) -> str:
    vendors = sorted({sheet.vendor for sheet in catalogue if sheet.vendor})
    return f"no chip of vendor {vendor!r} in the catalogue; the vendors are {', '.join(vendors)}"


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
    for field, label in SHEET_TEXTS:
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
        yield f"  {name:<32}  {readings_text(claim):>14}  {left(translate(str(claim.kind)), 9)}  [{number}]"
    yield from (f"  [{number}] {source_words(source, language)}" for number, source in enumerate(sources, 1))
    blank = [name for name in FIGURE_UNITS if name not in sheet.figures]
    yield f"  {translate('not known')}: {', '.join(blank)}"
    yield from (f"  {note}" for note in (sheet.source_note, sheet.notes) if note)
