"""From state to state by what one group of columns says, in a table that is filled when rows first ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from chipgate.readings.columns.room import UNFILLED, with_room

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]

ToldApart = Callable[[int], "Numbers"]
"""For a state, the number of the class of each value: values of one class lead to the same state."""


_MOST_BY_INT32: Final = 2**31


class Steps:
    """A table from states and values to the next states, which are told by the state before and the class of value.

    ``before`` and ``classes`` have, for each next state, what it came from.
    """

    def __init__(self) -> None:
        self.before: list[int] = []
        self.classes: list[int] = []
        self._numbers: dict[tuple[int, int], int] = {}
        self._table = np.full((16, 16), UNFILLED, dtype=np.int32)

    def __getstate__(self) -> tuple[list[int], list[int], Numbers]:
        """The states, and the table without its spare rows, not copied."""
        filled = (self._table != UNFILLED).any(axis=1)
        return self.before, self.classes, self._table[: len(np.trim_zeros(filled, "b"))]

    def __setstate__(self, state: tuple[list[int], list[int], Numbers]) -> None:
        self.__init__()  # type: ignore[misc]
        self.before, self.classes, table = state
        self._numbers = {pair: number for number, pair in enumerate(zip(self.before, self.classes, strict=True))}
        height, width = table.shape
        self._table = with_room(self._table, height, width)
        self._table[:height, :width] = table

    def after(self, states: Numbers, values: Numbers, told_apart: ToldApart) -> Numbers:
        """The next state of each row."""
        if not len(states):
            return states
        self._table = with_room(self._table, int(states.max()) + 1, int(values.max()) + 1)
        width = self._table.shape[1]
        places = states * (np.int32(width) if self._table.size < _MOST_BY_INT32 else np.int64(width))
        places += values
        found = self._table.ravel().take(places)
        if found.min() == UNFILLED:
            lacking = np.unique(places[found == UNFILLED])
            self._fill(lacking // width, lacking % width, told_apart)
            found = self._table.ravel().take(places)
        return found

    def _fill(self, states: npt.NDArray[np.int64], values: npt.NDArray[np.int64], told_apart: ToldApart) -> None:
        bounds = np.flatnonzero(np.diff(states)) + 1
        for ours in np.split(np.arange(len(states)), bounds):
            state = int(states[ours[0]])
            classes = told_apart(state)[: self._table.shape[1]]  # values beyond were not met so far
            for wanted in np.unique(classes[values[ours]]).tolist():
                self._table[state, np.flatnonzero(classes == wanted)] = self._number_of(state, wanted)

    def _number_of(self, state: int, wanted: int) -> int:
        number = self._numbers.setdefault((state, wanted), len(self.before))
        if number == len(self.before):
            self.before.append(state)
            self.classes.append(wanted)
        return number
