"""The form of the JSON that `chipgate compare` prints of chips."""

from __future__ import annotations

from chipgate.forms.schema import count, flag, form, list_of, number, or_null, record, text
from chipgate.forms.workloads import ANCHOR, ASSUMED
from chipgate.workloads.asked import PHASES
from chipgate.workloads.resource_words import RESOURCE_WORDS

_CELL = record(
    {
        "chip": text("the chip"),
        "precision": text("precision of products"),
        "model": text("the model"),
        "phase": text("what is done", *PHASES),
        "layout": text("how the model is spread"),
        "chips": count("chips of the layout"),
        "batch": number("sequences on each copy of the attention; in training, of a step and copy"),
        "context": number("tokens of a sequence"),
        "tokens_per_s_chip": number("tokens a second and chip"),
        "low80": number("low end of its 80 % interval"),
        "high80": number("high end of its 80 % interval"),
        "binding": text("the resource that takes most of the time", *RESOURCE_WORDS),
        "fits": flag("whether it fits into the memory; where not, the figures are as if it did"),
        "over": text("the chip that the ratio is to; empty for that chip itself"),
        "ratio": or_null(number("times that chip; null for that chip itself")),
        "ratio_low80": or_null(number("low end of the 80 % interval of the ratio")),
        "ratio_high80": or_null(number("high end of the 80 % interval of the ratio")),
        "ratio_fits": or_null(flag("whether it fits on both chips; where not, the ratio is as if it did")),
    }
)

CURVES = form(
    "curves",
    "What chips deliver over batch and context",
    "`chipgate compare CHIP CHIP ... --format json`, and written by `-o FILE.json`",
    {
        "layout_given": flag(
            "whether somebody gave the layout; where not, it has as few chips as hold the weights on each "
            "chip with 40 % of the memory left for the cache"
        ),
        "curves": list_of("one entry for each layout, context, batch and chip", _CELL),
        "anchors": list_of("the measured row most like the middle of the loads, for each chip in turn", ANCHOR),
        "assumed": list_of(
            "what was assumed of each chip",
            {
                **ASSUMED,
                "properties": {"chip": text("the chip"), **ASSUMED["properties"]},
                "required": ["chip", *ASSUMED["required"]],
            },
        ),
        "written": list_of("files that were written; empty inside a file"),
    },
)
