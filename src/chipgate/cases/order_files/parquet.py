"""Rows of a Parquet file, read slice by slice as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from chipgate.cases.order_files.headings import column_letters, headings
from chipgate.cases.order_files.rows import OrderRow, RowFault, is_blank, shortened
from chipgate.errors import UnreadableFile

if TYPE_CHECKING:
    import polars as pl

_SLICE_ROWS = 20_000


class ParquetRows:
    """A Parquet file; a number becomes its shortest decimal text, a missing value or NaN an absent cell."""

    encoding: str | None = None

    def __init__(self, path: Path) -> None:
        try:
            import polars as pl
        except ImportError as missing:
            raise UnreadableFile(
                f"{path} is Parquet, which needs polars to read: `pip install 'chipgate[parquet]'`, or save it as CSV."
            ) from missing
        self._path = path
        self._size_bytes = path.stat().st_size
        self.bytes_read = 0
        self.blank_rows = 0
        with _refusing(path, "cannot be opened as Parquet"):
            self._table = pl.scan_parquet(path, glob=False)
            schema = self._table.collect_schema()
            self._row_count = int(self._table.select(pl.len()).collect().item())
        named = headings(str(path), _never_blank(schema.names()))
        self.header, self.notes = named.names, list(named.notes)
        dtypes = zip(self.header, schema.dtypes(), strict=True)
        self._floats = frozenset(name for name, dtype in dtypes if dtype.is_float())
        self._texts = [_as_text(path, name, dtype) for name, dtype in schema.items()]

    def close(self) -> None:
        """Nothing stays open between slices."""

    def rows(self) -> Iterator[OrderRow]:
        """Every row, numbered from 1; a row of missing values alone is passed over and counted."""
        for start in range(0, self._row_count, _SLICE_ROWS):
            with _refusing(self._path, f"is damaged in or after row {start + 1:,}"):
                rows = self._table.slice(start, _SLICE_ROWS).select(self._texts).collect().rows()
            self.bytes_read = self._size_bytes * min(start + _SLICE_ROWS, self._row_count) // self._row_count
            for number, values in enumerate(rows, start + 1):
                cells = {name: text for name, text in zip(self.header, values, strict=True) if text}
                row = _checked(number, cells, self._floats)
                if row.cells or row.faults:
                    yield row
                else:
                    self.blank_rows += 1


def _never_blank(names: Sequence[str]) -> list[str]:
    return [name if name.strip() else f"column {column_letters(place)}" for place, name in enumerate(names, 1)]


def _checked(number: int, cells: dict[str, str], floats: frozenset[str]) -> OrderRow:
    doubtful = [name for name, text in cells.items() if text.isspace() or (text in _INFINITE and name in floats)]
    faults = []
    raw = shortened(repr(cells)) if doubtful else ""
    for name in doubtful:
        text = cells.pop(name)
        if not is_blank(text):
            faults.append(RowFault(name, f"{name!r} holds {text}", "write a finite number"))
    return OrderRow(number, cells, tuple(faults), raw if faults else "")


_INFINITE = frozenset(("inf", "-inf"))


def _as_text(path: Path, name: str, dtype: pl.DataType) -> pl.Expr:
    """The column NAME as text.

    Raises:
        UnreadableFile: its values are lists, structs, bytes or objects, which have no one text.
    """
    import polars as pl

    column = pl.col(name)
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
        raise UnreadableFile(
            f"{path}: column {name!r} holds {str(dtype)[:60]} values; write it as text or numbers, or leave it out."
        )
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
    if dtype == pl.Boolean:
        return pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no")).alias(name)
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
        raise UnreadableFile(f"{path} {what}: {first}. Write the file again.") from broken
