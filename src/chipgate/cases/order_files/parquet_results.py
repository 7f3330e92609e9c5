"""Results as Parquet: every column text, a blank cell null."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chipgate.cases.order_files.safe_cells import encodable
from chipgate.errors import UnwritableFile
from chipgate.translation.fault_text import fault

if TYPE_CHECKING:
    import polars as pl

    from chipgate.cases.order_files.parquet_joined import JoinedFile

_PART_ROWS = 50_000


class ParquetParts:
    """Rows gathered into small Parquet files in a hidden folder, and joined in streaming at the end.

    polars writes a Parquet file in one go; the parts keep memory bounded however many rows come.
    """

    def __init__(self, part: Path, columns: Sequence[str]) -> None:
        if find_spec("polars") is None:
            raise UnwritableFile(
                fault(
                    "{file}: writing Parquet needs polars: `pip install 'chipgate[parquet]'`, or write .csv.",
                    file=part.parent,
                )
            )
        self.notes: list[str] = []
        self._target = part
        self._columns = [encodable(column) for column in columns]
        self._folder = part.with_name(f"{part.name}s")
        self._folder.mkdir()
        self._files: list[Path] = []
        self._whole_rows = 0
        self._rows: list[Sequence[str]] = []
        self._helper: ThreadPoolExecutor | None = None
        self._being_written: Future[None] | None = None
        self._joined: JoinedFile | None = None
        self._has_room_for_both = True

    def write(self, cells: Sequence[str]) -> None:
        self._rows.append(cells)
        if len(self._rows) >= _PART_ROWS:
            self._flush()

    def write_frame(self, frame: pl.DataFrame) -> None:
        """Add the rows of FRAME, whose columns are text, in the order of the file."""
        self._wait()
        if self._rows:
            self._flush()
        file = self._folder / f"{len(self._files):06}.parquet"
        try:
            with _disk_errors():
                _blank_as_null(frame.rename(dict(zip(frame.columns, self._columns, strict=True)))).write_parquet(
                    file, compression_level=1
                )
        except OSError:
            file.unlink(missing_ok=True)
            raise
        self._files.append(file)
        self._whole_rows += frame.height

    def write_table(self, table: Any) -> None:
        """Add the rows of a table of PyArrow, as ``write_frame``; it is written while the next one is made."""
        if self._rows:
            self._flush()
        self._wait()
        self._helper = self._helper or ThreadPoolExecutor(1, thread_name_prefix="chipgate-results")
        self._being_written = self._helper.submit(self._write_table, table)

    def _write_table(self, table: Any) -> None:
        from chipgate.cases.order_files.parquet_joined import as_text_dictionaries, write_text_table

        file = self._folder / f"{len(self._files):06}.parquet"
        texts = as_text_dictionaries(table.rename_columns(self._columns))
        try:
            write_text_table(texts, file, quickly=bool(self._files))
        except OSError:
            file.unlink(missing_ok=True)
            raise
        self._join_the_others()
        self._files.append(file)
        self._whole_rows += table.num_rows
        if self._joined is not None:
            with self._giving_up_the_join():
                self._joined.add_table(texts)

    def _join_the_others(self) -> None:
        """Add the parts so far to the file of all: a later one shows that there is more than one to join."""
        from chipgate.cases.order_files.parquet_joined import JoinedFile

        if not (self._files and self._has_room_for_both):
            return
        with self._giving_up_the_join():
            self._joined = self._joined or JoinedFile(self._target, self._columns)
            for file in self._files[self._joined.parts :]:
                self._joined.add_file(file)

    @contextmanager
    def _giving_up_the_join(self) -> Iterator[None]:
        """Where the disk has no room for both, the parts are kept, and joined at the end if it has room by then."""
        try:
            yield
        except OSError:
            if self._joined is not None:
                self._joined.discard()
            self._joined, self._has_room_for_both = None, False

    def _wait(self) -> None:
        """Wait for the table that is being written; raises what became of it."""
        if self._being_written is None:
            return
        try:
            self._being_written.result()
        finally:
            if self._being_written.done():  # an interrupted wait leaves it to the next
                self._being_written = None

    def finish(self) -> None:
        self._wait()
        if self._rows or not self._files:
            self._flush()
        self._join()
        self.close()

    def salvage(self) -> int:
        """Join what the disk takes; where it has no room for that, the folder of whole files takes the file's place."""
        with contextlib.suppress(OSError):
            self._wait()
        self._flush_what_fits()
        if not self._files:
            self.close()
            return 0
        try:
            self._join()
            self.close()
        except OSError:
            self._target.unlink(missing_ok=True)
            self._folder.replace(self._target)
        return self._whole_rows

    def close(self) -> None:
        with contextlib.suppress(Exception):  # whatever it is, the folder must not stay
            self._wait()
        if self._helper is not None:
            self._helper.shutdown()
        if self._joined is not None:
            self._joined.discard()
        with contextlib.suppress(OSError):
            shutil.rmtree(self._folder)

    def _join(self) -> None:
        import polars as pl

        if len(self._files) == 1:
            self._files[0].replace(self._target)
            return
        if find_spec("pyarrow") is not None:
            self._join_by_pyarrow()
            return
        with _disk_errors():
            pl.scan_parquet(self._files, glob=False).sink_parquet(self._target, maintain_order=True)

    def _join_by_pyarrow(self) -> None:
        from chipgate.cases.order_files.parquet_joined import JoinedFile

        joined, self._joined = self._joined or JoinedFile(self._target, self._columns), None
        try:
            for file in self._files[joined.parts :]:
                joined.add_file(file)
            joined.close()
        except OSError:
            joined.discard()
            raise

    def _flush(self) -> None:
        self._wait()
        file = self._folder / f"{len(self._files):06}.parquet"
        try:
            self._write_part(file)
        except OSError:
            file.unlink(missing_ok=True)
            raise
        self._files.append(file)
        self._whole_rows += len(self._rows)
        self._rows = []

    def _flush_what_fits(self) -> None:
        """The first of the rows that wait: all, or half of them, or a quarter, and so on while there is room."""
        waiting, step = self._rows, len(self._rows)
        while waiting and step:
            self._rows = waiting[:step]
            try:
                self._flush()
                waiting = waiting[step:]
            except OSError:
                step //= 2

    def _write_part(self, file: Path) -> None:
        import polars as pl

        schema = dict.fromkeys(self._columns, pl.String)
        with _disk_errors():
            try:
                frame = pl.DataFrame(self._rows, schema=schema, orient="row")
            except UnicodeEncodeError:
                rows = [[encodable(cell) for cell in cells] for cells in self._rows]
                frame = pl.DataFrame(rows, schema=schema, orient="row")
            _blank_as_null(frame).write_parquet(file, compression_level=1)


def _blank_as_null(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    return frame.with_columns(pl.when(pl.all() != "").then(pl.all()))


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
