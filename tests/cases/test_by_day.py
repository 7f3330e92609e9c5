"""The verdict by day: bands are what judging every single day gives, and each edge names a text that changed there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from chipgate.cases.by_day import (
    NO_SINGLE_TEXT,
    THE_DAY,
    adopted,
    bands,
    cut_days,
    has_text,
    law_between,
    names_no_destination,
    proposals,
)
from chipgate.cases.check import Checker
from chipgate.cases.moved_by import GROUP
from chipgate.cases.reasons import reason
from chipgate.cases.transaction import Transaction, transaction_of
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import FIRST_DAY, us_corpus

LAST = date(2026, 11, 26)
IN_CHINA = {"destination_iso2": "CN", "end_user_hq": "CN", "end_user_parent_hq": "CN", "transaction": "export"}
ORDERS: dict[str, dict[str, str]] = {
    "H200 to China": {"chip": "H200", **IN_CHINA},
    "H200 to Singapore, parent unknown": {"chip": "H200", "destination_iso2": "SG", "end_user_hq": "SG"},
    "A800 to China": {"chip": "A800", **IN_CHINA},
    "to a party on the lists": {"chip": "H20", **IN_CHINA, "end_user": "Cambricon"},
    "RTX 4090 to Vietnam": {"chip": "RTX 4090", "destination_iso2": "VN", "end_user_hq": "VN"},
}


def checker(clock: Clock = Clock.AS_ENFORCED) -> Checker:
    return Checker(us_corpus(), assume="ordinary", clock=clock)


def order(name: str) -> Transaction:
    return transaction_of(ORDERS[name])


@pytest.mark.parametrize("clock", Clock)
@pytest.mark.parametrize("name", ORDERS)
def test_bands_are_what_every_single_day_gives(name: str, clock: Clock) -> None:
    asked, transaction = checker(clock), order(name)
    found = bands(transaction, asked, FIRST_DAY, LAST)
    assert (found[0].first, found[-1].last) == (FIRST_DAY, LAST)
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))
    for band in found:
        for number in range(0, band.days, 5):  # every fifth day, and the last of each band
            day = min(band.first + timedelta(days=number), band.last)
            answer = asked.check(replace(transaction, day=day))
            assert (answer.outcomes, answer.eccn, answer.review_policy, reason(answer)) == (
                band.answer.outcomes,
                band.answer.eccn,
                band.answer.review_policy,
                reason(band.answer),
            ), day


@pytest.mark.parametrize("name", ORDERS)
def test_what_moved_a_band_changed_on_its_first_day(name: str) -> None:
    asked, transaction = checker(), order(name)
    for band in bands(transaction, asked, FIRST_DAY, LAST)[1:]:
        if band.mover is None or band.mover in (THE_DAY, NO_SINGLE_TEXT):
            continue
        before = asked.check(replace(transaction, day=band.first - timedelta(days=1)))
        law = law_between(before, band.answer, asked)
        assert band.mover.id in law.by_id or band.mover.id.startswith(GROUP)


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090.a")
def test_the_rule_of_2023_moves_the_a800() -> None:
    """A800: TPP 4992 and 400 GB/s of links: below 600 GB/s until the test fell on 17 November 2023."""
    found = bands(order("A800 to China"), checker(), FIRST_DAY, LAST)
    moved = [one for one in found if one.mover is not None]
    assert (moved[0].first, moved[0].answer.outcome) == (date(2023, 11, 17), "licence_required")
    assert found[0].answer.outcome == "no_licence_required"
    assert moved[0].mover is not None
    assert moved[0].mover.id == "us/ear/3A090.a"


def test_a_review_that_opens_is_told_as_a_move_of_the_review() -> None:
    found = bands(order("H200 to China"), checker(), FIRST_DAY, LAST)
    opened = next(one for one in found if one.first == date(2026, 1, 15))
    assert opened.mover is not None
    assert opened.mover.id == "us/ear/742.6(b)(10)(iii)(A)(1)"


def test_a_new_year_cuts_and_the_law_does_not_move() -> None:
    days = cut_days(order("H200 to China"), us_corpus(), FIRST_DAY, LAST)
    assert date(2024, 1, 1) in days
    assert date(2024, 1, 1) not in us_corpus().change_days


def test_a_listing_cuts() -> None:
    days = cut_days(order("to a party on the lists"), us_corpus(), FIRST_DAY, LAST)
    assert set(days) - set(cut_days(order("H200 to China"), us_corpus(), FIRST_DAY, LAST))


def test_a_proposal_counts_once_it_is_taken_for_law() -> None:
    """H20: 4,000 GB/s of DRAM and 900 + 128 GB/s of links: together 5,028, above the 5,000 of the SAFE Chips Act."""
    corpus = us_corpus()
    act = next(one for one in proposals(corpus) if "SAFE" in one.id)
    h20 = transaction_of({"chip": "H20", **IN_CHINA})
    as_law = Checker(adopted(corpus, act), assume="ordinary")
    moved = [one for one in bands(h20, as_law, FIRST_DAY, LAST) if one.mover is not None]
    assert [(one.first, one.answer.outcome) for one in moved] == [(date(2025, 12, 4), "licence_required")]
    assert all(one.mover is None for one in bands(h20, checker(), FIRST_DAY, LAST))
    assert names_no_destination(act)


def test_a_proposal_without_a_modelled_text_is_told_from_one_with_it() -> None:
    told = {one.id: has_text(one) for one in proposals(us_corpus())}
    assert [name for name, found in told.items() if found] == ["us/proposals/SAFE Chips Act"]
    assert len(told) == 7
