"""Classes of values: which values of a group of facts some leaves of the law cannot tell apart.

A group has thousands of values, and the whole law may tell a hundred classes of them. A state knows fewer leaves: its
classes are made of those of the whole law, not of the values.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]

Told = Callable[[int], Hashable]
"""For a set of facts by number, what some leaves come to; the same where each of them comes to the same."""


class Classes:
    """The class of each value of a group (``of_values``), and the readings of one value of each class.

    A class is told by its key: for each reading, a number for what the leaves come to, of which ``_facts`` has an
    example. Readings that no leaf tells apart are one.
    """

    def __init__(self) -> None:
        self.of_values: Numbers = np.zeros(0, dtype=np.int32)
        self.readings: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[int, ...], int] = {}
        self._told: dict[Hashable, int] = {}
        self._of_told: dict[Hashable, int] = {}
        self._facts: list[int] = []
        self._whole: Classes | None = None
        self._of_whole: Numbers = np.zeros(0, dtype=np.int32)
        self._keys = np.zeros((0, 1), dtype=np.int64)

    def __getstate__(self) -> dict[str, object]:
        """All but what is quickly worked out again."""
        return {**self.__dict__, "_keys": np.zeros((0, 1), dtype=np.int64)}

    def add(self, values: Iterable[tuple[int, ...]], told: Told) -> None:
        """Find the classes of more VALUES, each by the numbers of its sets of facts."""
        given = list(values)
        if max(map(len, given), default=1) == 1:
            fresh = self._of_single(list(chain.from_iterable(given)), told)
        else:
            fresh = [self._number_of(several, [self._number_told(one, told) for one in several]) for several in given]
        self.of_values = np.concatenate((self.of_values, np.array(fresh, dtype=np.int32)))

    def _of_single(self, facts: Sequence[int], told: Told) -> list[int]:
        """The classes of values with one reading each: most are told like another one, and looked up at once."""
        keys = list(map(told, facts))
        for key, one in dict(zip(reversed(keys), reversed(facts), strict=True)).items():
            if key not in self._of_told:
                self._of_told[key] = self._number_of((one,), (self._number_told(one, told),))
        return list(map(self._of_told.__getitem__, keys))

    def add_classes_of(self, whole: Classes, told: Told) -> None:
        """Find the classes of all values that WHOLE has, which more leaves tell apart."""
        if whole is not self._whole:  # the law has more leaves than it had
            self._whole, self._of_whole = whole, np.zeros(0, dtype=np.int32)
        known = len(self._of_whole)
        if known < len(whole.readings):
            self._of_whole = np.concatenate((self._of_whole, self._of_classes(whole, known, told)))
        more = self._of_whole.take(whole.of_values[len(self.of_values) :])
        self.of_values = np.concatenate((self.of_values, more))

    @property
    def keys(self) -> npt.NDArray[np.int64]:
        """The key of each class, with -1 where one has fewer readings than others."""
        if len(self._keys) < len(self._numbers):
            self._keys = _padded(list(self._numbers))
        return self._keys

    def _of_classes(self, whole: Classes, known: int, told: Told) -> Numbers:
        """The class of each class of WHOLE but the first KNOWN: one for each different row of what is told of them."""
        numbers = np.array([*self._numbers_told(whole._facts, told), -1], dtype=np.int64)
        rows = numbers.take(whole.keys[known:], mode="wrap")  # the last stands for no reading
        _, places, which = np.unique(_coded(rows, len(self._told)), return_index=True, return_inverse=True)
        different = [(whole.readings[known + place], rows[place].tolist()) for place in places.tolist()]
        found = [self._number_of(readings, [n for n in row if n >= 0]) for readings, row in different]
        return np.array(found, dtype=np.int32).take(which.ravel())

    def _numbers_told(self, facts: Sequence[int], told: Told) -> Sequence[int]:
        keys = list(map(told, facts))
        for key, one in dict(zip(reversed(keys), reversed(facts), strict=True)).items():
            if key not in self._told:
                self._number_told(one, told)
        return list(map(self._told.__getitem__, keys))

    def _number_told(self, facts: int, told: Told) -> int:
        number = self._told.setdefault(told(facts), len(self._facts))
        if number == len(self._facts):
            self._facts.append(facts)
        return number

    def _number_of(self, readings: tuple[int, ...], told: Sequence[int]) -> int:
        key = tuple(told)
        if len(key) > 1 and len(set(key)) == 1:
            readings, key = readings[:1], key[:1]
        number = self._numbers.setdefault(key, len(self.readings))
        if number == len(self.readings):
            self.readings.append(readings)
        return number


def _padded(keys: Sequence[tuple[int, ...]]) -> npt.NDArray[np.int64]:
    """A row for each of KEYS, with -1 where one is shorter than others."""
    width = max(map(len, keys))
    return np.array([(*key, *[-1] * (width - len(key))) for key in keys], dtype=np.int64)


def _coded(rows: npt.NDArray[np.int64], most: int) -> npt.NDArray[np.int64]:
    """A number for each of ROWS, the same for equal ones; their entries are -1 or below MOST."""
    codes = rows[:, 0]
    for column in rows.T[1:]:
        codes = np.unique(codes, return_inverse=True)[1].ravel() * (most + 1) + column + 1
    return codes
