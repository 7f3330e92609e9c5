"""Whether a table pays: rows that have little in common are judged sooner one by one, and in less memory."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from chipgate.cases.tables.answers import Answers

TRIAL_ROWS: Final = 1_000
"""So many rows are judged by a table before it is asked whether it pays."""

MOST_FILLED: Final = 60
"""Entries that a row may need on the average of the trial; books of orders need fewer than twenty."""

MOST_NEW: Final = 0.6
"""Rows of all that may bring facts of their own in one group of columns: what was learned of these serves no other row.

Of a book of orders, one in three of the first thousand does so, and few later. Where every row has figures of its own,
a table takes twice as long as one by one.
"""

REST_ROWS: Final = 50_000
"""So many rows are judged one by one before a table is tried again; after every trial that fails, twice as many."""

MOST_LEARNED: Final = 1_000_000
"""A table of more formulas, which take some hundred megabytes, gives way to a new one."""


class Learned(NamedTuple):
    """How much a table has learned: entries of its tables, and of each group of columns the facts that rows gave."""

    filled: int
    values: tuple[int, ...]


NOTHING_LEARNED: Final = Learned(0, ())
"""Of a table that is new, or begins with what was kept: none of that counts."""


def learned_by(answers: Answers) -> Learned:
    """How much the table of ANSWERS has learned by now."""
    return Learned(answers.judge.filled, answers.judge.values_read)


def pays(answers: Answers, rows: int, before: Learned) -> bool:
    """Whether a table, which had learned what it had BEFORE, went on well enough over so many ROWS."""
    now, counted = learned_by(answers), max(rows, TRIAL_ROWS // 4)
    most_new = max(after - known for after, known in zip_longest(now.values, before.values, fillvalue=0))
    return now.filled - before.filled <= MOST_FILLED * counted and most_new <= MOST_NEW * counted


def is_full(answers: Answers) -> bool:
    """Whether a table has grown so large that a new one should be begun."""
    return answers.judge.learned_size > MOST_LEARNED


class Worth:
    """Whether the rows of a book are judged by a table: asked of the first of them, and of every batch after these."""

    def __init__(self) -> None:
        self._resting, self._rest = 0, REST_ROWS
        self.is_known = False
        """Whether a table was tried since rows were judged one by one."""

    @property
    def rests(self) -> bool:
        """Whether rows are judged one by one for now."""
        return self._resting > 0

    def note(self, answers: Answers, rows: int, before: Learned) -> None:
        """ROWS were judged by the table of ANSWERS, which had learned what it had BEFORE; too few tell nothing."""
        if rows < TRIAL_ROWS:
            return
        self.is_known = pays(answers, rows, before)
        if not self.is_known:
            self._resting, self._rest = self._rest, 2 * self._rest

    def note_alone(self, rows: int) -> None:
        """ROWS were judged one by one."""
        self._resting = max(0, self._resting - rows)
