"""The curves of chips as a table of a terminal, and the words of their chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from chipgate.cli.perf_words import PHASE_WORDS, anchor_words, figure
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, right
from chipgate.workloads.curve_chart import curves_specification
from chipgate.workloads.delivery import Anchor
from chipgate.workloads.resource_words import RESOURCE_WORDS

Row = dict[str, Any]

_LAYOUT = marked("the layout is the first of as few chips as hold the weights on each of these: {layout}")


def lines(
    found: Any, rows: Sequence[Row], anchors: Sequence[Anchor], layout_given: bool, language: Language
) -> Iterator[str]:
    """All of it, line by line."""
    say = translator(language)
    for _, part in groupby(rows, key=lambda row: row["layout"]):
        block = list(part)
        yield head(block).text(language)
        for context, here in groupby(block, key=lambda row: row["context"]):
            yield ""
            yield phrase("{tokens} tokens of context", tokens=f"{context:,.0f}").text(language)
            yield from _table(list(here), language)
        yield ""
        yield from (f"{line.text(language)}" for line in spans(block))
        yield ""
    if len(set(found.chips)) > 1:
        yield say(
            marked("Intervals hold four measured runs of five; those of ratios are of the same software and load.")
        )
    for anchor in dict.fromkeys(anchors):
        yield f"  {anchor_words(anchor).text(language)}"
    yield f"  {say('Taken as given')}"
    if not layout_given:
        yield f"    {phrase(_LAYOUT, layout=found.layouts[0]).text(language)}"
    yield from _assumed(found, language)


def head(block: Sequence[Row]) -> Phrase:
    """What is compared, in a line."""
    row = block[0]
    return phrase(
        "{model}, {phase}, {layout}: what each of {chips} chips delivers",
        model=row["model"],
        phase=Word(PHASE_WORDS[row["phase"]]),
        layout=row["layout"],
        chips=row["chips"],
    )


def _table(rows: Sequence[Row], language: Language) -> Iterator[str]:
    say = translator(language)
    first = rows[0]["chip"]
    over = phrase("times {chip}", chip=first).text(language)
    titles = (marked("batch"), marked("chip"), marked("tokens/s a chip"), marked("80 %"), marked("binding"))
    yield _line([*(say(one) for one in titles), over, say(marked("80 %"))])
    batch = None
    for row in rows:
        shown = f"{row['batch']:,g}" if row["batch"] != batch else ""
        batch = row["batch"]
        note = "" if row["fits"] else " *"
        rate = [figure(row["tokens_per_s_chip"]) + note, _interval(row["low80"], row["high80"])]
        ratio = (
            [f"{row['ratio']:.2f}", f"{row['ratio_low80']:.2f} - {row['ratio_high80']:.2f}"]
            if row["over"]
            else ["", ""]
        )
        chip = f"{row['chip']} {row['precision']}"
        yield _line([shown, chip, *rate, say(RESOURCE_WORDS[row["binding"]]), *ratio])
    if not all(row["fits"] for row in rows):
        yield "  * " + say(marked("does not fit into the memory; figured as if it did"))


def _line(cells: Sequence[str]) -> str:
    batch, chip, rate, interval, binding, ratio, ratio_interval = cells
    parts = (right(batch, 7), "  ", left(chip, 24), right(rate, 17), right(interval, 19), "  ", left(binding, 24))
    return "".join((*parts, right(ratio, 16), right(ratio_interval, 14))).rstrip()


def _interval(low: float, high: float) -> str:
    return f"{figure(low)} - {figure(high)}"


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


def _assumed(found: Any, language: Language) -> Iterator[str]:
    """What is taken as given, each once, with the chips that it is said of."""
    said: dict[str, list[str]] = {}
    for chip, name in enumerate(found.chips):
        for given in found.question(chip, 0, 0).assumed:
            said.setdefault(phrase(given.template, value=given.shown).text(language), []).append(name)
    for text, names in said.items():
        whose = "" if len(names) == len(found.chips) else f"{', '.join(names)}: "
        yield f"    {whose}{text}"


def specification(rows: Sequence[Row], language: Language) -> dict[str, Any]:
    """The chart of ROWS, which have one layout."""
    chips = ", ".join(f"{row['chip']} {row['precision']}" for row in {row["chip"]: row for row in rows}.values())
    notes = [
        phrase("Tokens per second of each chip, {chips}; both axes are logarithmic", chips=chips).text(language),
        translator(language)(marked("Bands hold four measured runs of five")),
    ]
    if not all(row["fits"] for row in rows):
        notes[1] += translator(language)(marked("; open points do not fit into the memory"))
    return curves_specification(rows, head(rows).text(language), notes, language)
