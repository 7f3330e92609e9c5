"""Tables of PyArrow with their texts as a dictionary has them: each different text is looked at once a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from chipgate.readings.columns.codes import DictionaryColumn

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]


MOST_KINDS: Final = 4_000_000
"""So many different rows there may be in what is counted by places."""


@dataclass(frozen=True)
class DictionaryTable:
    """Columns by name, and the batch that they were made of."""

    batch: Any
    columns: Mapping[str, pl.Series | DictionaryColumn]

    @property
    def height(self) -> int:
        """The number of rows."""
        return int(self.batch.num_rows)

    def __contains__(self, name: str, /) -> bool:
        return name in self.columns

    def __getitem__(self, name: str, /) -> pl.Series | DictionaryColumn:
        return self.columns[name]

    def renamed(self, names: Mapping[str, str]) -> DictionaryTable:
        """Columns under other NAMES, each with the name that it has now."""
        return DictionaryTable(self.batch, {name: self.columns[header] for name, header in names.items()})

    def head(self, rows: int) -> DictionaryTable:
        """The first ROWS."""
        return table_of(self.batch.slice(0, rows))

    def frame(self) -> pl.DataFrame:
        """The same as a frame of Polars."""
        plain = [one.cast(pa.string()) if pa.types.is_dictionary(one.type) else one for one in self.batch.columns]
        return pl.DataFrame(pl.from_arrow(pa.Table.from_arrays(plain, names=self.batch.schema.names)))


def table_of(batch: Any) -> DictionaryTable:
    """A record batch as a table."""
    names = batch.schema.names
    return DictionaryTable(batch, {name: _column(name, batch.column(place)) for place, name in enumerate(names)})


def _column(name: str, values: Any) -> pl.Series | DictionaryColumn:
    if pa.types.is_dictionary(values.type) and pa.types.is_string(values.type.value_type):
        texts = values.dictionary.to_pylist()
        return DictionaryColumn(texts, _places(values.indices.cast(pa.int32()), len(texts)))
    return pl.Series(name, pl.from_arrow(values))


def is_text(kind: Any) -> bool:
    """Whether a type of Arrow is one of text; which of them a file names is up to who wrote it."""
    return any(is_one(kind) for is_one in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))


def has_texts(kind: Any) -> bool:
    """Whether a type of Arrow is one of text, or of texts in a dictionary."""
    return is_text(kind.value_type if pa.types.is_dictionary(kind) else kind)


def _places(indices: Any, missing: int) -> Numbers:
    """INDICES as numbers, MISSING for those that are null; by their buffers: PyArrow would first import pandas."""
    valid, numbers = indices.buffers()
    rows = slice(indices.offset, indices.offset + len(indices))
    places: Numbers = np.frombuffer(numbers, dtype=np.int32)[rows]
    if not indices.null_count:
        return places
    there = np.unpackbits(np.frombuffer(valid, dtype=np.uint8), bitorder="little")[rows]
    return np.where(there, places, np.int32(missing))


def tables_in(
    path: Path, columns: Sequence[str], rows: int, row_groups: Sequence[int] | None = None
) -> Iterator[DictionaryTable]:
    """The COLUMNS of a Parquet file, at most ROWS at once; texts come as the file has them, which takes no reading.

    Only the ROW_GROUPS that are named are read, or all of them.
    """
    schema = pq.read_schema(path)
    texts = [name for name in columns if has_texts(schema.field(name).type)]
    # not buffered before: that would hold the bytes of the whole file
    with pq.ParquetFile(path, read_dictionary=texts, pre_buffer=False) as file:
        for batch in file.iter_batches(rows, row_groups=row_groups, columns=list(columns)):
            yield table_of(batch)


def with_results(table: DictionaryTable, results: Mapping[str, tuple[list[str], Numbers]]) -> Any:
    """The batch of a table, with result columns beside its own."""
    made = [dictionary_of(in_arrow(texts), numbers) for texts, numbers in results.values()]
    names = [*table.batch.schema.names, *results]
    return pa.Table.from_arrays([*table.batch.columns, *made], names=names)


def in_arrow(texts: Sequence[str]) -> Any:
    """TEXTS as PyArrow has them; by way of Polars, for to take a list PyArrow would first import pandas."""
    return pl.Series(texts, dtype=pl.String).to_arrow().cast(pa.string())


def dictionary_of(texts: Any, places: Numbers, is_there: npt.NDArray[np.bool_] | None = None) -> Any:
    """A column of TEXTS, which PyArrow has already, by their PLACES; missing in rows that are not THERE.

    Made of buffers, which it shares with PLACES: to take an array of NumPy, PyArrow would first import pandas.
    """
    valid = None if is_there is None else pa.py_buffer(np.packbits(is_there, bitorder="little"))
    numbers = np.ascontiguousarray(places, dtype=np.int32)
    indices = pa.Array.from_buffers(pa.int32(), len(numbers), [valid, pa.py_buffer(numbers)])
    return pa.DictionaryArray.from_arrays(indices, texts)


def counted(columns: Sequence[Any]) -> Counter[tuple[str | None, ...]]:
    """How many rows of COLUMNS, each a dictionary of texts, have which texts; None where one is missing.

    By their places: PyArrow would first import what it reads folders with, and compare texts.
    """
    read = [_texts_and_places(one.unify_dictionaries().combine_chunks()) for one in columns]
    sizes = [len(texts) for texts, _ in read]
    if prod(sizes) > MOST_KINDS:
        return Counter(zip(*(column.to_pylist() for column in columns), strict=True))
    numbers = np.zeros(len(columns[0]), dtype=np.int64)
    for (_, places), size in zip(read, sizes, strict=True):
        numbers = numbers * size + places
    found, rows = Counter[tuple[str | None, ...]](), np.bincount(numbers)
    for number in np.flatnonzero(rows).tolist():
        told = zip(read, np.unravel_index(number, sizes), strict=True)
        found[tuple(texts[place] for (texts, _), place in told)] += int(rows[number])
    return found


def _texts_and_places(values: Any) -> tuple[list[str | None], Numbers]:
    """The texts of a dictionary, None after them, and the place of that of each row."""
    texts = values.dictionary.to_pylist()
    return [*texts, None], _places(values.indices.cast(pa.int32()), len(texts))
