"""A stated ECCN of another entry stops the assumption that no other entry describes the item (736.2(b)(1), 738)."""

from __future__ import annotations

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.check_one import check
from chipgate.cases.result_columns import result_of
from chipgate.cases.tables.frame_judge import FrameJudge

TO_CHINA = {"chip": "H20", "to": "CN", "on": "2024-06-01"}
OTHER = (
    "3A001",
    "3a001.a.2",
    "4A003.b",
    "5A002.a",
    "5A002.z",
    "5A992.z.1",
    "ECCN 5A002 (NS, EI)",
    "5A992.c / 5A002",
    "3B001",
)
NO_OTHER = ("EAR99", "3A991.p", "4A994.l", "5A992.c", "3A090.b", "4A090", "see datasheet", "8471.50.0150", "")


@pytest.mark.proves("15 CFR 736.2(b)(1): the item is controlled for a reason of its own entry")
@pytest.mark.parametrize("stated", OTHER)
def test_another_entry_is_asked_for(stated: str) -> None:
    """H20 stated to be of 5A002 was cleared to China by the assumption that no other entry describes it."""
    answer = check({**TO_CHINA, "stated_eccn": stated}, assume="ordinary")
    assert (answer.outcome, "described_in" in answer.case.assumed) == ("undetermined", False)
    assert set(answer.missing_names) == {"described_in", "country_chart_requires_licence"}


@pytest.mark.parametrize("stated", OTHER)
def test_what_somebody_looked_up_decides(stated: str) -> None:
    answer = check({**TO_CHINA, "stated_eccn": stated, "described_in": "none"}, assume="ordinary")
    assert answer.outcome == "no_licence_required"


@pytest.mark.parametrize("stated", NO_OTHER)
def test_entries_without_other_reasons_leave_the_assumption(stated: str) -> None:
    answer = check({**TO_CHINA, "stated_eccn": stated}, assume="ordinary")
    assert answer.outcome == "no_licence_required"


def test_tables_answer_as_one_by_one() -> None:
    chips, stated = ["H100", "H20", "RTX 4090", "A100", "L40"], [*OTHER, *NO_OTHER[:-1], None]
    rows = [(chip, eccn) for eccn in stated for chip in chips]
    frame = pl.DataFrame(rows, schema=["chip", "Vendor ECCN"], orient="row").with_columns(
        pl.lit("CN").alias("to"), pl.Series("date", (["2024-06-01", "2026-10-01"] * len(rows))[: len(rows)])
    )
    checker, wanted = Checker(assume="ordinary"), ("outcome", "missing")
    found = FrameJudge(frame.columns, checker, wanted=wanted, always=True).results(frame)
    for row, outcome, missing in zip(frame.iter_rows(named=True), found["outcome"], found["missing"], strict=True):
        cells = {"chip": row["chip"], "as_of": row["date"], "destination_iso2": "CN"}
        given = {} if row["Vendor ECCN"] is None else {"stated_eccn": row["Vendor ECCN"]}
        told = result_of(checker.check_cells({**cells, **given}), "en")
        assert (outcome, missing) == (told["outcome"], told["missing"])
