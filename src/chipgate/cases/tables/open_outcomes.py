"""Numbers for the outcomes of rows: what Kleene's logic says, and of open rows what completions leave."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from chipgate.cases.answer_formulas import Part
from chipgate.cases.outcome_completions import told_by
from chipgate.cases.questions import OUTCOMES
from chipgate.cases.tables.judged_rows import RowValues
from chipgate.cases.tables.outcome_answer import FinalState, OutcomeAnswer
from chipgate.readings.columns.codes import taken
from chipgate.readings.columns.collections_paused import without_collections
from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.pairs import Pairs
from chipgate.readings.columns.states import EveryWay
from chipgate.readings.completions import Completions

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.readings.columns.diagram import State, Vector
    from chipgate.readings.columns.formulas import Formula
    from chipgate.readings.columns.replaced import Replaced

    Numbers = npt.NDArray[np.int32]


_OPEN = -1
"""In place of the number of an answer: it follows from what completions leave."""


class Narrowing(NamedTuple):
    """What is known of an open row beside its final state: the outcomes that completions leave, the disputes that bear
    on it, and the facts that it asks for, where its final state does not say so."""

    left: frozenset[str] | None
    disputes: tuple[str, ...] = ()
    asked: tuple[str, ...] | None = None


Told = Mapping[str, tuple[str, ...]]
"""Disputes, or facts that are asked for, by the name that they have in a ``Narrowing``."""


class OpenOutcomes:
    """Numbers of answers on the outcome; an open row is told apart by what completions leave, and by its disputes."""

    def __init__(self, judge: TableJudge) -> None:
        self._judge = judge
        self._arena = judge.compiler.arena
        self._completions = Completions(judge.compiler, told_by)
        groups = [level.group for level in judge.levels]
        self.ways = EveryWay(judge.compiler, groups, judge.apart_through, self._completions)
        self._finals: list[FinalState] = []
        self._of_closed = GrowingNumbers()
        self._provisions = {provision.key: provision for provision in judge.checker.corpus.provisions}
        self._names = tuple(judge.checker.corpus.facts)
        self._narrowings = [Narrowing(None)]
        self._numbers: dict[Hashable, int] = {}
        self._left = GrowingNumbers()
        self._pairs, self._items = Pairs(), Pairs()
        self._told: list[tuple[str, ...]] = []
        self._disputed_pairs, self._of_disputed_pairs = Pairs(), GrowingNumbers()
        self._answers = GrowingNumbers()
        self.answers: list[OutcomeAnswer] = []
        self._answer_numbers: dict[OutcomeAnswer, int] = {}

    def of_closed(self, finals: Numbers) -> tuple[Numbers, npt.NDArray[np.bool_]]:
        """For each of FINALS, the number of its answer where it is closed; and which of them are open."""
        self._look_at_new()
        found = taken(self._of_closed, finals)
        return found, found == _OPEN

    def of_open(self, finals: Numbers, narrowings: Numbers) -> Numbers:
        """The number of the answer of each open row, by its final state and what is left of it."""
        pairs = self._pairs.encode(finals, narrowings)
        for pair in range(len(self._answers), len(self._pairs)):
            narrowing = self._narrowings[self._pairs.second[pair]]
            self._answers.append(self._number_of(self._finals[self._pairs.first[pair]].answer(*narrowing)))
        return taken(self._answers, pairs)

    def numbers(self, finals: Numbers, ways: Numbers, periods: Numbers, values: RowValues) -> Numbers:
        """The number of the answer of each open row, by its final states; disputes that bear on it tell it apart."""
        found = self.left_by(ways)
        if self._judge.asks:
            rows = np.flatnonzero(self._judge.disputes.several(values))
            found[rows] = self._disputed(found[rows], finals, rows, periods, values)
        return self.of_open(finals, found)

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
            self._of_closed.extend(_OPEN if one.is_open else self._number_of(one.answer(None, ())) for one in fresh)

    def outcomes_left(self, ways: Numbers) -> list[frozenset[str]]:
        """The outcomes that each final state of ``ways`` leaves."""
        found = [self._narrowings[number].left for number in self.left_by(ways).tolist()]
        return [frozenset(OUTCOMES) if left is None else left for left in found]

    def left_by(self, ways: Numbers) -> Numbers:
        """For each final state of ``ways``, the number of the outcomes that it leaves."""
        if len(self._left) < len(self.ways.finals):
            with without_collections():
                self._left.extend([self._left_in(state) for state in self.ways.finals[len(self._left) :]])
        return taken(self._left, ways)

    def _left_in(self, state: State) -> int:
        return self.narrowing_to(frozenset[str]().union(*map(self._completions.possible, state)))

    def narrowing_to(self, left: frozenset[str]) -> int:
        """The number of the outcomes LEFT of an open row, without disputes."""
        return self._narrowing(Narrowing(left))

    def that_say(self, narrowings: Numbers, told: Numbers, what: Sequence[Told]) -> Numbers:
        """NARROWINGS of rows, each of which says as well WHAT stands at its place in TOLD."""
        pairs, which = np.unique(narrowings.astype(np.int64) * len(what) + told, return_inverse=True)
        both = (divmod(pair, len(what)) for pair in pairs.tolist())
        found = [self._narrowing(self._narrowings[one]._replace(**what[place])) for one, place in both]
        return np.array(found, dtype=np.int32)[which]

    def possible_on(self, vector: Vector, facts: Sequence[int]) -> frozenset[str]:
        """The outcomes that VECTOR can come to on FACTS, which have the number of the facts of each group."""
        for group, number in zip(self.ways.groups, facts, strict=True):
            vector = self.ways.restricted(group, vector, number)
        return self._completions.possible(vector)

    def ways_to_answer(self, leaf: Formula, mask: int) -> tuple[Sequence[Replaced], int]:
        """Every way to answer the lines that ask about the same as LEAF, and which of these lines are in MASK."""
        return self._completions.ways_to_answer(leaf, mask)

    def _narrowing(self, narrowing: Narrowing) -> int:
        number = self._numbers.setdefault(narrowing, len(self._narrowings))
        if number == len(self._narrowings):
            self._narrowings.append(narrowing)
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
            narrowing = self._narrowings[self._disputed_pairs.second[one]]
            told = self._told[self._disputed_pairs.first[one]]
            self._of_disputed_pairs.append(self._narrowing(narrowing._replace(disputes=told)))
        return taken(self._of_disputed_pairs, both)
