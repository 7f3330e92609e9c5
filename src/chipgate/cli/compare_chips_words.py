"""The curves of chips as a table of a terminal, and the words of their chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from chipgate.readings.phrase import phrase
from chipgate.studies.anchor_words import anchor_words
from chipgate.studies.chip_curves import ChipCurves, Row
from chipgate.studies.curve_words import assumed_lines, head, spans
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, right
from chipgate.units import figure
from chipgate.workloads.resource_words import RESOURCE_WORDS


def lines(found: ChipCurves, language: Language) -> Iterator[str]:
    """All of it, line by line."""
    say = translator(language)
    for _, part in groupby(found.rows, key=lambda row: row["layout"]):
        block = list(part)
        yield head(block).text(language)
        for context, here in groupby(block, key=lambda row: row["context"]):
            yield ""
            yield phrase("{tokens} tokens of context", tokens=f"{context:,.0f}").text(language)
            yield from _table(list(here), language)
        yield ""
        yield from (f"{line.text(language)}" for line in spans(block))
        yield ""
    if len(set(found.grid.chips)) > 1:
        yield say(
            marked("Intervals hold four measured runs of five; those of ratios are of the same software and load.")
        )
    for anchor in dict.fromkeys(found.anchors):
        yield f"  {anchor_words(anchor).text(language)}"
    yield f"  {say('Taken as given')}"
    yield from (f"    {line}" for line in assumed_lines(found, language))


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
