"""Rows of an order file that say exactly what a row above them says: likely one order that was entered twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chipgate.cases.order_files.rows import OrderRow
from chipgate.translation.fault_text import FaultText, fault, listed
from chipgate.translation.language import marked

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]

MOST_REMEMBERED: Final = 100_000
"""Rows that are held against one another; a longer file is looked at so far."""
_SHOWN: Final = 3


class RepeatedRows:
    """Counts the rows that repeat another, and keeps the first of them."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._shown: list[FaultText] = []
        self._count = 0

    def see(self, row: OrderRow) -> None:
        """Take note of ROW."""
        if self.is_full or not row.cells:
            return
        first = self._first.setdefault(hash(tuple(row.cells.items())), row.number)
        if first != row.number:
            self._count += 1
            if len(self._shown) < _SHOWN:
                self._show(row.number, first)

    def _show(self, number: int, first: int) -> None:
        self._shown.append(fault("row {number} as row {first}", number=number, first=first))

    @property
    def is_full(self) -> bool:
        """Whether no more rows are held against one another."""
        return len(self._first) >= MOST_REMEMBERED

    def see_many(self, start: int, hashes: Hashes) -> None:
        """Take note of the rows after START, by a hash of each; zero for a blank row."""
        import polars as pl  # there where a file has slices

        firsts = pl.Series(hashes).is_first_distinct().to_numpy()
        again, end = [], len(hashes)
        for place in (firsts & (hashes != 0)).nonzero()[0].tolist():
            if self._first.setdefault(int(hashes[place]), start + place + 1) != start + place + 1:
                again.append(place)
            if self.is_full:
                end = place + 1
                break
        others = (~firsts[:end] & (hashes[:end] != 0)).nonzero()[0]
        self._count += len(again) + len(others)
        for place in sorted((*again[:_SHOWN], *others[:_SHOWN].tolist()))[: _SHOWN - len(self._shown)]:
            self._show(start + place + 1, self._first[int(hashes[place])])

    @property
    def notes(self) -> tuple[FaultText, ...]:
        """What there is to say of them."""
        if not self._count:
            return ()
        rows = listed([*self._shown, *(["..."] if self._count > len(self._shown) else [])])
        return (fault(_REPEATED, count=f"{self._count:,}", rows=rows),)


_REPEATED: Final = marked(
    "rows that say exactly what a row above says: {count} ({rows}). Each is judged as an order of its own; was one "
    "entered twice?"
)
