"""What a second law changes for a book, as plain values: by what moved the orders, and what is to be found out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chipgate.cases.compare import Inquiry
from chipgate.cases.compare_orders import MovedRow, MoveKey, OrderMoves, Tally
from chipgate.cases.compare_text import LISTED_ROWS, tally_lines
from chipgate.cases.moved_by import MoverKind
from chipgate.cases.outcome_words import ANSWER_WORDS, OUTCOME_NAMES
from chipgate.cases.rejects import Reject
from chipgate.readings.phrase import phrase
from chipgate.translation.fault_text import said_in
from chipgate.translation.language import Language, marked, translator
from chipgate.web.order_book.view import ToFindOut
from chipgate.web.render import provision_name


@dataclass(frozen=True)
class Move:
    """Orders that move alike, under one cause: from one answer to another, how many and how much."""

    before: str
    before_words: str
    after: str
    after_words: str
    lines: tuple[str, ...]
    rows: tuple[MovedRow, ...]
    more_rows: int


@dataclass(frozen=True)
class Cause:
    """What moved orders: a provision, a country group, or nothing in the law."""

    id: str
    short_id: str
    title: str
    cite: str
    is_provision: bool
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Group:
    """Moves of one sort: from answer to answer, only opened or closed, or reviewed otherwise."""

    title: str
    orders: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class ChangesView:
    """The page of a book judged by two laws."""

    head: str
    judged: int
    rejected_rows: int
    moved: int
    groups: tuple[Group, ...]
    to_find_out: tuple[ToFindOut, ...]
    without_day: int
    rejects: tuple[Reject, ...]
    notes: tuple[str, ...]


_TITLES = (
    marked("Orders that move to another answer"),
    marked("Orders that only become undetermined, or cease to be"),
    marked("Orders that need a licence both ways, reviewed otherwise"),
)


def changes_view(moves: OrderMoves, question: Inquiry, language: Language) -> ChangesView:
    """The page of MOVES between the two sides of QUESTION."""
    translate = translator(language)
    groups = tuple(
        Group(translate(title), moves.count(table), tuple(_causes(table, moves, language)))
        for title, table in zip(_TITLES, moves.tables(), strict=True)
        if table
    )
    return ChangesView(
        head=head(question, language),
        judged=moves.judged,
        rejected_rows=moves.rejected_rows,
        moved=sum(group.orders for group in groups),
        groups=groups,
        to_find_out=tuple(_to_find_out(moves, language)),
        without_day=moves.without_day,
        rejects=tuple(one.told(language) for one in moves.rejects),
        notes=tuple(said_in(language, note) for note in moves.notes),
    )


def head(question: Inquiry, language: Language) -> str:
    """What is compared, in a line."""
    return phrase("From {one} to {other}", one=question.before.words, other=question.after.words).text(language)


def _causes(table: Mapping[MoveKey, Tally], moves: OrderMoves, language: Language) -> Iterator[Cause]:
    """The moves of TABLE under what moved them; the cause of most orders first."""
    by_cause: dict[str, list[MoveKey]] = {}
    for key in sorted(table, key=lambda one: -table[one].orders):
        by_cause.setdefault(key.moved_by, []).append(key)
    for moved_by, keys in by_cause.items():
        mover = moves.movers[moved_by]
        is_provision = mover.kind is MoverKind.PROVISION
        yield Cause(
            mover.id,
            provision_name(mover.id, language) if is_provision else "",
            mover.title.text(language),
            mover.cite,
            is_provision,
            tuple(_move(key, table[key], moves, language) for key in keys),
        )


def _move(key: MoveKey, tally: Tally, moves: OrderMoves, language: Language) -> Move:
    translate, words = translator(language), {**ANSWER_WORDS, **OUTCOME_NAMES}
    rows = moves.rows[key]
    return Move(
        key.before,
        translate(words[key.before]),
        key.after,
        translate(words[key.after]),
        tuple(tally_lines(tally, moves.has_values, language)),
        tuple(rows[:LISTED_ROWS]),
        tally.orders - len(rows[:LISTED_ROWS]),
    )


def _to_find_out(moves: OrderMoves, language: Language) -> Iterator[ToFindOut]:
    for one, count in moves.to_find_out.most_common():
        question = moves.questions.get(one)
        yield ToFindOut(one.fact, "" if question is None else question.text(language), count)
