"""The order of questions: which paragraph, is a licence needed, which exception, which review, what stays possible.

A decision is made of verdict numbers that one compiled function gives; nothing here looks at a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.language import under
from chipgate.law.provision import (
    Clock,
    Defines,
    Describes,
    OpensException,
    Provision,
    RaisesFlag,
    RequiresLicence,
    SetsReview,
    since,
)
from chipgate.readings.compiled import Judge, compile_provisions
from chipgate.readings.verdict import MET, NOT_MET, Facts, Verdict, Weighing, agreed

NO_LICENCE, EXCEPTION, LICENCE, OPEN = "no_licence_required", "exception", "licence_required", "undetermined"
OUTCOMES = (NO_LICENCE, EXCEPTION, LICENCE)
"""The words an outcome can be; ``undetermined`` stands for more than one of them."""

NO_PARAGRAPH = "none"
NOT_STATED = "not_stated"


class Decision(NamedTuple):
    """The answers to all questions on one set of facts, each with what is still possible."""

    on_the_books: Verdict
    as_enforced: Verdict
    eccns: frozenset[str]
    exceptions: tuple[Verdict, ...]
    reviews: frozenset[str]

    @property
    def exception(self) -> Verdict:
        """Whether any exception is open."""
        return max(self.exceptions, default=NOT_MET)

    def licence(self, clock: Clock) -> Verdict:
        """Whether a licence is needed, by CLOCK."""
        return self.on_the_books if clock is Clock.ON_THE_BOOKS else self.as_enforced

    def outcomes(self, clock: Clock) -> frozenset[str]:
        """The outcomes that are still possible, by CLOCK."""
        return _OUTCOMES[self.licence(clock), self.exception]


def possible_outcomes(licence: Verdict, exception: Verdict) -> frozenset[str]:
    """The outcomes that are possible where a licence is needed and an exception is open as said."""
    return _OUTCOMES[licence, exception]


def _possible(licence: Verdict, exception: Verdict) -> frozenset[str]:
    found = {NO_LICENCE} if licence is not MET else set()
    if licence is not NOT_MET:
        found |= {EXCEPTION} if exception is not NOT_MET else set()
        found |= {LICENCE} if exception is not MET else set()
    return frozenset(found)


_OUTCOMES = {(lic, exc): _possible(lic, exc) for lic in Verdict for exc in Verdict}


@dataclass(frozen=True)
class Questions:
    """The questions of one period of the law, ready to be put to facts."""

    books: LawOnDay
    enforced: LawOnDay
    paragraphs: tuple[Provision, ...]
    required_on_the_books: tuple[Provision, ...]
    required_as_enforced: tuple[Provision, ...]
    exceptions: tuple[Provision, ...]
    policies: tuple[Provision, ...]
    flags: tuple[Provision, ...]

    def law(self, clock: Clock) -> LawOnDay:
        """The law by CLOCK."""
        return self.books if clock is Clock.ON_THE_BOOKS else self.enforced

    def required(self, clock: Clock) -> tuple[Provision, ...]:
        """The provisions that can require a licence, by CLOCK."""
        return self.required_on_the_books if clock is Clock.ON_THE_BOOKS else self.required_as_enforced

    def wanted(self) -> list[tuple[Provision, LawOnDay]]:
        """What a judge must weigh: both licence questions, then paragraphs, exceptions and policies."""
        return [
            (_any_of(self.required_on_the_books), self.books),
            (_any_of(self.required_as_enforced), self.enforced),
            *((provision, self.books) for provision in (*self.paragraphs, *self.exceptions, *self.policies)),
        ]

    def decide(self, facts: Facts, judge: Judge) -> Decision:
        """Every answer on FACTS, from the verdicts of JUDGE."""
        return self.decision(judge(facts))

    def decision(self, verdicts: tuple[int, ...]) -> Decision:
        """Every answer by the verdict numbers of what is wanted, which stand first among VERDICTS."""
        return self._decision(verdicts[: self._count])

    @cached_property
    def _count(self) -> int:
        return len(self.wanted())

    @cached_property
    def _decision(self) -> Callable[[tuple[int, ...]], Decision]:
        """Verdict numbers to a decision; shipments come in few kinds, and those of one kind share it."""
        return lru_cache(maxsize=_DECISIONS_KEPT)(self._decision_of)

    def _decision_of(self, verdicts: tuple[int, ...]) -> Decision:
        first, second = 2 + len(self.paragraphs), 2 + len(self.paragraphs) + len(self.exceptions)
        return Decision(
            _VERDICTS[verdicts[0]],
            _VERDICTS[verdicts[1]],
            _first_of(self._eccns, verdicts[2:first], NO_PARAGRAPH),
            tuple(_VERDICTS[number] for number in verdicts[first:second]),
            _first_of(self._policies, verdicts[second:], NOT_STATED),
        )

    @cached_property
    def _eccns(self) -> Sequence[str]:
        return [p.gives.eccn for p in self.paragraphs if isinstance(p.gives, Describes)]

    @cached_property
    def _policies(self) -> Sequence[str]:
        return [p.gives.policy for p in self.policies if isinstance(p.gives, SetsReview)]


_DECISIONS_KEPT = 512
_VERDICTS = {int(verdict): verdict for verdict in Verdict}


def _any_of(provisions: Iterable[Provision]) -> Provision:
    ids = [provision.id for provision in provisions]
    return Provision(id="any requirement", title="", cite="", binds=since(1, 1, 1), when=under(*ids), gives=Defines())


def _first_of(answers: Sequence[str], verdicts: Sequence[int], otherwise: str) -> frozenset[str]:
    """The answers that can be the first that is met: an ordered list decides by its first line that fits."""
    possible = []
    for answer, verdict in zip(answers, verdicts, strict=True):
        if verdict:
            possible.append(answer)
            if verdict == MET:
                return frozenset(possible)
    return frozenset((*possible, otherwise))


def questions_on(corpus: Corpus, day: date) -> Questions:
    """The questions that the law of DAY asks."""
    return questions_of(corpus.on(day, Clock.ON_THE_BOOKS), corpus.on(day, Clock.AS_ENFORCED))


def questions_of(books: LawOnDay, enforced: LawOnDay) -> Questions:
    """The questions that the law of one day asks, by the two clocks."""
    return Questions(
        books=books,
        enforced=enforced,
        paragraphs=books.giving(Describes),
        required_on_the_books=books.giving(RequiresLicence),
        required_as_enforced=enforced.giving(RequiresLicence),
        exceptions=books.giving(OpensException),
        policies=books.giving(SetsReview),
        flags=books.giving(RaisesFlag),
    )


def interpreted(questions: Questions) -> Judge:
    """A judge that needs no compiling: slower a case, quicker for a single one."""
    wanted = questions.wanted()

    def judge(facts: Facts) -> tuple[int, ...]:
        weighings = {law: Weighing(facts, law) for law in (questions.books, questions.enforced)}
        return tuple(weighings[law].weigh_provision(provision) for provision, law in wanted)

    return judge


def compiled(questions: Questions) -> Judge:
    """A judge in generated code, for many cases."""
    return compile_provisions(questions.wanted())


def merged(decisions: Sequence[Decision]) -> Decision:
    """What holds in every reading of disputed figures: an answer that differs between readings is open."""
    if all(one is decisions[0] for one in decisions):  # shipments of one kind share their decision
        return decisions[0]
    columns = list(zip(*decisions, strict=True))
    return Decision(
        agreed(columns[0]),
        agreed(columns[1]),
        frozenset[str]().union(*columns[2]),
        tuple(agreed(verdicts) for verdicts in zip(*columns[3], strict=True)),
        frozenset[str]().union(*columns[4]),
    )


def only_answer(possible: frozenset[str]) -> str:
    """The one answer that is POSSIBLE; undetermined where there are several."""
    return next(iter(possible)) if len(possible) == 1 else OPEN


def exception_name(provision: Provision) -> str:
    """What the licence exception of PROVISION is called."""
    assert isinstance(provision.gives, OpensException)
    return provision.gives.name
