"""An order book judged in batches: the same results, rejects and summary as row by row, in a fraction of the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
import polars as pl

from chipgate.cases.book_summary import Summary
from chipgate.cases.columns import PACKED
from chipgate.cases.determination import Determination
from chipgate.cases.order_book import OrderBook, TakesRows, judged_row
from chipgate.cases.order_files import OrderRow
from chipgate.cases.rejects import RejectsFile
from chipgate.cases.result_columns import RESULT_COLUMNS, result_of
from chipgate.cases.tables.answers import Answers
from chipgate.cases.tables.book_slices import Slice, TakesSlices, slices_of
from chipgate.cases.tables.judged_rows import JudgedRows
from chipgate.cases.tables.kept_tables import begin_with_kept, keep
from chipgate.cases.tables.packed_facts import cells_frame, spread
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.cases.tables.totals_in_slices import has_totals
from chipgate.cases.tables.where_it_pays import TRIAL_ROWS, Learned, Worth, is_full, learned_by
from chipgate.errors import ChipgateError
from chipgate.translation.language import Language

if TYPE_CHECKING:
    from chipgate.cases.case import Case
    from chipgate.cases.check import Checker
    from chipgate.cases.order_files.parquet import ParquetRows

BATCH_ROWS = 10_000
"""Rows that are in memory at once."""

Progress = Callable[[int, int], None]
Keep = Callable[[OrderRow, Determination], bool]
"""Sees an answer, and says whether it wants to see more of them."""


class TakesRowsAndFrames(TakesRows, TakesSlices, Protocol):
    """Something that takes the rows of a result one by one, or many at once."""


class _LookedUp(NamedTuple):
    """What a table says of a batch: the results by place, with a number each; who needs a person; the cases."""

    results: Mapping[int, tuple[int, tuple[str, ...]]]
    for_a_person: frozenset[int]
    case_of: Callable[[int], Case] | None = None


_NOTHING = _LookedUp({}, frozenset())


class BookByTable:
    """Judges an order book in batches, each row as ``judge_book`` does.

    It goes on with a SUMMARY that others have begun. KEEP, which sees every answer until it wants no more, makes it
    slower: answers are then put together again row by row.
    """

    def __init__(
        self,
        book: OrderBook,
        checker: Checker,
        results: TakesRowsAndFrames,
        rejects: RejectsFile,
        language: Language = "en",
        progress: Progress = lambda rows, bytes_read: None,
        keep: Keep | None = None,
        summary: Summary | None = None,
        learns: bool = True,
    ) -> None:
        self.book, self.checker, self.language = book, checker, language
        self.results, self.rejects = results, rejects
        self.summary = Summary() if summary is None else summary
        self._progress, self._keep, self._learns = progress, keep, learns
        self._kept = book.kept_columns()
        self._columns = tuple(one.name for one in book.plan if one.name and one.name != PACKED)
        self._last_row = 0
        self._answers: Answers | None = None
        self._worth = Worth()

    def judge(self, rows: Iterable[OrderRow] | None = None) -> Summary:
        """Judge ROWS, or every row of the book."""
        for batch in self._batches(self.book.file.rows() if rows is None else rows):
            self._judge(batch)
        return self._ended()

    def _ended(self) -> Summary:
        if self._answers is not None and self._learns:
            keep(self._answers)
        self.summary.rejected_rows, self.summary.rejects = self.rejects.rows, self.rejects.listed
        self.summary.notes = list(self.book.notes)
        return self.summary

    def judge_slices(self, source: ParquetRows) -> Summary:
        """Judge every row of a book that comes in slices; those in which every row is plain stay frames throughout."""
        for start, one in self._with_a_trial(self.book.file.slices(slices_of)):
            if not (one.is_plain and self._judge_slice(start, one)):
                rows = source.rows_of(start, one.frame())
                while batch := list(islice(rows, self._batch_rows)):
                    self._judge(batch)
            self.book.file.last_row = self._last_row = start + one.height
            self._progress(self.book.file.rows_read, self.book.file.bytes_read)
        return self._ended()

    def _with_a_trial(self, slices: Iterable[tuple[int, Slice]]) -> Iterator[tuple[int, Slice]]:
        """SLICES, of which the beginning of the first is one of its own."""
        for start, one in slices:
            if self._is_trial and one.height > TRIAL_ROWS:
                first, others = one.parted(TRIAL_ROWS)
                yield start, first
                yield start + TRIAL_ROWS, others
            else:
                yield start, one

    @property
    def _is_trial(self) -> bool:
        """Whether the next rows show whether a table pays."""
        return not (self._worth.is_known or self._worth.rests)

    @property
    def _batch_rows(self) -> int:
        return TRIAL_ROWS if self._is_trial else BATCH_ROWS

    def _note_whether_it_pays(self, answers: Answers, rows: int, before: Learned) -> None:
        self._worth.note(answers, rows, before)
        if self._worth.rests:
            self._answers = None  # what it has learned is in the way of those that judge one by one

    def _judge_slice(self, start: int, one: Slice) -> bool:
        """Judge a slice as a whole; False, and nothing done, where some row of it must be read alone."""
        self.book.file.last_row = self._last_row
        if self._worth.rests or any(column.must_agree or column.name == PACKED for column in self.book.plan):
            return False
        headings = {column.name: column.header for column in self.book.plan if column.name}
        if has_totals(one, headings):
            return False
        given = one.table(headings)
        answers = self._answers_for(headings)
        before, judged = learned_by(answers), answers.judge.judge(given)
        if not judged.readable.all():
            return False
        one.write(self.results, self._kept, answers, judged)
        self._summarise_slice(start, one, judged, answers)
        self._note_whether_it_pays(answers, one.height, before)
        return True

    def _summarise_slice(self, start: int, one: Slice, judged: JudgedRows, answers: Answers) -> None:
        for answer, rows in answers.counts(judged):
            self.summary.count(answer, rows)
        room = self.summary.MOST_LISTED - len(self.summary.for_a_person)
        for number in np.flatnonzero(answers.needs_a_person(judged))[:room].tolist() if room else ():
            row = OrderRow(start + number + 1, one.row(number))
            self._see(row, partial(answers.judge.case_of, judged, number), for_a_person=True)

    def _batches(self, rows: Iterable[OrderRow]) -> Iterator[list[OrderRow]]:
        """ROWS in batches; what was read before the file turned out damaged is judged before the error goes on."""
        batch: list[OrderRow] = []
        try:
            for row in rows:
                batch.append(row)
                if len(batch) == self._batch_rows:
                    yield batch
                    batch = []
        except ChipgateError:
            if batch:
                yield batch
            raise
        if batch:
            yield batch

    def _judge(self, batch: Sequence[OrderRow]) -> None:
        self.book.file.last_row = self._last_row  # those of the batch are read, and not yet judged
        results, for_a_person, case_of = self._all_alone(batch) if self._worth.rests else self._looked_up(batch)
        before = self.book.file.rows_read - len(batch)
        for place, row in enumerate(batch):
            if place in results:
                number, found = results[place]
                self._take(row, dict(zip(RESULT_COLUMNS, found, strict=True)))
                if case_of is not None and (self._keep is not None or number in for_a_person):
                    self._see(row, partial(case_of, number), number in for_a_person)
            else:
                self._alone(row)
            self.book.file.last_row = self._last_row = row.number
            self._progress(before + place + 1, self.book.file.bytes_read)

    def _all_alone(self, batch: Sequence[OrderRow]) -> _LookedUp:
        self._worth.note_alone(len(batch))
        return _NOTHING

    def _looked_up(self, batch: Sequence[OrderRow]) -> _LookedUp:
        """The results of the rows of BATCH that a table can read, by their places in it."""
        cells = [None if row.faults or self.book.faults_of(row) else spread(self.book.cells_of(row)) for row in batch]
        places = [place for place, one in enumerate(cells) if one is not None]
        answers = self._answers_for(chain.from_iterable(one for one in cells if one is not None))
        before, judge = learned_by(answers), answers.judge
        judged = judge.judge(cells_frame([cells[place] or {} for place in places], self._columns))
        readable = [places[place] for place in np.flatnonzero(judged.readable).tolist()]
        columns = answers.columns(judged)
        for answer, rows in answers.counts(judged):
            self.summary.count(answer, rows)
        self._note_whether_it_pays(answers, len(batch), before)
        for_a_person = frozenset(np.flatnonzero(answers.needs_a_person(judged)).tolist())
        texts = zip(*(columns[name].to_list() for name in RESULT_COLUMNS), strict=True)
        results = dict(zip(readable, enumerate(texts), strict=True))
        return _LookedUp(results, for_a_person, partial(judge.case_of, judged))

    def _answers_for(self, names: Iterable[str]) -> Answers:
        """The answers for a table with the columns that have come so far; a new one begins a new table."""
        columns = tuple(dict.fromkeys((*self._columns, *names)))
        if self._answers is None or columns != self._columns or is_full(self._answers):
            self._columns = columns
            self._answers = Answers(TableJudge(self.checker, columns, _as_text, self.book.day), self.language)
            begin_with_kept(self._answers)
        return self._answers

    def _see(self, row: OrderRow, case: Callable[[], Case], for_a_person: bool) -> None:
        """Put the answer to a row together again, for those who see every answer, and for the list of open rows."""
        listed = for_a_person and len(self.summary.for_a_person) < self.summary.MOST_LISTED
        if self._keep is None and not listed:
            return
        answer = self.checker.determine(case())
        if listed:
            self.summary.list_for_a_person(row, answer, self.book)
        self._show(row, answer)

    def _take(self, row: OrderRow, result: Mapping[str, str]) -> None:
        self.results.write({**{self._kept[name]: text for name, text in row.cells.items()}, **result})

    def _alone(self, row: OrderRow) -> None:
        """A row that the table cannot read, judged by itself: its faults, or its answer."""
        answer = judged_row(self.book, self.checker, row)
        if isinstance(answer, list):
            self.rejects.write(answer)
            return
        self._take(row, result_of(answer, self.language))
        self.summary.add(row, answer, self.book)
        self._show(row, answer)

    def _show(self, row: OrderRow, answer: Determination) -> None:
        if self._keep is not None and not self._keep(row, answer):
            self._keep = None


def _as_text(column: pl.Series) -> pl.Series:
    return column.cast(pl.String)
