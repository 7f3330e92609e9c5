"""An answer worked out: the question as numbers, foreseen like a measured row of software that nobody named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from chipgate.workloads import assumed as words
from chipgate.workloads.asked import Asked
from chipgate.workloads.assumed import Assumed
from chipgate.workloads.calibration import model_flops_of
from chipgate.workloads.delivery import Anchor, Delivery, Interval, Memory
from chipgate.workloads.evaluated import Evaluated, evaluated, numbers_asked, per_token
from chipgate.workloads.fitted import bundled_rows
from chipgate.workloads.foresee import binding_of, foreseen
from chipgate.workloads.labels import chips_apart, models_apart
from chipgate.workloads.measured import Measured
from chipgate.workloads.memory_fit import fits, held, least_recompute, sequences_that_fit, usable
from chipgate.workloads.numbers import Numbers, stacked
from chipgate.workloads.software import software_assumed

USERS_WAIT = ("decode", "serving")
UNSAID_CHIPS = 0.5
"""How far apart a training run is that does not say on how many chips: as one of four times as many."""


def answered(asked: Asked, hourly_usd: float | None = None, more: Sequence[Assumed] = ()) -> Delivery:
    """The answer to a question that was checked; HOURLY_USD is what an hour of a chip costs, MORE was assumed too."""
    if asked.trains and not asked.recompute:
        asked = replace(asked, recompute=least_recompute(asked, stacked([numbers_asked(asked)])))
        sentence = words.RECOMPUTE if _has_room(asked) else words.RECOMPUTE_IN_VAIN
        more = (*more, Assumed("recompute", asked.recompute, sentence))
    n = stacked([numbers_asked(asked)])
    return delivery_of(asked, n, evaluated([asked], n), 0, hourly_usd, more)


def _has_room(asked: Asked) -> bool:
    return bool(fits(asked, stacked([numbers_asked(asked)]))[0])


def delivery_of(
    asked: Asked, n: Numbers, found: Evaluated, place: int, hourly_usd: float | None, more: Sequence[Assumed]
) -> Delivery:
    """The answer to one of several questions that were worked out side by side."""
    rate = Interval(*(1.0 / float(one[place]) for one in (found.seconds, found.slow, found.fast)))
    parts = per_token(found.parts, place)
    total = sum(parts.values())
    power = asked.device.power_w
    powered = (Assumed("power_w", power, words.POWER),) if power else ()
    batch = asked.batch * asked.copies
    user = rate.times(asked.chips / batch) if asked.phase in USERS_WAIT else None
    return Delivery(
        chip=asked.device.name,
        model=asked.shape.name,
        phase=asked.phase,
        precision=asked.precision,
        kv_precision="" if asked.trains else asked.kv_precision,
        layout=asked.parallel or "tp1",
        chips=asked.chips,
        batch=asked.batch,
        context=asked.context,
        output=asked.output,
        recompute=asked.recompute,
        rate=rate,
        seconds=user.inverse() if user else rate.inverse(_tokens_in_line(asked) / asked.chips),
        tokens_per_s_user=user,
        joule_per_token=rate.inverse(power) if power else None,
        usd_per_million_tokens=rate.inverse(hourly_usd / 3600.0 * 1e6) if hourly_usd else None,
        memory=memory_of(asked, n, place),
        binding=binding_of(parts),
        parts={name: part / total for name, part in parts.items()},
        anchor=nearest(asked),
        assumed=(*asked.assumed, *more, *powered, software_assumed(asked)),
    )


def _tokens_in_line(asked: Asked) -> float:
    """Tokens of a step, or of all prompts and the places of the pipeline that are empty while it fills."""
    waiting = asked.layout.pp - 1 if asked.phase == "prefill" else 0
    return (asked.batch + waiting) * asked.copies * asked.context


def memory_of(asked: Asked, n: Numbers, place: int) -> Memory:
    """What a chip has to hold under one of several layouts."""

    def at(value: object) -> float:
        import numpy as np

        flat = np.broadcast_to(np.asarray(value, dtype=float), np.shape(n.tp))
        return float(flat[place])

    room = asked.batch if asked.trains else math.floor(at(sequences_that_fit(asked, n)))
    return Memory(
        held_gb={name: at(part) / 1e9 for name, part in held(asked, n).items()},
        usable_gb=at(usable(n)) / 1e9,
        batch_that_fits=room,
    )


def nearest(asked: Asked) -> Anchor:
    """The measured row most like the question: the same phase, then chip and model, then load, precision,
    chips and software.
    """
    each = asked.batch * asked.copies / asked.chips

    def apart(row: Measured) -> float:
        far = chips_apart(asked.device, row.chip) + models_apart(asked.shape, row.model)
        far += 0.5 * (row.precision != asked.precision) + 2.0 * (asked.lora != ("LoRA" in row.note))
        far += 0.5 * (asked.software not in ("", row.stack))
        load = abs(math.log2(max(row.in_len, 1.0) / asked.context)) / 2
        if row.batch and not asked.trains:
            load += abs(math.log2(row.batch / max(row.chips, 1) / each)) / 4
        if asked.trains:
            load += abs(math.log2(row.chips / asked.chips)) / 4 if row.chips else UNSAID_CHIPS
        return far + load

    best = min((row for row in bundled_rows() if row.phase == asked.fitted), key=apart)
    predicted = foreseen([best])[0].predicted
    return Anchor(
        id=best.id,
        chip=best.chip,
        model=best.model,
        measured=f"{best.value:g} {best.unit}",
        foreseen=f"{predicted:.4g} {best.unit}",
        tokens_per_s_chip=tokens_per_s_chip(best, best.value),
        foreseen_tokens_per_s_chip=tokens_per_s_chip(best, predicted),
        unit=best.unit,
        chips=best.chips,
        layout=best.layout,
        batch=best.batch,
        in_len=best.in_len,
        out_len=best.out_len,
        precision=best.precision,
        source=best.source,
        note=best.note,
    )


def tokens_per_s_chip(row: Measured, figure: float) -> float:
    """A FIGURE in the unit of ROW as tokens a second and chip; 0 where ROW does not say how many sequences wait.

    Rates of operations are counted as authors count them: forward and backward, nothing twice.
    """
    if row.unit.startswith("TFLOP"):
        return figure * 1e12 / model_flops_of(row)
    if row.unit.startswith("ms"):
        return 1e3 / figure * row.batch / row.chips if row.chips and row.phase in USERS_WAIT else 0.0
    return figure
