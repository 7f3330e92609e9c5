"""What a reader gives: rows of text, and what was wrong with a row that could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

LONGEST_RAW = 4_000  # characters of a faulty row that are kept for the report


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one row: in which column (None: the row as a whole), what, and what would be right."""

    column: str | None
    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.wrong}; {self.right}"


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One row of an order file; every value is text as the user wrote it, and a blank cell is absent.

    ``number`` is where the user finds the row: the row of the sheet (XLSX), the line on which the row begins (CSV,
    JSON Lines), the element (a JSON array), or the row counted from 1 (Parquet). A row that cannot be read is given all
    the same, with its faults and its text in ``raw``; ``cells`` then holds only what could be read without doubt.
    """

    number: int
    cells: Mapping[str, str]
    faults: tuple[RowFault, ...] = ()
    raw: str = ""

    @property
    def fault(self) -> RowFault | None:
        """The first fault, or None for a row that was read whole."""
        return self.faults[0] if self.faults else None


@dataclass(slots=True)
class RawRow:
    """A row of the sheet: the text of each cell by its column, and what could not be taken as text."""

    number: int
    texts: dict[int, str] = field(default_factory=dict)
    faults: dict[int, tuple[str, str]] = field(default_factory=dict)


class RowSource(Protocol):
    """A file of one format, opened: its headings are known, its rows are still to be read."""

    header: tuple[str, ...]
    encoding: str | None
    notes: list[str]
    blank_rows: int

    @property
    def bytes_read(self) -> int: ...

    def rows(self) -> Iterator[OrderRow]: ...

    def close(self) -> None: ...


def unread(number: int, wrong: str, right: str, raw: str, column: str | None = None) -> OrderRow:
    """A row of which nothing could be read."""
    return OrderRow(number, {}, (RowFault(column, wrong, right),), shortened(raw))


def shortened(raw: str) -> str:
    """RAW without what no report can show (NUL, lone surrogates), cut to a length that can be kept for every row."""
    cut = raw[:LONGEST_RAW].replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()
    return cut if len(raw) <= LONGEST_RAW else f"{cut}… ({len(raw):,} characters in all)"


def has_surrogate(text: str) -> bool:
    """Whether TEXT holds half a character, which no encoding can write."""
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def is_blank(text: str) -> bool:
    """Whether a cell says nothing."""
    return not text or text.isspace()
