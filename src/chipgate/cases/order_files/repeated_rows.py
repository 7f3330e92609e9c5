"""Rows of an order file that say exactly what a row above them says: likely one order that was entered twice."""

from __future__ import annotations

from typing import Final

from chipgate.cases.order_files.rows import OrderRow
from chipgate.translation.fault_text import FaultText, fault, listed
from chipgate.translation.language import marked

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
        if len(self._first) >= MOST_REMEMBERED or not row.cells:
            return
        first = self._first.setdefault(hash(tuple(row.cells.items())), row.number)
        if first != row.number:
            self._count += 1
            if len(self._shown) < _SHOWN:
                self._shown.append(fault("row {number} as row {first}", number=row.number, first=first))

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
