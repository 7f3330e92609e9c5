"""What an order is worth is read from the columns that say so; what cannot be read is not guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chipgate.cases.order_files import OrderRow
from chipgate.cases.order_value import Worth, value_columns


def worth(units: int | None = None, **cells: str) -> Worth | None:
    named = {name.replace("__", " "): text for name, text in cells.items()}
    return value_columns(tuple(named)).worth(OrderRow(2, named), units)


@pytest.mark.parametrize(
    ("heading", "currency"),
    [
        ("value", ""),
        ("Amount (USD)", "USD"),
        ("amount_usd", "USD"),
        ("USD amount", "USD"),
        ("Net Value [EUR]", ""),
        ("Total Price", ""),
        ("金额（人民币）", ""),
        ("订单金额(CNY)", "CNY"),
        ("Value ($)", "USD"),
        ("Value RMB", "CNY"),
    ],
)
def test_a_heading_that_speaks_of_money(heading: str, currency: str) -> None:
    columns = value_columns((heading,))
    if heading == "Net Value [EUR]":
        assert not columns.exist  # square brackets are part of a name
        return
    assert columns.worth(OrderRow(2, {heading: "12"}), None) == Worth(12, currency)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,234.50", Worth(Fraction(2469, 2), "")),
        ("USD 1,000", Worth(1000, "USD")),
        ("1000 eur", Worth(1000, "EUR")),
        ("$5", Worth(5, "USD")),
        ("€5", Worth(5, "EUR")),
        ("", None),
        ("n/a", None),
        ("1.234,50", None),  # 1234.50 or 1.23450: not told
        ("10-20", None),
        ("about 10", None),
        ("¥5", None),  # yuan or yen
    ],
)
def test_an_amount(text: str, found: Worth | None) -> None:
    assert worth(value=text) == found


def test_a_price_is_counted_with_the_quantity() -> None:
    assert worth(8, unit_price="100.5", currency="usd") == Worth(804, "USD")
    assert worth(None, unit_price="100") is None
    assert worth(8, unit_price="100", amount="500") == Worth(500, "")


def test_a_book_that_says_nothing_of_money() -> None:
    assert not value_columns(("order", "chip", "currency")).exist
