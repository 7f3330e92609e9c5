"""The question asked from Python: ``cg.check(chip="H20", to="CN", on="2024-06-01")``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from chipgate.cases.as_json import value_text
from chipgate.cases.check import Checker
from chipgate.cases.columns import CHIP, DAY, canonical
from chipgate.cases.determination import Determination
from chipgate.cases.transaction import BadOrder, Fault, Transaction, transaction_of
from chipgate.law.facts import NotApplicable
from chipgate.law.provision import Clock
from chipgate.units import decimal_text, exact

Given = str | bool | int | float | Decimal | Fraction | date | NotApplicable | None
"""What a fact can be given as. A float counts as the shortest decimal that prints it: 5.92 is 5.92."""

_LONGEST_DECIMAL = 40
_SHORT = {"to": "destination_iso2", "on": DAY, "chip": CHIP}


def check(
    transaction: Transaction | Mapping[str, Given] | None = None,
    /,
    *,
    assume: str | None = None,
    clock: Clock | str = Clock.AS_ENFORCED,
    checker: Checker | None = None,
    **facts: Given,
) -> Determination:
    """Judge one shipment.

    ``chip``, ``to`` and ``on`` are the chip, the destination and the day; any other name of a column or fact that
    ``chipgate facts`` lists is taken as well. What is left out is unknown. A CHECKER of your own brings another
    corpus, other chips or assumptions, and then ASSUME and CLOCK are its own.

    >>> check(chip="H20", to="CN", on="2024-06-01", assume="ordinary").outcome
    'no_licence_required'

    Raises:
        BadOrder: a name or value cannot be read; carries every fault.
        UnknownChip: the chip is not in the catalogue.
    """
    asked = checker or _checker(assume, Clock(clock))
    if isinstance(transaction, Transaction):
        return asked.check(transaction)
    return asked.check(transaction_of(_cells({**(transaction or {}), **facts})))


@lru_cache(maxsize=8)
def _checker(assume: str | None, clock: Clock) -> Checker:
    return Checker(assume=assume, clock=clock)


def _cells(given: Mapping[str, Given]) -> dict[str, str]:
    """Names of columns to text; a name that no column has is kept, and refused with the nearest one."""
    cells: dict[str, str] = {}
    for name, value in given.items():
        if value is None:
            continue
        known = _SHORT.get(name) or canonical(name) or name
        text = _text(known, value)
        if cells.setdefault(known, text) != text:
            raise BadOrder((Fault(known, f"given twice, as {cells[known]!r} and as {name}={text!r}; keep one"),))
    return cells


def _text(name: str, value: Given) -> str:
    match value:
        case bool() | NotApplicable():
            return value_text(value)
        case Fraction():
            text = decimal_text(value, _LONGEST_DECIMAL)
            if exact(text) != value:
                raise BadOrder((Fault(name, f"{value} has no exact decimal; give a Transaction with it as a fact"),))
            return text
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
