"""The curves of chips as a table of a terminal, and the words of their chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from chipgate.cli.perf_words import PHASE_WORDS, anchor_words, figure
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, right
from chipgate.workloads.assumed import LEAST_OF_EACH, Assumed
from chipgate.workloads.curve_chart import curves_specification
from chipgate.workloads.delivery import Anchor
from chipgate.workloads.resource_words import RESOURCE_WORDS
from chipgate.workloads.software import software_assumed

Row = dict[str, Any]

ONE_CHIP = marked("one chip")


def lines(
    found: Any, rows: Sequence[Row], anchors: Sequence[Anchor], layout_given: bool, language: Language
) -> Iterator[str]:
    """All of it, line by line."""
    say = translator(language)
    for _, part in groupby(rows, key=lambda row: row["layout"]):
        block = list(part)
        yield head(block).text(language)
        yield from _tables(block, language)
        yield ""
        yield from (f"{line.text(language)}" for line in spans(block))
        yield ""
    yield say(marked("Intervals hold four measured runs of five; those of ratios are of the same software and load."))
    for anchor in dict.fromkeys(anchors):
        yield f"  {anchor_words(anchor).text(language)}"
    yield f"  {say('Taken as given')}"
    if not layout_given:
        yield f"    {phrase(LEAST_OF_EACH, value=_layout(found.layouts[0])).text(language)}"
    yield from assumed_of_chips([(name, assumed_of(found, chip)) for chip, name in enumerate(found.chips)], language)


def head(block: Sequence[Row]) -> Phrase:
    """What is compared, in a line."""
    row = block[0]
    told = {"model": row["model"], "phase": Word(PHASE_WORDS[row["phase"]]), "layout": _layout(row["layout"])}
    if row["chips"] == 1:
        return phrase("{model}, {phase}, {layout}: what each delivers", **told)
    return phrase("{model}, {phase}, {layout}: what each of {chips} chips delivers", chips=row["chips"], **told)


def _layout(text: str) -> Word | str:
    return Word(text) if text == ONE_CHIP else text


def _tables(block: Sequence[Row], language: Language) -> Iterator[str]:
    """A table for each context; in prefill, where the batch does not count, one over all contexts."""
    if block[0]["phase"] == "prefill":
        yield ""
        yield from _table(block, "context", language)
        return
    for context, here in groupby(block, key=lambda row: row["context"]):
        yield ""
        yield phrase("{tokens} tokens of context", tokens=f"{context:,.0f}").text(language)
        yield from _table(list(here), "batch", language)


_ALONG = {"batch": marked("batch"), "context": marked("context")}


def _table(rows: Sequence[Row], along: str, language: Language) -> Iterator[str]:
    say = translator(language)
    first = rows[0]["chip"]
    over = phrase("times {chip}", chip=first).text(language)
    titles = (_ALONG[along], marked("chip"), marked("tokens/s a chip"), marked("80 %"), marked("binding"))
    yield _line([*(say(one) for one in titles), over, say(marked("80 %"))])
    load = None
    for row in rows:
        shown = f"{row[along]:,g}" if along == "batch" else f"{row[along]:,.0f}"
        chip = f"{row['chip']} {row['precision']}"
        rate = [figure(row["tokens_per_s_chip"]) + _mark(row["fits"]), _interval(row["low80"], row["high80"])]
        ratio = ["", ""]
        if row["over"]:
            ends = f"{row['ratio_low80']:.2f} - {row['ratio_high80']:.2f}"
            ratio = [f"{row['ratio']:.2f}{_mark(row['ratio_fits'])}", ends]
        yield _line(["" if row[along] == load else shown, chip, *rate, say(RESOURCE_WORDS[row["binding"]]), *ratio])
        load = row[along]
    if not all(row["fits"] for row in rows):
        told = marked("does not fit into the memory; figured as if it did. A ratio: on one of the two chips or on both")
        yield "  * " + say(told)


def _mark(fits: bool) -> str:
    """The mark of a figure that stands as if the memory held it; a column of figures stays straight."""
    return "  " if fits else " *"


def _line(cells: Sequence[str]) -> str:
    batch, chip, rate, interval, binding, ratio, ratio_interval = cells
    parts = (right(batch, 7), "  ", left(chip, 24), right(rate, 17), right(interval, 19), "  ", left(binding, 24))
    return "".join((*parts, right(ratio, 16), right(ratio_interval, 14))).rstrip()


def _interval(low: float, high: float) -> str:
    return f"{figure(low)} - {figure(high)}"


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
    if len(own) == 1:
        return least
    return phrase("{least}, {high} times at {load}", least=least, high=f"{high['ratio']:.2f}", load=_load(high))


def _load(row: Row) -> Phrase:
    context = f"{row['context']:,.0f}"
    if row["phase"] == "prefill":
        return phrase("context {context}", context=context)
    return phrase("batch {batch} and context {context}", batch=f"{row['batch']:,g}", context=context)


def assumed_of(found: Any, chip: int) -> tuple[Any, ...]:
    """What is taken as given of a chip of a grid, its software too."""
    asked = [found.question(chip, 0, layout) for layout in range(len(found.layouts))]
    return (*asked[0].assumed, *dict.fromkeys(software_assumed(one) for one in asked))


def assumed_of_chips(each: Sequence[tuple[str, Sequence[Assumed]]], language: Language) -> Iterator[str]:
    """What is taken as given of chips by name, each once, with the chips that it is said of."""
    said: dict[str, list[str]] = {}
    for name, assumed in each:
        for given in assumed:
            said.setdefault(phrase(given.template, value=given.shown).text(language), []).append(name)
    for text, names in said.items():
        whose = "" if len(names) == len(each) else f"{', '.join(names)}: "
        yield f"    {whose}{text}"


def specification(rows: Sequence[Row], language: Language) -> dict[str, Any]:
    """The chart of ROWS, which have one layout."""
    chips = ", ".join(f"{row['chip']} {row['precision']}" for row in {row["chip"]: row for row in rows}.values())
    notes = [
        phrase("Tokens per second of each chip, {chips}; both axes are logarithmic", chips=chips).text(language),
        translator(language)(marked("Bands hold four measured runs of five")),
    ]
    if not all(row["fits"] for row in rows):
        told = marked("; open points do not fit into the memory, those of ratios on either chip")
        notes[1] += translator(language)(told)
    return curves_specification(rows, head(rows).text(language), notes, language)
