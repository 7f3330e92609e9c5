"""`/api/book`: order books for programs. The cookie of the first answer says whose a book is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from chipgate.cases.compare_json import orders_json
from chipgate.cases.result_columns import result_of
from chipgate.cases.summary_text import summary_json
from chipgate.law.provision import Clock
from chipgate.translation.fault_text import fault, said_in
from chipgate.translation.language import Language
from chipgate.web.api.forms import answers, ref
from chipgate.web.checkers import checker
from chipgate.web.order_book.books import Book
from chipgate.web.order_book.desk import FILE_FIELD, Desk, address_of
from chipgate.web.order_book.first_look import FirstRow
from chipgate.web.order_book.jobs import State
from chipgate.web.order_book.options import Options
from chipgate.web.order_book.runs import Run
from chipgate.web.order_book.second_law import OTHER_CLOCK, SecondLaw
from chipgate.web.problems import Problem
from chipgate.web.security import SESSION_COOKIE

router = APIRouter(prefix="/api/book", tags=["order book"])

Day = Annotated[str, Query(description="the day for rows that give none, like 2026-09-24")]
OfClock = Annotated[Clock, Query(description="by what is enforced, or by the text in force")]
Assume = Annotated[Literal["nothing", "ordinary"], Query(description="what nobody spoke of")]
Sheet = Annotated[str, Query(description="the sheet of a workbook")]
Column = Annotated[list[str] | None, Query(description="HEADING=NAME: what a heading means")]
Lang = Annotated[Literal["en", "zh"] | None, Query(description="language of the sentences")]
FromDay = Annotated[str, Query(alias="from", description="the first of two days, with `until`")]
UntilDay = Annotated[str, Query(description="the second of two days, with `from`")]
Against = Annotated[Literal["", "other_clock"], Query(description=f"{OTHER_CLOCK}: the other clock")]


def _options(
    request: Request,
    on: Day = "",
    clock: OfClock = Clock.AS_ENFORCED,
    assume: Assume = "nothing",
    sheet: Sheet = "",
    column: Column = None,
    lang: Lang = None,
) -> Options:
    """How a book is to be read and judged; the parameters stand here for the description of the API."""
    return Options.of(request.query_params)


def _second_law(request: Request, first: FromDay = "", until: UntilDay = "", against: Against = "") -> SecondLaw:
    """The law that a book is compared by."""
    return SecondLaw.of(request.query_params)


Asked = Annotated[Options, Depends(_options)]
AskedLaw = Annotated[SecondLaw, Depends(_second_law)]

_UPLOAD = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": [FILE_FIELD],
                "properties": {FILE_FIELD: {"type": "string", "format": "binary"}},
            }
        }
    },
}
_FILES = {
    200: {"description": "The file", "content": {"application/octet-stream": {}}},
    **{status: one for status, one in answers({}, 401, 404, 422).items() if status != 200},
}


@router.get("", summary="The books of this session", responses=answers(ref("Books"), 401))
def books(request: Request) -> Response:
    """The book that was brought last comes first."""
    desk = Desk.of(request)
    return JSONResponse({"books": [_named(book) for book in desk.books.of_session(desk.session)]})


@router.post(
    "",
    status_code=201,
    summary="Bring a book of orders",
    openapi_extra={"requestBody": _UPLOAD},
    responses={
        201: answers(ref("Book"))[200],
        **{status: one for status, one in answers({}, 400, 401, 403, 408, 413, 415, 422).items() if status != 200},
    },
)
async def bring(request: Request) -> Response:
    """The form has one file, `orders`: CSV, XLSX, Parquet or JSON Lines.

    The answer sets a cookie; only who sends it along can see the book.
    """
    book = await Desk.of(request).bring(is_checked=True)
    response = JSONResponse(_named(book), 201, headers={"Location": f"/api/book/{book.id}"})
    response.set_cookie(SESSION_COOKIE, book.session, httponly=True, samesite="strict")
    return response


@router.get("/{book_id}", summary="Columns and first rows", responses=answers(ref("BookLook"), 401, 404, 422))
def look(
    request: Request,
    book_id: str,
    options: Asked,
) -> Response:
    """How the columns were understood, and the first rows judged."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    found = desk.look(book, options)
    rows = [_row(row, desk.language) for row in found.rows]
    columns = found.columns | {"notes": [said_in(desk.language, note) for note in found.notes]}
    return JSONResponse({"id": book.id, "file": book.path.name, "columns": columns, "first_rows": rows})


