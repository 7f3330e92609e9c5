"""Everything that an answer is made of, as formulas: rows on which these come to the same have the same answer."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from chipgate.cases.deciding import NEAREST, NEAREST_OF_OTHERS, described_by
from chipgate.cases.paragraphs import ICS, NOTE_2, OTHERS, is_gate, paragraphs_of
from chipgate.cases.questions import Questions
from chipgate.law.corpus import LawOnDay
from chipgate.law.language import OneOf, Under
from chipgate.law.provision import Clock, Provision
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.diagram import Vector
from chipgate.readings.columns.formulas import MET, Formula


class Part(StrEnum):
    """A part of an answer that is looked up by itself: together they would have as many states as their product."""

    OUTCOME = "outcome"  # the outcomes, the provision that decides, what is missing
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

    def _label(self, provision: Provision) -> Hashable:
        """What an answer says of a provision that it cites: which version it is, and why it does not bind."""
        if provision.on(self._day, self.clock):
            return provision.key
        first = provision.binds.compliance_from
        return provision.key, first is not None and self._day < first

    def vectors(self) -> Mapping[Part, Vector]:
        """For each part of an answer, the formulas that decide it."""
        return {
            Part.OUTCOME: (*self._outcome(), *self._why_not()),
            Part.CLASSIFICATION: (self._paragraphs(), *self._labels()),
            Part.REVIEW: (self.needed, self._review()),
            Part.FLAGS: tuple(self._arena.is_met(f) for _, f in self._lines(self.questions.flags, self.law)),
        }

    @property
    def telling(self) -> int:
        """How many formulas of the outcome keep it open as long as they are not settled."""
        return len(tuple(self._outcome()))

    def _outcome(self) -> Iterator[Formula]:
        """Licence and exceptions; what bears on nothing any more is empty."""
        questions, arena = self.questions, self._arena
        yield from (self.on_the_books, self.as_enforced)
        # Each by itself: where readings of disputed figures differ, what follows a line that one of them meets counts.
        yield from (arena.listed((line,)) for line in self._lines(questions.required(self.clock), self.law))
        maybe = arena.not_failed(self.needed)
        for law in dict.fromkeys((questions.books, self.law)):
            yield from (arena.only_if(maybe, arena.listed((one,))) for one in self._lines(questions.exceptions, law))

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

    def _why_not(self) -> Iterator[Formula]:
        """What tells why no licence is needed: the kind of item, and the first requirement that may be about it."""
        arena, questions = self._arena, self.questions
        unmet = arena.not_failed(arena.is_not(self.licence))
        by_either = (*questions.required(self.clock), *questions.required(_other(self.clock)))
        yield from (arena.only_if(unmet, one) for one in (self._paragraphs(), *self._labels()))
        yield arena.only_if(unmet, arena.listed((self._label(p), self._about(p)) for p in by_either))
        yield arena.only_if(unmet, arena.listed(self._nearest()))

    def _about(self, requirement: Provision) -> Formula:
        described = (Under(ref) for ref in described_by(requirement, self.law))
        return self._arena.any_of(self._arena.not_failed(self._compiler.condition(one, self.law)) for one in described)

    def _nearest(self) -> Iterator[tuple[Hashable, Formula]]:
        """The paragraph that an item without any is outside of, by the kind of item."""
        fact = self.questions.item_kind
        kinds = () if fact is None else [kind for kind in NEAREST if kind in fact.choices]
        for kind in kinds:
            assert fact is not None
            yield self._cited(NEAREST[kind]), self._compiler.leaf(OneOf(fact, (kind,)), self.law)
        yield self._cited(NEAREST_OF_OTHERS), MET

    def _cited(self, name: str) -> Hashable:
        """The versions that are in the books, of the provision and of Note 2."""
        found = (self.questions.books.get(one) for one in (name, NOTE_2))
        return tuple(None if one is None else self._label(one) for one in found)

    def flag_names(self) -> tuple[str, ...]:
        """The ids of the red flags, in the order of their formulas."""
        return tuple(flag.id for flag in self.questions.flags)


def _in_force(names: Sequence[str], law: LawOnDay) -> Iterator[Provision]:
    return (provision for name in names if (provision := law.get(name)) is not None)


def _other(clock: Clock) -> Clock:
    return Clock.AS_ENFORCED if clock is Clock.ON_THE_BOOKS else Clock.ON_THE_BOOKS
