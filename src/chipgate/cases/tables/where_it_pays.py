"""Whether a table pays: rows that have little in common are judged sooner one by one, and in less memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from chipgate.cases.tables.answers import Answers

TRIAL_ROWS: Final = 1_000
"""So many rows are judged by a table before it is asked whether it pays."""

MOST_FILLED: Final = 60
"""Entries that a row may need on the average of the trial; books of orders need fewer than twenty."""

MOST_LEARNED: Final = 1_000_000
"""A table of more formulas, which take some hundred megabytes, gives way to a new one."""


def pays(answers: Answers, rows: int, filled_before: int) -> bool:
    """Whether a table went on well enough over so many ROWS."""
    return answers.judge.filled - filled_before <= MOST_FILLED * max(rows, TRIAL_ROWS // 4)


def is_full(answers: Answers) -> bool:
    """Whether a table has grown so large that a new one should be begun."""
    return answers.judge.learned_size > MOST_LEARNED
