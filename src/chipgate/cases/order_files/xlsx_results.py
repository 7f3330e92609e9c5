"""Results as an XLSX workbook, written row by row; nothing in it is ever run."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, cast

from chipgate.cases.order_files.headings import MOST_COLUMNS, column_letters
from chipgate.cases.order_files.safe_cells import LONGEST_XLSX_CELL, xlsx_text
from chipgate.cases.order_files.sheet_look import HEADING, PLAIN, SheetLook, columns_part, shown_width, stored_number
from chipgate.cases.order_files.spare_room import FileWithSpareRoom
from chipgate.errors import UnwritableFile
from chipgate.translation.fault_text import fault

MOST_ROWS = 1_048_576

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BUFFER_CHARACTERS = 1 << 18


class XlsxBook:
    """A workbook with the sheets results, results 2, …: when one is full, the next begins with the same headings."""

    def __init__(self, part: Path, columns: Sequence[str], most_rows: int = MOST_ROWS, look: SheetLook = PLAIN) -> None:
        if len(columns) > MOST_COLUMNS:
            raise UnwritableFile(
                fault(
                    "{count} columns do not fit on a sheet ({most}); write .csv instead.",
                    count=f"{len(columns):,}",
                    most=f"{MOST_COLUMNS:,}",
                )
            )
        self.notes: list[str] = []
        self._columns = columns
        self._most_rows = most_rows
        self._look = look
        self._typed = [column in look.typed for column in columns]
        self._fills = [look.fill_styles(column) for column in columns]
        self._last_cells: list[str] = []
        self._widths: list[int] = []
        self._starts = [f'<c r="{column_letters(place)}' for place in range(1, len(columns) + 1)]
        self._file = FileWithSpareRoom(part)
        self._archive = zipfile.ZipFile(cast("IO[bytes]", self._file), "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._whole_rows = 0
        self._cut_cells = 0
        self._begin_sheet()

    def write(self, cells: Sequence[str]) -> None:
        if self._file.full is not None:
            raise self._file.full
        if self._row == self._most_rows:
            self._end_sheet()
            self._begin_sheet()
        self._row += 1
        row = str(self._row)
        filled = zip(self._starts, cells, self._typed, self._fills, strict=True)
        written = "".join(
            [start + row + self._cell(cell, typed, fills) for start, cell, typed, fills in filled if cell]
        )
        self._add_row(row, written, cells)
        self._whole_rows += 1

    def _add_row(self, row: str, written: str, cells: Sequence[str]) -> None:
        if self._widths_are_open:
            self._widths = [max(width, shown_width(cell)) for width, cell in zip(self._widths, cells, strict=True)]
        self._waiting.append(f'<row r="{row}">{written}</row>')
        self._waiting_characters += len(written) + 20
        if self._waiting_characters > _BUFFER_CHARACTERS:
            self._flush()

    def finish(self) -> None:
        self._end_sheet()
        for name, text in _frame(self._last_cells, self._look).items():
            self._archive.writestr(name, _HEAD + text)
        self._archive.close()
        self._file.close()
        if len(self._last_cells) > 1:
            self.notes.append(
                fault(
                    "the results fill {count} sheets, because a sheet ends at {most} rows.",
                    count=len(self._last_cells),
                    most=f"{self._most_rows:,}",
                )
            )
        if self._cut_cells:
            self.notes.append(
                fault(
                    "{count} cells were cut at {most} characters; .csv keeps them whole.",
                    count=f"{self._cut_cells:,}",
                    most=f"{LONGEST_XLSX_CELL:,}",
                )
            )

    def salvage(self) -> int:
        """End the workbook below the last row, in the room kept back where the disk is full; gives its rows."""
        if self._file.torn:
            self.close()
            return 0
        self.finish()
        return self._whole_rows

    def close(self) -> None:
        # Closing the archive would first write its index to a disk that may be full; the file alone is enough. The
        # sheet that is open goes first, or it would try again when it is collected.
        with suppress(OSError, ValueError):
            self._sheet.close()
        self._archive.fp = None
        self._file.close()

    def _cell(self, cell: str, typed: bool, fills: Mapping[str, int]) -> str:
        """The rest of a cell: a number where its column is TYPED, and text otherwise."""
        if typed and cell[0] in "-0123456789" and (stored := stored_number(cell)):
            number, style = stored
            return f'" s="{style}"><v>{number}</v></c>' if style else f'"><v>{number}</v></c>'
        return self._text(cell, fills.get(cell, 0))

    def _text(self, cell: str, style: int = 0) -> str:
        """The rest of a cell: text whatever it begins with, so that nothing in it is ever run."""
        if len(cell) > _SHORT:
            self._cut_cells += len(cell) > LONGEST_XLSX_CELL
            return _text_cell(cell, style)
        return _short_text_cell(cell, style)

    def _begin_sheet(self) -> None:
        self._row = 1
        self._waiting: list[str] = []
        self._waiting_characters = 0
        self._widths_are_open = True  # until the rows at hand are written: the columns stand before them
        self._widths = [0] * len(self._columns)
        part = f"xl/worksheets/sheet{len(self._last_cells) + 1}.xml"
        self._sheet: IO[bytes] = self._archive.open(part, "w", force_zip64=True)
        headings = zip(self._starts, self._columns, strict=True)
        written = "".join([f"{start}1{self._text(heading, HEADING)}" for start, heading in headings if heading])
        self._add_row("1", written, self._columns)

    def _end_sheet(self) -> None:
        last = f"{column_letters(len(self._columns))}{self._row}"
        self._waiting.append(f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>')
        self._flush()
        self._sheet.close()
        self._last_cells.append(last)

    def _flush(self) -> None:
        if self._widths_are_open:
            self._waiting.insert(0, f"{_SHEET_HEAD}<cols>{columns_part(self._widths)}</cols><sheetData>")
            self._widths_are_open = False
        self._sheet.write("".join(self._waiting).encode())
        self._waiting, self._waiting_characters = [], 0


def _text_cell(cell: str, style: int) -> str:
    styled = f' s="{style}"' if style else ""
    space = ' xml:space="preserve"' if cell[0].isspace() or cell[-1].isspace() or "\n" in cell else ""
    return f'"{styled} t="inlineStr"><is><t{space}>{xlsx_text(cell)}</t></is></c>'


_SHORT = 400  # characters; the same short texts come again and again
_short_text_cell = lru_cache(maxsize=1 << 14)(_text_cell)

_SHEET_HEAD = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)


def _frame(last_cells: Sequence[str], look: SheetLook) -> dict[str, str]:
    """The parts that name the sheets of the workbook to a spreadsheet program; each sheet ends at its last cell."""
    numbers = range(1, len(last_cells) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    styles = f'<Relationship Id="rId{len(last_cells) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": _workbook(last_cells),
        "xl/styles.xml": look.styles(),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}{styles}'
        "</Relationships>",
    }


def _workbook(last_cells: Sequence[str]) -> str:
    """The list of sheets, and the range of each that can be filtered, which Excel keeps as a hidden name."""
    sheets, filters = "", ""
    for place, last in enumerate(last_cells):
        name = _sheet_name(place + 1)
        sheets += f'<sheet name="{name}" sheetId="{place + 1}" r:id="rId{place + 1}"/>'
        column, row = last.rstrip("0123456789"), last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        filters += (
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
            f"'{name}'!$A$1:${column}${row}</definedName>"
        )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f"<definedNames>{filters}</definedNames></workbook>"
    )


def _sheet_name(number: int) -> str:
    return "results" if number == 1 else f"results {number}"
