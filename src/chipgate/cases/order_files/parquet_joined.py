"""Parquet files of one run joined into one by PyArrow: texts stay the dictionaries that they are in the files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

_DICTIONARY: Final = pa.dictionary(pa.int32(), pa.string())
_PACKED: Final[dict[str, Any]] = {"compression": "zstd", "compression_level": 1}


def as_text_dictionaries(table: Any) -> Any:
    """TABLE, whose columns are text or dictionaries of text, with dictionaries alone."""
    columns = [
        one if one.type == _DICTIONARY else one.cast(pa.string()).dictionary_encode() for one in table.itercolumns()
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)


def write_text_table(table: Any, file: Path, quickly: bool) -> None:
    """Write a TABLE of text dictionaries; QUICKLY, and somewhat larger, where it is to be joined with others.

    Raises:
        OSError: the disk is full or gone.
    """
    packed = {"compression": "lz4"} if quickly else _PACKED
    with _writer(file, table.column_names, **packed) as writer:
        writer.write_table(table)


class JoinedFile:
    """One Parquet file at TARGET, of text COLUMNS, that grows part by part.

    Its methods raise OSError where the disk is full or gone; then it can only be discarded.
    """

    def __init__(self, target: Path, columns: Sequence[str]) -> None:
        self._target, self._columns = target, list(columns)
        self._writer = _writer(target, columns, **_PACKED)
        self.parts = 0

    def add_table(self, table: Any) -> None:
        """Add a part that is a table of text dictionaries."""
        self._writer.write_table(table)
        self.parts += 1

    def add_file(self, file: Path) -> None:
        """Add a part that was written to FILE."""
        with pq.ParquetFile(file, read_dictionary=self._columns) as part:
            for group in range(part.num_row_groups):
                self._writer.write_table(as_text_dictionaries(part.read_row_group(group)))
        self.parts += 1

    def close(self) -> None:
        """End the file, which holds all parts that were added."""
        self._writer.close()

    def discard(self) -> None:
        """Give the file up and free its room."""
        with suppress(OSError, pa.ArrowException):
            self._writer.close()
        self._target.unlink(missing_ok=True)


def _writer(file: Path, columns: Sequence[str], **packed: Any) -> Any:
    """Without least and greatest values, which of texts take as long as all the rest; nor Arrow's own types."""
    schema = pa.schema([(name, _DICTIONARY) for name in columns])
    return pq.ParquetWriter(file, schema, write_statistics=False, store_schema=False, **packed)
