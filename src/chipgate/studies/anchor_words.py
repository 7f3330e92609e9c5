"""The words of a measured row: what phases and units are called, and the row as a line."""

from __future__ import annotations

from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.translation.language import marked
from chipgate.units import figure
from chipgate.workloads.delivery import Anchor

PHASE_WORDS = {
    "training": marked("training"),
    "prefill": marked("prefill"),
    "decode": marked("decode"),
    "serving": marked("serving"),
}
UNITS = {
    "tokens/s/chip": marked("tokens/s a chip"),
    "output tokens/s/chip": marked("output tokens/s a chip"),
    "TFLOP/s/chip": marked("TFLOP/s a chip"),
    "ms/output token": marked("ms an output token"),
    "ms time to first token": marked("ms until the first token"),
}


def anchor_words(one: Anchor) -> Phrase:
    """The nearest measured row, in its own unit and in that of the answer."""
    measured, foreseen = (said.removesuffix(one.unit).strip() for said in (one.measured, one.foreseen))
    unit: Word | Phrase = Word(UNITS.get(one.unit, one.unit))
    if not one.unit.endswith("tokens/s/chip") and one.tokens_per_s_chip:
        unit = phrase("{unit}, {rate} tokens/s a chip", unit=unit, rate=figure(one.tokens_per_s_chip))
        foreseen = f"{foreseen}, {figure(one.foreseen_tokens_per_s_chip)}"
    return phrase(
        "nearest measured: {measured} {unit} (foreseen: {foreseen}), {chip} x {chips}, {model}, {precision} {layout} "
        "[{id}] {source}",
        measured=measured,
        unit=unit,
        foreseen=foreseen,
        chips=one.chips or "?",
        **{name: one[name] for name in ("chip", "model", "precision", "layout", "id", "source")},
    )
