"""PyArrow tables, record batches and readers: their columns as they were, with a result for each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import pyarrow as pa

from chipgate.cases.tables.frames import HowToJudge, Judging
from chipgate.errors import UnreadableFile


def judged_arrow(given: Any, how: HowToJudge) -> Any:
    """GIVEN with its result columns: a table for a table, a batch for a batch, a reader that waits for a reader."""
    judging = how.judging(given.schema.names)
    if isinstance(given, pa.RecordBatchReader):
        batches = _judged_batches(given, judging)
        return pa.RecordBatchReader.from_batches(judged_schema(given.schema, judging), batches)
    if isinstance(given, pa.RecordBatch):
        return _as_batch(judged_table(pa.Table.from_batches([given]), judging))
    return judged_table(given, judging)


def judged_table(table: Any, judging: Judging) -> Any:
    """TABLE with its result columns; those of the owner, their types and metadata are as they were."""
    made = results_in_arrow(judging.results(polars_of_arrow(table, judging)))
    schema = judged_schema(table.schema, judging)
    return pa.Table.from_arrays([*table.columns, *made.columns], schema=schema)


def judged_schema(schema: Any, judging: Judging) -> Any:
    """The columns of SCHEMA under the names that they get, and the result columns."""
    given = [field.with_name(judging.kept[field.name]) for field in schema]
    return pa.schema([*given, *(pa.field(name, pa.string()) for name in judging.made)], metadata=schema.metadata)


def polars_of_arrow(table: Any, judging: Judging) -> pl.DataFrame:
    """The columns of TABLE that are read."""
    return pl.DataFrame({name: _column(name, table.column(name)) for name in judging.read})


def _column(name: str, column: Any) -> pl.Series:
    if isinstance(column.type, pa.BaseExtensionType):
        column = pa.chunked_array([chunk.storage for chunk in column.chunks], type=column.type.storage_type)
    try:
        return pl.Series(name, pl.from_arrow(column))
    except (pl.exceptions.PolarsError, pa.ArrowInvalid, pa.ArrowNotImplementedError, TypeError) as strange:
        wrong = f"the column {name!r} holds {str(column.type)[:60]} values"
        raise UnreadableFile(f"{wrong}; give it as text or numbers, or leave it out.") from strange


def results_in_arrow(results: pl.DataFrame) -> Any:
    """Result columns as plain Arrow strings, which every library reads."""
    return pa.table({name: _strings(results[name]) for name in results.columns})


def _strings(column: pl.Series) -> Any:
    """Slice by slice: one chunk of plain strings may not hold more than two gigabytes."""
    large = (one.to_arrow(compat_level=pl.CompatLevel.oldest()) for one in _short(column))
    return pa.chunked_array([one.cast(pa.string()) for one in large], type=pa.string())


_SHORT_ROWS = 200_000


def _short(column: pl.Series) -> Iterator[pl.Series]:
    return (column.slice(start, _SHORT_ROWS) for start in range(0, len(column), _SHORT_ROWS))


def _judged_batches(reader: Any, judging: Judging) -> Iterator[Any]:
    for batch in reader:
        yield from judged_table(pa.Table.from_batches([batch]), judging).to_batches()


def _as_batch(table: Any) -> Any:
    columns = [column.combine_chunks() for column in table.columns]
    arrays = [one.chunk(0) if isinstance(one, pa.ChunkedArray) else one for one in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=table.schema)
