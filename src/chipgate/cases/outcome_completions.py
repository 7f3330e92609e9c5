"""The outcomes that are left of an open case, for every value that its missing facts could take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Lock

from chipgate.cases.questions import Questions, possible_outcomes
from chipgate.law.corpus import LawOnDay
from chipgate.law.provision import Clock, Provision
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import Arena, Formula
from chipgate.readings.completions import Completions, Vector
from chipgate.readings.verdict import Facts, Verdict

MOST_NODES = 400_000
"""A larger arena is begun anew, so that long order books do not fill the memory."""


def told_by(verdicts: Sequence[Verdict]) -> frozenset[str]:
    """The outcomes that are possible by the verdicts on licence and exception."""
    licence, exception = verdicts
    return possible_outcomes(licence, exception)


def outcome_formulas(questions: Questions, clock: Clock, compiler: Compiler) -> Vector:
    """Whether a licence is needed by CLOCK, and whether an exception is open."""

    def any_of(provisions: Iterable[Provision], law: LawOnDay) -> Formula:
        return compiler.arena.any_of(compiler.provision(one, law) for one in provisions)

    required = any_of(questions.required(clock), questions.law(clock))
    return required, any_of(questions.exceptions, questions.books)


class OutcomeCompletions:
    """The completions of cases in one period of the law, by one clock."""

    def __init__(self, questions: Questions, clock: Clock) -> None:
        self._questions, self._clock = questions, clock
        self._lock = Lock()
        self._begin()

    def _begin(self) -> None:
        self._compiler = Compiler(Arena(), lambda _name: 0)
        self._completions = Completions(self._compiler, told_by)
        self._vector = outcome_formulas(self._questions, self._clock, self._compiler)

    def possible(self, facts: Facts) -> frozenset[str]:
        """The outcomes that are possible on FACTS, for every value of those that are missing."""
        with self._lock:  # an arena gives out numbers one after the other
            if len(self._compiler.arena.nodes) > MOST_NODES:
                self._begin()
            return self._completions.possible_on(self._vector, facts)
