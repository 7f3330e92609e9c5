"""Tables that grow: room for more rows and columns, with what was filled where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]

UNFILLED: Final = -1


def with_room(table: Numbers, height: int, width: int, unfilled: int = UNFILLED) -> Numbers:
    """TABLE, or where it is too small a larger one, each side grown by quarters until HEIGHT and WIDTH fit.

    Doubled sides would leave three quarters of a table empty where both had just been too small.
    """
    wanted = (_grown(table.shape[0], height), _grown(table.shape[1], width))
    if wanted == table.shape:
        return table
    larger = np.full(wanted, unfilled, dtype=np.int32)
    larger[: table.shape[0], : table.shape[1]] = table
    return larger


def _grown(size: int, needed: int) -> int:
    while size < needed:
        size += max(size // 4, 16)
    return size
