"""Slices of a book that is a Parquet file: frames of text, or dictionaries of texts where PyArrow can read them.

Either way each cell has the text that ``ParquetRows`` gives it. As a dictionary a text stands once for all the rows of
a slice that have it, and so do the results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from chipgate.cases.result_columns import RESULT_COLUMNS
from chipgate.cases.tables.row_hashes import dictionary_hashes, row_hashes

if TYPE_CHECKING:
    from chipgate.cases.order_files.parquet import ParquetRows
    from chipgate.cases.tables.answers import Answers
    from chipgate.cases.tables.judged_rows import JudgedRows
    from chipgate.cases.tables.row_hashes import Hashes
    from chipgate.readings.columns.codes import Table


class TakesSlices(Protocol):
    """Something that takes the rows of a result many at once."""

    def write_frame(self, frame: pl.DataFrame) -> None:
        """Take the rows of FRAME."""

    def write_table(self, table: Any) -> None:
        """Take the rows of a table of PyArrow."""


class Slice(Protocol):
    """Some rows of a book."""

    @property
    def height(self) -> int:
        """The number of rows."""

    @property
    def is_plain(self) -> bool:
        """Whether no row is blank, and no cell is blank text or infinite."""

    def row_hashes(self) -> Hashes:
        """A number for each row that tells it from others; zero for a blank row."""

    def rows_without(self, items: Sequence[str], place: str | None) -> pl.DataFrame:
        """The texts of the rows that have none of ITEMS, or no PLACE."""

    def parted(self, rows: int) -> tuple[Slice, Slice]:
        """The first ROWS, and the others."""

    def frame(self) -> pl.DataFrame:
        """The texts of all cells under their headings."""

    def table(self, headers: Mapping[str, str]) -> Table:
        """The columns by the names for which HEADERS has their headings."""

    def row(self, number: int) -> dict[str, str]:
        """The cells of one row that are not missing."""

    def write(self, results: TakesSlices, kept: Mapping[str, str], answers: Answers, judged: JudgedRows) -> None:
        """Give the rows to RESULTS under the names that they have KEPT, with what the table says of them."""


@dataclass(frozen=True)
class FrameSlice:
    """A frame of text."""

    source: ParquetRows
    texts: pl.DataFrame

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.texts.height

    @property
    def is_plain(self) -> bool:
        """Whether no row is blank, and no cell is blank text or infinite."""
        return self.source.is_plain(self.texts)

    def row_hashes(self) -> Hashes:
        """A number for each row that tells it from others; zero for a blank row."""
        return row_hashes(self.texts, self.height)

    def rows_without(self, items: Sequence[str], place: str | None) -> pl.DataFrame:
        """The texts of the rows that have none of ITEMS, or no PLACE."""
        lacks_item = pl.all_horizontal(pl.lit(value=True), *(pl.col(name).is_null() for name in items))
        return self.texts.filter(lacks_item | (pl.lit(value=True) if place is None else pl.col(place).is_null()))

    def parted(self, rows: int) -> tuple[Slice, Slice]:
        """The first ROWS, and the others."""
        return FrameSlice(self.source, self.texts.head(rows)), FrameSlice(self.source, self.texts.slice(rows))

    def frame(self) -> pl.DataFrame:
        """The texts of all cells under their headings."""
        return self.texts

    def table(self, headers: Mapping[str, str]) -> Table:
        """The columns by the names for which HEADERS has their headings."""
        return self.texts.select(pl.col(header).alias(name) for name, header in headers.items())

    def row(self, number: int) -> dict[str, str]:
        """The cells of one row that are not missing."""
        return {name: text for name, text in self.texts.row(number, named=True).items() if text}

    def write(self, results: TakesSlices, kept: Mapping[str, str], answers: Answers, judged: JudgedRows) -> None:
        """Give the rows to RESULTS."""
        results.write_frame(self.texts.rename(kept).hstack(pl.DataFrame(answers.columns(judged))))


@dataclass(frozen=True)
class DictionarySlice:
    """A table of PyArrow, each column a dictionary of texts, or plain text where nearly every row has its own."""

    source: ParquetRows
    columns: Any

    @property
    def height(self) -> int:
        """The number of rows."""
        return int(self.columns.num_rows)

    @property
    def is_plain(self) -> bool:
        """Whether no row is blank, and no cell is blank text or infinite."""
        from chipgate.cases.tables.dictionary_texts import distinct_texts

        if any(self.source.is_doubtful(distinct_texts(one)) for one in self.columns.columns):
            return False
        if not all(one.null_count for one in self.columns.columns):
            return True
        return not bool(reduce(_both, (one.is_null() for one in self.columns.columns)).true_count)

    def row_hashes(self) -> Hashes:
        """A number for each row that tells it from others; zero for a blank row."""
        return dictionary_hashes(self.columns, self.height)

    def rows_without(self, items: Sequence[str], place: str | None) -> pl.DataFrame:
        """The texts of the rows that have none of ITEMS, or no PLACE."""
        columns = self.columns
        given = [columns.column(name) for name in items]
        if place is not None and not columns.column(place).null_count and not all(one.null_count for one in given):
            return pl.DataFrame()
        if given and place is not None:
            lacks_item = reduce(_both, (one.is_null() for one in given))
            columns = columns.filter(_either(lacks_item, columns.column(place).is_null()))
        return DictionarySlice(self.source, columns).frame()

    def parted(self, rows: int) -> tuple[Slice, Slice]:
        """The first ROWS, and the others."""
        parts = self.columns.slice(0, rows), self.columns.slice(rows)
        return DictionarySlice(self.source, parts[0]), DictionarySlice(self.source, parts[1])

    def frame(self) -> pl.DataFrame:
        """The texts of all cells under their headings."""
        from chipgate.cases.tables.dictionary_tables import table_of

        return table_of(self.columns).frame()

    def table(self, headers: Mapping[str, str]) -> Table:
        """The columns by the names for which HEADERS has their headings."""
        from chipgate.cases.tables.dictionary_tables import table_of

        return table_of(self.columns.select(list(headers.values()))).renamed(headers)

    def row(self, number: int) -> dict[str, str]:
        """The cells of one row that are not missing."""
        names, columns = self.columns.schema.names, self.columns.columns
        return {name: text for name, one in zip(names, columns, strict=True) if (text := one[number].as_py())}

    def write(self, results: TakesSlices, kept: Mapping[str, str], answers: Answers, judged: JudgedRows) -> None:
        """Give the rows to RESULTS."""
        from chipgate.cases.tables.dictionary_texts import beside

        given = self.columns.rename_columns([kept[name] for name in self.columns.schema.names])
        results.write_table(beside(given, answers.dictionaries(judged, RESULT_COLUMNS)))


def _both(first: Any, second: Any) -> Any:
    import pyarrow.compute as pc

    return pc.and_(first, second)


def _either(first: Any, second: Any) -> Any:
    import pyarrow.compute as pc

    return pc.or_(first, second)


def slices_of(source: ParquetRows) -> Iterator[tuple[int, Slice]]:
    """The slices of a book, each with the number of the row before it."""
    if find_spec("pyarrow") is not None:
        from chipgate.cases.tables.dictionary_texts import can_be_read, dictionary_slices

        if can_be_read(source):
            return _counted(source, dictionary_slices(source))
    return ((start, FrameSlice(source, texts)) for start, texts in source.frames(source.large_slice))


def _counted(source: ParquetRows, tables: Iterator[Any]) -> Iterator[tuple[int, Slice]]:
    start = 0
    for table in tables:
        source.note_read(start + table.num_rows)
        yield start, DictionarySlice(source, table)
        start += table.num_rows
