"""The fewest facts that settle an answer: few enough to ask for, and enough whatever they turn out to be."""

from __future__ import annotations

import pytest

from chipgate import check
from chipgate.countries.codes import CODES


def asked(**given: str) -> tuple[str, ...]:
    return check(assume="ordinary", **given).settled_by


def test_the_parent_alone_settles_a_sale_to_singapore() -> None:
    """742.6(a)(6)(iii)(A), 740.2(a)(9)(ii): a parent in D:5 bars LPP; with any other no licence is needed."""
    given = {"chip": "H200", "to": "SG", "on": "2026-03-01", "end_user_hq": "SG"}
    assert len(check(assume="ordinary", **given).missing_names) > 1
    assert asked(**given) == ("end_user_parent_hq",)


def test_both_headquarters_are_asked_as_one() -> None:
    assert asked(chip="H200", to="SG", on="2026-03-01") == ("end_user_hq_iso2",)


@pytest.mark.parametrize("place", sorted(CODES))
def test_it_settles_whatever_the_answer_is(place: str) -> None:
    """Of every country, only those whose group the text leaves open stay open."""
    given = {"chip": "H200", "to": "SG", "on": "2026-03-01", "end_user_hq_iso2": place}
    answer = check(assume="ordinary", **given)
    if answer.outcome == "undetermined":
        assert place in UNSETTLED, answer.missing_names


# No row in 740 Supp. 1 and no country they belong to; a listing that ended on an unknown day; and "NA", which more
# people write for a blank than for Namibia ("NAM" and "Namibia" are read).
UNSETTLED = frozenset({"AQ", "CK", "NU", "PS", "CY", "ET", "NA"})


def test_nothing_is_asked_where_all_is_settled() -> None:
    assert asked(chip="H20", to="CN", on="2024-06-01") == ()


def test_where_no_few_facts_are_enough_all_are_asked() -> None:
    """740.8: NAC has conditions that must all hold."""
    answer = check(chip="RTX 4090", to="CN", on="2024-06-01", assume="ordinary")
    assert answer.settled_by == answer.missing_names
    assert len(answer.missing_names) > 3


@pytest.mark.proves("BIS guidance of 2026-05-31: all destinations outside the United States")
@pytest.mark.parametrize("day", ["2024-06-01", "2026-06-01"])
def test_the_headquarters_rule_asks_nothing_inside_the_united_states(day: str) -> None:
    assert check(chip="H100", to="US", on=day, assume="ordinary").outcome == "no_licence_required"


def test_a_stated_density_that_contradicts_the_datasheet_is_no_obstacle() -> None:
    """The readings of one figure miss different facts: those of all of them are asked for."""
    given = {"chip": "TPU v4i", "on": "2024-04-22", "to": "KH", "performance_density": "2400", "units": "1000"}
    answer = check(given)
    assert answer.outcome == "undetermined"
    assert set(answer.settled_by) <= set(answer.missing_names)
