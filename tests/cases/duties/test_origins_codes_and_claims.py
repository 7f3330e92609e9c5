"""Codes that no text names, claims that cannot be made, and duties on other origins than China."""

from __future__ import annotations

import pytest

from chipgate.cases.duties.duty_facts import known_part
from chipgate.cases.transaction import BadOrder
from tests.cases.duties.worked_duties import cost, duties, rates


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("85423500", "8542"),
        ("85414020", "8541"),
        ("94039999", "940399"),
        ("99999900", ""),
        ("8542310001", "8542310001"),
    ],
)
def test_of_a_code_that_no_line_has_as_much_is_taken_as_begins_one(code: str, part: str) -> None:
    assert known_part(code, "US") == part
    assert known_part(code, "CN") == code  # of China's schedule no lines are held


@pytest.mark.parametrize("code", ["8541.40.20", "8541.40", "8486.99", "9403.99.99", "9999.99"])
def test_a_code_of_an_older_schedule_or_a_slip_is_a_question_and_not_nothing(code: str) -> None:
    """8541.40.20 was a line until 2022-01-27, on List 1 or 2 (83 FR 40823)."""
    answer = duties("2019-06-20", origin="CN", hts=code)
    lowest, highest = rates(answer)
    assert highest is None or highest >= 25 > lowest
    assert "hts" in {fact.name for fact in answer.missing}


def test_a_line_that_does_not_exist_below_a_heading_that_is_on_a_list_whole_pays_as_the_heading() -> None:
    assert rates(duties("2020-03-01", origin="CN", hts="8542.35.00")) == (25, 25)


@pytest.mark.parametrize(
    ("origin", "day", "rate"),
    [
        ("MX", "2025-03-03", 0),
        ("MX", "2025-03-04", 25),
        ("MX", "2026-02-23", 25),
        ("MX", "2026-02-24", 0),
        ("CA", "2025-07-31", 25),
        ("CA", "2025-08-01", 35),
    ],
)
def test_chips_of_neighbours_were_not_exempt_from_their_emergency_duty(origin: str, day: str, rate: int) -> None:
    """EO 14194 and EO 14193, 9903.01.01 and 9903.01.10; EO 14325."""
    assert rates(duties(day, origin=origin, hts="8542.31")) == (rate, rate)


def test_the_preference_of_the_usmca_frees_of_it_from_2025_03_07_on() -> None:
    """EO 14226 and EO 14227."""
    told = {"origin": "MX", "hts": "8542.31", "claims_usmca": "yes"}
    assert rates(duties("2025-03-06", **told)) == (25, 25)
    assert rates(duties("2025-03-07", **told)) == (0, 0)


def test_the_preference_of_the_usmca_is_none_of_another_origin() -> None:
    told = {"origin": "VN", "hts": "9403.60.80"}
    assert rates(duties("2025-06-01", **told, claims_usmca="yes")) == rates(duties("2025-06-01", **told)) == (10, 10)


def test_a_duty_that_is_not_modelled_leaves_the_total_open_until_its_rate_is_stated() -> None:
    told = {"origin": "VN", "hts": "9403.60.80", "other_section_232": "yes"}
    answer = duties("2026-03-01", **told)
    assert rates(answer) == (0, None)
    assert [fact.name for fact in answer.missing] == ["other_section_232_rate_pct"]
    assert rates(duties("2026-03-01", **told, other_section_232_rate_pct="25")) == (25, 25)
    assert rates(duties("2026-03-01", origin="CN", hts="8542.31", ad_cvd_order="yes")) == (50, None)


def test_brazil_and_india_had_duties_of_their_own_beside_the_reciprocal_one() -> None:
    """EO 14323 and EO 14329."""
    assert rates(duties("2025-08-06", origin="BR", hts="9403.60.80", exempt_from_ieepa_brazil="no")) == (50, 50)
    assert rates(duties("2025-09-01", origin="IN", hts="9403.60.80", reciprocal_rate_pct="25")) == (50, 50)
    assert rates(duties("2025-08-26", origin="IN", hts="9403.60.80", reciprocal_rate_pct="25")) == (25, 25)


def test_the_rates_of_annex_i_were_due_for_one_day() -> None:
    """EO 14257 from 2025-04-09; EO 14266 suspends them for entries from 2025-04-10 on."""
    told = {"origin": "VN", "hts": "9403.60.80"}
    assert rates(duties("2025-04-08", **told)) == rates(duties("2025-04-10", **told)) == (10, 10)
    assert rates(duties("2025-04-09", **told)) == (10, 50)
    assert rates(duties("2025-04-09", **told, reciprocal_rate_pct="46")) == (46, 46)


