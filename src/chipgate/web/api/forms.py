"""The forms of the API in OpenAPI: those that the command line prints, orders as they are given, and problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from chipgate.cases.columns import CHIP, DAY, OTHER_COLUMNS, fact_columns
from chipgate.cases.result_columns import RESULT_COLUMNS
from chipgate.forms.answers import FORMS
from chipgate.forms.maps import DATES, GATE_MAP
from chipgate.forms.schema import Schema, count, list_of, record, text
from chipgate.web.api.book_forms import book_components
from chipgate.web.problems import MEDIA_TYPE, TITLES

_SCALAR: Final = ["string", "number", "boolean", "null"]
_FAULTS: Final = list_of(
    "what is wrong, one entry a column",
    record({"column": text("column at fault; empty where it is the whole order"), "wrong": text("what is wrong")}),
)

PROBLEM: Final[Schema] = {
    "type": "object",
    "description": "RFC 9457, with what to do",
    "properties": {
        "type": text("about:blank: the status says it all"),
        "title": text("what kind of problem"),
        "status": count("the HTTP status"),
        "detail": text("what was wrong, and where"),
        "instance": text("the path that was asked"),
        "what_to_do": text("what to do"),
        "faults": _FAULTS,
        "near": list_of("the nearest names that are known"),
    },
    "required": ["type", "title", "status", "detail", "instance", "what_to_do"],
}


def order_schema() -> Schema:
    """One order: every column with the question that it answers; other headings that are known are taken as well."""
    others: dict[str, str] = {DAY: "Day of the shipment, like 2026-09-24", CHIP: "Chip of the catalogue, like H200"}
    named = {name: others.get(name, "see docs/reference/columns.md") for name in OTHER_COLUMNS}
    named |= {name: fact.question for name, fact in fact_columns().items()}
    properties = {name: {"type": _SCALAR, "description": meaning} for name, meaning in named.items()}
    return {
        "type": "object",
        "description": "One shipment. What is left out, null or 'unknown' is unknown: unknown never clears.",
        "properties": properties,
        "additionalProperties": {"type": _SCALAR},
        "example": {"chip": "H200", "to": "SG", "on": "2026-09-24", "units": 1000, "end_user_hq": "SG"},
    }


_RESULT: Final = {name: text("as in the result file of `chipgate check`") for name in RESULT_COLUMNS}


def checked_schema() -> Schema:
    """The answer to a list of orders."""
    place = count("place of the order in the list; the first is 1")
    row = record({"row": place, **_RESULT})
    full = record({"row": place, "determination": {"$ref": "#/components/schemas/Determination"}})
    rejected = record({"row": place, "faults": _FAULTS})
    return record(
        {
            "schema": {"const": "chipgate/checked/1", "description": "name of this form"},
            "judged": count("orders judged"),
            "rejected": count("orders that could not be read"),
            "results": list_of("one entry an order, in their order", {"anyOf": [row, full, rejected]}),
        }
    )


def components() -> dict[str, Schema]:
    """Every schema that the API names."""
    determination, coverage = _of_form("determination"), _of_form("coverage")
    return {
        "Order": order_schema(),
        "Determination": determination,
        "TraceLine": _renamed(FORMS["determination"]["$defs"]["trace_line"]),
        "Result": {**record(_RESULT), "description": "one order in the columns of a result file"},
        "Checked": checked_schema(),
        "Coverage": coverage,
        "Law": _of_form("law"),
        "Chips": _of_form("chips"),
        "Chip": _of_form("chip"),
        "Worksheet": _of_form("worksheet"),
        "Comparison": _of_form("compare"),
        "Curves": _of_form("curves"),
        "Dates": DATES,
        "GateMap": GATE_MAP,
        "Problem": PROBLEM,
        **book_components(),
    }


def _of_form(name: str) -> Schema:
    kept = {key: value for key, value in FORMS[name].items() if key not in ("$schema", "$id", "$defs")}
    found = _renamed(kept)
    assert isinstance(found, dict)
    return found


def _renamed(schema: Any) -> Any:
    """SCHEMA with its references as OpenAPI writes them."""
    if isinstance(schema, Mapping):
        return {key: _renamed(value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_renamed(one) for one in schema]
    return "#/components/schemas/TraceLine" if schema == "#/$defs/trace_line" else schema


def ref(name: str) -> Schema:
    """A reference to a schema of ``components``."""
    return {"$ref": f"#/components/schemas/{name}"}


def answers(schema: Schema, *problems: int, description: str = "The answer") -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route: SCHEMA, and the statuses of PROBLEMS."""
    found: dict[int | str, dict[str, Any]] = {
        status: {"description": TITLES[status], "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}
        for status in problems
    }
    return {200: {"description": description, "content": {"application/json": {"schema": schema}}}, **found}


def describe(app: FastAPI) -> None:
    """Let APP describe itself with the schemas of this file."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            made.setdefault("components", {}).setdefault("schemas", {}).update(components())
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
