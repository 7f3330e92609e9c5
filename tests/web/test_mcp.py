"""`chipgate mcp` as a process, asked with the client of the official SDK over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, TextContent

import chipgate
from chipgate.cases.check_one import check
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.web.mcp_server import TOOLS, make_server

T = TypeVar("T")
SRC = str(Path(chipgate.__file__).parents[1])
SERVER = StdioServerParameters(
    command=sys.executable, args=["-m", "chipgate", "mcp"], env={**os.environ, "PYTHONPATH": SRC}
)


def run(asking: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What ASKING gives, in a thread of its own: a browser of other tests may have a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(asking())).result()


def asked(*calls: tuple[str, Mapping[str, Any]]) -> list[CallToolResult]:
    """The answers of one process to CALLS, one after the other."""

    async def ask() -> list[CallToolResult]:
        async with Client(SERVER, read_timeout_seconds=60) as client:
            return [await client.call_tool(name, dict(arguments)) for name, arguments in calls]

    return run(ask)


def answer_of(result: CallToolResult) -> dict[str, Any]:
    """The answer, the same as text and as a value."""
    assert not result.is_error, result.content
    assert isinstance(result.content[0], TextContent)
    found = json.loads(result.content[0].text)
    assert found == result.structured_content
    return dict(found)


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    """One answer of each tool, all of one process."""
    calls: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("check_order", {"chip": "H100", "to": "Singapore", "on": "2024-06-01", "assume": "ordinary"}),
        ("explain_provision", {"provision": "3A090.a", "on": "2024-06-01"}),
        ("chip_worksheet", {"chip": "B200"}),
        ("duty_of_good", {"chip": "H200", "origin": "TW", "to": "US", "on": "2026-03-01", "hts": "8473.30"}),
        ("coverage", {"language": "zh"}),
    )
    return {name: answer_of(result) for (name, _), result in zip(calls, asked(*calls), strict=True)}


def test_every_tool_says_that_it_only_reads() -> None:
    async def listed() -> Any:
        async with Client(SERVER) as client:
            assert client.instructions is not None
            assert "never guess" in client.instructions
            return await client.list_tools()

    tools = run(listed).tools
    assert {tool.name for tool in tools} == {tool.__name__ for tool in TOOLS}
    for tool in tools:
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False


def test_every_answer_carries_vintage_coverage_and_unknowns(answers: dict[str, dict[str, Any]]) -> None:
    for name, found in answers.items():
        assert found["schema"] == "chipgate/mcp/1", name
        assert found["vintage"]["law_checked_until"] == CHECKED_UNTIL.isoformat(), name
        assert len(found["coverage"]["not_modelled"]) >= 5, name
        assert found["coverage"]["disclaimer"], name
        assert isinstance(found["unknowns"], list), name


def test_an_order_is_answered_as_by_python_and_an_open_one_asks(answers: dict[str, dict[str, Any]]) -> None:
    found, same = answers["check_order"], check(chip="H100", to="Singapore", on="2024-06-01", assume="ordinary")
    expected = same.json()
    del expected["trace"]
    assert found["answer"] == expected
    assert found["answer"]["outcome"] == "undetermined"
    assert [one["name"] for one in found["unknowns"]] == [one.fact for one in same.missing]
    assert all(one["why"] for one in found["unknowns"])


def test_a_provision_is_told_as_it_stood_on_the_day(answers: dict[str, dict[str, Any]]) -> None:
    found = answers["explain_provision"]["answer"]
    (version,) = found["versions"]
    assert version["key"] == "us/ear/3A090.a@2023-11-17"
    assert version["limits"]["us/ear/3A090.a.1#tpp"] == "4800"
    assert version["counts"] == {"on_the_books": True, "as_enforced": True}
    assert [one["since"] for one in found["history"]] == ["2022-10-21", "2023-11-17", "2025-01-16"]
    assert "tpp" in {one["name"] for one in answers["explain_provision"]["unknowns"]}


def test_a_chip_comes_with_its_worksheet_and_what_is_disputed(answers: dict[str, dict[str, Any]]) -> None:
    found = answers["chip_worksheet"]
    assert found["answer"]["worksheet"]["tpp"] == ["36000"]
    assert ("die_area_mm2", "disputed") in {(one["name"], one["why"]) for one in found["unknowns"]}


def test_the_duty_of_a_good_comes_layer_by_layer(answers: dict[str, dict[str, Any]]) -> None:
    found = answers["duty_of_good"]["answer"]
    assert found["total_rate_pct"] == 25
    assert any("232" in one["instrument"] for one in found["layers"])


def test_coverage_speaks_chinese(answers: dict[str, dict[str, Any]]) -> None:
    found = answers["coverage"]
    assert found["answer"]["partly_modelled"]
    assert all(not line.isascii() for line in found["coverage"]["not_modelled"])


REFUSED = (
    ("check_order", {"chip": "H1000000", "to": "CN", "on": "2024-06-01"}, "no chip named"),
    ("check_order", {"chip": "H20", "to": "CN", "on": "2024-06-01", "facts": {"end_usr_hq": "CN"}}, "end_usr_hq"),
    ("check_order", {"chip": "H20", "facts": {"chip": "H100"}}, "given twice"),
    ("explain_provision", {"provision": "3A09.a"}, "Did you mean"),
    ("explain_provision", {"provision": "3A090.a", "on": "03/04/2026"}, "two ways"),
    ("duty_of_good", {"to": "FR", "on": "2026-03-01"}, "not modelled"),
    ("duty_of_good", {"to": "US", "on": "2026-03-01", "facts": {"destination_iso2": "CN"}}, "given twice"),
)


def test_what_cannot_be_read_is_refused_with_what_to_do() -> None:
    results = asked(*((name, arguments) for name, arguments, _ in REFUSED))
    for (name, arguments, words), result in zip(REFUSED, results, strict=True):
        assert result.is_error, (name, arguments)
        assert isinstance(result.content[0], TextContent)
        assert words in result.content[0].text


def test_a_fact_that_is_called_unknown_never_clears() -> None:
    (result,) = asked(
        (
            "check_order",
            {"chip": "H100", "to": "SG", "on": "2024-06-01", "assume": "ordinary", "facts": {"end_user_hq": "unknown"}},
        )
    )
    found = answer_of(result)
    assert found["answer"]["outcome"] == "undetermined"
    assert "end_user_hq" in {one["name"] for one in found["unknowns"]}


def test_only_the_protocol_is_written_to_standard_output() -> None:
    """The process ends by itself when its input ends, with nothing said."""
    ran = subprocess.run(
        [sys.executable, "-m", "chipgate", "mcp"],
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": SRC},
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "")


def test_the_server_can_be_made_without_a_process() -> None:
    assert make_server().name == "chipgate"
