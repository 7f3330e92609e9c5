"""Making what comes next in another thread: PyArrow, NumPy and Polars let go of the interpreter while they work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def ahead(items: Iterable[T], most: int = 1) -> Iterator[T]:
    """ITEMS, of which the next are made while one is worked on: at the MOST so many are kept waiting."""
    made = iter(items)
    end = object()

    def next_one() -> object:
        return next(made, end)

    with ThreadPoolExecutor(1, thread_name_prefix="chipgate-ahead") as helper:  # its own: such work may be nested
        waiting = deque(helper.submit(next_one) for _ in range(most))
        while (found := waiting.popleft().result()) is not end:
            waiting.append(helper.submit(next_one))
            yield found  # type: ignore[misc]


def begun(items: Iterator[T]) -> Iterator[T]:
    """ITEMS, of which the first is made now: what is made ahead of it is made while others do not ask for it yet."""
    first = list(islice(items, 1))
    return chain(first, items)


def both_at_once(one: Callable[[], T], other: Callable[[], T]) -> tuple[T, T]:
    """What ONE and the OTHER give, one of them worked out in a thread of its own."""
    with ThreadPoolExecutor(1, thread_name_prefix="chipgate-beside") as helper:
        beside = helper.submit(one)
        found = other()
        return beside.result(), found


def each_beside(work: Callable[[S], T], items: Sequence[S]) -> list[T]:
    """What WORK makes of each of ITEMS, two of them at once."""
    with ThreadPoolExecutor(2, thread_name_prefix="chipgate-each") as helpers:
        return list(helpers.map(work, items))
