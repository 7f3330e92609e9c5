"""An order book: every row of a file judged, none dropped, with a summary and a file of rejects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Protocol

from chipgate.cases.as_json import value_text
from chipgate.cases.check import Checker
from chipgate.cases.columns import CHIP, DAY, LABEL, ORDER_NAMES, ColumnReading, fold, understand
from chipgate.cases.determination import Determination
from chipgate.cases.order_files import OrderFile, OrderRow, ResultWriter, open_results
from chipgate.cases.reasons import reason
from chipgate.cases.transaction import BadOrder, Fault
from chipgate.errors import ChipgateError, UnknownChip
from chipgate.translation.language import Language

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
)
"""The columns that a judged order gets, after those that the user gave."""

REJECT_COLUMNS = ("row", "column", "wrong", "right", "text")


class TakesRows(Protocol):
    """Something that takes the rows of a result: a file, or several."""

    def write(self, cells: Mapping[str, str]) -> None:
        """Take one row."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be judged, and why: one line for each fault."""

    row: int
    column: str
    wrong: str
    right: str
    text: str


@dataclass
class Summary:
    """What an order book came to."""

    judged: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    deciding: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    for_a_person: list[tuple[int, str, str, str]] = field(default_factory=list)
    rejected_rows: int = 0
    clocks_differ: int = 0
    notes: list[str] = field(default_factory=list)

    MOST_LISTED: ClassVar[int] = 200

    def add(self, row: OrderRow, answer: Determination, label: str) -> None:
        """Count one judged order."""
        self.judged += 1
        self.outcomes[answer.outcome] += 1
        self.deciding[answer.deciding_provision, answer.outcome] += 1
        self.missing.update(answer.missing_names)
        self.clocks_differ += answer.other_outcome != answer.outcome
        if answer.needs_a_person and len(self.for_a_person) < self.MOST_LISTED:
            what = "; ".join((*answer.settled_by, *(flag.id for flag in answer.red_flags)))
            self.for_a_person.append((row.number, label, answer.outcome, what))


@dataclass(frozen=True)
class OrderBook:
    """A file of orders with the way its columns are understood."""

    file: OrderFile
    plan: tuple[ColumnReading, ...]
    day: str | None = None

    @classmethod
    def of(cls, file: OrderFile, day: str | None = None) -> OrderBook:
        """An opened file; DAY is used for rows that give none."""
        return cls(file, understand(file.header), day)

    def cells_of(self, row: OrderRow) -> dict[str, str]:
        """The cells of a row under their canonical names."""
        cells = {one.name: row.cells[one.header] for one in self.plan if one.name and one.header in row.cells}
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

    def kept_columns(self) -> dict[str, str]:
        """The user's columns and their names in the result; one that clashes with ours gets the prefix ``given_``."""
        ours = set(RESULT_COLUMNS)
        return {header: f"given_{header}" if header in ours else header for header in self.file.header}


def judge_rows(book: OrderBook, checker: Checker) -> Iterator[tuple[OrderRow, Determination | list[Reject]]]:
    """Every row of BOOK with its determination, or with the faults for which it was rejected."""
    for row in book.file.rows():
        if row.faults:
            yield row, [_of_file(row, fault.column, fault.wrong, fault.right) for fault in row.faults]
            continue
        try:
            yield row, checker.check_cells(book.cells_of(row))
        except BadOrder as faults:
            yield row, [_of_fault(row, fault) for fault in faults.faults]
        except UnknownChip as unknown:
            yield row, [_of_fault(row, Fault("chip", str(unknown)))]
        except ChipgateError as other:
            yield row, [_of_fault(row, Fault("", str(other)))]


def _of_file(row: OrderRow, column: str | None, wrong: str, right: str) -> Reject:
    return Reject(row.number, column or "", wrong, right, row.raw or _text_of(row))


def _of_fault(row: OrderRow, fault: Fault) -> Reject:
    wrong, _, right = fault.wrong.partition("; ")
    return Reject(row.number, fault.column, wrong, right, row.raw or _text_of(row))


def _text_of(row: OrderRow) -> str:
    return "; ".join(f"{name}={text}" for name, text in row.cells.items())


def result_of(answer: Determination, language: Language) -> dict[str, str]:
    """The result columns of one answer."""
    return {
        "outcome": answer.outcome,
        "eccn": answer.eccn,
        "paragraphs": answer.paragraphs,
        "licence_codified": answer.licence_codified,
        "licence_enforced": answer.licence_enforced,
        "exception": answer.exception,
        "review_policy": answer.review_policy,
        "tpp": answer.tpp,
        "performance_density": answer.performance_density,
        "deciding_provision": answer.deciding_provision,
        "missing": ";".join(answer.missing_names),
        "reason": reason(answer, language),
        "citation": "" if answer.deciding is None else answer.deciding.cite,
        "outcomes": ";".join(sorted(answer.outcomes)),
        "other_clock_outcome": answer.other_outcome,
        "open_exceptions": "; ".join(f"{name}: {', '.join(f)}" for name, f in answer.exceptions_once_met.items()),
        "red_flags": "; ".join(flag.id for flag in answer.red_flags),
        "assumed": "; ".join(f"{name}={value_text(value)}" for name, (value, _) in answer.case.assumed.items()),
        "warnings": " ".join(warning.text(language) for warning in answer.warnings),
    }


def judge_book(
    book: OrderBook,
    checker: Checker,
    results: TakesRows,
    rejects: Path,
    language: Language = "en",
    progress: Callable[[int, int], None] = lambda rows, bytes_read: None,
    keep: Callable[[OrderRow, Determination], None] = lambda row, answer: None,
) -> Summary:
    """Judge BOOK row by row into RESULTS; rows that cannot be judged go to the file REJECTS, which exists only then.

    PROGRESS hears how many rows and bytes were read; KEEP sees every answer (for a report).
    """
    summary, kept, refused = Summary(), book.kept_columns(), _Rejects(rejects, book.from_excel)
    with refused:
        for row, answer in judge_rows(book, checker):
            if isinstance(answer, list):
                refused.write(answer)
            else:
                given = {kept[name]: text for name, text in row.cells.items()}
                results.write({**given, **result_of(answer, language)})
                summary.add(row, answer, book.label_of(row))
                keep(row, answer)
            progress(book.file.rows_read, book.file.bytes_read)
    summary.rejected_rows = refused.rows
    summary.notes = list(book.file.notes)
    return summary


class _Rejects:
    """The file of rejects, begun with the first of them."""

    def __init__(self, path: Path, byte_order_mark: bool) -> None:
        self.path = path
        self._byte_order_mark = byte_order_mark
        self.rows = 0
        self._writer: ResultWriter | None = None

    def __enter__(self) -> _Rejects:
        return self

    def __exit__(self, *error: object) -> None:
        if self._writer is not None:
            self._writer.__exit__(None, None, None)

    def write(self, faults: Sequence[Reject]) -> None:
        """Add a line for each fault of one row."""
        if self._writer is None:
            self._writer = open_results(self.path, REJECT_COLUMNS, self._byte_order_mark).__enter__()
        self.rows += 1
        for one in faults:
            self._writer.write(
                {"row": str(one.row), "column": one.column, "wrong": one.wrong, "right": one.right, "text": one.text}
            )
