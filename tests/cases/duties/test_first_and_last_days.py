"""Each duty on its first day and the day before, on its last day and the day after, as its text prints them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.cases.duties.worked_duties import cost, duties, rates

Cells = Mapping[str, str]


def from_china(hts: str, **more: str) -> Cells:
    return {"origin": "CN", "hts": hts, **more}


def into_china(hts: str, **more: str) -> Cells:
    return {"to": "CN", "origin": "US", "hts": hts, "cn_base_rate_pct": "0", "cn_retaliation_list": "none", **more}


FURNITURE = from_china("9403.60.80")  # on List 3, free of base duty, on no exempt list
LOUDSPEAKERS = from_china("8518.29.80", us_base_rate_pct="0")
SERVER = {"origin": "TW", "hts": "8471.50.01"}
MALAYSIA, BRAZIL, NORWAY = ({"origin": one, "hts": "9403.60.80"} for one in ("MY", "BR", "NO"))

# The goods, the day, and what all duties together come to on it and on the day before.
FIRST_DAYS: tuple[tuple[str, Cells, str, str, float, float], ...] = (
    ("83 FR 28710, List 1", from_china("8471.70.40", section_301_list="list_1"), "2018-07-06", "2018-07-07", 25, 25),
    ("83 FR 47974, servers", from_china("8471.50.01"), "2018-09-23", "2018-09-24", 0, 10),
    ("83 FR 47974, List 3", FURNITURE, "2018-09-23", "2018-09-24", 0, 10),
    ("84 FR 20459, List 3", FURNITURE, "2019-05-09", "2019-05-10", 10, 25),
    ("84 FR 45821, List 4A", LOUDSPEAKERS, "2019-08-31", "2019-09-01", 0, 15),
    ("85 FR 3741, List 4A", LOUDSPEAKERS, "2020-02-13", "2020-02-14", 15, 7.5),
    ("83 FR 40823, semiconductors", from_china("8542.31"), "2018-08-22", "2018-08-23", 0, 25),
    ("89 FR 76581, semiconductors", from_china("8542.31"), "2024-12-31", "2025-01-01", 25, 50),
    ("84 FR 20459, polysilicon", from_china("3818.00.00"), "2019-05-09", "2019-05-10", 10, 25),
    ("89 FR 101682, wafers", from_china("3818.00.00"), "2024-12-31", "2025-01-01", 25, 50),
    ("EO 14195", from_china("8542.31"), "2025-02-03", "2025-02-04", 50, 60),
    ("EO 14228", from_china("8542.31"), "2025-03-03", "2025-03-04", 60, 70),
    ("EO 14357", from_china("8542.31"), "2025-11-09", "2025-11-10", 70, 60),
    ("end of collection under IEEPA", from_china("8542.31"), "2026-02-23", "2026-02-24", 60, 50),
    ("EO 14257, section 3(a)", FURNITURE, "2025-04-04", "2025-04-05", 45, 55),
    ("EO 14259", FURNITURE, "2025-04-08", "2025-04-09", 55, 129),
    ("EO 14266", FURNITURE, "2025-04-09", "2025-04-10", 129, 170),
    ("EO 14298", FURNITURE, "2025-05-13", "2025-05-14", 170, 55),
    ("EO 14334", FURNITURE, "2025-08-11", "2025-08-12", 55, 55),
    ("EO 14358 beside EO 14357", FURNITURE, "2025-11-09", "2025-11-10", 55, 45),
    ("Proclamation 11012", MALAYSIA, "2026-02-24", "2026-07-23", 10, 10),
    ("Proclamation 11012, its end; forced labour", MALAYSIA, "2026-07-23", "2026-07-24", 10, 10),
    ("EO 14257 on others", MALAYSIA, "2025-04-04", "2025-04-05", 0, 10),
    ("EO 14323, Brazil", {**BRAZIL, "exempt_from_ieepa_brazil": "no"}, "2025-08-05", "2025-08-06", 10, 50),
    ("EO 14193, Canada", {"origin": "CA", "hts": "8542.31"}, "2025-03-03", "2025-03-04", 0, 25),
    ("end of collection under IEEPA, Canada", {"origin": "CA", "hts": "8542.31"}, "2026-02-23", "2026-02-24", 35, 0),
    ("SCTC 2018-5, list 1", into_china("8471.50", cn_retaliation_list="list_1"), "2018-07-06", "2018-07-07", 25, 25),
    ("SCTC 2018-7, list 2", into_china("8471.50", cn_retaliation_list="list_2"), "2018-08-22", "2018-08-23", 0, 25),
    ("SCTC 2025-5", into_china("8471.50"), "2025-04-09", "2025-04-10", 0, 84),
    ("SCTC 2025-6", into_china("8471.50"), "2025-04-11", "2025-04-12", 84, 125),
    ("SCTC 2025-7", into_china("8471.50"), "2025-05-13", "2025-05-14", 125, 10),
    ("SCTC 2025-1, coal", into_china("2701"), "2025-02-09", "2025-02-10", 0, 15),
    ("SCTC 2025-1, crude oil", into_china("2709"), "2025-02-09", "2025-02-10", 0, 10),
    ("SCTC 2025-2, cotton", into_china("5201"), "2025-03-09", "2025-03-10", 0, 15),
    ("SCTC 2025-2, sorghum", into_china("1007"), "2025-03-09", "2025-03-10", 0, 10),
    ("end of SCTC 2025-2, cotton", into_china("5201"), "2025-11-10", "2025-11-11", 25, 10),
    ("end of SCTC 2025-2, sorghum", into_china("1007"), "2025-11-10", "2025-11-11", 20, 10),
)


@pytest.mark.parametrize(
    ("cells", "day", "following", "before", "after"),
    [row[1:] for row in FIRST_DAYS],
    ids=[f"{row[0]} {row[3]}" for row in FIRST_DAYS],
)
def test_a_duty_begins_and_ends_on_its_day(cells: Cells, day: str, following: str, before: float, after: float) -> None:
    assert rates(duties(day, **cells)) == (before, before)
    assert rates(duties(following, **cells)) == (after, after)


@pytest.mark.parametrize(
    ("day", "told", "rate"),
    [
        ("2024-06-14", "yes", 25),
        ("2024-06-15", "yes", 0),
        ("2024-06-15", "no", 25),
        ("2026-11-09", "yes", 0),
        ("2026-11-10", "no", 25),
    ],
)
def test_the_exclusion_of_accelerator_modules(day: str, told: str, rate: int) -> None:
    """9903.88.69: 2024-06-15 to 2026-11-09; whether it goes on is a question."""
    found = rates(duties(day, **from_china("8473.30.1180", chip="H100", claims_9903_88_69=told)))
    assert found == (rate, rate)


def test_the_exclusion_after_its_last_day_is_a_question() -> None:
    answer = duties("2026-11-10", **from_china("8473.30.1180", chip="H100", claims_9903_88_69="yes"))
    assert rates(answer) == (0, 25)
    assert [fact.name for fact in answer.missing] == ["s301_exclusions_extended"]
    told = from_china("8473.30.1180", chip="H100", claims_9903_88_69="yes", s301_exclusions_extended="yes")
    assert rates(duties("2026-11-10", **told)) == (0, 0)


@pytest.mark.parametrize(
    ("day", "origin", "rate"),
    [
        ("2025-05-01", "CN", 0),
        ("2025-05-02", "CN", 120),
        ("2025-05-13", "HK", 120),
        ("2025-05-14", "CN", 54),
        ("2026-02-23", "CN", 54),
        ("2026-02-24", "CN", 10),
        ("2025-08-28", "VN", 0),
        ("2026-02-24", "VN", 10),
        ("2026-07-23", "VN", 10),
    ],
)
def test_postal_items(day: str, origin: str, rate: int) -> None:
    """EO 14256 as amended, EO 14298, EO 14324."""
    found = rates(duties(day, origin=origin, hts="9403.60.80", postal_item="yes"))
    assert found == (rate, rate)


@pytest.mark.parametrize(("day", "lowest"), [("2025-08-29", 0), ("2026-07-24", 0)])
def test_postal_items_of_which_the_rate_is_not_held_are_a_question(day: str, lowest: int) -> None:
    answer = duties(day, origin="VN", hts="9403.60.80", postal_item="yes")
    assert rates(answer) == (lowest, None)
    assert len(answer.missing) == 1


@pytest.mark.parametrize(
    ("day", "value", "fee"),
    [
        ("2018-07-06", "1000", "25.67"),
        ("2018-09-30", "1000000", "497.99"),
        ("2018-10-01", "1000", "26.22"),
        ("2019-09-30", "1000000", "508.70"),
        ("2019-10-01", "1000000", "519.76"),
        ("2020-10-01", "1000000", "528.33"),
        ("2021-10-01", "1000000", "538.40"),
        ("2022-10-01", "1000000", "575.35"),
        ("2023-10-01", "1000", "31.67"),
        ("2024-10-01", "1000", "32.71"),
        ("2025-09-30", "1000000", "634.62"),
        ("2025-10-01", "1000000", "651.50"),
        ("2026-10-01", "1000", "34.58"),
        ("2026-03-01", "30000", "103.92"),
    ],
)
def test_the_processing_fee_has_a_least_and_a_most_each_fiscal_year(day: str, value: str, fee: str) -> None:
    """19 CFR 24.23(b)(1): 0.3464 per cent, and the notices of each year."""
    found = cost(day, rest={"value": value}, **SERVER).json()
    assert [str(one["amount"]) for one in found["fees"]] == [fee.rstrip("0")]


def test_the_harbour_fee_is_an_eighth_of_a_per_cent_of_what_comes_by_sea() -> None:
    """19 CFR 24.24."""
    found = cost("2026-03-01", rest={"value": "30000"}, **SERVER, by_sea="yes").json()
    assert {one["instrument"]: one["amount"] for one in found["fees"]}["Harbour maintenance fee"] == 37.5


@pytest.mark.parametrize(("day", "rate"), [("2019-03-31", 16), ("2019-04-01", 13)])
def test_value_added_tax_of_china(day: str, rate: int) -> None:
    """Caishui No. 32 of 2018, and the rate from 2019-04-01."""
    found = cost(day, rest={"value": "1000"}, to="CN", origin="DE", hts="8471.50", cn_base_rate_pct="0").json()
    assert found["landed_cost"] == 1000 + 10 * rate


@pytest.mark.parametrize(
    ("day", "told", "rates_then"),
    [
        ("2026-07-21", {}, (10, 10)),
        ("2026-07-22", {}, (10, 35)),
        ("2026-07-22", {"exempt_from_section_301_brazil": "no"}, (35, 35)),
    ],
)
def test_the_action_on_brazil(day: str, told: Cells, rates_then: tuple[int, int]) -> None:
    """FR Doc. 2026-14542, 25 per cent from 2026-07-22; the surcharge ran to the 23rd."""
    assert rates(duties(day, **BRAZIL, **told)) == rates_then


def test_accelerators_on_the_first_day_of_the_windows() -> None:
    """Proclamation 11002, from 2026-01-15."""
    told = {"origin": "TW", "hts": "8473.30.1180", "chip": "MI325X"}
    assert rates(duties("2026-01-14", **told)) == (0, 0)
    assert rates(duties("2026-01-15", **told)) == (25, 25)
    assert rates(duties("2026-01-15", **told, claims_9903_79_05="yes")) == (0, 0)
