"""For pairs of numbers what each comes to: worked out when a pair first comes, and looked up ever after."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.pairs import LARGEST_TABLE, Pairs
from chipgate.readings.columns.room import with_room

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.readings.columns.codes import Coded

    Numbers = npt.NDArray[np.int32]

WorkOut = Callable[["Numbers", "Numbers"], "Numbers"]
"""What each pair of a first and a second number comes to."""

_NOT_WORKED_OUT: Final = np.iinfo(np.int32).min


class OfPairs:
    """A table by both numbers; where that would be too large, one by the number of each pair that has come."""

    def __init__(self, work_out: WorkOut) -> None:
        self._work_out = work_out
        self._table = _unfilled(16, 16)
        self._pairs: Pairs | None = None
        self._of_pairs = GrowingNumbers()

    @property
    def room(self) -> int:
        """How many entries it has room for."""
        return self._table.size + (0 if self._pairs is None else self._pairs.room)

    def taken(self, first: Coded, second: Coded, sizes: tuple[int, int]) -> Numbers:
        """What the pair of each row comes to; the numbers of FIRST and SECOND are below SIZES."""
        if self._pairs is None and sizes[0] * sizes[1] > LARGEST_TABLE:
            self._pairs, self._table = Pairs(), _unfilled(1, 1)
        if self._pairs is not None:
            return self._of_numbered(self._pairs, first.numbers, second.numbers)
        self._table = with_room(self._table, *sizes, _NOT_WORKED_OUT)
        width = self._table.shape[1]
        places = first.times(width)
        places += second.numbers
        found = self._table.ravel().take(places)
        if len(found) and found.min() == _NOT_WORKED_OUT:
            lacking = np.flatnonzero(found == _NOT_WORKED_OUT)
            new = np.unique(places[lacking])
            self._table.ravel()[new] = self._work_out(new // width, new % width)
            found[lacking] = self._table.ravel().take(places[lacking])
        return found

    def _of_numbered(self, pairs: Pairs, first: Numbers, second: Numbers) -> Numbers:
        numbers, known = pairs.encode(first, second), len(self._of_pairs)
        if known < len(pairs):
            self._of_pairs.extend(self._work_out(pairs.first.array[known:], pairs.second.array[known:]))
        return self._of_pairs.array.take(numbers)


def _unfilled(height: int, width: int) -> Numbers:
    return np.full((height, width), _NOT_WORKED_OUT, dtype=np.int32)
