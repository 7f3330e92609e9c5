"""The parts of a JSON Schema, each in a word: the forms are written with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def text(meaning: str, *choices: str) -> Schema:
    """A text; one of CHOICES where there are any."""
    return {"type": "string", "description": meaning} | ({"enum": list(choices)} if choices else {})


def day(meaning: str, *, or_null: bool = False) -> Schema:
    """A day in ISO form."""
    return {"type": ["string", "null"] if or_null else "string", "pattern": _DAY, "description": meaning}


def count(meaning: str) -> Schema:
    """A whole number, never negative."""
    return {"type": "integer", "minimum": 0, "description": meaning}


def number(meaning: str) -> Schema:
    """A number, whole or decimal."""
    return {"type": "number", "description": meaning}


def flag(meaning: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": meaning}


def list_of(meaning: str, of: Schema | None = None) -> Schema:
    """A list; of texts unless said otherwise."""
    return {"type": "array", "description": meaning, "items": of or {"type": "string"}}


def table_of(meaning: str, of: Schema) -> Schema:
    """An object whose names are data."""
    return {"type": "object", "description": meaning, "additionalProperties": of}


def or_null(schema: Schema) -> Schema:
    """SCHEMA, or null."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*(kind for kind in kinds if kind != "null"), "null"]}


def record(fields: Mapping[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """An object with exactly these fields; those named in OPTIONAL may be left out."""
    required = [name for name in fields if name not in optional]
    return {"type": "object", "properties": dict(fields), "required": required, "additionalProperties": False}


def form(name: str, title: str, printed_by: str, fields: Mapping[str, Schema]) -> Schema:
    """A whole form, the first of its name."""
    schema = {"const": f"chipgate/{name}/1", "description": "name of this form; the number grows when a field changes"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"chipgate/{name}/1",
        "title": title,
        "description": f"Printed by {printed_by}.",
        **record({"schema": schema, **fields}),
    }


def embedded(whole: Schema, meaning: str) -> Schema:
    """A whole form as a field of another, or null."""
    kept = {name: whole[name] for name in ("properties", "required", "additionalProperties")}
    return {"type": ["object", "null"], "description": f"{meaning}; in the form {whole['$id']}", **kept}
