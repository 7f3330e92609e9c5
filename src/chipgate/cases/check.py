"""The one way in: judge a transaction, with the catalogue, the assumptions and the clock asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from chipgate.cases.assumptions import Assumed, assumption_set
from chipgate.cases.case import Case, case_of
from chipgate.cases.determination import Determination
from chipgate.cases.questions import (
    OPEN,
    Decision,
    Questions,
    compiled,
    interpreted,
    merged,
    possible_outcomes,
    questions_on,
)
from chipgate.cases.transaction import Transaction, transaction_of
from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.compiled import Judge, compile_provisions
from chipgate.readings.settle import settled
from chipgate.readings.verdict import NOT_MET, Facts, Verdict, Weighing
from chipgate.readings.whole_law import WholeLaw

if TYPE_CHECKING:
    from chipgate.chips.catalogue import Catalogue

_WORTH_COMPILING = 32
"""What was asked so often of one period of the law would have paid for generated code: so it is made then."""


class Checker:
    """Judges transactions against one corpus; keeps the questions of each period of the law, and their judges.

    Cheap to make, quicker the more it is used. Safe to share between threads: a period that two of them prepare at
    once is prepared twice.
    """

    def __init__(
        self,
        corpus: Corpus | None = None,
        catalogue: Catalogue | None = None,
        assume: str | None = None,
        clock: Clock | str = Clock.AS_ENFORCED,
    ) -> None:
        self.corpus = us_corpus() if corpus is None else corpus
        self.clock = Clock(clock)
        self.assumptions: Mapping[str, Assumed] = assumption_set(assume)
        self._catalogue = catalogue
        self._periods: dict[int, _Period] = {}

    @cached_property
    def catalogue(self) -> Catalogue:
        """The chips that can be named."""
        from chipgate.chips.catalogue import bundled  # read only when a chip is named

        return bundled() if self._catalogue is None else self._catalogue

    def check_cells(self, cells: Mapping[str, str]) -> Determination:
        """Judge what CELLS (canonical column names to text) say.

        Raises:
            BadOrder: a cell cannot be read; carries every fault.
            UnknownChip: the chip is not in the catalogue.
        """
        return self.check(transaction_of(cells))

    def check(self, transaction: Transaction) -> Determination:
        """Judge TRANSACTION.

        Raises:
            UnknownChip: the chip is not in the catalogue.
        """
        return self.determine(case_of(transaction, self.catalogue if transaction.chip else None, self.assumptions))

    def determine(self, case: Case) -> Determination:
        """Judge CASE, which has the figures of the catalogue and the assumptions in it already."""
        if case.day is None:
            return Determination(case, self.clock, None, None)
        period = self._period(case)
        decision = period.decide(case)
        answer = Determination(case, self.clock, period.questions, decision, weigh=period.weighing)
        return answer if answer.outcome != OPEN else _completed(answer, period)

    def _period(self, case: Case) -> _Period:
        assert case.day is not None
        number = self.corpus.period(case.day)
        if number not in self._periods:
            self._periods[number] = _Period(questions_on(self.corpus, case.day))
        return self._periods[number]


class _Period:
    """The questions of one period, with a judge and laws that are compiled once they have been asked often enough."""

    def __init__(self, questions: Questions) -> None:
        self.questions = questions
        self.judge: Judge = interpreted(questions)
        self._laws: dict[LawOnDay, WholeLaw] = {}
        self._outcome_judges: dict[Clock, Judge] = {}
        self._asked: Counter[object] = Counter()

    def decide(self, case: Case) -> Decision:
        """What holds in every reading of the case."""
        return merged([self.decide_on(facts) for facts in case.readings])

    def decide_on(self, facts: Facts) -> Decision:
        """Every answer on FACTS."""
        if self._is_worth_compiling("judge"):
            self.judge = compiled(self.questions)
        return self.questions.decide(facts, self.judge)

    def outcomes_on(self, facts: Facts, clock: Clock) -> frozenset[str]:
        """The outcomes that are possible on FACTS; asks for nothing else, since completions are many."""
        if self._is_worth_compiling(clock):
            self._outcome_judges[clock] = compile_provisions(self.questions.wanted_for_outcomes(clock))
        judge = self._outcome_judges.get(clock)
        if judge is None:
            return self.decide_on(facts).outcomes(clock)
        licence, *exceptions = judge(facts)
        return possible_outcomes(Verdict(licence), Verdict(max(exceptions, default=NOT_MET)))

    def weighing(self, facts: Facts, law: LawOnDay) -> Weighing:
        """The verdicts on single lines, for reasons and questions."""
        if self._is_worth_compiling(law):
            self._laws[law] = WholeLaw(law)
        whole = self._laws.get(law)
        return Weighing(facts, law) if whole is None else whole.weighing(facts)

    def _is_worth_compiling(self, asked: object) -> bool:
        self._asked[asked] += 1
        return self._asked[asked] == _WORTH_COMPILING


def _completed(answer: Determination, period: _Period) -> Determination:
    """The answer with what completions of the missing facts rule out; the same where they settle nothing."""
    law = period.questions.law(answer.clock)
    possible: set[str] = set()
    outcomes = partial(_outcomes, period, answer.clock)
    for weighing in answer.weighings:
        asked = {name: fact for p in answer.open_provisions for name, fact in weighing.missing_of_provision(p).items()}
        found = settled(weighing.facts, tuple(asked.values()), law, outcomes)
        if found is None:
            return answer
        possible |= frozenset[str]().union(*found)
    return replace(answer, narrowed=frozenset(possible))


def _outcomes(period: _Period, clock: Clock, facts: Facts) -> frozenset[str]:
    return period.outcomes_on(facts, clock)
