"""A list of numbers that only grows, and can be taken from as an array at any time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]


class GrowingNumbers(Sequence[int]):
    """Numbers in the order in which they came; a list would be made into an array anew for every batch of rows."""

    __slots__ = ("_count", "_room")

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._room = np.empty(16, dtype=np.int32)
        self._count = 0
        self.extend(numbers)

    def __getstate__(self) -> Numbers:
        """The numbers, without spare room."""
        return self.array

    def __setstate__(self, numbers: Numbers) -> None:
        self._room, self._count = numbers, len(numbers)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(self.array.tolist())

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...
    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        found = self.array[place]
        return found.tolist() if isinstance(place, slice) else int(found)

    @property
    def array(self) -> Numbers:
        """All of them; not to be written to."""
        return self._room[: self._count]

    def append(self, number: int) -> None:
        """One more."""
        if self._count == len(self._room):
            self.extend((number,))
            return
        self._room[self._count] = number
        self._count += 1

    def extend(self, numbers: Iterable[int]) -> None:
        """Several more."""
        fresh = numbers if isinstance(numbers, np.ndarray) else np.fromiter(numbers, dtype=np.int32)
        total = self._count + len(fresh)
        if total > len(self._room):
            self._room = np.concatenate((self.array, np.empty(total + 16, dtype=np.int32)))
        self._room[self._count : total] = fresh
        self._count = total
