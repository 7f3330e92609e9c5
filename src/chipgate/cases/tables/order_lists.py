"""Lists of orders that come one after the other: each judged by a table, which serves the next list too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import polars as pl

from chipgate.cases.columns import OTHER_COLUMNS, PACKED, fact_columns
from chipgate.cases.result_columns import RESULT_COLUMNS
from chipgate.cases.tables.answers import Answers
from chipgate.cases.tables.kept_tables import keep_for_lists, kept_for_lists
from chipgate.cases.tables.packed_facts import spread
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.cases.tables.where_it_pays import NOTHING_LEARNED, TRIAL_ROWS, learned_by, pays
from chipgate.readings.columns.codes import DictionaryColumn
from chipgate.translation.language import Language

if TYPE_CHECKING:
    from chipgate.cases.check import Checker

Cells = Mapping[str, str]
"""What one order says: canonical names of columns to text."""

MOST_FORMULAS: Final = 300_000
MOST_ROOM: Final = 8_000_000
"""A table that has learned more, which takes some hundred megabytes, gives way to a new one."""

MOST_KEPT: Final = 100_000
"""Formulas of a table that is kept for the next process; some fifty megabytes, written in about three seconds."""

WORTH_A_TABLE: Final = 400
"""So many orders of lists are judged one by one before a table is made of the law."""

LEARNS_FOR: Final = 1_000
"""So many orders show a new table most of the law: the first of them take seconds together."""

LITTLE_NEW: Final = 0.8
"""Entries that a row may need on the average of the last rows, for single orders to be looked up: each takes as long to
learn as an order by itself to explain."""

LAST_ROWS: Final = 250
"""So many rows are looked up before it is asked anew how much is new to the table."""

TEACH: Final = 16
OUT_OF: Final = 512
"""Of so many single orders, so many show the law to a table that does not know enough."""

REST_ROWS: Final = 20_000
"""So many rows are judged one by one after rows that had too little in common for a table."""


class OrderLists:
    """Judges lists of orders by one checker; several threads may ask.

    What it keeps is bounded, whatever comes: a full table is begun anew, and none is made where that does not pay.
    """

    FEWEST: ClassVar[int] = 4
    """Fewer orders are judged sooner one by one."""

    def __init__(self, checker: Checker, language: Language = "en") -> None:
        self._checker, self._language = checker, language
        self._answers: Answers | None = None
        self._columns: tuple[str, ...] = ()
        self._known: frozenset[str] = frozenset()
        self._learned = NOTHING_LEARNED
        self._rows = self._all_rows = 0
        self._resting = WORTH_A_TABLE
        self._new_in_a_row = LITTLE_NEW + 1
        self._noted = (0, 0)
        self._turn = 0
        self._lock = Lock()

    def results(self, orders: Sequence[Cells | None]) -> list[dict[str, str] | None]:
        """The result columns of each of ORDERS; None for those that must be judged by themselves.

        None in ORDERS stands for one that could not be read.
        """
        with self._lock:
            return self._results(orders)

    def results_unless_busy(self, orders: Sequence[Cells | None]) -> list[dict[str, str] | None]:
        """As ``results``; None for all of them while another thread is being answered."""
        if not self._lock.acquire(blocking=False):
            return [None] * len(orders)
        try:
            return self._results(orders)
        finally:
            self._lock.release()

    def takes_single(self) -> bool:
        """Whether a single order should be looked up with those that come at the same time: it is explained sooner than
        its law is learned, so most are explained while the table needs much that it does not know."""
        turn, self._turn = self._turn, (self._turn + 1) % OUT_OF
        return self._new_in_a_row <= LITTLE_NEW or turn < TEACH

    def takes_long(self, orders: Sequence[Cells]) -> bool:
        """Whether ORDERS may take longer than others could wait for: the law is new to the table, or a column is."""
        if len(orders) < self.FEWEST or self._resting > len(orders):
            return False
        return self._all_rows < LEARNS_FOR or any(not self._known.issuperset(one) for one in orders)

    def begin_with_kept(self) -> None:
        """Begin with what was kept when an earlier process ended, unless orders have come that a table answers."""
        with self._lock:
            kept = None if self._answers is not None else kept_for_lists(self._checker, self._language, self._made)
            if kept is not None:
                self._answers, self._columns, self._known = kept, kept.judge.columns, frozenset(kept.judge.columns)
                self._learned, self._rows, self._all_rows, self._resting = learned_by(kept), 0, LEARNS_FOR, 0
                self._new_in_a_row, self._noted = 0.0, (LEARNS_FOR, kept.judge.filled)

    def keep(self) -> None:
        """Keep what was learned for the next process; a table that takes seconds to write is not kept."""
        with self._lock:
            if self._answers is not None and self._answers.judge.learned_size <= MOST_KEPT:
                keep_for_lists(self._answers)

    def _made(self, columns: Sequence[str]) -> Answers:
        return Answers(TableJudge(self._checker, columns, _as_text), self._language)

    def _results(self, orders: Sequence[Cells | None]) -> list[dict[str, str] | None]:
        cells = [None if one is None else _plain(one) for one in orders]
        places = [place for place, one in enumerate(cells) if one is not None]
        found: list[dict[str, str] | None] = [None] * len(orders)
        if len(places) < self.FEWEST or self._rests(len(places)):
            return found
        readable, texts = self._judged_whole([one for one in cells if one is not None])
        for place, row in zip(readable, zip(*texts, strict=True), strict=True):
            found[places[place]] = dict(zip(RESULT_COLUMNS, row, strict=True))
        return found

    def _rests(self, rows: int) -> bool:
        """Whether lists are judged one by one for a while."""
        self._resting = max(0, self._resting - rows)
        return self._resting > 0

    def _judged_whole(self, cells: Sequence[Cells]) -> tuple[list[int], list[list[str]]]:
        """As ``_judged``; a table that was left half done serves nobody else."""
        try:
            return self._judged(cells)
        except BaseException:
            self._answers = None
            raise

    def _judged(self, cells: Sequence[Cells]) -> tuple[list[int], list[list[str]]]:
        """The places of the orders that the table can read, and their texts by result column."""
        table = _CellsTable.of(cells)
        answers = self._answers_for(table.columns)
        judged = answers.judge.judge(table)
        texts = list(answers.lists(judged).values())
        self._note_whether_it_pays(answers, len(cells))
        return np.flatnonzero(judged.readable).tolist(), texts

    def _answers_for(self, names: Iterable[str]) -> Answers:
        """The answers of a table with at least the columns NAMES; columns that come later begin a new one."""
        answers = self._answers
        full = answers is not None and _is_full(answers)
        if answers is None or full or not self._known.issuperset(names):
            self._columns = tuple(dict.fromkeys((*(() if full else self._columns), *names)))
            self._known = frozenset(self._columns)
            answers = self._answers = self._made(self._columns)
            self._learned, self._rows, self._all_rows = NOTHING_LEARNED, 0, 0
            self._new_in_a_row, self._noted = LITTLE_NEW + 1, (0, 0)
        return answers

    def _note_whether_it_pays(self, answers: Answers, rows: int) -> None:
        self._rows += rows
        self._all_rows += rows
        self._note_what_is_new(answers)
        if self._rows < TRIAL_ROWS:
            return
        if not pays(answers, self._rows, self._learned):
            self._answers, self._columns, self._known, self._resting = None, (), frozenset(), REST_ROWS
        self._learned, self._rows = learned_by(answers), 0

    def _note_what_is_new(self, answers: Answers) -> None:
        rows_before, filled_before = self._noted
        rows = self._all_rows - rows_before
        if rows >= LAST_ROWS:
            self._new_in_a_row = (answers.judge.filled - filled_before) / rows
            self._noted = (self._all_rows, answers.judge.filled)


@dataclass(frozen=True)
class _CellsTable:
    """The cells of orders, column by column."""

    height: int
    columns: Mapping[str, DictionaryColumn]

    @classmethod
    def of(cls, cells: Sequence[Cells]) -> _CellsTable:
        names = dict.fromkeys(name for one in cells for name in one)
        return cls(len(cells), {name: _column([one.get(name, "") for one in cells]) for name in names})

    def __contains__(self, name: str, /) -> bool:
        return name in self.columns

    def __getitem__(self, name: str, /) -> DictionaryColumn:
        return self.columns[name]


def _column(texts: Sequence[str]) -> DictionaryColumn:
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return DictionaryColumn(tuple(numbers), np.array([numbers[text] for text in texts], dtype=np.int32))


def _plain(order: Cells) -> Cells | None:
    """ORDER with its packed facts in columns of their own; None where it must be read with care."""
    if not (_KNOWN.issuperset(order) and all(map(_is_text, order.values()))):
        return None
    return spread(order) if PACKED in order else order


_KNOWN = frozenset((*OTHER_COLUMNS, *fact_columns()))


def _is_text(text: str) -> bool:
    """Whether TEXT can be written; half a character, which JSON can hold, is only ever quoted."""
    return text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text)


def _is_full(answers: Answers) -> bool:
    return answers.judge.learned_size > MOST_FORMULAS or answers.judge.room > MOST_ROOM


def _as_text(column: pl.Series) -> pl.Series:
    return column.cast(pl.String)
