"""Numbers for the outcomes of rows: what Kleene's logic says, and of open rows what completions leave."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np

from chipgate.cases.answer_formulas import Part
from chipgate.cases.outcome_completions import told_by
from chipgate.cases.tables.judged_rows import RowValues
from chipgate.cases.tables.outcome_answer import FinalState, OutcomeAnswer
from chipgate.readings.columns.codes import taken
from chipgate.readings.columns.pairs import Pairs
from chipgate.readings.columns.states import EveryWay
from chipgate.readings.completions import Completions

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.table_judge import TableJudge

    Numbers = npt.NDArray[np.int32]


_OPEN = -1
"""In place of the number of an answer: it follows from what completions leave."""


class OpenOutcomes:
    """Numbers of answers on the outcome; an open row is told apart by what completions leave, and by its disputes."""

    def __init__(self, judge: TableJudge) -> None:
        self._judge = judge
        self._arena = judge.compiler.arena
        self._completions = Completions(judge.compiler, told_by)
        groups = [level.group for level in judge.levels]
        self._ways = EveryWay(judge.compiler, groups, judge.apart_through, self._completions)
        self._finals: list[FinalState] = []
        self._of_closed: list[int] = []
        self._provisions = {provision.key: provision for provision in judge.checker.corpus.provisions}
        self._names = tuple(judge.checker.corpus.facts)
        self._narrowings: list[tuple[frozenset[str] | None, tuple[str, ...]]] = [(None, ())]
        self._numbers: dict[Hashable, int] = {}
        self._left: list[int] = []
        self._pairs, self._items = Pairs(), Pairs()
        self._told: list[tuple[str, ...]] = []
        self._disputed_pairs, self._of_disputed_pairs = Pairs(), list[int]()
        self._answers: list[int] = []
        self.answers: list[OutcomeAnswer] = []
        self._answer_numbers: dict[OutcomeAnswer, int] = {}

    def numbers(self, finals: Numbers, periods: Numbers, values: RowValues) -> Numbers:
        """The number of the answer of each row, by its final state."""
        self._look_at_new()
        found = taken(self._of_closed, finals)
        rows = np.flatnonzero(found == _OPEN)
        if len(rows):
            found[rows] = self._of_open(finals.take(rows), self._narrowed(finals, rows, periods, values))
        return found

    def _of_open(self, finals: Numbers, narrowings: Numbers) -> Numbers:
        pairs = self._pairs.encode(finals, narrowings)
        for pair in range(len(self._answers), len(self._pairs)):
            left, disputes = self._narrowings[self._pairs.second[pair]]
            self._answers.append(self._number_of(self._finals[self._pairs.first[pair]].answer(left, disputes)))
        return taken(self._answers, pairs)

    def _number_of(self, answer: OutcomeAnswer) -> int:
        number = self._answer_numbers.setdefault(answer, len(self.answers))
        if number == len(self.answers):
            self.answers.append(answer)
        return number

    def _look_at_new(self) -> None:
        """Look at the final states that are new."""
        states = self._judge.diagrams[Part.OUTCOME].finals[len(self._finals) :]
        if states:
            fresh = [FinalState(self._arena, vector, self._provisions, self._names) for (vector,) in states]
            self._finals += fresh
            self._of_closed += [_OPEN if one.is_open else self._number_of(one.answer(None, ())) for one in fresh]

    def _narrowed(self, finals: Numbers, rows: npt.NDArray[np.intp], periods: Numbers, values: RowValues) -> Numbers:
        """For each of the open ROWS, the number of the outcomes left and of the disputes that bear on it."""
        taken = values.taken(rows)
        found = self._left_by(self._judge.states(self._ways, periods.take(rows), taken))
        several = np.flatnonzero(self._judge.disputes.several(taken)) if self._judge.asks else ()
        if len(several):
            found[several] = self._disputed(found[several], finals, rows[several], periods, values)
        return found

    def _left_by(self, ways: Numbers) -> Numbers:
        for state in self._ways.finals[len(self._left) :]:
            left = frozenset[str]().union(*map(self._completions.possible, state))
            self._left.append(self._narrowing(left, ()))
        return taken(self._left, ways)

    def _narrowing(self, left: frozenset[str] | None, disputes: tuple[str, ...]) -> int:
        number = self._numbers.setdefault((left, disputes), len(self._narrowings))
        if number == len(self._narrowings):
            self._narrowings.append((left, disputes))
        return number

    def _disputed(
        self,
        narrowings: Numbers,
        finals: Numbers,
        rows: npt.NDArray[np.intp],
        periods: Numbers,
        values: RowValues,
    ) -> Numbers:
        """NARROWINGS of ROWS whose facts have several readings, with the disputes that bear on what is open."""
        items = self._judge.disputes.items(rows, periods, values)
        pairs = self._items.encode(finals.take(rows), items)
        for pair in range(len(self._told), len(self._items)):
            provisions = self._finals[self._items.first[pair]].open_provisions
            self._told.append(self._judge.disputes.telling(self._items.second[pair], tuple(provisions)))
        both = self._disputed_pairs.encode(pairs, narrowings)
        for one in range(len(self._of_disputed_pairs), len(self._disputed_pairs)):
            left, _ = self._narrowings[self._disputed_pairs.second[one]]
            self._of_disputed_pairs.append(self._narrowing(left, self._told[self._disputed_pairs.first[one]]))
        return taken(self._of_disputed_pairs, both)
