"""China's duties on goods of the United States: who pays 125, who 135 or 140, and where an IC is from."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.cases.duties.worked_duties import cost, duties, rates, summed

OF_2025 = "Countermeasures of 2025"


@pytest.mark.parametrize(
    ("hts", "total"),
    [
        ("9403.60", 125),
        ("8471.50", 125),
        ("2709.00", 135),
        ("1201.90", 135),
        ("0203.29", 135),
        ("2701.12", 140),
        ("2711.11", 140),
        ("1001.99", 140),
        ("5201.00", 140),
    ],
)
def test_135_is_for_goods_of_the_lists_of_february_and_march_2025_alone(hts: str, total: int) -> None:
    answer = duties("2025-04-20", to="CN", origin="US", hts=hts)
    assert summed(answer, OF_2025) == total
    assert not any(layer.duty.authority == OF_2025 for layer in answer.open_layers)


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        *(("2025-04-09", 0), ("2025-04-10", 84), ("2025-04-11", 84), ("2025-04-12", 125), ("2025-05-13", 125)),
        *(("2025-05-14", 10), ("2025-11-10", 10), ("2026-11-09", 10)),
    ],
)
def test_the_rate_on_all_goods_by_day(day: str, rate: int) -> None:
    answer = duties(day, to="CN", origin="US", hts="9403.60")
    assert summed(answer, OF_2025) == rate


def test_after_2026_11_10_the_suspended_points_are_a_question() -> None:
    told = {"origin": "US", "hts": "8471.50", "cn_retaliation_list": "none"}
    assert rates(duties("2026-11-10", to="CN", **told)) == (10, 34)
    assert rates(duties("2026-11-10", to="CN", cn_suspension_extended="yes", **told)) == (10, 10)
    assert rates(duties("2026-11-10", to="CN", cn_suspension_extended="no", **told)) == (34, 34)


def test_an_ic_is_from_where_its_wafer_was_made() -> None:
    """One part has two origins: assembled in the United States, its wafer from Taiwan."""
    told = {"hts": "8542.31", "origin": "US", "cn_retaliation_list": "none"}
    assert rates(duties("2025-04-20", to="CN", wafer_origin="TW", **told)) == (0, 0)
    assert rates(duties("2025-04-20", to="CN", wafer_origin="US", **told)) == (125, 125)
    open_answer = duties("2025-04-20", to="CN", **told)
    assert rates(open_answer) == (0, 125)
    assert [fact.name for fact in open_answer.missing] == ["wafer_origin"]


def test_eight_chip_codes_were_freed_without_a_text_and_memory_is_not_among_them() -> None:
    told = {"origin": "US", "wafer_origin": "US", "cn_retaliation_list": "none"}
    assert rates(duties("2025-04-24", to="CN", hts="8542.31", **told)) == (0, 125)
    assert rates(duties("2025-04-24", to="CN", hts="8542.32", **told)) == (125, 125)


def test_earlier_lists_are_a_question_and_not_nothing() -> None:
    answer = duties("2025-04-20", to="CN", origin="US", hts="8471.50")
    assert rates(answer) == (125, 155)
    assert "cn_retaliation_list" in {fact.name for fact in answer.missing}
    assert rates(duties("2025-04-20", to="CN", origin="US", hts="8471.50", cn_retaliation_list="list_1")) == (150, 155)


def test_value_added_tax_is_on_the_value_with_freight_insurance_and_duty() -> None:
    """(1000 + 50 + 10) x 1.10 x 1.13 = 1317.58."""
    money = {"value": "1000", "freight": "50", "insurance": "10"}
    found = cost("2025-06-01", "CN", money, origin="US", hts="8471.50", cn_retaliation_list="none")
    assert found.customs_value is not None
    assert found.customs_value.settled == 1060
    assert found.duty is not None
    assert found.duty.settled == 106
    assert found.tax is not None
    assert found.tax.settled == Fraction("151.58")
    assert found.total is not None
    assert found.total.settled == Fraction("1317.58")
