"""Calibration: the constants of a phase and the sizes of its effects, from measured rows.

Constants are fitted by least squares with the covariance of the effects, each drawn to its start by a wide prior and
kept inside its range; sizes of effects by their likelihood, in turns. SciPy does both in a second: every step has a
closed form, so that sampling (NumPyro) would bring an answer a thousand times later and no other one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chipgate.workloads.effect_kinds import EFFECTS
from chipgate.workloads.effects import (
    Array,
    Effect,
    Pooled,
    Sample,
    covariance_of,
    fitted_variances,
    pooled,
    sample_of,
    trust_of,
)
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.measured import Measured
from chipgate.workloads.models import model_of
from chipgate.workloads.numbers import NAMES, Numbers, stacked
from chipgate.workloads.phases import CONSTANTS, PHASE_TIMES, unit_factor
from chipgate.workloads.row_questions import question_of_row

WIDTH: Final = 0.5
"""Standard deviation of the prior of a constant, as a logarithm: a factor of 1.6 either way."""

UNIDENTIFIED: Final = 0.8
"""A constant whose posterior is wider than this part of its prior has learned little from the rows."""

CENTRE: Final = 0.01
"""How near to zero the mean effect of all rows is held, so that what was never seen is foreseen as the average row."""

ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """Measured rows of one phase as the fit sees them; ``log_time`` of what the phase's time function gives."""

    phase: str
    rows: tuple[Measured, ...]
    numbers: Numbers
    log_time: Array

    def part(self, kept: NDArray[np.intp]) -> Rows:
        """The rows of the indices KEPT."""
        numbers = Numbers(**{name: getattr(self.numbers, name)[kept] for name in NAMES})
        return Rows(self.phase, tuple(self.rows[one] for one in kept), numbers, self.log_time[kept])


@dataclass(frozen=True, slots=True)
class Fitted:
    """A calibrated phase. Intervals are widened to what left-out rows ask for: by ``spread`` where
    the model was measured on the chip by the software, by ``spread_elsewhere`` where it was not."""

    phase: str
    constants: Mapping[str, float]
    variances: Array
    noise: float
    trust: Array
    spread: float
    spread_elsewhere: float
    identified: Mapping[str, str]
    pooled: Pooled


def rows_of(phase: str, rows: Sequence[Measured]) -> Rows:
    """The rows of PHASE that can be treated and have a measured figure."""
    kept, questions, times = [], [], []
    for row in rows:
        if row.phase != phase or row.value <= 0:
            continue
        try:
            question = question_of_row(row)
        except BadWorkload:
            continue
        kept.append(row)
        questions.append(question)
        times.append(seconds_of(row))
    return Rows(phase, tuple(kept), stacked(questions), np.log(np.array(times)))


def seconds_of(row: Measured) -> float:
    """The measured figure as the time that the phase's function gives."""
    factor, is_rate = unit_factor(row.unit, model_flops_of(row), row.each)
    return factor / row.value if is_rate else row.value / factor


def model_flops_of(row: Measured) -> float:
    """Operations per token as authors count them, for figures in TFLOP/s."""
    return model_of(row.model).training_flops(row.in_len) if row.unit.startswith("TFLOP") else 0.0


def log_roofline(phase: str, numbers: Numbers, constants: Mapping[str, float]) -> Array:
    """Logarithm of the time that the roofline gives."""
    return np.asarray(np.log(sum(PHASE_TIMES[phase](numbers, constants).values())), dtype=float)


