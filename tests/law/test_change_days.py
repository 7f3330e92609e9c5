"""Every day on which the law changes: what was answered the day before, and what is answered on the day.

``data/changes.csv`` is the table, to be read beside the text. Its questions are columns of a determination, by both
clocks where they differ, or the verdict of one provision.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from chipgate.law.provision import Clock, Standing
from chipgate.law.us.corpus import us_corpus
from tests.law.questions_of_a_case import answer, cells_of

CORPUS = us_corpus()
A_DAY = timedelta(days=1)

PROVED_ELSEWHERE = {
    date(2022, 8, 26): "the letter to Nvidia, before the first day that is modelled",
    date(2022, 10, 21): "the first day, below",
    date(2025, 10, 9): "GAIN AI Act, a proposal",
    date(2025, 12, 4): "SAFE Chips Act, a proposal",
    date(2025, 12, 31): "GAIN AI Act, dropped",
    date(2026, 1, 12): "Remote Access Security Act, a proposal",
    date(2026, 2, 26): "a draft at OIRA",
    date(2026, 3, 1): "a press report",
    date(2026, 3, 13): "the draft is withdrawn",
    date(2026, 3, 26): "Chip Security Act, a proposal",
}


@dataclass(frozen=True)
class Change:
    """One line of the table."""

    day: date
    question: str
    facts: str
    expected: tuple[str, str]
    citation: str
    text: str


def table() -> Iterator[Change]:
    with (Path(__file__).parent / "data" / "changes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day, expected = date.fromisoformat(row["day"]), (row["day_before"], row["on_the_day"])
            yield Change(day, row["question"], row["facts"], expected, row["citation"], row["text"])


CHANGES = tuple(table())


def proving(change: Change) -> object:
    name = f"{change.day}: {change.question}: {change.text}"
    return pytest.param(change, id=name, marks=pytest.mark.proves(change.citation))


@pytest.mark.parametrize("change", [proving(change) for change in CHANGES])
def test_the_day_before_and_the_day(change: Change) -> None:
    days = (change.day - A_DAY, change.day)
    assert tuple(answer(change.question, day, cells_of(change.facts)) for day in days) == change.expected


def test_every_change_day_has_a_line() -> None:
    proved = {change.day for change in CHANGES} | set(PROVED_ELSEWHERE)
    assert sorted(proved) == sorted(CORPUS.change_days)


def test_what_changes_on_days_proved_elsewhere_is_no_law() -> None:
    """A proposal counts on no day and by no clock, so that its days change no answer."""
    for day in PROVED_ELSEWHERE:
        if day <= date(2022, 10, 21):
            continue
        for clock in Clock:
            assert CORPUS.on(day - A_DAY, clock).provisions == CORPUS.on(day, clock).provisions, (day, clock)
            groups = CORPUS.groups
            for group in ("A:5", "A:6", "D:1", "D:4", "D:5", "Supp. 5(a)"):
                assert groups.members(group, day - A_DAY) == groups.members(group, day)


@pytest.mark.proves("87 FR 62186")
def test_the_first_day() -> None:
    """The model starts on 2022-10-21; the day before, only the letter to Nvidia binds, by one clock."""
    before = {clock: CORPUS.on(date(2022, 10, 20), clock).provisions for clock in Clock}
    assert set(before[Clock.ON_THE_BOOKS]) == set()
    assert set(before[Clock.AS_ENFORCED]) == {"us/letters/2022-08"}
    for clock in Clock:
        assert CORPUS.on(date(2022, 10, 21), clock).get("us/ear/3A090.a") is not None


def test_a_proposal_never_counts() -> None:
    proposals = [p for p in CORPUS.provisions if p.standing is Standing.PROPOSAL]
    assert proposals
    for day in CORPUS.change_days:
        for clock in Clock:
            assert not set(CORPUS.on(day, clock).provisions) & {p.id for p in proposals}


@pytest.mark.parametrize("provision_id", sorted(CORPUS.history_of))
def test_versions_follow_each_other(provision_id: str) -> None:
    """On each change day, at most one version binds by each clock, and a stay or an end takes it out of both."""
    versions = CORPUS.history(provision_id)
    for day in CORPUS.change_days:
        for clock in Clock:
            binding = [p for p in versions if p.on(day, clock)]
            assert len(binding) <= 1
            assert CORPUS.on(day, clock).get(provision_id) == (binding[0] if binding else None)
