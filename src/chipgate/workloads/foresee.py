"""Rows foreseen: the figure, the interval that holds it four times in five, and the resource that binds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from chipgate.errors import ChipgateError
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked
from chipgate.workloads.calibration import Fitted, model_flops_of
from chipgate.workloads.effects import Sample, sample_of
from chipgate.workloads.fitted import bundled_rows, shipped
from chipgate.workloads.labels import labelled
from chipgate.workloads.measured import Measured
from chipgate.workloads.models import model_of
from chipgate.workloads.numbers import Numbers, stacked
from chipgate.workloads.phases import PHASE_TIMES, out_of_memory, unit_factor
from chipgate.workloads.row_questions import question_of_row

if TYPE_CHECKING:
    from chipgate.workloads.effects import Array

NORMAL_80: Final = 1.2816
"""Half width of the interval that holds 80 % of a normal distribution, in standard deviations."""

IDEAL: Final = {
    "matmul": 1.0,
    "attention": 1.0,
    "accesses": 0.0,
    "exposed": 0.0,
    "memory": 1.0,
    "all_reduce_s": 0.0,
    "layer_s": 0.0,
    "moe_layer_s": 0.0,
    "step_s": 0.0,
    "queue": 0.0,
    "fixed_s": 0.0,
}
"""Constants of a chip that wastes nothing: no answer is faster than this."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One row foreseen, in its own unit. ``why`` says what could not be treated, or what is doubtful; else empty.

    ``fault_text.said_in`` says it in another language.
    """

    predicted: float
    low80: float
    high80: float
    binding: str
    parts: dict[str, float]
    why: str = ""

    @property
    def treated(self) -> bool:
        """Whether there is a figure."""
        return not math.isnan(self.predicted)


def foreseen(rows: Sequence[Measured]) -> list[Foreseen]:
    """Each of ROWS foreseen; what cannot be treated says why."""
    rows = [labelled(row) for row in rows]
    answers: dict[int, Foreseen] = {}
    asked: dict[tuple[str, str], list[tuple[int, Numbers]]] = {}
    for place, row in enumerate(rows):
        try:
            question = question_of_row(row)
        except ChipgateError as wrong:
            answers[place] = Foreseen(math.nan, math.nan, math.nan, "", {}, wrong.said)
        else:
            asked.setdefault((calibration_for(row), row.phase), []).append((place, question))
    for (fitted, _), questions in asked.items():
        places = [place for place, _ in questions]
        made = foreseen_phase(shipped(fitted), [rows[one] for one in places], stacked([one for _, one in questions]))
        answers.update(zip(places, made, strict=True))
    return [answers[place] for place in range(len(rows))]


def calibration_for(row: Measured) -> str:
    """The phase whose constants speak of ROW: a dense model decodes as it is served, not as spread experts do."""
    is_dense = row.phase == "decode" and not model_of(row.model).experts_total
    return "serving" if is_dense else row.phase


def foreseen_phase(made: Fitted, rows: Sequence[Measured], numbers: Numbers) -> list[Foreseen]:
    """ROWS of one phase, all of which can be treated, by the calibration MADE, of that phase or one like it."""
    phase = rows[0].phase
    parts = PHASE_TIMES[phase](numbers, made.constants)
    mean, variance = made.pooled.carried_to(_sample(made, rows, numbers))
    size = len(rows)
    each = {name: np.broadcast_to(np.asarray(part, dtype=float), (size,)) for name, part in parts.items()}
    floor = floor_of(phase, numbers)
    seconds = np.maximum(sum(each.values()) * np.exp(mean), floor)
    wide = NORMAL_80 * _spreads(made, rows) * np.sqrt(variance)
    fast, slow = np.maximum(seconds * np.exp(-wide), floor), seconds * np.exp(wide)
    crowded = _crowded(phase, rows, numbers)
    return [
        _in_unit(row, float(seconds[one]), float(fast[one]), float(slow[one]),
                 {name: float(part[one]) for name, part in each.items()}, bool(crowded[one]))
        for one, row in enumerate(rows)
    ]  # fmt: skip


def _sample(made: Fitted, rows: Sequence[Measured], numbers: Numbers) -> Sample:
    """ROWS as the effects of a calibration see them."""
    alike = [replace(row, phase=made.phase) for row in rows]
    return sample_of(alike, numbers, made.pooled.effects)


def _crowded(phase: str, rows: Sequence[Measured], numbers: Numbers) -> Any:
    """Rows whose model does not fit into the memory of their chips; training holds 16 bytes a weight over them all."""
    if phase != "training":
        return np.broadcast_to(out_of_memory(numbers), (len(rows),))
    held = [0.0 if "LoRA" in row.note else 16.0 * model_of(row.model).params_total for row in rows]
    return np.array(held) > 0.9 * numbers.memory * numbers.chips


def _spreads(made: Fitted, rows: Sequence[Measured]) -> Array:
    """What widens the interval of each row: more where its model was never measured on its chip by its software."""
    measured = {(row.chip, row.model, row.stack) for row in bundled_rows() if row.phase == made.phase}
    at_home = [(row.chip, row.model, row.stack) in measured for row in rows]
    return np.where(at_home, made.spread, made.spread_elsewhere)


def floor_of(phase: str, numbers: Numbers) -> Array:
    """Time of the same work on the same chips with nothing wasted."""
    ideal = replace(numbers, matmul_share=np.ones_like(np.asarray(numbers.matmul_share, dtype=float)))
    return np.asarray(sum(PHASE_TIMES[phase](ideal, IDEAL).values()), dtype=float)


CROWDED: Final = marked("does not fit into the memory of the chips that the row names; figured as if it did")


def _in_unit(
    row: Measured, seconds: float, fast: float, slow: float, parts: dict[str, float], crowded: bool
) -> Foreseen:
    factor, is_rate = unit_factor(row.unit, model_flops_of(row), row.each)
    figures = [
        factor / one if is_rate else one * factor
        for one in (seconds, slow if is_rate else fast, fast if is_rate else slow)
    ]
    why = fault(CROWDED) if crowded else ""
    return Foreseen(figures[0], figures[1], figures[2], binding_of(parts), parts, why)


def binding_of(parts: dict[str, Any]) -> str:
    """The resource that takes most of the time."""
    return max(parts, key=lambda name: parts[name])
