"""All 160 worked cases, and 672 further ones, agree on every column that they assert."""

from __future__ import annotations

import pytest

from chipgate.cases.check import Checker
from chipgate.cases.columns import understand
from tests.cases.worked_cases import cells_of, expected, further_rows, rows

CHECKER = Checker(assume="ordinary")
ROWS = rows()
ALL_ROWS = [*ROWS, *further_rows()]


def canonical_cells(row: dict[str, str]) -> dict[str, str]:
    cells = cells_of(row)
    return {one.name: cells[one.header] for one in understand(cells) if one.name}


def test_there_are_160_of_them() -> None:
    assert len(ROWS) == 160


@pytest.mark.parametrize("row", ALL_ROWS, ids=[row["case_id"] for row in ALL_ROWS])
def test_worked_case(row: dict[str, str]) -> None:
    answer = CHECKER.check_cells(canonical_cells(row))
    found = {
        "expected_tpp": answer.tpp,
        "expected_eccn": answer.eccn,
        "paragraphs_met": answer.paragraphs,
        "licence_codified": answer.licence_codified,
        "licence_enforced": answer.licence_enforced,
        "exception": answer.exception,
        "review_policy": answer.review_policy,
    }
    asserted = expected(row)
    if not row["destination_iso2"]:  # rows that test arithmetic assert no licence
        asserted = {name: value for name, value in asserted.items() if not name.startswith("licence")}
    assert {name: found[name] for name in asserted} == asserted, row["justification"]


# HBM the day before 3A090.c, and model weights the day before 4E091: no text speaks of them yet.
NOT_YET_NAMED = ("FC-168", "FC-235", "FC-557")


@pytest.mark.parametrize("row", ALL_ROWS, ids=[row["case_id"] for row in ALL_ROWS])
def test_every_answer_names_what_decides_it(row: dict[str, str]) -> None:
    answer = CHECKER.check_cells(canonical_cells(row))
    if row["case_id"] in NOT_YET_NAMED:
        assert (answer.deciding_provision, answer.outcome) == ("", "no_licence_required")
    else:
        assert answer.deciding_provision
    assert answer.outcomes
    assert (answer.outcome == "undetermined") == (len(answer.outcomes) > 1)
    assert bool(answer.missing) == (answer.outcome == "undetermined")
