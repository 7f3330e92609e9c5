"""Parquet files of one run joined into one by PyArrow: texts stay the dictionaries that they are in the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

_DICTIONARY: Final = pa.dictionary(pa.int32(), pa.string())


def write_text_table(table: Any, file: Path) -> None:
    """Write TABLE, whose columns are text or dictionaries of text; FILE says of them that they are text.

    Raises:
        OSError: the disk is full or gone.
    """
    with _writer(file, table.column_names) as writer:
        writer.write_table(_as_dictionaries(table))


def join_text_files(files: Sequence[Path], target: Path, columns: Sequence[str]) -> None:
    """Write the rows of FILES, which have the same COLUMNS, to TARGET, file after file.

    Raises:
        OSError: the disk is full or gone.
    """
    with _writer(target, columns) as writer:
        for file in files:
            with pq.ParquetFile(file, read_dictionary=list(columns)) as part:
                for group in range(part.num_row_groups):
                    writer.write_table(_as_dictionaries(part.read_row_group(group)))


def _writer(file: Path, columns: Sequence[str]) -> Any:
    """Without least and greatest values, which of texts take as long as all the rest; nor Arrow's own types."""
    schema = pa.schema([(name, _DICTIONARY) for name in columns])
    return pq.ParquetWriter(
        file, schema, compression="zstd", compression_level=1, write_statistics=False, store_schema=False
    )


def _as_dictionaries(table: Any) -> Any:
    columns = [
        one if one.type == _DICTIONARY else one.cast(pa.string()).dictionary_encode() for one in table.itercolumns()
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)
