"""What is made in another thread is what one thread would have made, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from chipgate.readings.columns.made_ahead import begun, each_beside


def test_what_is_begun_is_made_before_somebody_asks() -> None:
    made: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(3):
            made.append(number)
            yield number

    found = begun(numbers())
    assert made == [0]
    assert list(found) == [0, 1, 2]
    assert list(begun(iter(()))) == []


def test_two_items_are_worked_on_at_once_and_keep_their_order() -> None:
    """The first waits for the second, and is found before it."""
    seen = Event()

    def work(number: int) -> int:
        if number == 0:
            assert seen.wait(60)
        if number == 1:
            seen.set()
        return number * number

    assert each_beside(work, range(5)) == [0, 1, 4, 9, 16]
    assert each_beside(work, ()) == []


def test_what_goes_wrong_beside_is_said() -> None:
    with pytest.raises(ZeroDivisionError):
        each_beside(lambda number: 1 // number, (1, 0, 2))
