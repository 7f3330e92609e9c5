"""Verdicts of formulas for many rows at once: whole numbers with a bit for each row, or for each way it can go on.

What a law comes to on a row is worked out like what is left of it, but nothing has to be made and kept: each part of
the law is looked at once for thousands of rows, so that it costs the same whether rows have anything in common or not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from chipgate.readings.columns.formulas import Arena, Formula
from chipgate.readings.columns.side_by_side import SideBySide, SureSoFar, Verdicts

if TYPE_CHECKING:
    import numpy.typing as npt

    Flags = npt.NDArray[np.bool_]
    Places = npt.NDArray[np.int32]

OfLeaf = Callable[[Formula], Verdicts]
"""The verdicts of a leaf on all rows."""


class RowsSideBySide(SideBySide):
    """What formulas come to on COUNT rows, whose verdicts on leaves are told by OF_LEAF."""

    def __init__(self, arena: Arena, count: int, of_leaf: OfLeaf) -> None:
        super().__init__(arena, -1, ())  # every leaf is put in
        self.every = (1 << count) - 1
        self._known = {0: Verdicts(0, 0), 1: Verdicts(self.every, self.every)}
        self._unknown = Verdicts(0, self.every)
        self._told_of_leaf = of_leaf

    def of(self, formula: Formula) -> Verdicts:
        """The verdicts of FORMULA, one for each row."""
        found = self._known.get(formula)
        if found is None:
            found = self._known[formula] = self._found(formula, self.arena.support[formula])
        return found

    def _of_leaf(self, bit: int) -> Verdicts:
        return self._told_of_leaf(self.arena.leaf_of_bit[bit.bit_length() - 1])


class RowsSoFar(RowsSideBySide, SureSoFar):
    """The same, where what is unknown may become known: a formula is met, or failed, whatever that comes to."""


class SomeRows:
    """The verdicts on COUNT of the rows of SIDES, from START on."""

    def __init__(self, sides: RowsSideBySide, start: int, count: int) -> None:
        self._sides, self._start, self._mask = sides, start, (1 << count) - 1

    def of(self, formula: Formula) -> Verdicts:
        """The verdicts of FORMULA, one for each row."""
        met, not_failed = self._sides.of(formula)
        return Verdicts(met >> self._start & self._mask, not_failed >> self._start & self._mask)


def bits_of(flags: Flags) -> int:
    """A bit for each of FLAGS."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def flags_of(bits: int, count: int) -> Flags:
    """COUNT flags, from as many bits."""
    return np.unpackbits(bytes_of(bits, count), count=count, bitorder="little").view(bool)


def bytes_of(bits: int, count: int) -> npt.NDArray[np.uint8]:
    """COUNT bits, in bytes."""
    return np.frombuffer(bits.to_bytes((count + 7) // 8, "little"), dtype=np.uint8)


def agreed(verdicts: Sequence[Verdicts]) -> Verdicts:
    """What every one of VERDICTS says, unknown where they differ."""
    met, not_failed = verdicts[0]
    for one in verdicts[1:]:
        met, not_failed = met & one.met, not_failed | one.not_failed
    return Verdicts(met, not_failed)


def least(verdicts: Sequence[Verdicts]) -> Verdicts:
    """The least of VERDICTS."""
    met, not_failed = verdicts[0]
    for one in verdicts[1:]:
        met, not_failed = met & one.met, not_failed & one.not_failed
    return Verdicts(met, not_failed)


class Deciding:
    """For COUNT rows, the line that decides in a list: the first that is met, else the first that is not failed.

    ``of_rows`` has 0 for no line, and for the line at a place an odd number where it is met, an even one where open.
    """

    def __init__(self, lines: Iterable[tuple[Hashable, Callable[[], Verdicts]]], count: int) -> None:
        self.labels: list[Hashable] = []
        self.of_rows: Places = np.zeros(count, dtype=np.int32)
        undecided = never_open = (1 << count) - 1
        for label, told in lines:
            self.labels.append(label)
            met, not_failed = told()
            self._note(2 * len(self.labels), not_failed & ~met & never_open & undecided)
            never_open &= ~not_failed | met
            self._note(2 * len(self.labels) - 1, met & undecided)
            undecided &= ~met
            if not undecided:
                break

    def _note(self, code: int, bits: int) -> None:
        if bits:
            self.of_rows[flags_of(bits, len(self.of_rows))] = code

    def line(self, code: int) -> tuple[Hashable, bool] | None:
        """The label behind a number of a row, and whether its line is met."""
        return (self.labels[(code - 1) // 2], code % 2 == 1) if code else None
