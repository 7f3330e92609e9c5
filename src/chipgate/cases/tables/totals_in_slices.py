"""Rows of totals in a slice of a book, looked for among the rows that lack an item or a destination."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import polars as pl

from chipgate.cases.rows_of_totals import OF_AN_ITEM, TOTAL, is_of_totals

if TYPE_CHECKING:
    from chipgate.cases.tables.book_slices import Slice

_SAYS_TOTAL: Final = rf"(?i)^[ :：*=-]*(?:{TOTAL})[ :：*=-]*$"
_LETTER: Final = r"[A-Za-z\x{4e00}-\x{9fff}]"


def has_totals(one: Slice, headings: Mapping[str, str]) -> bool:
    """Whether some row of a slice has totals; HEADINGS has those of the columns that are read, by canonical name."""
    items = [headings[name] for name in OF_AN_ITEM if name in headings]
    rows = one.rows_without(items, headings.get("destination_iso2"))
    if rows.is_empty():
        return False
    says = pl.any_horizontal(pl.all().str.contains(_SAYS_TOTAL)).fill_null(value=False)
    has_letters = pl.any_horizontal(pl.all().str.contains(_LETTER)).fill_null(value=False)
    return any(_is_of_totals(row, headings) for row in rows.filter(says | ~has_letters).iter_rows(named=True))


def _is_of_totals(row: Mapping[str, str | None], headings: Mapping[str, str]) -> bool:
    given = {heading: text for heading, text in row.items() if text}
    cells = {name: given[heading] for name, heading in headings.items() if heading in given}
    return is_of_totals(given, cells) is not None
