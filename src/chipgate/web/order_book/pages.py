"""What the pages of a book have in common: how they are answered, and what each of them shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from chipgate.errors import ChipgateError
from chipgate.web.judge.asked import Asked
from chipgate.web.order_book.books import Book
from chipgate.web.order_book.desk import Desk, address_of
from chipgate.web.order_book.jobs import State
from chipgate.web.order_book.options import Options
from chipgate.web.order_book.runs import Run
from chipgate.web.order_book.size_text import size_text
from chipgate.web.order_book.view import downloads
from chipgate.web.render import language_of
from chipgate.web.render import page as made_page


def page(request: Request, template: str, status: int = 200, **view: Any) -> HTMLResponse:
    """A page of this screen, which no browser keeps: what was uploaded goes when its book is forgotten."""
    response = made_page(request, template, status, **view)
    response.headers["Cache-Control"] = "no-store"
    return response


def of_book(book: Book, options: Options | None) -> dict[str, Any]:
    """What every page of BOOK shows."""
    return {
        "book": book,
        "options": options,
        "size": size_text(book.size_bytes),
        "look_address": address_of(book, options=options),
    }


def unreadable(request: Request, book: Book, wrong: ChipgateError) -> HTMLResponse:
    """The page of a BOOK that cannot be read as the address says."""
    return page(
        request, "order_book/unreadable.html", 422, **of_book(book, None), problem=wrong.text(language_of(request))
    )


def of_run(run: Run, desk: Desk, address: str) -> dict[str, Any]:
    """How far RUN is, and where to ask again."""
    words = run.job.standing.problem
    problem = "" if words is None else words.text(desk.language)
    return {"progress": run.job.standing, "problem": problem, "poll": address}


def status_of(run: Run) -> int:
    """The status of a page that waits for RUN, or says that it failed."""
    return 422 if run.job.standing.state is State.FAILED else 200


def look_again(request: Request, run: Run) -> Response | None:
    """The answer to a page that waits and asks, once there is something to see: load anew."""
    if "hx-request" in request.headers and run.job.standing.is_over:
        return Response(headers={"HX-Refresh": "true"})
    return None


def files_of(run: Run, desk: Desk, address: Callable[[str], str]) -> list[tuple[Any, str]]:
    """The files of RUN with their addresses."""
    return [(one, address(one.name)) for one in downloads(run.written, desk.language)]


def judge_link(options: Options) -> Callable[[Mapping[str, str]], str]:
    """What gives the address of an order on the screen Judge, by its cells."""
    return lambda cells: Asked(cells, options.assume, options.clock).link()
