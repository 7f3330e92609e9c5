"""Answers by kind of row: rows of one period that say the same in every group of columns have one answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.pairs import Hashed

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]
    Keys = npt.NDArray[np.int64]
    Rows = npt.NDArray[np.intp]

MOST_KINDS: Final = 2_000_000
"""More are forgotten together: they take some hundred megabytes."""

_MOST_BITS: Final = 62


class AnswersOfKinds:
    """The number of the answer of each kind of row that has come."""

    def __init__(self) -> None:
        self._needed: Sequence[int] = ()
        self._begin(())

    def _begin(self, bits: Sequence[int]) -> None:
        self._bits = tuple(bits)
        self._kinds, self._answers = Hashed(), GrowingNumbers()

    def numbers(self, columns: Sequence[Numbers], work_out: Callable[[Rows], Numbers]) -> Numbers:
        """The answer of each row, by COLUMNS; WORK_OUT is asked once for the rows of kinds that are new."""
        keys = self._keys(columns)
        if keys is None:  # no number holds all that tells two rows apart
            return work_out(np.arange(len(columns[0])))
        kinds = self._kinds.numbers_of(keys)
        lacking = np.flatnonzero(kinds < 0)
        if not len(lacking):
            return self._answers.array.take(kinds)
        new, places, which = np.unique(keys[lacking], return_index=True, return_inverse=True)
        found = np.empty(len(keys), dtype=np.int32)
        known = kinds >= 0
        found[known] = self._answers.array.take(kinds[known])
        answers = work_out(lacking[places])
        found[lacking] = answers.take(which)
        self._keep(new, answers)
        return found

    def _widen(self, bits: Sequence[int]) -> None:
        """Give the kinds that have come the numbers that they have with other BITS: what was learned of them stays."""
        keys, answers, before = self._kinds.keys, self._answers.array, self._bits
        self._begin(bits)
        if len(before) == len(bits) and sum(bits) <= _MOST_BITS:
            self._kinds.add(_joined(_parted(keys, before), bits))
            self._answers.extend(answers)

    def _keep(self, keys: Keys, answers: Numbers) -> None:
        if len(self._answers) + len(keys) > MOST_KINDS:
            self._begin(self._bits)
        if len(keys) <= MOST_KINDS:
            self._kinds.add(keys)
            self._answers.extend(answers)

    def _keys(self, columns: Sequence[Numbers]) -> Keys | None:
        """One number for what each row says, of as many bits for each column as its numbers need.

        Where there is room, each has one to spare: with other bits all kinds get other numbers.
        """
        needed = [int(column.max(initial=0)).bit_length() for column in columns]
        self._needed = [max(both) for both in zip_longest(needed, self._needed, fillvalue=0)]
        if len(needed) != len(self._bits) or any(one > bits for one, bits in zip(needed, self._bits, strict=True)):
            spare = int(sum(self._needed) + len(needed) <= _MOST_BITS)
            self._widen([bits + spare for bits in self._needed])
        return None if sum(self._bits) > _MOST_BITS else _joined(columns, self._bits)


def _joined(columns: Sequence[npt.NDArray[Any]], bits: Sequence[int]) -> Keys:
    """One number for each row, which has those of COLUMNS beside one another."""
    keys = np.zeros(len(columns[0]), dtype=np.int64)
    for column, width in zip(columns, bits, strict=True):
        keys = (keys << width) | column
    return keys


def _parted(keys: Keys, bits: Sequence[int]) -> list[Keys]:
    """The columns whose numbers stand in KEYS."""
    columns: list[Keys] = []
    for width in reversed(bits):
        columns.insert(0, keys & ((1 << width) - 1))
        keys = keys >> width
    return columns
