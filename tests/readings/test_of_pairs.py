"""What pairs of numbers come to: worked out once for each, in a table or by the number of the pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipgate.readings.columns import of_pairs
from chipgate.readings.columns.codes import Coded
from chipgate.readings.columns.of_pairs import OfPairs

if TYPE_CHECKING:
    from chipgate.readings.columns.of_pairs import Numbers

BATCHES = st.lists(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=30), min_size=1, max_size=6)


class Summed:
    """Works out twice the first number less the second, which may be below zero; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def __call__(self, first: Numbers, second: Numbers) -> Numbers:
        self.asked += zip(first.tolist(), second.tolist(), strict=True)
        return (2 * first - second).astype(np.int32)


@given(BATCHES, st.sampled_from((0, 500, 4_000_000)), st.booleans())
def test_each_pair_is_worked_out_once(batches: list[list[tuple[int, int]]], largest: int, coded: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_pairs, "LARGEST_TABLE", largest)
        summed = Summed()
        known, most = OfPairs(summed), 1
        for batch in batches:
            most = max([most, *(1 + max(pair) for pair in batch)])
            first, second = np.array(batch, dtype=np.int32).reshape(-1, 2).T
            one = Coded(first, np.arange(41, dtype=np.int32)) if coded else Coded(first)
            found = known.taken(one, Coded(second), (most, most))
            assert found.tolist() == [2 * a - b for a, b in batch]
    distinct = {pair for batch in batches for pair in batch}
    assert set(summed.asked) == distinct
    assert len(summed.asked) == len(distinct) or largest == 500  # a table that grew too large is begun anew
