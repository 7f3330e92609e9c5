"""Numbers for what stands in columns: the same number for the same value, batch after batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import polars as pl

from chipgate.readings.columns.growing import GrowingNumbers

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]

AsText = Callable[[pl.Series], pl.Series]
"""How the values of a column that is not text are written as text."""

BLANK = 0
"""The number of a cell that says nothing."""

_UNFILLED = -1
_LONGEST_SPAN = 1_000_000
_LARGEST_SPAN = 4_000_000


@dataclass(frozen=True)
class DictionaryColumn:
    """A column of texts as a file has it: the different texts, and for each row the place of its own.

    The place after the last text stands for a missing cell.
    """

    texts: Sequence[str]
    places: Numbers


class Table(Protocol):
    """Columns by name, all of one length."""

    @property
    def height(self) -> int:
        """The number of rows."""

    def __contains__(self, name: str, /) -> bool:
        """Whether there is a column called NAME."""

    def __getitem__(self, name: str) -> pl.Series | DictionaryColumn:
        """The column called NAME."""


class Coded:
    """The numbers of rows: places in a short table, or the numbers themselves where there is none.

    NUMBERS are those of the rows, where they have been looked up already.
    """

    def __init__(
        self, places: npt.NDArray[np.integer[Any]], table: Numbers | None = None, numbers: Numbers | None = None
    ) -> None:
        self._places, self._table, self._numbers = places, table, numbers

    def __len__(self) -> int:
        return len(self._places)

    @property
    def numbers(self) -> Numbers:
        """The number of each row."""
        if self._numbers is None:
            self._numbers = (
                self._places.astype(np.int32, copy=False) if self._table is None else self._table.take(self._places)
            )
        return self._numbers

    def taken(self, values: Numbers) -> Numbers:
        """What VALUES have for the number of each row; looked up once for each place where these are fewer."""
        if self._table is None or len(self._table) > len(self._places):
            return values.take(self.numbers)
        return values.take(self._table).take(self._places)

    def times(self, factor: int) -> Numbers:
        """The number of each row times FACTOR, in an array of its own."""
        if self._table is None or len(self._table) > len(self._places):
            return self.numbers * np.int32(factor)
        return (self._table * np.int32(factor)).take(self._places)

    def renumbered(self, numbers: Numbers) -> Coded:
        """Other NUMBERS for the numbers of the rows."""
        if self._table is None:
            return Coded(self._places, numbers)
        return Coded(self._places, numbers.take(self._table))

    def of_rows(self, rows: npt.NDArray[np.intp]) -> Coded:
        """The ROWS, in their order."""
        return Coded(self._places.take(rows), self._table)

    def where(self, kept: npt.NDArray[np.bool_]) -> Coded:
        """The rows that are KEPT."""
        return Coded(self._places[kept], self._table)


class ColumnCodes:
    """Numbers for the cells of one column; ``texts`` has what each number stands for, and the blank comes first.

    READ_AS says what a text comes to, where many come to the same.
    """

    def __init__(self, as_text: AsText, read_as: Callable[[str], str] | None = None) -> None:
        self.texts: list[str] = [""]
        self._read_as = read_as
        self._as_text = as_text
        self._numbers: dict[str, int] = {}
        self._last_texts: Sequence[str] = ()
        self._of_last_texts = np.zeros(1, dtype=np.int32)
        self._known: list[str] = []
        self._of_known = np.zeros(1, dtype=np.int32)
        self._low, self._numbers_of_integers = 0, np.zeros(0, dtype=np.int32)

    def encode(self, column: pl.Series | DictionaryColumn) -> Coded:
        """The number of each cell of COLUMN."""
        if isinstance(column, DictionaryColumn):
            return Coded(column.places, self._of_dictionary(column.texts))
        if column.dtype == pl.String:
            return self._of_texts(column)
        if column.dtype.is_integer() or column.dtype == pl.Date:
            return self._of_integers(column)
        return self._of_any(column)

    def _of_dictionary(self, texts: Sequence[str]) -> Numbers:
        """The numbers of TEXTS, and of a missing cell; batch after batch of a file has the same dictionary."""
        if texts != self._last_texts:
            self._last_texts = texts
            self._of_last_texts = np.array([*map(self._number_of, texts), BLANK], dtype=np.int32)
        return self._of_last_texts

    def _of_texts(self, column: pl.Series) -> Coded:
        known = column.cast(pl.Enum(self._known), strict=False)
        if known.null_count() > column.null_count():
            strange = column.filter(known.is_null() & column.is_not_null()).unique(maintain_order=True)
            self._learn(strange.to_list())
            known = column.cast(pl.Enum(self._known))
        places = known.to_physical().cast(pl.Int32).fill_null(len(self._known))
        return Coded(places.to_numpy(), self._of_known)

    def _learn(self, texts: list[str]) -> None:
        """Keep TEXTS; the number after the last is that of a missing cell."""
        self._known += texts
        fresh = np.array([*map(self._number_of, texts), BLANK], dtype=np.int32)
        self._of_known = np.concatenate((self._of_known[:-1], fresh))

    def _number_of(self, text: str) -> int:
        if self._read_as is not None:
            text = self._read_as(text)
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = BLANK if not text or text.isspace() else len(self.texts)
            if number:
                self.texts.append(text)
        return number

    def _of_integers(self, column: pl.Series) -> Coded:
        given = _integers_of(column.drop_nulls() if column.null_count() else column)
        if not len(given):
            return self._of_any(column)
        low, high = int(given.min()), int(given.max())
        if high - low > _LONGEST_SPAN:
            return self._of_any(column)
        places = given - given.dtype.type(low) if len(given) == len(column) else self._shifted(column, low)
        if self._is_filled(low, high):
            return Coded(places, self._integers(low, high))
        numbers = self._integers(low, high).take(places)
        if numbers.min() == _UNFILLED:
            lacking = np.flatnonzero(numbers == _UNFILLED)
            fresh = np.unique(places[lacking]).astype(np.int64)
            distinct = pl.Series(fresh + low).cast(column.dtype)
            self._number_integers(low, fresh, [self._number_of(text) for text in self._as_text(distinct)])
            numbers[lacking] = self._integers(low, high).take(places[lacking])
        return Coded(places, self._integers(low, high), numbers)

    def _number_integers(self, low: int, places: npt.NDArray[np.int64], numbers: Sequence[int]) -> None:
        """Give NUMBERS to the integers at PLACES after LOW, in another table.

        Rows of an earlier batch, which another thread may be looking up, keep the table that they have: they look up
        what has nothing for numbers that came later.
        """
        filled = self._numbers_of_integers.copy()
        filled[low - self._low + places] = numbers
        self._numbers_of_integers = filled

    def _is_filled(self, low: int, high: int) -> bool:
        """Whether every integer from LOW to HIGH has come before."""
        return int(self._integers(low, high)[: high - low + 1].min()) != _UNFILLED

    def _shifted(self, column: pl.Series, low: int) -> npt.NDArray[np.int64]:
        """Places in a table that begins at LOW; the last of the table is that of a missing cell."""
        return (column.to_physical().cast(pl.Int64) - low).fill_null(-1).to_numpy()

    def _integers(self, low: int, high: int) -> Numbers:
        """The numbers of the integers from LOW to HIGH, and of a missing cell, which comes last."""
        known = self._numbers_of_integers[:-1]
        if len(known) and self._low <= low and high < self._low + len(known):
            return self._numbers_of_integers[low - self._low :]
        first, last = low, high
        if len(known):
            first, last = min(low, self._low), max(high, self._low + len(known) - 1)
        if last - first > _LARGEST_SPAN:
            first, last, known = low, high, known[:0]
        larger = np.full(last - first + 2, _UNFILLED, dtype=np.int32)
        if len(known):
            larger[self._low - first : self._low - first + len(known)] = known
        larger[-1] = BLANK
        self._low, self._numbers_of_integers = first, larger
        return self._numbers_of_integers[low - self._low :]

    def _of_any(self, column: pl.Series) -> Coded:
        return self._of_texts(self._as_text(column))


def _integers_of(column: pl.Series) -> npt.NDArray[np.integer[Any]]:
    """The numbers of COLUMN, which has no gaps; days as Polars counts them."""
    return column.to_physical().to_numpy()


def taken(known: Sequence[int], numbers: Numbers, kind: type[np.signedinteger[Any]] = np.int32) -> npt.NDArray[Any]:
    """The entry of KNOWN for each of NUMBERS; where there are few of these, the others are not looked at."""
    if isinstance(known, GrowingNumbers):
        return known.array.take(numbers)
    if len(numbers) < len(known):
        return np.array([known[number] for number in numbers.tolist()], dtype=kind)
    return np.array(known, dtype=kind).take(numbers)
