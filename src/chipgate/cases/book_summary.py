"""What an order book came to: counts, and the orders that need a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, Protocol

from chipgate.cases.columns import STATED_ECCN
from chipgate.cases.determination import Determination
from chipgate.cases.missing import Question
from chipgate.cases.order_files import OrderRow
from chipgate.cases.rejects import Reject
from chipgate.cases.settled_by import asked_first
from chipgate.cases.stated_eccn import is_stated_to_be_controlled, notes_on_the_stated_eccn, stated_eccn
from chipgate.readings.phrase import Phrase


class ReadsRows(Protocol):
    """Something that knows what the rows of a file say: an order book."""

    def label_of(self, row: OrderRow) -> str:
        """What an order is called."""

    def cells_of(self, row: OrderRow) -> dict[str, str]:
        """Its cells, by canonical column names."""


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
    """An order that somebody must look at: the questions that settle it, the red flags on it by their titles, and that
    the ECCN which it states is contradicted."""

    row: int
    order: str
    outcome: str
    what: str
    questions: tuple[Question, ...]
    flags: tuple[str, ...]
    cells: Mapping[str, str]
    eccn: tuple[Phrase, ...] = ()

    @classmethod
    def of(cls, row: int, order: str, cells: Mapping[str, str], answer: Determination) -> ForAPerson:
        """What is listed of ANSWER to the ORDER in ROW, whose CELLS have their canonical names."""
        stated = (STATED_ECCN,) if is_stated_to_be_controlled(answer) else ()
        what = "; ".join((*answer.settled_by, *(flag.id for flag in answer.red_flags), *stated))
        first = asked_first(answer)
        questions = tuple(one for one in answer.missing if one.fact in first)
        flags = tuple(flag.title for flag in answer.red_flags)
        eccn = tuple(notes_on_the_stated_eccn(stated_eccn(answer), answer.eccn))
        return cls(row, order, answer.outcome, what, questions, flags, cells, eccn)


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

    def add(self, row: OrderRow, answer: Determination, book: ReadsRows) -> None:
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

    def list_for_a_person(self, row: OrderRow, answer: Determination, book: ReadsRows) -> None:
        """Keep an order of BOOK for the list of those that need a person, while it is short."""
        if len(self.for_a_person) < self.MOST_LISTED:
            one = ForAPerson.of(row.number, book.label_of(row), book.cells_of(row), answer)
            self.for_a_person.append(one)
