"""Which ways to answer what rows lack are tried together, and the bits of what lines come to in these ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from math import prod
from typing import TYPE_CHECKING, Final

import numpy as np

from chipgate.readings.completions import SEARCHES

if TYPE_CHECKING:
    import numpy.typing as npt

    Flags = npt.NDArray[np.bool_]
    Rows = npt.NDArray[np.intp]
    Sets = npt.NDArray[np.uint8]

MOST_AT_ONCE: Final = 1 << 18
"""So many ways of rows are judged side by side."""

_STEPS: Final = np.sqrt(np.array((2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37))) % 1
"""From one try to the next, each thing goes on by another part of its ways, so that tries are spread over them all."""

_MOST_SEARCHED: Final = SEARCHES[-1][1]
"""Rows with more ways are not settled by a proof: a search might give up, and would then leave more possible."""


class Tries:
    """Rows that are tried in several ways each: those of one row beside each other, and in whole bytes."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = plans
        self.rows = np.concatenate([one.rows for one in plans])
        self._bytes_of_rows = np.repeat([one.bytes for one in plans], [len(one.rows) for one in plans])
        self.row_of_bytes = np.repeat(self.rows, self._bytes_of_rows)
        self.count = 8 * len(self.row_of_bytes)
        self.answer_all = not any(one.leaves_unknown for one in plans)
        """Whether nothing stays unknown but what some way to answer leaves in doubt."""

    def any_of(self, found: Sets) -> Sets:
        """For each row, all that was FOUND in its ways."""
        starts = 8 * (np.cumsum(self._bytes_of_rows) - self._bytes_of_rows)
        return np.asarray(np.bitwise_or.reduceat(found, starts))


class TriesOfThing:
    """What lines on the thing at PLACE come to in TRIES of rows, each of which has the facts with a number in OF_ROWS.

    A byte is looked up: it is what a line comes to on the facts of its row, or one of the bytes of ways to answer.
    """

    def __init__(self, tries: Tries, place: int, of_rows: Rows) -> None:
        self._facts, which = np.unique(of_rows, return_inverse=True)
        self._sources = which.take(tries.row_of_bytes)
        ways, known, end = list["Rows"](), len(self._facts), 0
        for plan in tries.plans:
            start, end = end, end + len(plan.rows) * plan.bytes
            if place in plan.answered:
                self._sources[start:end].reshape(-1, plan.bytes)[:] = np.arange(known, known + plan.bytes)
                known += plan.bytes
                ways.append(plan.answered[place])
        self._ways = np.concatenate(ways) if ways else None

    def bits(self, on_facts: Flags, on_ways: Flags) -> int:
        """A bit for each try, of a line that comes to ON_FACTS, and to ON_WAYS to answer."""
        found = on_facts.take(self._facts).view(np.uint8) * np.uint8(255)
        if self._ways is not None:
            found = np.concatenate((found, np.packbits(on_ways.take(self._ways), bitorder="little")))
        return int.from_bytes(found.take(self._sources).tobytes(), "little")


class Plan:
    """Ways to answer things that ROWS lack: ``answered`` has for each thing its way in each of COUNT tries.

    The last stands several times, so that the tries of a row fill whole bytes. IS_EVERY says that there are no other
    ways to answer these things, so that it is known what may be; LEAVES_UNKNOWN, that other things are not answered.
    """

    def __init__(
        self, rows: Rows, answered: Mapping[int, Rows], count: int, *, is_every: bool, leaves_unknown: bool
    ) -> None:
        self.rows, self.is_every, self.leaves_unknown = rows, is_every, leaves_unknown
        self.bytes = (count + 7) // 8
        places = np.minimum(np.arange(8 * self.bytes), count - 1)
        self.answered = {thing: ways.take(places) for thing, ways in answered.items()}

    def parts(self) -> Iterator[Plan]:
        """The same for some of the rows after the other, as many as can be tried at once."""
        step = max(1, MOST_AT_ONCE // (8 * self.bytes))
        for start in range(0, len(self.rows), step):
            part = copy(self)
            part.rows = self.rows[start : start + step]
            yield part

    @property
    def size(self) -> int:
        """How many tries there are for all rows."""
        return len(self.rows) * self.bytes * 8


Things = Mapping[int, int]
"""The places of the things that rows lack, and how many ways there are to answer each."""

Plans = Callable[[Things, "Rows"], Iterator[Plan]]


def spread(most: int, things: Things, rows: Rows) -> Iterator[Plan]:
    """MOST of the ways to answer all THINGS, spread over them all."""
    numbers = np.arange(most)
    answered = {
        place: (numbers * _STEPS[at % len(_STEPS)] % 1 * ways).astype(np.intp)
        for at, (place, ways) in enumerate(things.items())
    }
    yield Plan(rows, answered, most, is_every=False, leaves_unknown=False)


def every_way_of_few(most: int, things: Things, rows: Rows) -> Iterator[Plan]:
    """Every way to answer the things with the fewest ways, as long as they are MOST together."""
    chosen: dict[int, int] = {}
    for place, ways in sorted(things.items(), key=lambda one: one[1]):
        if prod(chosen.values()) * ways <= most:
            chosen[place] = ways
    if chosen and prod(things.values()) <= _MOST_SEARCHED:
        yield _every_way(chosen, things, rows)


def _every_way(chosen: Things, things: Things, rows: Rows) -> Plan:
    count = prod(chosen.values())
    numbers, answered = np.arange(count), dict[int, "Rows"]()
    for place, ways in chosen.items():
        answered[place], numbers = numbers % ways, numbers // ways
    return Plan(rows, answered, count, is_every=True, leaves_unknown=len(chosen) < len(things))


STEPS: Final[Sequence[Plans]] = (
    partial(every_way_of_few, 16),
    partial(spread, 16),
    partial(spread, 64),
)
"""What is tried, one after the other, of rows of which not all is known. To try more takes longer than to search."""


def together(plans: Sequence[Plan]) -> Iterator[list[Plan]]:
    """Parts of PLANS that are tried at once."""
    found, size = list[Plan](), 0
    for part in (part for one in plans for part in one.parts()):
        if found and size + part.size > MOST_AT_ONCE:
            yield found
            found, size = [], 0
        found.append(part)
        size += part.size
    if found:
        yield found
