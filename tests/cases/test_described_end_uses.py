"""What an order book says in words of the end use: read under any heading that people give it, and never cleared."""

from __future__ import annotations

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.columns import understand
from chipgate.cases.heading_looks import looks_telling
from chipgate.cases.tables.frames import HowToJudge, check_frame

ORDER = {"chip": "L4", "to": "DE", "on": "2026-08-17", "end_user_hq": "DE", "end_user_parent_hq": "DE"}


@pytest.mark.parametrize(
    "heading", ["End use", "End use remarks", "End-use description", "Verwendungszweck", "用途说明"]
)
@pytest.mark.parametrize(
    ("use", "outcome"),
    [
        ("for military simulation", "undetermined"),
        ("Waffenentwicklung", "undetermined"),
        ("ordinary", "no_licence_required"),
        ("", "no_licence_required"),
    ],
)
def test_a_described_use_is_never_cleared_by_an_assumption(heading: str, use: str, outcome: str) -> None:
    """744.6, 744.21, 744.23: words on the end use that nobody can place leave it open, whatever heads them."""
    judged = check_frame(pl.DataFrame([ORDER | {heading: use}]), HowToJudge(Checker(assume="ordinary")))
    assert judged["faults"].to_list() == [None]
    assert judged["outcome"].to_list() == [outcome]


@pytest.mark.parametrize("heading", ["Verwendung beim Kunden", "Zweck der Lieferung"])
def test_a_german_use_that_is_not_read_is_told(heading: str) -> None:
    """What an item is for may decide (744.6, 744.21, 744.23): unread, it decides nothing, and that is said."""
    assert [one.name for one in understand((heading,))] == [None]
    assert looks_telling(heading)


def test_two_headings_of_the_use_must_agree() -> None:
    """A plain word in one column does not clear what another says of the same use: the row is refused, and says so."""
    rows = [
        ORDER | {"End use": "ordinary", "End use remarks": said} for said in ("for military simulation", "", "ordinary")
    ]
    judged = check_frame(pl.DataFrame(rows), HowToJudge(Checker(assume="ordinary")))
    assert judged["outcome"].to_list() == [None, "no_licence_required", "no_licence_required"]
    assert "'for military simulation' differs from 'ordinary' in 'End use'" in judged["faults"][0]
