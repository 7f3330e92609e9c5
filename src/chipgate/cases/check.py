"""The one way in: judge a transaction, with the catalogue, the assumptions and the clock asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from chipgate.cases.answers_alike import AnswersAlike
from chipgate.cases.assumptions import Assumed, assumption_set
from chipgate.cases.case import Case, case_of
from chipgate.cases.determination import Determination
from chipgate.cases.outcome_completions import OutcomeCompletions
from chipgate.cases.questions import (
    Decision,
    Questions,
    interpreted,
    merged,
    questions_on,
)
from chipgate.cases.transaction import Transaction, transaction_of
from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.provision import Clock
from chipgate.law.trade.corpus import trade_corpus
from chipgate.law.us.corpus import us_corpus
from chipgate.law.us.facts import ITEM_KIND
from chipgate.readings.compiled import Judge
from chipgate.readings.verdict import Facts, Weighing
from chipgate.readings.whole_law import WholeLaw

if TYPE_CHECKING:
    from chipgate.chips.catalogue import Catalogue

_WORTH_COMPILING = 12
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
        whole = us_corpus() if corpus is None else corpus
        self.corpus = whole.licensing
        self._trade = whole if whole.licensing is not whole else None
        self.clock = Clock(clock)
        self.assumptions: Mapping[str, Assumed] = assumption_set(assume)
        self._catalogue = catalogue
        self._periods: dict[int, _Period] = {}
        self._completions = OutcomeCompletions(self.clock)
        self._alike = AnswersAlike()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The chips that can be named."""
        from chipgate.chips.catalogue import bundled  # read only when a chip is named

        return bundled() if self._catalogue is None else self._catalogue

    @property
    def trade(self) -> Corpus:
        """The law of duties and counter-measures: that of the corpus where it has any, else as it stands."""
        return trade_corpus() if self._trade is None else self._trade

    def laws(self) -> tuple[Corpus, ...]:
        """All that is asked about a case."""
        return self.corpus, self.trade

    def case_of(self, transaction: Transaction) -> Case:
        """TRANSACTION with the figures of the catalogue and the assumptions in it.

        Raises:
            UnknownChip: the chip is not in the catalogue.
        """
        return case_of(transaction, self.catalogue if transaction.chip else None, self.assumptions, self.laws)

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
        return self.determine(self.case_of(transaction))

    def determine(self, case: Case, with_completions: bool = True) -> Determination:
        """Judge CASE, which has the figures of the catalogue and the assumptions in it already.

        Completions bear on the outcomes alone; who asks for something else can go without.
        """
        if case.day is None:
            return Determination(case, self.clock, None, None)
        period = self._period(case)
        put = period.put(case)
        decision, outcomes = put.decision, put.decision.outcomes(self.clock)
        narrowed, left = None, None
        if len(outcomes) > 1 and with_completions:
            possible, left = self._completions.of(period.questions, put.apart, outcomes)
            narrowed = None if outcomes <= possible else possible
        return Determination(
            case,
            self.clock,
            period.questions,
            decision,
            narrowed,
            left,
            put.apart,
            weigh=put.weighing,
            trade_law=lambda: self.trade,
            alike={} if put.kind is None else self._alike.of((case.facts.get(ITEM_KIND.name), narrowed, put.kind)),
        )

    def _period(self, case: Case) -> _Period:
        assert case.day is not None
        number = self.corpus.period(case.day)
        if number not in self._periods:
            self._periods[number] = _Period(questions_on(self.corpus, case.day))
        return self._periods[number]


class _Period:
    """The questions of one period, and its laws, which are compiled once they have been asked often enough."""

    def __init__(self, questions: Questions) -> None:
        self.questions = questions
        self._judge: Judge = interpreted(questions)
        self._whole: WholeLaw | None = None
        self._asked = 0

    def put(self, case: Case) -> _Put:
        """CASE put to the questions."""
        self._asked += 1
        if self._asked == _WORTH_COMPILING:
            questions = self.questions
            self._whole = WholeLaw(questions.books, questions.enforced, wanted=questions.wanted())
        whole = self._whole
        if whole is None:
            return _Put(case.readings, self.questions, None, list(map(self._judge, case.readings)))
        apart = whole.sides.apart(case.readings)
        numbers = list(map(whole.judge, apart))
        return _Put(apart, self.questions, whole, numbers, len(case.readings) == 1 and not case.disputed)


class _Put:
    """READINGS of a case put to the questions of its day: the verdict NUMBERS of each, as far as they are known.

    Whether it IS ONE says that no figure of the case is disputed.
    """

    def __init__(
        self,
        readings: Sequence[Facts],
        questions: Questions,
        whole: WholeLaw | None,
        numbers: Sequence[tuple[int, ...]],
        is_one: bool = False,
    ) -> None:
        self.decision: Decision = merged(list(map(questions.decision, numbers)))
        self.apart: Sequence[Facts] = readings
        self._weighings: Mapping[int, Callable[[LawOnDay], Weighing]] = {}
        self.kind: Hashable = None
        """The same for cases on which every line says the same, and lacks the same; None where figures are disputed."""
        if whole is not None:
            if is_one:
                self.kind = (whole, bytes(numbers[0]), whole.known_together(readings[0]))
            self.apart = _apart(readings, numbers)
            put = zip(readings, numbers, strict=True)
            self._weighings = {id(facts): whole.weighings(facts, one) for facts, one in put}

    def weighing(self, facts: Facts, law: LawOnDay) -> Weighing:
        """The verdicts on single lines, for reasons and questions; FACTS are those of a reading of the case."""
        found = self._weighings.get(id(facts))
        return Weighing(facts, law) if found is None else found(law)


def _apart(readings: Sequence[Facts], numbers: Sequence[tuple[int, ...]]) -> Sequence[Facts]:
    """The READINGS without those that know the same facts as one before and have its NUMBERS, so are alike in all."""
    if len(readings) == 1:
        return readings
    first: dict[tuple[int, ...], list[Facts]] = {}
    for facts, one in zip(readings, numbers, strict=True):
        alike = first.setdefault(one, [])
        if all(other.keys() != facts.keys() for other in alike):
            alike.append(facts)
    kept = {id(facts) for alike in first.values() for facts in alike}
    return tuple(facts for facts in readings if id(facts) in kept)
