"""Proclamation 11002, note 39: two windows of TPP and DRAM bandwidth, all eight bounds strict."""

from __future__ import annotations

import pytest

from tests.cases.duties.worked_duties import duties, rates, summed

DAY = "2026-03-01"


@pytest.mark.parametrize("chip", ["H200", "MI325X"])
def test_chips_inside_a_window(chip: str) -> None:
    answer = duties(DAY, origin="TW", hts="8473.30", chip=chip)
    assert rates(answer) == (25, 25)
    assert summed(answer, "Section 232") == 25


@pytest.mark.parametrize("chip", ["H100", "MI300X", "H20", "B200"])
def test_chips_outside_both_windows(chip: str) -> None:
    assert rates(duties(DAY, origin="TW", hts="8473.30", chip=chip)) == (0, 0)


INSIDE = {"first": ("15000", "4800"), "second": ("20900", "6000")}


@pytest.mark.proves("HTSUS chapter 99, note 39(b)")
@pytest.mark.parametrize(
    ("window", "place", "limit", "just_inside"),
    [
        ("first", 0, "14000", "14000.01"),
        ("first", 0, "17500", "17499.99"),
        ("first", 1, "4500", "4500.01"),
        ("first", 1, "5000", "4999.99"),
        ("second", 0, "20800", "20800.01"),
        ("second", 0, "21100", "21099.99"),
        ("second", 1, "5800", "5800.01"),
        ("second", 1, "6200", "6199.99"),
    ],
)
def test_each_bound_is_strict(window: str, place: int, limit: str, just_inside: str) -> None:
    for value, rate in ((limit, 0), (just_inside, 25)):
        figures = [*INSIDE[window]]
        figures[place] = value
        answer = duties(DAY, origin="TW", hts="8473.30", tpp=figures[0], dram_bandwidth_gb_s=figures[1])
        assert rates(answer) == (rate, rate), value


@pytest.mark.parametrize(
    ("hts", "rate"), [("8471.50", 25), ("8471.80", 25), ("8473.30", 25), ("8542.31", 0), ("8471.41", 0)]
)
def test_only_three_headings_are_reached(hts: str, rate: int) -> None:
    assert rates(duties(DAY, origin="TW", hts=hts, chip="H200")) == (rate, rate)


@pytest.mark.parametrize("end", ["03", "04", "05", "06", "07", "08", "09"])
def test_an_end_use_that_is_claimed_frees_the_good(end: str) -> None:
    assert rates(duties(DAY, origin="TW", hts="8473.30", chip="H200", **{f"claims_9903_79_{end}": "yes"})) == (0, 0)


def test_it_begins_on_2026_01_15_and_keeps_other_layers_off() -> None:
    assert rates(duties("2026-01-14", origin="TW", hts="8473.30", chip="H200")) == (0, 0)
    assert rates(duties("2026-01-15", origin="TW", hts="8473.30", chip="H200")) == (25, 25)
    assert rates(duties("2026-08-01", origin="VN", hts="8473.30", chip="H200")) == (25, 25)  # no forced-labour duty
    assert rates(duties("2026-08-01", origin="CN", hts="8473.30", chip="H200")) == (50, 50)  # Section 301 stays


def test_without_figures_the_windows_are_asked_about() -> None:
    answer = duties(DAY, origin="TW", hts="8473.30")
    assert rates(answer) == (0, 25)
    assert {fact.name for fact in answer.missing} == {"tpp", "dram_bandwidth_gb_s"}
