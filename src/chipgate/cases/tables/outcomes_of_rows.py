"""The outcome of every row of a batch: of most rows by one walk through two diagrams at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from chipgate.cases.answer_formulas import Part
from chipgate.cases.tables.answers_of_kinds import AnswersOfKinds
from chipgate.cases.tables.levels import NO_DAY
from chipgate.cases.tables.order_values import OrderLevel
from chipgate.cases.tables.outcomes_side_by_side import OutcomesSideBySide
from chipgate.readings.columns.collections_paused import without_collections
from chipgate.readings.columns.joint_walk import NOT_KNOWN, JointWalk

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.judged_rows import RowValues
    from chipgate.cases.tables.open_outcomes import OpenOutcomes
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.readings.columns.codes import Coded
    from chipgate.readings.columns.diagram import Diagram

    Numbers = npt.NDArray[np.int32]

_ALONE: Final = -1
"""In place of the number of an answer: the row must be looked at by itself."""

_LEARNED: Final = ("_walk", "_starts", "_answers")
_LINES: Final = "lines of laws"


class OutcomesOfRows:
    """Numbers of answers, as ``OpenOutcomes`` has them; what it keeps follows from what the judge has learned.

    LEARNED is what others had of the same diagrams; a walk of its own would take long to make then, and be for nothing.
    """

    def __init__(self, judge: TableJudge, learned: Mapping[str, Any] | None = None) -> None:
        self._judge = judge
        self._walk = JointWalk(self._diagram, self._open.ways) if learned is None else learned["_walk"]
        self._starts: dict[int, int] = {}
        self._starts_of_days = np.zeros(0, dtype=np.int32)
        self._answers = np.zeros(0, dtype=np.int32)
        self._side_by_side = OutcomesSideBySide(judge)
        self._of_kinds = AnswersOfKinds()
        if learned is not None:
            self._take_learned(learned)

    def learned(self) -> dict[str, Any]:
        """What was learned from rows, without the rows."""
        return {**{name: getattr(self, name) for name in _LEARNED}, _LINES: self._side_by_side.lines}

    def _take_learned(self, learned: Mapping[str, Any]) -> None:
        for name in _LEARNED:
            setattr(self, name, learned[name])
        self._walk.must_be_of(self._diagram, self._open.ways)
        self._side_by_side.lines = learned[_LINES]

    @property
    def _open(self) -> OpenOutcomes:
        return self._judge.open_outcomes

    @property
    def _diagram(self) -> Diagram:
        return self._judge.diagrams[Part.OUTCOME]

    def numbers(self, cells: Sequence[Coded], values: RowValues) -> Numbers:
        """The number of the answer of each row; one search for garbage after them, where each step had one."""
        with without_collections():
            return self._numbers(cells, values)

    def _numbers(self, cells: Sequence[Coded], values: RowValues) -> Numbers:
        self._judge.work_out_orders(values)  # which may find values that the walk must know
        if self._side_by_side.serves(cells[0]):
            return self._of_a_large_law(self._judge.day_level.periods_of(cells[0]), cells, values)
        return self._looked_up(cells, values)

    def _of_a_large_law(self, periods: Numbers, cells: Sequence[Coded], values: RowValues) -> Numbers:
        """The answers of rows of kinds that are new are worked out side by side, period by period."""
        columns = [periods + np.int32(1), *(values[place] for place in range(len(values)))]
        self._side_by_side.look_at_new()

        def work_out(rows: npt.NDArray[np.intp]) -> Numbers:
            found = np.zeros(len(rows), dtype=np.int32)
            for period in np.unique(periods[rows]).tolist():
                places = np.flatnonzero(periods[rows] == period)
                of_period = rows[places]
                if period == NO_DAY:
                    found[places] = self._looked_up([one.of_rows(of_period) for one in cells], values.taken(of_period))
                else:
                    found[places] = self._side_by_side.numbers(period, values.taken(of_period))
            return found

        return self._of_kinds.numbers(columns, work_out)

    def _looked_up(self, cells: Sequence[Coded], values: RowValues) -> Numbers:
        """The answers by one walk through two diagrams."""
        walked = self._walk.after(self._starts_of(cells[0]), _OfValues(self._judge, cells, values))
        self._learn()
        found = self._answers.take(walked)
        rows = np.flatnonzero(found == _ALONE)
        if len(rows):
            found[rows] = self._looked_at(walked.take(rows), [one.of_rows(rows) for one in cells], values.taken(rows))
        return found

    def _starts_of(self, days: Coded) -> Numbers:
        """The first state of each row, by the cells of its day."""
        periods = self._judge.day_level.periods
        if len(self._starts_of_days) < len(periods):
            fresh = [self._start(period) for period in periods[len(self._starts_of_days) :].tolist()]
            self._starts_of_days = np.concatenate((self._starts_of_days, np.array(fresh, dtype=np.int32)))
        return days.taken(self._starts_of_days)

    def _start(self, period: int) -> int:
        if period not in self._starts:
            first, second = (self._judge.start(diagram, period) for diagram in (self._diagram, self._open.ways))
            self._starts[period] = self._walk.start(first, second)
        return self._starts[period]

    def _learn(self) -> None:
        """The number of the answer of each final state that is new; rows with disputed facts are told apart by more."""
        first, second, has_several = self._walk.finals.after(len(self._answers))
        if not len(first):
            return
        found, is_open = self._open.of_closed(first)
        known = is_open & (second != NOT_KNOWN) & ~(has_several & self._judge.asks)
        found = np.where(is_open, np.int32(_ALONE), found)
        if known.any():
            found[known] = self._open.of_open(first[known], self._open.left_by(second[known]))
        self._answers = np.concatenate((self._answers, found))

    def _looked_at(self, walked: Numbers, cells: Sequence[Coded], values: RowValues) -> Numbers:
        """The answers of open rows of which something is not known, or disputed."""
        finals, ways, _ = self._walk.finals.taken(walked)
        periods = self._judge.day_level.periods_of(cells[0])
        lacking = np.flatnonzero(ways == NOT_KNOWN)
        if len(lacking):
            of_lacking, cells = values.taken(lacking), [one.of_rows(lacking) for one in cells]
            ways[lacking] = self._judge.states(self._open.ways, periods.take(lacking), of_lacking)
            self._walk.look_up_again(self._starts_of(cells[0]), _OfValues(self._judge, cells, of_lacking))
        return self._open.numbers(finals, ways, periods, values)


class _OfValues:
    """For a level, and an entry for each value: the entry of each row; by its cells where these have few values."""

    def __init__(self, judge: TableJudge, cells: Sequence[Coded], values: RowValues) -> None:
        self._judge, self._cells, self._values = judge, cells, values

    def __call__(self, place: int, of_values: Numbers) -> Numbers:
        level, cells = self._judge.levels[place], self._cells[place]
        if isinstance(level, OrderLevel) or level.kinds_of_cells > len(cells):
            return of_values.take(self._values[place])
        return cells.taken(level.of_cells(of_values))
