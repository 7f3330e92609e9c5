"""A number for each row of a slice that tells it from rows with other texts; zero for a row without any."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]


def row_hashes(columns: Iterable[pl.Series], rows: int) -> Hashes:
    """Those of ROWS whose texts are in COLUMNS; a blank text is as none."""
    found = np.zeros(rows, dtype=np.uint64)
    for place, texts in enumerate(columns):
        found += text_hashes(texts, place)
    return found


def text_hashes(texts: pl.Series, place: int) -> Hashes:
    """Those of TEXTS in the column that has a PLACE; zero where there is none."""
    there = (texts.str.strip_chars() != "").fill_null(value=False)
    hashes: Hashes = texts.hash(seed=place + 1).to_numpy()
    return np.where(there.to_numpy(), hashes, np.uint64(0))


def dictionary_hashes(columns: Any, rows: int) -> Hashes:
    """The same of the columns of a record batch, dictionaries of texts or texts."""
    from chipgate.cases.tables.dictionary_tables import table_of
    from chipgate.readings.columns.codes import DictionaryColumn

    found, table = np.zeros(rows, dtype=np.uint64), table_of(columns)
    for place, name in enumerate(columns.schema.names):
        column = table[name]
        if isinstance(column, DictionaryColumn):
            known = text_hashes(pl.Series(column.texts, dtype=pl.String), place)
            found += np.append(known, np.uint64(0)).take(column.places)  # the place after the last is that of no text
        else:
            found += text_hashes(column, place)
    return found
