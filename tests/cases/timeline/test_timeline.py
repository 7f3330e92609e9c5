"""The line of time: every event, every change of every rule, what stands on a day, and what lapses next."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from chipgate.cases.timeline.as_text import timeline_of
from chipgate.cases.timeline.chart import timeline_specification
from chipgate.cases.timeline.entries import EVENT, by_whom, entries
from chipgate.cases.timeline.states import lapses_after, states_on
from chipgate.cli.main import cli
from chipgate.law.provision import Defines, ImposesFee, Standing
from chipgate.law.trade.corpus import trade_corpus
from chipgate.law.trade.events import swaps, trade_events
from chipgate.law.us.corpus import us_corpus

LAW = trade_corpus()
FIRST, LAST = date(2022, 10, 1), date(2026, 11, 23)


def titles(day: date, *, suspended: bool = False, is_open: bool = False) -> set[str]:
    found = states_on(LAW, day)
    return {one.provision.id for one in found if (one.is_suspended, one.is_open) == (suspended, is_open)}


def test_every_event_of_the_file_stands_on_the_line() -> None:
    with (files("chipgate.law.trade") / "data" / "trade_events.csv").open(encoding="utf-8") as file:
        ids = {row["event"] for row in csv.DictReader(file)}
    assert len(ids) == 48
    assert {one.event.id for one in entries(LAW, FIRST, LAST) if one.event is not None} == ids


def test_an_event_names_provisions_that_exist() -> None:
    assert [name for one in trade_events() for name in one.provisions if name not in LAW.history_of] == []


def test_the_export_rules_stand_on_the_same_line() -> None:
    """Every version of a rule that binds at some time begins on it, unless it is a term, a fee or a proposal."""
    told = {one.provision for one in entries(LAW, date(2018, 1, 1), date(2030, 1, 1)) if one.kind != EVENT}
    silent = [p for p in LAW.provisions if isinstance(p.gives, Defines | ImposesFee) or p.standing is Standing.PROPOSAL]
    assert {p.key for p in LAW.provisions} - told == {p.key for p in silent}
    assert {p.key for p in us_corpus().provisions} & told


def test_days_are_in_order_and_within() -> None:
    found = entries(LAW, date(2025, 4, 1), date(2025, 7, 31))
    assert [one.day for one in found] == sorted(one.day for one in found)
    assert found[0].day >= date(2025, 4, 1)
    assert found[-1].day <= date(2025, 7, 31)


def test_spring_and_summer_of_2025() -> None:
    """Rare earths against EDA and H20: the letters came after Geneva and ended with London."""
    eda = "us/letters/2025-05 EDA"
    assert eda not in titles(date(2025, 5, 22))
    assert eda in titles(date(2025, 5, 23))
    assert eda in titles(date(2025, 7, 1))
    assert eda not in titles(date(2025, 7, 2))
    assert "cn/announcement 2025-18" in titles(date(2025, 4, 4)) & titles(date(2026, 11, 23))
    assert [one.name for one in swaps()][:3] == ["Geneva", "London", "After London"]


OCTOBER = {f"cn/announcement 2025-{number}" for number in (55, 56, 57, 58, 61, 62)}


def test_the_suspensions_of_november_2025() -> None:
    assert {"cn/announcement 2025-61", "cn/announcement 2025-62"} <= titles(date(2025, 11, 6))
    assert OCTOBER - titles(date(2025, 11, 6)) == OCTOBER - {"cn/announcement 2025-61", "cn/announcement 2025-62"}
    assert titles(date(2026, 6, 1), suspended=True) >= OCTOBER
    assert titles(date(2026, 11, 11), is_open=True) >= OCTOBER
    assert "cn/announcement 2024-46, clause 2" in titles(date(2026, 11, 23), suspended=True)
    assert "cn/announcement 2024-46, clause 1" in titles(date(2026, 11, 23))


def test_what_lapses_when() -> None:
    """Three different days: the affiliates rule and the exclusions, No. 70, and clause 2 of No. 46."""
    found = {one.provision.id: one.day for one in lapses_after(LAW, date(2026, 6, 1))}
    assert found["us/ear/744.11(a)/Affiliates Rule"] == date(2026, 11, 10)
    assert found["us/301/exclusion 9903.88.69"] == date(2026, 11, 10)
    assert found["cn/announcement 2025-61"] == date(2026, 11, 11)
    assert found["cn/announcement 2024-46, clause 2"] == date(2026, 11, 28)


def test_one_side_alone() -> None:
    by = {one.by for one in timeline_of(LAW, FIRST, LAST, "NL").entries}
    assert by == {"NL"}


def test_one_side_alone_is_also_what_lapses_and_what_is_drawn() -> None:
    line = timeline_of(LAW, date(2024, 12, 1), date(2025, 12, 31), "CN")
    assert line.lapses
    assert {by_whom(one.provision) for one in line.lapses} == {"CN"}
    bars = timeline_specification(line, LAW)["layer"][0]["data"]["values"]
    assert {bar["by"] for bar in bars} == {"CN"}


@pytest.mark.parametrize("suffix", [".json", ".svg", ".png"])
def test_it_is_drawn(tmp_path: Path, suffix: str) -> None:
    chart = tmp_path / f"line{suffix}"
    ran = CliRunner().invoke(cli, ["timeline", "--from", "2025-04-01", "--to", "2025-07-31", "--chart", str(chart)])
    assert ran.exit_code == 0
    assert chart.stat().st_size > 5000


@pytest.mark.parametrize("suffix", [".json", ".svg", ".png"])
def test_the_stack_of_duties_is_drawn(tmp_path: Path, suffix: str) -> None:
    chart = tmp_path / f"stack{suffix}"
    told = ["--from", "CN", "--to", "US", "--hts", "8542.31", "--since", "2024-01-01", "--on", "2026-11-20"]
    ran = CliRunner().invoke(cli, ["duty", *told, "--chart", str(chart)])
    assert ran.exit_code == 0
    assert "IEEPA fentanyl" in chart.read_text() if suffix != ".png" else chart.read_bytes().startswith(b"\x89PNG")
