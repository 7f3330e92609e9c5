"""How well rows are foreseen that the fit has not seen: folds at random, or a whole chip, model or stack at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from chipgate.workloads.calibration import Fitted, Rows, fit, log_roofline
from chipgate.workloads.effects import Array, sample_of

DRAWS: Final = 3
"""How often rows are cut into tenths, so that the width of intervals hangs less on one cut."""

NORMAL_80: Final = 1.2816
"""Half width of the interval that holds 80 % of a normal distribution, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Left-out rows: ``errors`` are logarithms of predicted over measured, ``widths`` their standard deviations."""

    errors: Array
    widths: Array

    @property
    def median(self) -> float:
        """Median of the absolute relative error."""
        return float(np.median(np.abs(np.expm1(self.errors))))

    @property
    def p90(self) -> float:
        """The error that nine of ten rows stay within."""
        return float(np.quantile(np.abs(np.expm1(self.errors)), 0.9))

    def covered(self, spread: float) -> float:
        """Share of the rows inside their 80 % intervals."""
        return float(np.mean(np.abs(self.errors) <= NORMAL_80 * spread * self.widths))

    @property
    def spread(self) -> float:
        """What the intervals must be widened by to hold 80 % of these rows."""
        return float(np.quantile(np.abs(self.errors) / self.widths, 0.8) / NORMAL_80)


def left_out(data: Rows, groups: Sequence[object], start: Fitted) -> Foreseen:
    """Each row as foreseen from the rows of other GROUPS: constants, sizes of effects and effects fitted anew."""
    errors, widths = np.zeros(len(data.rows)), np.zeros(len(data.rows))
    labels = np.array([str(one) for one in groups])
    for group in np.unique(labels):
        out, kept = np.flatnonzero(labels == group), np.flatnonzero(labels != group)
        if not len(kept):
            errors[out], widths[out] = np.nan, np.nan
            continue
        errors[out], widths[out] = _foreseen(fit(data.part(kept), start, rounds=1), data.part(out))
    seen = ~np.isnan(errors)
    return Foreseen(errors[seen], widths[seen])


def _foreseen(made: Fitted, other: Rows) -> tuple[Array, Array]:
    sample = sample_of(other.rows, other.numbers, made.pooled.effects)
    mean, variance = made.pooled.carried_to(sample)
    return log_roofline(other.phase, other.numbers, made.constants) + mean - other.log_time, np.sqrt(variance)


def folds(size: int, count: int = 10, seed: int = 0) -> list[int]:
    """A fold for each row, at random and the same every time."""
    order = np.random.default_rng(seed).permutation(size)
    return [int(one) % count for one in np.argsort(order)]


def with_spread(made: Fitted, data: Rows) -> Fitted:
    """MADE with intervals as wide as left-out rows ask for: a tenth at a time; and a whole chip, stack or set-up."""
    count = min(10, len(data.rows))
    drawn = [left_out(data, folds(len(data.rows), count, seed), made) for seed in range(DRAWS)]
    near = Foreseen(*(np.concatenate([getattr(one, name) for one in drawn]) for name in ("errors", "widths"))).spread
    far = [
        left_out(data, groups, made).spread
        for groups in ([row.chip for row in data.rows], [row.stack for row in data.rows], _set_ups(data))
        if len(set(groups)) > 1
    ]
    return replace(made, spread=near, spread_elsewhere=max(near, *far))


def _set_ups(data: Rows) -> list[str]:
    """The model on the chip by the software, of each row."""
    return [f"{row.chip}|{row.model}|{row.stack}" for row in data.rows]
