"""The outcomes that are left of an open case, for every value that its missing facts could take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from chipgate.cases.questions import Questions, possible_outcomes
from chipgate.cases.settled_by import Searches
from chipgate.law.corpus import LawOnDay
from chipgate.law.provision import Clock, Provision
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import Arena, Formula
from chipgate.readings.completions import Completions, Vector
from chipgate.readings.verdict import Facts, Verdict

MOST_KEPT = 300_000
"""Where there are more formulas, or more that is known of them, all is begun anew, so that long order books do not fill
the memory: together these take some three hundred megabytes."""


def told_by(verdicts: Sequence[Verdict]) -> frozenset[str]:
    """The outcomes that are possible by the verdicts on licence and exception."""
    licence, exception = verdicts
    return possible_outcomes(licence, exception)


def outcome_formulas(questions: Questions, clock: Clock, compiler: Compiler) -> Vector:
    """Whether a licence is needed by CLOCK, and whether an exception is open."""
    required = _any_of(questions.required(clock), questions.law(clock), compiler)
    return required, _any_of(questions.exceptions, questions.books, compiler)


def _any_of(provisions: Iterable[Provision], law: LawOnDay, compiler: Compiler) -> Formula:
    return compiler.arena.any_of(compiler.provision(one, law) for one in provisions)


@dataclass(frozen=True)
class WhatIsLeft:
    """What is left of the licence and of the exceptions in each reading of an open case, by the law of its clock, and
    who can search in it."""

    searches: Searches
    vectors: tuple[Vector, ...]


class OutcomeCompletions:
    """The completions of cases by one clock, in every period of the law: what stands in several is worked out once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._begin()

    def _begin(self) -> None:
        self._arena = _OutcomeArena(self._clock)

    def of(
        self, questions: Questions, readings: Sequence[Facts], kleene: frozenset[str]
    ) -> tuple[frozenset[str], WhatIsLeft]:
        """The outcomes that are possible by QUESTIONS on the READINGS, for every value of the facts that are missing,
        until they are all that KLEENE leaves; and what is left."""
        with self._lock:
            if self._arena.size > MOST_KEPT:
                self._begin()
            arena = self._arena
        return arena.of(questions, readings, kleene)


class _OutcomeArena:
    """The formulas of outcomes in an arena of their own, which ends with the answers that hang on it."""

    def __init__(self, clock: Clock) -> None:
        self.compiler = Compiler(Arena(), lambda _name: 0)
        self._clock = clock
        self._lock = Lock()  # an arena gives out numbers one after the other
        self._completions = Completions(self.compiler, told_by)
        self._vectors: dict[int, tuple[Questions, Vector]] = {}
        self._searches = Searches(self.compiler, self._completions.remainders, self._lock)

    @property
    def size(self) -> int:
        """How much it keeps: formulas, or what is left of them on the facts that cases had."""
        arena = self.compiler.arena
        return max(len(arena.nodes), len(arena.restrictions), self._completions.kept, self._searches.kept)

    def of(
        self, questions: Questions, readings: Sequence[Facts], kleene: frozenset[str]
    ) -> tuple[frozenset[str], WhatIsLeft]:
        with self._lock:
            asked = self._vector_of(questions)
            left = [self._completions.remainders.left(asked, facts) for facts in readings]
            possible = frozenset[str]()
            for vector in dict.fromkeys(one[:2] for one in left):
                possible |= self._completions.possible(vector)
                if kleene <= possible:
                    break
        return possible, WhatIsLeft(self._searches, tuple((licence, exception) for licence, _, exception in left))

    def _vector_of(self, questions: Questions) -> Vector:
        """Whether a licence is needed and an exception open, by the books, and whether one is by the law of the clock,
        which those of the books have decided before."""
        kept = self._vectors.get(id(questions))  # kept with the questions, so that no others take their identity
        if kept is None:
            of_clock = _any_of(questions.exceptions, questions.law(self._clock), self.compiler)
            outcome = outcome_formulas(questions, self._clock, self.compiler)
            self._completions.expect(outcome)
            kept = self._vectors[id(questions)] = questions, (*outcome, of_clock)
        return kept[1]
