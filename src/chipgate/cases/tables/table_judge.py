"""Judges tables of shipments: the cells of each row become numbers, and a diagram of the law looks the answers up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from chipgate.cases.answer_formulas import AnswerFormulas
from chipgate.cases.columns import DAY
from chipgate.cases.questions import questions_on
from chipgate.cases.tables.fact_groups import FactGroup, fact_groups
from chipgate.cases.tables.group_values import FAULTY, CellReader
from chipgate.cases.tables.levels import DayLevel, Level, PartyLevel
from chipgate.cases.tables.order_values import OrderLevel
from chipgate.readings.columns.codes import AsText
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.diagram import Diagram
from chipgate.readings.columns.formulas import Arena

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.check import Checker

    Numbers = npt.NDArray[np.int32]

_CONSTANTS = 0


@dataclass(frozen=True)
class JudgedRows:
    """A batch of rows in numbers.

    ``finals`` are states after all that a row says, or FAULTY where a row must be read alone; ``values`` and ``cells``
    have, for each level, the numbers of the facts and of the cells that they were read from.
    """

    frame: pl.DataFrame
    finals: Numbers
    values: Sequence[Numbers]
    cells: Sequence[Numbers]


class TableJudge:
    """Judges frames whose columns bear canonical names, by one checker; keeps all that it learns from row to row.

    DAY is for rows that give none. AS_TEXT writes columns that are not text as text.
    """

    def __init__(self, checker: Checker, columns: Sequence[str], as_text: AsText, day: str | None = None) -> None:
        self.checker = checker
        found = fact_groups(tuple(dict.fromkeys((DAY, *columns))), checker.corpus)
        *groups, constant = found
        readers = [CellReader(group, number, checker) for number, group in enumerate(_in_order(groups), 1)]
        self.levels = [_level(reader, as_text, checker, day) for reader in readers]
        self._link()
        owner = {name: reader.group.number for reader in readers for name in reader.group.names}
        self.compiler = Compiler(Arena(), lambda name: owner.get(name, _CONSTANTS))
        in_step = frozenset(place for place, level in enumerate(self.levels) if isinstance(level, OrderLevel))
        self.diagram = Diagram(self.compiler, [level.group for level in self.levels], in_step)
        self._constants = CellReader(constant, _CONSTANTS, checker)
        case = self._constants.read(()).case
        self.assumed_of_constants = () if case is None else tuple(case.assumed)
        self._starts: dict[int, int] = {}

    def _link(self) -> None:
        """Tell orders of their items, and names of parties of the day."""
        for level in self.levels:
            if isinstance(level, OrderLevel):
                level.item = next((one for one in self.levels if "tpp" in one.group.names), None)
            if isinstance(level, PartyLevel):
                level.day_level = self.day_level

    @property
    def day_level(self) -> DayLevel:
        """The level that picks the law."""
        (level,) = (one for one in self.levels if isinstance(one, DayLevel))
        return level

    def judge(self, frame: pl.DataFrame) -> JudgedRows:
        """The numbers of every row of FRAME."""
        cells: list[Numbers] = []
        values: list[Numbers] = []
        for level in self.levels:
            if isinstance(level, OrderLevel) and level.item is not None:
                level.item_values = values[self.levels.index(level.item)]
            if isinstance(level, PartyLevel):
                level.days = cells[0]
            cells.append(level.encode(frame))
            values.append(level.values_of(cells[-1]))
        return JudgedRows(frame, self._finals(cells[0], values), values, cells)

    def _finals(self, days: Numbers, values: Sequence[Numbers]) -> Numbers:
        faulty = np.zeros(len(days), dtype=bool)
        for found in values:
            faulty |= found == FAULTY
        states = self._started(self.day_level.periods_of(days))
        states[faulty] = 0
        for level, found in enumerate(values):
            states = self.diagram.step(level, states, np.where(faulty, 0, found) if faulty.any() else found)
        states[faulty] = FAULTY
        return states

    def _started(self, periods: Numbers) -> Numbers:
        """The first state of each row: what the law of its day asks, with what no column can give put in."""
        low = int(periods.min(initial=0))
        table = np.zeros(int(periods.max(initial=0)) - low + 1, dtype=np.int32)
        for period in np.unique(periods).tolist():
            table[period - low] = self._start(period)
        return table.take(periods - low)

    def _start(self, period: int) -> int:
        if period not in self._starts:
            day = self.day_level.day_in(period)
            if day is None:
                self._starts[period] = self.diagram.start((), "no day")
            else:
                formulas = AnswerFormulas(questions_on(self.checker.corpus, day), self.checker.clock, self.compiler)
                vector = self.diagram.restricted(self._constants.group, formulas.vector(), 0)
                self._starts[period] = self.diagram.start(vector, formulas.tag(day))
        return self._starts[period]

    def row_of(self, judged: JudgedRows, row: int) -> dict[str, str]:
        """The cells of one row, under their canonical names."""
        found: dict[str, str] = {}
        for level, numbers in zip(self.levels, judged.cells, strict=True):
            found |= level.texts(int(numbers[row]))
        return found


def _in_order(groups: Sequence[FactGroup]) -> list[FactGroup]:
    """The day first, then the item, the order, the destination, and the rest in the order of the columns."""

    def place(group: FactGroup) -> int:
        marks = (
            DAY in group.columns,
            "tpp" in group.facts,
            "order_tpp" in group.facts,
            "destination_iso2" in group.facts,
        )
        return marks.index(True) if any(marks) else len(marks)

    return sorted(groups, key=place)


def _level(reader: CellReader, as_text: AsText, checker: Checker, day: str | None) -> Level:
    if DAY in reader.columns:
        return DayLevel(reader, as_text, checker.corpus, day)
    if "order_tpp" in reader.group.names:
        return OrderLevel(reader, as_text, checker.corpus)
    if "end_user" in reader.group.names:
        return PartyLevel(reader, as_text)
    return Level(reader, as_text)
