"""Money: exact amounts with a currency, never through a float."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final

from chipgate.errors import BadNumber, BadTransaction, did_you_mean, near_names
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked
from chipgate.units import Exact, decimal_text, exact, whole


@cache
def currency_codes() -> frozenset[str]:
    """The codes of ISO 4217."""
    return frozenset((Path(__file__).parent / "data" / "currencies.txt").read_text(encoding="utf-8").split())


_OTHER_NAMES: Final = {
    "RMB": "CNY",
    "NTD": "TWD",
    "YUAN": "CNY",
    "人民币": "CNY",
    "美元": "USD",
    "$": "USD",
    "US$": "USD",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact amount of money; ``highest`` is above ``lowest`` where it lies in a range, None where nobody knows."""

    lowest: Exact
    highest: Exact | None
    currency: str

    @property
    def settled(self) -> Exact | None:
        """The one amount, where there is one."""
        return self.lowest if self.lowest == self.highest else None

    def __add__(self, other: Amount) -> Amount:
        highest = None if self.highest is None or other.highest is None else whole(self.highest + other.highest)
        return Amount(whole(self.lowest + other.lowest), highest, self.currency)

    def text(self) -> str:
        """The amount as people write it: ``USD 7500.00``, or from the lowest to the highest."""
        if self.highest is None:
            return f"{self.currency} {money_text(self.lowest)} ..."
        if self.settled is not None:
            return f"{self.currency} {money_text(self.lowest)}"
        return f"{self.currency} {money_text(self.lowest)} ... {money_text(self.highest)}"


def money_text(amount: Exact) -> str:
    """An exact amount with at least two decimals."""
    text = decimal_text(amount, 8)
    units, _, cents = text.partition(".")
    return f"{units}.{cents.ljust(2, '0')}"


def part_of(amount: Amount, lowest_pct: Exact, highest_pct: Exact | None) -> Amount:
    """From LOWEST_PCT to HIGHEST_PCT per cent of AMOUNT."""
    most = None if highest_pct is None or amount.highest is None else _share(amount.highest, highest_pct)
    return Amount(_share(amount.lowest, lowest_pct), most, amount.currency)


def _share(amount: Exact, pct: Exact) -> Exact:
    return whole(Fraction(amount) * pct / 100)


def currency_of(text: str) -> str:
    """The ISO 4217 code that TEXT names.

    Raises:
        BadTransaction: TEXT is no currency.
    """
    code = text.strip().upper()
    code = _OTHER_NAMES.get(code, code)
    if code not in currency_codes():
        near = did_you_mean(near_names(code, currency_codes(), count=2))
        template = marked("{given} is no currency.{near} Write its code of three letters, like USD.")
        raise BadTransaction(fault(template, given=repr(text.strip()[:20]), near=near))
    return code


def amount_of(text: str) -> Exact:
    """The amount that TEXT prints, zero or more, exactly.

    Raises:
        BadNumber: no decimal number, below zero, or with letters beside it.
    """
    try:
        found = exact(text)
    except BadNumber:
        template = marked(
            "{given} is no amount; write the bare number, like 30000 or 1234.50, and the currency beside it"
        )
        raise BadNumber(fault(template, given=repr(text.strip()[:40]))) from None
    if found < 0:
        template = marked("{given} is below zero; write an amount of zero or more")
        raise BadNumber(fault(template, given=repr(text.strip()[:40])))
    return found
