"""Two states of the law, compared: what was added, ended, re-worded, stayed, and enforced."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from chipgate.law.provision import Clock
from chipgate.law.reform import EndProvision, Reform, SetLimit, reformed
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.compare import ChangeKind, LawDifference, State, Vantage, difference

BOOKS, ENFORCED = Clock.ON_THE_BOOKS, Clock.AS_ENFORCED


def on(day: str, clock: Clock = ENFORCED) -> Vantage:
    return Vantage(us_corpus(), date.fromisoformat(day), clock)


def across(day: str, clock: Clock = ENFORCED) -> LawDifference:
    """From the day before DAY to DAY."""
    before = date.fromisoformat(day) - timedelta(days=1)
    return difference(on(before.isoformat(), clock), on(day, clock))


def kinds(law: LawDifference, provision: str) -> tuple[ChangeKind, ...]:
    return law.by_id[provision].kinds


def test_the_rule_of_october_2023() -> None:
    """88 FR 73458: 3A090.a drops the transfer rate, .b and Note 2 come, the old requirement goes."""
    law = across("2023-11-17")
    assert kinds(law, "us/ear/3A090.a") == (ChangeKind.REWORDED,)
    assert kinds(law, "us/ear/3A090.b") == (ChangeKind.ADDED,)
    assert kinds(law, "us/ear/742.6(a)(6)") == (ChangeKind.ENDED,)
    went = {one.before.name for one in law.by_id["us/ear/3A090.a"].limits if one.before and not one.after}
    assert went == {"us/ear/3A090@2022#io", "us/ear/3A090@2022#product"}
    came = [line.words.text() for sign, line in law.by_id["us/ear/3A090.a"].lines if sign == "+"]
    assert "performance density is 5.92 per mm2 or more" in came


def test_a_day_without_a_change_differs_in_nothing() -> None:
    law = across("2024-06-01")
    assert (law.changes, law.groups) == ((), ())


def test_limits_that_hold_the_same_measure_are_told_together() -> None:
    (amount,) = across("2025-04-01").by_id["us/ear/748.15/NVEU amount"].limits
    assert amount.before is not None
    assert amount.after is not None
    assert (amount.before.value, amount.after.value) == (633_000_000, 949_500_000)


def test_a_country_enters_a_group() -> None:
    """Nicaragua, 89 FR 18780."""
    moved = {(one.group, one.country, one.before, one.after) for one in across("2024-03-15").groups}
    assert moved == {("D:1", "NI", False, True), ("D:5", "NI", False, True)}


def test_the_affiliates_rule_is_stayed_and_comes_back() -> None:
    assert kinds(across("2025-11-10"), "us/ear/744.11(a)/Affiliates Rule") == (ChangeKind.STAYED,)
    assert ChangeKind.UNSTAYED in kinds(across("2026-11-10"), "us/ear/744.11(a)/Affiliates Rule")


def test_a_text_that_is_published_before_it_is_enforced() -> None:
    """742.6(a)(6)(i)(B), HBM: in force 2024-12-02, complied with from 2024-12-31 (89 FR 96790)."""
    published = across("2024-12-02").by_id["us/ear/742.6(a)(6)(i)(B)"]
    assert (published.kinds, published.state_after) == ((ChangeKind.ADDED,), State.NOT_ENFORCED)
    assert kinds(across("2024-12-31"), "us/ear/742.6(a)(6)(i)(B)") == (ChangeKind.BEGINS,)
    assert "us/ear/742.6(a)(6)(i)(B)" not in across("2024-12-31", BOOKS).by_id


def test_two_clocks_on_one_day() -> None:
    """June 2025: the AI Diffusion text counts on the books only, a letter as enforced only."""
    law = difference(on("2025-06-01"), on("2025-06-01", BOOKS))
    assert kinds(law, "us/ear/742.6(a)(6)(iii)(A)") == (ChangeKind.BEGINS,)
    assert law.by_id["us/letters/2025-04"].state_after is State.IN_NO_BOOK
    back = difference(on("2025-06-01", BOOKS), on("2025-06-01"))
    assert kinds(back, "us/ear/742.6(a)(6)(iii)(A)") == (ChangeKind.CEASES,)


def test_a_proposal_is_no_change_of_the_law() -> None:
    assert not [one for one in across("2025-12-04").changes if "proposals" in one.id]


def test_a_reform_differs_in_what_it_names() -> None:
    day = date(2026, 9, 1)
    changes = (SetLimit("us/ear/3A090.b.1#density", Fraction(3, 2)), EndProvision("us/ear/740.8 NAC", day))
    law = difference(on("2026-09-01"), Vantage(reformed(us_corpus(), Reform("a trial", changes)), day, ENFORCED))
    assert {one.id: one.kinds for one in law.changes} == {
        "us/ear/3A090.b": (ChangeKind.REWORDED,),
        "us/ear/740.8 NAC": (ChangeKind.ENDED,),
    }
    assert [(one.before.value, one.after.value) for one in law.by_id["us/ear/3A090.b"].limits] == [  # type: ignore[union-attr]
        (Fraction(8, 5), Fraction(3, 2))
    ]


@pytest.mark.parametrize("clock", Clock)
def test_something_differs_on_no_day_that_is_not_a_change_day(clock: Clock) -> None:
    """Every day on which the law can differ from the day before is one of ``change_days``."""
    days = [date(2022, 10, 22) + timedelta(days=one) for one in range(0, 1900, 3)]
    quiet = [day for day in days if day not in us_corpus().change_days]
    differing = [day for day in quiet[::6] if across(day.isoformat(), clock).changes]
    assert differing == []
