"""`POST /api/check`: one order, or a list of them, judged as `chipgate check` judges them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import orjson
from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from chipgate.cases.as_json import determination_json
from chipgate.cases.check import Checker
from chipgate.cases.check_one import cells_given
from chipgate.cases.columns import CHIP, KEPT_COLUMNS, canonical, fold
from chipgate.cases.determination import Determination
from chipgate.cases.result_columns import result_of
from chipgate.cases.transaction import BadOrder, Fault
from chipgate.errors import UnknownChip
from chipgate.law.provision import Clock
from chipgate.translation.fault_text import FaultText, fault
from chipgate.translation.json_reasons import told_with_place
from chipgate.translation.language import Language, marked
from chipgate.web.api.asked_together import AskedTogether, asked_together
from chipgate.web.api.forms import answers, ref
from chipgate.web.api.written_once import WrittenOnce, read_again
from chipgate.web.checkers import checker, order_lists
from chipgate.web.problems import Problem, faults_json
from chipgate.web.settings import Settings

if TYPE_CHECKING:
    from chipgate.cases.tables.order_lists import OrderLists

router = APIRouter(prefix="/api", tags=["check"])

AT_ONCE: Final = 500
"""Orders of a list that are judged together, so that no list holds up the others for long."""

_BODY = {
    "required": True,
    "content": {"application/json": {"schema": {"anyOf": [ref("Order"), {"type": "array", "items": ref("Order")}]}}},
}


_PARTS: Final = WrittenOnce()

Assume = Literal["nothing", "ordinary"]
Detail = Literal["columns", "full"]


@dataclass(frozen=True)
class How:
    """How orders are judged, and how answers are told; TOGETHER is for single orders that ask for columns."""

    checker: Checker
    lists: OrderLists | None
    together: AskedTogether | None
    language: Language
    detail: Detail | None

    @classmethod
    def of(
        cls,
        assume: Assume = "nothing",
        clock: Clock = Clock.AS_ENFORCED,
        lang: Language = "en",
        detail: Detail | None = None,
    ) -> How:
        """As the query says."""
        lists = order_lists(assume, clock, lang)
        together = None if lists is None or detail != "columns" else asked_together(lists)
        return cls(checker(assume, clock), lists, together, lang, detail)

    def told(self, answer: Determination, full: bool) -> dict[str, Any]:
        """ANSWER as a whole determination where it is told in FULL, else as the columns of a result file."""
        return determination_json(answer, self.language, _PARTS) if full else result_of(answer, self.language)


@router.post(
    "/check",
    summary="Judge one order, or a list of them",
    openapi_extra={"requestBody": _BODY},
    responses=answers(
        {"anyOf": [ref("Determination"), ref("Result"), ref("Checked")]},
        *(400, 401, 403, 413, 415, 422),
        description="The determination of one order; the results of a list, in its order",
    ),
)
async def check(
    request: Request,
    assume: Annotated[Assume, Query(description="what nobody spoke of")] = "nothing",
    clock: Annotated[Clock, Query(description="by what is enforced, or by the text in force")] = Clock.AS_ENFORCED,
    lang: Annotated[Literal["en", "zh"], Query(description="language of the sentences")] = "en",
    detail: Annotated[
        Detail | None,
        Query(
            description="columns: those of a result file, as for a list unless asked otherwise; full: the "
            "determination with its reasons, as for one order unless asked otherwise"
        ),
    ] = None,
) -> Response:
    """An order is an object of columns and values, under the names that `chipgate check` knows in a file of orders.

    One order is answered with its determination (`chipgate/determination/1`), one that cannot be read with 422 and
    every fault of it. A list is answered with a result for each order, or its faults, under the names of the columns
    of a result file. What is left out is unknown, and unknown never clears.
    """
    _refuse_others(request)
    body = await answered(request.scope, request.receive, How.of(assume, clock, lang, detail))
    return Response(body, media_type="application/json")


_ASKED_BY: Final = ("assume", "clock", "lang", "detail")


def _refuse_others(request: Request) -> None:
    """Refuse a parameter that nobody reads: who writes `assum=ordinary` believes that something is assumed.

    Raises:
        Problem: there is one.
    """
    others = [name for name in request.query_params if name not in (*_ASKED_BY, "token")]
    if others:
        template = marked("The address has no parameter {name}; there are: {known}.")
        raise Problem(422, fault(template, name=repr(others[0][:40]), known=", ".join(_ASKED_BY)))


async def answered(scope: Scope, receive: Receive, how: How) -> bytes:
    """The body of the answer to a request, asked as HOW says.

    Raises:
        Problem: the body cannot be read, or is too much at once.
        ChipgateError: it is one order that cannot be judged.
    """
    _require_json(scope)
    given = _json_of(await _whole_body(receive))
    if isinstance(given, dict):
        return _as_json(await _told_of_one(_cells(given), how))
    settings: Settings = scope["app"].state.settings
    if not isinstance(given, list):
        raise Problem(422, fault("The body is neither an object, which is one order, nor a list of them."))
    if len(given) > settings.most_rows:
        raise Problem(
            413,
            fault(
                "The list holds {count} orders; {most} are taken at once.", count=len(given), most=settings.most_rows
            ),
        )
    return _as_json(await run_sync(_checked, given, how, settings.most_seconds))


async def _told_of_one(cells: dict[str, str], how: How) -> dict[str, Any]:
    found = None if how.together is None else await how.together.result(cells)
    return how.told(how.checker.check_cells(cells), how.detail != "columns") if found is None else found


def _require_json(scope: Scope) -> None:
    """Refuse a body that is said to be something else.

    Raises:
        Problem: it is.
    """
    said = next((value for name, value in scope["headers"] if name == b"content-type"), b"application/json")
    kind = said.decode("latin-1").partition(";")[0].strip().casefold()
    if kind != "application/json":
        raise Problem(415, fault("The body is said to be {kind}.", kind=repr(kind)))


async def _whole_body(receive: Receive) -> bytes:
    """The body; as ``Request.body`` without its three layers, for one that mostly comes in one piece.

    Raises:
        ClientDisconnect: the caller went before it was sent.
    """
    pieces: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


def _json_of(body: bytes) -> Any:
    """What BODY says.

    Raises:
        Problem: it is no JSON.
    """
    plain = _plain_order(body)
    if plain is not None:
        return plain
    try:
        return json.loads(body, parse_constant=_refuse_constant, object_pairs_hook=_told_once)
    except (ValueError, RecursionError) as wrong:
        told = told_with_place(wrong) if isinstance(wrong, json.JSONDecodeError) else _told(wrong)
        raise Problem(400, fault("The body is no JSON: {wrong}.", wrong=told)) from wrong


def _plain_order(body: bytes) -> dict[str, Any] | None:
    """BODY as one order of texts, flags and nulls, each told once, read in one go; None where it may be anything else.

    Every name has its colon, so where there are no more of these than names, no name stands twice.
    """
    if not body.startswith(b"{"):
        return None
    try:
        order = orjson.loads(body)
    except ValueError:
        return None
    if type(order) is not dict or body.count(b":") != len(order):
        return None
    return order if _PLAIN.issuperset(map(type, order.values())) else None


_PLAIN: Final = frozenset((str, bool, type(None)))
"""Numbers are not among them: of long ones orjson keeps fewer digits."""


def _told(wrong: BaseException) -> str:
    given = wrong.args[0] if wrong.args else ""
    return given if isinstance(given, FaultText) else str(wrong)


def _refuse_constant(name: str) -> None:
    raise ValueError(fault("{name} is no number of JSON", name=name))


def _told_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(
            fault("a name stands twice among {known}", known=", ".join((name[:40] for name, _ in pairs[:8])))
        )
    return found


def _cells(order: object) -> dict[str, str]:
    """What ORDER says, canonical names of columns to text.

    Raises:
        BadOrder: it is no object, holds what is no value, or says one thing twice.
    """
    if not isinstance(order, Mapping):
        raise BadOrder((Fault("", fault("an order is an object of columns and values")),))
    if not order.keys().isdisjoint(_ASKED_BY):
        wrong = fault("stands in the address, not in an order: /api/check?assume=ordinary")
        raise BadOrder(tuple(Fault(name, wrong) for name in order if name in _ASKED_BY))
    if not _NESTED.isdisjoint(map(type, order.values())):
        wrong = fault("a value is a text, a number, true, false or null")
        raise BadOrder(tuple(Fault(name, wrong) for name, value in order.items() if type(value) in _NESTED))
    told = {name: value for name, value in order.items() if fold(name) not in KEPT_COLUMNS}
    if None in order.values():
        strange = [name for name, value in told.items() if value is None and canonical(name) is None]
        told |= dict.fromkeys(strange, "")  # refused, though null says nothing
    return cells_given(told)


_NESTED: Final = frozenset((list, dict))


def _checked(orders: Sequence[object], how: How, most_seconds: float) -> dict[str, Any]:
    """The results of a list.

    Raises:
        Problem: it takes longer than MOST_SECONDS.
    """
    until = time.monotonic() + most_seconds
    results: list[dict[str, Any]] = []
    for start in range(0, len(orders), AT_ONCE):
        for answer in _answers(orders[start : start + AT_ONCE], how):
            if time.monotonic() > until:
                template = marked("{count} of {all} orders were judged in {seconds} seconds.")
                counts = {"count": len(results), "all": len(orders), "seconds": f"{most_seconds:g}"}
                raise Problem(413, fault(template, **counts))
            results.append({"row": len(results) + 1, **answer})
    rejected = sum("faults" in one for one in results)
    judged = len(results) - rejected
    return {"schema": "chipgate/checked/1", "judged": judged, "rejected": rejected, "results": results}


def _answers(orders: Sequence[object], how: How) -> Iterator[dict[str, Any]]:
    """The answer to each of ORDERS: together where that is sooner done, the others one by one."""
    cells = [_cells_or_faults(order) for order in orders]
    together: Sequence[dict[str, str] | None] = [None] * len(orders)
    if how.lists is not None and how.detail != "full":
        together = how.lists.results([None if isinstance(one, BadOrder) else one for one in cells])
    return (_result(one, how) if found is None else found for one, found in zip(cells, together, strict=True))


def _cells_or_faults(order: object) -> dict[str, str] | BadOrder:
    try:
        return _cells(order)
    except BadOrder as bad:
        return bad


def _result(cells: dict[str, str] | BadOrder, how: How) -> dict[str, Any]:
    """The answer to what one order says, or its faults."""
    try:
        if isinstance(cells, BadOrder):
            raise cells
        answer = how.checker.check_cells(cells)
    except BadOrder as bad:
        return {"faults": faults_json(bad.faults, how.language)}
    except UnknownChip as unknown:
        return {"faults": faults_json((Fault(CHIP, unknown.said),), how.language)}
    told = how.told(answer, how.detail == "full")
    return {"determination": told} if how.detail == "full" else told


def _as_json(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # half a character of the order, which a text may quote, stays what it is in JSON: an escape
        return _WRITER.encode(value).encode(errors="backslashreplace")


_WRITER: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), default=read_again
)  # an answer is a tree
