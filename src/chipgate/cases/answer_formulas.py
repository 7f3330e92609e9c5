"""Everything that an answer is made of, as formulas: rows on which these come to the same have the same answer."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import chain

from chipgate.cases.deciding import NEAREST, NEAREST_OF_OTHERS, described_by
from chipgate.cases.outcome_completions import outcome_formulas
from chipgate.cases.paragraphs import ICS, NOTE_2, OTHERS, is_gate, paragraphs_of
from chipgate.cases.questions import Questions
from chipgate.law.corpus import LawOnDay
from chipgate.law.language import OneOf, Under
from chipgate.law.provision import Clock, Describes, Provision
from chipgate.law.us.facts import ITEM_KIND
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.diagram import Vector
from chipgate.readings.columns.formulas import MET, Formula


class Part(StrEnum):
    """A part of an answer that is looked up by itself: together they would have as many states as their product."""

    OUTCOME = "outcome"  # the outcomes, the provision that decides, what is missing
    CLOCKS = "clocks"  # whether a licence is needed by either clock, and which exceptions are or may be open
    CLASSIFICATION = "classification"  # the paragraph of the item, and its sub-paragraphs
    REVIEW = "review"  # how an application would be reviewed
    FLAGS = "flags"  # red flags


class AnswerFormulas:
    """The formulas behind a determination by one clock, in one period of the law."""

    def __init__(self, questions: Questions, clock: Clock, compiler: Compiler, day: date) -> None:
        self.questions = questions
        self.clock = clock
        self._day = day
        self._compiler = compiler
        self._arena = compiler.arena
        self.on_the_books = self._any(questions.required_on_the_books, questions.books)
        self.as_enforced = self._any(questions.required_as_enforced, questions.enforced)
        self.needed = self._arena.any_of((self.on_the_books, self.as_enforced))

    @property
    def law(self) -> LawOnDay:
        """The law by the clock of the answer."""
        return self.questions.law(self.clock)

    @property
    def licence(self) -> Formula:
        """Whether a licence is needed, by the clock of the answer."""
        return self.on_the_books if self.clock is Clock.ON_THE_BOOKS else self.as_enforced

    def _any(self, provisions: Iterable[Provision], law: LawOnDay) -> Formula:
        return self._arena.any_of(self._compiler.provision(p, law) for p in provisions)

    def _lines(self, provisions: Iterable[Provision], law: LawOnDay) -> Iterator[tuple[Hashable, Formula]]:
        return ((self._label(p), self._compiler.provision(p, law)) for p in provisions)

    def _all_lines(self, provisions: Iterable[Provision], law: LawOnDay) -> Formula:
        """The lines with their places, for what is joined over several readings."""
        return self._arena.lines((n, *line) for n, line in enumerate(self._lines(provisions, law), 1))

    def _label(self, provision: Provision) -> Hashable:
        """What an answer says of a provision that it cites: which version it is, and why it does not bind."""
        if provision.on(self._day, self.clock):
            return provision.key
        first = provision.binds.compliance_from
        return provision.key, first is not None and self._day < first

    def vectors(self) -> Mapping[Part, Vector]:
        """For each part of an answer, the formulas that decide it."""
        return {
            Part.OUTCOME: (self.licence, self._required(), *self._exceptions(), self._why_not()),
            Part.CLOCKS: (self.on_the_books, self.as_enforced, *self._exceptions()),
            Part.CLASSIFICATION: (self._paragraphs(), *self._labels()),
            Part.REVIEW: (self.needed, self._review()),
            Part.FLAGS: (self._flags(),),
        }

    def completions(self) -> Vector:
        """The formulas whose completions say which outcomes are left."""
        return outcome_formulas(self.questions, self.clock, self._compiler)

    def _required(self) -> Formula:
        return self._all_lines(self.questions.required(self.clock), self.law)

    def _exceptions(self) -> Iterator[Formula]:
        """By the books, which say whether one is open, and by the law of the clock, which says what is missing."""
        return (self._all_lines(self.questions.exceptions, law) for law in (self.questions.books, self.law))

    def _paragraphs(self) -> Formula:
        return self._arena.listed(self._lines(self.questions.paragraphs, self.questions.books))

    def _review(self) -> Formula:
        policies = self._arena.listed(self._lines(self.questions.policies, self.questions.books))
        return self._arena.only_if(self._arena.is_met(self.needed), policies)

    def _labels(self) -> Iterator[Formula]:
        """Which sub-paragraphs are proven, and whether Note 2 leaves the item out."""
        law, compiler, arena = self.questions.books, self._compiler, self._arena
        found = [line for p in _in_force(ICS, law) for line in self._proven(p, law)]
        yield from (arena.listed((line,)) for line in found)
        note = law.get(NOTE_2)
        if note is not None:
            any_proven = arena.any_of(formula for _, formula in found)
            yield arena.only_if(any_proven, compiler.condition(note.when, law))
        for provision in _in_force(OTHERS, law):
            fits = arena.is_met(compiler.provision(provision, law))
            lines = self._proven(provision, law)
            yield from (arena.listed(((label, arena.all_of((fits, formula))),)) for label, formula in lines)

    def _proven(self, provision: Provision, law: LawOnDay) -> Iterator[tuple[Hashable, Formula]]:
        if provision.subject is None:
            return
        compiler, arena = self._compiler, self._arena
        fits = arena.is_met(compiler.condition(provision.subject, law))
        gate = arena.is_met(compiler.provision(provision, law)) if is_gate(provision) else MET
        for node in paragraphs_of(provision.when):
            formula = arena.all_of((fits, gate, arena.is_met(compiler.condition(node.part, law))))
            yield (provision.id, node.label), formula

    # Why no licence is needed, in the order of ``deciding``. A place below zero: all readings of a figure must say so.

    def _why_not(self) -> Formula:
        lines = enumerate(chain(self._left_out(), self._nearest(), self._reaching(), self._described()), 1)
        return self._arena.lines((-n if of_all else n, label, formula) for n, (of_all, label, formula) in lines)

    def _left_out(self) -> Iterator[tuple[bool, Hashable, Formula]]:
        """Note 2 leaves the item out, which would else be proven to be in a paragraph."""
        law, arena = self.questions.books, self._arena
        note = law.get(NOTE_2)
        if note is not None:
            proven = arena.any_of(formula for p in _in_force(ICS, law) for _, formula in self._proven(p, law))
            yield (
                True,
                self._label(note),
                arena.all_of((proven, arena.is_met(self._compiler.condition(note.when, law)))),
            )

    def _nearest(self) -> Iterator[tuple[bool, Hashable, Formula]]:
        """The paragraph that an item without any is outside of, by the kind of item."""
        arena = self._arena
        none = arena.all_of(arena.is_not(arena.not_failed(one)) for _, one in self._eccns())
        for kind in NEAREST:
            is_kind = arena.is_met(self._compiler.leaf(OneOf(ITEM_KIND, (kind,)), self.law))
            yield True, self._cited(NEAREST[kind]), arena.all_of((none, is_kind))
        yield True, self._cited(NEAREST_OF_OTHERS), none

    def _reaching(self) -> Iterator[tuple[bool, Hashable, Formula]]:
        """The first requirement that may be about the item."""
        by_either = (*self.questions.required(self.clock), *self.questions.required(self.clock.other))
        return ((False, self._label(p), self._about(p)) for p in by_either)

    def _about(self, requirement: Provision) -> Formula:
        described = (Under(ref) for ref in described_by(requirement, self.law))
        return self._arena.any_of(self._arena.not_failed(self._compiler.condition(one, self.law)) for one in described)

    def _described(self) -> Iterator[tuple[bool, Hashable, Formula]]:
        """The first paragraph that gives the ECCN of the item."""
        first: dict[str, Provision] = {}
        for provision in self.questions.paragraphs:
            assert isinstance(provision.gives, Describes)
            first.setdefault(provision.gives.eccn, provision)
        return ((True, self._label(p), self._is_sole(eccn)) for eccn, p in first.items())

    def _is_sole(self, eccn: str) -> Formula:
        """Whether ECCN is the only one that is possible: a line that gives it is met, and none before gives another."""
        arena, earlier, found = self._arena, list[Formula](), list[Formula]()
        for other, formula in self._eccns():
            if other == eccn:
                found.append(arena.all_of((*earlier, arena.is_met(formula))))
            else:
                earlier.append(arena.is_not(arena.not_failed(formula)))
        return arena.any_of(found)

    def _eccns(self) -> Iterator[tuple[str, Formula]]:
        """The paragraphs in their order: what each gives, and whether it describes the item."""
        law = self.questions.books
        for provision in self.questions.paragraphs:
            assert isinstance(provision.gives, Describes)
            yield provision.gives.eccn, self._compiler.provision(provision, law)

    def _cited(self, name: str) -> Hashable:
        """The version that is in the books."""
        found = self.questions.books.get(name)
        return None if found is None else self._label(found)

    def _flags(self) -> Formula:
        found = ((flag.id, self._compiler.provision(flag, self.law)) for flag in self.questions.flags)
        return self._arena.lines((n, name, self._arena.is_met(one)) for n, (name, one) in enumerate(found))


def _in_force(names: Sequence[str], law: LawOnDay) -> Iterator[Provision]:
    return (provision for name in names if (provision := law.get(name)) is not None)
