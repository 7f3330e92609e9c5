"""The words of curves: what is compared, how far each ratio runs, what is taken as given, the texts of the chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.studies.anchor_words import PHASE_WORDS
from chipgate.studies.chip_curves import ChipCurves, Row
from chipgate.translation.language import Language, marked, translator
from chipgate.workloads.assumed import LEAST_OF_EACH
from chipgate.workloads.curve_chart import curves_specification
from chipgate.workloads.layout import ONE_CHIP


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
    """How far each ratio runs where both chips have room: that it is not one number."""
    for chip in dict.fromkeys(row["chip"] for row in block if row["over"]):
        every = [row for row in block if row["chip"] == chip]
        own = [row for row in every if row["ratio_fits"]]
        yield _span(chip, every[0]["over"], own)
        if own and len(own) < len(every):
            told = marked("  loads that fit on both: {count} of {all}; ratios with * are left out")
            yield phrase(told, count=len(own), all=len(every))


def _span(chip: str, first: str, own: Sequence[Row]) -> Phrase:
    if not own:
        told = marked("{chip} and {first}: none of these loads fits on both, so that no ratio is told; give more chips")
        return phrase(told, chip=chip, first=first)
    low, high = (pick(own, key=lambda row: row["ratio"]) for pick in (min, max))
    least = phrase(
        "{chip} delivers {low} times {first} at {load}",
        chip=chip,
        first=first,
        low=f"{low['ratio']:.2f}",
        load=_load(low),
    )
    if _load(low) == _load(high):
        return least
    return phrase("{least}, {high} times at {load}", least=least, high=f"{high['ratio']:.2f}", load=_load(high))


def _load(row: Row) -> Phrase:
    context = f"{row['context']:,.0f}"
    if row["phase"] == "prefill":
        return phrase("context {context}", context=context)
    return phrase("batch {batch} and context {context}", batch=f"{row['batch']:,g}", context=context)


def assumed_lines(found: ChipCurves, language: Language) -> Iterator[str]:
    """What is taken as given, each once, with the chips that it is said of."""
    if not found.layout_given:
        layout = found.grid.layouts[0]
        yield phrase(LEAST_OF_EACH, value=Word(layout) if layout == ONE_CHIP else layout).text(language)
    said: dict[str, list[str]] = {}
    for chip, name in enumerate(found.grid.chips):
        for given in found.assumed_of(chip):
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
        told = marked("; open points do not fit into the memory, those of ratios on either chip")
        notes[1] += translator(language)(told)
    return curves_specification(rows, head(rows).text(language), notes, language, width)
