"""An order book: every row of a file judged, none dropped, with a summary and a file of rejects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from chipgate.cases.book_summary import Summary
from chipgate.cases.check import Checker
from chipgate.cases.column_notes import looks_mistyped, notes_on_columns
from chipgate.cases.columns import (
    CHIP,
    DAY,
    LABEL,
    ORDER_NAMES,
    ColumnReading,
    canonical,
    fold,
    holds_numbers,
    understand,
)
from chipgate.cases.determination import Determination
from chipgate.cases.order_files import OrderFile, OrderRow, open_orders
from chipgate.cases.rejects import Reject, RejectsFile, rejects_of_faults, rejects_of_file
from chipgate.cases.result_columns import DUTY_COLUMNS, RESULT_COLUMNS, kept_names, result_of
from chipgate.cases.rows_of_totals import is_of_totals
from chipgate.cases.same_meaning import say_the_same
from chipgate.cases.transaction import BadOrder, Fault
from chipgate.cases.values import is_read_in_two_ways, two_ways
from chipgate.errors import ChipgateError, UnknownChip, UnknownFact, UnreadableFile
from chipgate.translation.fault_text import FaultText, fault, lines, listed
from chipgate.translation.language import Language, marked

A = TypeVar("A")
Given = TypeVar("Given", covariant=True)


class ReadsCells(Protocol[Given]):
    """Something that answers what the cells of a row say: a checker, or several of them."""

    def check_cells(self, cells: Mapping[str, str]) -> Given:
        """The answer to CELLS, canonical column names to text."""


class TakesRows(Protocol):
    """Something that takes the rows of a result: a file, or several."""

    def write(self, cells: Mapping[str, str]) -> None:
        """Take one row."""


@dataclass(frozen=True)
class OrderBook:
    """A file of orders with the way its columns are understood."""

    file: OrderFile
    plan: tuple[ColumnReading, ...]
    day: str | None = None

    @classmethod
    def of(cls, file: OrderFile, day: str | None = None, mapping: Mapping[str, str] | None = None) -> OrderBook:
        """An opened file; DAY is used for rows that give none, MAPPING says what headings mean."""
        return cls(file, understand(file.header, mapping), day)

    def require_known_columns(self) -> None:
        """Refuse a file of which no column can be understood, rather than leave every order undetermined.

        Raises:
            UnreadableFile: no heading is known.
        """
        if self.plan and not self._headings:
            alike = [one for one in self.plan if one.near and looks_mistyped(one.header, one.near[0])]
            hints = [fault("{near} for {given}", near=repr(one.near[0]), given=repr(one.header)) for one in alike[:5]]
            told = fault(
                "{file}: none of its {count} columns is known ({headings}).{near} "
                "Write headings like chip, destination, date in the first row; `chipgate facts` lists them all.",
                file=self.file.path,
                count=len(self.plan),
                headings=_listed(self.file.header),
                near=fault(" Did you mean {names}?", names=listed(hints)) if hints else "",
            )
            raise UnreadableFile(lines((told, *self.file.notes)))

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the file and its columns; complete once the rows are read."""
        return (*self.file.notes, *notes_on_columns(self.plan, self.day is not None))

    @cached_property
    def _headings(self) -> dict[str, str]:
        """Canonical name to the heading that the user wrote."""
        return {one.name: one.header for one in self.plan if one.name}

    @cached_property
    def _doubles(self) -> tuple[tuple[str, str, str], ...]:
        """Columns that must agree with another: its heading, their own, and the canonical name."""
        meant = {header: name for name, header in self._headings.items()}
        return tuple((one.same_as, one.header, meant[one.same_as]) for one in self.plan if one.must_agree)

    def faults_of(self, row: OrderRow) -> list[Fault]:
        """Where two columns that mean the same differ, and where a comma or a point may part off decimals or not."""
        differing = (
            Fault(second, differs(row.cells[second], row.cells[first], first))
            for first, second, name in self._doubles
            if first in row.cells and second in row.cells
            if not say_the_same(name, row.cells[first], row.cells[second])
        )
        in_two_ways = (
            Fault(header, two_ways(row.cells[header]))
            for header in self._numbers_in_doubt
            if is_read_in_two_ways(row.cells.get(header, ""))
        )
        totals = is_of_totals(
            row.cells, {name: row.cells[it] for name, it in self._headings.items() if it in row.cells}
        )
        return [*([] if totals is None else [Fault("", totals)]), *differing, *in_two_ways]

    @cached_property
    def _numbers_in_doubt(self) -> tuple[str, ...]:
        """Headings of numbers, where those who wrote the file may have meant decimals by a comma."""
        if not self.file.may_have_decimal_commas:
            return ()
        return tuple(one.header for one in self.plan if one.name and holds_numbers(one.name))

    def cells_of(self, row: OrderRow) -> dict[str, str]:
        """The cells of a row under their canonical names."""
        cells = {one.name: row.cells[one.header] for one in self.plan if one.name and one.header in row.cells}
        for _, second, name in self._doubles:
            if second in row.cells:
                cells.setdefault(name, row.cells[second])
        if self.day is not None:
            cells.setdefault(DAY, self.day)
        return cells

    def label_of(self, row: OrderRow) -> str:
        """What a row is called in a list: its order number, item, destination and day, as far as they are given."""
        cells = self.cells_of(row)
        number = next((row.cells[header] for header in self._numbers if row.cells.get(header)), "")
        item = cells.get(CHIP) or cells.get(LABEL, "")
        place = cells.get("destination_iso2", "")
        return " ".join(filter(None, (number, item, place and f"-> {place}", cells.get(DAY, ""))))

    @cached_property
    def _numbers(self) -> tuple[str, ...]:
        """The headers of the user that number orders."""
        return tuple(header for header in self.file.header if fold(header) in ORDER_NAMES)

    @property
    def from_excel(self) -> bool:
        """Whether the orders look as if Excel wrote them, so that it will read the results too."""
        return self.file.format == "XLSX" or self.file.encoding not in (None, "UTF-8")

    def rejects_of(self, row: OrderRow, faults: Sequence[Fault]) -> list[Reject]:
        """FAULTS of a row, under the headings that the user wrote."""
        return rejects_of_faults(row, faults, self._headings)

    def kept_columns(self, columns: Sequence[str] = (*RESULT_COLUMNS, *DUTY_COLUMNS)) -> dict[str, str]:
        """The user's columns and their names in the result; one that clashes with COLUMNS, which are ours, gets the
        prefix ``given_``."""
        return kept_names(self.file.header, columns)


