"""Rows of an XLSX workbook: the first visible sheet, streamed cell by cell."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from chipgate.cases.order_files.headings import MOST_COLUMNS, column_letters, headings
from chipgate.cases.order_files.number_text import day_text, number_text
from chipgate.cases.order_files.rows import OrderRow, RowFault, is_blank, shortened
from chipgate.cases.order_files.xlsx_package import (
    LARGEST_SHEET,
    Package,
    SharedTexts,
    Workbook,
    damaged,
    fed,
    local,
    read_workbook,
    unescaped,
    xml_parser,
)
from chipgate.errors import UnreadableFile

LONGEST_CELL = 131_072  # characters; a spreadsheet holds 32,767
_PASTE = "paste the value itself (Paste Special, Values)"


@dataclass(slots=True)
class RawRow:
    """A row of the sheet: the text of each cell by its column, and what could not be taken as text."""

    number: int
    texts: dict[int, str] = field(default_factory=dict)
    faults: dict[int, tuple[str, str]] = field(default_factory=dict)


class XlsxRows:
    """A workbook. Formulas are never worked out: a cell with a formula is a fault of its row."""

    encoding: str | None = None

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path, self._file = path, file
        self._package = Package(path, file)
        workbook = read_workbook(self._package)
        sheet = next((sheet for sheet in workbook.sheets if sheet.visible), workbook.sheets[0])
        others = [
            f"{other.name!r}{'' if other.visible else ' (hidden)'}" for other in workbook.sheets if other != sheet
        ]
        self.notes = [_only_one(sheet.name, others)] if others else []
        self.blank_rows = 0
        self.bytes_read = 0
        self._part, self._raw_rows = sheet.part, self._read(workbook, sheet.part)
        self.header, self._columns = self._headings(sheet.name)

    def close(self) -> None:
        self._package.close()
        self._file.close()

    def rows(self) -> Iterator[OrderRow]:
        """Every row below the headings that holds anything."""
        for raw in self._raw_rows:
            row = self._order_row(raw)
            if row.cells or row.faults:
                yield row
            else:
                self.blank_rows += 1

    def _read(self, workbook: Workbook, part: str) -> Iterator[RawRow]:
        texts = SharedTexts(self._package)
        reader = _SheetReader(self._path, workbook, texts)
        parser = xml_parser(self._path)
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.text
        stream = self._package.open(part, LARGEST_SHEET)
        whole, size = max(self._package.size(part), 1), self._path.stat().st_size
        for fed_bytes in fed(parser, stream, self._path, part):
            self.bytes_read = size * fed_bytes // whole
            while reader.ready:
                yield reader.ready.popleft()
        if reader.merged:
            self.notes.append(_merged(reader.merged, reader.merged_count))

    def _headings(self, sheet: str) -> tuple[tuple[str, ...], dict[int, str]]:
        first = next((row for row in self._raw_rows if row.texts or row.faults), None)
        if first is None:
            raise UnreadableFile(f"{self._path}: sheet {sheet!r} is empty; put the orders on the first sheet.")
        for column, (wrong, right) in first.faults.items():
            where = f"{column_letters(column)}{first.number}"
            raise UnreadableFile(f"{self._path}: the heading in {where} cannot be read: {wrong}; {right}.")
        named = headings(str(self._path), [first.texts.get(place, "") for place in range(1, max(first.texts) + 1)])
        self.notes.extend(named.notes)
        if first.number > 1:
            self.notes.append(f"the headings were taken from row {first.number}, the first that is not blank.")
        return named.names, dict(enumerate(named.names, 1))

    def _order_row(self, raw: RawRow) -> OrderRow:
        columns = self._columns
        cells = {columns[place]: text for place, text in raw.texts.items() if place in columns}
        if not raw.faults and len(cells) == len(raw.texts):
            return OrderRow(raw.number, cells)
        faults = [RowFault(columns.get(place), *fault) for place, fault in sorted(raw.faults.items())]
        faults.extend(self._beyond(raw))
        shown = "\t".join(raw.texts.get(place, "") for place in range(1, min(len(columns), 200) + 1))
        return OrderRow(raw.number, cells, tuple(faults), shortened(shown))

    def _beyond(self, raw: RawRow) -> Iterator[RowFault]:
        beyond = sorted(place for place in raw.texts if place not in self._columns)
        if beyond:
            where = f"{column_letters(beyond[0])}{raw.number}"
            yield RowFault(
                None,
                f"{where} holds {raw.texts[beyond[0]][:40]!r} in a column without a heading",
                "write a heading above it, or delete it",
            )


class _SheetReader:
    """Handlers of the sheet's XML: they put together one row at a time, and hold only cells that say something."""

    def __init__(self, path: Path, workbook: Workbook, texts: SharedTexts) -> None:
        self._path, self._workbook, self._texts = path, workbook, texts
        self.ready: deque[RawRow] = deque()
        self.merged: list[str] = []
        self.merged_count = 0
        self._row = RawRow(0)
        self._column = 0
        self._kind, self._style = "n", 0
        self._pieces: list[str] = []
        self._length = 0
        self._listening = self._formula = False
        self._phonetic = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "c":
            self._column = _column(attributes.get("r")) or self._column + 1
            if self._column > MOST_COLUMNS:
                raise damaged(self._path, f"row {self._row.number} has a cell beyond the last column")
            self._kind, self._style = attributes.get("t", "n"), _whole(attributes.get("s"))
            self._pieces, self._length, self._formula = [], 0, False
        elif name == "v" or (name == "t" and not self._phonetic):
            self._listening = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = RawRow(_whole(attributes.get("r")) or self._row.number + 1)
            self._column = 0
        elif name == "rPh":
            self._phonetic += 1
        elif name == "mergeCell":
            self._remember_merged(attributes.get("ref", "?"))

    def text(self, text: str) -> None:
        if self._listening:
            self._length += len(text)
            if self._length <= LONGEST_CELL:
                self._pieces.append(text)

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "c":
            self._finish_cell()
        elif name == "row":
            self.ready.append(self._row)
        elif name in ("v", "t"):
            self._listening = False
        elif name == "rPh":
            self._phonetic -= 1

    def _finish_cell(self) -> None:
        if self._formula:
            self._fault(f"{self._where()} holds a formula, which is not worked out here", _PASTE)
        elif self._length > LONGEST_CELL:
            self._fault(f"{self._where()} holds {self._length:,} characters", "shorten it")
        elif self._pieces:
            self._keep("".join(self._pieces))

    def _keep(self, stored: str) -> None:
        text = self._cell_text(stored)
        if text is None:
            self._fault(*_doubtful(self._kind, stored, self._where()))
        elif not is_blank(text):
            self._row.texts[self._column] = text

    def _where(self) -> str:
        return f"{column_letters(self._column)}{self._row.number}"

    def _fault(self, wrong: str, right: str) -> None:
        self._row.faults[self._column] = (wrong, right)

    def _cell_text(self, stored: str) -> str | None:
        """What the user wrote in the cell; None for an error value, or a day that cannot be."""
        match self._kind:
            case "s":
                return self._shared(stored)
            case "inlineStr" | "str":
                return _without_surrogates(unescaped(stored))
            case "b":
                return "yes" if stored.strip() in ("1", "true") else "no"
            case "e":
                return None
            case "d":
                return stored.strip().removesuffix("T00:00:00")
        if self._style in self._workbook.date_styles:
            return day_text(stored, self._workbook.starts_1904)
        return number_text(stored.strip())

    def _shared(self, stored: str) -> str | None:
        try:
            return _without_surrogates(self._texts[int(stored)])
        except (IndexError, ValueError):
            raise damaged(self._path, f"row {self._row.number} points to a text that is not there") from None

    def _remember_merged(self, where: str) -> None:
        self.merged_count += 1
        if len(self.merged) < 3:
            self.merged.append(where)


