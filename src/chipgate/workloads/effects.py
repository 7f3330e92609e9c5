"""Partially pooled effects: what chips, software and models have in common beyond the roofline.

The logarithm of a measured time is that of the roofline, plus effects, plus noise. An effect is shared by the rows
that have a label in common (a chip, a stack, a version) and is drawn towards zero as much as the rows ask for; what was
never seen has the effect zero and a wider interval. A smooth effect is shared the more, the nearer two loads are. All
of it is one Gaussian with a sum of covariances, so that effects, their variances and intervals have closed forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from chipgate.workloads.measured import NOT_SAID, Measured

if TYPE_CHECKING:
    from chipgate.workloads.numbers import Numbers

Array = NDArray[np.float64]
Label = Callable[[Measured], str]

DEGREES: Final = 4.0
"""Degrees of freedom of the noise: measured rows have outliers, and a few of them shall not bend the rest."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One kind of effect: which label rows share, and over which features it is smooth (none: the same for all)."""

    name: str
    label: Label
    features: tuple[str, ...] = ()
    length: float = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows as the effects see them: labels by effect, features by name."""

    labels: Mapping[str, tuple[str, ...]]
    features: Mapping[str, Array]
    named: Array  # 1 where the software is named, else 0
    size: int


def sample_of(rows: Sequence[Measured], n: Numbers, effects: Sequence[Effect]) -> Sample:
    """ROWS with the labels and features that EFFECTS ask for."""
    labels = {one.name: tuple(one.label(row) for row in rows) for one in effects}
    named = np.array([float(row.stack != NOT_SAID) for row in rows])
    return Sample(labels, _features(n, len(rows)), named, len(rows))


def _features(n: Numbers, size: int) -> Mapping[str, Array]:
    """Logarithms (base 2) of what a load consists of, as it is asked; nothing of the chip is in it."""
    raw = {
        "batch": np.maximum(n.batch, 1.0),
        "in": n.in_len,
        "out": n.out_len,
        "tp": n.tp,
        "pp": n.pp,
        "ep": n.ep,
        "chips": n.chips,
        "micro": np.maximum(n.micro_batches, 1.0),
        "size": n.layers * n.hidden,
    }
    return {name: np.log2(np.broadcast_to(np.asarray(value, dtype=float), (size,))) for name, value in raw.items()}


def kernel(effect: Effect, one: Sample, other: Sample) -> Array:
    """How much an effect of variance 1 has in common between each row of ONE and each of OTHER.

    Smooth effects are habits of software under a load. Where nobody names the software the physics alone says how the
    load counts, so that more work never takes less time; what the habits may do widens the interval all the same.
    """
    left, right = np.array(one.labels[effect.name]), np.array(other.labels[effect.name])
    same = ((left[:, None] == right[None, :]) & (left[:, None] != "")).astype(float)
    if effect.features:
        apart = np.zeros_like(same)
        for name in effect.features:
            gap = (one.features[name][:, None] - other.features[name][None, :]) / effect.length
            apart = apart + gap * gap
        same = same * np.exp(-0.5 * apart) * one.named[:, None] * other.named[None, :]
    return np.asarray(same, dtype=float)


@dataclass(frozen=True, slots=True)
class Pooled:
    """Effects that were fitted: what is needed to carry them over to other rows."""

    effects: tuple[Effect, ...]
    variances: Array  # of each effect
    noise: float  # variance of one measurement
    sample: Sample
    weights: Array  # rows on residuals: the solved system
    inverse: Array
    trust: Array  # 1 for a row like the others, less for an outlier

    def carried_to(self, other: Sample) -> tuple[Array, Array]:
        """Mean and variance of the logarithm of time over roofline for each row of OTHER, noise included."""
        across = np.zeros((other.size, self.sample.size))
        own = np.full(other.size, self.noise)
        for effect, variance in zip(self.effects, self.variances, strict=True):
            across += variance * kernel(effect, other, self.sample)
            own += variance * (np.array(other.labels[effect.name]) != "")
        mean = across @ self.weights
        spread = own - np.einsum("ij,jk,ik->i", across, self.inverse, across)
        return mean, np.maximum(spread, self.noise)

    def left_out(self, residuals: Array) -> tuple[Array, Array]:
        """Mean and standard deviation of each fitted row as foreseen from all others."""
        precision = np.diag(self.inverse)
        return residuals - self.weights / precision, np.sqrt(1.0 / precision)


def pooled(
    effects: Sequence[Effect], sample: Sample, residuals: Array, variances: Array, noise: float, trust: Array
) -> Pooled:
    """Effects of given VARIANCES for RESIDUALS."""
    covariance = covariance_of(effects, sample, variances) + np.diag(noise / trust)
    inverse: Array = np.asarray(np.linalg.inv(covariance), dtype=float)
    return Pooled(tuple(effects), variances, noise, sample, inverse @ residuals, inverse, trust)


def covariance_of(effects: Sequence[Effect], sample: Sample, variances: Array) -> Array:
    """The sum of the covariances of EFFECTS."""
    total = np.zeros((sample.size, sample.size))
    for effect, variance in zip(effects, variances, strict=True):
        total += variance * kernel(effect, sample, sample)
    return total


def fitted_variances(effects: Sequence[Effect], sample: Sample, residuals: Array, trust: Array, start: Array) -> Array:
    """Variances of the effects and, last, of the noise that make RESIDUALS likeliest (restricted to plausible ones).

    A standard deviation is drawn to ``PRIOR_SD`` by a half-normal prior, so that a kind of effect that the rows do not
    speak of goes to zero instead of anywhere.
    """
    from scipy.optimize import minimize

    kernels = [kernel(one, sample, sample) for one in effects]

    def cost(log_sd: Array) -> tuple[float, Array]:
        variances = np.exp(2.0 * log_sd)
        covariance = sum((v * k for v, k in zip(variances[:-1], kernels, strict=True)), np.diag(variances[-1] / trust))
        factor = np.linalg.cholesky(covariance)
        inverse = np.linalg.inv(covariance)
        solved = inverse @ residuals
        value = 0.5 * residuals @ solved + np.log(np.diag(factor)).sum() + 0.5 * (variances / PRIOR_SD**2).sum()
        inner = inverse - np.outer(solved, solved)
        slopes = [0.5 * np.sum(inner * k) for k in kernels] + [0.5 * np.sum(np.diag(inner) / trust)]
        slope = np.array(slopes) * 2.0 * variances + variances / PRIOR_SD**2
        return float(value), slope

    limits = [(np.log(0.003), np.log(1.0))] * len(effects) + [(np.log(REPEATED), np.log(0.5))]
    found: Any = minimize(
        cost, 0.5 * np.log(start), jac=True, bounds=limits, method="L-BFGS-B", options={"maxiter": 80}
    )
    return np.asarray(np.exp(2.0 * found.x), dtype=float)


REPEATED: Final = 0.04
"""The least noise of a measurement: two runs of one configuration differ by 4 % at the median."""

PRIOR_SD: Final = 0.3
"""Standard deviation of the prior of each effect's size, as a logarithm of time."""


def trust_of(errors: Array, noise: float) -> Array:
    """Weight of each row under noise with heavy tails, from what it misses its fit by."""
    return (DEGREES + 1.0) / (DEGREES + errors**2 / noise)
