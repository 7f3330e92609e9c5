"""Results as an XLSX workbook, written row by row; every cell is text."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from chipgate.cases.order_files.headings import MOST_COLUMNS, column_letters
from chipgate.cases.order_files.safe_cells import LONGEST_XLSX_CELL, xlsx_text
from chipgate.errors import UnwritableFile

MOST_ROWS = 1_048_576

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BUFFER_CHARACTERS = 1 << 18


class XlsxBook:
    """A workbook with the sheets results, results 2, …: when one is full, the next begins with the same headings."""

    def __init__(self, part: Path, columns: Sequence[str], most_rows: int = MOST_ROWS) -> None:
        if len(columns) > MOST_COLUMNS:
            raise UnwritableFile(
                f"{len(columns):,} columns do not fit on a sheet ({MOST_COLUMNS:,}); write .csv instead."
            )
        self.notes: list[str] = []
        self._columns = columns
        self._most_rows = most_rows
        self._starts = [f'<c r="{column_letters(place)}' for place in range(1, len(columns) + 1)]
        self._file = part.open("xb")
        self._archive = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._sheets = 0
        self._cut_cells = 0
        self._begin_sheet()

    def write(self, cells: Sequence[str]) -> None:
        if self._row == self._most_rows:
            self._end_sheet()
            self._begin_sheet()
        self._row += 1
        row = str(self._row)
        filled = zip(self._starts, cells, strict=True)
        written = "".join([start + row + self._text(cell) for start, cell in filled if cell])
        self._waiting.append(f'<row r="{row}">{written}</row>')
        self._waiting_characters += len(written) + 20
        if self._waiting_characters > _BUFFER_CHARACTERS:
            self._flush()

    def finish(self) -> None:
        self._end_sheet()
        for name, text in _frame(self._sheets).items():
            self._archive.writestr(name, _HEAD + text)
        self._archive.close()
        self._file.close()
        if self._sheets > 1:
            self.notes.append(
                f"the results fill {self._sheets} sheets, because a sheet ends at {self._most_rows:,} rows."
            )
        if self._cut_cells:
            self.notes.append(
                f"{self._cut_cells:,} cells were cut at {LONGEST_XLSX_CELL:,} characters; .csv keeps them whole."
            )

    def close(self) -> None:
        # Closing the archive would first write its index to a disk that may be full; the file alone is enough. The
        # sheet that is open goes first, or it would try again when it is collected.
        with suppress(OSError, ValueError):
            self._sheet.close()
        self._archive.fp = None
        self._file.close()

    def _text(self, cell: str) -> str:
        """The rest of a cell: text whatever it begins with, so that nothing in it is ever run."""
        self._cut_cells += len(cell) > LONGEST_XLSX_CELL
        space = ' xml:space="preserve"' if cell[0].isspace() or cell[-1].isspace() or "\n" in cell else ""
        return f'" t="inlineStr"><is><t{space}>{xlsx_text(cell)}</t></is></c>'

    def _begin_sheet(self) -> None:
        self._sheets += 1
        self._row = 0
        self._waiting = [
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            "</sheetView></sheetViews><sheetData>"
        ]
        self._waiting_characters = 0
        self._sheet: IO[bytes] = self._archive.open(f"xl/worksheets/sheet{self._sheets}.xml", "w", force_zip64=True)
        self.write(self._columns)

    def _end_sheet(self) -> None:
        self._waiting.append("</sheetData></worksheet>")
        self._flush()
        self._sheet.close()

    def _flush(self) -> None:
        self._sheet.write("".join(self._waiting).encode())
        self._waiting, self._waiting_characters = [], 0


def _frame(sheets: int) -> dict[str, str]:
    """The parts that name the sheets of the workbook to a spreadsheet program."""
    numbers = range(1, sheets + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    names = "".join(f'<sheet name="{_sheet_name(n)}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>',
    }


def _sheet_name(number: int) -> str:
    return "results" if number == 1 else f"results {number}"
