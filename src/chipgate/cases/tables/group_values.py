"""What the cells of one group of columns say: read once for each different text, however many rows have it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from chipgate.cases.case import Case, case_of
from chipgate.cases.columns import CHIP, DAY, LABEL, QUANTITY
from chipgate.cases.days import day_of
from chipgate.cases.described_chips import chips_described
from chipgate.cases.remarks import telling_part
from chipgate.cases.tables.fact_groups import FactGroup
from chipgate.cases.transaction import Transaction, transaction_of, units_of
from chipgate.cases.values import says_nothing
from chipgate.errors import ChipgateError
from chipgate.readings.columns.diagram import Group

if TYPE_CHECKING:
    from chipgate.cases.check import Checker

ORDER_TPP = "order_tpp"
FAULTY = -1
"""The number of cells that cannot be read, or not without those of another group: the row is read alone, so that all
its faults are in one report."""


@dataclass(frozen=True, slots=True)
class ReadCells:
    """What cells of one group come to: the number of the value of their facts, or FAULTY; and their case."""

    value: int
    case: Case | None = None


class CellReader:
    """Reads the cells of one group of columns, for the assumptions and the catalogue of a checker."""

    def __init__(self, group: FactGroup, number: int, checker: Checker) -> None:
        self.columns = group.columns
        self.group = Group(number, group.facts)
        self._checker = checker
        self._assumptions = {name: line for name, line in checker.assumptions.items() if name in group.facts}
        self._alike: dict[Hashable, ReadCells] = {}

    def read(self, texts: Sequence[str], day: str = "") -> ReadCells:
        """What TEXTS, one for each column, say; DAY is that of the lists of parties."""
        cells = {name: text for name, text in zip(self.columns, texts, strict=True) if text}
        if day:
            cells.setdefault(DAY, day)
        try:
            key = _told_by(cells)
            if key is not None and key in self._alike:
                return _read_alike(self._alike[key], cells)
            case = self.case(cells)
        except ChipgateError:
            return ReadCells(FAULTY)
        found = ReadCells(self.group.value(case.readings, case.disputed), case)
        if key is not None and ORDER_TPP not in case.facts:
            self._alike[key] = found
        return found

    def read_as(self, column: str) -> Callable[[str], str] | None:
        """What the texts of COLUMN come to, where it may have another one in each row and most of them say nothing."""
        if column != LABEL:
            return telling_part(column)
        if CHIP not in self.columns:
            return lambda _text: ""
        return lambda text: ", ".join(chips_described(text, self._checker.catalogue))

    def case(self, cells: Mapping[str, str]) -> Case:
        """The case that CELLS make alone."""
        transaction = transaction_of(cells)
        catalogue = self._checker.catalogue if CHIP in cells else None
        return case_of(transaction, catalogue, self._assumptions, self._checker.laws)


def _told_by(cells: Mapping[str, str]) -> Hashable:
    """What alone tells the facts of CELLS: the year of a day, that there is a quantity; None where all of it does.

    There are as many days and quantities as rows have, and few facts follow from them before the item is known.
    """
    if len(cells) != 1:
        return None
    ((name, text),) = cells.items()
    if says_nothing(text):
        return None
    if name == DAY:
        return DAY, day_of(text).year
    return QUANTITY if name == QUANTITY else None


def _read_alike(read: ReadCells, cells: Mapping[str, str]) -> ReadCells:
    """READ, whose facts CELLS have too, with the day or the quantity of CELLS.

    Made field by field: ``dataclasses.replace`` takes three times as long, and a file has thousands of days and
    quantities.
    """
    assert read.case is not None
    case, was = read.case, read.case.transaction
    day = day_of(cells[DAY]) if DAY in cells else was.day
    units = units_of(cells[QUANTITY]) if DAY not in cells else was.units
    given = MappingProxyType(dict(cells))
    transaction = Transaction(
        day, was.chip, was.label, units, was.ics_per_unit, was.facts, was.rates, was.doubted, given
    )
    made = Case(transaction, day, case.readings, case.figures, case.sheet, case.assumed, case.read_as, case.like_listed)
    return ReadCells(read.value, made)
