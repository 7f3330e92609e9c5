"""Parquet files that PyArrow reads as Spark does, cut into pieces of whole row groups for many workers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from chipgate.cases.tables.dictionary_tables import has_texts
from chipgate.errors import UnreadableFile

MOST_ROWS: Final = 1_000_000
"""Rows of a piece, unless one row group has more: work that is lost with a task, and that one worker does alone at
the end, stays small; a task itself costs as much as some ten thousand rows."""

_LEGACY: Final = b"org.apache.spark.legacy"
"""Spark marks days and moments by the Julian calendar with keys that begin so."""


class RowGroups(NamedTuple):
    """Row groups of one file, as it stood when it was looked at."""

    path: str
    row_groups: tuple[int, ...]
    stood: tuple[int, int]  # bytes, and nanoseconds of its last change


class Piece(NamedTuple):
    """What one task judges."""

    number: int
    parts: tuple[RowGroups, ...]

    def refuse_changes(self) -> None:
        """Refuse a piece of which a file was changed since it was looked at.

        Raises:
            UnreadableFile: names the file.
        """
        for one in self.parts:
            if _stands(Path(one.path)) != one.stood:
                raise UnreadableFile(f"{one.path} was changed while it was read; judge it again when it is whole.")


@dataclass(frozen=True)
class _File:
    path: str
    rows: tuple[int, ...]  # of each row group
    stood: tuple[int, int]


@dataclass(frozen=True)
class PlainFiles:
    """Files with the columns HEADER, all of the same types."""

    header: tuple[str, ...]
    files: tuple[_File, ...]

    def pieces(self, workers: int) -> list[Piece]:
        """The row groups of all files in their order, in as many pieces for each of the WORKERS; one piece at least."""
        rows = sum(sum(one.rows) for one in self.files)
        wanted = workers * -(-max(rows, 1) // (workers * MOST_ROWS))
        found: list[list[tuple[_File, int]]] = []
        for before, file, group in self._row_groups():
            while len(found) <= min(before * wanted // max(rows, 1), wanted - 1):
                found.append([])
            found[-1].append((file, group))
        kept = [one for one in found if one] or [[(self.files[0], -1)]]
        return [Piece(number, tuple(_together(one))) for number, one in enumerate(kept)]

    def _row_groups(self) -> Iterator[tuple[int, _File, int]]:
        """Each row group, after how many rows."""
        before = 0
        for file in self.files:
            for group, rows in enumerate(file.rows):
                yield before, file, group
                before += rows


def _together(groups: Sequence[tuple[_File, int]]) -> Iterator[RowGroups]:
    """Row groups by file; a file without any is named with none."""
    for file in dict.fromkeys(file for file, _ in groups):
        yield RowGroups(file.path, tuple(n for one, n in groups if one is file and n >= 0), file.stood)


def plain_files(orders: Path) -> PlainFiles | None:
    """The Parquet file ORDERS, or those of a folder; None where only Spark can be asked what they hold.

    That is so of folders with folders in them, of files with other columns than the first, of types that Spark reads
    as other ones or that it does not read, and of what is no Parquet file: Spark says why.
    """
    try:
        paths = _paths(orders.resolve())
        found = [(path, _stands(path), pq.read_metadata(path)) for path in paths or ()]
        schemas = [one.schema.to_arrow_schema() for _, _, one in found]
    except (OSError, pa.ArrowException):
        return None
    if not found or not all(map(_is_plain, schemas)) or any(one != schemas[0] for one in schemas):
        return None
    if any(key.startswith(_LEGACY) for _, _, one in found for key in one.metadata or ()):
        return None
    files = (_File(str(path), _rows(metadata), stood) for path, stood, metadata in found)
    return PlainFiles(tuple(schemas[0].names), tuple(files))


def _paths(orders: Path) -> list[Path] | None:
    """The files that Spark reads in a folder: not those whose names begin with a dot or a line below."""
    if not orders.is_dir():
        return [orders]
    seen = sorted(one for one in orders.iterdir() if not one.name.startswith((".", "_")))
    return None if any(one.is_dir() for one in seen) else seen


def _stands(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _rows(metadata: Any) -> tuple[int, ...]:
    return tuple(metadata.row_group(group).num_rows for group in range(metadata.num_row_groups))


def _is_plain(schema: Any) -> bool:
    """Whether PyArrow and Spark read the same, write the same, and tell names apart."""
    names = {name.lower() for name in schema.names}
    return len(names) == len(schema.names) and all(_same_in_spark(field.type) for field in schema)


_SAME: Final = (
    *(pa.bool_(), pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.float32(), pa.float64()),
    *(pa.date32(), pa.timestamp("us")),
)


def _same_in_spark(kind: Any) -> bool:
    return has_texts(kind) or pa.types.is_decimal128(kind) or kind in _SAME
