"""Work on long columns in two threads: NumPy and Polars let go of the interpreter while they work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]

S = TypeVar("S")
T = TypeVar("T")

WORTH_SPLITTING: Final = 50_000
"""Fewer rows are done before a thread has started."""


@cache
def _helper(name: str) -> ThreadPoolExecutor:
    """One thread for each kind of work, so that none waits for one that waits for it."""
    return ThreadPoolExecutor(1, thread_name_prefix=f"chipgate-{name}")


def in_halves(work: Callable[[slice], Numbers], rows: int) -> Numbers:
    """What WORK gives for all of ROWS; many of them are worked on in two halves at once."""
    if rows < WORTH_SPLITTING:
        return work(slice(0, rows))
    middle = rows // 2
    second = _helper("halves").submit(work, slice(middle, rows))
    first = work(slice(0, middle))
    return np.concatenate((first, second.result()))


def each(work: Callable[[S], T], items: Sequence[S], is_long: bool) -> list[T]:
    """What WORK gives for each of ITEMS, every second of them in the other thread where it IS_LONG."""
    if not is_long or len(items) < 2:
        return list(map(work, items))
    others = _helper("each").submit(lambda: list(map(work, items[1::2])))
    found: list[T | None] = [None] * len(items)
    found[::2] = map(work, items[::2])
    found[1::2] = others.result()
    return found  # type: ignore[return-value]  # every place is filled


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
