"""`chipgate worksheet`: TPP and performance density of a chip, worked out line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import click

from chipgate.cases.chip_words import source_words
from chipgate.cases.worksheet import Line, Worksheet, worksheet_of
from chipgate.cases.worksheet_words import (
    AREA_RULE,
    AT_LEAST,
    DENSITY_SOURCE,
    DIES,
    NO_AREA,
    NO_RATE,
    STORED,
    TPP_SOURCE,
    UNPUBLISHED,
    worksheet_json,
)
from chipgate.chips.datasheet import claim_text
from chipgate.cli.options import catalogue_with, chips_option, echo_json, format_option, language_option
from chipgate.law.us.definitions import BITS
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, right
from chipgate.units import decimal_text

WORKSHEET: Final = marked("Worksheet")


@click.command(name="worksheet")
@click.argument("chip")
@chips_option
@format_option
@language_option
def command(chip: str, own_chips: tuple[str, ...], form: str, language: Any) -> None:
    """Work out TPP and performance density of CHIP: format, bits, dense rate, product, which is highest, which area."""
    found = catalogue_with(own_chips).find(chip)
    work = worksheet_of(found.sheet)
    if form == "json":
        echo_json(worksheet_json(work))
    else:
        click.echo("\n".join(worksheet_lines(work, language)))


def worksheet_lines(work: Worksheet, language: Language) -> Iterator[str]:
    """The worksheet as text."""
    yield f"{work.sheet.vendor} {work.sheet.name}"
    yield ""
    yield from work_lines(work, language)
    yield ""
    if work.unpublished:
        translate = translator(language)
        yield f"  {translate('no printed rate')}: {', '.join(work.unpublished)}. {translate(UNPUBLISHED)}"


def work_lines(work: Worksheet, language: Language) -> Iterator[str]:
    """The work itself: a line for each format, then the TPP and the performance density."""
    translate = translator(language)
    rate, bits = translate("dense rate"), translate("bits")
    yield f"  {left(translate('format'), 8)}{right(bits, 6)}{right(rate, 22)}{'TPP':>22}"
    for line in sorted(work.lines, key=lambda one: -one.products[0].tpp):
        yield from _format_lines(work, line, language)
    yield ""
    yield from _tpp_lines(work, language)
    yield from _density_lines(work, language)


def _format_lines(work: Worksheet, line: Line, language: Language) -> Iterator[str]:
    translate = translator(language)
    rates = " | ".join(claim_text(value) for value in line.rate.readings)
    products = " | ".join(decimal_text(one.tpp) for one in line.products)
    highest = f"  <- {translate('highest')}" if line.form in work.highest else ""
    yield f"  {line.form:<8}{BITS[line.form]:>6}{rates:>22}{products:>22}  {translate(str(line.rate.kind))}{highest}"
    if line.stored is not None:
        told = phrase(STORED, bits=line.stored.bits)
        yield f"  {'':<8}{line.stored.bits:>6}{rates:>22}{decimal_text(line.stored.tpp):>22}  {told.text(language)}"


def _tpp_lines(work: Worksheet, language: Language) -> Iterator[str]:
    translate = translator(language)
    if work.at_least is not None:
        told = phrase(AT_LEAST, tpp=work.at_least)
        yield f"  TPP  {told.text(language)}"
        return
    if not work.tpps:
        yield f"  TPP  {translate(NO_RATE)}"
        return
    for found, form in work.tpps:
        yield f"  TPP  {form}: {found.steps} = {decimal_text(found.tpp)}"
    yield f"       {TPP_SOURCE}"


def _density_lines(work: Worksheet, language: Language) -> Iterator[str]:
    translate = translator(language)
    label = translate("performance density")
    if work.area is None:
        yield f"  {label}  {translate(NO_AREA)}"
        return
    for tpp, area, density in work.densities():
        yield f"  {label}  {decimal_text(tpp)} / {claim_text(area)} mm2 = {decimal_text(density)}"
    dies = work.sheet.figures.get("logic_dies")
    count = "?" if dies is None else claim_text(dies.value)
    told = phrase(DIES, count=count, kind=translate(str(work.area.kind)))
    yield f"       {told.text(language)}; {source_words(work.sheet.source_of(work.area), language)}"
    yield f"       {translate(AREA_RULE)} {DENSITY_SOURCE}"
