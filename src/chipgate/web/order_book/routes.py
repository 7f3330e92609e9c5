"""The addresses of the screen of an order book: `/book`, and below it the pages of each book."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.errors import ChipgateError
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.web.judge.asked import ASSUMPTIONS
from chipgate.web.order_book import changes_routes
from chipgate.web.order_book.desk import FILE_FIELD, Desk, address_of
from chipgate.web.order_book.options import MEANS, Options
from chipgate.web.order_book.pages import (
    files_of,
    judge_link,
    look_again,
    of_book,
    of_run,
    page,
    status_of,
    unreadable,
)
from chipgate.web.order_book.size_text import size_text
from chipgate.web.order_book.view import look_view, meanings, results_view
from chipgate.web.security import FromOurPage

router = APIRouter(include_in_schema=False)
router.include_router(changes_routes.router)

LISTED_PEOPLE = 25
"""Orders that need a person, shown before somebody asks for all that are listed."""


@router.get("/book")
def shelf(request: Request) -> HTMLResponse:
    """A form to bring a book, and the books that are open."""
    desk = Desk.of(request)
    return page(
        request,
        "order_book/shelf.html",
        books=[(book, size_text(book.size_bytes)) for book in desk.books.of_session(desk.session)],
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
        if _comes_from_a_form(request):
            return RedirectResponse(address_of(book, options=options), 303)
        found = desk.look(book, options)
    except ChipgateError as wrong:
        return unreadable(request, book, wrong)
    return page(
        request,
        "order_book/look.html",
        **of_book(book, options),
        view=look_view(found, options, desk.language),
        meanings=meanings(desk.language),
        assumptions=ASSUMPTIONS,
        clocks=CLOCK_WORDS,
        judge_link=judge_link(options),
        results=address_of(book, "/results", options),
    )


def _comes_from_a_form(request: Request) -> bool:
    """Whether a form has made the address: with blank values, or with what headings mean, one by one."""
    return any(not value.strip() or name.startswith(MEANS) for name, value in request.query_params.multi_items())


@router.get("/book/{book_id}/results")
def results(request: Request, book_id: str) -> Response:
    """All rows: their progress, then what they came to."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    try:
        options = Options.of(request.query_params)
        desk.look(book, options)  # what cannot be opened is said at once
    except ChipgateError as wrong:
        return unreadable(request, book, wrong)
    run = desk.judged(book, options)
    again = look_again(request, run)
    if again is not None:
        return again
    shared = {**of_book(book, options), **of_run(run, desk, address_of(book, "/results", options))}
    if run.job.result is None:
        return page(request, "order_book/running.html", status_of(run), **shared)
    view = results_view(run.job.result, options, desk.language)
    return page(
        request,
        "order_book/results.html",
        **shared,
        view=view,
        people=view.people if request.query_params.get("all") else view.people[:LISTED_PEOPLE],
        downloads=files_of(run, desk, lambda name: address_of(book, f"/results/{name}", options)),
        judge_link=judge_link(options),
        law_day=options.day or CHECKED_UNTIL.isoformat(),
        changes=address_of(book, "/changes", options),
    )


@router.get("/book/{book_id}/results/{name}")
def result_file(request: Request, book_id: str, name: str) -> Response:
    """A file of the results, to take away."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    return desk.file(desk.judged(book, Options.of(request.query_params)), name)
