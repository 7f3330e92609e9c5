"""Numbers of cells: those of an earlier batch stay as they were while a later one brings new cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from chipgate.readings.columns.codes import ColumnCodes

_DAY = date(2024, 1, 1)


def of_integers(*numbers: int) -> pl.Series:
    return pl.Series(numbers, dtype=pl.Int64)


def of_days(*numbers: int) -> pl.Series:
    return pl.Series([_DAY + timedelta(number) for number in numbers])


def of_texts(*numbers: int) -> pl.Series:
    return pl.Series(map(str, numbers))


@pytest.mark.parametrize("column", [of_integers, of_days, of_texts])
def test_cells_that_come_later_are_not_looked_up_for_earlier_rows(column: Callable[..., pl.Series]) -> None:
    codes = ColumnCodes(lambda values: values.cast(pl.String))
    first = codes.encode(column(*[1, 5, 9] * 10))  # more rows than places of the table, by which they are looked up
    known = len(codes.texts)
    second = codes.encode(column(2, 5, 7))
    of_first = np.arange(known, dtype=np.int32)  # nothing for what came with the second
    assert first.taken(of_first).tolist() == first.numbers.tolist()
    for coded, given in ((first, column(*[1, 5, 9] * 10)), (second, column(2, 5, 7))):
        assert [codes.texts[number] for number in coded.numbers.tolist()] == given.cast(pl.String).to_list()
