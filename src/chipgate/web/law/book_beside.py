"""The order book of this browser beside a reform: which of its orders the reform moves, as if shipped on the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from fastapi import Request

from chipgate.cases.compare_orders import OrderMoves
from chipgate.errors import ChipgateError
from chipgate.law.provision import Clock
from chipgate.law.reform import Reform
from chipgate.translation.language import Language
from chipgate.web.law.reform_drawer import inquiry
from chipgate.web.order_book.books import Book, Books
from chipgate.web.order_book.changes_view import ChangesView, changes_view
from chipgate.web.order_book.desk import Desk
from chipgate.web.order_book.options import Options
from chipgate.web.order_book.runs import Run, compared

PATIENCE_SECONDS: Final = 0.4
"""A page waits so long for a book; one that takes longer is told to be under way, and asked for again."""
LARGEST_AT_ONCE: Final = 2**20
"""Bytes of a book that is judged with every change of the reform; a larger one when somebody asks for it."""


@dataclass(frozen=True, slots=True)
class BookBeside:
    """What is told of the book: ``changes`` once every order is judged, until then how many are, or what is wrong.

    ``waits_to_be_asked`` where the book is large and nobody has asked yet.
    """

    name: str
    address: str
    rows: int = 0
    changes: ChangesView | None = None
    wrong: str = ""
    waits_to_be_asked: bool = False

    @property
    def is_under_way(self) -> bool:
        """Whether orders are still being judged."""
        return self.changes is None and not self.wrong and not self.waits_to_be_asked


def book_beside(
    request: Request, reform: Reform, day: date, clock: Clock, language: Language, is_asked: bool
) -> BookBeside | None:
    """The book that this browser brought last, judged by the law and by REFORM; None where there is none.

    IS_ASKED says that a large book is to be judged too.
    """
    books: Books | None = getattr(request.app.state, "books", None)
    found = [] if books is None else books.of_session(request.state.session)
    if books is None or not found:
        return None
    book = found[0]
    told = BookBeside(book.path.name, f"/book/{book.id}")
    if book.path.stat().st_size > LARGEST_AT_ONCE and not is_asked:
        return replace(told, waits_to_be_asked=True)
    try:
        return _judged(told, _run(Desk.of(request), book, reform, day, clock), reform, day, clock, language)
    except ChipgateError as wrong:
        return replace(told, wrong=wrong.text(language))


def options_of(book: Book) -> Options:
    """How BOOK was last read: its sheet, what its headings mean, and the assumptions."""
    keys = (part for key in reversed(book.runs) if isinstance(key, tuple) for part in key)
    return next((part for part in keys if isinstance(part, Options)), Options())


def _run(desk: Desk, book: Book, reform: Reform, day: date, clock: Clock) -> Run:
    """The run through BOOK by both laws; begun where there is none."""
    options = replace(options_of(book), day=day.isoformat(), clock=clock)
    question = inquiry(reform, day, clock, ("CN",), options.assume)
    key = ("reform of the drawer", options, reform, desk.language)
    return desk.books.run(
        book, key, lambda folder: compared(book.path, folder, options, question, desk.language, desk.limits)
    )


def _judged(told: BookBeside, run: Run, reform: Reform, day: date, clock: Clock, language: Language) -> BookBeside:
    run.job.wait(PATIENCE_SECONDS)
    standing, found = run.job.standing, run.job.result
    if standing.problem is not None:
        return replace(told, wrong=standing.problem.text(language))
    if not isinstance(found, OrderMoves):
        return replace(told, rows=standing.rows)
    question = inquiry(reform, day, clock, ("CN",))
    return replace(told, rows=found.judged, changes=changes_view(found, question, language))
