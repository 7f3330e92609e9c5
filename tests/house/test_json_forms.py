"""What commands print with ``--format json`` has the form that the reference promises."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chipgate.cli.main import cli
from chipgate.forms.answers import FORMS
from chipgate.forms.schema import Schema

DEMO = str(files("chipgate.cases") / "data" / "demo_orders.csv")

_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "number": (int, float),
    "integer": int,
    "null": type(None),
}


def faults(value: Any, schema: Schema, root: Schema, at: str = "") -> Iterator[str]:
    """Where VALUE departs from SCHEMA, for the part of JSON Schema that our forms use."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "type" in schema and not _is_of(value, schema["type"]):
        yield f"{at}: {value!r} is not of type {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from faults(one, schema["items"], root, f"{at}[{index}]")
    if isinstance(value, dict):
        yield from _faults_of_an_object(value, schema, root, at)


def _is_of(value: Any, kinds: str | list[str]) -> bool:
    named = [kinds] if isinstance(kinds, str) else kinds
    return any(isinstance(value, _TYPES[one]) and not (one == "integer" and isinstance(value, bool)) for one in named)


def _faults_of_an_object(value: dict[str, Any], schema: Schema, root: Schema, at: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema["additionalProperties"]
    yield from (f"{at}: no field {name!r}" for name in schema.get("required", ()) if name not in value)
    for name, one in value.items():
        if name in known or others:
            yield from faults(one, known.get(name, others), root, f"{at}.{name}")
        else:
            yield f"{at}: the form has no field {name!r}"


ONE = ("check", "--to", "CN", "--format", "json")

DUTY = ("duty", "--from", "CN", "--to", "US", "--format", "json")
PRINTED = {
    "no licence": (*ONE, "--chip", "H20", "--on", "2024-06-01", "--assume", "ordinary"),
    "red flag": (*ONE, "--chip", "H20", "--on", "2026-08-17", "--assume", "ordinary"),
    "licence": (*ONE, "--chip", "A800", "--on", "2023-11-17", "--assume", "ordinary"),
    "undetermined": (*ONE, "--chip", "H100", "--on", "2026-08-17"),
    "disputed": (*ONE, "--chip", "L40", "--on", "2024-06-01", "--assume", "ordinary"),
    "no day": (*ONE, "--chip", "H20"),
    "no chip": (*ONE, "--on", "2024-06-01", "--item-kind", "hbm", "--fact", "hbm_density_gb_s_mm2=2.5"),
    "Chinese": (*ONE, "--chip", "H20", "--on", "2024-06-01", "--lang", "zh"),
    "compare": ("compare", "2023-11-16", "2023-11-17", DEMO, "--to", "CN", "--to", "SG", "--format", "json"),
    "compare clocks": ("compare", "as_enforced", "on_the_books", "--on", "2025-06-01", "--format", "json"),
    "dry run": ("check", DEMO, "--dry-run", "--format", "json"),
    "chips": ("chips", "--format", "json"),
    "chip": ("chips", "H20", "--format", "json"),
    "worksheet": ("worksheet", "L40", "--format", "json"),
    "worksheet of little": ("worksheet", "MI308X", "--format", "json"),
    "design": ("design", "--from", "GH100", "--on", "2023-12-01", "--front", "--versions", "--format", "json"),
    "design for work": (
        *("design", "--from", "GH100", "--on", "2023-12-01", "--aim", "decode:deepseek-v3", "--front"),
        *("--format", "json"),
    ),
    "curves": ("compare", "H100", "H20", "910C", "--batch", "1,64", "--format", "json"),
    "perf": (
        *("perf", "--chip", "H20", "--model", "deepseek-v3", "--parallel", "ep16", "--years", "4"),
        *("--format", "json"),
    ),
    "best layout": (
        *("perf", "--chip", "H20", "--model", "deepseek-v3", "--parallel", "best", "--count", "16"),
        *("--max-wait-ms", "50", "--format", "json"),
    ),
    "train": (
        *("train", "--chip", "H800", "--count", "2048", "--model", "deepseek-v3", "--tokens", "14.8e12"),
        *("--format", "json"),
    ),
    "design with a licence": (
        *("design", "--from", "GB100", "--dies", "2", "--goal", "case-by-case", "--on", "2026-06-01"),
        *("--format", "json"),
    ),
    "difference": ("difference", "2023-11-16", "2023-11-17", "--format", "json"),
    "sold": ("design", "--sold", "--format", "json"),
    "margins": ("margins", "--on", "2024-06-01", "--format", "json"),
    "lint": ("lint", "--on", "2023-12-01", "--format", "json"),
    "law": ("law", "--format", "json"),
    "provision": ("law", "us/ear/744.11(a)/Affiliates Rule", "--format", "json"),
    "limits": ("law", "--limits", "--format", "json"),
    "facts": ("facts", "--format", "json"),
    "coverage": ("coverage", "--format", "json"),
    "with duties": (*ONE, "--chip", "H200", "--on", "2026-03-01", "--fact", "hts=8473.30", "--fact", "origin=TW"),
    "duty": (*DUTY, "--on", "2026-02-01", "--hts", "8473.30.1180", "--chip", "H200", "--value", "30000"),
    "duty of little": ("duty", "--to", "CN", "--on", "2025-04-20", "--format", "json"),
    "duty over time": (*DUTY, "--on", "2026-11-20", "--since", "2018-07-06", "--hts", "8542.31"),
    "timeline": ("timeline", "--to", "2026-11-23", "--format", "json"),
}


def printed(*arguments: str) -> Any:
    run = CliRunner().invoke(cli, arguments)
    return json.loads(run.stdout)


@pytest.mark.parametrize("arguments", PRINTED.values(), ids=PRINTED)
def test_what_is_printed_has_its_form(arguments: tuple[str, ...]) -> None:
    value = printed(*arguments)
    form = FORMS[value["schema"].split("/")[1]]
    assert list(faults(value, form, form)) == []


def test_a_summary_has_its_form(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("chip,to,on\nH20,CN,2024-06-01\nH2O,CN,2024-06-01\nH100,SG,2024-13-01\n", encoding="utf-8")
    for arguments in (("check", str(orders)), ("demo", "--into", str(tmp_path / "demo"))):
        value = printed(*arguments, "--format", "json")
        assert list(faults(value, FORMS["summary"], FORMS["summary"])) == []


def test_a_rescreening_has_its_form(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("order,chip,to\n1,H100,AE\n2,H20,CN\n3,H2O,CN\n", encoding="utf-8")
    for since in (("--since", "2026-07-01"), ()):
        value = printed("rescreen", str(orders), "--on", "2026-08-01", "--format", "json", *since)
        assert list(faults(value, FORMS["rescreen"], FORMS["rescreen"])) == []


def test_every_form_is_printed_by_some_command() -> None:
    seen = {printed(*arguments)["schema"].split("/")[1] for arguments in PRINTED.values()}
    assert seen | {"summary", "rescreen"} == set(FORMS)


def test_a_departure_is_found() -> None:
    form = FORMS["limits"]
    assert list(faults({"schema": "chipgate/limits/1", "limits": {"a": "1"}}, form, form)) == []
    assert len(list(faults({"schema": "chipgate/limits/2", "limits": {"a": 1}, "more": 1}, form, form))) == 3
    assert list(faults({"schema": "chipgate/limits/1"}, form, form)) == [": no field 'limits'"]


def described(schema: Schema, at: str = "") -> Iterator[str]:
    """Fields without a description."""
    for name, one in schema.get("properties", {}).items():
        if "$ref" not in one and not one.get("description"):
            yield f"{at}.{name}"
        yield from described(one, f"{at}.{name}")
        yield from described(one.get("items", {}), f"{at}.{name}[]")


@pytest.mark.parametrize("name", FORMS)
def test_every_field_says_what_it_means(name: str) -> None:
    form = FORMS[name]
    inner = [field for schema in form.get("$defs", {}).values() for field in described(schema)]
    assert [*described(form), *inner] == []