@router.delete(
    "/{book_id}",
    status_code=204,
    summary="Forget a book",
    responses={status: one for status, one in answers({}, 401, 403, 404).items() if status != 200},
)
def forget(request: Request, book_id: str) -> Response:
    """The file and all that was made of it are deleted."""
    desk = Desk.of(request)
    desk.books.forget(desk.book(book_id))
    return Response(status_code=204)


@router.get("/{book_id}/results", summary="All rows", responses=answers(ref("BookResults"), 401, 404, 422))
def results(
    request: Request,
    book_id: str,
    options: Asked,
) -> Response:
    """The first call begins; ask again until `state` is done. `summary` is what `chipgate check` prints as JSON."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    desk.look(book, options)
    run = desk.judged(book, options)
    told = _standing(run, desk)
    if run.job.result is not None:
        names = [Path(one.name) for one in run.written]
        told["summary"] = summary_json(run.job.result, names, checker(options.assume, options.clock), desk.language)
    files = list(_files(run, lambda name: "/api" + address_of(book, f"/results/{name}", options)))
    return JSONResponse({"summary": None, **told, "files": files})


@router.get("/{book_id}/results/{name}", summary="A file of results", responses=_FILES, response_class=FileResponse)
def result_file(
    request: Request,
    book_id: str,
    name: str,
    options: Asked,
) -> Response:
    """One of the `files` of the results."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    return desk.file(desk.judged(book, options), name)


@router.get("/{book_id}/changes", summary="A second law", responses=answers(ref("BookChanges"), 401, 404, 422))
def changes(
    request: Request,
    book_id: str,
    law: AskedLaw,
    options: Asked,
) -> Response:
    """Every order judged by two laws, counted by what moves it; `orders` is that part of what `chipgate compare` says.

    The first call begins; ask again until `state` is done.
    """
    desk = Desk.of(request)
    book = desk.book(book_id)
    run = _compared(desk, book, options, law)
    told = _standing(run, desk)
    if run.job.result is not None:
        told["orders"] = orders_json(run.job.result, desk.language)
    files = list(_files(run, lambda name: "/api" + address_of(book, f"/changes/{name}", options, law)))
    return JSONResponse({"orders": None, **told, "files": files})


@router.get("/{book_id}/changes/{name}", summary="A file of changes", responses=_FILES, response_class=FileResponse)
def changes_file(
    request: Request,
    book_id: str,
    name: str,
    law: AskedLaw,
    options: Asked,
) -> Response:
    """One of the `files` of the changes."""
    desk = Desk.of(request)
    book = desk.book(book_id)
    run = _compared(desk, book, options, law)
    return desk.file(run, name)


def _compared(desk: Desk, book: Book, options: Options, law: SecondLaw) -> Run:
    """The run of BOOK by both laws.

    Raises:
        Problem: no second law is named.
        ChipgateError: it cannot be read so.
    """
    if not law:
        raise Problem(422, fault("Name a second law: the days `from` and `until`, or `against=other_clock`."))
    desk.look(book, options)
    return desk.compared(book, options, law, desk.question(book, options, law))


def _named(book: Book) -> dict[str, Any]:
    return {"id": book.id, "file": book.path.name, "bytes": book.size_bytes}


def _row(row: FirstRow, language: Language) -> dict[str, Any]:
    if row.answer is None:
        return {"row": row.number, "rejects": [one.line(language) for one in row.faults]}
    return {"row": row.number, **result_of(row.answer, language)}


def _standing(run: Run, desk: Desk) -> dict[str, Any]:
    """How far RUN is.

    Raises:
        Problem: it failed.
    """
    now = run.job.standing
    if now.state is State.FAILED:
        raise Problem(422, "" if now.problem is None else now.problem.text(desk.language))
    return {"state": str(now.state), "rows": now.rows, "share": round(now.share, 4)}


def _files(run: Run, address: Any) -> Iterator[dict[str, Any]]:
    for one in run.written:
        yield {"name": one.name, "address": address(one.name), "bytes": one.size_bytes}
