"""Python objects in a column, each as the text that a user would have written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from chipgate.errors import UnreadableFile
from chipgate.law.facts import NotApplicable
from chipgate.units import decimal_text

_LONGEST_DECIMAL = 40


def texts_of_objects(column: str, values: Iterable[object]) -> pl.Series:
    """The text of each of VALUES, which stand in COLUMN; what is missing (None, NaN, NaT) is null.

    Raises:
        UnreadableFile: a value (bytes, a list, a dictionary) has no one text.
    """
    return pl.Series(column, [_text(column, value) for value in values], dtype=pl.String)


def _text(column: str, value: Any) -> str | None:
    kind = type(value)
    if kind is str:
        return str(value)
    write = _WRITTEN.get(kind) or next((how for of, how in _WRITTEN.items() if isinstance(value, of)), None)
    if write is not None:
        return write(value)
    if isinstance(value, bytes | bytearray | memoryview | Collection | np.ndarray):
        wrong = f"the column {column!r} holds {kind.__name__} values"
        raise UnreadableFile(f"{wrong}; give it as text or numbers, or leave it out.")
    return None if _is_missing(value) else str(value)


def _is_missing(value: object) -> bool:
    """NaN is no number, and pandas has a value of its own for what is not there."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value


def _moment(value: datetime) -> str | None:
    return None if _is_missing(value) else value.isoformat().removesuffix("T00:00:00")


def _number(value: float | np.floating[Any]) -> str | None:
    return None if _is_missing(value) else str(value).removesuffix(".0")


def _decimal(value: Decimal) -> str | None:
    if value.is_nan():
        return None
    text = format(value, "f") if value.is_finite() else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fraction(value: Fraction) -> str:
    """A fraction without an exact decimal is kept as such, and is a fault of its row."""
    text = decimal_text(value, _LONGEST_DECIMAL)
    return text if Fraction(text) == value else str(value)


def _flag(value: bool | np.bool_) -> str:
    return "true" if value else "false"  # "no" would be Norway


_WRITTEN: Mapping[type, Callable[[Any], str | None]] = MappingProxyType(
    {
        type(None): lambda value: None,
        Enum: lambda value: _text("", value.value),
        str: str,
        bool: _flag,
        np.bool_: _flag,
        NotApplicable: str,
        float: _number,
        np.floating: _number,
        Decimal: _decimal,
        Fraction: _fraction,
        datetime: _moment,
        date: date.isoformat,
    }
)
"""How values are written, by their type; of several that fit, the first."""
