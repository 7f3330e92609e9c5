"""Parquet files judged by the workers of Spark where these reach them: each reads its row groups and writes a file.

No row goes through Java. What goes there and back is which row groups are whose, and how many rows have which answer.
A part is written under a name of its own and takes its final one when it is whole, so that a task which Spark tries
again writes its rows once. chipgate with its extra `spark` must be installed where the workers run.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from chipgate.cases.result_columns import COUNTED_COLUMNS
from chipgate.cases.tables.dictionary_tables import DictionaryTable, counted, tables_in
from chipgate.cases.tables.frames import HowToJudge, Judging
from chipgate.cases.tables.parquet_pieces import Piece, PlainFiles, RowGroups
from chipgate.cases.tables.parquet_to_parquet import judged_tables, tallied, write_tables
from chipgate.cases.tables.sent_judging import judging_by, recipe_of
from chipgate.cases.tables.spark_places import new_folder
from chipgate.errors import ChipgateError

DONE: Final = "_SUCCESS"
"""The empty file by which Spark, and whoever reads its folders, knows that a folder is whole."""

ROWS_AT_ONCE: Final = 250_000
"""Larger tables cost less for each row; a task has one of them, where a run without Spark has several waiting."""

Counts = Counter[tuple[str | None, ...]]


class Written(NamedTuple):
    """What a task has done: the file that it wrote, its rows, and how many have which answer."""

    name: str
    rows: int
    counts: Counts


def judge_files(context: Any, files: PlainFiles, how: HowToJudge, results: Path) -> Counts:
    """Judge FILES by the workers of a Spark CONTEXT into the folder RESULTS, which is there whole or not at all.

    The folder takes the place of one that is there. Counted are the rows with the same COUNTED_COLUMNS, of those that
    are wanted.

    Raises:
        UnreadableFile: no heading is known, or one is given a meaning that is not there.
        ChipgateError: files that tasks have written are not there.
    """
    how.judging(files.header)  # what is wrong with the headings is said before Spark works
    with new_folder(results) as part:
        part.mkdir(parents=True)
        write = partial(_written_part, recipe_of(how, files.header), files.header, part, uuid4().hex)
        written = _by_workers(context, files, write)
        _end(part, written)
    return sum((one.counts for one in written), Counter())


def tally_files(context: Any, files: PlainFiles, how: HowToJudge) -> Mapping[tuple[str, str], int]:
    """How many rows of FILES have which outcome by which deciding provision; those with a fault have no words.

    Raises:
        UnreadableFile: no heading is known, or one is given a meaning that is not there.
    """
    how.judging(files.header)
    of_parts = _by_workers(context, files, partial(_tally_of_part, recipe_of(how, files.header)))
    return sum(of_parts, Counter())


def _by_workers(context: Any, files: PlainFiles, work: Callable[[Piece], Any]) -> Any:
    """What WORK makes of each piece of FILES, in their order, a task each."""
    pieces = files.pieces(context.defaultParallelism)
    return context.parallelize(pieces, len(pieces)).map(work).collect()


def _end(part: Path, written: Sequence[Written]) -> None:
    """Leave the files of WRITTEN in PART, each with its rows, and nothing that an attempt has left behind."""
    wanted = {one.name: one.rows for one in written}
    for file in part.iterdir():
        if file.name not in wanted:
            file.unlink()
    lost = [name for name, rows in wanted.items() if not _has_rows(part / name, rows)]
    if lost:
        wrong = f"{len(lost)} of {len(wanted)} files that Spark's workers wrote are not in {part.parent}"
        raise ChipgateError(f"{wrong}; they must write to the same folder as this machine.")
    (part / DONE).touch()


def _has_rows(file: Path, rows: int) -> bool:
    return file.is_file() and pq.read_metadata(file).num_rows == rows


def _written_part(recipe: bytes, header: Sequence[str], folder: Path, run: str, piece: Piece) -> Written:
    """What a task does: it judges PIECE into a file of FOLDER, which has its name from the RUN and the piece alone."""
    judging, counts = judging_by(recipe), Counts()
    name = f"part-{piece.number:05d}-{run}.zstd.parquet"
    attempt = folder / f".{name}.{uuid4().hex}"
    try:
        judged = (_renamed(one, judging) for one in _judged(judging, header, piece))
        tables = _seen(judged, partial(_count, counts, [name for name in COUNTED_COLUMNS if name in judging.made]))
        if not write_tables(tables, attempt, plain=True):
            write_tables([_no_rows(judging, piece)], attempt, plain=True)
        piece.refuse_changes()
        attempt.replace(folder / name)
    finally:
        attempt.unlink(missing_ok=True)
    _set_apart_what_is_kept()
    return Written(name, counts.total(), counts)


def _set_apart_what_is_kept() -> None:
    """Let nobody look for garbage among the tables that the next task needs, as PySpark does after each task.

    After some it may, so that none is left lying.
    """
    if next(_TASKS) % _TASKS_WITHOUT_SEARCH:
        gc.freeze()


_TASKS: Final = count(1)
_TASKS_WITHOUT_SEARCH: Final = 16


def _judged(judging: Judging, header: Sequence[str], piece: Piece) -> Iterator[Any]:
    for part in piece.parts:
        yield from judged_tables(judging.by_frame, _tables(part, header), in_turn=True)


def _tables(part: RowGroups, columns: Sequence[str]) -> Iterator[DictionaryTable]:
    """The COLUMNS of a part, in tables of bounded size; none is read ahead, for a task has one core."""
    return tables_in(Path(part.path), columns, ROWS_AT_ONCE, part.row_groups)


def _renamed(table: Any, judging: Judging) -> Any:
    return table.rename_columns([*judging.kept.values(), *judging.made])


def _seen(tables: Iterable[Any], see: Callable[[Any], None]) -> Iterator[Any]:
    for table in tables:
        see(table)
        yield table


def _count(counts: Counts, names: Sequence[str], table: Any) -> None:
    """Count the rows of TABLE in COUNTS by the columns NAMES."""
    if not names:
        counts[()] += table.num_rows
        return
    counts.update(counted([table.column(name) for name in names]))


def _no_rows(judging: Judging, piece: Piece) -> Any:
    """A table without rows, of a file that has none."""
    given = pq.read_schema(piece.parts[0].path)
    made = [pa.field(name, pa.string()) for name in judging.made]
    return _renamed(pa.schema([*given.remove_metadata(), *made]).empty_table(), judging)


def _tally_of_part(recipe: bytes, piece: Piece) -> Mapping[tuple[str, str], int]:
    """What a task does that only counts: of PIECE, it reads the columns that say something."""
    judging = judging_by(recipe)
    of_parts = [tallied(judging.by_frame, _tables(part, judging.read)) for part in piece.parts]
    piece.refuse_changes()
    _set_apart_what_is_kept()
    return sum(of_parts, Counter())
