"""The question asked from Python: ``cg.check(chip="H20", to="CN", on="2024-06-01")``, or ``cg.check(frame)``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol, TypeVar, overload

from chipgate.cases.as_json import value_text
from chipgate.cases.check import Checker
from chipgate.cases.columns import CHIP, DAY, canonical
from chipgate.cases.determination import Determination
from chipgate.cases.tables.frame_kinds import library_of, require_libraries
from chipgate.cases.transaction import BadOrder, Fault, Transaction, transaction_of
from chipgate.cases.values import is_read_in_two_ways
from chipgate.law.facts import NotApplicable
from chipgate.law.provision import Clock
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked
from chipgate.units import decimal_text, exact

Given = str | bool | int | float | Decimal | Fraction | date | NotApplicable | None
"""What a fact can be given as. A float counts as the shortest decimal that prints it: 5.92 is 5.92."""

_LONGEST_DECIMAL = 40
_NO_ORDERS = marked(
    'one shipment is given by names, like check(chip="H20", to="CN", on="2024-06-01"), and many as a frame; read a '
    "file into one first, as with pandas.read_excel, or judge it with `chipgate check FILE`"
)
_SHORT = {"to": "destination_iso2", "on": DAY, "chip": CHIP}


class Table(Protocol):
    """A frame of pandas, PyArrow, Polars, DuckDB or Spark."""

    @property
    def columns(self) -> Any:
        """Its columns, or their names."""


T = TypeVar("T", bound=Table)


@overload
def check(
    transaction: T,
    /,
    *,
    assume: str | None = None,
    clock: Clock | str = Clock.AS_ENFORCED,
    checker: Checker | None = None,
    columns: Mapping[str, str] | None = None,
    on: str | date | None = None,
) -> T: ...


@overload
def check(
    transaction: Transaction | Mapping[str, Given] | None = None,
    /,
    *,
    assume: str | None = None,
    clock: Clock | str = Clock.AS_ENFORCED,
    checker: Checker | None = None,
    columns: None = None,
    **facts: Given,
) -> Determination: ...


def check(
    transaction: Any = None,
    /,
    *,
    assume: str | None = None,
    clock: Clock | str = Clock.AS_ENFORCED,
    checker: Checker | None = None,
    columns: Mapping[str, str] | None = None,
    **facts: Given,
) -> Any:
    """Judge one shipment, or a table of them.

    ``chip``, ``to`` and ``on`` are the chip, the destination and the day; any other name of a column or fact that
    ``chipgate facts`` lists is taken as well. What is left out is unknown. A CHECKER of your own brings another
    corpus, other chips or assumptions, and then ASSUME and CLOCK are its own.

    >>> check(chip="H20", to="CN", on="2024-06-01", assume="ordinary").outcome
    'no_licence_required'

    A table (pandas, PyArrow, Polars, a DuckDB relation, Spark) has a row a shipment. It comes back as what it was,
    with the columns of a result after its own; ``faults`` says why a row could not be judged. COLUMNS says what its
    headings mean, like ``{"End Client": "end_user"}``; ``on`` is the day of rows that give none.

    Raises:
        BadOrder: a name or value cannot be read; carries every fault.
        UnknownChip: the chip is not in the catalogue.
        UnreadableFile: no heading of the table is known, or a column that is read holds lists, structs or bytes.
        LacksLibrary: something is not installed that judging such a table takes; names the extra.
    """
    asked = checker or _checker(assume, Clock(clock))
    if not isinstance(transaction, Transaction | Mapping | None) and library_of(transaction):
        return _checked_frame(transaction, asked, columns or {}, facts)
    if not isinstance(transaction, Transaction | Mapping | None):
        raise BadOrder((Fault(type(transaction).__name__, fault(_NO_ORDERS)),))
    if columns is not None:
        wrong = fault("says what the headings of a table mean; one shipment has none")
        raise BadOrder((Fault("columns", wrong),))
    if isinstance(transaction, Transaction):
        return asked.check(transaction)
    return asked.check(transaction_of(cells_given({**(transaction or {}), **facts})))


def _checked_frame(frame: Any, checker: Checker, columns: Mapping[str, str], facts: dict[str, Given]) -> Any:
    """FRAME judged; polars and what else that takes is loaded here and not before."""
    day = facts.pop("on", None)
    if facts:
        wrong = fault("for one shipment only; in a table, facts stand in columns")
        raise BadOrder(tuple(Fault(name, wrong) for name in facts))
    require_libraries(library_of(frame))
    from chipgate.cases.tables.frames import HowToJudge, check_frame

    return check_frame(frame, HowToJudge.of(checker, None if day is None else _text(DAY, day), columns))


@lru_cache(maxsize=8)
def _checker(assume: str | None, clock: Clock) -> Checker:
    return Checker(assume=assume, clock=clock)


def cells_given(given: Mapping[str, Given]) -> dict[str, str]:
    """Names of columns to text; a name that no column has is kept, and refused with the nearest one."""
    cells: dict[str, str] = {}
    for name, value in given.items():
        if value is None:
            continue
        known = _SHORT.get(name) or canonical(name) or name
        text = _text(known, value)
        if cells.setdefault(known, text) != text:
            both = {"one": repr(cells[known]), "other": f"{name}={text!r}"}
            raise BadOrder((Fault(known, fault("given twice, as {one} and as {other}; keep one", **both)),))
    return cells


def _text(name: str, value: Given) -> str:
    if type(value) is str:  # what most are; the patterns below take long to say that none of them fits
        return value
    match value:
        case bool() | NotApplicable():
            return value_text(value)
        case Fraction():
            text = decimal_text(value, _LONGEST_DECIMAL)
            if exact(text) != value:
                template = marked("{value} has no exact decimal; give a Transaction with it as a fact")
                raise BadOrder((Fault(name, fault(template, value=value)),))
            return f"{text}0" if is_read_in_two_ways(text) else text
        case datetime() if value.tzinfo is not None:
            return value.isoformat()  # refused where it is read: the day may be another one elsewhere
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() | Decimal():
            text = str(value)
            return f"{text}0" if is_read_in_two_ways(text) else text  # a number, which nobody can have meant otherwise
        case _:
            return str(value)
