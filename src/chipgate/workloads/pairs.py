"""Ratios between two chips at the same work, as measured and as foreseen from rows that the fit has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from chipgate.workloads.effects import Array
from chipgate.workloads.measured import Measured


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows: logarithms of the measured ratio of times and of the foreseen one."""

    measured: Array
    foreseen: Array

    @property
    def median(self) -> float:
        """Median of the absolute relative error of a ratio."""
        return float(np.median(np.abs(np.expm1(self.foreseen - self.measured))))

    def winners(self, gap: float = 0.2) -> tuple[int, int]:
        """Pairs whose faster chip is foreseen, and all pairs, where the measured gap is over GAP."""
        apart = np.abs(self.measured) > np.log1p(gap)
        right = np.sign(self.measured[apart]) == np.sign(self.foreseen[apart])
        return int(right.sum()), int(apart.sum())


def same_work(row: Measured) -> tuple[object, ...]:
    """What two rows share that differ in the chip alone: model, lengths, load, layout, precision and software."""
    load = (row.batch, row.micro_batch, row.accumulation, row.chips, row.layout)
    return (row.phase, row.model, row.in_len, row.out_len, row.precision, row.stack, row.unit, row.note[:12], *load)


def pairs_of(rows: Sequence[Measured], log_time: Array, errors: Array) -> Pairs:
    """Every pair of ROWS at the same work on two chips; ERRORS are logarithms of foreseen over measured time."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(rows):
        alike.setdefault(same_work(row), []).append(place)
    found = [
        (one, other)
        for places in alike.values()
        for one, other in combinations(places, 2)
        if rows[one].chip != rows[other].chip
    ]
    ones, others = (np.array([pair[side] for pair in found], dtype=int) for side in (0, 1))
    measured = log_time[ones] - log_time[others]
    return Pairs(measured, measured + errors[ones] - errors[others])