def _doubtful(kind: str, stored: str, where: str) -> tuple[str, str]:
    if kind == "e":
        return f"{where} holds the error {stored[:20]}", "write the value itself"
    if kind in ("s", "str", "inlineStr"):
        return f"{where} holds half a character (a lone surrogate)", "write the text again"
    return f"{where} is formatted as a day but holds {stored[:30]}, which is none", "write the day as 2024-03-01"


def _without_surrogates(text: str) -> str | None:
    if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return None


def _column(reference: str | None) -> int:
    """The column that ``AB12`` stands in, counted from 1; 0 where it says nothing."""
    place = 0
    for letter in (reference or "")[:4]:
        if not "A" <= letter <= "Z":
            break
        place = place * 26 + ord(letter) - 64
    return place


def _whole(text: str | None) -> int:
    return int(text) if text and len(text) <= 9 and re.fullmatch(r"[0-9]+", text) else 0


def _only_one(name: str, others: list[str]) -> str:
    listed = ", ".join(others[:10]) + (f" and {len(others) - 10} more" if len(others) > 10 else "")
    return f"only sheet {name!r} was read; not read: {listed}. Move orders on other sheets to a file of their own."


def _merged(places: list[str], count: int) -> str:
    more = f" and {count - len(places)} more" if count > len(places) else ""
    return f"cells are merged ({', '.join(places)}{more}); only the first cell of a merged block has the value."