def fit(data: Rows, start: Fitted | None = None, rounds: int = ROUNDS) -> Fitted:
    """The constants and effects of DATA; START makes it quick.

    The constants are fitted beside the effects of labels alone. A smooth effect of the load could stand in for physics,
    and then nothing would be left of it where the load is new: it is fitted afterwards, to what is left over.
    """
    logs, width = _fitted_constants(data, start, rounds)
    effects = EFFECTS[data.phase]
    sample = sample_of(data.rows, data.numbers, effects)
    residuals = data.log_time - log_roofline(data.phase, data.numbers, _named(data.phase, logs))
    variances = np.append(start.variances, start.noise) if start else np.full(len(effects) + 1, 0.01)
    made, variances = _fitted_effects(effects, sample, residuals, variances, rounds)
    return Fitted(
        phase=data.phase,
        constants=_named(data.phase, logs),
        variances=variances[:-1],
        noise=made.noise,
        trust=made.trust,
        spread=start.spread if start else 1.0,
        spread_elsewhere=start.spread_elsewhere if start else 1.0,
        identified=_identified(data.phase, logs, width),
        pooled=made,
    )


def _fitted_constants(data: Rows, start: Fitted | None, rounds: int) -> tuple[Any, Array]:
    """Logarithms of the constants, in turns with the sizes of the effects of labels, and their standard deviations."""
    plain = [one for one in EFFECTS[data.phase] if not one.features]
    sample = sample_of(data.rows, data.numbers, plain)
    variances, trust = np.full(len(plain) + 1, 0.01), np.ones(sample.size)
    logs = np.log([start.constants[one.name] for one in CONSTANTS[data.phase]]) if start else None
    for _ in range(rounds):
        logs, width = _best_constants(data, covariance_of(plain, sample, variances[:-1]), variances[-1] / trust, logs)
        residuals = data.log_time - log_roofline(data.phase, data.numbers, _named(data.phase, logs))
        made, variances = _fitted_effects(plain, sample, residuals, variances, 1, trust)
        trust = made.trust
    return logs, width


def _fitted_effects(
    effects: Sequence[Effect], sample: Sample, residuals: Array, variances: Array, rounds: int, trust: Any = None
) -> tuple[Pooled, Array]:
    """Effects of the likeliest sizes, in turns with the trust in each row."""
    trust = np.ones(sample.size) if trust is None else trust
    for _ in range(rounds):
        variances = fitted_variances(effects, sample, residuals, trust, np.clip(variances, 2e-5, 0.9))
        made = pooled(effects, sample, residuals, variances[:-1], float(variances[-1]), trust)
        trust = trust_of(made.noise / trust * made.weights, made.noise)
    return pooled(effects, sample, residuals, variances[:-1], float(variances[-1]), trust), variances


def _named(phase: str, logs: Any) -> dict[str, float]:
    return {one.name: float(value) for one, value in zip(CONSTANTS[phase], np.exp(logs), strict=True)}


def _best_constants(data: Rows, shared: Array, noise: Array, logs: Any) -> tuple[Any, Array]:
    """Logarithms of the constants that fit best under effects of covariance SHARED, and the sd of each."""
    from scipy.optimize import least_squares

    kinds = CONSTANTS[data.phase]
    start, low, high = (np.log([getattr(one, name) for one in kinds]) for name in ("start", "low", "high"))
    whiten = np.linalg.inv(np.linalg.cholesky(shared + np.diag(noise)))

    def errors(at: Any) -> Any:
        missed = data.log_time - log_roofline(data.phase, data.numbers, _named(data.phase, at))
        return np.concatenate([whiten @ missed, (at - start) / WIDTH, [np.mean(missed) / CENTRE]])

    first = np.clip(start if logs is None else logs, low + 1e-6, high - 1e-6)
    found = least_squares(errors, first, bounds=(low, high))
    slopes = np.asarray(found.jac, dtype=float)
    return found.x, np.sqrt(np.diag(np.linalg.inv(slopes.T @ slopes)))


def _identified(phase: str, logs: Any, width: Array) -> dict[str, str]:
    """What the rows say of each constant: well enough, on its bound, or hardly more than was assumed."""
    said = {}
    for one, value, sd in zip(CONSTANTS[phase], logs, width, strict=True):
        at_bound = min(value - np.log(one.low), np.log(one.high) - value) < 0.01
        state = "on its bound" if at_bound else "unidentified" if sd > UNIDENTIFIED * WIDTH else "identified"
        said[one.name] = state
    return said
