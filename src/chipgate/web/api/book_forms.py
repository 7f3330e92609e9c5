"""The forms of the API of order books, made of those that the command line prints."""

from __future__ import annotations

from typing import Any, Final

from chipgate.cases.result_columns import RESULT_COLUMNS
from chipgate.forms.answers import FORMS
from chipgate.forms.schema import Schema, count, list_of, or_null, record, text
from chipgate.web.order_book.jobs import State


def form_of(name: str) -> Schema:
    """The form NAME of the command line, without what makes it a document of its own."""
    return {key: value for key, value in FORMS[name].items() if key not in ("$schema", "$id")}


_FILE = record({"name": text("name of the file"), "address": text("where it can be fetched"), "bytes": count("size")})
_ROW: Final[Schema] = {
    "anyOf": [
        record({"row": count("row of the file"), **{name: text("as in a result file") for name in RESULT_COLUMNS}}),
        record({"row": count("row of the file"), "rejects": list_of("what is wrong with it")}),
    ]
}


def _run(answer: str, form: Schema) -> Schema:
    return record(
        {
            "state": text("how far it is", *State),
            "rows": count("rows read so far"),
            "share": {"type": "number", "description": "share of the file read so far, 0 to 1"},
            answer: or_null(form),
            "files": list_of("what can be fetched, once all rows are judged", _FILE),
        }
    )


def book_components() -> dict[str, Schema]:
    """Every schema that the API of order books names."""
    named = {"id": text("name of the book in addresses; nobody can guess it"), "file": text("name of the file")}
    orders: dict[str, Any] = form_of("compare")["properties"]["orders"] | {"type": "object"}
    return {
        "Book": record({**named, "bytes": count("size of the file")}),
        "Books": record({"books": list_of("the books of this session", {"$ref": "#/components/schemas/Book"})}),
        "BookLook": record(
            {**named, "columns": form_of("columns"), "first_rows": list_of("the first rows, judged", _ROW)}
        ),
        "BookResults": _run("summary", form_of("summary")),
        "BookChanges": _run("orders", orders),
    }
