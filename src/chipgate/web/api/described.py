"""The API as a page: its description in OpenAPI as plain values, so that the page needs no script and no other host."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class FieldLine:
    """One field of a form: how deep it stands, its name, its type and what it means."""

    depth: int
    name: str
    kind: str
    meaning: str
    is_required: bool


@dataclass(frozen=True)
class Body:
    """What a request or an answer holds."""

    status: str
    meaning: str
    media_type: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    anchor: str
    method: str
    path: str
    summary: str
    meaning: tuple[str, ...]
    parameters: tuple[FieldLine, ...]
    request: Body | None
    answers: tuple[Body, ...]
    example: str


def operations(openapi: Schema) -> tuple[Operation, ...]:
    """Every operation that OPENAPI describes, in its order."""
    schemas = openapi.get("components", {}).get("schemas", {})
    return tuple(
        _operation(method, path, found, schemas)
        for path, methods in openapi["paths"].items()
        for method, found in methods.items()
    )


def _operation(method: str, path: str, found: Schema, schemas: Schema) -> Operation:
    request = found.get("requestBody")
    parameters = tuple(
        FieldLine(0, one["name"], _kind(one["schema"], schemas), one.get("description", ""), one.get("required", False))
        for one in found.get("parameters", ())
    )
    return Operation(
        anchor=f"{method}{path}".replace("/", "-").replace("{", "").replace("}", ""),
        method=method.upper(),
        path=path,
        summary=found.get("summary", ""),
        meaning=tuple(found.get("description", "").split("\n\n")),
        parameters=parameters,
        request=None if request is None else _body("", request, schemas),
        answers=tuple(_body(status, answer, schemas) for status, answer in found["responses"].items()),
        example=_example(method, path, request, schemas),
    )


def _body(status: str, found: Schema, schemas: Schema) -> Body:
    contents: Schema = found.get("content", {})
    media_type = next(iter(contents), "")
    content: Schema = contents.get(media_type, {})
    return Body(status, found.get("description", ""), media_type, tuple(_fields(content.get("schema", {}), schemas, 0)))


_DEEPEST = 3


def _fields(schema: Schema, schemas: Schema, depth: int) -> Iterator[FieldLine]:
    """The fields of SCHEMA, those of parts below them; a form that holds itself is not spelled out again."""
    schema = _resolved(schema, schemas)
    if depth > _DEEPEST:
        return
    for choice in schema.get("anyOf", ()):
        resolved = _resolved(choice, schemas)
        name = choice.get("$ref", "").rpartition("/")[2]
        yield FieldLine(depth, name or "–", _kind(choice, schemas), resolved.get("description", ""), False)
        yield from _fields(choice, schemas, depth + 1)
    if "items" in schema:
        yield from _fields(schema["items"], schemas, depth)
    for name, part in schema.get("properties", {}).items():
        resolved = _resolved(part, schemas)
        required = name in schema.get("required", ())
        yield FieldLine(depth, name, _kind(part, schemas), resolved.get("description", ""), required)
        if "$ref" not in part.get("items", {}):
            yield from _fields(part, schemas, depth + 1)


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: Schema = schemas.get(name, {}) if name else schema
    return found


def _kind(schema: Schema, schemas: Schema) -> str:
    """The type in a few words; a form by its name, unless it is only a list of words."""
    if "$ref" in schema and "enum" not in _resolved(schema, schemas):
        return str(schema["$ref"]).rpartition("/")[2]
    schema = _resolved(schema, schemas)
    if "enum" in schema:
        return " | ".join(json.dumps(one) for one in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "anyOf" in schema:
        return " | ".join(_kind(one, schemas) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}), schemas) or 'objects'}"
    kind = schema.get("type", "")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)


def _example(method: str, path: str, request: Schema | None, schemas: Schema) -> str:
    """How it is asked with curl."""
    host = "http://127.0.0.1:8000"
    if request is None:
        return f"curl {host}{path}"
    media_type, content = next(iter(request["content"].items()))
    schema = content["schema"]
    first = _resolved(schema.get("anyOf", [schema])[0], schemas)
    body = json.dumps(first.get("example", {}))
    if media_type != "application/json":
        return f"curl -F {next(iter(schema['properties']))}=@orders.xlsx -c cookies {host}{path}"
    return f"curl -X {method.upper()} {host}{path} \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'"
