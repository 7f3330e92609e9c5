"""What a final state says by both clocks: whether a licence is needed, and which exceptions are or may be open."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from chipgate.cases.answer_formulas import Part
from chipgate.cases.columns import place_in_the_law
from chipgate.cases.determination import YES_NO
from chipgate.cases.questions import OPEN, possible_outcomes
from chipgate.cases.tables.outcome_answer import provision_of, verdict_of
from chipgate.law.provision import Clock, OpensException, Provision
from chipgate.readings.columns.codes import taken
from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.masks import names_in_mask
from chipgate.readings.columns.pairs import Pairs
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Verdict, agreed

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.readings.columns.diagram import State
    from chipgate.readings.columns.formulas import Arena

    Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True)
class ClocksAnswer:
    """The columns that are the same for all rows with one number."""

    licence_codified: str
    licence_enforced: str
    other_clock_outcome: str
    exception: str
    open_exceptions: str


@dataclass(frozen=True)
class ClocksState:
    """A final state: in each reading, licence by books and as enforced, and exceptions by the books and the clock."""

    arena: Arena
    state: State
    clock: Clock
    provisions: Mapping[str, Provision]
    names: Sequence[str]

    def _licence(self, place: int) -> Verdict:
        return agreed([verdict_of(vector[place]) for vector in self.state]) if self.state[0] else UNKNOWN

    @cached_property
    def _needed(self) -> Verdict:
        """Whether a licence is needed by either clock."""
        return Verdict(self._licence(0) | self._licence(1))

    @cached_property
    def _exceptions(self) -> Mapping[Provision, Verdict]:
        """The exceptions that are not failed in every reading, in their order."""
        if len(self.state[0]) < 3:
            return {}
        lists = [self.arena.lines_of(vector[2]) for vector in self.state]
        places = sorted({place for lines in lists for place in lines})
        found = {}
        for place in places:
            label = next(lines[place][0] for lines in lists if place in lines)
            verdicts = [verdict_of(lines[place][1]) if place in lines else NOT_MET for lines in lists]
            found[self._provision(label)] = agreed(verdicts)
        return found

    def _provision(self, label: Hashable) -> Provision:
        found = provision_of(label, self.provisions)
        assert found is not None
        return found

    @cached_property
    def _masks(self) -> Mapping[Provision, int]:
        """What each exception that is unknown in the first reading asks for, by the clock."""
        if len(self.state[0]) < 4:
            return {}
        lines = self.arena.lines_of(self.state[0][3]).values()
        nodes = self.arena.nodes
        return {self._provision(label): nodes[one][1] for label, one in lines if verdict_of(one) is UNKNOWN}  # type: ignore[misc]

    def _asked(self, provision: Provision) -> tuple[str, ...]:
        return tuple(sorted(names_in_mask(self._masks.get(provision, 0), self.names), key=place_in_the_law))

    @cached_property
    def hanging_on_disputes(self) -> tuple[Provision, ...]:
        """Unknown exceptions that ask for no fact: readings of disputed figures differ."""
        if self._needed is NOT_MET:
            return ()
        return tuple(p for p, verdict in self._exceptions.items() if verdict is UNKNOWN and not self._asked(p))

    def answer(self, told: Sequence[tuple[str, ...]] = ()) -> ClocksAnswer:
        """The columns; TOLD has the disputes that each of ``hanging_on_disputes`` hangs on."""
        exception = Verdict(max(self._exceptions.values(), default=NOT_MET))
        found = possible_outcomes(self._licence(1 if self.clock.other is Clock.AS_ENFORCED else 0), exception)
        is_sure = len(found) == 1 and bool(self.state[0])
        return ClocksAnswer(
            YES_NO[self._licence(0)],
            YES_NO[self._licence(1)],
            next(iter(found)) if is_sure else OPEN,
            self._exception(exception),
            self._open_exceptions(dict(zip(self.hanging_on_disputes, told, strict=False))),
        )

    def _exception(self, verdict: Verdict) -> str:
        if self._needed is not MET:
            return "n/a" if self._needed is NOT_MET else OPEN
        met = next((_name(p) for p, one in self._exceptions.items() if one is MET), None)
        return met or (OPEN if verdict is UNKNOWN else "none")

    def _open_exceptions(self, told: Mapping[Provision, tuple[str, ...]]) -> str:
        if self._needed is NOT_MET:
            return ""
        unknown = [p for p, verdict in self._exceptions.items() if verdict is UNKNOWN]
        found = {_name(p): self._asked(p) or told.get(p, ()) for p in unknown}
        return "; ".join(f"{name}: {', '.join(facts)}" for name, facts in found.items())


class ClocksNumbers:
    """Numbers for the answers by both clocks."""

    def __init__(self, judge: TableJudge) -> None:
        self._judge = judge
        self._provisions = {provision.key: provision for provision in judge.checker.corpus.provisions}
        self._names = tuple(judge.checker.corpus.facts)
        self._finals: list[ClocksState] = []
        self._hang = np.zeros(0, dtype=bool)
        self._pairs, self._items = Pairs(), Pairs()
        self._numbers = GrowingNumbers()
        self._answer_numbers: dict[ClocksAnswer, int] = {}
        self._told: dict[tuple[tuple[str, ...], ...], int] = {(): 0}
        self._told_by_items = GrowingNumbers()
        self.answers: list[ClocksAnswer] = []

    def numbers(self, finals: Numbers, periods: Numbers, values: Sequence[Numbers]) -> Numbers:
        """The number of the answer of each row, by its final state."""
        self._look_at_new()
        told = np.zeros_like(finals)
        rows = np.flatnonzero(self._hang.take(finals) & self._judge.disputes.several(values))
        if len(rows):
            told[rows] = self._disputes(finals, rows, periods, values)
        pairs, known = self._pairs.encode(finals, told), list(self._told)
        for pair in range(len(self._numbers), len(self._pairs)):
            answer = self._finals[self._pairs.first[pair]].answer(known[self._pairs.second[pair]])
            number = self._answer_numbers.setdefault(answer, len(self.answers))
            if number == len(self.answers):
                self.answers.append(answer)
            self._numbers.append(number)
        return taken(self._numbers, pairs)

    def _look_at_new(self) -> None:
        judge = self._judge
        states = judge.diagrams[Part.CLOCKS].finals[len(self._finals) :]
        clock, arena = judge.checker.clock, judge.compiler.arena
        fresh = [ClocksState(arena, state, clock, self._provisions, self._names) for state in states]
        if fresh:
            self._finals += fresh
            self._hang = np.concatenate((self._hang, [bool(one.hanging_on_disputes) for one in fresh]))

    def _disputes(
        self, finals: Numbers, rows: npt.NDArray[np.intp], periods: Numbers, values: Sequence[Numbers]
    ) -> Numbers:
        """For each of ROWS, the number of the disputes that its exceptions hang on."""
        disputes = self._judge.disputes
        pairs = self._items.encode(finals.take(rows), disputes.items(rows, periods, values))
        for pair in range(len(self._told_by_items), len(self._items)):
            hanging = self._finals[self._items.first[pair]].hanging_on_disputes
            told = tuple(disputes.telling(self._items.second[pair], (one,)) for one in hanging)
            self._told_by_items.append(self._told.setdefault(told, len(self._told)))
        return taken(self._told_by_items, pairs)


def _name(provision: Provision) -> str:
    assert isinstance(provision.gives, OpensException)
    return provision.gives.name
