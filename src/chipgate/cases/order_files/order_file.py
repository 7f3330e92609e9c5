"""Opening a file of orders, whatever its format, and reading it row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TypeVar

from chipgate.cases.order_files.delimited import DelimitedRows
from chipgate.cases.order_files.file_as_opened import FileAsOpened
from chipgate.cases.order_files.heading_search import IsHeading
from chipgate.cases.order_files.json_lines import JsonArray, JsonLines
from chipgate.cases.order_files.repeated_rows import RepeatedRows
from chipgate.cases.order_files.rows import OrderRow, RowSource
from chipgate.cases.order_files.sniff import Format, format_of, name_note, open_regular_file
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault

if TYPE_CHECKING:
    from chipgate.cases.order_files.parquet import ParquetRows
    from chipgate.cases.order_files.repeated_rows import Hashes


class HasRows(Protocol):
    """Some rows of a file."""

    @property
    def height(self) -> int:
        """How many."""

    def row_hashes(self) -> Hashes:
        """A number for each row that tells it from others; zero for a blank row."""


S = TypeVar("S", bound=HasRows)


class OrderFile:
    """A file of orders, opened by ``open_orders``; a context manager whose rows are read once."""

    def __init__(self, file: FileAsOpened, found: Format, source: RowSource) -> None:
        self.path = file.path
        self.format: Format = found
        self.size_bytes = file.size_bytes
        self.header: tuple[str, ...] = source.header
        self.encoding: str | None = source.encoding
        self.rows_read = 0
        self.last_row = 0  # the number of the row given last
        self._file = file
        self._source = source
        self._notes_on_changes: tuple[str, ...] = ()
        self._repeated = RepeatedRows()
        self._begun = self._finished = False

    def __enter__(self) -> OrderFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._source.close()
        self._file.close()

    @property
    def bytes_read(self) -> int:
        """How far into the file reading has come, in bytes of the file (estimated for XLSX and Parquet)."""
        return self.size_bytes if self._finished else min(self._source.bytes_read, self.size_bytes)

    @property
    def may_have_decimal_commas(self) -> bool:
        """Whether cells are parted by semicolons, as programs write them where the comma parts off decimals."""
        return isinstance(self._source, DelimitedRows) and self._source.delimiter == ";"

    @property
    def blank_rows(self) -> int:
        """Rows without any value that were passed over so far."""
        return self._source.blank_rows

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about how the file was read; complete once the rows are read."""
        notes = (*name_note(self.path, self.format), *self._source.notes)
        if self._finished and self.rows_read == 0:
            notes += (fault("{file} has headings but no orders under them.", file=self.path.name),)
        if self.blank_rows:
            notes += (fault("{count} blank rows were passed over.", count=f"{self.blank_rows:,}"),)
        return (*notes, *self._repeated.notes, *self._notes_on_changes)

    def rows(self) -> Iterator[OrderRow]:
        """Every row that is not blank, in the order of the file; may be called once.

        Raises:
            UnreadableFile: the file turns out damaged, too large to read safely, or written to meanwhile, below the
                rows given so far. What is only added at its end is noted and not read.
        """
        if self._begun:
            raise ValueError(f"the rows of {self.path} were read already; open the file again")
        self._begun = True
        return self._counted()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets of a workbook that can be read; none in another format."""
        return getattr(self._source, "sheets", ())

    @property
    def frames(self) -> ParquetRows | None:
        """The file by slices, where its format has them and it has not been read yet; see ``slices``."""
        if self.format != "Parquet" or self._begun:
            return None
        from chipgate.cases.order_files.parquet import ParquetRows

        assert isinstance(self._source, ParquetRows)
        return self._source

    def slices(self, made: Callable[[ParquetRows], Iterator[tuple[int, S]]]) -> Iterator[tuple[int, S]]:
        """Every slice that is MADE of a file that has them, with the number of the row before it; in place of ``rows``.

        Raises:
            UnreadableFile: as ``rows``.
        """
        source = self.frames
        assert source is not None
        self._begun = True
        return self._counted_slices(source, made(source))

    def _counted_slices(self, source: ParquetRows, made: Iterator[tuple[int, S]]) -> Iterator[tuple[int, S]]:
        try:
            for start, one in made:
                self.rows_read = start + one.height - source.blank_rows
                if not self._repeated.is_full:
                    self._repeated.see_many(start, one.row_hashes())
                yield start, one
            self._file.refuse_changes()
            self._notes_on_changes = self._file.notes(self.last_row)
            self._finished = True
        except OSError as broken:
            raise UnreadableFile(
                fault(
                    "{file}: reading stopped after {rows} rows: {broken}.",
                    file=self.path,
                    rows=f"{self.rows_read:,}",
                    broken=broken,
                )
            ) from broken

    def _counted(self) -> Iterator[OrderRow]:
        try:
            for row in self._source.rows():
                self.rows_read += 1
                self.last_row = row.number
                self._repeated.see(row)
                yield row
            self._file.refuse_changes()
            self._notes_on_changes = self._file.notes(self.last_row)
            self._finished = True
        except OSError as broken:
            raise UnreadableFile(
                fault(
                    "{file}: reading stopped after {rows} rows: {broken}.",
                    file=self.path,
                    rows=f"{self.rows_read:,}",
                    broken=broken,
                )
            ) from broken


def open_orders(path: Path | str, is_heading: IsHeading | None = None, sheet: str | None = None) -> OrderFile:
    """Open a CSV, XLSX, Parquet or JSON Lines file of orders; its format is told by its content, not by its name.

    With IS_HEADING, which tells the headings that are known, a title above the headings and a cover sheet before the
    orders are passed over. SHEET names the one sheet to read.

    Raises:
        UnreadableFile: it cannot be opened as any of them; the message says why, and what to do.
    """
    path = Path(path)
    file = open_regular_file(path)
    try:
        found = format_of(file, path)
        return OrderFile(file, found, _source(found, file, is_heading, sheet))
    except OSError as broken:
        file.close()
        raise UnreadableFile(
            fault("{file} cannot be read: {reason}.", file=path, reason=broken.strerror or broken)
        ) from broken
    except BaseException:
        file.close()
        raise


def _source(found: Format, file: FileAsOpened, is_heading: IsHeading | None, sheet: str | None) -> RowSource:
    path = file.path
    if sheet is not None and found != "XLSX":
        raise UnreadableFile(
            fault(
                "{file} holds {found}, which has no sheets; leave the sheet {sheet} out.",
                file=path,
                found=found,
                sheet=repr(sheet),
            )
        )
    match found:
        case "CSV":
            return DelimitedRows(path, file, is_heading)
        case "JSON Lines":
            return JsonLines(path, file)
        case "JSON array":
            return JsonArray(path, file, file.size_bytes)
        case "XLSX":
            from chipgate.cases.order_files.xlsx import XlsxRows

            return XlsxRows(path, file, is_heading, sheet)
        case "Parquet":
            from chipgate.cases.order_files.parquet import ParquetRows

            return ParquetRows(file, is_heading)
