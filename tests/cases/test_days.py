"""A day is read where it can mean one day only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chipgate import check
from chipgate.cases.days import day_of
from chipgate.cases.transaction import BadOrder
from chipgate.errors import BadDay


@pytest.mark.parametrize(
    "text",
    [
        *("2026-09-28", "2026/9/28", "2026.9.28", "2026年9月28日", "2026-09-28 00:00:00", "2026-09-28T14:30"),
        *("28.09.2026", "28/09/2026", "09/28/2026", "28-09-2026"),
        *("28-Sep-26", "28-SEP-26"),
        *("28-Sep-2026", "28 September 2026", "Sep 28, 2026", "September 28 2026"),
    ],
)
def test_every_way_to_write_one_day(text: str) -> None:
    assert day_of(text) == date(2026, 9, 28)


def test_day_and_month_that_are_the_same_are_one_day() -> None:
    assert day_of("08.08.2026") == date(2026, 8, 8)


@pytest.mark.parametrize("text", ["03/04/2026", "01.02.2024", "12-11-2025", "28/09/26", "08/08/26"])
def test_what_can_be_two_days_is_refused(text: str) -> None:
    with pytest.raises(BadDay, match="two ways"):
        day_of(text)


@pytest.mark.parametrize(
    "text", ["31.02.2026", "13/13/2026", "30 Feb 2026", "28-Spt-2026", "2026-02-30", "2026-W23", "2026W23"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadDay, match="not a day"):
        day_of(text)


@pytest.mark.parametrize("text", ["2022-10-20", "20.10.2022", "20-Oct-2022", "2101-01-01"])
def test_days_outside_the_law_are_refused(text: str) -> None:
    with pytest.raises(BadDay, match=r"first day that is modelled|too far ahead"):
        day_of(text)


def test_a_moment_with_a_zone_is_refused_from_python_too() -> None:
    """As in a frame, or in a file: elsewhere it is another day."""
    moment = datetime(2026, 6, 1, 23, tzinfo=UTC)
    with pytest.raises(BadOrder, match="names a time zone"):
        check(chip="H20", to="CN", on=moment)
    assert check(chip="H20", to="CN", on=moment.replace(tzinfo=None)).case.day == date(2026, 6, 1)


@pytest.mark.parametrize("text", ["today", " Today ", "今天"])
def test_today_is_refused_with_the_day_to_write(text: str) -> None:
    """The same order must have the same answer tomorrow."""
    with pytest.raises(BadDay, match=f"write the day itself, which is {date.today()} today"):
        day_of(text)
