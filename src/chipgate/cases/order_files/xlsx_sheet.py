"""The cells of one sheet of a workbook, put together row by row from its XML."""

from __future__ import annotations

import re
from collections import deque
from functools import lru_cache
from pathlib import Path

from chipgate.cases.order_files.headings import MOST_COLUMNS, column_letters
from chipgate.cases.order_files.number_text import day_text, number_text
from chipgate.cases.order_files.rows import RawRow, has_surrogate, is_blank
from chipgate.cases.order_files.xlsx_package import SharedTexts, Workbook, damaged, local, unescaped
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

LONGEST_CELL = 131_072  # characters; a spreadsheet holds 32,767
_PASTE = marked("paste the value itself (Paste Special, Values)")


class SheetReader:
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
        """An element begins."""
        name = _NAMES[tag]
        if name == "c":
            self._column = _column(attributes.get("r", "").rstrip("0123456789")) or self._column + 1
            if self._column > MOST_COLUMNS:
                raise damaged(self._path, fault("row {row} has a cell beyond the last column", row=self._row.number))
            self._kind, self._style = attributes.get("t", "n"), _style(attributes.get("s"))
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
        """Characters of a cell, or of what stands around cells."""
        if self._listening:
            self._length += len(text)
            if self._length <= LONGEST_CELL:
                self._pieces.append(text)

    def end(self, tag: str) -> None:
        """An element ends: with a cell its text is kept, with a row the row is ready."""
        name = _NAMES[tag]
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
            self._fault(
                fault("{where} holds a formula, which is not worked out here", where=self._where()), fault(_PASTE)
            )
        elif self._length > LONGEST_CELL:
            self._fault(
                fault("{where} holds {count} characters", where=self._where(), count=f"{self._length:,}"),
                fault("shorten it"),
            )
        elif self._pieces:
            self._keep(self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces))

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
                return "true" if stored.strip() in ("1", "true") else "false"  # "no" would be Norway
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
            raise damaged(
                self._path, fault("row {row} points to a text that is not there", row=self._row.number)
            ) from None

    def _remember_merged(self, where: str) -> None:
        self.merged_count += 1
        if len(self.merged) < 3:
            self.merged.append(where)


def _doubtful(kind: str, stored: str, where: str) -> tuple[str, str]:
    if kind == "e":
        return fault("{where} holds the error {given}", where=where, given=stored[:20]), fault("write the value itself")
    if kind in ("s", "str", "inlineStr"):
        wrong = fault("{key} holds half a character (a lone surrogate)", key=where)
        return wrong, fault("write the text again")
    wrong = fault("{where} is formatted as a day but holds {given}, which is none", where=where, given=stored[:30])
    return wrong, fault("write the day as 2024-03-01")


def _without_surrogates(text: str) -> str | None:
    return None if has_surrogate(text) else text


class _Names(dict[str, str]):
    """Tags without their prefix, each worked out once; a file of endless new tags fills no memory."""

    def __missing__(self, tag: str) -> str:
        name = local(tag)
        if len(self) < 1000:
            self[tag] = name
        return name


_NAMES = _Names()


@lru_cache(maxsize=1 << 15)
def _column(letters: str) -> int:
    """The column that ``AB`` names, counted from 1; 0 where it says nothing."""
    place = 0
    for letter in letters[:4]:
        if not "A" <= letter <= "Z":
            break
        place = place * 26 + ord(letter) - 64
    return place


def _whole(text: str | None) -> int:
    return int(text) if text and len(text) <= 9 and re.fullmatch(r"[0-9]+", text) else 0


_style = lru_cache(maxsize=1 << 10)(_whole)
