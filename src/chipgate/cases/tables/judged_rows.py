"""A batch of rows in numbers: of their cells, of what the cells say, and of what that comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np

from chipgate.cases.answer_formulas import Part
from chipgate.readings.columns.codes import Coded

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]


class RowValues(Sequence["Numbers"]):
    """For each of COUNT levels, the numbers of what the cells of the rows say, worked out when first asked for."""

    def __init__(self, work_out: Callable[[int], Numbers], count: int) -> None:
        self._work_out, self._count = work_out, count
        self._known: dict[int, Numbers] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, level: int) -> Numbers: ...
    @overload
    def __getitem__(self, level: slice) -> Sequence[Numbers]: ...
    def __getitem__(self, level: int | slice) -> Numbers | Sequence[Numbers]:
        if isinstance(level, slice):
            return [self[one] for one in range(self._count)[level]]
        if not 0 <= level < self._count:
            raise IndexError(level)
        if level not in self._known:
            self._known[level] = self._work_out(level)
        return self._known[level]

    def taken(self, rows: npt.NDArray[np.intp]) -> RowValues:
        """The same for some of the rows."""
        return RowValues(lambda level: self[level].take(rows), self._count)


@dataclass(frozen=True)
class JudgedRows:
    """A batch of rows in numbers; only those for which ``readable`` is true, the others must be read alone.

    ``finals`` has, for each part of an answer, a number for each row, worked out when it is first asked for: rows with
    one number are answered alike. ``values`` and ``cells`` have, for each level, the numbers of the facts and of the
    cells that they were read from.
    """

    readable: npt.NDArray[np.bool_]
    finals: Mapping[Part, Numbers]
    values: RowValues
    cells: Sequence[Coded]

    @property
    def height(self) -> int:
        """The number of rows that are readable."""
        return len(self.cells[0])


class Finals(dict[Part, "Numbers"]):
    """Final states by part, each worked out when it is first asked for."""

    def __init__(self, work_out: Callable[[Part], Numbers]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, part: Part) -> Numbers:
        self[part] = found = self._work_out(part)
        return found
