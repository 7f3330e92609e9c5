"""A Parquet file judged into another: its columns as they are, with results beside them, in bounded memory."""

from __future__ import annotations

import ctypes
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
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

ROWS_AT_ONCE: Final = 125_000
MOST_WAITING: Final = 3
"""Batches of rows that are read ahead: with these of twice the size a run needs 90 MB more and is 5 % quicker."""

ROWS_COUNTED_AT_ONCE: Final = 250_000
MOST_WAITING_TO_BE_COUNTED: Final = 6
"""A count keeps nothing of a batch; the first takes as long to look up as many to read."""


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
    columns = pq.read_schema(path).names
    judge = FrameJudge(columns, checker, wanted=wanted)
    made = [(names or {}).get(name, name) for name in judge.wanted]
    tables = judged_tables(judge, tables_ahead(path, columns))
    write_tables((one.rename_columns([*one.column_names[: -len(made)], *made]) for one in tables), out)


def judged_tables(judge: FrameJudge, given: Iterator[DictionaryTable], *, in_turn: bool = False) -> Iterator[Any]:
    """Each of the GIVEN tables with the result columns of JUDGE after its own, texts as dictionaries.

    One thread reads cells and another looks up, while whoever takes the tables works on the one before; IN_TURN, all is
    done by the thread that asks, where others have the other cores.
    """
    beside: Callable[[Iterable[Any]], Iterator[Any]] = iter if in_turn else ahead
    with _set_apart(beside(map(judge.read, given))) as apart:
        yield from beside(_judged(judge, read) for read in apart)
    _give_memory_back()  # to keep a table takes memory as well
    judge.keep()


def _give_memory_back() -> None:
    """Give back to the system what batches have left: PyArrow's, and what the C library of Linux holds besides."""
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # another library, which has no such function
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def tallied(judge: FrameJudge, given: Iterator[DictionaryTable]) -> Counter[tuple[str, str]]:
    """How many rows of the GIVEN tables have which outcome by which deciding provision."""
    counted: Counter[tuple[str, str]] = Counter()
    # read in this thread: another for what takes less than reading the file would wait more than it helps
    with _set_apart(map(judge.read, given)) as apart:
        for read in apart:
            counted.update(judge.tally(read))
    judge.keep()
    return counted


def write_tables(tables: Iterable[Any], out: Path, *, plain: bool = False) -> bool:
    """Write TABLES, which have one schema, to OUT; False where there are none, and so no file.

    PLAIN: whoever reads the file finds texts, and nothing of the dictionaries that they were written from.
    """
    with ExitStack() as opened:
        writer = None
        for table in tables:
            writer = writer or opened.enter_context(_writer(out, table.schema, plain))
            writer.write_table(table)
        return writer is not None


def _writer(out: Path, schema: Any, plain: bool) -> Any:
    """Least and greatest values are written of numbers and days: of texts they take as long as all the rest."""
    short = [field.name for field in schema if not pa.types.is_dictionary(field.type)]
    return pq.ParquetWriter(
        out, schema, compression="zstd", compression_level=1, write_statistics=short, store_schema=not plain
    )


def tally_parquet(path: Path, checker: Checker) -> Mapping[tuple[str, str], int]:
    """How many rows of the Parquet file PATH have which outcome by which deciding provision."""
    columns = pq.read_schema(path).names
    judge = FrameJudge(columns, checker, wanted=("outcome", "deciding_provision"))
    return tallied(judge, tables_ahead(path, columns, counted=True))


@contextmanager
def _set_apart(tables: Iterator[ReadTable]) -> Iterator[Iterator[ReadTable]]:
    """TABLES; what was loaded for the first of them is not looked through for garbage while the others are read.

    A kept table is a million values that are all needed, and a search for garbage goes through all of them.
    """
    with without_collections(counts_as_old=True):
        first = next(tables, None)
    gc.freeze()
    try:
        yield chain(() if first is None else (first,), tables)
    finally:
        gc.unfreeze()


def tables_ahead(
    path: Path, columns: Sequence[str], row_groups: Sequence[int] | None = None, *, counted: bool = False
) -> Iterator[DictionaryTable]:
    """The COLUMNS of a Parquet file in tables of bounded size, the next ones read meanwhile; larger if only COUNTED."""
    rows, waiting = (ROWS_COUNTED_AT_ONCE, MOST_WAITING_TO_BE_COUNTED) if counted else (ROWS_AT_ONCE, MOST_WAITING)
    return ahead(tables_in(path, columns, rows, row_groups), waiting)


def _judged(judge: FrameJudge, read: ReadTable) -> Any:
    found = judge.dictionaries(read)
    if found is not None:
        judged = with_results(read.table, found)
        no_faults = pa.nulls(read.table.height, pa.dictionary(pa.int32(), pa.string()))
        return judged.append_column(FAULTS, no_faults) if FAULTS in judge.wanted else judged
    results = judge.results_of(read)
    texts = [results[name].to_arrow().cast(pa.string()).dictionary_encode() for name in results.columns]
    given = read.table.batch
    return pa.Table.from_arrays([*given.columns, *texts], names=[*given.schema.names, *results.columns])
