"""What an order is worth, where its book says so: an amount, or a price a unit, with the currency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chipgate.cases.columns import fold
from chipgate.cases.order_files import OrderRow
from chipgate.errors import BadNumber
from chipgate.units import Exact, exact, whole

AMOUNTS: Final = (
    *("value", "order_value", "line_value", "net_value", "total_value", "contract_value", "invoice_value"),
    *("amount", "order_amount", "line_amount", "net_amount", "total_amount", "total", "line_total", "order_total"),
    *("total_price", "extended_price", "金额", "订单金额", "总金额", "合同金额", "总价", "货值"),
)
PRICES: Final = ("price", "unit_price", "price_per_unit", "net_price", "单价")
CURRENCIES: Final = ("currency", "ccy", "curr", "currency_code", "币种", "货币")

_CODE = re.compile(r"\b[A-Z]{3}\b")
_SIGNS: Final = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}
# The sign of the yuan is that of the yen, and the dollar sign of many dollars; a code beside it says which.
_NUMBER = re.compile(r"[0-9][0-9,.]*")
_BRACKETS = re.compile(r"[(（](.*?)[)）]")
_KNOWN_CODES: Final = frozenset(
    ("USD", "EUR", "GBP", "CNY", "RMB", "JPY", "KRW", "TWD", "HKD", "SGD", "INR", "AED", "SAR", "AUD", "CAD", "CHF")
)


@dataclass(frozen=True, slots=True)
class Worth:
    """An amount of money; an empty currency is one that the book does not name."""

    amount: Exact
    currency: str


@dataclass(frozen=True, slots=True)
class ValueColumns:
    """The headings of a book that speak of money, and the currency that a heading names itself."""

    amount: str = ""
    price: str = ""
    currency: str = ""
    of_amount: str = ""
    of_price: str = ""

    @property
    def exist(self) -> bool:
        """Whether the book says what its orders are worth."""
        return bool(self.amount or self.price)

    def worth(self, row: OrderRow, units: int | None) -> Worth | None:
        """What the order in ROW is worth; None where that is blank or cannot be read."""
        named = row.cells.get(self.currency, "").strip().upper()
        if row.cells.get(self.amount, "").strip():
            return _read(row.cells[self.amount], named or self.of_amount)
        each = _read(row.cells.get(self.price, ""), named or self.of_price)
        if each is None or units is None:
            return None
        return Worth(whole(each.amount * units), each.currency)


def value_columns(header: Sequence[str]) -> ValueColumns:
    """The columns of money among the headings that are read as nothing else."""
    amount, price = _first(header, AMOUNTS), _first(header, PRICES)
    return ValueColumns(amount, price, _first(header, CURRENCIES), _currency_of(amount), _currency_of(price))


def _first(header: Sequence[str], names: Sequence[str]) -> str:
    """The heading that is one of NAMES, with or without a currency beside it; the first of NAMES wins."""
    bare = {_bare(one): one for one in reversed(header)}
    return next((bare[name] for name in names if name in bare), "")


def _bare(heading: str) -> str:
    words = fold(heading).split("_")
    return "_".join(word for word in words if word.upper() not in _KNOWN_CODES)


def _currency_of(heading: str) -> str:
    inside = " ".join(_BRACKETS.findall(heading))
    words = f"{fold(heading).replace('_', ' ')} {inside}".upper().split()
    return next((word for word in words if word in _KNOWN_CODES), _SIGNS.get(inside.strip(), ""))


def _read(text: str, currency: str) -> Worth | None:
    """An amount like ``1,234.50``, ``USD 1,234.50`` or ``$1,234.50``."""
    numbers, beside = _NUMBER.findall(text), _NUMBER.sub(" ", text).strip()
    if len(numbers) != 1:
        return None
    code = _CODE.search(beside.upper()) if beside else None
    named = code.group() if code else _SIGNS.get(beside, "")
    if beside and not named:
        return None
    try:
        return Worth(exact(numbers[0]), _same(named or currency))
    except BadNumber:
        return None


def _same(currency: str) -> str:
    return "CNY" if currency == "RMB" else currency