@contextmanager
def opened_book(
    path: Path,
    day: date | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    must_be_known: bool = True,
) -> Iterator[OrderBook]:
    """The book at PATH, its columns understood; DAY is used for rows that give none, COLUMNS says what headings mean.

    Raises:
        UnreadableFile: it cannot be opened, or no column is known where one MUST_BE_KNOWN.
        UnknownFact: COLUMNS speaks of a heading that the book does not have.
    """
    meant = dict(columns or {})
    with open_orders(path, known_headings(meant), sheet) as file:
        strange = sorted(meant.keys() - set(file.header))
        if strange:
            named = listed([repr(one) for one in strange])
            raise UnknownFact(fault("{file} has no heading {headings}", file=path.name, headings=named))
        book = OrderBook.of(file, None if day is None else day.isoformat(), meant)
        if must_be_known:
            book.require_known_columns()
        yield book


def known_headings(mapping: Mapping[str, str]) -> Callable[[str], bool]:
    """What tells a heading: a column that is known, or one that the user says the meaning of."""
    return lambda text: text in mapping or canonical(text) is not None


def judge_rows(book: OrderBook, checker: ReadsCells[A]) -> Iterator[tuple[OrderRow, A | list[Reject]]]:
    """Every row of BOOK with the answer of CHECKER, or with the faults for which it was rejected."""
    for row in book.file.rows():
        yield row, judged_row(book, checker, row)


def judged_row(book: OrderBook, checker: ReadsCells[A], row: OrderRow) -> A | list[Reject]:
    """The answer of CHECKER to one row of BOOK, or the faults for which it is rejected."""
    if row.faults:
        return rejects_of_file(row)
    try:
        if faults := book.faults_of(row):
            raise BadOrder(tuple(faults))
        return checker.check_cells(book.cells_of(row))
    except BadOrder as bad:
        return book.rejects_of(row, bad.faults)
    except UnknownChip as unknown:
        return book.rejects_of(row, (Fault(CHIP, unknown.said),))
    except ChipgateError as other:
        return book.rejects_of(row, (Fault("", other.said),))


def judge_book(
    book: OrderBook,
    checker: Checker,
    results: TakesRows,
    rejects: RejectsFile,
    language: Language = "en",
    progress: Callable[[int, int], None] = lambda rows, bytes_read: None,
    keep: Callable[[OrderRow, Determination], object] = lambda row, answer: None,
    rows: Iterable[OrderRow] | None = None,
) -> Summary:
    """Judge BOOK, or only ROWS of it, row by row into RESULTS; rows that cannot be judged go to REJECTS.

    PROGRESS hears how many rows and bytes were read; KEEP sees every answer (for a report).
    """
    summary, kept = Summary(), book.kept_columns()
    for row in book.file.rows() if rows is None else rows:
        answer = judged_row(book, checker, row)
        if isinstance(answer, list):
            rejects.write(answer)
        else:
            given = {kept[name]: text for name, text in row.cells.items()}
            results.write({**given, **result_of(answer, language)})
            summary.add(row, answer, book)
            keep(row, answer)
        progress(book.file.rows_read, book.file.bytes_read)
    summary.rejected_rows, summary.rejects = rejects.rows, rejects.listed
    summary.notes = list(book.notes)
    return summary


def differs(given: str, other: str, heading: str) -> FaultText:
    """What is wrong where GIVEN stands beside OTHER under HEADING, a column that means the same."""
    template = marked("{given} differs from {other} in {heading}; keep one of them")
    return fault(template, given=repr(given), other=repr(other), heading=repr(heading))


def _listed(headings: Sequence[str]) -> str:
    more = ", ..." if len(headings) > 8 else ""
    return ", ".join(repr(heading) for heading in headings[:8]) + more
