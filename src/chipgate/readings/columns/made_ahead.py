"""Making what comes next in another thread: PyArrow, NumPy and Polars let go of the interpreter while they work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """ITEMS, of which the next is made while one is worked on."""
    made = iter(items)
    end = object()

    def next_one() -> object:
        return next(made, end)

    with ThreadPoolExecutor(1, thread_name_prefix="chipgate-ahead") as helper:  # its own: such work may be nested
        waiting = helper.submit(next_one)
        while (found := waiting.result()) is not end:
            waiting = helper.submit(next_one)
            yield found  # type: ignore[misc]
