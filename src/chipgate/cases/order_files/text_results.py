"""Results as CSV, as JSON Lines, and as a page of text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from chipgate.cases.order_files.safe_cells import encodable, is_safe_csv_line, safe_csv_cell

_BLOCK_BYTES = 1 << 18


class WholeRows:
    """A file that takes whole rows of bytes, in blocks, and can be cut back to the last row that it holds whole."""

    def __init__(self, part: Path, start: bytes = b"") -> None:
        self._file = part.open("xb", buffering=0)
        self._waiting = [start] if start else []
        self._waiting_bytes = 0
        self._rows = 0
        self._whole_bytes = self._whole_rows = 0

    def add(self, row: bytes) -> None:
        """Take one row; it stands in the file once its block is full."""
        self._waiting.append(row)
        self._rows += 1
        self._waiting_bytes += len(row)
        if self._waiting_bytes > _BLOCK_BYTES:
            self._flush()

    def finish(self) -> None:
        """Write what waits and close."""
        self._flush()
        self._file.close()

    def salvage(self) -> int:
        """Close the file with as many whole rows as the disk takes, and say how many those are.

        Raises:
            OSError: not even the rows written so far can be told from a row that was begun.
        """
        with suppress(OSError):
            self._flush()
        self._file.truncate(self._whole_bytes)
        self._file.close()
        return self._whole_rows

    def close(self) -> None:
        self._waiting = []
        self._file.close()

    def _flush(self) -> None:
        block = memoryview(b"".join(self._waiting))
        self._file.seek(self._whole_bytes)  # where an earlier block was written in part, it is written again
        while block:
            block = block[self._file.write(block) :]
        self._whole_bytes, self._whole_rows = self._file.tell(), self._rows
        self._waiting, self._waiting_bytes = [], 0


class CsvSheet:
    """UTF-8; behind a byte order mark, by which Excel knows it, where asked for; CRLF; every cell in quotation marks.

    Quotation marks keep a semicolon or tab inside a cell from starting a new cell, and with it a formula, in an Excel
    that splits at those.
    """

    def __init__(self, part: Path, columns: Sequence[str], byte_order_mark: bool = False) -> None:
        self.notes: list[str] = []
        self._marks = 2 * len(columns)
        start = b"\xef\xbb\xbf" if byte_order_mark else b""
        self._rows = WholeRows(part, start + self._line(columns))
        self.finish, self.salvage, self.close = self._rows.finish, self._rows.salvage, self._rows.close

    def write(self, cells: Sequence[str]) -> None:
        self._rows.add(self._line(cells))

    def _line(self, cells: Sequence[str]) -> bytes:
        """Most rows hold nothing to escape: they are put between quotation marks as they stand."""
        line = '"' + '","'.join(cells) + '"'
        if line.count('"') == self._marks and is_safe_csv_line(line):
            with suppress(UnicodeEncodeError):
                return line.encode() + b"\r\n"
        return _escaped(cells)


def _escaped(cells: Sequence[str]) -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(safe_csv_cell, cells))
    return held.getvalue().encode()


class JsonLinesSheet:
    """One object a line, every value as text; a blank value is left out, except on the first line.

    The first line names every column, so that a reader knows them all from the start.
    """

    def __init__(self, part: Path, columns: Sequence[str]) -> None:
        self.notes: list[str] = []
        self._columns = [encodable(column) for column in columns]
        self._rows = WholeRows(part)
        self._first = True
        self._encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
        self.finish, self.salvage, self.close = self._rows.finish, self._rows.salvage, self._rows.close

    def write(self, cells: Sequence[str]) -> None:
        pairs = zip(self._columns, cells, strict=True)
        members = {name: cell or None for name, cell in pairs if cell or self._first}
        self._first = False
        try:
            line = self._encode(members).encode()
        except UnicodeEncodeError:
            line = self._encode({name: cell and encodable(cell) for name, cell in members.items()}).encode()
        self._rows.add(line + b"\n")


class Page:
    """A text that is no table, such as a web page; it has no part that could be kept."""

    def __init__(self, part: Path, columns: Sequence[str]) -> None:
        self.notes: list[str] = []
        self._rows = WholeRows(part)
        self.finish, self.close = self._rows.finish, self._rows.close

    def write(self, cells: Sequence[str]) -> None:
        for cell in cells:
            self._rows.add(encodable(cell).encode())

    def salvage(self) -> int:
        self.close()
        return 0
