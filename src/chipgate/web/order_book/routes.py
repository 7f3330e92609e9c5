"""The addresses of the screen of an order book: `/book`, and below it the pages of each book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from chipgate.cases.assumptions import ASSUMPTION_SETS
from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.errors import ChipgateError
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.web.judge.asked import ASSUMPTIONS, Asked
from chipgate.web.order_book.books import Book
from chipgate.web.order_book.changes_view import changes_view, head
from chipgate.web.order_book.desk import FILE_FIELD, REFORM_FIELD, Desk, address_of
from chipgate.web.order_book.jobs import Standing, State
from chipgate.web.order_book.options import Options
from chipgate.web.order_book.runs import Run
from chipgate.web.order_book.second_law import SecondLaw
from chipgate.web.order_book.size_text import size_text
from chipgate.web.order_book.view import downloads, look_view, meanings, results_view
from chipgate.web.problems import Problem
from chipgate.web.render import page as made_page
from chipgate.web.security import FromOurPage

router = APIRouter(include_in_schema=False)

LISTED_PEOPLE = 25
"""Orders that need a person, shown before somebody asks for all that are listed."""


def page(request: Request, template: str, status: int = 200, **view: Any) -> HTMLResponse:
    """A page of this screen, which no browser keeps: what was uploaded goes when its book is forgotten."""
    response = made_page(request, template, status, **view)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/book")
def shelf(request: Request) -> HTMLResponse:
    """A form to bring a book, and the books that are open."""
    desk = Desk.of(request)
    books = [(book, size_text(book.size_bytes)) for book in desk.books.of_session(desk.session)]
    return page(
        request,
        "order_book/shelf.html",
        books=books,
        file_field=FILE_FIELD,
        largest=size_text(desk.settings.upload_limit_bytes),
        most_rows=f"{desk.settings.book_rows:,}",
        idle_minutes=int(desk.settings.book_idle_seconds // 60),
    )


@router.post("/book")
async def bring(request: Request) -> Response:
    """Take a book that was uploaded."""
    book = await Desk.of(request).bring()
    return RedirectResponse(address_of(book), 303)


@router.post("/book/example")
def bring_example(request: Request, _checked: FromOurPage) -> Response:
    """Take the bundled book."""
    book = Desk.of(request).bring_example()
    return RedirectResponse(address_of(book, options=Options(assume="ordinary")), 303)


@router.post("/book/{book_id}/forget")
def forget(request: Request, book_id: str, _checked: FromOurPage) -> Response:
    """Remove a book and all that was made of it."""
    desk = Desk.of(request)
    desk.books.forget(desk.book(book_id))
    return RedirectResponse("/book", 303)


@router.get("/book/{book_id}")
def look(request: Request, book_id: str) -> Response:
    """How the columns were understood, and the first rows."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    try:
        options = Options.of(request.query_params)
        if has_form_values(request):
            return RedirectResponse(address_of(book, options=options), 303)
        found = desk.look(book, options)
    except ChipgateError as wrong:
        return page(request, "order_book/unreadable.html", 422, **_of_book(book, None), problem=str(wrong))
    view = look_view(found, options, desk.language)
    return page(
        request,
        "order_book/look.html",
        **_of_book(book, options),
        view=view,
        meanings=meanings(desk.language),
        **_choices(),
        judge_link=_judge_link(options),
        results=address_of(book, "/results", options),
    )


def has_form_values(request: Request) -> bool:
    """Whether the address is one that a form has made: with blank values, or with what headings mean one by one."""
    return any(not value.strip() or name.startswith("means.") for name, value in request.query_params.multi_items())


def _of_book(book: Book, options: Options | None) -> dict[str, Any]:
    """What every page of BOOK shows."""
    return {
        "book": book,
        "options": options,
        "size": size_text(book.size_bytes),
        "look_address": address_of(book, options=options),
        "forget_address": address_of(book, "/forget"),
    }


def _choices() -> dict[str, Any]:
    assert set(ASSUMPTIONS) == set(ASSUMPTION_SETS)
    return {"assumptions": ASSUMPTIONS, "clocks": CLOCK_WORDS}


def _judge_link(options: Options) -> Any:
    """The address of an order on the screen Judge, by its cells."""
    return lambda cells: Asked(cells, options.assume, options.clock).link()


