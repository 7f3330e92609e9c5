"""The worked cases as order books: every format in and out, other headings, other words, facts packed or spread."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from chipgate.cases.check import Checker
from chipgate.cases.column_aliases import ALIASES
from chipgate.cases.columns import PACKED, known_columns, understand
from chipgate.cases.determination import Determination
from chipgate.countries.names import name_of
from tests.cases.worked_cases import cells_of, expected, rows

from .conftest import Chipgate
from .tables import SUFFIXES, read, write

CASES = rows()
RESULT_OF = {
    "expected_tpp": "tpp",
    "expected_eccn": "eccn",
    "paragraphs_met": "paragraphs",
    "licence_codified": "licence_codified",
    "licence_enforced": "licence_enforced",
    "exception": "exception",
    "review_policy": "review_policy",
}
ANSWERS = (
    *("eccn", "paragraphs", "licence_codified", "licence_enforced", "exception", "review_policy"),
    *("tpp", "performance_density", "outcome", "deciding_provision", "missing"),
)
BOOK = [cells_of(case) for case in CASES]


@cache
def answers() -> list[dict[str, str]]:
    """What the library says to each case, as the result columns show it."""
    checker = Checker(assume="ordinary")
    found = [checker.check_cells({one.name: book[one.header] for one in understand(book) if one.name}) for book in BOOK]
    return [{name: _shown(answer, name) for name in ANSWERS} for answer in found]


def _shown(answer: Determination, name: str) -> str:
    return ";".join(answer.missing_names) if name == "missing" else str(getattr(answer, name))


def judged(chipgate: Chipgate, orders: Path, result: str = "out.csv") -> list[dict[str, str]]:
    """The result rows of ORDERS, none of which was rejected."""
    ran = chipgate("check", orders, "--assume", "ordinary", "-o", result)
    assert (ran.code, ran.err) == (0, "")
    found = read(orders.parent / result)
    assert len(found) == len(CASES) == 160
    return found


def answers_in(found: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: row[name] for name in ANSWERS} for row in found]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_each_format_in_and_each_out(chipgate: Chipgate, tmp_path: Path, suffix: str) -> None:
    orders = write(tmp_path / f"orders{suffix}", BOOK)
    outputs = [f"out{one}" for one in SUFFIXES]
    ran = chipgate("check", orders, "--assume", "ordinary", *(word for one in outputs for word in ("-o", one)))
    assert (ran.code, ran.err) == (0, "")
    for output in outputs:
        found = read(tmp_path / output)
        assert answers_in(found) == answers(), output
        for case, row in zip(CASES, found, strict=True):
            asserted = expected(case)
            if not case["destination_iso2"]:  # rows that test arithmetic assert no licence
                asserted = {name: text for name, text in asserted.items() if not name.startswith("licence")}
            assert {name: row[RESULT_OF[name]] for name in asserted} == asserted, case["case_id"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_that_the_user_gave_is_dropped(chipgate: Chipgate, tmp_path: Path, suffix: str) -> None:
    """A column of the user's that bears the name of an answer stands beside it as ``given_...``."""
    found = judged(chipgate, write(tmp_path / f"orders{suffix}", CASES), f"out{suffix}")
    assert answers_in(found) == answers()
    for case, row in zip(CASES, found, strict=True):
        for name, text in case.items():
            kept = f"given_{name}" if name in (*ANSWERS, "citation") else name
            assert row[kept] == text, (case["case_id"], name)


def chinese(aliases: tuple[str, ...]) -> list[str]:
    return [one for one in aliases if not one.isascii()]


def english(aliases: tuple[str, ...]) -> list[str]:
    return [one for one in aliases if one.isascii()]


@pytest.mark.parametrize("words", [english, chinese])
def test_other_headings_are_understood(
    chipgate: Chipgate, tmp_path: Path, words: Callable[[tuple[str, ...]], list[str]]
) -> None:
    renamed = {name: words(aliases)[0] for name, aliases in ALIASES.items() if words(aliases)}
    book = [{renamed.get(name, name): text for name, text in row.items()} for row in BOOK]
    assert len({*renamed.values()} & {name for row in book for name in row}) >= 5
    found = judged(chipgate, write(tmp_path / "orders.csv", book))
    assert answers_in(found) == answers()


@pytest.mark.parametrize("heading", [str.upper, str.title, lambda name: f"  {name.replace('_', ' ')} "])
def test_case_and_spaces_of_headings_do_not_count(
    chipgate: Chipgate, tmp_path: Path, heading: Callable[[str], str]
) -> None:
    book = [{heading(name): text for name, text in row.items()} for row in BOOK]
    assert answers_in(judged(chipgate, write(tmp_path / "orders.csv", book))) == answers()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_of_countries_for_codes(chipgate: Chipgate, tmp_path: Path, language: str) -> None:
    places = ("destination_iso2", "end_user_hq_iso2")
    book = [{n: name_of(t, language) if n in places else t for n, t in row.items()} for row in BOOK]  # type: ignore[arg-type]
    assert any(not row.get("destination_iso2", "").isascii() for row in book) is (language == "zh")
    assert answers_in(judged(chipgate, write(tmp_path / "orders.csv", book))) == answers()


def test_packed_facts_in_columns_of_their_own(chipgate: Chipgate, tmp_path: Path) -> None:
    def spread(row: dict[str, str]) -> dict[str, str]:
        pairs = [part.split("=", 1) for part in row.get(PACKED, "").split(";") if part]
        return {**{name: text for name, text in row.items() if name != PACKED}, **dict(pairs)}

    book = [spread(row) for row in BOOK]
    assert len({name for row in book for name in row}) > 50
    assert answers_in(judged(chipgate, write(tmp_path / "orders.csv", book))) == answers()


def test_columns_packed_into_facts(chipgate: Chipgate, tmp_path: Path) -> None:
    def packed(row: dict[str, str]) -> dict[str, str]:
        own = [f"{name}={text}" for name, text in row.items() if name in known_columns() and name != PACKED]
        movable = [pair for pair in own if ";" not in pair]
        moved = {pair.partition("=")[0] for pair in movable}
        facts = ";".join(filter(None, (row.get(PACKED, ""), *movable)))
        return {**{name: text for name, text in row.items() if name not in moved}, PACKED: facts}

    book = [packed(row) for row in BOOK]
    assert not any("tpp" in row or "as_of" in row for row in book)
    assert answers_in(judged(chipgate, write(tmp_path / "orders.csv", book))) == answers()


def test_a_result_can_be_judged_again(chipgate: Chipgate, tmp_path: Path) -> None:
    """A result file is an order file too: what chipgate added is kept as given."""
    judged(chipgate, write(tmp_path / "orders.csv", BOOK))
    ran = chipgate("check", "out.csv", "--assume", "ordinary", "-o", "again.csv")
    again = read(tmp_path / "again.csv")
    assert ran.code in (0, 3)  # a TPP that is shown as n/a or as two readings is no number to go on
    assert {row["given_outcome"] for row in again} == {row["outcome"] for row in answers()}
