"""Numbers for pairs: in a table and by hash, the same number for the same pair, and a pair for each number."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipgate.readings.columns import pairs as module
from chipgate.readings.columns.pairs import Pairs

NUMBERS = st.integers(0, 40) | st.integers(0, 2**31 - 1)
BATCHES = st.lists(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=30), min_size=1, max_size=6)


@given(BATCHES)
def test_a_number_stands_for_its_pair(batches: list[list[tuple[int, int]]]) -> None:
    pairs, known = Pairs(), dict[tuple[int, int], int]()
    for batch in batches:
        first, second = (np.array([pair[side] for pair in batch], dtype=np.int32) for side in (0, 1))
        for pair, number in zip(batch, pairs.encode(first, second).tolist(), strict=True):
            assert known.setdefault(pair, number) == number
            assert (pairs.first[number], pairs.second[number]) == pair
        pairs = pickle.loads(pickle.dumps(pairs))
    assert len(pairs) == len(known)
    assert sorted(known.values()) == list(range(len(known)))


def test_many_pairs_are_hashed_and_keep_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_TABLE", 10_000)
    dice, pairs = np.random.default_rng(5), Pairs()
    found: dict[tuple[int, int], int] = {}
    for size in (50, 400, 5_000):
        for _ in range(5):
            first, second = (dice.integers(0, size, 3_000).astype(np.int32) for _ in range(2))
            numbers = pairs.encode(first, second)
            for key, number in zip(zip(first.tolist(), second.tolist(), strict=True), numbers.tolist(), strict=True):
                assert found.setdefault(key, number) == number
    assert sorted(found.values()) == list(range(len(pairs)))
    assert pairs.room < 8 * len(pairs)
