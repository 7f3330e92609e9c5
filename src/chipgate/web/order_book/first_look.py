"""The first look at a book: how its columns were understood, and its first rows judged, before anything else is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from chipgate.cases.check import Checker
from chipgate.cases.columns import ColumnReading
from chipgate.cases.determination import Determination
from chipgate.cases.order_book import OrderBook, judged_row
from chipgate.cases.order_files import OrderRow, reading_ended_by
from chipgate.cases.order_value import value_columns
from chipgate.cases.rejects import Reject
from chipgate.cases.summary_text import plan_json
from chipgate.errors import UnreadableFile
from chipgate.readings.phrase import phrase
from chipgate.translation.language import marked
from chipgate.web.checkers import checker
from chipgate.web.order_book.options import Options
from chipgate.web.order_book.refused import Refused
from chipgate.web.order_book.relative import without, without_folder
from chipgate.web.order_book.runs import opened

FIRST_ROWS: Final = 10


@dataclass(frozen=True)
class FirstRow:
    """One of the first rows: its cells under canonical names, and its answer or the faults for which it is rejected."""

    number: int
    label: str
    cells: Mapping[str, str]
    answer: Determination | None
    faults: tuple[Reject, ...] = ()


@dataclass(frozen=True)
class FirstLook:
    """What the beginning of a book says. ``money`` are headings of what orders are worth; ``samples`` go by heading.

    ``columns`` is the plan of the columns in the form ``chipgate/columns/1``; ``unknown`` says why nothing can be
    judged where no heading is known.
    """

    format: str
    sheets: tuple[str, ...]
    plan: tuple[ColumnReading, ...]
    money: frozenset[str]
    samples: Mapping[str, tuple[str, ...]]
    rows: tuple[FirstRow, ...]
    has_more_rows: bool
    notes: tuple[str, ...]
    columns: dict[str, Any]
    unknown: str = ""


def first_look(path: Path, options: Options, most_seconds: float = 20.0) -> FirstLook:
    """The beginning of the book at PATH, read and judged as OPTIONS say; it must be found in MOST_SECONDS.

    Raises:
        ChipgateError: the book cannot be opened, or the options do not fit it.
    """
    until = time.monotonic() + most_seconds

    def check() -> None:
        if time.monotonic() > until:
            raise Refused(422, phrase(_NOT_FOUND, seconds=int(most_seconds)))

    with reading_ended_by(check):
        return _look(path, options)


_NOT_FOUND: Final = marked("In {seconds} seconds the first rows were not found. Take blank rows out of the file.")


def _look(path: Path, options: Options) -> FirstLook:
    judge = checker(options.assume, options.clock)
    with without_folder(path.parent), opened(path, options, must_be_known=False) as book:
        unknown = _why_unknown(book, path.parent)
        rows = list(islice(book.file.rows(), FIRST_ROWS + 1))
        notes = [without(note, path.parent) for note in book.notes]
        return FirstLook(
            format=book.file.format,
            sheets=book.file.sheets,
            plan=book.plan,
            money=_money(book),
            samples={heading: _samples(heading, rows) for heading in book.file.header},
            rows=() if unknown else tuple(_judged(book, judge, row) for row in rows[:FIRST_ROWS]),
            has_more_rows=len(rows) > FIRST_ROWS,
            notes=tuple(notes),
            columns=plan_json(book) | {"file": path.name, "notes": notes},
            unknown=unknown,
        )


def _why_unknown(book: OrderBook, folder: Path) -> str:
    try:
        book.require_known_columns()
    except UnreadableFile as wrong:
        return without(wrong.said, folder)
    return ""


def _money(book: OrderBook) -> frozenset[str]:
    found = value_columns([one.header for one in book.plan if one.name is None])
    return frozenset(filter(None, (found.amount, found.price, found.currency)))


def _samples(heading: str, rows: list[OrderRow]) -> tuple[str, ...]:
    """The first values under HEADING that differ, at most three."""
    values = dict.fromkeys(row.cells[heading] for row in rows if row.cells.get(heading, "").strip())
    return tuple(islice(values, 3))


def _judged(book: OrderBook, judge: Checker, row: OrderRow) -> FirstRow:
    answer = judged_row(book, judge, row)
    label, cells = book.label_of(row), book.cells_of(row)
    if isinstance(answer, list):
        return FirstRow(row.number, label, cells, None, tuple(answer))
    return FirstRow(row.number, label, cells, answer)
