"""The first row of a table: one name a column, also where the user left a heading blank or wrote it twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault

MOST_COLUMNS = 16_384  # the width of a spreadsheet
LONGEST_HEADING = 1_000


@dataclass(frozen=True, slots=True)
class Headings:
    """The name of each column, left to right, and what the user should know about how they were named."""

    names: tuple[str, ...]
    notes: tuple[str, ...]


def headings(file: str, cells: Sequence[str]) -> Headings:
    """Name each column by its heading.

    Blank headings on the right are dropped, so that a value under them is a fault of its row. A blank heading between
    others is called ``column C``; the second column named ``quantity`` is called ``quantity.2``.

    Raises:
        UnreadableFile: there is no heading at all, or there are more than a spreadsheet can hold.
    """
    texts = _trimmed(cells)
    _check(file, texts)
    names: list[str] = []
    notes: list[str] = []
    taken = set(texts)
    for place, text in enumerate(texts):
        name = text or f"column {column_letters(place + 1)}"
        if name in names or (not text and name in taken):
            name = _numbered(name, taken | set(names))
        if name != text:
            notes.append(_renamed(texts, place, name))
        names.append(name)
    return Headings(tuple(names), tuple(notes))


def column_letters(place: int) -> str:
    """The letters of the PLACE-th column of a spreadsheet: 1 is A, 27 is AA."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _trimmed(cells: Sequence[str]) -> list[str]:
    texts = [" ".join(cell.split()) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _check(file: str, texts: list[str]) -> None:
    if not texts:
        raise UnreadableFile(
            fault("{file} has no headings; write the name of each column in the first row.", file=file)
        )
    if len(texts) > MOST_COLUMNS:
        raise UnreadableFile(
            fault(
                "{file} has {count} columns in its first row; at most {most} are read.",
                file=file,
                count=f"{len(texts):,}",
                most=f"{MOST_COLUMNS:,}",
            )
        )
    for place, text in enumerate(texts):
        if len(text) > LONGEST_HEADING or "\0" in text:
            raise UnreadableFile(
                fault(
                    "{file}: the heading of column {column} is not a name ({given}…); write the name of each column "
                    "in the first row.",
                    file=file,
                    column=column_letters(place + 1),
                    given=repr(text[:40]),
                )
            )


def _numbered(name: str, taken: set[str]) -> str:
    count = 2
    while f"{name}.{count}" in taken:
        count += 1
    return f"{name}.{count}"


def _renamed(texts: list[str], place: int, name: str) -> str:
    here = column_letters(place + 1)
    if not texts[place]:
        return fault("column {column} has no heading; it is read as {name}.", column=here, name=repr(name))
    first = column_letters(texts.index(texts[place]) + 1)
    return fault(
        "the heading {heading} stands over columns {first} and {column}; column {column} is read as {name}. Rename one "
        "of them.",
        heading=repr(texts[place]),
        first=first,
        column=here,
        name=repr(name),
    )
