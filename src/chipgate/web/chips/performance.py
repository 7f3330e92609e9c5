"""What chips deliver on a model over the batch: the table, its chart, and all that it takes as given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from chipgate.chips.datasheet import Datasheet
from chipgate.readings.phrase import Phrase, phrase
from chipgate.studies.anchor_words import PHASE_WORDS, anchor_words
from chipgate.studies.chip_curves import ChipCurves, Row, chip_curves
from chipgate.studies.curve_words import assumed_lines, head, spans, specification
from chipgate.translation.language import Language, translator
from chipgate.units import figure
from chipgate.web.charts import FONT
from chipgate.web.chips.curves_asked import CONTEXTS, PHASES, CurvesAsked, models
from chipgate.web.chips.figures_shown import label_of
from chipgate.workloads.device import lacking_figures
from chipgate.workloads.faults import BadWorkload, MissingExtra
from chipgate.workloads.models import model_of
from chipgate.workloads.resource_words import RESOURCE_WORDS

Pieces = tuple[tuple[str, bool], ...]
"""A line in pieces, each with whether it is an address."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one chip delivers at one batch: tokens per second, what binds, and how many times the first chip.

    Intervals are of 80 %. Where it does not fit into the memory the numbers stand as if it did.
    """

    rate: str
    interval: str
    binding: str
    fits: bool
    ratio: str
    ratio_fits: bool
    ratio_interval: str


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves that were worked out: a row a batch, a cell a chip."""

    head: str
    chips: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Delivered, ...]], ...]
    all_fit: bool
    spans: tuple[str, ...]
    anchors: tuple[Pieces, ...]
    assumed: tuple[Pieces, ...]


@dataclass(frozen=True, slots=True)
class Performance:
    """What was asked and what can be chosen; curves, or why there are none.

    ``lacking`` are chips of which nothing can be foreseen, each with the figures that it lacks. ``detail`` is what a
    fault says.
    """

    asked: CurvesAsked
    models: tuple[str, ...]
    phases: tuple[tuple[str, str], ...]
    contexts: tuple[int, ...]
    lacking: tuple[str, ...]
    curves: Curves | None = None
    fault: str = ""
    detail: str = ""


def performance_of(sheets: Sequence[Datasheet], asked: CurvesAsked, language: Language) -> Performance:
    """What those of SHEETS deliver of which enough is printed."""
    known = tuple(sheet for sheet in sheets if not lacking_figures(sheet))
    translate = translator(language)
    shown = Performance(
        asked=replace(asked, chips=tuple(sheet.chip_id for sheet in known)),
        models=models(),
        phases=tuple((one, translate(PHASE_WORDS[one])) for one in PHASES),
        contexts=tuple(sorted({*CONTEXTS, asked.context})),
        lacking=tuple(_lacks(sheet, language) for sheet in sheets if sheet not in known),
    )
    if not known:
        return shown
    most = model_of(asked.model).context_max
    if most and asked.context > most:
        return replace(shown, fault=_too_long(asked, most).text(language))
    try:
        return replace(shown, curves=_curves(found_for(shown.asked), language))
    except MissingExtra:
        command = "`pip install 'chipgate[workloads]'`"
        said = phrase("What chips deliver is foreseen by an extra that is not installed: {command}", command=command)
        return replace(shown, fault=said.text(language))
    except BadWorkload as wrong:
        said = phrase("No layout was found that holds {model} on each of these chips.", model=asked.model)
        return replace(shown, fault=said.text(language), detail=wrong.text(language))


def found_for(asked: CurvesAsked) -> ChipCurves:
    """The curves that ASKED asks for, as the command line works them out.

    Raises:
        MissingExtra: NumPy is not installed.
        BadWorkload: a chip prints too little, no layout holds the model, or the context is too long for it.
    """
    return chip_curves(asked.chips, asked.model, asked.phase, asked.batches, (asked.context,))


def chart_of(found: ChipCurves, language: Language, width: int = 0, *, has_title: bool = True) -> dict[str, Any]:
    """The chart of the table as a Vega-Lite specification, in the type of the console."""
    made = specification(found.rows, language, width, has_title=has_title)
    return {**made, "config": {**made["config"], "font": FONT}}


def _too_long(asked: CurvesAsked, most: int) -> Phrase:
    return phrase(
        "A context of {tokens} tokens is longer than {model} takes: {most}. Choose a shorter one.",
        tokens=f"{asked.context:,}",
        model=asked.model,
        most=f"{most:,}",
    )


def _lacks(sheet: Datasheet, language: Language) -> str:
    between = translator(language)(", ")
    figures = between.join(label_of(name, language) for name in lacking_figures(sheet))
    return phrase("{chip} is left out; not known: {figures}", chip=sheet.name, figures=figures).text(language)


def _curves(found: ChipCurves, language: Language) -> Curves:
    rows = groupby(found.rows, key=lambda row: row["batch"])
    return Curves(
        head=head(found.rows).text(language),
        chips=tuple((row["chip"], row["precision"]) for row in found.rows[: len(found.grid.chips)]),
        rows=tuple((f"{batch:,g}", tuple(_delivered(row, language) for row in here)) for batch, here in rows),
        all_fit=all(row["fits"] for row in found.rows),
        spans=tuple(line.text(language) for line in spans(found.rows)),
        anchors=tuple(pieces(anchor_words(one).text(language)) for one in dict.fromkeys(found.anchors)),
        assumed=tuple(map(pieces, assumed_lines(found, language))),
    )


def _delivered(row: Row, language: Language) -> Delivered:
    is_first = not row["over"]
    return Delivered(
        rate=figure(row["tokens_per_s_chip"]),
        interval=f"{figure(row['low80'])} – {figure(row['high80'])}",
        binding=translator(language)(RESOURCE_WORDS[row["binding"]]),
        fits=row["fits"],
        ratio="" if is_first else f"{row['ratio']:.2f}",
        ratio_fits=is_first or row["ratio_fits"],
        ratio_interval="" if is_first else f"{row['ratio_low80']:.2f} – {row['ratio_high80']:.2f}",
    )


_ADDRESS: Final = re.compile(r"(https?://[^\s;]+)")


def pieces(line: str) -> Pieces:
    """LINE with its addresses apart, so that each can be followed."""
    return tuple((one, bool(_ADDRESS.fullmatch(one))) for one in _ADDRESS.split(line) if one)