@router.get("/book/{book_id}/results")
def results(request: Request, book_id: str) -> Response:
    """All rows: their progress, then what they came to."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    try:
        options = Options.of(request.query_params)
        desk.look(book, options)  # what cannot be opened is said at once
    except ChipgateError as wrong:
        return page(request, "order_book/unreadable.html", 422, **_of_book(book, None), problem=str(wrong))
    run = desk.judged(book, options)
    if _is_asked_again(request, run):
        return Response(headers={"HX-Refresh": "true"})
    shared = {
        **_of_book(book, options),
        "progress": run.job.standing,
        "problem": _problem(run, desk),
        "poll": address_of(book, "/results", options),
    }
    if run.job.result is None:
        return page(request, "order_book/running.html", _status(run.job.standing), **shared, step=3)
    show_all = bool(request.query_params.get("all"))
    view = results_view(run.job.result, options, desk.language)
    return page(
        request,
        "order_book/results.html",
        **shared,
        view=view,
        people=view.people if show_all else view.people[:LISTED_PEOPLE],
        downloads=[(one, address_of(book, f"/results/{one.name}", options)) for one in _downloads(run, desk)],
        judge_link=_judge_link(options),
        law_day=options.day or CHECKED_UNTIL.isoformat(),
        changes=address_of(book, "/changes", options),
    )


def _is_asked_again(request: Request, run: Run) -> bool:
    """Whether a page that waits asks, and there is something to see now."""
    return "hx-request" in request.headers and run.job.standing.is_over


def _downloads(run: Run, desk: Desk) -> Iterator[Any]:
    yield from downloads(run.written, desk.language)


def _problem(run: Run, desk: Desk) -> str:
    words = run.job.standing.problem
    return "" if words is None else words.text(desk.language)


def _status(standing: Standing) -> int:
    return 422 if standing.state is State.FAILED else 200


@router.get("/book/{book_id}/results/{name}")
def result_file(request: Request, book_id: str, name: str) -> Response:
    """A file of the results, to take away."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    return desk.file(desk.judged(book, Options.of(request.query_params)), name)


@router.get("/book/{book_id}/changes")
def changes(request: Request, book_id: str) -> Response:
    """What a second law changes."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    try:
        options, law = Options.of(request.query_params), SecondLaw.of(request.query_params)
        if any(not value.strip() for value in request.query_params.values()):
            return RedirectResponse(address_of(book, "/changes", options, law), 303)
        desk.look(book, options)
        question = desk.question(book, options, law) if law else None
    except ChipgateError as wrong:
        return page(request, "order_book/unreadable.html", 422, **_of_book(book, None), problem=str(wrong))
    shared = {
        **_of_book(book, options),
        "law": law,
        "kept": list(options.pairs()),
        "reforms": [
            (one.name, address_of(book, "/changes", options, SecondLaw(reform=id))) for id, one in book.reforms.items()
        ],
        "reform_field": REFORM_FIELD,
        "reform_address": address_of(book, "/reform", options),
        "other_clock": address_of(book, "/changes", options, SecondLaw(other_clock=True)),
        "clock_words": (CLOCK_WORDS[options.clock], CLOCK_WORDS[options.clock.other]),
        "today": CHECKED_UNTIL.isoformat(),
        "results": address_of(book, "/results", options),
        "head": "" if question is None else head(question, desk.language),
    }
    if question is None:
        return page(request, "order_book/changes.html", **shared, view=None, running=False)
    run = desk.compared(book, options, law, question)
    if _is_asked_again(request, run):
        return Response(headers={"HX-Refresh": "true"})
    shared |= {
        "progress": run.job.standing,
        "problem": _problem(run, desk),
        "poll": address_of(book, "/changes", options, law),
    }
    if run.job.result is None:
        return page(request, "order_book/changes.html", _status(run.job.standing), **shared, view=None, running=True)
    return page(
        request,
        "order_book/changes.html",
        **shared,
        running=False,
        view=changes_view(run.job.result, question, desk.language),
        downloads=[(one, address_of(book, f"/changes/{one.name}", options, law)) for one in _downloads(run, desk)],
        law_day=(law.days or (CHECKED_UNTIL.isoformat(),))[-1],
    )


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
