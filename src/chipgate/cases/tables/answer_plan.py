"""The columns of an answer as terms over stored facts: what the order of questions comes to in a table.

It is the answer before completions are tried, on one reading of the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from chipgate.cases.columns import BOTH_HEADQUARTERS
from chipgate.cases.deciding import NEAREST, NEAREST_OF_OTHERS, described_by
from chipgate.cases.determination import YES_NO
from chipgate.cases.paragraphs import ICS, NOTE_2, is_gate, paragraphs_of
from chipgate.cases.questions import (
    EXCEPTION,
    LICENCE,
    NO_LICENCE,
    NO_PARAGRAPH,
    NOT_STATED,
    OPEN,
    Questions,
    possible_outcomes,
)
from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition, OneOf, Under
from chipgate.law.provision import Clock, Describes, OpensException, Provision, SetsReview
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import MET as ALWAYS
from chipgate.readings.columns.formulas import Arena, Formula
from chipgate.readings.columns.lowering import Lowering
from chipgate.readings.columns.ordered import OneLeft, first_met, first_open
from chipgate.readings.columns.stored import Layout
from chipgate.readings.columns.terms import Term
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Verdict

ANSWER_COLUMNS = (
    *("outcome", "outcomes", "deciding_provision", "eccn", "exception", "review_policy"),
    *("licence_codified", "licence_enforced"),
)

HEADQUARTERS = ("end_user_hq", "end_user_parent_hq")


class AnswerPlan:
    """The terms of an answer by one clock, in one period of the law, over facts stored as in a layout."""

    def __init__(self, questions: Questions, clock: Clock, layout: Layout) -> None:
        self.questions = questions
        self.clock = clock
        self.low = Lowering(Compiler(Arena(), lambda _name: 0), layout)
        self.terms = self.low.terms
        self.law = questions.law(clock)

    def columns(self) -> dict[str, Term]:
        """The columns of an answer."""
        return {
            "outcome": self.outcome,
            "outcomes": self._outcomes(),
            "deciding_provision": self._deciding(),
            "eccn": self._eccn.text(OPEN),
            "exception": self._exception(),
            "review_policy": self._review(),
            "licence_codified": self._said(self._by_books),
            "licence_enforced": self._said(self._by_practice),
        }

    def _said(self, flag: Term) -> Term:
        terms = self.terms
        cases = [(terms.is_met(flag), terms.text(YES_NO[MET])), (terms.is_open(flag), terms.text(YES_NO[UNKNOWN]))]
        return terms.choose(cases, terms.text(YES_NO[NOT_MET]))

    # Verdicts.

    def _formula(self, provision: Provision, law: LawOnDay) -> Formula:
        return self.low.compiler.provision(provision, law)

    def _flag(self, provision: Provision, law: LawOnDay) -> Term:
        return self.low.term(self._formula(provision, law))

    def _condition(self, condition: Condition, law: LawOnDay) -> Term:
        return self.low.term(self.low.compiler.condition(condition, law))

    def _any(self, provisions: Iterable[Provision], law: LawOnDay) -> Term:
        arena = self.low.compiler.arena
        return self.low.term(arena.any_of(self._formula(p, law) for p in provisions))

    def _lines(self, provisions: Iterable[Provision], law: LawOnDay) -> list[tuple[str, Term]]:
        return [(p.id, self._flag(p, law)) for p in provisions]

    @cached_property
    def _by_books(self) -> Term:
        return self._any(self.questions.required_on_the_books, self.questions.books)

    @cached_property
    def _by_practice(self) -> Term:
        return self._any(self.questions.required_as_enforced, self.questions.enforced)

    @property
    def licence(self) -> Term:
        """Whether a licence is needed, by the clock."""
        return self._by_books if self.clock is Clock.ON_THE_BOOKS else self._by_practice

    @cached_property
    def needed(self) -> Term:
        """Whether a licence is needed by either clock."""
        return self.terms.any_of((self._by_books, self._by_practice))

    @cached_property
    def excepted(self) -> Term:
        """Whether any exception is open."""
        return self._any(self.questions.exceptions, self.questions.books)

    def _fails(self, flag: Term) -> Term:
        return self.terms.is_not(self.terms.not_failed(flag))

    # Outcome and what decides it.

    @cached_property
    def outcome(self) -> Term:
        """The outcome in one word."""
        terms = self.terms
        cases = [
            (self._fails(self.licence), terms.text(NO_LICENCE)),
            (terms.is_open(self.licence), terms.text(OPEN)),
            (terms.is_met(self.excepted), terms.text(EXCEPTION)),
            (self._fails(self.excepted), terms.text(LICENCE)),
        ]
        return terms.choose(cases, terms.text(OPEN))

    def _outcomes(self) -> Term:
        """The outcomes that are possible, in the order of the alphabet."""
        terms = self.terms
        cases = []
        for licence, is_licence in ((NOT_MET, self._fails(self.licence)), (MET, terms.is_met(self.licence))):
            for exception, is_exception in self._exception_verdicts():
                listed = ";".join(sorted(possible_outcomes(licence, exception)))
                cases.append((terms.all_of((is_licence, is_exception)), terms.text(listed)))
        for exception, is_exception in self._exception_verdicts():
            cases.append((is_exception, terms.text(";".join(sorted(possible_outcomes(UNKNOWN, exception))))))
        *kept, (_, last) = cases
        return terms.choose(kept, last)

    def _exception_verdicts(self) -> tuple[tuple[Verdict, Term], ...]:
        terms = self.terms
        return (
            (NOT_MET, self._fails(self.excepted)),
            (MET, terms.is_met(self.excepted)),
            (UNKNOWN, terms.is_open(self.excepted)),
        )

    def _deciding(self) -> Term:
        """The id of the provision that decides the outcome, or of the first that keeps it open."""
        terms, nothing = self.terms, self.terms.text("")
        exceptions = self._lines(self.questions.exceptions, self.questions.books)
        required = self._lines(self.questions.required(self.clock), self.law)
        licensed, excepted = terms.is_met(self.licence), self.excepted
        cases = [
            (self._fails(self.licence), self._why_not()),
            (terms.all_of((licensed, terms.is_met(excepted))), terms.choose(first_met(terms, exceptions), nothing)),
            (terms.all_of((licensed, terms.is_open(excepted))), terms.choose(first_open(terms, exceptions), nothing)),
        ]
        listed = (*first_met(terms, required), *first_open(terms, required))
        return terms.choose(cases, terms.choose(listed, nothing))

    def _why_not(self) -> Term:
        terms, books = self.terms, self.questions.books
        cases = []
        if (note_2 := books.get(NOTE_2)) is not None:
            left_out = terms.is_met(self._condition(note_2.when, books))
            cases.append((terms.all_of((left_out, terms.any_of(self._proven()))), terms.text(note_2.id)))
        cases.append((self._eccn.is_answer(NO_PARAGRAPH), self._nearest()))
        by_either = (*self.questions.required(self.clock), *self.questions.required(self.clock.other))
        cases += [(self._may_be_about(p), terms.text(p.id)) for p in by_either]
        cases += [(self._eccn.is_answer(eccn), terms.text(p.id)) for eccn, p in self._describing()]
        return terms.choose(cases, terms.text(""))

    def _describing(self) -> list[tuple[str, Provision]]:
        """The first paragraph for each ECCN."""
        found: dict[str, Provision] = {}
        for provision in self.questions.paragraphs:
            assert isinstance(provision.gives, Describes)
            found.setdefault(provision.gives.eccn, provision)
        return list(found.items())

    def _nearest(self) -> Term:
        terms, fact, books = self.terms, self.questions.item_kind, self.questions.books

        def named(provision_id: str) -> Term:
            return terms.text("" if books.get(provision_id) is None else provision_id)

        kinds = NEAREST if fact is not None else {}
        cases = [
            (terms.is_met(self._condition(OneOf(fact, (kind,)), books)), named(nearest))  # type: ignore[arg-type]
            for kind, nearest in kinds.items()
        ]
        return terms.choose(cases, named(NEAREST_OF_OTHERS))

    def _may_be_about(self, requirement: Provision) -> Term:
        described = (Under(ref) for ref in described_by(requirement, self.law))
        return self.terms.any_of(self.terms.not_failed(self._condition(one, self.law)) for one in described)

    def _proven(self) -> Iterator[Term]:
        """The sub-paragraphs of the paragraphs on ICs: whether each is proven."""
        terms, books = self.terms, self.questions.books
        for provision in filter(None, map(books.get, ICS)):
            if provision.subject is None:
                continue
            fits = terms.is_met(self._condition(provision.subject, books))
            gate = terms.is_met(self._flag(provision, books)) if is_gate(provision) else terms.true
            for node in paragraphs_of(provision.when):
                yield terms.all_of((fits, gate, terms.is_met(self._condition(node.part, books))))

    # The other answers.

    @cached_property
    def _eccn(self) -> OneLeft:
        paragraphs, books = self.questions.paragraphs, self.questions.books
        lines = [(p.gives.eccn, self._flag(p, books)) for p in paragraphs if isinstance(p.gives, Describes)]
        return OneLeft(self.terms, lines, NO_PARAGRAPH)

    def _where_needed(self, cases: Sequence[tuple[Term, Term]], otherwise: Term) -> Term:
        terms = self.terms
        before = [(self._fails(self.needed), terms.text("n/a")), (terms.is_open(self.needed), terms.text(OPEN))]
        return terms.choose((*before, *cases), otherwise)

    def _exception(self) -> Term:
        terms, books = self.terms, self.questions.books
        exceptions = self.questions.exceptions
        lines = [(p.gives.name, self._flag(p, books)) for p in exceptions if isinstance(p.gives, OpensException)]
        cases = [*first_met(terms, lines), (terms.is_open(self.excepted), terms.text(OPEN))]
        return self._where_needed(cases, terms.text("none"))

    def _review(self) -> Term:
        policies, books = self.questions.policies, self.questions.books
        lines = [(p.gives.policy, self._flag(p, books)) for p in policies if isinstance(p.gives, SetsReview)]
        return self._where_needed((), OneLeft(self.terms, lines, NOT_STATED).text(OPEN))

    # What is missing.

    def missing(self) -> Mapping[str, Term]:
        """For each fact, in which rows it keeps the outcome open."""
        terms, questions = self.terms, self.questions
        unsure = terms.is_open(self.licence)
        no_exception_yet = terms.is_not(terms.is_met(self.excepted))
        hangs = terms.all_of((terms.is_met(self.licence), terms.is_open(self.excepted)))
        bearing = terms.any_of((terms.all_of((unsure, no_exception_yet)), hangs))
        roots = [(self._formula(p, self.law), unsure) for p in questions.required(self.clock)]
        roots += [(self._formula(p, self.law), bearing) for p in questions.exceptions]
        return self.low.missing((formula, guard) for formula, guard in roots if formula > ALWAYS)

    def missing_words(self) -> Mapping[str, Term]:
        """For each word of what is missing, in which rows it stands; both headquarters are asked as one."""
        found = dict(self.missing())
        pair = tuple(found.get(name, self.terms.false) for name in HEADQUARTERS)
        both = self.terms.all_of(pair)
        for name, flag in zip(HEADQUARTERS, pair, strict=True):
            found[name] = self.terms.all_of((flag, self.terms.is_not(both)))
        return {name: flag for name, flag in {BOTH_HEADQUARTERS: both, **found}.items() if flag != self.terms.false}
