"""Texts by number, as one column to take from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import numpy as np
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

    def taken(self, numbers: Numbers) -> pl.Series:
        """The text of each number."""
        if len(self._column) < len(self.known):
            self._column = pl.Series(self.known, dtype=pl.String)
        return self._column.gather(pl.Series(numbers))
