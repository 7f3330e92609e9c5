"""Every command: its JSON parses and names its schema, its Chinese is another text, and it says the same in both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chipgate.cli.main import COMMANDS

from .conftest import Chipgate
from .tables import write

H20 = ("--chip", "H20", "--to", "CN", "--on", "2024-06-01")
SCHEMAS = [
    (("check", *H20), "chipgate/determination/1"),
    (("check", "orders.csv"), "chipgate/summary/1"),
    (("check", "orders.csv", "--dry-run"), "chipgate/columns/1"),
    (("compare", "2023-11-16", "2023-11-17", "orders.csv"), "chipgate/compare/1"),
    (("compare", "as_enforced", "on_the_books", "--on", "2025-06-01"), "chipgate/compare/1"),
    (("rescreen", "orders.csv", "--since", "2026-08-01", "--on", "2026-08-01"), "chipgate/rescreen/1"),
    (("duty", "--hts", "8542.31", "--to", "US", "--on", "2026-03-01"), "chipgate/duty/1"),
    (("duty", "--to", "US", "--on", "2026-03-01", "--since", "2026-01-01"), "chipgate/duty-over-time/1"),
    (("timeline", "--to", "2026-11-23"), "chipgate/timeline/1"),
    (("chips",), "chipgate/chips/1"),
    (("chips", "--vendor", "amd"), "chipgate/chips/1"),
    (("chips", "H20"), "chipgate/chip/1"),
    (("worksheet", "H20"), "chipgate/worksheet/1"),
    (("difference", "2023-11-16", "2023-11-17"), "chipgate/difference/1"),
    (("design", "--from", "GH100", "--on", "2023-12-01"), "chipgate/design/1"),
    (("design", "--sold"), "chipgate/designs_sold/1"),
    (("margins", "--on", "2024-06-01"), "chipgate/margins/1"),
    (("lint", "--on", "2023-12-01", "--all"), "chipgate/lint/1"),
    (("perf", "--chip", "H20", "--model", "deepseek-v3", "--parallel", "ep16"), "chipgate/perf/1"),
    (("train", "--chip", "H800", "--count", "512", "--model", "llama-3.1-70b", "--tokens", "1e12"), "chipgate/train/1"),
    (("law",), "chipgate/law/1"),
    (("law", "--on", "2024-06-01"), "chipgate/law/1"),
    (("law", "3A090.a"), "chipgate/law/1"),
    (("law", "--limits"), "chipgate/limits/1"),
    (("coverage",), "chipgate/coverage/1"),
    (("facts",), "chipgate/facts/1"),
    (("facts", "end_user_hq"), "chipgate/facts/1"),
    (("demo",), "chipgate/summary/1"),
]
IDS = [" ".join(arguments)[:40] for arguments, _ in SCHEMAS]
GIVES_SQL = "sql"  # its text is for a machine as it stands
SERVE = {"serve", "mcp"}  # answer until somebody stops them; their tests are in tests/web
NUMBERS_ONLY = ("law", "--limits")


@pytest.fixture(autouse=True)
def orders(tmp_path: Path) -> None:
    rows = [{"chip": "H20", "to": "CN", "on": "2024-06-01"}, {"chip": "H100", "to": "CN", "on": "2024-06-01"}]
    write(tmp_path / "orders.csv", rows)


def test_every_command_is_here() -> None:
    assert {arguments[0] for arguments, _ in SCHEMAS} | {GIVES_SQL} | SERVE == set(COMMANDS)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("arguments", "schema"), SCHEMAS, ids=IDS)
def test_json_parses_and_names_its_schema(
    chipgate: Chipgate, arguments: tuple[str, ...], schema: str, language: str
) -> None:
    ran = chipgate(*arguments, "--format", "json", "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["schema"] == schema


@pytest.mark.parametrize("arguments", [arguments for arguments, _ in SCHEMAS], ids=IDS)
def test_chinese_is_another_text(chipgate: Chipgate, arguments: tuple[str, ...]) -> None:
    english, chinese = (chipgate(*arguments, "--lang", language) for language in ("en", "zh"))
    assert (english.code, chinese.code, english.err, chinese.err) == (0, 0, "", "")
    assert (english.out == chinese.out) is (arguments == NUMBERS_ONLY)


def same_shape(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_shape(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_shape, one, other))
    return type(one) is type(other)


@pytest.mark.parametrize("arguments", [arguments for arguments, _ in SCHEMAS], ids=IDS)
def test_both_languages_have_the_same_fields(chipgate: Chipgate, arguments: tuple[str, ...]) -> None:
    english, chinese = (
        json.loads(chipgate(*arguments, "--format", "json", "--lang", language).out) for language in ("en", "zh")
    )
    assert same_shape(english, chinese)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(chipgate: Chipgate, command: str) -> None:
    shown = [chipgate(*filter(None, (command, flag))) for flag in ("-h", "--help")]
    assert shown[0] == shown[1]
    assert (shown[0].code, shown[0].err) == (0, "")
    assert "Usage: " in shown[0].out


def test_the_version(chipgate: Chipgate) -> None:
    from importlib.metadata import version

    assert version("chipgate") in chipgate("--version").out


# `chipgate law`.


def test_the_law_of_a_day_is_the_law_that_binds_on_it(chipgate: Chipgate) -> None:
    every = json.loads(chipgate("law", "--format", "json").out)["provisions"]
    for day in ("2022-10-21", "2023-11-16", "2023-11-17", "2026-09-01"):
        told = json.loads(chipgate("law", "--on", day, "--format", "json").out)["provisions"]
        binding = [one for one in every if one["since"] <= day and (one["until"] is None or day < one["until"])]
        assert told == binding
        assert 0 < len(told) < len(every)


def test_one_provision_with_its_history_and_on_a_day(chipgate: Chipgate) -> None:
    """3A090.a: 600 GB/s and 4800 until 2023-11-16; 4800, or 1600 and 5.92, from 2023-11-17."""
    history = json.loads(chipgate("law", "3A090.a", "--format", "json").out)["provisions"]
    assert [one["since"] for one in history][:2] == ["2022-10-21", "2023-11-17"]
    (first,) = json.loads(chipgate("law", "3A090.a", "--on", "2023-11-16", "--format", "json").out)["provisions"]
    (second,) = json.loads(chipgate("law", "3A090.a", "--on", "2023-11-17", "--format", "json").out)["provisions"]
    assert sorted(first["limits"].values()) == ["4800", "600"]
    assert sorted(second["limits"].values()) == ["1600", "4800", "5.92"]
    text = chipgate("law", "3A090.a", "--on", "2023-11-17").out
    assert "4800 or more" in text
    assert "5.92 or more" in text
    assert "as enforced: yes" in text


@pytest.mark.parametrize("name", ["3A090.a", "3a090.A", "ear/3A090.a", "us/ear/3A090.a", "US/EAR/3A090.A"])
def test_a_provision_answers_to_its_short_name(chipgate: Chipgate, name: str) -> None:
    assert chipgate("law", name) == chipgate("law", "us/ear/3A090.a")


@pytest.mark.parametrize("section", ["740.29", "ear/740.29", "us/ear/740.29"])
def test_a_section_with_one_provision_stands_for_it(chipgate: Chipgate, section: str) -> None:
    assert chipgate("law", section) == chipgate("law", "us/ear/740.29 LPP")


def test_a_section_with_several_provisions_stands_for_none(chipgate: Chipgate) -> None:
    """740.8 has NAC and ACA, and which of the two is meant nobody can tell."""
    ran = chipgate("law", "740.8")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean 'us/ear/740.8 NAC' or 'us/ear/740.8 ACA'" in ran.err


def test_a_provision_that_is_not_in_force_on_the_day(chipgate: Chipgate) -> None:
    ran = chipgate("law", "3A090 Note 2", "--on", "2022-12-01")
    assert ran.code == 0
    assert ran.out.strip() == ("us/ear/3A090 Note 2 is not in force on 2022-12-01; without --on its history is shown.")
    assert json.loads(chipgate("law", "3A090 Note 2", "--on", "2022-12-01", "--format", "json").out)["provisions"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nac",), "no provision 'nac'. Did you mean 'us/ear/740.8 NAC'"),
        (("3A090.x",), "no provision '3A090.x'. Did you mean 'us/ear/3A090."),
        (("--on", "2020-01-01"), "2020-01-01 lies before 2022-10-21, the first day that is modelled"),
        (("--on", "yesterday"), "'yesterday' is not a day"),
    ],
)
def test_law_that_is_not_there(chipgate: Chipgate, arguments: tuple[str, ...], message: str) -> None:
    ran = chipgate("law", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_limits_of_all_of_a_day_and_of_one_provision(chipgate: Chipgate) -> None:
    def limits(*arguments: str) -> dict[str, str]:
        found: dict[str, str] = json.loads(chipgate("law", "--limits", *arguments, "--format", "json").out)["limits"]
        return found

    every, then = limits(), limits("--on", "2023-11-16")
    assert then.items() < every.items()
    assert sorted(limits("3A090.a", "--on", "2023-11-16").values()) == ["4800", "600"]
    shown = chipgate("law", "--limits").out.splitlines()
    assert [line.split(None, 1) for line in shown] == [[value, name] for name, value in every.items()]


# `chipgate facts`.


def test_facts_are_found_by_a_piece_of_their_name_and_by_other_words(chipgate: Chipgate) -> None:
    def names(*arguments: str) -> list[str]:
        return [one["name"] for one in json.loads(chipgate("facts", *arguments, "--format", "json").out)["facts"]]

    assert "end_user_hq" in names("headquarters")
    assert {"end_user_hq", "consignee_hq"} <= set(names("_hq"))
    assert set(names("_hq")) < set(names())
    assert "chip" in chipgate("facts", "chip").out


# `chipgate demo`.


def test_the_demo_writes_its_three_files(chipgate: Chipgate, tmp_path: Path) -> None:
    ran = chipgate("demo", "--into", "some/where")
    assert (ran.code, ran.err) == (0, "")
    names = ["orders.results.csv", "orders.results.html", "orders.results.xlsx"]
    assert sorted(path.name for path in (tmp_path / "some/where").iterdir()) == names
    assert all(f"written: {Path('some/where') / name}" in ran.out for name in names)
    assert chipgate("demo", "--into", "some/where").out == ran.out
    told = json.loads(chipgate("demo", "--format", "json").out)
    outcomes = {"licence_required", "exception", "undetermined", "no_licence_required"}
    assert outcomes <= set(told["outcomes"])
    assert told["rejected_rows"] == 0


@pytest.mark.parametrize("into", ["orders.csv", "orders.csv/below", "/proc/none"])
def test_a_demo_that_has_no_place(chipgate: Chipgate, into: str) -> None:
    ran = chipgate("demo", "--into", into)
    assert (ran.code, ran.out) == (2, "")
    assert into in ran.err
    assert "Traceback" not in ran.err
