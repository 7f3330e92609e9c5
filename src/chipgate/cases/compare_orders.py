"""The orders of a book that two laws, clocks or days answer differently: counted, and by which provision they move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, NamedTuple

from chipgate.cases.columns import BOTH_HEADQUARTERS
from chipgate.cases.determination import Determination
from chipgate.cases.judged_often import Answers, Asker, judged_often
from chipgate.cases.moved_by import Mover, Movers
from chipgate.cases.order_book import OrderBook, TakesRows
from chipgate.cases.order_files import OrderRow
from chipgate.cases.order_value import ValueColumns, Worth, value_columns
from chipgate.cases.questions import LICENCE, OPEN
from chipgate.cases.reasons import reason
from chipgate.cases.rejects import MOST_LISTED, Reject
from chipgate.readings.compare import LawDifference
from chipgate.readings.phrase import Phrase, phrase
from chipgate.translation.language import Language
from chipgate.units import Exact, whole

MOVED_COLUMNS: Final = (
    "moved_by",
    "moved_by_citation",
    *(
        f"{side}_{name}"
        for name in ("outcome", "eccn", "review_policy", "deciding_provision", "reason", "day", "clock")
        for side in ("before", "after")
    ),
    "to_be_found_out",
)
"""The columns that a moved order gets, after those that the user gave."""

MOST_ROWS: Final = 1000
"""Moved orders that are kept with their labels; the result file has them all."""


class MovedRow(NamedTuple):
    """One order that moved."""

    row: int
    order: str
    before: str
    after: str
    moved_by: str


class MoveKey(NamedTuple):
    """What orders that are counted together have in common; ``before`` and ``after`` are outcomes, or reviews."""

    moved_by: str
    before: str
    after: str


class ToFindOut(NamedTuple):
    """A fact, and its question in English, which names the values of a disputed figure: they differ by chip."""

    fact: str
    question: str


_BOTH: Final = phrase("Where are the end user and its ultimate parent company headquartered?")


@dataclass
class Tally:
    """Orders that move alike. What is not known is counted beside the sums, and never as zero."""

    orders: int = 0
    units: int = 0
    units_unknown: int = 0
    tpp: Exact = 0
    tpp_unknown: int = 0
    value: dict[str, Exact] = field(default_factory=dict)
    value_unknown: int = 0

    def add(self, answer: Determination, worth: Worth | None) -> None:
        """Count one order."""
        units, tpp = answer.case.transaction.units, order_tpp(answer)
        self.orders += 1
        self.units += units or 0
        self.units_unknown += units is None
        self.tpp = whole(self.tpp + (tpp or 0))
        self.tpp_unknown += tpp is None
        self.value_unknown += worth is None
        if worth is not None:
            self.value[worth.currency] = whole(self.value.get(worth.currency, 0) + worth.amount)


def order_tpp(answer: Determination) -> Exact | None:
    """TPP x units x ICs in a unit; None where any of them is unknown, or sources disagree."""
    found = {reading.get("order_tpp") for reading in answer.case.readings}
    value = found.pop() if len(found) == 1 else None
    return value if isinstance(value, int | Fraction) and not isinstance(value, bool) else None


@dataclass
class OrderMoves:
    """What a comparison came to for an order book.

    ``moved`` are orders that go from one answer to another, ``opened`` those that only become undetermined or cease
    to be so, ``reviewed`` those that need a licence both ways, under another policy of review.
    """

    judged: int = 0
    without_day: int = 0
    rejected_rows: int = 0
    rejects: list[Reject] = field(default_factory=list)
    has_values: bool = False
    moved: dict[MoveKey, Tally] = field(default_factory=dict)
    opened: dict[MoveKey, Tally] = field(default_factory=dict)
    reviewed: dict[MoveKey, Tally] = field(default_factory=dict)
    to_find_out: Counter[ToFindOut] = field(default_factory=Counter)
    questions: dict[ToFindOut, Phrase] = field(default_factory=dict)
    movers: dict[str, Mover] = field(default_factory=dict)
    rows: dict[MoveKey, list[MovedRow]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def tables(self) -> tuple[dict[MoveKey, Tally], ...]:
        """Every table of moves."""
        return self.moved, self.opened, self.reviewed

    def count(self, table: Mapping[MoveKey, Tally]) -> int:
        """The orders of one table."""
        return sum(one.orders for one in table.values())

    def add(self, key: MoveKey, mover: Mover, answer: Determination, worth: Worth | None, row: MovedRow) -> None:
        """Count one order that moved."""
        table = self.opened if OPEN in (key.before, key.after) else self.moved
        table = table if row.before != row.after else self.reviewed
        table.setdefault(key, Tally()).add(answer, worth)
        self.movers.setdefault(mover.id, mover)
        kept = self.rows.setdefault(key, [])
        if len(kept) < MOST_ROWS:
            kept.append(row)

    def ask(self, answer: Determination) -> None:
        """Count what would settle an answer that is open."""
        words = {one.fact: one.words for one in answer.missing} | {BOTH_HEADQUARTERS: _BOTH}
        for name in answer.settled_by:
            question = words.get(name)
            key = ToFindOut(name, "" if question is None else question.text())
            self.to_find_out[key] += 1
            if question is not None:
                self.questions[key] = question


def moves(before: Determination, after: Determination) -> bool:
    """Whether an order moves: to another outcome, or to another review of the licence that it needs."""
    if before.outcome != after.outcome:
        return True
    return after.outcome == LICENCE and before.review_policy != after.review_policy


class Collector:
    """Takes the two answers to each row, and counts and writes those that move."""

    def __init__(self, book: OrderBook, law_of: Callable[[Determination, Determination], LawDifference]) -> None:
        self.found = OrderMoves()
        self._book, self._law_of, self._movers = book, law_of, Movers()
        self._values: ValueColumns = value_columns([one.header for one in book.plan if one.name is None])
        self.found.has_values = self._values.exist

    def take(
        self,
        row: OrderRow,
        before: Determination,
        after: Determination,
        mover: Mover | None = None,
        said: tuple[str, str] | None = None,
    ) -> Mover | None:
        """Count the answers to ROW; what moved it, if it moves.

        Where MOVER is given, it is known to have moved; SAID is the outcome and review that were given before.
        """
        self.found.judged += 1
        self.found.without_day += after.case.day is None
        if mover is None and not moves(before, after):
            return None
        if mover is None:
            mover = self._movers.of(before, after, self._law_of(before, after))
        outcome, review = said or (before.outcome, before.review_policy)
        label = self._book.label_of(row)
        moved = MovedRow(row.number, label, outcome, after.outcome, mover.id)
        worth = self._values.worth(row, after.case.transaction.units)
        key = MoveKey(mover.id, outcome, after.outcome)
        if outcome == after.outcome:
            key = MoveKey(mover.id, review, after.review_policy)
        self.found.add(key, mover, after, worth, moved)
        if OPEN in (outcome, after.outcome):
            self.found.ask(after if after.outcome == OPEN else before)
        return mover

    def refuse(self, faults: list[Reject]) -> None:
        """Count a row that cannot be judged."""
        self.found.rejected_rows += 1
        self.found.rejects += faults[: MOST_LISTED - len(self.found.rejects)]


def compare_orders(
    book: OrderBook,
    before: Asker,
    after: Asker,
    law_of: Callable[[Determination, Determination], LawDifference],
    results: TakesRows | None = None,
    language: Language = "en",
    progress: Callable[[int, int], None] = lambda rows, bytes_read: None,
) -> OrderMoves:
    """Judge every order of BOOK twice; those that move go to RESULTS as well, both answers side by side."""
    collector, kept = Collector(book, law_of), book.kept_columns(MOVED_COLUMNS)
    for row, answers in judged_often(book, (before, after)):
        if isinstance(answers, list):
            collector.refuse(answers)
        else:
            mover = collector.take(row, answers[0], answers[1])
            if mover is not None and results is not None:
                given = {kept[name]: text for name, text in row.cells.items()}
                results.write({**given, **dict(moved_cells(mover, answers, language))})
        progress(book.file.rows_read, book.file.bytes_read)
    collector.found.notes = list(book.notes)
    return collector.found


def moved_cells(mover: Mover, answers: Answers, language: Language) -> Iterator[tuple[str, str]]:
    """The result columns of one order that moved."""
    before, after = answers
    yield "moved_by", mover.id
    yield "moved_by_citation", mover.cite
    for side, answer in (("before", before), ("after", after)):
        yield f"{side}_outcome", answer.outcome
        yield f"{side}_eccn", answer.eccn
        yield f"{side}_review_policy", answer.review_policy
        yield f"{side}_deciding_provision", answer.deciding_provision
        yield f"{side}_reason", reason(answer, language)
        yield f"{side}_day", "" if answer.case.day is None else answer.case.day.isoformat()
        yield f"{side}_clock", str(answer.clock)
    still_open = after if after.outcome == OPEN else before if before.outcome == OPEN else None
    yield "to_be_found_out", ";".join(still_open.settled_by) if still_open else ""
