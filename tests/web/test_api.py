"""The JSON API: the answers of the command line, and against its own description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks

from chipgate.cases.check import Checker
from chipgate.cases.check_one import cells_given
from chipgate.cases.columns import understand
from chipgate.cases.result_columns import RESULT_COLUMNS, result_of
from chipgate.cases.transaction import BadOrder
from chipgate.errors import UnknownChip
from chipgate.forms.answers import FORMS
from chipgate.web.api.plainly_asked import how_of
from chipgate.web.app import make_app
from chipgate.web.problems import MEDIA_TYPE
from tests.cases.frame_rows import CARRIED, at_random
from tests.cases.worked_cases import cells_of, rows

ORDER = {"chip": "H200", "to": "SG", "on": "2026-09-24", "units": 1000, "end_user_hq": "SG"}


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as asking:
        yield asking


def test_one_order_is_answered_as_the_command_line_answers_it(client: httpx.Client) -> None:
    told = client.post("/api/check?assume=ordinary", json=ORDER).json()
    cells = {"chip": "H200", "destination_iso2": "SG", "as_of": "2026-09-24", "units": "1000", "end_user_hq": "SG"}
    assert told == Checker(assume="ordinary").check_cells(cells).json()
    assert (told["outcome"], told["settled_by"]) == ("undetermined", ["end_user_parent_hq"])


def test_a_parameter_that_nobody_reads_is_refused(client: httpx.Client) -> None:
    """Who writes it believes that something is assumed."""
    told = client.post("/api/check?assum=ordinary", json=ORDER)
    assert (told.status_code, told.headers["content-type"]) == (422, MEDIA_TYPE)
    assert "'assum'" in told.json()["detail"]
    assert "assume" in told.json()["detail"]


def test_every_worked_case_is_answered_as_in_a_file_of_orders(client: httpx.Client) -> None:
    orders = [{name: text for name, text in cells_of(row).items() if text} for row in rows()]
    told = client.post("/api/check?assume=ordinary", json=orders).json()
    assert (told["judged"], told["rejected"]) == (len(orders), 0)
    checker = Checker(assume="ordinary")
    for place, (order, found) in enumerate(zip(orders, told["results"], strict=True), 1):
        cells = {one.name: order[one.header] for one in understand(order) if one.name}
        assert found == {"row": place, **result_of(checker.check_cells(cells), "en")}


def test_detail_picks_the_columns_of_a_result_or_the_whole_determination(client: httpx.Client) -> None:
    columns = client.post("/api/check?detail=columns", json=ORDER).json()
    assert tuple(columns) == RESULT_COLUMNS
    full = client.post("/api/check?detail=full", json=[ORDER]).json()
    assert full["results"] == [{"row": 1, "determination": client.post("/api/check", json=ORDER).json()}]
    assert set(full["results"][0]["determination"]) == set(FORMS["determination"]["required"])


def test_long_lists_are_answered_order_for_order_as_single_orders_are(client: httpx.Client) -> None:
    """From a few hundred orders on they are judged together: unknown facts, faults and all stay as they were."""
    random = Random(11)
    orders: list[dict[str, Any]] = [
        {name: value for name, value in row.items() if value is not None or random.random() < 0.5}
        for row in at_random(1500)
    ]
    orders[700], orders[800] = {**ORDER, "colour": "red"}, {**ORDER, "known_end_use": "\ud800"}
    content, headers = json.dumps(orders).encode(), {"Content-Type": "application/json"}
    told = client.post("/api/check?assume=ordinary", content=content, headers=headers).json()["results"]
    checker = Checker(assume="ordinary")
    for order, found in zip(orders, told, strict=True):
        del found["row"]
        assert found == _alone(order, checker)


def _alone(order: dict[str, Any], checker: Checker) -> dict[str, Any]:
    cells = {name: value for name, value in order.items() if value is not None and name not in CARRIED}
    try:
        return result_of(checker.check_cells(cells_given(cells)), "en")
    except BadOrder as bad:
        return {"faults": [{"column": one.column, "wrong": one.wrong} for one in bad.faults]}
    except UnknownChip as unknown:
        return {"faults": [{"column": "chip", "wrong": str(unknown)}]}


QUERIES = ("", "assume=ordinary", "lang=zh&clock=on_the_books", "detail=columns&assume=nothing", "detail=full")
BODIES = (
    *(json.dumps(ORDER).encode(), json.dumps([ORDER, 7]).encode(), b"[]", b"{}"),
    *(b"[", b"7", b'{"chip": "H2O"}', b'{"x": 1}', b'{"to": "SG", "to": "CN"}'),
)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/csv"}, {"Origin": "http://elsewhere.example"}])
def test_a_plain_question_is_answered_as_the_router_answers_it(
    client: httpx.Client, query: str, body: bytes, headers: dict[str, str]
) -> None:
    """A token in the address says nothing of how to judge, and sends the question the long way."""
    assert how_of(query.encode()) is not None
    assert how_of(f"{query}&token=x".encode()) is None
    plain, routed = (
        client.post(f"/api/check?{asked}", content=body, headers={"Content-Type": "application/json", **headers})
        for asked in (query, f"{query}&token=x")
    )
    assert (plain.status_code, plain.content) == (routed.status_code, routed.content)
    kept = ({k: v for k, v in one.headers.items() if k != "date"} for one in (plain, routed))
    assert next(kept) == next(kept)


@pytest.mark.parametrize("query", ["clock=mine", "detail=", "lang=en&lang=zh", "assume=Ordinary", "token=x"])
def test_what_is_not_plain_goes_the_way_of_all_questions(query: str) -> None:
    assert how_of(query.encode()) is None


def test_half_a_character_is_quoted_as_it_came(client: httpx.Client) -> None:
    body = json.dumps({**ORDER, "known_end_use": "\ud800 use"}).encode()
    told = client.post("/api/check", content=body, headers={"Content-Type": "application/json"})
    assert any("\ud800 use" in warning for warning in json.loads(told.content)["warnings"])


def test_an_order_that_cannot_be_read_stops_no_other_and_says_every_fault(client: httpx.Client) -> None:
    orders = [
        {"chip": "H2O0", "to": "SG"},
        ORDER,
        {"to": "Atlantis", "on": "03/04/2026"},
        7,
        {"chip": ["H20"]},
        {"x": 1},
    ]
    told = client.post("/api/check", json=orders).json()
    assert (told["judged"], told["rejected"]) == (1, 5)
    faults = {one["row"]: [fault["column"] for fault in one["faults"]] for one in told["results"] if "faults" in one}
    assert faults == {1: ["chip"], 3: ["destination_iso2", "as_of"], 4: [""], 5: ["chip"], 6: ["x"]}


def test_numbers_true_and_null_are_read_as_they_are_meant(client: httpx.Client) -> None:
    given: dict[str, Any] = {"item_kind": "ic", "tpp": 2399.5, "datacenter": True, "to": "CN", "on": "2026-09-24"}
    told = client.post("/api/check", json={**given, "die_area_mm2": None, "units": "unknown", "order_no": "A-7"}).json()
    assert told["tpp"] == "2399.5"
    assert told["figures"] == [] or all(one["value"] for one in told["figures"])


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"[", 400, "no JSON"),
        (b"", 400, "no JSON"),
        (b"\xff\xfe", 400, "no JSON"),
        (b"NaN", 400, "NaN"),
        (b"[" * 100_000, 400, "no JSON"),
        (b'{"to": "SG", "to": "CN"}', 400, "stands twice"),
        (b'{"chipp": null}', 422, "no fact 'chipp'"),
        (b'{"chip": "H20", "assume": "ordinary"}', 422, "assume: stands in the address"),
        (b"7", 422, "neither an object"),
        (b'"H20"', 422, "neither an object"),
        (b'{"chip": "H2O"}', 422, "Did you mean"),
        (b'{"chip": {"a": 1}}', 422, "a text, a number"),
        (b'{"to": "SG", "destination": "CN"}', 422, "keep one"),
        (b'{"chip": "\\ud800"}', 422, "no chip named"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_that_says_what_to_do(
    client: httpx.Client, body: bytes, status: int, said: str
) -> None:
    told = client.post("/api/check", content=body, headers={"Content-Type": "application/json"})
    assert (told.status_code, told.headers["content-type"]) == (status, MEDIA_TYPE)
    problem = told.json()
    assert (problem["status"], problem["instance"]) == (status, "/api/check")
    assert said in problem["detail"]
    assert problem["what_to_do"]


def test_other_content_and_other_methods_are_problems_too(client: httpx.Client) -> None:
    assert client.post("/api/check", content=b"a,b", headers={"Content-Type": "text/csv"}).status_code == 415
    told = client.get("/api/check")
    assert (told.status_code, told.headers["allow"], told.headers["content-type"]) == (405, "POST", MEDIA_TYPE)
    assert client.get("/api/nothing").json()["what_to_do"]
    told = client.post("/api/check?clock=mine", json=ORDER)
    assert (told.status_code, told.json()["faults"][0]["column"]) == (422, "clock")


def test_sentences_come_in_the_language_that_is_asked_for(client: httpx.Client) -> None:
    told = client.post("/api/check?lang=zh&assume=ordinary", json=ORDER).json()
    assert told["missing"][0]["question"] == "最终用户的最终母公司的总部位于哪里？"
    assert client.get("/api/coverage?lang=zh").json()["not_modelled"] == told["not_modelled"]


def test_the_server_says_that_it_is_well_and_by_which_law(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "law_checked_until": "2026-09-24"}


def test_the_page_of_the_api_names_every_address_and_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    html = client.get("/docs", headers={"Accept": "text/html"}).text
    paths = client.get("/openapi.json").json()["paths"]
    assert [
        f"{method} {path}"
        for path, found in paths.items()
        for method in found
        if f"<code>{method.upper()} {path}</code>" not in html
    ] == []
    assert {"/api/check", "/api/coverage", "/healthz"} <= set(paths)
    assert "cdn" not in html


def test_references_in_the_description_point_somewhere(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    named = {one.rpartition("/")[2] for one in _references(described)}
    assert named <= set(described["components"]["schemas"])
    assert "#/$defs" not in json.dumps(described)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        for part in value.values():
            yield from _references(part)
    elif isinstance(value, list):
        for part in value:
            yield from _references(part)


# Against its own description, with requests that nobody thought of.

load_all_checks()
HELD = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
described = schemathesis.openapi.from_asgi("/openapi.json", make_app(), headers={"Host": "127.0.0.1"})


@described.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_to_its_description(case: schemathesis.Case) -> None:
    response = case.call(headers={"Host": "127.0.0.1"})
    case.validate_response(response, checks=CHECKS.get_by_names(HELD))
    if response.status_code >= 400:
        problem = response.json()
        assert response.headers["content-type"] == [MEDIA_TYPE] or MEDIA_TYPE in str(response.headers["content-type"])
        assert problem["status"] == response.status_code
        assert problem["what_to_do"]
