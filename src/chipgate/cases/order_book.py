"""An order book: every row of a file judged, none dropped, with a summary and a file of rejects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Final, NamedTuple, Protocol, TypeVar

from chipgate.cases.as_json import value_text
from chipgate.cases.assumptions import Assumed
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
from chipgate.cases.missing import Question
from chipgate.cases.order_files import OrderFile, OrderRow, open_orders
from chipgate.cases.reasons import reason
from chipgate.cases.rejects import Reject, RejectsFile, rejects_of_faults, rejects_of_file
from chipgate.cases.same_meaning import say_the_same
from chipgate.cases.settled_by import asked_first
from chipgate.cases.transaction import BadOrder, Fault
from chipgate.cases.values import is_read_in_two_ways, two_ways
from chipgate.errors import ChipgateError, UnknownChip, UnknownFact, UnreadableFile
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.translation.fault_text import FaultText, fault, lines, listed
from chipgate.translation.language import Language, marked

RESULT_COLUMNS = (
    "outcome",
    "eccn",
    "paragraphs",
    "licence_codified",
    "licence_enforced",
    "exception",
    "review_policy",
    "tpp",
    "performance_density",
    "deciding_provision",
    "missing",
    "reason",
    "citation",
    "outcomes",
    "other_clock_outcome",
    "open_exceptions",
    "red_flags",
    "assumed",
    "warnings",
    "clock",
    "law_checked_until",
)
"""The columns that a judged order gets, after those that the user gave."""

DUTY_COLUMNS = (
    *("duty_rate_pct", "duty_rate_pct_low", "duty_rate_pct_high", "duty_layers", "duty_missing", "duty_amount"),
    "counter_measures",
)
"""The columns that a book gets besides which has a tariff code or an origin."""


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


COUNTED_COLUMNS: Final = ("outcome", "other_clock_outcome", "deciding_provision", "missing")
"""The result columns that a summary counts by."""


class Counted(NamedTuple):
    """What a summary counts of an answer."""

    outcome: str
    other_outcome: str
    deciding_provision: str
    title: str
    missing: tuple[str, ...]

    @classmethod
    def of(cls, answer: Determination) -> Counted:
        """What is counted of ANSWER."""
        title = "" if answer.deciding is None else answer.deciding.title
        return cls(answer.outcome, answer.other_outcome, answer.deciding_provision, title, answer.missing_names)


class ForAPerson(NamedTuple):
    """An order that somebody must look at: the questions that settle it, and the red flags on it by their titles."""

    row: int
    order: str
    outcome: str
    what: str
    questions: tuple[Question, ...]
    flags: tuple[str, ...]
    cells: Mapping[str, str]

    @classmethod
    def of(cls, row: int, order: str, cells: Mapping[str, str], answer: Determination) -> ForAPerson:
        """What is listed of ANSWER to the ORDER in ROW, whose CELLS have their canonical names."""
        what = "; ".join((*answer.settled_by, *(flag.id for flag in answer.red_flags)))
        first = asked_first(answer)
        questions = tuple(one for one in answer.missing if one.fact in first)
        return cls(row, order, answer.outcome, what, questions, tuple(flag.title for flag in answer.red_flags), cells)


@dataclass
class Summary:
    """What an order book came to."""

    judged: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    deciding: Counter[tuple[str, str]] = field(default_factory=Counter)
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)
    for_a_person: list[ForAPerson] = field(default_factory=list)
    rejected_rows: int = 0
    rejects: list[Reject] = field(default_factory=list)
    clocks_differ: int = 0
    notes: list[str] = field(default_factory=list)

    MOST_LISTED: ClassVar[int] = 200

    def add(self, row: OrderRow, answer: Determination, book: OrderBook) -> None:
        """Count one judged order of BOOK."""
        self.count(Counted.of(answer), 1)
        if answer.needs_a_person:
            self.list_for_a_person(row, answer, book)

    def count(self, answer: Counted, rows: int) -> None:
        """Count ROWS orders that have the same ANSWER."""
        self.judged += rows
        self.outcomes[answer.outcome] += rows
        self.deciding[answer.deciding_provision, answer.outcome] += rows
        if answer.title:
            self.titles.setdefault((answer.deciding_provision, answer.outcome), answer.title)
        for name in answer.missing:
            self.missing[name] += rows
        self.clocks_differ += rows * (answer.other_outcome != answer.outcome)

    def list_for_a_person(self, row: OrderRow, answer: Determination, book: OrderBook) -> None:
        """Keep an order of BOOK for the list of those that need a person, while it is short."""
        if len(self.for_a_person) < self.MOST_LISTED:
            one = ForAPerson.of(row.number, book.label_of(row), book.cells_of(row), answer)
            self.for_a_person.append(one)


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
        return [*differing, *in_two_ways]

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


def kept_names(header: Sequence[str], ours: Iterable[str]) -> dict[str, str]:
    """The columns of HEADER and their names beside OURS; one that clashes gets the prefix ``given_``."""
    ours, taken = frozenset(ours), set(header)
    kept: dict[str, str] = {}
    for column in header:
        name = column
        while name in ours or (name != column and name in taken):
            name = f"given_{name}"
        kept[column] = name
        taken.add(name)
    return kept


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


def result_of(answer: Determination, language: Language) -> dict[str, str]:
    """The result columns of one answer."""
    return {name: result(answer, language) for name, result in RESULTS.items()}


RESULTS: Mapping[str, Callable[[Determination, Language], str]] = {
    "outcome": lambda answer, _: answer.outcome,
    "eccn": lambda answer, _: answer.eccn,
    "paragraphs": lambda answer, _: answer.paragraphs,
    "licence_codified": lambda answer, _: answer.licence_codified,
    "licence_enforced": lambda answer, _: answer.licence_enforced,
    "exception": lambda answer, _: answer.exception,
    "review_policy": lambda answer, _: answer.review_policy,
    "tpp": lambda answer, _: answer.tpp,
    "performance_density": lambda answer, _: answer.performance_density,
    "deciding_provision": lambda answer, _: answer.deciding_provision,
    "missing": lambda answer, _: ";".join(answer.missing_names),
    "reason": reason,
    "citation": lambda answer, _: "" if answer.deciding is None else answer.deciding.cite,
    "outcomes": lambda answer, _: ";".join(sorted(answer.outcomes)),
    "other_clock_outcome": lambda answer, _: answer.other_outcome,
    "open_exceptions": lambda answer, _: _open_exceptions(answer),
    "red_flags": lambda answer, _: "; ".join(flag.id for flag in answer.red_flags),
    "assumed": lambda answer, _: assumed_text(answer.case.assumed),
    "warnings": lambda answer, language: " ".join(warning.text(language) for warning in answer.warnings),
    "clock": lambda answer, _: str(answer.clock),
    "law_checked_until": lambda _answer, _language: CHECKED_UNTIL.isoformat(),
}
"""How each result column is made of an answer."""


def _open_exceptions(answer: Determination) -> str:
    return "; ".join(f"{name}: {', '.join(facts)}" for name, facts in answer.exceptions_once_met.items())


def assumed_text(assumed: Mapping[str, Assumed]) -> str:
    """The lines of the assumptions that filled a gap."""
    return "; ".join(f"{name}={value_text(value)}" for name, (value, _) in assumed.items())


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
