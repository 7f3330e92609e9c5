"""Judges tables of shipments: the cells of each row become numbers, and a diagram of the law looks the answers up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from chipgate.cases.answer_formulas import AnswerFormulas, Part
from chipgate.cases.columns import DAY
from chipgate.cases.questions import questions_on
from chipgate.cases.tables.clocks_answer import ClocksNumbers
from chipgate.cases.tables.disputes_of_rows import Disputes
from chipgate.cases.tables.fact_groups import FactGroup, fact_groups
from chipgate.cases.tables.group_values import FAULTY, CellReader
from chipgate.cases.tables.judged_rows import Finals, JudgedRows, RowValues
from chipgate.cases.tables.levels import NO_DAY, DayLevel, Level, PartyLevel
from chipgate.cases.tables.merged_case import merged_case
from chipgate.cases.tables.open_outcomes import OpenOutcomes
from chipgate.cases.tables.order_values import OrderLevel
from chipgate.cases.tables.outcomes_of_rows import OutcomesOfRows
from chipgate.law.facts import FactKind
from chipgate.readings.columns.codes import AsText, Coded, Table
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.diagram import Diagram
from chipgate.readings.columns.formulas import Arena
from chipgate.readings.columns.states import Agreed, EveryReading, Licences

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.case import Case
    from chipgate.cases.check import Checker
    from chipgate.law.corpus import Corpus
    from chipgate.readings.columns.diagram import Vector
    from chipgate.readings.columns.formulas import Formula
    from chipgate.readings.verdict import Facts

    Numbers = npt.NDArray[np.int32]

_CONSTANTS = 0
_LEARNED = ("_constants", "compiler", "diagrams", "disputes", "open_outcomes", "clocks", "_starts")


class TableJudge:
    """Judges frames whose columns bear canonical names, by one checker; keeps all that it learns from row to row.

    DAY is for rows that give none. AS_TEXT writes columns that are not text as text. Without ASKS, nothing is kept of
    what is missing: there are fewer states then.
    """

    def __init__(
        self, checker: Checker, columns: Sequence[str], as_text: AsText, day: str | None = None, asks: bool = True
    ) -> None:
        self.checker = checker
        self.asks = asks
        self.columns, self.default_day = tuple(columns), day
        self.kept_size = 2_000  # a smaller table is learned as fast as it is read
        self._kept_filled = 0
        self._kept_values: tuple[int, ...] = ()
        found = fact_groups(tuple(dict.fromkeys((DAY, *columns))), checker.corpus)
        *columned, constant = found
        readers = [
            CellReader(group, number, checker) for number, group in enumerate(_in_order(columned, checker.corpus), 1)
        ]
        self.levels = [_level(reader, as_text, checker, day) for reader in readers]
        self._link()
        owner = {name: reader.group.number for reader in readers for name in reader.group.names}
        self.compiler = Compiler(Arena(), lambda name: owner.get(name, _CONSTANTS))
        self.diagrams = self._diagrams()
        self.disputes = Disputes(self)
        self.open_outcomes = OpenOutcomes(self)
        self.clocks = ClocksNumbers(self)
        self._outcomes = OutcomesOfRows(self)
        self._constants = CellReader(constant, _CONSTANTS, checker)
        self._constant = self._constants.case({})
        self._constants.read(())
        self._starts: dict[tuple[int, Diagram], int] = {}
        self._asked: dict[tuple[int, Diagram], Vector] = {}
        self._formulas: dict[int, AnswerFormulas] = {}

    def _diagrams(self) -> Mapping[Part, Diagram]:
        bits = {name: 1 << place for place, name in enumerate(self.checker.corpus.facts)}
        groups = [level.group for level in self.levels]
        outcome = Agreed(self.compiler, groups, self.apart_through, bits if self.asks else {})
        clocks = Licences(self.compiler, groups, self.apart_through, bits)
        others = (Part.CLASSIFICATION, Part.REVIEW, Part.FLAGS)
        named = {part: EveryReading(self.compiler, groups, self.apart_through, {}) for part in others}
        return {Part.OUTCOME: outcome, Part.CLOCKS: clocks, **named}

    @property
    def apart_through(self) -> int:
        """The last level in which readings of disputed figures differ: that of the item, or of its order."""
        levels = enumerate(self.levels)
        return max((n for n, one in levels if isinstance(one, OrderLevel) or "tpp" in one.group.names), default=0)

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

    def judge(self, frame: Table) -> JudgedRows:
        """The numbers of every row of FRAME that can be read."""
        first, *others = self.levels
        days = first.encode(frame)
        for level in others:
            if isinstance(level, PartyLevel):
                level.days = days
        cells = [days, *(level.encode(frame) for level in others)]
        values = RowValues(lambda level: self._values_of(level, cells), len(cells))
        return self._judged(cells, values)

    def _values_of(self, place: int, cells: Sequence[Coded]) -> Numbers:
        """What the cells of one level say; of an order, what they say of the item of its row."""
        level = self.levels[place]
        if isinstance(level, OrderLevel) and level.item is not None:
            level.item_cells = cells[self.levels.index(level.item)]
        return level.values_of(cells[place])

    def work_out_orders(self, values: RowValues) -> None:
        """Work out now what orders say: two batches of rows cannot do so at the same time."""
        for place, level in enumerate(self.levels):
            if isinstance(level, OrderLevel):
                values[place]  # which keeps it

    def _judged(self, cells: Sequence[Coded], values: RowValues) -> JudgedRows:
        readable = np.ones(len(cells[0]), dtype=bool)
        for place, level in enumerate(self.levels):
            if level.has_faults:
                readable &= values[place] != FAULTY
        if not readable.all():
            cells, values = [one.where(readable) for one in cells], values.taken(np.flatnonzero(readable))
        finals = Finals(lambda part: self._numbers(part, cells, values))
        return JudgedRows(readable, finals, values, cells)

    def _numbers(self, part: Part, cells: Sequence[Coded], values: RowValues) -> Numbers:
        if part is Part.OUTCOME:
            return self._outcomes.numbers(cells, values)
        periods = self.day_level.periods_of(cells[0])
        finals = self.states(self.diagrams[part], periods, values)
        return self.clocks.numbers(finals, periods, values) if part is Part.CLOCKS else finals

    def count(self, part: Part) -> int:
        """How many numbers rows have had so far in a part of their answers."""
        if part is Part.OUTCOME:
            return len(self.open_outcomes.answers)
        return len(self.clocks.answers) if part is Part.CLOCKS else len(self.diagrams[part].finals)

    def states(self, diagram: Diagram, periods: Numbers, values: RowValues) -> Numbers:
        """The final state of each row in DIAGRAM, which begins with what the law of its day asks."""
        table = np.zeros(int(periods.max(initial=NO_DAY)) + 2, dtype=np.int32)
        for period in np.flatnonzero(np.bincount(periods + 1)).tolist():
            table[period] = self.start(diagram, period - 1)
        states = table.take(periods + 1)
        for level in range(len(values)):
            states = diagram.step(level, states, values[level] if diagram.tells_apart(level) else None)
        return states

    def start(self, diagram: Diagram, period: int) -> int:
        """The first state in a period, with what no column can give put in; nothing is asked without a day."""
        if (period, diagram) not in self._starts:
            self._starts[period, diagram] = diagram.start(self.asked(diagram, period))
        return self._starts[period, diagram]

    def asked(self, diagram: Diagram, period: int) -> Vector:
        """What the law asks in a period, with what no column can give put in; nothing without a day."""
        if (period, diagram) not in self._asked:
            vector = () if self.day_level.day_in(period) is None else self._vector(diagram, period)
            self._asked[period, diagram] = diagram.restricted(self._constants.group, vector, 0)
        return self._asked[period, diagram]

    def _vector(self, diagram: Diagram, period: int) -> tuple[Formula, ...]:
        formulas = self.formulas(period)
        part = next((part for part, one in self.diagrams.items() if one is diagram), None)
        return formulas.completions() if part is None else formulas.vectors()[part]

    def formulas(self, period: int) -> AnswerFormulas:
        """What the answers in a period are made of."""
        if period not in self._formulas:
            day = self.day_level.day_in(period)
            assert day is not None
            questions = questions_on(self.checker.corpus, day)
            self._formulas[period] = AnswerFormulas(questions, self.checker.clock, self.compiler, day)
        return self._formulas[period]

    @property
    def learned_size(self) -> int:
        """How much was learned, in formulas."""
        return len(self.compiler.arena.nodes)

    @property
    def room(self) -> int:
        """How many entries it keeps for the cells that it has read."""
        return sum(level.room for level in self.levels)

    @property
    def filled(self) -> int:
        """How many entries of its tables were worked out so far, beside those that it began with."""
        return sum(diagram.filled for diagram in self.diagrams.values()) - self._kept_filled

    @property
    def values_read(self) -> tuple[int, ...]:
        """How many different facts the cells of each level have had, beside those that it began with."""
        found = (level.own_values for level in self.levels)
        return tuple(count - kept for count, kept in zip_longest(found, self._kept_values, fillvalue=0))

    def learned(self) -> dict[str, Any]:
        """What was learned from rows, without the rows."""
        firsts = [one.firsts if isinstance(one, OrderLevel) else {} for one in self.levels]
        return {
            "groups": [level.group for level in self.levels],
            "firsts": firsts,
            "outcomes of rows": self._outcomes.learned(),
            **{name: getattr(self, name) for name in _LEARNED},
        }

    def take_learned(self, learned: Mapping[str, Any]) -> None:
        """Begin with what another judge of the same tables has learned."""
        for level, group, firsts in zip(self.levels, learned["groups"], learned["firsts"], strict=True):
            level.reader.group = group
            if isinstance(level, OrderLevel):
                level.firsts = firsts
        for name in _LEARNED:
            setattr(self, name, learned[name])
        self._asked = {}
        self._outcomes = OutcomesOfRows(self, learned["outcomes of rows"])
        self._constants.read(())
        self.kept_size, self._kept_filled = self.learned_size, self.filled + self._kept_filled
        self._kept_values = tuple(level.own_values for level in self.levels)

    @property
    def assumed_everywhere(self) -> tuple[str, ...]:
        """The assumptions on facts that no column can give."""
        return tuple(self._constant.assumed)

    @property
    def facts_everywhere(self) -> Facts:
        """The facts that no column can give, as they are in every row."""
        return self._constant.facts

    def day_of(self, judged: JudgedRows, row: int) -> date | None:
        """A day of the period of the law in which the day of a row lies."""
        return self.day_level.day_in(self.day_level.period_of(int(judged.cells[0].numbers[row])))

    def row_of(self, judged: JudgedRows, row: int) -> dict[str, str]:
        """The cells of one row, under their canonical names."""
        found: dict[str, str] = {}
        for level, cells in zip(self.levels, judged.cells, strict=True):
            found |= level.texts(int(cells.numbers[row]))
        return found

    def case_of(self, judged: JudgedRows, row: int) -> Case:
        """The case of one row, put together from what its groups of columns say."""
        found = [(level, int(cells.numbers[row])) for level, cells in zip(self.levels, judged.cells, strict=True)]
        cases = [case for level, number in found if (case := level.case(number)) is not None]
        facts = [self.facts_at(place, judged, row) for place in range(len(found))]
        constant = self._constant
        return merged_case([*cases, constant], [*facts, constant.readings], self.checker.assumptions)

    def facts_at(self, place: int, judged: JudgedRows, row: int) -> Sequence[Facts]:
        """What the cells of one level of a row say, in each reading; an order has its exact total."""
        level, number = self.levels[place], int(judged.cells[place].numbers[row])
        if not isinstance(level, OrderLevel):
            return level.facts(number)
        item = 0 if level.item is None else int(judged.values[self.levels.index(level.item)][row])
        return level.facts_with(number, item)


def _in_order(groups: Sequence[FactGroup], corpus: Corpus) -> list[FactGroup]:
    """The day first, then the item, the order, what has few values, the destination, and the rest as the columns go.

    What has few values comes before the countries: each of them would else be met again after every country.
    """

    def place(group: FactGroup) -> int:
        marks = (
            DAY in group.columns,
            "tpp" in group.facts,
            "order_tpp" in group.facts,
            all(name in corpus.facts and corpus.facts[name].kind in _FEW_VALUES for name in group.columns),
            "destination_iso2" in group.facts,
        )
        return marks.index(True) if any(marks) else len(marks)

    return sorted(groups, key=place)


_FEW_VALUES = frozenset((FactKind.FLAG, FactKind.CHOICE))


def _level(reader: CellReader, as_text: AsText, checker: Checker, day: str | None) -> Level:
    if DAY in reader.columns:
        return DayLevel(reader, as_text, checker.corpus, day)
    if "end_user" in reader.group.names:
        return PartyLevel(reader, as_text)
    if "order_tpp" in reader.group.names and "tpp" not in reader.group.names:
        return OrderLevel(reader, as_text, checker.corpus)
    return Level(reader, as_text)  # an order that is read with its item needs no other level
