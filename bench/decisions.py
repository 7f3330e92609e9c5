"""The decision: facts to verdicts and outcome, by generated code and by walking the rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bench.measured import MICROSECONDS, MILLISECONDS, Measured, Timings
from bench.shipments import answers
from chipgate.cases.determination import Determination
from chipgate.cases.questions import Questions, compiled, interpreted
from chipgate.readings.compiled import Judge
from chipgate.readings.whole_law import WholeLaw

DECISION_GOAL_US = 20


class Prepared:
    """Both judges of the law of one case, kept by period."""

    def __init__(self, answer: Determination) -> None:
        assert answer.questions is not None
        self.questions, self.facts = answer.questions, answer.case.facts
        self.judge, self.interpreter = _judges(id(answer.questions), answer.questions)

    def decide(self) -> object:
        return self.questions.decide(self.facts, self.judge)

    def judged(self) -> object:
        return self.judge(self.facts)

    def interpret(self) -> object:
        return self.questions.decide(self.facts, self.interpreter)


_KEPT: dict[int, tuple[Judge, Judge]] = {}


def _judges(key: int, questions: Questions) -> tuple[Judge, Judge]:
    if key not in _KEPT:
        _KEPT[key] = (compiled(questions), interpreted(questions))
    return _KEPT[key]


def decisions() -> Iterator[Measured]:
    """Deciding the worked cases, their facts at hand."""
    jobs: Timings[Prepared] = Timings(decide=Prepared.decide, judge=Prepared.judged, interpret=Prepared.interpret)
    found = jobs.over([Prepared(answer) for answer in answers("ordinary")], turns=15).seconds
    rival = "rules walked"
    yield Measured("decision", MICROSECONDS, found["decide"], DECISION_GOAL_US, rival, found["interpret"])
    yield Measured("of it, verdicts by generated code", MICROSECONDS, found["judge"])


def generated_code() -> Iterator[Measured]:
    """What generated code costs before it saves anything, for every period that the worked cases fall in."""
    periods = list(_periods())
    jobs: Timings[Questions] = Timings(judge=compiled, law=lambda questions: WholeLaw(questions.enforced))
    found = jobs.over(periods, turns=3).seconds
    yield Measured("making the judge of a period", MILLISECONDS, found["judge"])
    yield Measured("making a law for reasons", MILLISECONDS, found["law"])


@cache
def _periods() -> tuple[Questions, ...]:
    found = {id(answer.questions): answer.questions for answer in answers("ordinary")}
    return tuple(questions for questions in found.values() if questions is not None)
