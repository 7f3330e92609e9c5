"""Texts by number, as one column to take from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]


class Texts:
    """Texts by number, as one column to take from."""

    def __init__(self) -> None:
        self.known: list[str] = []
        self._column = pl.Series([], dtype=pl.String)

    def add(self, text: str) -> int:
        """The number of one more text."""
        self.known.append(text)
        return len(self.known) - 1

    def dictionary(self, numbers: Numbers) -> tuple[list[str], Numbers]:
        """The different texts of NUMBERS, and for each number the place of its own among them."""
        used = np.flatnonzero(np.bincount(numbers, minlength=1))
        places = np.zeros(len(self.known) + 1, dtype=np.int32)
        places[used] = np.arange(len(used), dtype=np.int32)
        return [self.known[number] for number in used.tolist()] if len(numbers) else [], places.take(numbers)

    def taken(self, numbers: Numbers) -> pl.Series:
        """The text of each number."""
        if len(self._column) < len(self.known):
            self._column = pl.Series(self.known, dtype=pl.String)
        return self._column.gather(pl.Series(numbers))
