"""Rows of a CSV file: cells between commas, semicolons, tabs or bars."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from chipgate.cases.order_files.csv_layout import layout_of
from chipgate.cases.order_files.decoding import encoding_of
from chipgate.cases.order_files.file_as_opened import FileAsOpened
from chipgate.cases.order_files.heading_search import IsHeading, found_note
from chipgate.cases.order_files.headings import headings
from chipgate.cases.order_files.lines import CLOSE_IT, BrokenLine, Lines
from chipgate.cases.order_files.rows import OrderRow, RowFault, is_blank, shortened, unread
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked


class DelimitedRows:
    """A CSV file, read line by line; a row that cannot be read is given with its fault and the next line is read.

    A row may run over several lines inside quotation marks. Where such a row turns out broken, only its first line is
    faulted and the lines after it are read again as rows, so that a stray quotation mark swallows no orders.
    """

    def __init__(self, path: Path, file: FileAsOpened, is_heading: IsHeading | None = None) -> None:
        encoding = encoding_of(file)
        self._path = path
        self._file = file
        self.encoding: str | None = encoding.shown
        self.notes = [encoding.note] if encoding.note else []
        self.blank_rows = 0
        self._layout = layout_of(Lines(file, encoding), is_heading)
        self.delimiter = self._layout.delimiter
        self._lines = Lines(file, encoding)
        self._records = csv.reader(self._lines, delimiter=self.delimiter, strict=True)
        self.header = self._read_header()

    @property
    def bytes_read(self) -> int:
        return self._lines.bytes_read

    def close(self) -> None:
        self._file.close()

    def rows(self) -> Iterator[OrderRow]:
        """Every row below the headings; blank rows are passed over and counted."""
        header, width, lines, records = self.header, len(self.header), self._lines, self._records
        while True:
            lines.begin_row()
            try:
                record = next(records, None)
            except (csv.Error, BrokenLine) as broken:
                yield self._broken(broken)
                continue
            if record is None:
                return
            if lines.row_lines() > 1 and (swallowed := _swallowed(record, width, self.delimiter)):
                yield unread(lines.number, *swallowed, lines.take_back())
                continue
            if lines.ends_open and (cut := self._still_written(record)):
                yield cut
                continue
            cells = {name: cell for name, cell in zip(header, record, strict=False) if cell and not cell.isspace()}
            if len(record) > width and (beyond := _beyond(record, width)):
                yield OrderRow(lines.number, {}, (beyond,), shortened(self.delimiter.join(record)))
            elif cells:
                yield OrderRow(lines.number, cells)
            else:
                self.blank_rows += 1

    def _still_written(self, record: Sequence[str]) -> OrderRow | None:
        """The last line, which no line break ends: a fault where the file grew since, a note where it looks short."""
        number = self._lines.number
        if self._file.has_grown():
            wrong, right = "the row was still being written when the file was opened", "check the file again"
            return unread(number, wrong, right, self.delimiter.join(record))
        if 0 < len(record) < len(self.header):
            self.notes.append(
                fault(
                    "row {number}, the last, has {count} cells under {width} headings and no line break at its end; "
                    "the file may be cut short.",
                    number=f"{number:,}",
                    count=len(record),
                    width=len(self.header),
                )
            )
        return None

    def _read_header(self) -> tuple[str, ...]:
        for _ in range(self._layout.passed_over):
            self._lines.begin_row()
            with contextlib.suppress(BrokenLine):
                next(self._lines)
        record: list[str] = []
        while all(is_blank(cell) for cell in record):
            self._lines.begin_row()
            try:
                record = next(self._records)
            except StopIteration:
                raise UnreadableFile(
                    fault("{file} holds only blank lines; write headings in the first row.", file=self._path)
                ) from None
            except (csv.Error, BrokenLine) as broken:
                raise self._bad_header(broken) from broken
        if self._layout.anything_above:
            self.notes.append(
                found_note(fault("line {number}", number=self._layout.found_on), "lines", anything_above=True)
            )
        found = headings(str(self._path), record)
        self.notes.extend(found.notes)
        return found.names

    def _bad_header(self, broken: csv.Error | BrokenLine) -> UnreadableFile:
        found = _fault(broken)
        return UnreadableFile(
            fault(
                "{file}, line {line}: the headings cannot be read: {wrong}; {right}.",
                file=self._path,
                line=self._lines.number,
                wrong=found.wrong,
                right=found.right,
            )
        )

    def _broken(self, broken: csv.Error | BrokenLine) -> OrderRow:
        found = _fault(broken)
        return unread(self._lines.number, found.wrong, found.right, self._lines.take_back())


def _swallowed(record: Sequence[str], width: int, delimiter: str) -> tuple[str, str] | None:
    """Whether a cell over several lines looks like rows that a stray quotation mark ran together."""
    if len(record) != width:
        template = marked("a quotation mark opens here, and the row over several lines has {count} cells, not {width}")
        return fault(template, count=len(record), width=width), fault(CLOSE_IT)
    for cell in record:
        if any(line.count(delimiter) >= max(width - 1, 1) for line in cell.splitlines()[1:]):
            wrong = fault("a quotation mark opens here, and what looks like whole rows stands inside the cell")
            return wrong, fault("{first}; if the cell is meant so, take out its line breaks", first=fault(CLOSE_IT))
    return None


def _beyond(record: Sequence[str], width: int) -> RowFault | None:
    if all(is_blank(cell) for cell in record[width:]):
        return None
    return RowFault(
        None,
        fault("the row has {count} cells under {width} headings", count=len(record), width=width),
        fault("put a cell that holds the delimiter in quotation marks, or add the heading that is missing"),
    )


def _fault(broken: csv.Error | BrokenLine) -> RowFault:
    if isinstance(broken, BrokenLine):
        return RowFault(None, broken.wrong, broken.right)
    if "field larger" in str(broken):
        return RowFault(
            None,
            fault("a cell is longer than {most} characters", most=f"{csv.field_size_limit():,}"),
            fault("shorten it"),
        )
    if "unexpected end" in str(broken):
        wrong = fault("a quotation mark opens here and is never closed")
    elif "new-line character" in str(broken):
        return RowFault(
            None, fault("a carriage return stands inside the row"), fault("put the cell in quotation marks")
        )
    else:
        wrong = fault("a closing quotation mark is followed by more text")
    return RowFault(None, wrong, fault(CLOSE_IT))
