"""The columns of an answer as terms over stored facts: what the order of questions comes to in a table.

It is the answer before completions are tried. How the verdict on a formula is read is for others to say: from the
facts of a row, or from what all readings of its disputed figures have come to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

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
from chipgate.law.language import OneOf
from chipgate.law.provision import Clock, Describes, OpensException, Provision, SetsReview
from chipgate.law.us.facts import ITEM_KIND
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import MET as ALWAYS
from chipgate.readings.columns.formulas import Arena, Formula
from chipgate.readings.columns.lowering import Lowering
from chipgate.readings.columns.ordered import OneLeft, first_met, first_open, possible_terms
from chipgate.readings.columns.stored import Layout
from chipgate.readings.columns.terms import Term, Terms
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Verdict

ANSWER_COLUMNS = (
    *("outcome", "outcomes", "deciding_provision", "eccn", "exception", "review_policy"),
    *("licence_codified", "licence_enforced"),
)

HEADQUARTERS = ("end_user_hq", "end_user_parent_hq")


class Verdicts(Protocol):
    """How the verdicts on formulas of a compiler stand in a table."""

    @property
    def compiler(self) -> Compiler:
        """Whose formulas they are."""

    @property
    def terms(self) -> Terms:
        """Where the terms are written."""

    def agreed(self, formula: Formula) -> Term:
        """The verdict that all readings agree on; null where they differ."""

    def first(self, formula: Formula) -> Term:
        """The verdict in the first reading."""

    def one_left(self, lines: Sequence[tuple[str, Formula]], otherwise: str) -> OneLeft:
        """The one answer of a list by which all readings go; OTHERWISE where no line is met."""


class OfOneReading:
    """The verdicts on the one reading of the facts of each row."""

    def __init__(self, layout: Layout) -> None:
        self.low = Lowering(Compiler(Arena(), lambda _name: 0), layout)
        self.compiler, self.terms = self.low.compiler, self.low.terms

    def agreed(self, formula: Formula) -> Term:
        return self.low.term(formula)

    def first(self, formula: Formula) -> Term:
        return self.low.term(formula)

    def one_left(self, lines: Sequence[tuple[str, Formula]], otherwise: str) -> OneLeft:
        flags = [(answer, self.low.term(formula)) for answer, formula in lines]
        return OneLeft(self.terms, possible_terms(self.terms, flags, otherwise))


class AnswerPlan:
    """The terms of an answer by one clock, in one period of the law, over VERDICTS."""

    def __init__(self, questions: Questions, clock: Clock, verdicts: Verdicts) -> None:
        self.questions = questions
        self.clock = clock
        self.verdicts = verdicts
        self.terms = verdicts.terms
        self.law = questions.law(clock)

    def columns(self, wanted: Collection[str] = ANSWER_COLUMNS) -> dict[str, Term]:
        """The columns of an answer that are WANTED."""
        columns: Mapping[str, Callable[[], Term]] = {
            "outcome": lambda: self.outcome,
            "outcomes": self._outcomes,
            "deciding_provision": self._deciding,
            "eccn": lambda: self._eccn.text(OPEN),
            "exception": self._exception,
            "review_policy": self._review,
            "licence_codified": lambda: self._said(self._by_books),
            "licence_enforced": lambda: self._said(self._by_practice),
        }
        return {name: column() for name, column in columns.items() if name in wanted}

    def _said(self, flag: Term) -> Term:
        terms = self.terms
        cases = [(terms.is_met(flag), terms.text(YES_NO[MET])), (terms.is_open(flag), terms.text(YES_NO[UNKNOWN]))]
        return terms.choose(cases, terms.text(YES_NO[NOT_MET]))

    # Verdicts.

    @property
    def _arena(self) -> Arena:
        return self.verdicts.compiler.arena

    def _formula(self, provision: Provision, law: LawOnDay) -> Formula:
        return self.verdicts.compiler.provision(provision, law)

    def _flag(self, provision: Provision, law: LawOnDay) -> Term:
        return self.verdicts.agreed(self._formula(provision, law))

    def _any(self, provisions: Iterable[Provision], law: LawOnDay) -> Term:
        return self.verdicts.agreed(self._arena.any_of(self._formula(p, law) for p in provisions))

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
        """Whether any exception is open: the same one in every reading."""
        return self.terms.any_of(self._flag(p, self.questions.books) for p in self.questions.exceptions)

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
        terms, found = self.terms, self.deciding_of_outcomes
        licensed = terms.is_met(self.licence)
        cases = [
            (self._fails(self.licence), found[NO_LICENCE]),
            (terms.all_of((licensed, terms.not_failed(self.excepted))), found[EXCEPTION]),
        ]
        return terms.choose(cases, found[LICENCE])

    @cached_property
    def deciding_of_outcomes(self) -> Mapping[str, Term]:
        """The id of the provision that decides, by the outcome that is the only one left."""
        terms, nothing = self.terms, self.terms.text("")
        exceptions = self._lines(self.questions.exceptions, self.questions.books)
        required = self._lines(self.questions.required(self.clock), self.law)
        return {
            NO_LICENCE: self._why_not(),
            EXCEPTION: terms.choose((*first_met(terms, exceptions), *first_open(terms, exceptions)), nothing),
            LICENCE: terms.choose((*first_met(terms, required), *first_open(terms, required)), nothing),
        }

    def _why_not(self) -> Term:
        terms, books, verdicts = self.terms, self.questions.books, self.verdicts
        cases = []
        if (note_2 := books.get(NOTE_2)) is not None:
            left_out = self._arena.is_met(verdicts.compiler.condition(note_2.when, books))
            both = self._arena.all_of((left_out, self._arena.any_of(self._proven())))
            cases.append((terms.is_met(verdicts.agreed(both)), terms.text(note_2.id)))
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
        terms, books = self.terms, self.questions.books

        def named(provision_id: str) -> Term:
            return terms.text("" if books.get(provision_id) is None else provision_id)

        cases = []
        for kind, nearest in NEAREST.items():
            line = OneOf(ITEM_KIND, (kind,))
            is_kind = self.verdicts.agreed(self.verdicts.compiler.condition(line, books))
            cases.append((terms.is_met(is_kind), named(nearest)))
        return terms.choose(cases, named(NEAREST_OF_OTHERS))

    def _may_be_about(self, requirement: Provision) -> Term:
        compiler, arena = self.verdicts.compiler, self._arena
        described = map(self.law.get, described_by(requirement, self.law))
        formula = arena.any_of(arena.not_failed(compiler.provision(one, self.law)) for one in described)
        return self.terms.is_met(self.verdicts.first(formula))

    def _proven(self) -> Iterator[Formula]:
        """The sub-paragraphs of the paragraphs on ICs: whether each is proven."""
        compiler, arena, books = self.verdicts.compiler, self._arena, self.questions.books
        for provision in filter(None, map(books.get, ICS)):
            if provision.subject is None:
                continue
            fits = arena.is_met(compiler.condition(provision.subject, books))
            gate = arena.is_met(self._formula(provision, books)) if is_gate(provision) else ALWAYS
            for node in paragraphs_of(provision.when):
                yield arena.all_of((fits, gate, arena.is_met(compiler.condition(node.part, books))))

    # The other answers.

    @cached_property
    def _eccn(self) -> OneLeft:
        paragraphs, books = self.questions.paragraphs, self.questions.books
        lines = [(p.gives.eccn, self._formula(p, books)) for p in paragraphs if isinstance(p.gives, Describes)]
        return self.verdicts.one_left(lines, NO_PARAGRAPH)

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
        lines = [(p.gives.policy, self._formula(p, books)) for p in policies if isinstance(p.gives, SetsReview)]
        return self._where_needed((), self.verdicts.one_left(lines, NOT_STATED).text(OPEN))

    # What is missing.

    def asked(self) -> list[tuple[Provision, Formula, Term]]:
        """The provisions that may keep the outcome open, each with its formula and where it bears on the outcome."""
        terms, questions = self.terms, self.questions
        unsure = terms.is_open(self.licence)
        no_exception_yet = terms.is_not(terms.is_met(self.excepted))
        hangs = terms.all_of((terms.is_met(self.licence), terms.is_open(self.excepted)))
        bearing = terms.any_of((terms.all_of((unsure, no_exception_yet)), hangs))
        guards = [(unsure, questions.required(self.clock)), (bearing, questions.exceptions)]
        found = [(p, self._formula(p, self.law), guard) for guard, provisions in guards for p in provisions]
        return [one for one in found if one[1] > ALWAYS]


def missing_words(plan: AnswerPlan, low: Lowering) -> Mapping[str, Term]:
    """For each word of what is missing, in which rows it stands; both headquarters are asked as one."""
    terms = plan.terms
    found = dict(low.missing((formula, guard) for _, formula, guard in plan.asked()))
    pair = tuple(found.get(name, terms.false) for name in HEADQUARTERS)
    both = terms.all_of(pair)
    for name, flag in zip(HEADQUARTERS, pair, strict=True):
        found[name] = terms.all_of((flag, terms.is_not(both)))
    return {name: flag for name, flag in {BOTH_HEADQUARTERS: both, **found}.items() if flag != terms.false}
