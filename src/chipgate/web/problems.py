"""Errors as problem+json (RFC 9457) for programs, and as a page for people: what was wrong, where, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from chipgate.cases.transaction import BadOrder, Fault
from chipgate.errors import ChipgateError, UnknownProvision
from chipgate.translation.fault_text import Spoken, fault, said_in
from chipgate.translation.language import Language, marked, translator
from chipgate.web.render import language_of, page

MEDIA_TYPE = "application/problem+json"

TITLES: Mapping[int, str] = {
    400: marked("The request cannot be read"),
    401: marked("An access token is needed"),
    403: marked("The request does not come from a page of this server"),
    404: marked("There is no such page"),
    405: marked("The address does not take this method"),
    408: marked("It takes too long"),
    413: marked("Too much at once"),
    415: marked("This kind of content is not read here"),
    422: marked("Something that was given cannot be read"),
    500: marked("The program failed"),
}
WHAT_TO_DO: Mapping[int, str] = {
    400: marked("Look at the address and the body of the request; /docs describes what is expected."),
    401: marked("Open the address that `chipgate serve` printed, or send the header Authorization: Bearer TOKEN."),
    403: marked("Load the page anew and send its form again."),
    404: marked("Go to the first page; the screens are listed at its top."),
    405: marked("See /docs for the methods of each address."),
    408: marked("Ask for less at once, or use `chipgate check FILE`."),
    413: marked("Send less at once, or use `chipgate check FILE`, which takes books of any size."),
    415: marked("Send JSON, with the header Content-Type: application/json."),
    422: marked("Mend what is named and ask again."),
    500: marked("Nothing was stored. Please report what you asked; the log of `chipgate serve` has the details."),
}


class Problem(ChipgateError):
    """A request that cannot be answered, with its status; ``more`` are further members of the JSON form."""

    def __init__(self, status: int, detail: str = "", **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.more = more


def status_of(error: ChipgateError) -> int:
    """The HTTP status for an error of ours: the caller can mend each of them."""
    if isinstance(error, Problem):
        return error.status
    return 404 if isinstance(error, UnknownProvision) else 422


def problem_json(status: int, detail: str, instance: str, language: Language = "en", **more: Any) -> dict[str, Any]:
    """The members of RFC 9457, and ``what_to_do``."""
    translate = translator(language)
    title = translate(TITLES.get(status, TITLES[400]))
    found = {"type": "about:blank", "title": title, "status": status, "detail": detail or title}
    return {**found, "instance": instance, "what_to_do": translate(WHAT_TO_DO.get(status, WHAT_TO_DO[400])), **more}


def problem_response(request: Request, status: int, detail: str | Spoken = "", **more: Any) -> Response:
    """A problem in the form that the caller reads: JSON below ``/api``, else a page."""
    language = problem_language(request)
    told = detail.text(language) if isinstance(detail, Spoken) else detail
    if wants_json(request):
        body = problem_json(status, told, request.url.path, language, **more)
        return JSONResponse(body, status, media_type=MEDIA_TYPE)
    translate = translator(language)
    return page(
        request,
        "problem.html",
        status=status,
        title=translate(TITLES.get(status, TITLES[400])),
        detail=told,
        what_to_do=translate(WHAT_TO_DO.get(status, WHAT_TO_DO[400])),
    )


def problem_language(request: Request) -> Language:
    """The language in which REQUEST hears of a problem; a program hears English unless it says ``lang=zh``."""
    if wants_json(request):
        return "zh" if request.query_params.get("lang") == "zh" else "en"
    return language_of(request)


def wants_json(request: Request) -> bool:
    """Whether the caller is a program."""
    path = request.url.path
    is_page = "text/html" in request.headers.get("accept", "")
    return path.startswith("/api/") or path in ("/openapi.json", "/healthz") or not is_page


def install(app: FastAPI) -> None:
    """Let every error of APP that the caller can mend end as a problem; the guard sees to the others."""
    app.add_exception_handler(ChipgateError, of_ours)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, of_http)


def faults_json(faults: Sequence[Fault], language: Language) -> list[dict[str, str]]:
    """FAULTS as plain values."""
    return [{"column": one.column, "wrong": said_in(language, one.wrong)} for one in faults]


def more_of(error: ChipgateError, language: Language = "en") -> dict[str, Any]:
    """The faults of an order one by one, and where an error has them, its nearest names."""
    if isinstance(error, Problem):
        return error.more
    if isinstance(error, BadOrder):
        return {"faults": faults_json(error.faults, language)}
    near = getattr(error, "near", ())
    return {"near": list(near)} if near else {}


async def of_ours(request: Request, error: Exception) -> Response:
    """The answer where ERROR is one of ours."""
    assert isinstance(error, ChipgateError)
    return problem_response(request, status_of(error), error, **more_of(error, problem_language(request)))


async def _of_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = tuple(Fault(".".join(map(str, one["loc"][1:])), _of_input(one)) for one in error.errors())
    language = problem_language(request)
    each = (one.text(language) if one.column else said_in(language, one.wrong) for one in faults)
    said = ("; " if language == "en" else "；").join(each)
    return problem_response(request, 422, said, faults=faults_json(faults, language))


_INPUT: Mapping[str, str] = {
    "literal_error": marked("Input should be {expected}"),
    "enum": "Input should be {expected}",
    "missing": marked("Field required"),
    "extra_forbidden": marked("Extra inputs are not permitted"),
    "string_type": marked("Input should be a valid string"),
    "dict_type": marked("Input should be a valid dictionary"),
    "list_type": marked("Input should be a valid list"),
    "bool_type": marked("Input should be a valid boolean"),
    "int_type": marked("Input should be a valid integer"),
    "bool_parsing": marked("Input should be a valid boolean, unable to interpret input"),
    "int_parsing": marked("Input should be a valid integer, unable to parse string as an integer"),
    "json_invalid": marked("JSON decode error"),
}
"""What Pydantic says of an input, by its types of errors; what it says besides is left as it is."""


class _Expected(NamedTuple):
    """The values that an input can have, as Pydantic lists them: ``'en' or 'zh'``."""

    listed: str

    def text(self, language: Language = "en") -> str:
        """The list in LANGUAGE."""
        return self.listed if language == "en" else "、".join(re.split(r", | or ", self.listed))


def _of_input(wrong: Mapping[str, Any]) -> str:
    """What is wrong with an input."""
    expected = _Expected(str(wrong.get("ctx", {}).get("expected", "")))
    said = fault(_INPUT.get(wrong["type"], "{text}"), expected=expected, text=wrong["msg"])
    return said if said == wrong["msg"] else str(wrong["msg"])


async def of_http(request: Request, error: Exception) -> Response:
    """The answer where ERROR came from the server below."""
    assert isinstance(error, HTTPException)
    detail = "" if error.status_code in (404, 405) else error.detail
    response = problem_response(request, error.status_code, detail)
    response.headers.update(error.headers or {})
    return response
