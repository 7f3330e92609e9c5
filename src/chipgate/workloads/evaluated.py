"""Questions worked out: chip seconds for one token by the calibrated roofline, with effects and interval.

Every question of one call has the same phase and is answered by the same calibration; layouts, loads and chips differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from chipgate.workloads.asked import OUTPUT, Asked
from chipgate.workloads.effects import Array, sample_of
from chipgate.workloads.fitted import shipped
from chipgate.workloads.foresee import IDEAL, NORMAL_80
from chipgate.workloads.labels import NOT_SAID, chip_label, family_label
from chipgate.workloads.measured import Measured
from chipgate.workloads.numbers import Numbers, numbers_of
from chipgate.workloads.phases import decode_time, prefill_time, serving_time, training_time
from chipgate.workloads.shape import BYTES, product_passes, score_passes
from chipgate.workloads.software import stack_of
from chipgate.workloads.training import Constants, Parts


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Chip seconds for one token of each question: expected, at the fast and at the slow end of the 80 % interval.

    ``parts`` are those of the roofline by resource, before effects.
    """

    seconds: Array
    fast: Array
    slow: Array
    parts: dict[str, Array]


def numbers_asked(asked: Asked) -> Numbers:
    """The numbers of one question."""
    recompute = asked.recompute or "none"
    return numbers_of(
        asked.shape,
        asked.device,
        replace(asked.layout, dp=asked.copies),
        precision=asked.precision,
        chips=asked.chips,
        batch=asked.batch * asked.copies,
        in_len=asked.context,
        out_len=max(asked.output, 1.0),
        micro_batches=asked.batch,
        forward_backward=product_passes(recompute, asked.lora),  # type: ignore[arg-type]
        attention_passes=score_passes(recompute),  # type: ignore[arg-type]
        draft_tokens=float(asked.drafts),
        accepted=asked.accepted,
        kv_value_bytes=BYTES[asked.kv_precision],
    )


def _served(n: Numbers, c: Constants) -> Parts:
    """Chip seconds of a group for one output token of requests that are all served at once, as if there was room."""
    roomy = replace(n, memory=np.inf)
    return {name: part * n.chips / n.batch for name, part in serving_time(roomy, c).items()}


TIMES: Final[dict[str, Callable[[Numbers, Constants], Parts]]] = {
    "training": training_time,
    "prefill": prefill_time,
    "decode": decode_time,
    "serving": _served,
}
"""Chip seconds for one token, by phase."""


def parts_of(phase: str, n: Numbers, constants: Constants) -> dict[str, Array]:
    """Chip seconds for one token by resource, as arrays of the size of the grid."""
    parts = TIMES[phase](n, constants)
    size = np.broadcast_shapes(*(np.shape(part) for part in parts.values()))
    return {name: np.broadcast_to(np.asarray(part, dtype=float), size) for name, part in parts.items()}


def floor_of(phase: str, n: Numbers) -> Array:
    """Chip seconds for one token with nothing wasted: no answer is faster."""
    ideal = replace(n, matmul_share=np.ones_like(np.asarray(n.matmul_share, dtype=float)))
    return np.asarray(sum(parts_of(phase, ideal, IDEAL).values()), dtype=float)


def evaluated(asked: Sequence[Asked], n: Numbers) -> Evaluated:
    """Questions of one phase and one calibration, with their numbers side by side."""
    made, phase = shipped(asked[0].fitted), asked[0].phase
    parts = parts_of(phase, n, made.constants)
    rows = [row_like(one) for one in asked]
    mean, variance = made.pooled.carried_to(sample_of(rows, as_measured(asked[0], n), made.pooled.effects))
    floor = floor_of(phase, n)
    seconds = np.maximum(sum(parts.values()) * np.exp(mean), floor)
    wide = NORMAL_80 * made.spread_elsewhere * np.sqrt(variance)
    return Evaluated(seconds, np.maximum(seconds * np.exp(-wide), floor), seconds * np.exp(wide), parts)


def as_measured(asked: Asked, n: Numbers) -> Numbers:
    """The load as measured rows have it: one that decodes is like a request with an answer of usual length."""
    return replace(n, out_len=np.full_like(np.asarray(n.out_len, dtype=float), OUTPUT)) if _only_steps(asked) else n


def _only_steps(asked: Asked) -> bool:
    return asked.phase == "decode" and asked.fitted == "serving"


def row_like(asked: Asked) -> Measured:
    """A measured row with the labels that a question shares with rows; what it does not say is like no row."""
    label = chip_label(asked.device)
    return Measured(
        id="asked",
        phase=asked.fitted,
        model=asked.shape.name,
        chip=label,
        chips=asked.chips,
        precision=asked.precision,
        in_len=asked.context,
        out_len=max(asked.output, 1.0),
        layout=asked.parallel,
        batch=asked.batch * asked.copies,
        micro_batch=1.0,
        accumulation=0.0,
        value=0.0,
        unit="",
        stack=stack_of(asked),
        vintage=NOT_SAID,
        team=NOT_SAID,
        family=family_label(label),
        source="",
        note="LoRA" if asked.lora else "",
    )


def per_token(parts: dict[str, Any], place: int) -> dict[str, float]:
    """The parts of one question as plain numbers."""
    return {name: float(part[place]) for name, part in parts.items()}
