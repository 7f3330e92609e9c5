"""What the headings of real sales systems mean, and what is not taken for a destination."""

from __future__ import annotations

import pytest

from chipgate.cases.columns import looks_telling, understand


def meanings(*headers: str, **mapping: str) -> dict[str, str | None]:
    return {one.header: one.name for one in understand(headers, mapping)}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Ship-To Country", "destination_iso2"),
        ("收货国家", "destination_iso2"),
        ("End Customer", "end_user"),
        ("最终客户", "end_user"),
        ("Req. Del. Date", "as_of"),
        ("交货日期", "as_of"),
        ("Order Qty", "units"),
        ("产品型号", "chip"),
        ("Parent Country", "end_user_parent_hq"),
        ("母公司所在国", "end_user_parent_hq"),
        ("Sold-to Party", "purchaser"),
        ("Parent Company", "parent_name"),
        ("Ultimate Consignee", "consignee"),
        ("用途", "known_end_use"),
    ],
)
def test_headings_of_sales_systems_are_known(heading: str, name: str) -> None:
    assert meanings(heading) == {heading: name}


def test_a_country_is_the_destination_where_nothing_else_may_be() -> None:
    assert meanings("Chip", "Country")["Country"] == "destination_iso2"


def test_a_country_is_not_the_destination_beside_an_unknown_place() -> None:
    """In many systems "Country" is that of the invoice."""
    assert meanings("Chip", "Country", "Country of final delivery")["Country"] is None


def test_two_headings_of_the_destination_must_agree() -> None:
    (first, second) = understand(("Ship-To Country", "Country"))
    assert (first.name, second.name, second.same_as, second.must_agree) == (
        "destination_iso2",
        None,
        "Ship-To Country",
        True,
    )


def test_the_user_can_say_what_a_heading_means() -> None:
    assert meanings("Endkunde", "Land", Endkunde="end_user", Land="destination_iso2") == {
        "Endkunde": "end_user",
        "Land": "destination_iso2",
    }


@pytest.mark.parametrize("heading", ["Billing country", "客户名", "End client", "Owner", "HQ city"])
def test_headings_that_may_decide_are_told_apart(heading: str) -> None:
    assert looks_telling(heading)


@pytest.mark.parametrize("heading", ["Price", "Currency", "备注", "Sales region"])
def test_others_are_passed_over(heading: str) -> None:
    assert not looks_telling(heading)
