"""One chip on a page: its datasheet, its worksheet line by line, and what the law of a day says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chipgate.cases.check import Checker
from chipgate.cases.chip_words import SHEET_TEXTS
from chipgate.cases.columns import CHIP, DAY
from chipgate.cases.compare_chips import HEADQUARTERS
from chipgate.cases.compare_json import assumptions_json
from chipgate.cases.outcome_words import OUTCOME_NAMES, answer_words
from chipgate.cases.worksheet import Line, Product, Worksheet
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
)
from chipgate.chips.datasheet import Datasheet, claim_text
from chipgate.countries.names import name_of
from chipgate.law.provision import Clock
from chipgate.law.us.definitions import BITS
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language, translator
from chipgate.units import decimal_text
from chipgate.web.chips.catalogue_view import work_of
from chipgate.web.chips.figures_shown import (
    Badge,
    FigureShown,
    Source,
    badge_of,
    blanks_of,
    figures_of,
    sources_of,
)
from chipgate.web.law.law_list import shown_name


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One number format: bits, every printed rate in TOPS, every product in TPP, and whether it is the highest."""

    form: str
    bits: int
    rates: tuple[str, ...]
    products: tuple[str, ...]
    is_highest: bool
    badge: Badge
    stored: str


@dataclass(frozen=True, slots=True)
class Work:
    """The worksheet: its lines, the TPP with its steps, the density with its steps, and what is left open."""

    lines: tuple[WorkLine, ...]
    tpps: tuple[str, ...]
    no_tpp: str
    tpp_source: str
    densities: tuple[str, ...]
    no_density: str
    dies: str
    area_rule: str
    density_source: str
    unpublished: tuple[str, ...]
    unpublished_words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the law of a day says of the chip: its paragraph, and the outcome of an export to an ordinary end user.

    ``assumed`` is what nobody spoke of.
    """

    day: str
    to: str
    to_words: str
    eccn: str
    paragraphs: str
    outcome: str
    outcome_words: str
    decided_by: str
    decided_by_words: str
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChipView:
    """The page of a chip."""

    chip_id: str
    name: str
    vendor: str
    texts: tuple[tuple[str, str, bool], ...]
    also: tuple[str, ...]
    figures: tuple[FigureShown, ...]
    sources: tuple[Source, ...]
    blanks: tuple[str, ...]
    notes: tuple[str, ...]
    work: Work


def chip_view(sheet: Datasheet, language: Language) -> ChipView:
    """The page of the chip that SHEET is about."""
    return ChipView(
        chip_id=sheet.chip_id,
        name=sheet.name,
        vendor=sheet.vendor,
        texts=tuple(_texts(sheet, language)),
        also=(*sheet.aliases, *sheet.family_names),
        figures=tuple(figures_of(sheet, language)),
        sources=sources_of(sheet, language),
        blanks=blanks_of(sheet, language),
        notes=tuple(note for note in (sheet.source_note, sheet.notes) if note),
        work=work_shown(work_of(sheet), language),
    )


def _texts(sheet: Datasheet, language: Language) -> Iterator[tuple[str, str, bool]]:
    """What each text field is called, what it says, and whether it is only recalled."""
    for field, label in SHEET_TEXTS:
        text = getattr(sheet, field)
        if field == "vendor_hq_iso2" and text:
            text = name_of(text, language)
        if text:
            yield translator(language)(label), text, field in sheet.recalled_texts


def work_shown(work: Worksheet, language: Language) -> Work:
    """A worksheet in words, the highest product first."""
    translate = translator(language)
    at_least = "" if work.at_least is None else phrase(AT_LEAST, tpp=work.at_least).text(language)
    highest_first = sorted(work.lines, key=lambda one: -one.products[0].tpp)
    return Work(
        lines=tuple(_work_line(work, one, language) for one in highest_first),
        tpps=tuple(f"{form.upper()}: {_steps(found)}" for found, form in work.tpps),
        no_tpp="" if work.tpps else at_least or translate(NO_RATE),
        tpp_source=TPP_SOURCE,
        densities=tuple(
            f"{decimal_text(tpp)} / {claim_text(area)} mm² = {decimal_text(density)}"
            for tpp, area, density in work.densities()
        ),
        no_density=translate(NO_AREA) if work.area is None else "",
        dies=_dies(work, language),
        area_rule=translate(AREA_RULE),
        density_source=DENSITY_SOURCE,
        unpublished=tuple(form.upper() for form in work.unpublished),
        unpublished_words=translate(UNPUBLISHED),
    )


def _work_line(work: Worksheet, line: Line, language: Language) -> WorkLine:
    stored = ""
    if line.stored is not None:
        stored = phrase(STORED, bits=line.stored.bits).text(language) + f" ({decimal_text(line.stored.tpp)})"
    return WorkLine(
        form=line.form.upper(),
        bits=BITS[line.form],
        rates=tuple(claim_text(value) for value in line.rate.readings),
        products=tuple(decimal_text(one.tpp) for one in line.products),
        is_highest=line.form in work.highest,
        badge=badge_of(line.rate.kind, language),
        stored=stored,
    )


def _steps(found: Product) -> str:
    return f"{decimal_text(found.tops)} × {found.bits} = {decimal_text(found.tpp)}"


def _dies(work: Worksheet, language: Language) -> str:
    if work.area is None:
        return ""
    dies = work.sheet.figures.get("logic_dies")
    count = "?" if dies is None else claim_text(dies.value)
    return phrase(DIES, count=count, kind=translator(language)(str(work.area.kind))).text(language)


@lru_cache(maxsize=1)
def _checker() -> Checker:
    return Checker(assume="ordinary", clock=Clock.AS_ENFORCED)


def standing_of(sheet: Datasheet, day: date, to: str, language: Language) -> Standing:
    """What the law as enforced on DAY says of an export of the chip to an ordinary end user headquartered in TO."""
    translate = translator(language)
    cells = {CHIP: sheet.chip_id, "destination_iso2": to, DAY: day.isoformat(), "transaction": "export"}
    found = _checker().check_cells({**cells, **dict.fromkeys(HEADQUARTERS, to)})
    return Standing(
        day=day.isoformat(),
        to=to,
        to_words=name_of(to, language),
        eccn=answer_words(found.eccn, translate),
        paragraphs=answer_words(found.paragraphs, translate),
        outcome=found.outcome,
        outcome_words=translate(OUTCOME_NAMES[found.outcome]),
        decided_by=found.deciding_provision,
        decided_by_words=shown_name(found.deciding_provision) if found.deciding_provision else "",
        assumed=tuple(assumptions_json(found.case.assumed, language)),
    )
