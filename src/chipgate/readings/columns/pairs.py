"""Numbers for pairs of numbers: the same number for the same pair, batch after batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from chipgate.readings.columns.growing import GrowingNumbers

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]
    Keys = npt.NDArray[np.int64]

_UNFILLED: Final = -1
LARGEST_TABLE: Final = 4_000_000
"""Entries of a table by both numbers, of four bytes; where more would be needed pairs are hashed."""


class Pairs:
    """Numbers for pairs of numbers; ``first`` and ``second`` have what each number stands for.

    They are looked up in a table by both, as long as it has no more than the LARGEST number of entries; then by a hash
    of the pair.
    """

    def __init__(self, largest: int | None = None) -> None:
        self._largest = LARGEST_TABLE if largest is None else largest
        self.first, self.second = GrowingNumbers(), GrowingNumbers()
        self._table = np.zeros((16, 16), dtype=np.int32)
        """Of each pair one more than its number: what is zero takes no memory before it is written to."""
        self._hashed: Hashed | None = None

    def __len__(self) -> int:
        return len(self.first)

    @property
    def room(self) -> int:
        """How many entries it has room for."""
        return self._table.size if self._hashed is None else self._hashed.room

    def __getstate__(self) -> tuple[Numbers, Numbers]:
        """The pairs alone: the table follows from them."""
        return self.first.array, self.second.array

    def __setstate__(self, pairs: tuple[Numbers, Numbers]) -> None:
        self.__init__()  # type: ignore[misc]
        first, second = pairs
        self.first, self.second = GrowingNumbers(first), GrowingNumbers(second)
        if len(first) and self._has_room_for(int(first.max()), int(second.max())):
            places = first * np.int64(self._table.shape[1]) + second
            self._table.ravel()[places] = np.arange(1, len(self) + 1, dtype=np.int32)

    def encode(self, first: Numbers, second: Numbers) -> Numbers:
        """The number of each pair."""
        if len(first) == 0:
            return first
        if not self._has_room_for(int(first.max()), int(second.max())):
            return self._by_hash(_keys(first, second))
        width = self._table.shape[1]
        places = first * np.int32(width)  # the table is small enough
        places += second
        found = self._table.ravel().take(places)
        if found.min() == 0:
            lacking = np.flatnonzero(found == 0)
            new = np.unique(places[lacking])
            self._table.ravel()[new] = np.arange(len(self) + 1, len(self) + len(new) + 1, dtype=np.int32)
            self._add(new // width, new % width)
            found[lacking] = self._table.ravel().take(places[lacking])
        found -= np.int32(1)
        return found

    def _add(self, first: Numbers | Keys, second: Numbers | Keys) -> None:
        self.first.extend(first)
        self.second.extend(second)

    def _has_room_for(self, first: int, second: int) -> bool:
        """Whether the table is as large as needed, once it has grown; one too large gives way to hashes for good."""
        if self._hashed is not None:
            return False
        height, width = self._table.shape
        wanted = (_grown(height, first + 1), _grown(width, second + 1))
        if wanted == (height, width):
            return True
        if wanted[0] * wanted[1] > self._largest:
            self._hashed = Hashed()
            self._hashed.add(_keys(self.first.array, self.second.array))
            self._table = self._table[:0]
            return False
        larger = np.zeros(wanted, dtype=np.int32)
        larger[:height, :width] = self._table
        self._table = larger
        return True

    def _by_hash(self, keys: Keys) -> Numbers:
        assert self._hashed is not None
        found = self._hashed.numbers_of(keys)
        if (lacking := found == _UNFILLED).any():
            new = np.unique(keys[lacking])
            self._hashed.add(new)
            self._add(new >> 32, new & 0xFFFFFFFF)
            found = self._hashed.numbers_of(keys)
        return found


def _keys(first: Numbers, second: Numbers) -> Keys:
    return (first.astype(np.int64) << 32) | second


class Hashed:
    """Numbers of keys in the order in which they are added: open addresses, twice as many as keys at the least."""

    def __init__(self) -> None:
        self._keys = np.full(1024, _UNFILLED, dtype=np.int64)
        self._numbers = np.full(1024, _UNFILLED, dtype=np.int32)
        self._count = 0

    @property
    def room(self) -> int:
        """How many entries it has room for."""
        return len(self._keys)

    @property
    def keys(self) -> Keys:
        """The keys that were added, in the order of their numbers."""
        known = np.flatnonzero(self._keys != _UNFILLED)
        return self._keys[known[np.argsort(self._numbers[known])]]

    def _slots(self, keys: Keys) -> Keys:
        """Where the search for each key begins."""
        shift = np.uint64(64 - (len(self._keys).bit_length() - 1))
        return ((keys.view(np.uint64) * _SPREAD) >> shift).view(np.int64)

    def numbers_of(self, keys: Keys) -> Numbers:
        """The number of each of KEYS; below zero where it was not added."""
        slots = self._slots(keys)
        here = self._keys.take(slots)
        found = self._numbers.take(slots)
        waiting = np.flatnonzero((here != keys) & (here != _UNFILLED))
        while len(waiting):
            slots[waiting] = (slots[waiting] + 1) % len(self._keys)
            here = self._keys.take(slots[waiting])
            found[waiting] = self._numbers.take(slots[waiting])
            waiting = waiting[(here != keys[waiting]) & (here != _UNFILLED)]
        return found

    def add(self, keys: Keys) -> None:
        """Give the next numbers to KEYS, which are all new and different."""
        if 2 * (self._count + len(keys)) > len(self._keys):
            keys, self._count = np.concatenate((self.keys, keys)), 0
            size = 1 << (4 * len(keys)).bit_length()
            self._keys = np.full(size, _UNFILLED, dtype=np.int64)
            self._numbers = np.full(size, _UNFILLED, dtype=np.int32)
        numbers = np.arange(self._count, self._count + len(keys), dtype=np.int32)
        self._count += len(keys)
        self._place(keys, numbers, self._slots(keys))

    def _place(self, keys: Keys, numbers: Numbers, slots: Keys) -> None:
        """Put KEYS into the first free places from SLOTS on; of several that meet, one stays and the others go on."""
        while len(keys):
            free = np.flatnonzero(self._keys[slots] == _UNFILLED)
            self._keys[slots[free]] = keys[free]
            self._numbers[slots[free]] = numbers[free]
            left = np.flatnonzero(self._keys[slots] != keys)
            keys, numbers, slots = keys[left], numbers[left], (slots[left] + 1) % len(self._keys)


_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)


def _grown(size: int, needed: int) -> int:
    """A size with room for what is NEEDED, and for a quarter more where it was too small."""
    return size if needed <= size else needed + max(16, needed // 4)
