"""The columns of a Parquet file as dictionaries of texts: each different value is written as text once a slice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from chipgate.cases.tables.dictionary_tables import dictionary_of, in_arrow, is_text
from chipgate.readings.columns.made_ahead import ahead

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.order_files.parquet import ParquetRows

    Numbers = npt.NDArray[np.int32]

_DICTIONARY: Final = pa.dictionary(pa.int32(), pa.string())
_LONGEST_SPAN: Final = 100_000
"""Whole numbers that lie farther apart than this are written as text row by row."""

_AHEAD: Final = 2


def can_be_read(source: ParquetRows) -> bool:
    """Whether PyArrow reads every column as polars does: text, numbers, days, moments, yes and no."""
    try:
        schema = pq.read_schema(source.path)
    except (pa.ArrowException, OSError):  # what polars makes of it is told when it reads the file
        return False
    return all(is_text(one) or any(is_one(one) for is_one in _READ_ALIKE) for one in schema.types)


_READ_ALIKE: Final = (
    *(pa.types.is_integer, pa.types.is_floating, pa.types.is_date32, pa.types.is_boolean, pa.types.is_timestamp),
)


def dictionary_slices(source: ParquetRows) -> Iterator[Any]:
    """The rows of SOURCE in record batches whose columns are texts, by its headings; read while others are judged.

    Raises:
        UnreadableFile: the file is damaged, or was written to meanwhile.
    """
    rows = 0
    made = ahead(_read(source), _AHEAD)
    while True:
        try:
            with source.refusing(f"is damaged in or after row {rows + 1:,}"):
                found = next(made, None)
        finally:
            source.refuse_changes()
        if found is None:
            return
        rows += found.num_rows
        yield found


def _read(source: ParquetRows) -> Iterator[Any]:
    schema = pq.read_schema(source.path)
    texts = [name for name, kind in zip(schema.names, schema.types, strict=True) if is_text(kind)]
    # not buffered before: that would hold the bytes of the whole file
    with pq.ParquetFile(source.path, read_dictionary=texts, pre_buffer=False) as file:
        for batch in file.iter_batches(source.large_slice):
            columns = [_as_texts(source, *one) for one in zip(batch.schema.names, batch.columns, strict=True)]
            yield pa.RecordBatch.from_arrays(columns, names=list(source.header))


def _as_texts(source: ParquetRows, name: str, values: Any) -> Any:
    if pa.types.is_dictionary(values.type):
        return values.cast(_DICTIONARY)
    whole = values.view(pa.int32()) if pa.types.is_date32(values.type) else values
    if pa.types.is_integer(whole.type) and whole.null_count < len(whole):
        numbers, valid = _numbers_of(whole)
        given = numbers if valid is None else numbers[valid]
        if int(given.max()) - int(given.min()) <= _LONGEST_SPAN:
            return _of_whole_numbers(source, name, values.type, numbers, valid)
    return source.texts_of(name, pl.Series(name, pl.from_arrow(values))).to_arrow().cast(pa.string())


def _numbers_of(values: Any) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_] | None]:
    """Whole numbers by their buffers, for which PyArrow would first import pandas; and which of them are there."""
    valid, numbers = values.buffers()
    rows = slice(values.offset, values.offset + len(values))
    found = np.frombuffer(numbers, dtype=np.dtype(str(values.type)))[rows]
    if not values.null_count:
        return found, None
    return found, np.unpackbits(np.frombuffer(valid, dtype=np.uint8), bitorder="little")[rows].astype(bool)


def _of_whole_numbers(
    source: ParquetRows, name: str, kind: Any, numbers: npt.NDArray[Any], valid: npt.NDArray[np.bool_] | None
) -> Any:
    """The dictionary of numbers that lie near each other; KIND is that of their column."""
    low = int((numbers if valid is None else numbers[valid]).min())
    places = numbers.astype(np.int64) - low if numbers.dtype != np.uint64 else (numbers - np.uint64(low)).view(np.int64)
    if valid is not None:
        places = np.where(valid, places, 0)
    used = np.flatnonzero(np.bincount(places if valid is None else places[valid]))
    of_places = np.zeros(int(used[-1]) + 1, dtype=np.int32)
    of_places[used] = np.arange(len(used), dtype=np.int32)
    distinct = pl.Series([low + one for one in used.tolist()], dtype=pl.UInt64 if low >= 0 else pl.Int64)
    distinct = distinct.to_arrow().cast(_whole(kind)).cast(kind)  # to take a list, PyArrow would first import pandas
    texts = source.texts_of(name, pl.Series(name, pl.from_arrow(distinct)))
    return dictionary_of(texts.to_arrow().cast(pa.string()), of_places.take(places), valid)


def _whole(kind: Any) -> Any:
    return pa.int32() if pa.types.is_date32(kind) else kind


def distinct_texts(column: Any) -> pl.Series:
    """The different texts of a column, or all of them where it has no dictionary."""
    return pl.Series(pl.from_arrow(column.dictionary if pa.types.is_dictionary(column.type) else column))


def beside(given: Any, results: Mapping[str, tuple[list[str], Numbers]]) -> Any:
    """A record batch with result columns beside its own, as a table; a blank result is missing."""
    made = [_result(texts, numbers) for texts, numbers in results.values()]
    return pa.Table.from_arrays([*given.columns, *made], names=[*given.schema.names, *results])


def _result(texts: list[str], numbers: Numbers) -> Any:
    given = np.array([bool(text) for text in texts], dtype=bool)
    return dictionary_of(in_arrow(texts), numbers, None if given.all() else given.take(numbers))
