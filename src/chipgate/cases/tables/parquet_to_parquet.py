"""A Parquet file judged into another: its columns as they are, with results beside them, in bounded memory."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from chipgate.cases.check import Checker
from chipgate.cases.tables.dictionary_tables import DictionaryTable, tables_in, with_results
from chipgate.cases.tables.frame_judge import FAULTS, FRAME_COLUMNS, FrameJudge, ReadTable
from chipgate.readings.columns.collections_paused import without_collections
from chipgate.readings.columns.made_ahead import ahead

ROWS_AT_ONCE: Final = 250_000
MOST_WAITING: Final = 6
"""So many batches of rows are read ahead: the first takes as long to look up as many to read."""


def judge_parquet(
    path: Path,
    out: Path,
    checker: Checker,
    wanted: Sequence[str] = FRAME_COLUMNS,
    names: Mapping[str, str] | None = None,
) -> None:
    """Write the rows of the Parquet file PATH to OUT, with the WANTED result columns, some of them under other NAMES.

    Raises:
        UnreadableFile: no heading is known.
    """
    judge, given = _begun(path, checker, wanted)
    tables = ahead(map(judge.read, given))
    writer = None
    named = {name: (names or {}).get(name, name) for name in judge.wanted}
    try:
        with _set_apart(tables) as apart:
            for judged in ahead(_judged(judge, read, named) for read in apart):
                writer = writer or _writer(out, judged.schema)
                writer.write_table(judged)
    finally:
        if writer is not None:
            writer.close()
    judge.keep()


def _writer(out: Path, schema: Any) -> Any:
    """Least and greatest values are written of numbers and days: of texts they take as long as all the rest."""
    short = [field.name for field in schema if not pa.types.is_dictionary(field.type)]
    return pq.ParquetWriter(out, schema, compression="zstd", compression_level=1, write_statistics=short)


def tally_parquet(path: Path, checker: Checker) -> Mapping[tuple[str, str], int]:
    """How many rows of the Parquet file PATH have which outcome by which deciding provision."""
    judge, given = _begun(path, checker, ("outcome", "deciding_provision"))
    counted: Counter[tuple[str, str]] = Counter()
    # read in this thread: another for what takes less than reading the file would wait more than it helps
    with _set_apart(map(judge.read, given)) as apart:
        for read in apart:
            counted.update(judge.tally(read))
    judge.keep()
    return counted


@contextmanager
def _set_apart(tables: Iterator[ReadTable]) -> Iterator[Iterator[ReadTable]]:
    """TABLES; what was loaded for the first of them is not looked through for garbage while the others are read.

    A kept table is a million values that are all needed, and a search for garbage goes through all of them.
    """
    with without_collections():
        first = next(tables, None)
    gc.freeze()
    try:
        yield chain(() if first is None else (first,), tables)
    finally:
        gc.unfreeze()


def _begun(path: Path, checker: Checker, wanted: Sequence[str]) -> tuple[FrameJudge, Iterator[DictionaryTable]]:
    names = pq.read_schema(path).names
    return FrameJudge(names, checker, wanted=wanted), ahead(tables_in(path, names, ROWS_AT_ONCE), MOST_WAITING)


def _judged(judge: FrameJudge, read: ReadTable, names: Mapping[str, str]) -> Any:
    found = judge.dictionaries(read)
    if found is not None:
        judged = with_results(read.table, {names[name]: column for name, column in found.items()})
        no_faults = pa.nulls(read.table.height, pa.dictionary(pa.int32(), pa.string()))
        return judged.append_column(names[FAULTS], no_faults) if FAULTS in names else judged
    results = judge.results_of(read).rename(dict(names))
    texts = [results[name].to_arrow().cast(pa.string()).dictionary_encode() for name in results.columns]
    given = read.table.batch
    return pa.Table.from_arrays([*given.columns, *texts], names=[*given.schema.names, *results.columns])
