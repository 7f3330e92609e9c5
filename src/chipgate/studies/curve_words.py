"""The words of curves: what is compared, how far each ratio runs, what is taken as given, the texts of the chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.studies.anchor_words import PHASE_WORDS
from chipgate.studies.chip_curves import ChipCurves, Row
from chipgate.translation.language import Language, marked, translator
from chipgate.workloads.curve_chart import curves_specification
from chipgate.workloads.layout import ONE_CHIP

_LAYOUT = marked("the layout is the first of as few chips as hold the weights on each of these: {layout}")


def head(block: Sequence[Row]) -> Phrase:
    """What is compared, in a line."""
    row = block[0]
    if row["chips"] == 1:
        phase = Word(PHASE_WORDS[row["phase"]])
        return phrase("{model}, {phase}: what one chip delivers", model=row["model"], phase=phase)
    return phrase(
        "{model}, {phase}, {layout}: what each of {chips} chips delivers",
        model=row["model"],
        phase=Word(PHASE_WORDS[row["phase"]]),
        layout=row["layout"],
        chips=row["chips"],
    )


def spans(block: Sequence[Row]) -> Iterator[Phrase]:
    """How far each ratio runs: that it is not one number."""
    for chip in dict.fromkeys(row["chip"] for row in block if row["over"]):
        own = [row for row in block if row["chip"] == chip]
        low, high = (pick(own, key=lambda row: row["ratio"]) for pick in (min, max))
        yield phrase(
            "{chip} delivers {low} times {first} at batch {low_batch} and context {low_context}, {high} times at batch "
            "{high_batch} and context {high_context}",
            chip=chip,
            first=low["over"],
            low=f"{low['ratio']:.2f}",
            high=f"{high['ratio']:.2f}",
            low_batch=f"{low['batch']:,g}",
            low_context=f"{low['context']:,.0f}",
            high_batch=f"{high['batch']:,g}",
            high_context=f"{high['context']:,.0f}",
        )


def assumed_lines(found: ChipCurves, language: Language) -> Iterator[str]:
    """What is taken as given, each once, with the chips that it is said of."""
    if not found.layout_given:
        layout = found.grid.layouts[0]
        yield phrase(_LAYOUT, layout=Word(layout) if layout == ONE_CHIP else layout).text(language)
    said: dict[str, list[str]] = {}
    for chip, name in enumerate(found.grid.chips):
        for given in found.grid.question(chip, 0, 0).assumed:
            said.setdefault(phrase(given.template, value=given.shown).text(language), []).append(name)
    for text, names in said.items():
        whose = "" if len(names) == len(found.grid.chips) else f"{', '.join(names)}: "
        yield f"{whose}{text}"


def specification(rows: Sequence[Row], language: Language, width: int = 0, *, has_title: bool = True) -> dict[str, Any]:
    """The chart of ROWS, which have one layout; a page that says the title itself leaves it out."""
    if not has_title:
        return curves_specification(rows, head(rows).text(language), (), language, width)
    chips = ", ".join(f"{row['chip']} {row['precision']}" for row in {row["chip"]: row for row in rows}.values())
    notes = [
        phrase("Tokens per second of each chip, {chips}; both axes are logarithmic", chips=chips).text(language),
        translator(language)(marked("Bands hold four measured runs of five")),
    ]
    if not all(row["fits"] for row in rows):
        notes[1] += translator(language)(marked("; open points do not fit into the memory"))
    return curves_specification(rows, head(rows).text(language), notes, language, width)
