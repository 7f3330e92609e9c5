"""The addresses of a second law for a book: what it changes, its files, and the reform that somebody brings."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.errors import ChipgateError
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.web.order_book.books import Book
from chipgate.web.order_book.changes_view import changes_view, head
from chipgate.web.order_book.desk import REFORM_FIELD, Desk, address_of
from chipgate.web.order_book.options import Options
from chipgate.web.order_book.pages import files_of, look_again, of_book, of_run, page, status_of, unreadable
from chipgate.web.order_book.second_law import SecondLaw
from chipgate.web.problems import Problem

router = APIRouter()


@router.get("/book/{book_id}/changes")
def changes(request: Request, book_id: str) -> Response:
    """What a second law changes; without one, the forms in which it is chosen."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    try:
        options, law = Options.of(request.query_params), SecondLaw.of(request.query_params)
        if any(not value.strip() for value in request.query_params.values()):
            return RedirectResponse(address_of(book, "/changes", options, law), 303)
        desk.look(book, options)
        question = desk.question(book, options, law) if law else None
    except ChipgateError as wrong:
        return unreadable(request, book, wrong)
    shared = {**of_book(book, options), **_choices(book, options, law), "view": None, "running": False, "head": ""}
    if question is None:
        return page(request, "order_book/changes.html", **shared)
    run = desk.compared(book, options, law, question)
    again = look_again(request, run)
    if again is not None:
        return again
    shared |= {**of_run(run, desk, address_of(book, "/changes", options, law)), "head": head(question, desk.language)}
    if run.job.result is None:
        return page(request, "order_book/changes.html", status_of(run), **shared | {"running": True})
    found = {
        "view": changes_view(run.job.result, question, desk.language),
        "downloads": files_of(run, desk, lambda name: address_of(book, f"/changes/{name}", options, law)),
        "law_day": law.days[1] if law.days else CHECKED_UNTIL.isoformat(),
    }
    return page(request, "order_book/changes.html", **shared | found)


def _choices(book: Book, options: Options, law: SecondLaw) -> dict[str, Any]:
    """The forms in which a second law is chosen, with what they keep of the address."""
    return {
        "law": law,
        "kept": [(name, value) for name, value in options.pairs() if name != "on"],
        "reforms": [
            (path.name, address_of(book, "/changes", options, SecondLaw(reform=reform)))
            for reform, path in book.reforms.items()
        ],
        "reform_field": REFORM_FIELD,
        "reform_address": address_of(book, "/reform", options),
        "other_clock": address_of(book, "/changes", options, SecondLaw(other_clock=True)),
        "clock_words": (CLOCK_WORDS[options.clock], CLOCK_WORDS[options.clock.other]),
        "today": CHECKED_UNTIL.isoformat(),
        "results": address_of(book, "/results", options),
    }


@router.get("/book/{book_id}/changes/{name}")
def changes_file(request: Request, book_id: str, name: str) -> Response:
    """The orders that move, to take away."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    options, law = Options.of(request.query_params), SecondLaw.of(request.query_params)
    if not law:
        raise Problem(404)
    return desk.file(desk.compared(book, options, law, desk.question(book, options, law)), name)


@router.post("/book/{book_id}/reform")
async def bring_reform(request: Request, book_id: str) -> Response:
    """Take the file of a reform, and show what it changes."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    options = Options.of(request.query_params)
    reform = await desk.bring_reform(book)
    return RedirectResponse(address_of(book, "/changes", options, SecondLaw(reform=reform)), 303)
