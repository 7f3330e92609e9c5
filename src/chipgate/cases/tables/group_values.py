"""What the cells of one group of columns say: read once for each different text, however many rows have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chipgate.cases.case import Case, case_of
from chipgate.cases.columns import CHIP, DAY
from chipgate.cases.tables.fact_groups import FactGroup
from chipgate.cases.transaction import transaction_of
from chipgate.errors import ChipgateError
from chipgate.readings.columns.diagram import Group

if TYPE_CHECKING:
    from chipgate.cases.check import Checker

FAULTY = -1
"""The number of cells that cannot be read: the row is read alone, so that all its faults are in one report."""


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

    def read(self, texts: Sequence[str], day: str = "") -> ReadCells:
        """What TEXTS, one for each column, say; DAY is that of the lists of parties."""
        cells = {name: text for name, text in zip(self.columns, texts, strict=True) if text}
        if day:
            cells.setdefault(DAY, day)
        try:
            case = self.case(cells)
        except ChipgateError:
            return ReadCells(FAULTY)
        return ReadCells(self.group.value(case.readings, case.disputed), case)

    def case(self, cells: Mapping[str, str]) -> Case:
        """The case that CELLS make alone."""
        transaction = transaction_of(cells)
        return case_of(transaction, self._checker.catalogue if CHIP in cells else None, self._assumptions)
