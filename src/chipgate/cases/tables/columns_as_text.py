"""Columns of any type as the text that a user would have written."""

from __future__ import annotations

import polars as pl

from chipgate.errors import UnreadableFile


def has_no_text(dtype: pl.DataType) -> bool:
    """Whether values of DTYPE (lists, structs, bytes, objects) have no one text."""
    return dtype.is_nested() or dtype in (pl.Binary, pl.Object)


def text_of(name: str, dtype: pl.DataType) -> pl.Expr:
    """The column NAME as text: the shortest decimal of a number; a missing value and NaN are null.

    Raises:
        UnreadableFile: its values have no one text.
    """
    column = pl.col(name)
    if has_no_text(dtype):
        wrong = f"the column {name!r} holds {str(dtype)[:60]} values"
        raise UnreadableFile(f"{wrong}; give it as text or numbers, or leave it out.")
    if dtype == pl.Duration:
        return column.dt.to_string("iso")
    if dtype.is_float():
        return column.fill_nan(None).cast(pl.String).str.strip_suffix(".0").alias(name)
    if dtype.is_decimal():
        text = column.cast(pl.String)
        short = text.str.strip_chars_end("0").str.strip_suffix(".")
        return pl.when(text.str.contains(".", literal=True)).then(short).otherwise(text).alias(name)
    if dtype == pl.Boolean:  # "no" would be Norway
        return pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false")).alias(name)
    if dtype == pl.Datetime:
        return _moment(column).alias(name)
    return column.cast(pl.String)


def _moment(column: pl.Expr) -> pl.Expr:
    """ISO 8601; midnight without a zone is a day alone, as in a workbook."""
    iso = column.dt.to_string("iso:strict")
    return iso.str.replace(r"\.0+(Z|[+-]\d\d:\d\d|)$", "$1").str.strip_suffix("T00:00:00")
