"""Numbers that grow are what a list of them would be, and are kept in files without spare room."""

from __future__ import annotations

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chipgate.readings.columns.codes import taken
from chipgate.readings.columns.growing import GrowingNumbers

some_numbers = st.lists(st.integers(-(2**31), 2**31 - 1), max_size=40)


@given(some_numbers, some_numbers)
def test_numbers_that_grow_are_a_list(one_by_one: list[int], together: list[int]) -> None:
    numbers = GrowingNumbers()
    for number in one_by_one:
        numbers.append(number)
    numbers.extend(together)
    wanted = one_by_one + together
    assert list(numbers) == wanted
    assert numbers[3:7] == wanted[3:7]
    assert pickle.loads(pickle.dumps(numbers)).array.tolist() == wanted


@given(some_numbers.filter(bool), some_numbers)
def test_they_are_taken_from_while_they_grow(before: list[int], after: list[int]) -> None:
    numbers = GrowingNumbers(before)
    first = numbers.array
    kept = pickle.loads(pickle.dumps(numbers))
    for one in (numbers, kept):
        one.extend(after)
        places = np.arange(len(one), dtype=np.int32)[::-1]
        assert taken(one, places).tolist() == (before + after)[::-1]
    assert first.tolist() == before
