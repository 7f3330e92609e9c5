"""Country groups by day: counts of today's table, and each dated change on the day before and on the day."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipgate.countries.codes import CODES
from chipgate.law.us import country_groups
from chipgate.law.us.country_groups import (
    CHANGE_DAYS,
    FIRST_DAY,
    GROUPS,
    changes,
    citation_of,
    dependencies,
    groups_on,
    is_member,
    known_countries,
    membership,
    uncertain_on,
)

TODAY = date(2026, 11, 23)
DATA = Path(country_groups.__file__).parent / "data"
DAYS = st.dates(date(2022, 10, 21), date(2027, 12, 31))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("group", "count"),
    [
        ("A:1", 40),
        ("A:5", 38),
        ("A:6", 8),
        ("D:1", 24),
        ("D:4", 21),
        ("D:5", 22),
        ("E:1", 3),
        ("E:2", 1),
        ("Supp. 5(a)", 19),
    ],
)
def test_counts_of_the_printed_table(group: str, count: int) -> None:
    # The supplement has no row for Hong Kong nor for dependencies, so they are left out of the count.
    assert len(groups_on(TODAY)[group] - {"HK", *dependencies()}) == count


@pytest.mark.proves("15 CFR 738.3(b)")
@pytest.mark.parametrize(("territory", "country"), sorted(dependencies().items()))
def test_a_territory_has_the_treatment_of_the_country_it_belongs_to(territory: str, country: str) -> None:
    for group in GROUPS:
        for day in (FIRST_DAY, date(2024, 6, 1), TODAY):
            expected = None if group == "Supp. 5(a)" else is_member(group, country, day)
            assert is_member(group, territory, day) is expected
            assert membership(group, territory, day).holds is expected


@pytest.mark.proves("15 CFR 738.3(b)")
def test_the_two_that_the_text_names() -> None:
    assert dependencies()["KY"] == "GB"
    assert dependencies()["LI"] == "CH"


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("A:6", "AL CY IL MT MX SG TW ZA"),
        ("E:1", "IR KP SY"),
        ("E:2", "CU"),
        ("Supp. 5(a)", "AU BE CA DK FI FR DE IE IT JP NL NZ NO KR ES SE TW GB US"),
        ("D:5", "AF BY CD CF CN CU ER HK HT IQ IR KP LB LY MM NI RU SD SO SS SY VE ZW"),
    ],
)
def test_members_today(group: str, members: str) -> None:
    assert groups_on(TODAY)[group] == frozenset(members.split())


# iso2, group, day of the change, member before, member from the day on
DATED = [
    ("NI", "D:1", date(2024, 3, 15), False, True),  # 89 FR 18780
    ("NI", "D:5", date(2024, 3, 15), False, True),
    ("KR", "Supp. 5(a)", date(2025, 1, 13), False, True),  # 90 FR 4544
    ("US", "Supp. 5(a)", date(2025, 1, 13), False, True),
    ("KH", "D:5", date(2026, 2, 3), True, False),  # 91 FR 5091
    ("AE", "A:5", date(2026, 7, 10), False, True),  # 91 FR 43034
    ("AE", "D:4", date(2026, 7, 10), True, False),
    ("KH", "D:5", date(2021, 12, 9), False, True),
    ("MX", "A:6", date(2020, 12, 28), False, True),  # 85 FR 84211
    ("CY", "A:6", date(2020, 12, 28), False, True),
    ("HK", "D:1", date(2020, 12, 23), False, True),  # 85 FR 83765
    ("HK", "D:5", date(2020, 12, 23), False, True),
]


@pytest.mark.parametrize(("iso2", "group", "day", "before", "after"), DATED)
def test_a_change_takes_effect_on_its_day(iso2: str, group: str, day: date, before: bool, after: bool) -> None:
    assert (iso2 in groups_on(day - timedelta(days=1))[group]) is before
    assert (iso2 in groups_on(day)[group]) is after


def test_every_recorded_move_is_tested_above() -> None:
    tested = {(iso2, group, day) for iso2, group, day, _, _ in DATED}
    moves = [one for one in changes() if one.kind in ("enters", "leaves") and one.group in GROUPS and one.iso2 != "*"]
    assert {(one.iso2, one.group, one.since) for one in moves} <= tested


def test_only_the_recorded_moves_change_a_group() -> None:
    first, today = groups_on(FIRST_DAY), groups_on(TODAY)
    moved = {(group, iso2) for group in GROUPS for iso2 in first[group] ^ today[group]}
    tier_one = {("Supp. 5(a)", iso2) for iso2 in today["Supp. 5(a)"]}
    assert moved - tier_one == {("D:1", "NI"), ("D:5", "NI"), ("D:5", "KH"), ("A:5", "AE"), ("D:4", "AE")}


def test_change_days_are_those_on_which_an_answer_changes() -> None:
    expected = (
        date(2024, 3, 15),  # Nicaragua
        date(2025, 1, 13),  # Supplement No. 5 begins
        date(2025, 11, 7),  # State lifts its policy on Cambodia
        date(2026, 2, 3),  # BIS follows
        date(2026, 7, 10),  # United Arab Emirates
        date(2026, 7, 23),  # the first table seen without Cyprus
        date(2026, 10, 1),  # the last known suspension for Cyprus is over
    )
    assert expected == CHANGE_DAYS


@given(DAYS)
def test_between_change_days_nothing_moves(day: date) -> None:
    start = max((one for one in (FIRST_DAY, *CHANGE_DAYS) if one <= day), default=FIRST_DAY)
    assert groups_on(day) is groups_on(start)
    assert uncertain_on(day) is uncertain_on(start)


@given(DAYS)
def test_hong_kong_is_in_every_group_of_china_and_in_no_other(day: date) -> None:
    for members in groups_on(day).values():
        assert ("HK" in members) is ("CN" in members)


@given(DAYS)
def test_macau_is_in_d1_and_d4_but_not_in_d5(day: date) -> None:
    assert [group for group, members in groups_on(day).items() if "MO" in members] == ["D:1", "D:4"]
    assert is_member("D:5", "MO", day) is False


@pytest.mark.parametrize(
    ("group", "iso2", "day", "expected"),
    [
        # Cyprus: the day on which it left the table is not known; the State suspension is known up to 2026-09-30.
        ("D:5", "CY", date(2023, 11, 17), None),
        ("D:5", "CY", date(2026, 7, 22), None),
        ("D:5", "CY", date(2026, 7, 23), False),
        ("D:5", "CY", date(2026, 9, 30), False),
        ("D:5", "CY", date(2026, 10, 1), None),
        ("A:6", "CY", date(2023, 11, 17), True),
        # Cambodia: State lifted its policy on 2025-11-07, the BIS table followed on 2026-02-03.
        ("D:5", "KH", date(2025, 8, 1), True),
        ("D:5", "KH", date(2025, 11, 6), True),
        ("D:5", "KH", date(2025, 11, 7), None),
        ("D:5", "KH", date(2026, 2, 2), None),
        ("D:5", "KH", date(2026, 2, 3), False),
        ("D:1", "KH", date(2026, 1, 1), True),
        # Ethiopia: on the State list, not in the BIS table.
        ("D:5", "ET", date(2024, 1, 1), None),
        ("D:1", "ET", date(2024, 1, 1), False),
        # No row in the table, and no country that it is read as.
        ("D:5", "PS", TODAY, None),
        ("A:1", "CK", TODAY, None),
        # No row of its own: read as the country it belongs to (738.3(b)).
        ("D:5", "GL", TODAY, False),
        ("A:1", "PR", TODAY, True),
        # The United States has a row.
        ("D:5", "US", TODAY, False),
        ("A:1", "US", TODAY, True),
        # Before 2022 the changes are not recorded.
        ("D:5", "CN", date(2021, 12, 31), None),
        ("D:5", "CN", date(2022, 1, 1), True),
    ],
)
def test_what_is_not_settled_is_not_stated(group: str, iso2: str, day: date, expected: bool | None) -> None:
    assert is_member(group, iso2, day) is expected
    assert membership(group, iso2, day).holds is expected


def test_known_countries_are_codes_of_the_country_list() -> None:
    assert len(known_countries() - dependencies().keys()) == 201
    assert known_countries() < CODES
    assert "US" in known_countries()
    assert "HK" in known_countries()


def test_countries_without_a_row() -> None:
    """Antarctica, the Cook Islands, Niue and Palestine: no row, and no country of which they are a dependency."""
    assert CODES - known_countries() == {"AQ", "CK", "NU", "PS"}


@pytest.mark.parametrize(
    ("group", "iso2", "day", "line"),
    [
        ("D:5", "NI", date(2024, 3, 15), "NI in D:5 since 2024-03-15 (89 FR 18780)"),
        ("D:5", "NI", date(2024, 3, 14), "NI not in D:5 before 2024-03-15 (89 FR 18780)"),
        ("D:4", "AE", TODAY, "AE not in D:4 since 2026-07-10 (91 FR 43034)"),
        (
            "D:5",
            "KH",
            date(2025, 8, 1),
            "KH in D:5 since 2021-12-09 (86 FR 70053 (State); 86 FR 70015 (BIS), "
            "seen (State rule); recalled (BIS rule))",
        ),
        ("Supp. 5(a)", "KR", TODAY, "KR in Supp. 5(a) since 2025-01-13 (90 FR 4544)"),
        ("A:6", "TW", TODAY, "TW in A:6 (15 CFR 740 Supp. 1 (eCFR 2026-07-23 and 2026-09-24); 740 Supp. 5(a))"),
        (
            "D:5",
            "HK",
            TODAY,
            "HK in D:5 (15 CFR 740 Supp. 1 (eCFR 2026-07-23 and 2026-09-24); 85 FR 83765)",
        ),
        (
            "D:5",
            "CN",
            date(2024, 1, 1),
            "CN in D:5 (15 CFR 740 Supp. 1 (eCFR 2026-07-23 and 2026-09-24), reading; "
            "read from the table of 2026-07-23; assumed unchanged since 2022)",
        ),
        ("D:5", "PS", TODAY, "whether PS is in D:5 is not settled on 2026-11-23 (15 CFR 740 Supp. 1: no row for PS)"),
        (
            "D:5",
            "KY",
            TODAY,
            "KY not in D:5 (15 CFR 740 Supp. 1 (eCFR 2026-07-23 and 2026-09-24); 740 Supp. 5(a); 15 CFR 738.3(b))",
        ),
    ],
)
def test_citations(group: str, iso2: str, day: date, line: str) -> None:
    assert citation_of(group, iso2, day) == line


@given(st.sampled_from(GROUPS), st.sampled_from(sorted(CODES)), DAYS)
def test_every_answer_has_a_citation_and_agrees_with_the_table(group: str, iso2: str, day: date) -> None:
    found = membership(group, iso2, day)
    assert found.citation
    assert citation_of(group, iso2, day)
    if found.holds is not None:
        assert found.holds is (iso2 in groups_on(day)[group])


@given(st.sampled_from(GROUPS), st.sampled_from(sorted(CODES)), DAYS)
def test_the_bounds_of_an_answer_are_the_days_on_which_it_changes(group: str, iso2: str, day: date) -> None:
    found = membership(group, iso2, day)
    if found.until:
        assert day < found.until
    if found.since:
        assert found.since <= day


@pytest.mark.parametrize("name", ["country_groups.csv", "country_group_changes.csv"])
def test_every_line_has_a_source_and_a_status(name: str) -> None:
    for row in rows(name):
        assert row["status"]
        assert row.get("source") or row.get("citation")


def test_the_table_holds_only_yes_and_no() -> None:
    table = rows("country_groups.csv")
    assert list(table[0]) == ["iso2", "name", *GROUPS, "source", "status", "note"]
    assert {row[group] for row in table for group in GROUPS} == {"0", "1"}
    assert len({row["iso2"] for row in table}) == len(table) == 201
