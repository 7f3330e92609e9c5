"""A determination: every answer about one shipment, with the reasons built when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chipgate.cases.answers_alike import Alike, kept_alike
from chipgate.cases.case import Case
from chipgate.cases.deciding import also_outside_of, deciding_provision
from chipgate.cases.figure_text import figure_text
from chipgate.cases.missing import (
    Asked,
    Question,
    asked_facts,
    bearing_facts,
    exceptions_once_met,
    missing_for_review,
    missing_questions,
)
from chipgate.cases.paragraphs import proven_paragraphs
from chipgate.cases.questions import (
    EXCEPTION,
    LICENCE,
    NO_LICENCE,
    OPEN,
    Decision,
    Questions,
    exception_name,
    only_answer,
)
from chipgate.cases.settled_by import asked_together, settled_by
from chipgate.cases.stated_eccn import is_stated_to_be_controlled
from chipgate.cases.take_note import take_note
from chipgate.kept_property import kept_property
from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.provision import Clock, Provision
from chipgate.law.trade.corpus import trade_corpus
from chipgate.readings.phrase import Phrase
from chipgate.readings.trace import Tracing
from chipgate.readings.trace_lines import TraceLine
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Verdict, Weighing
from chipgate.translation.language import Language

if TYPE_CHECKING:
    from chipgate.cases.duties.duty_answer import DutyAnswer
    from chipgate.cases.duties.trade_answers import TradeAnswers
    from chipgate.cases.outcome_completions import WhatIsLeft

YES_NO = {MET: "yes", NOT_MET: "no", UNKNOWN: "undetermined"}


@dataclass(frozen=True)
class Determination:
    """The answers about one shipment on one day.

    ``outcome`` is one word: no_licence_required, exception, licence_required or undetermined; ``outcomes`` is the set
    of those still possible. Everything else is worked out when it is asked for.
    """

    case: Case
    clock: Clock
    questions: Questions | None
    decision: Decision | None
    narrowed: frozenset[str] | None = None
    left: WhatIsLeft | None = field(default=None, compare=False, repr=False)
    apart: Sequence[Facts] | None = field(default=None, compare=False, repr=False)
    weigh: Callable[[Facts, LawOnDay], Weighing] = field(default=Weighing, compare=False, repr=False)
    trade_law: Callable[[], Corpus] = field(default=trade_corpus, compare=False, repr=False)
    alike: Alike = field(default_factory=dict, compare=False, repr=False)

    def __repr__(self) -> str:
        where, day = self.case.facts.get("destination_iso2", "?"), self.case.day or "?"
        item = self.case.transaction.chip or self.case.transaction.label or "the item"
        return f"<Determination {self.outcome}: {item} to {where} on {day}, by {self.deciding_provision or 'nothing'}>"

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "en", full: bool = False) -> str:
        """The answer as a reader sees it, with reasons; FULL shows every line of them."""
        from chipgate.cases.as_text import determination_text  # words are needed only where somebody reads

        return determination_text(self, language, full)

    def json(self, language: Language = "en") -> dict[str, Any]:
        """The answer as plain values, in the form ``chipgate/determination/1``."""
        from chipgate.cases.as_json import determination_json

        return determination_json(self, language)

    def _repr_html_(self) -> str:
        from chipgate.cases.as_html import determination_html

        return determination_html(self)

    # The answers.

    @kept_property
    def outcomes(self) -> frozenset[str]:
        """The outcomes that are still possible, by the clock of this determination."""
        if self.decision is None:
            return frozenset((NO_LICENCE, EXCEPTION, LICENCE))
        kleene = self.decision.outcomes(self.clock)
        return kleene if self.narrowed is None else kleene & self.narrowed

    @property
    def outcome(self) -> str:
        """The outcome in one word."""
        return next(iter(self.outcomes)) if len(self.outcomes) == 1 else OPEN

    @property
    def other_clock(self) -> Clock:
        """The clock that this determination does not go by."""
        return self.clock.other

    @property
    def other_outcome(self) -> str:
        """What the other clock would say."""
        if self.decision is None:
            return OPEN
        found = self.decision.outcomes(self.other_clock)
        return next(iter(found)) if len(found) == 1 else OPEN

    @property
    def licence_codified(self) -> str:
        """Whether the text in force requires a licence: yes, no or undetermined."""
        return self._licence(Clock.ON_THE_BOOKS)

    @property
    def licence_enforced(self) -> str:
        """Whether what BIS enforces requires a licence: yes, no or undetermined."""
        return self._licence(Clock.AS_ENFORCED)

    def _licence(self, clock: Clock) -> str:
        return "undetermined" if self.decision is None else YES_NO[self.decision.licence(clock)]

    @property
    def eccn(self) -> str:
        """The paragraph that specifies the item; ``none`` when no modelled one does."""
        return only_answer(self.decision.eccns) if self.decision else OPEN

    @kept_alike
    def paragraphs(self) -> str:
        """Every sub-paragraph that is proven on the facts, joined by semicolons."""
        if self.questions is None:
            return OPEN
        return proven_paragraphs(self.weighings_on(Clock.ON_THE_BOOKS), self.eccn)

    @kept_alike
    def exception(self) -> str:
        """The licence exception whose conditions are all met; none; n/a where no licence is needed; undetermined."""
        needed = self.licence_needed
        if needed is not MET or self.decision is None:
            return "n/a" if needed is NOT_MET else OPEN
        open_now = [p for p, verdict in self.exception_verdicts if verdict is MET]
        if open_now:
            return exception_name(open_now[0])
        return OPEN if self.decision.exception is UNKNOWN else "none"

    @property
    def review_policy(self) -> str:
        """How an application without an exception would be reviewed."""
        needed = self.licence_needed
        if needed is not MET or self.decision is None:
            return "n/a" if needed is NOT_MET else OPEN
        return only_answer(self.decision.reviews)

    @property
    def licence_needed(self) -> Verdict:
        """Whether a licence is needed by either clock."""
        if self.decision is None:
            return UNKNOWN
        return Verdict(self.decision.on_the_books | self.decision.as_enforced)

    @property
    def exception_verdicts(self) -> list[tuple[Provision, Verdict]]:
        if self.decision is None or self.questions is None:
            return []
        return list(zip(self.questions.exceptions, self.decision.exceptions, strict=True))

    @kept_alike
    def exceptions_once_met(self) -> Mapping[str, tuple[str, ...]]:
        """Exceptions that are open once the facts named are given and hold, by name."""
        return exceptions_once_met(self)

    # The numbers.

    @property
    def tpp(self) -> str:
        """TPP as decimal text; every reading, joined by a bar, where it is disputed."""
        return figure_text(self.case, "tpp")

    @property
    def performance_density(self) -> str:
        """Performance density as decimal text."""
        return figure_text(self.case, "performance_density")

    # Why.

    @property
    def _law(self) -> LawOnDay:
        assert self.questions is not None
        return self.questions.law(self.clock)

    @kept_property
    def weighings(self) -> tuple[Weighing, ...]:
        """The verdicts on the readings of the facts, by the clock of this determination; once where all are alike."""
        law = self._law
        return tuple([self.weigh(facts, law) for facts in self._apart])

    @property
    def _apart(self) -> Sequence[Facts]:
        """The readings on which some line of the law differs."""
        return self.case.readings if self.apart is None else self.apart

    def weighings_on(self, clock: Clock) -> tuple[Weighing, ...]:
        """The verdicts on the readings of the facts, by CLOCK; once where all are alike."""
        if clock is self.clock or self.questions is None:
            return self.weighings
        return self._weighings_by_the_other_clock

    @kept_property
    def _weighings_by_the_other_clock(self) -> tuple[Weighing, ...]:
        assert self.questions is not None
        return tuple(self.weigh(facts, self.questions.law(self.other_clock)) for facts in self._apart)

    @kept_alike
    def deciding(self) -> Provision | None:
        """The provision that decides the outcome, or the first that keeps it open."""
        return None if self.questions is None else deciding_provision(self)

    @property
    def deciding_provision(self) -> str:
        """Its id; empty where no day is given."""
        return "" if self.deciding is None else self.deciding.id

    def trace(self, full: bool = False) -> tuple[TraceLine, ...]:
        """Why: a tree for the deciding provision, and for each other that bears on the outcome."""
        if self.questions is None:
            return ()
        return tuple([line for provision in self.bearing for line in self._trace_of(provision, full)])

    @kept_property
    def why(self) -> TraceLine | None:
        """The tree for the deciding provision, without lines that do not force its verdict."""
        return None if self.deciding is None else self._trace_of(self.deciding, full=False)[0]

    def _trace_of(self, provision: Provision, full: bool) -> list[TraceLine]:
        """One tree, or one for each verdict that readings of disputed figures give PROVISION."""
        tracings = self._full_tracings if full else self._brief_tracings
        if len(tracings) == 1:
            return [tracings[0].provision(provision)]
        by_verdict = {one.weighing.weigh_provision(provision): one for one in reversed(tracings)}
        return [tracing.provision(provision) for tracing in by_verdict.values()]

    @kept_property
    def _brief_tracings(self) -> tuple[Tracing, ...]:
        """One of each reading: provisions refer to each other, and are spelled out once."""
        if len(self.weighings) > 1:
            return tuple(map(Tracing, self.weighings))
        return (Tracing(self.weighings[0], shapes=self.alike.setdefault("shapes", {})),)

    @kept_property
    def _full_tracings(self) -> tuple[Tracing, ...]:
        return tuple(Tracing(weighing, full=True) for weighing in self.weighings)

    @kept_alike
    def bearing(self) -> Sequence[Provision]:
        """The deciding provision first, then what else keeps the outcome open."""
        found = () if self.deciding is None else (self.deciding,)
        return (*found, *also_outside_of(self), *(p for p in self.open_provisions if p not in found))

    @kept_alike
    def open_provisions(self) -> Sequence[Provision]:
        """The provisions whose missing facts keep the outcome open."""
        if self.decision is None or self.questions is None or self.outcome != OPEN:
            return ()
        found: list[Provision] = []
        if self.decision.licence(self.clock) is UNKNOWN:
            found += self.of_verdict(UNKNOWN, self.questions.required(self.clock))
        if self.decision.licence(self.clock) is not NOT_MET and self.decision.exception is not MET:
            found += self.of_verdict(UNKNOWN, self.questions.exceptions)
        return tuple(found)

    def verdict_on(self, provision: Provision) -> Verdict:
        """The verdict on PROVISION in every reading; unknown where they differ."""
        weighings = self.weighings
        verdict = weighings[0].weigh_provision(provision)
        if len(weighings) > 1 and any(one.weigh_provision(provision) is not verdict for one in weighings):
            return UNKNOWN
        return verdict

    def verdicts_on(self, provisions: tuple[Provision, ...]) -> Sequence[Verdict]:
        """The verdicts on PROVISIONS in every reading, in their order; unknown where readings differ."""
        if len(self.weighings) == 1:
            return self.weighings[0].weigh_provisions(provisions)
        return list(map(self.verdict_on, provisions))

    def of_verdict(self, verdict: Verdict, provisions: tuple[Provision, ...]) -> list[Provision]:
        """Those of PROVISIONS that have this VERDICT."""
        return [one for one, found in zip(provisions, self.verdicts_on(provisions), strict=True) if found is verdict]

    @kept_alike
    def asked(self) -> Sequence[Asked]:
        """The facts that keep the outcome open beside disputes, most telling first, with who asks for them."""
        return asked_facts(self)

    @kept_property
    def missing(self) -> tuple[Question, ...]:
        """The facts that keep the outcome open, most telling first; giving them all settles it."""
        return missing_questions(self)

    @property
    def missing_names(self) -> tuple[str, ...]:
        """The names of the missing facts; both headquarters of the end user are asked as one."""
        return asked_together(question.fact for question in self.missing)

    @kept_alike
    def missing_for_review(self) -> tuple[str, ...]:
        """The facts that keep it open how an application would be reviewed; none where that is settled."""
        return missing_for_review(self)

    @kept_alike
    def bearing_facts(self) -> frozenset[str]:
        """The names of the facts that the reasons speak of."""
        return bearing_facts(self)

    @kept_property
    def settled_by(self) -> tuple[str, ...]:
        """The fewest facts that settle the outcome whatever they turn out to be; all that is missing where none do."""
        return settled_by(self)

    @kept_alike
    def red_flags(self) -> tuple[Provision, ...]:
        """Guidance that speaks up on the facts, to be resolved before going on."""
        if self.questions is None:
            return ()
        return tuple(self.of_verdict(MET, self.questions.flags))

    @kept_property
    def trade(self) -> TradeAnswers:
        """Duties, restrictions on inputs and instructions that meet the shipment beside the export rules."""
        from chipgate.cases.duties.trade_answers import TradeAnswers  # needed only where somebody asks

        return TradeAnswers(self.case, self.trade_law(), self.clock)

    @kept_property
    def test_leg(self) -> DutyAnswer | None:
        """The duties that the American laboratory test brings with it, where an application would be reviewed case by
        case under the paragraph of 2026 that asks for the test."""
        from chipgate.cases.duties.trade_answers import TESTED_IN_THE_US

        if self.questions is None or self.licence_needed is NOT_MET:
            return None
        paragraph = next((one for one in self.questions.policies if one.id == TESTED_IN_THE_US), None)
        return None if paragraph is None else self.trade.test_leg(self.verdict_on(paragraph))

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody must find something out: a fact is missing, a name is like a listed one, or
        what is cleared raises a red flag or is stated to be in an entry for advanced computing that it is not in."""
        flagged = self.outcome != LICENCE and (bool(self.red_flags) or is_stated_to_be_controlled(self))
        return bool(self.missing) or flagged or bool(self.case.like_listed)

    @property
    def warnings(self) -> tuple[Phrase, ...]:
        """What a reader must know beside the answer."""
        return tuple(take_note(self))
