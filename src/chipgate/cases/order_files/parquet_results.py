"""Results as Parquet: every column text, a blank cell null."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from chipgate.cases.order_files.safe_cells import encodable
from chipgate.errors import UnwritableFile

_PART_ROWS = 50_000


class ParquetParts:
    """Rows gathered into small Parquet files in a hidden folder, and joined in streaming at the end.

    polars writes a Parquet file in one go; the parts keep memory bounded however many rows come.
    """

    def __init__(self, part: Path, columns: Sequence[str]) -> None:
        if find_spec("polars") is None:
            raise UnwritableFile(
                f"{part.parent}: writing Parquet needs polars: `pip install 'chipgate[parquet]'`, or write .csv."
            )
        self.notes: list[str] = []
        self._target = part
        self._columns = [encodable(column) for column in columns]
        self._folder = part.with_name(f"{part.name}s")
        self._folder.mkdir()
        self._files: list[Path] = []
        self._begin()

    def write(self, cells: Sequence[str]) -> None:
        self._rows.append([encodable(cell) or None for cell in cells])
        if len(self._rows) >= _PART_ROWS:
            self._flush()

    def finish(self) -> None:
        import polars as pl

        if self._rows or not self._files:
            self._flush()
        with _disk_errors():
            pl.scan_parquet(self._files, glob=False).sink_parquet(self._target, maintain_order=True)
        self.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            shutil.rmtree(self._folder)

    def _begin(self) -> None:
        self._rows: list[list[str | None]] = []

    def _flush(self) -> None:
        import polars as pl

        schema = dict.fromkeys(self._columns, pl.String)
        file = self._folder / f"{len(self._files):06}.parquet"
        with _disk_errors():
            pl.DataFrame(self._rows, schema=schema, orient="row").write_parquet(file, compression_level=1)
        self._files.append(file)
        self._begin()


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Turn what polars raises, its panics too, into OSError, keeping the reason where the disk is full."""
    from polars.exceptions import PanicException, PolarsError

    try:
        yield
    except (PolarsError, PanicException) as broken:
        text = str(broken)
        full = any(sign in text for sign in ("os error 28", "os error 27", "No space left", "File too large"))
        raise OSError(errno.ENOSPC if full else errno.EIO, text.splitlines()[0][:200] if text else "polars") from broken
