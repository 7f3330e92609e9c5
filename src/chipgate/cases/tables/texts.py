"""Texts by number, as one column to take from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from chipgate.readings.columns.growing import GrowingNumbers

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]


class Texts:
    """Texts by number, as one column to take from."""

    def __init__(self) -> None:
        self.known: list[str] = []
        self._column = pl.Series([], dtype=pl.String)
        self._distinct = GrowingNumbers()
        self._distinct_texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def add(self, text: str) -> int:
        """The number of one more text."""
        self.known.append(text)
        return len(self.known) - 1

    def dictionary(self, numbers: Numbers) -> tuple[list[str], Numbers]:
        """The different texts of NUMBERS, and for each number the place of its own among them."""
        for text in self.known[len(self._distinct) :]:
            number = self._numbers.setdefault(text, len(self._distinct_texts))
            if number == len(self._distinct_texts):
                self._distinct_texts.append(text)
            self._distinct.append(number)
        distinct = self._distinct.array
        used = np.flatnonzero(np.bincount(numbers, minlength=len(distinct)))
        kept, places = np.unique(distinct[used], return_inverse=True)
        table = np.zeros(len(distinct) + 1, dtype=np.int32)
        table[used] = places
        return [self._distinct_texts[number] for number in kept.tolist()], table.take(numbers)

    def listed(self, numbers: Numbers) -> list[str]:
        """The text of each number, in a list."""
        return [self.known[number] for number in numbers.tolist()]

    def taken(self, numbers: Numbers) -> pl.Series:
        """The text of each number."""
        if len(self._column) < len(self.known):
            self._column = pl.Series(self.known, dtype=pl.String)
        return self._column.gather(pl.Series(numbers))
