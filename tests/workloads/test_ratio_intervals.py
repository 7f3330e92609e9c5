"""The interval of a ratio holds four of five measured pairs of chips that the fit has not seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import pytest

pytest.importorskip("scipy")

import numpy as np

from chipgate.workloads.calibration import Fitted, Rows, fit, log_roofline, rows_of
from chipgate.workloads.effects import sample_of
from chipgate.workloads.effects_over_grid import variance_of_difference
from chipgate.workloads.fitted import bundled_rows, shipped
from chipgate.workloads.foresee import NORMAL_80

FOLDS = 8


def loads(data: Rows) -> list[str]:
    """What was run, without the chip: rows that agree in it are a pair, and are left out together."""
    return ["|".join(map(str, (one.model, one.in_len, one.out_len, one.batch, one.layout))) for one in data.rows]


def misses(data: Rows, start: Fitted) -> Iterator[tuple[float, float]]:
    """For each pair left out: what the logarithm of the ratio is missed by, and half the width of its interval."""
    named = loads(data)
    places = {name: at % FOLDS for at, name in enumerate(sorted(set(named)))}
    fold = np.array([places[name] for name in named])
    for one in range(FOLDS):
        made, out = fit(data.part(np.flatnonzero(fold != one)), start, rounds=1), np.flatnonzero(fold == one)
        seen: dict[str, list[int]] = defaultdict(list)
        for at in out:
            seen[named[at]].append(int(at))
        for pairs in seen.values():
            for left, right in combinations(pairs, 2):
                if data.rows[left].chip != data.rows[right].chip:
                    yield missed(made, start, data.part(np.array([left])), data.part(np.array([right])))


def missed(made: Fitted, start: Fitted, left: Rows, right: Rows) -> tuple[float, float]:
    samples = [sample_of(one.rows, one.numbers, made.pooled.effects) for one in (left, right)]
    logs = [
        log_roofline(one.phase, one.numbers, made.constants) + made.pooled.carried_to(sample)[0] - one.log_time
        for one, sample in zip((left, right), samples, strict=True)
    ]
    variance = variance_of_difference(made.pooled, *samples)
    return float((logs[0] - logs[1])[0]), float(NORMAL_80 * start.spread_elsewhere * np.sqrt(variance)[0])


@pytest.mark.slow
@pytest.mark.parametrize("phase", ["serving", "offline"])
def test_four_of_five_pairs_lie_within_their_interval(phase: str) -> None:
    found = np.array(list(misses(rows_of(phase, bundled_rows()), shipped(phase))))
    assert len(found) >= 50
    assert 0.72 <= np.mean(np.abs(found[:, 0]) <= found[:, 1]) <= 0.9
