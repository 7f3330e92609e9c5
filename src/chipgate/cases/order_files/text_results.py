"""Results as CSV, as JSON Lines, and as a page of text."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from chipgate.cases.order_files.safe_cells import encodable, safe_csv_cell

_BUFFER_BYTES = 1 << 18


class CsvSheet:
    """UTF-8; behind a byte order mark, by which Excel knows it, where asked for; CRLF; every cell in quotation marks.

    Quotation marks keep a semicolon or tab inside a cell from starting a new cell, and with it a formula, in an Excel
    that splits at those.
    """

    def __init__(self, part: Path, columns: Sequence[str], byte_order_mark: bool = False) -> None:
        self.notes: list[str] = []
        encoding = "utf-8-sig" if byte_order_mark else "utf-8"
        self._file = part.open("x", encoding=encoding, newline="", buffering=_BUFFER_BYTES)
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self.write(columns)

    def write(self, cells: Sequence[str]) -> None:
        self._writer.writerow(map(safe_csv_cell, cells))

    def finish(self) -> None:
        self._file.close()

    def close(self) -> None:
        self._file.close()


class JsonLinesSheet:
    """One object a line, every value as text; a blank value is left out, except on the first line.

    The first line names every column, so that a reader knows them all from the start.
    """

    def __init__(self, part: Path, columns: Sequence[str]) -> None:
        self.notes: list[str] = []
        self._columns = [encodable(column) for column in columns]
        self._file = part.open("x", encoding="utf-8", newline="", buffering=_BUFFER_BYTES)
        self._first = True
        self._encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

    def write(self, cells: Sequence[str]) -> None:
        pairs = zip(self._columns, cells, strict=True)
        members = {name: encodable(cell) or None for name, cell in pairs if cell or self._first}
        self._file.write(self._encode(members) + "\n")
        self._first = False

    def finish(self) -> None:
        self._file.close()

    def close(self) -> None:
        self._file.close()


class Page:
    """A text that is no table, such as a web page."""

    def __init__(self, part: Path, columns: Sequence[str]) -> None:
        self.notes: list[str] = []
        self._file = part.open("x", encoding="utf-8", newline="", buffering=_BUFFER_BYTES)

    def write(self, cells: Sequence[str]) -> None:
        self._file.writelines(map(encodable, cells))

    def finish(self) -> None:
        self._file.close()

    def close(self) -> None:
        self._file.close()
