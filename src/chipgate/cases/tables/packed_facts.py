"""Packed facts (``name=value;name=value`` in one cell) as columns of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from chipgate.cases.columns import PACKED, canonical, unpacked
from chipgate.cases.tables.columns_as_text import text_of

if TYPE_CHECKING:
    import numpy.typing as npt


def spread(cells: Mapping[str, str]) -> Mapping[str, str] | None:
    """CELLS with packed facts beside them; None where these must be read with care."""
    found = {name: text for name, text in cells.items() if name != PACKED}
    packed = cells.get(PACKED, "")
    if not packed.strip():
        return found
    pairs, strange = unpacked(packed)
    for name, text in pairs.items():
        known = canonical(name)
        if known is None or known == PACKED or found.get(known, "").strip():
            return None
        found[known] = text
    return None if strange else found


def cells_frame(cells: list[Mapping[str, str]], columns: tuple[str, ...]) -> pl.DataFrame:
    """CELLS as a frame of text with COLUMNS."""
    texts = {name: [one.get(name) for one in cells] for name in columns}
    return pl.DataFrame(texts, schema=dict.fromkeys(columns, pl.String))


def spread_frame(frame: pl.DataFrame) -> tuple[pl.DataFrame, npt.NDArray[np.bool_]]:
    """FRAME with its packed facts in columns, and which rows must be read with care."""
    texts = frame.select(text_of(name, dtype) for name, dtype in frame.schema.items())
    rows = [{name: text for name, text in row.items() if text} for row in texts.iter_rows(named=True)]
    found = [spread(row) for row in rows]
    names = dict.fromkeys(name for name in frame.columns if name != PACKED)
    names |= dict.fromkeys(name for one in found if one is not None for name in one)
    strange = np.array([one is None for one in found], dtype=bool)
    return cells_frame([{} if one is None else one for one in found], tuple(names)), strange
