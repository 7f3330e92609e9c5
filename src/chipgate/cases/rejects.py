"""Rows that could not be judged: what is wrong with each and what would be right, in a file beside the results."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from chipgate.cases.order_files import OrderRow, ResultWriter, SheetLook, Together, open_results
from chipgate.cases.transaction import Fault
from chipgate.translation.fault_text import fault, said_in
from chipgate.translation.language import Language

REJECT_COLUMNS = ("row", "column", "wrong", "right", "text")
MOST_LISTED = 200
_LOOK = SheetLook(typed=frozenset(("row",)))

# Up to the first semicolon or full stop that stands outside quotation marks.
_SENTENCE: Final[Mapping[Language, re.Pattern[str]]] = {
    "en": re.compile(r"""((?:'[^']*'|"[^"]*"|[^'"])*?)(?:; |\. )(.*)""", re.DOTALL),
    "zh": re.compile(r"""((?:'[^']*'|"[^"]*"|[^'"])*?)(?:; |\. |；|。(?=.))(.*)""", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Reject:
    """One fault of a row that could not be judged; COLUMN is the heading that the user wrote.

    ``wrong`` and ``right`` are English; ``told`` says them in another language.
    """

    row: int
    column: str
    wrong: str
    right: str
    text: str

    def __str__(self) -> str:
        place = f"{self.column}: " if self.column else ""
        stop = ". " if self.right[:1].isupper() else "; "
        return f"{place}{self.wrong}{stop if self.right else ''}{self.right}"

    def told(self, language: Language) -> Reject:
        """The same with its words in LANGUAGE."""
        return replace(self, wrong=said_in(language, self.wrong), right=said_in(language, self.right))

    def line(self, language: Language) -> str:
        """The whole in one line, in LANGUAGE."""
        if language == "en":
            return str(self)
        told = self.told(language)
        return f"{told.column and f'{told.column}：'}{told.wrong}{told.right and f'；{told.right}'}"


def rejects_of_file(row: OrderRow) -> list[Reject]:
    """The faults that the reader of the file found in ROW."""
    return [Reject(row.number, one.column or "", one.wrong, one.right, row.raw or _text(row)) for one in row.faults]


def rejects_of_faults(row: OrderRow, faults: Sequence[Fault], headings: Mapping[str, str]) -> list[Reject]:
    """The faults of what ROW says; HEADINGS gives the user's heading for a canonical name."""
    return [_reject(row, headings.get(one.column, one.column), one.wrong) for one in faults]


def _reject(row: OrderRow, column: str, message: str) -> Reject:
    """A message is what is wrong, then what would be right."""
    wrong, right = (fault("{text}", text=_Half(message, part)) for part in (0, 1))
    return Reject(row.number, column, wrong, right, row.raw or _text(row))


class _Half(NamedTuple):
    """The first half of a message, what is wrong, or the second, what would be right, which may be empty."""

    message: str
    part: int

    def text(self, language: Language = "en") -> str:
        """The half in LANGUAGE."""
        message = said_in(language, self.message)
        found = _SENTENCE[language].fullmatch(message)
        return (found[1], found[2])[self.part] if found else (message, "")[self.part]


def _text(row: OrderRow) -> str:
    return "; ".join(f"{name}={text}" for name, text in row.cells.items())


def rejects_json(rejects: Sequence[Reject], language: Language) -> list[dict[str, Any]]:
    """REJECTS as plain values."""
    told = (one.told(language) for one in rejects)
    return [{"row": one.row, "column": one.column, "wrong": one.wrong, "right": one.right} for one in told]


class RejectsFile:
    """The file of rejects, begun with the first of them; its columns have the same names in every LANGUAGE.

    TOGETHER takes it into a run with the results, and finishes it with them.
    """

    def __init__(self, path: Path, byte_order_mark: bool, together: Together, language: Language = "en") -> None:
        self.path = path
        self.rows = 0
        self.listed: list[Reject] = []
        self._byte_order_mark = byte_order_mark
        self._together = together
        self._language = language
        self._writer: ResultWriter | None = None

    def write(self, faults: Sequence[Reject]) -> None:
        """Add a line for each fault of one row."""
        if self._writer is None:
            opened = open_results(self.path, REJECT_COLUMNS, self._byte_order_mark, _LOOK)
            self._writer = self._together.add(opened)
        for one in (each.told(self._language) for each in faults):
            self._writer.write(
                {"row": str(one.row), "column": one.column, "wrong": one.wrong, "right": one.right, "text": one.text}
            )
        self.rows += 1
        self.listed += faults[: MOST_LISTED - len(self.listed)]
