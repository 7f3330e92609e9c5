"""The reasons: what a row of results reads of an answer, and the trace of one determination."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bench.measured import MICROSECONDS, Measured, Timings
from bench.shipments import answers
from chipgate.cases.determination import Determination
from chipgate.cases.reasons import reason
from chipgate.cases.result_columns import result_of

REASONS_GOAL_US = 300

SETS = (("ordinary", "ordinary assumptions"), (None, "nothing assumed"))


def reasons() -> Iterator[Measured]:
    """Each job starts from an answer of which nothing was asked before."""
    for assume, words in SETS:
        jobs: Timings[Determination] = Timings(
            words=_words,
            row=lambda answer: result_of(answer, "en"),
            brief=lambda answer: answer.trace(),
            full=lambda answer: answer.trace(full=True),
        )
        found = jobs.over(answers(assume), fresh=replace).seconds
        yield Measured(f"reason, paragraphs, missing; {words}", MICROSECONDS, found["words"], REASONS_GOAL_US)
        yield Measured(f"a row of results; {words}", MICROSECONDS, found["row"], REASONS_GOAL_US)
        yield Measured(f"trace; {words}", MICROSECONDS, found["brief"], REASONS_GOAL_US)
        yield Measured(f"full trace; {words}", MICROSECONDS, found["full"], REASONS_GOAL_US)


def _words(answer: Determination) -> object:
    return reason(answer), answer.paragraphs, answer.missing
