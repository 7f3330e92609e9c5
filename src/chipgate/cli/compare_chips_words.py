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
        yield from _tables(block, language)
        yield ""
        yield from (f"{line.text(language)}" for line in spans(block))
        yield ""
    yield say(marked("Intervals hold four measured runs of five; those of ratios are of the same software and load."))
    for anchor in dict.fromkeys(found.anchors):
        yield f"  {anchor_words(anchor).text(language)}"
    yield f"  {say('Taken as given')}"
    yield from (f"    {line}" for line in assumed_lines(found, language))


def _tables(block: Sequence[Row], language: Language) -> Iterator[str]:
    """A table for each context; in prefill, whose rate hangs on no batch, one over all contexts."""
    if block[0]["phase"] == "prefill" and len({row["batch"] for row in block}) == 1:
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
