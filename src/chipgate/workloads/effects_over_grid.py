"""The pooled effects over a grid: of each cell, and of the ratio of two cells, in which what they share cancels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from chipgate.workloads.asked import Asked
from chipgate.workloads.effects import Array, Pooled, Sample, kernel, sample_of
from chipgate.workloads.evaluated import as_measured, row_like
from chipgate.workloads.fitted import shipped
from chipgate.workloads.foresee import NORMAL_80
from chipgate.workloads.numbers import NAMES, Numbers

AT_ONCE: Final = 2_000
"""Cells that are looked up together: each meets every measured row."""


def effects_over(fitted: str, asked: Sequence[Asked], n: Numbers, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """Mean effect of each cell as a logarithm of time, and half the width of its 80 % interval.

    ASKED are the questions along the outer axes of SHAPE, N their numbers, which broadcast to it.
    """
    made = shipped(fitted)
    mean, wide = np.empty(shape), np.empty(shape)
    for cells, sample in _samples(made.pooled, asked, n, shape):
        found, variance = made.pooled.carried_to(sample)
        mean.reshape(-1)[cells], wide.reshape(-1)[cells] = found, np.sqrt(variance)
    return mean, NORMAL_80 * made.spread_elsewhere * wide


def ratio_width(
    fitted: str, one: tuple[Sequence[Asked], Numbers], other: tuple[Sequence[Asked], Numbers], shape: tuple[int, ...]
) -> Array:
    """Half the width of the 80 % interval of the logarithm of the ratio of two grids of the same SHAPE, cell by cell.

    Software, model and load are the same on both sides, so that what is not known of them does not count.
    """
    made = shipped(fitted)
    wide = np.empty(shape)
    pairs = zip(_samples(made.pooled, *one, shape), _samples(made.pooled, *other, shape), strict=True)
    for (cells, left), (_, right) in pairs:
        wide.reshape(-1)[cells] = np.sqrt(variance_of_difference(made.pooled, left, right))
    return NORMAL_80 * made.spread_elsewhere * wide


def variance_of_difference(made: Pooled, left: Sample, right: Sample) -> Array:
    """Variance of the logarithm of the ratio of each row of LEFT to the same row of RIGHT, both measured once."""
    apart = np.zeros((left.size, made.sample.size))
    own = np.full(left.size, 2.0 * made.noise)
    for effect, variance in zip(made.effects, made.variances, strict=True):
        apart += variance * (kernel(effect, left, made.sample) - kernel(effect, right, made.sample))
        has = [np.array([label != "" for label in one.labels[effect.name]], dtype=float) for one in (left, right)]
        own += variance * (has[0] + has[1] - 2.0 * _alike(effect.name, effect.features, effect.length, left, right))
    found = own - np.einsum("ij,jk,ik->i", apart, made.inverse, apart)
    return np.asarray(np.maximum(found, 2.0 * made.noise), dtype=float)


def _alike(name: str, features: tuple[str, ...], length: float, left: Sample, right: Sample) -> Array:
    """The kernel of each row of LEFT with the same row of RIGHT."""
    same = [float(one == other != "") for one, other in zip(left.labels[name], right.labels[name], strict=True)]
    gaps = sum(((left.features[one] - right.features[one]) / length) ** 2 for one in features)
    found: Array = np.array(same) * np.exp(-0.5 * np.asarray(gaps, dtype=float))
    return found


def _samples(
    made: Pooled, asked: Sequence[Asked], n: Numbers, shape: tuple[int, ...]
) -> Iterator[tuple[slice, Sample]]:
    """The cells of a grid as the effects see them, some at a time."""
    rows = [row_like(one) for one in asked]
    cells = int(np.prod(shape))
    each = cells // len(asked)
    fields = {name: np.broadcast_to(getattr(n, name), shape) for name in NAMES}
    for start in range(0, cells, AT_ONCE):
        stop = min(start + AT_ONCE, cells)
        at = np.unravel_index(np.arange(start, stop), shape)
        part = as_measured(asked[0], Numbers(**{name: field[at] for name, field in fields.items()}))
        yield slice(start, stop), sample_of([rows[cell // each] for cell in range(start, stop)], part, made.effects)
