"""The totals of American duties on goods of China, day by day: sums of layers, per cent of the entered value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.cases.duties.worked_duties import bounds, duties, rates, summed

CHIP = {"hts": "8542.31"}
BOARD = {"hts": "8473.30.1180", "chip": "H100"}
EXCLUDED_BOARD = {**BOARD, "claims_9903_88_69": "yes"}
SERVER = {"hts": "8471.50", "chip": "H100"}
ORDINARY = {"hts": "9403.60.80"}  # wooden furniture: List 3, free in column 1
GOODS = (CHIP, BOARD, EXCLUDED_BOARD, SERVER, ORDINARY)

WORKED = {
    "2024-12-31": ("25", "25", "0", "25", "25"),
    "2025-02-10": ("60", "35", "10", "35", "35"),
    "2025-03-10": ("70", "45", "20", "45", "45"),
    "2025-04-09": ("70", "45", "20", "45", "129"),
    "2025-04-15": ("70", "45", "20", "45", "170"),
    "2025-06-01": ("70", "45", "20", "45", "55"),
    "2025-11-15": ("60", "35", "10", "35", "45"),
    "2026-03-01": ("50", "25", "0", "25", "35"),
}


@pytest.mark.parametrize(
    ("day", "good", "total"),
    [(day, good, total) for day, totals in WORKED.items() for good, total in zip(GOODS, totals, strict=True)],
)
def test_a_total_is_the_sum_of_its_layers(day: str, good: dict[str, str], total: str) -> None:
    answer = duties(day, origin="CN", **good)
    assert rates(answer) == (Fraction(total), Fraction(total))
    assert sum(Fraction(one.rates.lowest) for one in answer.layers) == Fraction(total)


@pytest.mark.parametrize(("good", "total"), [(CHIP, 50), (BOARD, 25), (EXCLUDED_BOARD, 0), (SERVER, 25)])
def test_the_forced_labour_annex_repeats_the_chip_headings(good: dict[str, str], total: int) -> None:
    """Note 52(b), heading 9903.05.86, on 2026-08-01; a power supply of 8504.40 is not on it."""
    assert rates(duties("2026-08-01", origin="CN", **good)) == (total, total)
    assert rates(duties("2026-08-01", origin="VN", hts="8504.40.95")) == (Fraction("12.5"), Fraction("12.5"))


def test_an_ordinary_good_pays_the_forced_labour_duty() -> None:
    assert rates(duties("2026-08-01", origin="CN", **ORDINARY)) == (Fraction("37.5"), Fraction("37.5"))


@pytest.mark.parametrize("day", ["2025-04-10", "2025-05-13"])
def test_145_is_the_sum_of_two_emergency_layers_on_an_ordinary_good_and_not_on_a_chip(day: str) -> None:
    """125 reciprocal and 20 fentanyl; the memorandum of 2025-04-11 frees 8542 of the first."""
    assert summed(duties(day, origin="CN", **ORDINARY), "IEEPA") == 145
    assert summed(duties(day, origin="CN", hts="8542.31"), "IEEPA") == 20


@pytest.mark.parametrize(
    ("day", "ieepa"),
    [
        ("2025-02-03", 0),
        ("2025-02-04", 10),
        ("2025-03-04", 20),
        ("2025-04-04", 20),
        ("2025-04-05", 30),
        ("2025-04-08", 30),
        ("2025-04-09", 104),
        ("2025-04-10", 145),
        ("2025-05-13", 145),
        ("2025-05-14", 30),
        ("2025-11-09", 30),
        ("2025-11-10", 20),
        ("2026-02-23", 20),
        ("2026-02-24", 0),
    ],
)
def test_the_emergency_duties_on_every_day_of_change(day: str, ieepa: int) -> None:
    """The 34 of Annex I was never collected on its own."""
    assert summed(duties(day, origin="CN", **ORDINARY), "IEEPA") == ieepa


def test_hong_kong_and_macau_are_treated_apart() -> None:
    """Section 301 is for China alone, fentanyl for China and Hong Kong, reciprocal for all three."""
    totals = {origin: rates(duties("2025-04-15", origin=origin, **ORDINARY))[0] for origin in ("CN", "HK", "MO")}
    assert totals == {"CN": 170, "HK": 145, "MO": 125}


def test_the_rates_of_other_origins_before_and_after_eo_14326() -> None:
    assert rates(duties("2025-06-01", origin="VN", **ORDINARY)) == (10, 10)
    after = duties("2025-09-01", origin="VN", **ORDINARY)
    assert rates(after) == (0, 50)
    assert [fact.name for fact in after.missing] == ["reciprocal_rate_pct"]
    assert rates(duties("2025-09-01", origin="VN", reciprocal_rate_pct="20", **ORDINARY)) == (20, 20)
    assert rates(duties("2025-09-01", origin="VN", hts="8542.31")) == (0, 0)  # chips are exempt


def test_the_surcharge_is_on_all_countries_and_not_on_chips() -> None:
    assert rates(duties("2026-03-01", origin="VN", **ORDINARY)) == (10, 10)
    assert rates(duties("2026-07-23", origin="VN", **ORDINARY)) == (10, 10)
    assert rates(duties("2026-03-01", origin="VN", hts="8542.31")) == (0, 0)


@pytest.mark.parametrize(
    ("origin", "base", "total"),
    [
        ("VN", "0", "12.5"),
        ("MY", "0", "10"),
        ("TW", "0", "10"),
        ("TW", "4", "10"),
        ("TW", "12", "12"),
        ("DE", "4", "10"),
        ("JP", "4", "12.5"),
        ("KR", "20", "20"),
        ("VN", "4", "16.5"),
        ("MO", "0", "0"),
    ],
)
def test_the_forced_labour_groups_by_origin(origin: str, base: str, total: str) -> None:
    """12.5, 10, or up to a total of 10 or 12.5 with the base rate; an economy outside the 60 is not reached."""
    answer = duties("2026-08-01", origin=origin, us_base_rate_pct=base, **ORDINARY)
    assert rates(answer) == (Fraction(total), Fraction(total))


def test_an_exclusion_takes_off_the_list_rate_alone_and_must_be_claimed() -> None:
    unclaimed = duties("2025-03-10", origin="CN", **BOARD)
    claimed = duties("2025-03-10", origin="CN", **EXCLUDED_BOARD)
    assert [one.duty.instrument for one in unclaimed.layers if one.rates.lowest] == [
        "Section 301 List 3",
        "IEEPA fentanyl",
    ]
    assert [one.duty.instrument for one in claimed.layers if one.rates.lowest] == ["IEEPA fentanyl"]
    assert rates(duties("2026-11-09", origin="CN", **EXCLUDED_BOARD)) == (0, 0)
    after = duties("2026-11-10", origin="CN", **EXCLUDED_BOARD)
    assert rates(after) == (0, 25)
    assert [fact.name for fact in after.missing] == ["s301_exclusions_extended"]


def test_the_second_step_of_the_legacy_action_has_no_rate_yet() -> None:
    before = duties("2027-06-22", origin="CN", **CHIP)
    after = duties("2027-06-23", origin="CN", **CHIP)
    assert rates(before) == (50, 50)
    assert rates(after) == (50, None)
    assert [fact.name for fact in after.missing] == ["legacy_chip_rate_pct"]


def test_two_texts_conflict_on_fentanyl_for_goods_of_section_232() -> None:
    """2026-01-15 to 2026-02-23: both results are shown, and neither is picked."""
    answer = duties("2026-02-01", origin="CN", hts="8473.30.1180", chip="H200")
    assert rates(answer) == (50, 60)
    (conflict,) = answer.conflicts
    assert [bounds(total) for total in conflict.totals] == [(50, 50), (60, 60)]
    assert not duties("2026-01-14", origin="CN", hts="8473.30.1180", chip="H200").conflicts
    assert not duties("2026-02-24", origin="CN", hts="8473.30.1180", chip="H200").conflicts
    assert not duties("2026-02-01", origin="CN", hts="8473.30.1180", chip="H100").conflicts
