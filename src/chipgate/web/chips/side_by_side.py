"""Two to four chips side by side: every figure that one of them prints, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chipgate.cases.chip_words import density_text, tpp_text
from chipgate.chips.catalogue import Catalogue
from chipgate.chips.datasheet import FIGURE_UNITS, Datasheet
from chipgate.errors import BadTransaction
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language, translator
from chipgate.web.chips.figures_shown import FigureShown, figure_of, label_of, unit_of

FEWEST: Final = 2
MOST: Final = 4


class WrongCount(BadTransaction):
    """Fewer or more chips than stand side by side."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one chip prints: every reading, and the badge; empty where nothing is printed."""

    readings: tuple[str, ...]
    figure: FigureShown | None


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure of every chip; ``differs`` where two of them that are known are not the same."""

    name: str
    label: str
    unit: str
    cells: tuple[Cell, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The chips as columns, what is worked out first, then what is printed."""

    chips: tuple[tuple[str, str, str], ...]
    worked_out: tuple[ComparedFigure, ...]
    printed: tuple[ComparedFigure, ...]


def chosen(catalogue: Catalogue, names: Sequence[str]) -> tuple[Datasheet, ...]:
    """The datasheets that NAMES mean, each once.

    Raises:
        UnknownChip: no chip has one of the names.
        WrongCount: they are fewer than two or more than four.
    """
    found = tuple({sheet.chip_id: sheet for sheet in map(catalogue.get, names)}.values())
    if not FEWEST <= len(found) <= MOST:
        raise WrongCount(
            fault(
                "{count} chips were chosen; choose {fewest} to {most} different ones",
                count=len(found),
                fewest=FEWEST,
                most=MOST,
            )
        )
    return found


def side_by_side(sheets: Sequence[Datasheet], language: Language) -> SideBySide:
    """SHEETS beside one another."""
    named = tuple((sheet.chip_id, sheet.name, sheet.vendor) for sheet in sheets)
    return SideBySide(named, tuple(_worked_out(sheets, language)), tuple(_printed(sheets, language)))


def _worked_out(sheets: Sequence[Datasheet], language: Language) -> Iterator[ComparedFigure]:
    translate = translator(language)
    rows = (("tpp", "TPP", "", tpp_text), ("density", translate("performance density"), "TPP/mm²", density_text))
    for name, label, unit, text in rows:
        cells = tuple(Cell(tuple(filter(None, text(sheet).split("|"))), None) for sheet in sheets)
        yield ComparedFigure(name, label, unit, cells, _differs(cells))


def _printed(sheets: Sequence[Datasheet], language: Language) -> Iterator[ComparedFigure]:
    for name in ("marketed_for_datacenter", *FIGURE_UNITS):
        cells = tuple(_cell(sheet, name, language) for sheet in sheets)
        if any(cell.readings for cell in cells):
            yield ComparedFigure(name, label_of(name, language), unit_of(name), cells, _differs(cells))


def _cell(sheet: Datasheet, name: str, language: Language) -> Cell:
    claim = dict(sheet.claims()).get(name)
    if claim is None:
        return Cell((), None)
    shown = figure_of(name, claim, 0, language)
    return Cell(shown.readings, shown)


def _differs(cells: Sequence[Cell]) -> bool:
    return len({cell.readings for cell in cells if cell.readings}) > 1
