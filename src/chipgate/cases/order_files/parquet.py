"""Rows of a Parquet file, read slice by slice as text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chipgate.cases.order_files.file_as_opened import FileAsOpened
from chipgate.cases.order_files.heading_search import IsHeading
from chipgate.cases.order_files.headings import column_letters, headings
from chipgate.cases.order_files.rows import OrderRow, RowFault, is_blank, shortened
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault

if TYPE_CHECKING:
    import polars as pl

_SLICE_ROWS = 20_000
_CELLS_IN_MEMORY = 4_000_000
_LARGEST_SLICE = 250_000


class ParquetRows:
    """A Parquet file; a number becomes its shortest decimal text, a missing value or NaN an absent cell.

    Lists, structs and bytes have no one text: a column of them is refused, unless IS_HEADING says that its name means
    nothing here; then it is carried through as JSON or hexadecimal digits.
    """

    encoding: str | None = None

    def __init__(self, file: FileAsOpened, is_heading: IsHeading | None = None) -> None:
        path = file.path
        try:
            import polars as pl
        except ImportError as missing:
            raise UnreadableFile(
                fault(
                    "{file} is Parquet, which needs polars to read: `pip install 'chipgate[parquet]'`, or save it as "
                    "CSV.",
                    file=path,
                )
            ) from missing
        self._path, self._file = path, file
        self.bytes_read = 0
        self.blank_rows = 0
        with _refusing(path, fault("cannot be opened as Parquet")):
            self._table = pl.scan_parquet(path, glob=False)
            schema = self._table.collect_schema()
            self._row_count = int(self._table.select(pl.len()).collect().item())
        named = headings(str(path), _never_blank(schema.names()))
        self.header, self.notes = named.names, list(named.notes)
        dtypes = zip(self.header, schema.dtypes(), strict=True)
        self._floats = frozenset(name for name, dtype in dtypes if dtype.is_float())
        means_nothing = [name for name in schema.names() if is_heading and not is_heading(name)]
        carried = [name for name in means_nothing if _has_no_text(schema[name])]
        self.notes += [
            fault("the column {name} holds {kind} values and is not read.", name=repr(name), kind=_shown(schema[name]))
            for name in carried
        ]
        with _refusing(path, fault("has a column that cannot be read as text")):
            texts = {name: _as_text(path, name, dtype, name in carried) for name, dtype in schema.items()}
            self._table.select(texts.values()).collect_schema()
        self._texts = texts
        file.refuse_changes_by_name()

    def close(self) -> None:
        """Nothing stays open between slices but the file as it was opened, which whoever opened it closes."""

    def rows(self) -> Iterator[OrderRow]:
        """Every row, numbered from 1; a row of missing values alone is passed over and counted."""
        for start, texts in self.frames():
            yield from self.rows_of(start, texts)

    @property
    def row_count(self) -> int:
        """The number of rows, blank ones included."""
        return self._row_count

    def frames(self, rows: int = _SLICE_ROWS) -> Iterator[tuple[int, pl.DataFrame]]:
        """Slices of so many ROWS as text under their headings, each with the number of the row before it."""
        for start in range(0, self._row_count, rows):
            texts = self._slice(start, rows)
            self.note_read(min(start + rows, self._row_count))
            yield start, texts.rename(dict(zip(texts.columns, self.header, strict=True)))

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._path

    def note_read(self, rows: int) -> None:
        """Note that so many ROWS were read so far."""
        self.bytes_read = self._file.size_bytes * rows // self._row_count

    def refuse_changes(self) -> None:
        """Refuse a file that was written to, or replaced, since it was opened: who reads it opens it by its name.

        Raises:
            UnreadableFile: it was.
        """
        self._file.refuse_changes_by_name()

    def refusing(self, what: str) -> AbstractContextManager[None]:
        """Turn what libraries raise on a damaged file into an error that names it; WHAT is wrong with it."""
        return _refusing(self._path, what)

    def texts_of(self, name: str, values: pl.Series) -> pl.Series:
        """The texts of VALUES of the column that the file calls NAME."""
        return values.to_frame(name).select(self._texts[name]).to_series()

    def is_doubtful(self, texts: pl.Series) -> bool:
        """Whether some of TEXTS are blank or may be infinite."""
        return bool(texts.str.contains(_BLANK_OR_INFINITE).any())

    def rows_of(self, start: int, texts: pl.DataFrame) -> Iterator[OrderRow]:
        """The rows of a slice."""
        rows, doubtful = texts.rows(), self._doubtful(texts)
        for number, values in enumerate(rows, start + 1):
            cells = {name: text for name, text in zip(self.header, values, strict=True) if text}
            row = _checked(number, cells, doubtful, self._floats) if doubtful else OrderRow(number, cells)
            if row.cells or row.faults:
                yield row
            else:
                self.blank_rows += 1

    @property
    def large_slice(self) -> int:
        """Rows of a slice for whoever takes it whole: more where there are few columns."""
        return max(_SLICE_ROWS, min(_LARGEST_SLICE, _CELLS_IN_MEMORY // len(self.header)))

    def is_plain(self, texts: pl.DataFrame) -> bool:
        """Whether no row of a slice is blank, and no cell of it is blank text or infinite."""
        import polars as pl

        return not self._doubtful(texts) and not texts.select(pl.all_horizontal(pl.all().is_null()).any()).item()

    def _slice(self, start: int, rows: int) -> pl.DataFrame:
        """Some rows as text; polars opens the file by its name each time, and it must still be the same."""
        try:
            with _refusing(self._path, fault("is damaged in or after row {row}", row=f"{start + 1:,}")):
                return self._table.slice(start, rows).select(self._texts.values()).collect()
        finally:
            self._file.refuse_changes_by_name()

    def _doubtful(self, texts: pl.DataFrame) -> tuple[str, ...]:
        """The columns in which a cell may be blank or infinite; the cells of the others need no second look."""
        import polars as pl

        found = texts.select(pl.all().str.contains(_BLANK_OR_INFINITE).any()).row(0)
        return tuple(name for name, any_found in zip(self.header, found, strict=True) if any_found)


def _never_blank(names: Sequence[str]) -> list[str]:
    return [name if name.strip() else f"column {column_letters(place)}" for place, name in enumerate(names, 1)]


def _checked(number: int, cells: dict[str, str], columns: Sequence[str], floats: frozenset[str]) -> OrderRow:
    given = [(name, cells[name]) for name in columns if name in cells]
    doubtful = [name for name, text in given if text.isspace() or (text in _INFINITE and name in floats)]
    faults = []
    raw = shortened(repr(cells)) if doubtful else ""
    for name in doubtful:
        text = cells.pop(name)
        if not is_blank(text):
            faults.append(
                RowFault(name, fault("{name} holds {text}", name=repr(name), text=text), fault("write a finite number"))
            )
    return OrderRow(number, cells, tuple(faults), raw if faults else "")


_INFINITE = frozenset(("inf", "-inf"))
_BLANK_OR_INFINITE = r"^(?:[\s\x1c-\x1f]+|-?inf)$"  # \s leaves out what Python counts as blank too


def _has_no_text(dtype: pl.DataType) -> bool:
    import polars as pl

    return dtype.is_nested() or dtype in (pl.Binary, pl.Object)


def _shown(dtype: pl.DataType) -> str:
    return str(dtype)[:60]


def _carried(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    import polars as pl

    if dtype == pl.Binary:
        return column.bin.encode("hex")

    def as_json(values: pl.Series) -> pl.Series:
        texts = [None if one is None else json.dumps(one, ensure_ascii=False, default=str) for one in values.to_list()]
        return pl.Series(values.name, texts, dtype=pl.String)

    return column.map_batches(as_json, return_dtype=pl.String)


def _as_text(path: Path, name: str, dtype: pl.DataType, carried: bool) -> pl.Expr:
    """The column NAME as text; CARRIED through, where it decides nothing.

    Raises:
        UnreadableFile: its values are lists, structs, bytes or objects, which have no one text.
    """
    import polars as pl

    column = pl.col(name)
    if carried:
        return _carried(column, dtype)
    if _has_no_text(dtype):
        raise UnreadableFile(
            fault(
                "{file}: column {name} holds {kind} values; write it as text or numbers, or leave it out.",
                file=path,
                name=repr(name),
                kind=_shown(dtype),
            )
        )
    if dtype == pl.Duration:
        return column.dt.to_string("iso")
    if dtype.is_float():
        text = column.fill_nan(None).cast(pl.String)
        return text.str.strip_suffix(".0").alias(name)
    if dtype.is_decimal():
        text = column.cast(pl.String)
        return (
            pl.when(text.str.contains(".", literal=True))
            .then(text.str.strip_chars_end("0").str.strip_suffix("."))
            .otherwise(text)
            .alias(name)
        )
    if dtype == pl.Boolean:  # "no" would be Norway
        return pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false")).alias(name)
    if dtype == pl.Datetime:
        return _moment(column).alias(name)
    return column.cast(pl.String)


def _moment(column: pl.Expr) -> pl.Expr:
    """ISO 8601; midnight without a zone is a day alone, as in a workbook."""
    iso = column.dt.to_string("iso:strict")
    return iso.str.replace(r"\.0+(Z|[+-]\d\d:\d\d|)$", "$1").str.strip_suffix("T00:00:00")


@contextmanager
def _refusing(path: Path, what: str) -> Iterator[None]:
    """Turn what polars raises on a damaged file, its panics too, into an error that names the file."""
    from polars.exceptions import PanicException, PolarsError

    try:
        yield
    except (PolarsError, PanicException, OSError, OverflowError, ValueError) as broken:
        first = (str(broken).splitlines() or [""])[0][:200]
        raise UnreadableFile(
            fault("{file} {what}: {first}. Write the file again.", file=path, what=what, first=first)
        ) from broken
