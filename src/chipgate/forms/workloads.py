"""The forms of the JSON that `chipgate perf` and `chipgate train` print."""

from __future__ import annotations

from chipgate.forms.schema import Schema, count, flag, form, list_of, number, or_null, record, table_of, text
from chipgate.workloads.asked import PHASES


def interval(meaning: str) -> Schema:
    """A value with the interval that holds the measured one four times in five."""
    fields = {"value": number("expected"), "low80": number("low end"), "high80": number("high end")}
    return {**record(fields), "description": f"{meaning}, with its 80 % interval"}


ASSUMED = record(
    {
        "name": text("what was assumed"),
        "value": {"type": ["number", "string"], "description": "its value"},
        "sentence": text("the same as a sentence, in the language that was asked for"),
    }
)
ANCHOR = {
    **record(
        {
            "id": text("id of the row"),
            "chip": text("chip, as the row calls it"),
            "model": text("model, as the row calls it"),
            "measured": text("what was measured, with its unit"),
            "foreseen": text("what is foreseen for that very row, with its unit"),
            "tokens_per_s_chip": number("what was measured, in tokens a second and chip; 0 where it cannot be said"),
            "foreseen_tokens_per_s_chip": number("what is foreseen for it, in the same unit"),
            "unit": text("that unit"),
            "chips": count("chips; 0 where it does not say"),
            "layout": text("layout, as the row writes it"),
            "batch": number("sequences at once or in a step; 0 where it does not say"),
            "in_len": number("tokens of a sequence or prompt"),
            "out_len": number("output tokens"),
            "precision": text("precision"),
            "source": text("where it stands"),
            "note": text("what the row says beside it"),
        }
    ),
    "description": "the measured row most like the question",
}
_MEMORY = {
    **record(
        {
            "held_gb": table_of("what a chip holds, in GB", number("GB")),
            "usable_gb": number("what software can fill of its memory"),
            "batch_that_fits": number("sequences on each copy of the attention for which there is room"),
        }
    ),
    "description": "memory of the chip that holds most",
}
DELIVERY_FIELDS = {
    "chip": text("the chip"),
    "model": text("the model"),
    "phase": text("what is done", *PHASES),
    "precision": text("precision of products"),
    "kv_precision": text("precision of the cache; empty in training"),
    "layout": text("how the model is spread"),
    "chips": count("chips of the layout"),
    "batch": number("sequences on each copy of the attention; in training, of a step and copy"),
    "context": number("tokens of a sequence"),
    "output": number("tokens of an answer; 0 but for serving"),
    "recompute": text("what a backward pass computes again; empty but for training", "", "none", "selective", "full"),
    "tokens_per_s_chip": interval("tokens a second and chip"),
    "seconds": interval("seconds for a token of a user; for all prompts in prefill; for a step in training"),
    "tokens_per_s_user": or_null(interval("tokens a second of a user; null where none waits for tokens")),
    "joule_per_token": or_null(interval("energy at the printed power of the chip; null where none is printed")),
    "usd_per_million_tokens": or_null(interval("cost; null where nobody gave a price")),
    "fits": flag("whether it fits into the memory; where not, the figures are as if it did"),
    "memory": _MEMORY,
    "binding": text("the resource that takes most of the time"),
    "parts": table_of("share of the time by resource, 0 to 1", number("share")),
    "anchor": ANCHOR,
    "assumed": list_of("what was assumed", ASSUMED),
}
DELIVERY = record(DELIVERY_FIELDS)

_SEARCH = record(
    {
        "best": {**DELIVERY, "description": "the best layout"},
        "runner_up": or_null({**DELIVERY, "description": "the next layout; null where there is none"}),
        "apart": flag("whether the next one lies beyond the interval of the best"),
        "layouts": count("layouts and loads that the model allows"),
        "fitting": count("those that fit into memory"),
        "in_time": count("those that keep the limit of waiting, among the fastest that were weighed"),
        "slower_in": table_of("chip seconds a token that the next one needs more, by resource", number("seconds")),
        "held_back_by": table_of(
            "limits but for which another layout would be faster: memory, latency",
            record(
                {
                    "layout": text("that layout"),
                    "batch": number("its load, as in an answer"),
                    "tokens_per_s_chip": number("what it would deliver"),
                }
            ),
        ),
    }
)

PERF = form(
    "perf",
    "What a chip delivers",
    "`chipgate perf --format json`",
    {
        "answers": list_of("an answer each", DELIVERY),
        "searches": list_of("how each layout was found; empty but for `--parallel best`", _SEARCH),
    },
)

TRAIN = form(
    "train",
    "What a training run takes",
    "`chipgate train --format json`",
    {
        "tokens": number("tokens of the run"),
        "count": count("chips"),
        "days": interval("days"),
        "chip_hours": interval("chip hours"),
        "energy_mwh": or_null(interval("energy in MWh at the printed power; null where none is printed")),
        "cost_usd": or_null(interval("cost in US dollars; null where nobody gave a price")),
        "delivery": {**DELIVERY, "description": "the rate behind it"},
        "runner_up": or_null({**DELIVERY, "description": "the next layout; null where one was given"}),
    },
)
