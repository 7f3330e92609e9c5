"""Whether two cells of columns that mean the same say the same: SG and Singapore do, Singapore and China do not."""

from __future__ import annotations

from collections.abc import Callable

from chipgate.cases.columns import CHIP, DAY, fact_columns, holds_numbers
from chipgate.cases.days import day_of
from chipgate.cases.values import FREE_TEXT, number_of, value_of
from chipgate.chips.names import spellings
from chipgate.errors import ChipgateError


def say_the_same(name: str, one: str, other: str) -> bool:
    """Whether the cells ONE and OTHER of the column NAME have one meaning. What cannot be read has only its text."""
    if one.strip() == other.strip():
        return True
    read = _reader(name)
    try:
        return read is not None and read(one) == read(other)
    except ChipgateError:
        return False


def _reader(name: str) -> Callable[[str], object] | None:
    """What reads a cell of the column NAME; None where the text is all that there is, as it is of a name."""
    fact = fact_columns().get(name)
    if fact is not None and name not in FREE_TEXT:
        return lambda text: value_of(text, fact)
    if name == DAY:
        return day_of
    if name == CHIP:
        return lambda text: min(spellings(text), key=len)  # without a vendor before it and "GPU" after it
    return number_of if holds_numbers(name) else None
