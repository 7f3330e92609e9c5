"""What nobody said gives a range and a question, never nothing; and no value of it leads outside the range."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.errors import ChipgateError
from tests.cases.duties.worked_duties import cost, duties, rates

DAYS = ("2019-01-15", "2025-04-15", "2025-09-01", "2026-02-01", "2026-03-01", "2026-08-01", "2026-11-20")
VALUES = {
    "hts": ("8542.31", "8473.30.1180", "8473.30", "8471.50", "9403.60.80", "8517.62", "8517.62.00", "85", "0201.10.05"),
    "origin": ("CN", "HK", "MO", "TW", "VN", "JP", "MX", "RU"),
    "chip": ("H200", "H20", "MI325X"),
    "us_base_rate_pct": ("0", "4"),
    "claims_9903_79_05": ("yes", "no"),
    "note_39_removes_fentanyl_duty": ("yes", "no"),
    "section_301_list": ("list_1", "list_2", "list_3", "list_4a", "none"),
}


ALWAYS_TOLD = ("claims_9903_79_05", "us_base_rate_pct")
"""A claim is made or it is not, and a base rate that nobody states is looked up."""


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("missing", [("hts",), ("origin",), ("hts", "origin")])
def test_without_a_code_or_an_origin_there_is_a_range_and_a_question(day: str, missing: tuple[str, ...]) -> None:
    told = {name: values for name, values in {"hts": "8473.30", "origin": "CN"}.items() if name not in missing}
    answer = duties(day, chip="H200", **told)
    lowest, highest = rates(answer)
    assert highest is None or highest > lowest
    assert set(missing) <= {fact.name for fact in answer.missing}
    assert cost(day, chip="H200", **told).total_rate_pct is None


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_the_missing_facts_turn_out_to_be_the_total_lies_in_the_range(data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(DAYS))
    every = {name: data.draw(st.sampled_from(values)) for name, values in VALUES.items()}
    told = {name: value for name, value in every.items() if name in ALWAYS_TOLD or data.draw(st.booleans())}
    lowest, highest = rates(duties(day, **told))
    low, high = rates(duties(day, **every))
    assert lowest <= low
    assert highest is None or (high is not None and high <= highest)


@pytest.mark.parametrize(
    ("day", "told", "asked"),
    [
        ("2019-01-15", {"hts": "8517.62.00", "origin": "CN", "chip": "H200"}, {"section_301_list"}),
        ("2025-04-15", {"hts": "8517.62.00", "origin": "CN"}, {"section_301_list"}),
        ("2026-02-01", {"hts": "8473.30", "origin": "HK", "chip": "H200"}, {"note_39_removes_fentanyl_duty"}),
        ("2026-02-01", {"hts": "8473.30.1180", "origin": "CN", "chip": "MI325X"}, {"note_39_removes_fentanyl_duty"}),
        ("2026-03-01", {"hts": "8473.30", "origin": "TW", "claims_9903_79_05": "no"}, {"chip"}),
    ],
)
def test_the_range_is_no_wider_than_what_completions_reach(day: str, told: dict[str, str], asked: set[str]) -> None:
    """Some value of what is asked reaches either end of the range."""
    answer = duties(day, us_base_rate_pct="0", **told)
    named = {fact.name for fact in answer.missing}
    assert named == asked if asked != {"chip"} else {"tpp", "dram_bandwidth_gb_s"} <= named
    names = sorted(asked)
    reached = [
        rates(duties(day, us_base_rate_pct="0", **told, **dict(zip(names, chosen, strict=True))))
        for chosen in product(*(VALUES[name] for name in names))
    ]
    assert len({low for low, _ in reached}) > 1
    assert all(low == high for low, high in reached)
    assert rates(answer) == (min(low for low, _ in reached), max(low for low, _ in reached))


def test_digits_that_are_lacking_are_asked_for_only_where_they_tell() -> None:
    """8473.30 is on List 1 or List 3, at 25 both ways; 85 may be anything."""
    assert rates(duties("2024-12-31", origin="CN", hts="8473.30")) == (25, 25)
    answer = duties("2024-12-31", origin="CN", hts="85")
    assert rates(answer)[0] == 0
    assert answer.missing[0].name == "hts"


@pytest.mark.parametrize(
    ("cells", "rest", "wrong"),
    [
        ({"hts": "8542.3A"}, {}, "no tariff code"),
        ({"hts": "854"}, {}, "3 digits"),
        ({"origin": "Atlantis"}, {}, "no country"),
        ({}, {"value": "-1"}, "below zero"),
        ({}, {"value": "30k"}, "no amount"),
        ({}, {"value": "1", "currency": "USX"}, "no currency"),
        ({}, {"freight": "nan"}, "no amount"),
        ({"claims_9903_79_05": "perhaps"}, {}, "neither yes nor no"),
    ],
)
def test_bad_input_is_a_clear_error(cells: dict[str, str], rest: dict[str, str], wrong: str) -> None:
    with pytest.raises(ChipgateError, match=wrong):
        cost("2026-03-01", rest=rest, **cells)


def test_every_fault_is_in_one_report() -> None:
    with pytest.raises(ChipgateError) as refused:
        cost("2017-01-01", to="DE", rest={"value": "-1", "currency": "XXX9"}, hts="abc")
    assert all(name in str(refused.value) for name in ("as_of", "value", "currency", "hts", "destination_iso2"))


def test_money_is_exact() -> None:
    found = cost("2026-03-01", rest={"value": "30000.01"}, chip="H200", origin="TW", hts="8473.30")
    assert found.duty is not None
    assert found.duty.settled == Fraction("7500.0025")
    assert found.total is not None
    assert found.total.text() == "USD 37603.93253464"