def test_column_2_held_cuba_before_it_held_russia() -> None:
    """General note 3(b); Pub. L. 117-110 from 2022-04-09."""
    assert rates(duties("2020-01-01", origin="RU", hts="8504.10")) == (3, 3)
    assert rates(duties("2020-01-01", origin="CU", hts="8504.10")) == (0, None)


def test_polysilicon_paid_the_first_rate_of_list_3() -> None:
    """83 FR 47974, 10 per cent from 2018-09-24; 84 FR 20459, 25 from 2019-05-10."""
    found = [rates(duties(day, origin="CN", hts="3818.00.00"))[0] for day in ("2018-09-23", "2018-10-01", "2019-05-10")]
    assert found == [0, 10, 25]


def test_china_list_4_adds_to_the_first_three_and_list_3_had_lower_bands() -> None:
    """SCTC Announcements No. 8 of 2018, No. 4 of 2019, No. 1 of 2020."""
    told = {"to": "CN", "origin": "US", "hts": "8471.50", "cn_base_rate_pct": "0"}
    assert rates(duties("2018-10-01", **told, cn_retaliation_list="list_3")) == (5, 10)
    both = {**told, "cn_retaliation_list": "list_1", "also_on_cn_list_4": "yes"}
    assert rates(duties("2019-10-01", **both)) == (30, 35)
    assert rates(duties("2020-02-20", **both, cn_list_4_band_pct="2.5")) == (27.5, 27.5)


def test_from_the_day_of_the_notice_an_ic_is_where_its_wafer_was_made() -> None:
    told = {"to": "CN", "hts": "8542.32", "cn_retaliation_list": "none", "cn_base_rate_pct": "0"}
    assert rates(duties("2025-04-10", **told, origin="MY", wafer_origin="US")) == (0, 0)
    assert rates(duties("2025-04-11", **told, origin="MY", wafer_origin="US")) == (84, 84)
    assert rates(duties("2025-04-11", **told, origin="US", wafer_origin="TW")) == (0, 0)
    assert rates(duties("2025-04-11", **told, origin="MY")) == (0, 84)


def test_a_fault_elsewhere_does_not_ask_for_the_destination_that_was_given() -> None:
    with pytest.raises(BadOrder) as bad:
        cost("2025-04-15", origin="CN", hts="85X2.31")
    assert [fault.column for fault in bad.value.faults] == ["hts"]


@pytest.mark.parametrize("code", ["9802.00.80", "98", "99", "9903.88.69", "77", "00"])
def test_a_chapter_that_says_nothing_of_the_good_is_a_question(code: str) -> None:
    answer = duties("2024-12-31", origin="CN", hts=code, us_base_rate_pct="0")
    assert rates(answer)[0] == 0
    assert rates(answer)[1] != 0
    assert "hts" in {fact.name for fact in answer.missing}


def test_a_rate_that_no_text_in_force_can_have_is_refused() -> None:
    """EO 14257, Annex I: 11 to 50, and 10 for origins that it does not name."""
    with pytest.raises(BadOrder, match="give 10 to 50"):
        cost("2025-04-09", origin="VN", hts="9403.60.80", reciprocal_rate_pct="0")
    listed = {"cn_retaliation_list": "list_3", "cn_list_3_band_pct": "0"}
    with pytest.raises(BadOrder, match="give 5 to 25"):
        cost("2020-01-01", to="CN", origin="US", hts="8471.50", **listed)


def test_a_postal_item_is_worth_at_most_800_dollars() -> None:
    """19 U.S.C. 1321(a)(2)(C)."""
    told = {"origin": "CN", "hts": "9403.60.80", "postal_item": "yes"}
    assert cost("2025-05-01", rest={"value": "800"}, **told).total_rate_pct == 0
    with pytest.raises(BadOrder, match="at most USD 800"):
        cost("2025-05-01", rest={"value": "800.01"}, **told)


def test_what_was_called_unknown_is_not_said_to_be_taken() -> None:
    told = {"origin": "VN", "hts": "9403.60.80"}
    line = "No other Section 232 action"
    assert line in cost("2026-03-01", **told).text()
    assert line not in cost("2026-03-01", **told, other_section_232="unknown").text()


def test_a_base_rate_that_was_recalled_is_said_to_be() -> None:
    assert "The base rate of 8542, 0 %, is recalled" in cost("2025-01-02", to="CN", origin="DE", hts="8542.31").text()
    assert "base rate of" not in cost("2025-01-02", origin="CN", hts="8541.10").text()
