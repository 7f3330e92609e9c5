"""What a hard open order can come to is found out in full, in one order and in tables, whatever was asked before."""

from __future__ import annotations

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.cases.tables.plan_judge import JUDGED_COLUMNS
from chipgate.readings import completions

HARD = (
    {
        "as_of": "2026-01-01",
        "item_kind": "ic",
        "tpp": "1599.99",
        "performance_density": "3.2",
        "datacenter": "yes",
        "known_end_use": "advanced_node_fab",
        "exception_lifts_other_controls": "no",
    },
    {
        "as_of": "2026-04-23",
        "item_kind": "ic",
        "tpp": "0.0000",
        "die_area_mm2": "750.25",
        "io_gb_s": "1700.01",
        "known_end_use": "supercomputer",
        "exception_lifts_other_controls": "no",
    },
)
"""Orders of which nearly everything is open, found among a million on the limits: no exception can open for them."""

COLUMNS = tuple(dict.fromkeys(name for one in HARD for name in one))


@pytest.mark.parametrize("cells", HARD, ids=("1599.99", "0"))
def test_an_order_by_itself_and_in_a_table(cells: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completions, "SEARCHES", ((False, 1_000), (True, 6_000)))  # far from the end
    answer = Checker().check_cells(cells)
    assert answer.outcomes == {"licence_required", "no_licence_required"}
    frame = pl.DataFrame([{name: cells.get(name) for name in COLUMNS}], schema=dict.fromkeys(COLUMNS, pl.String))
    told = check_frame(frame, HowToJudge(Checker(), wanted=JUDGED_COLUMNS, always=True))
    assert told["outcomes"].to_list() == ["licence_required;no_licence_required"]


def test_a_search_that_is_cut_keeps_what_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never an outcome too few: where the search ends early, all that Kleene's logic leaves stays possible."""
    monkeypatch.setattr(completions, "SEARCHES", ((False, 10), (True, 10)))
    assert Checker().check_cells(HARD[0]).outcomes == {"exception", "licence_required", "no_licence_required"}
