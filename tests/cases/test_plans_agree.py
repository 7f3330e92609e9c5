"""Expressions of Polars, and SQL on DuckDB, answer shipments as explain does, each column of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
import pytest
from bench.differential.compared import EXPLAINED, Compared, Job, compared, one_batch
from bench.differential.engines import Judges
from bench.differential.shipments import batch

from chipgate.cases.check import Checker
from chipgate.cases.columns import PACKED, canonical, understand, unpacked
from chipgate.cases.tables.plan_judge import JUDGED_COLUMNS, judge_by
from tests.cases.worked_cases import cells_of, further_rows, rows

Cells = Mapping[str, str]


def spread(row: dict[str, str]) -> Cells:
    """The cells of a worked case by canonical names, packed facts among them."""
    given = cells_of(row)
    cells = {one.name: given[one.header] for one in understand(given) if one.name}
    pairs, _ = unpacked(cells.pop(PACKED, ""))
    return cells | {canonical(name) or name: text for name, text in pairs.items()}


def judged(engine: str, checker: Checker, cases: Sequence[Cells]) -> list[dict[str, str]]:
    names = list(dict.fromkeys(name for case in cases for name in case))
    columns = {name: [case.get(name) for case in cases] for name in names}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    return Judges((engine,), checker, names).answers(frame)[engine].to_dicts()


def expected(checker: Checker, case: Cells) -> dict[str, str]:
    answer = checker.check_cells(case)
    return {name: EXPLAINED[name](answer) for name in JUDGED_COLUMNS}


WORKED = [spread(row) for row in rows()]
FURTHER = [spread(row) for row in further_rows()]


@pytest.mark.parametrize(("assume", "clock"), [("ordinary", "as_enforced"), (None, "on_the_books")])
def test_worked_cases_by_polars(assume: str | None, clock: str) -> None:
    checker, cases = Checker(assume=assume, clock=clock), WORKED if assume else FURTHER[::4]
    for case, found in zip(cases, judged("polars", checker, cases), strict=True):
        assert found == expected(checker, case), case


def test_worked_cases_by_sql() -> None:
    checker = Checker(assume="ordinary")
    cases = [case for case in (*WORKED, *FURTHER) if case.get("as_of", "")[:4] == "2026"]
    assert len(cases) > 40
    for case, found in zip(cases, judged("duckdb", checker, cases), strict=True):
        assert found == expected(checker, case), case


@pytest.mark.parametrize("number", [0, 5, 15])
def test_made_up_shipments(number: int) -> None:
    """Of every kind, by other clocks and assumptions than those beside it."""
    found = one_batch(Job(("polars", "table", "pandas", "pyarrow"), 7), number, 150)
    assert (found.first, +found.differing) == ("", {})
    assert found.rows == 150
    assert 0 < found.open_rows < 150


@pytest.mark.parametrize("number", [0, 9])
def test_made_up_shipments_on_the_limits(number: int) -> None:
    found = one_batch(Job(("polars", "duckdb", "table"), 11, on_limits=True), number, 100)
    assert (found.first, +found.differing) == ("", {})


def test_disagreements_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXPLAINED, "eccn", lambda answer: "something else")  # type: ignore[misc]
    ((number, found),) = compared(Job(("table",), 1), 5)
    assert number == 0
    assert found.differing["table", "eccn"] == 5
    assert found.first.startswith("table: eccn: ")


def test_counts_add_up() -> None:
    one = Compared(rows=1, open_rows=1, first="this")
    one += Compared(rows=2, unreadable=1, first="that")
    assert (one.rows, one.open_rows, one.unreadable, one.first) == (3, 1, 1, "this")


def test_a_batch_follows_from_its_number_and_the_seed() -> None:
    assert batch(3, 50, seed=1).equals(batch(3, 80, seed=1).head(50))
    assert not batch(3, 50, seed=1).equals(batch(3, 50, seed=2))


def test_what_cannot_be_read_has_no_answer() -> None:
    checker = Checker()
    cases = [{"as_of": "2024-06-01", "chip": "H20"}, {"as_of": "never", "chip": "H20"}, {"chip": "H20"}]
    found = judged("polars", checker, cases)
    assert found[0] == expected(checker, cases[0])
    assert set(found[1].values()) == {None}
    assert found[2] == expected(checker, cases[2])
    assert found[2]["missing"] == "as_of"


def test_a_frame_with_types_of_its_own() -> None:
    frame = pl.DataFrame({"as_of": [date(2024, 6, 1)] * 2, "chip": ["H20", None], "units": [8, None]})
    found = judge_by("polars", frame.with_columns(destination_iso2=pl.lit("CN")), Checker(assume="ordinary"))
    assert found["outcome"].to_list() == ["no_licence_required", "undetermined"]
