"""Frames of shipments, with the headings and types that their owner gave them: a frame of results, row for row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from chipgate.cases.check import Checker
from chipgate.cases.columns import PACKED, ColumnReading, understand
from chipgate.cases.order_book import differs
from chipgate.cases.result_columns import RESULT_COLUMNS, kept_names, result_of
from chipgate.cases.same_meaning import say_the_same
from chipgate.cases.tables.answers import Answers
from chipgate.cases.tables.columns_as_text import text_of
from chipgate.cases.tables.judged_rows import JudgedRows
from chipgate.cases.tables.kept_tables import begin_with_kept, keep
from chipgate.cases.tables.packed_facts import spread_frame
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.cases.tables.where_it_pays import NOTHING_LEARNED, TRIAL_ROWS, is_full, learned_by, pays
from chipgate.cases.transaction import Fault
from chipgate.errors import ChipgateError, UnreadableFile
from chipgate.translation.language import Language

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.dictionary_tables import DictionaryTable

    Numbers = npt.NDArray[np.int32]

FAULTS = "faults"
"""The column that says why a row was not judged; null in every row that was."""

SAYS_WHAT_IS_MISSING = frozenset(("missing",))

FRAME_COLUMNS = (*RESULT_COLUMNS, FAULTS)
"""The columns that a judged frame gets, after those that its owner gave."""


class ReadTable(NamedTuple):
    """A table, and what its cells say; nothing of it where some row must be read alone."""

    table: DictionaryTable
    answers: Answers | None
    judged: JudgedRows | None


class FrameJudge:
    """Judges frames with the columns HEADER, batch after batch; what was learned from one serves the next.

    MAPPING says what headings mean; DAY is for rows that give none; only the WANTED result columns are made. With
    ALWAYS, a table judges them even where it does not pay.

    Raises:
        UnreadableFile: no heading is known.
    """

    def __init__(
        self,
        header: Sequence[str],
        checker: Checker | None = None,
        *,
        mapping: Mapping[str, str] | None = None,
        day: str | None = None,
        language: Language = "en",
        wanted: Sequence[str] = FRAME_COLUMNS,
        always: bool = False,
    ) -> None:
        self._always = always
        self._pays: bool | None = None  # not known yet
        self.checker = Checker() if checker is None else checker
        self.header = tuple(header)
        self.plan: tuple[ColumnReading, ...] = understand(header, mapping)
        self.language = language
        self.wanted = tuple(name for name in FRAME_COLUMNS if name in wanted)
        self.names = {one.header: one.name for one in self.plan if one.name}
        self._day = day
        self._answers: Answers | None = None
        self._columns: tuple[str, ...] = ()
        self._reading = Lock()
        if not self.names:
            raise UnreadableFile(f"none of the columns {', '.join(map(repr, self.header[:8]))} is known")

    @property
    def kept(self) -> Mapping[str, str]:
        """The owner's columns and their names in the result; one that clashes with ours gets the prefix ``given_``."""
        return kept_names(self.header, FRAME_COLUMNS)

    def judge(self, frame: pl.DataFrame) -> pl.DataFrame:
        """FRAME with its result columns."""
        return frame.rename(dict(self.kept)).hstack(self.results(frame))

    def read(self, table: DictionaryTable) -> ReadTable:
        """What the cells of TABLE say; may be done for one table while another thread looks up the one before."""
        with self._reading:
            return self._read_whole(table)

    def _read_whole(self, table: DictionaryTable) -> ReadTable:
        alone = ReadTable(table, None, None)
        if any(one.must_agree or one.name == PACKED for one in self.plan):
            return alone
        if self._pays is None and table.height > TRIAL_ROWS:
            self._tried(table.head(TRIAL_ROWS).frame().select(self.header))
        if self._pays is False:
            return alone
        answers = self._answers_for(tuple(self.names.values()))
        judged = answers.judge.judge(table.renamed({name: header for header, name in self.names.items()}))
        if not judged.readable.all():
            return alone
        answers.judge.work_out_orders(judged.values)
        return ReadTable(table, answers, judged)

    def tally(self, read: ReadTable) -> Mapping[tuple[str, str], int]:
        """How many rows have which outcome by which deciding provision; those with a fault have no words."""
        if read.answers is not None and read.judged is not None:
            return read.answers.tally(read.judged)
        results = self.results_of(read)
        pairs = zip(results["outcome"].fill_null(""), results["deciding_provision"].fill_null(""), strict=True)
        return Counter(pairs)

    def dictionaries(self, read: ReadTable) -> dict[str, tuple[list[str], Numbers]] | None:
        """The result columns as dictionaries; None where some row has a fault, or must be read alone."""
        if read.answers is None or read.judged is None:
            return None
        return read.answers.dictionaries(read.judged, [name for name in self.wanted if name != FAULTS])

    def results_of(self, read: ReadTable) -> pl.DataFrame:
        """The result columns, whatever faults there are."""
        with self._reading:
            return self.results(read.table.frame().select(self.header))

    def results(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The result columns alone, a row for each of FRAME: by a table where that pays, else one by one."""
        if self._pays is None and frame.height > TRIAL_ROWS:
            return pl.concat([self._tried(frame.head(TRIAL_ROWS)), self.results(frame.slice(TRIAL_ROWS))])
        return self._one_by_one(frame) if self._pays is False else self._by_table(frame)

    def _tried(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Results by the table, after which it is known whether it pays."""
        before = NOTHING_LEARNED if self._answers is None else learned_by(self._answers)
        found = self._by_table(frame)
        assert self._answers is not None
        self._pays = self._always or pays(self._answers, frame.height, before)
        return found

    def _one_by_one(self, frame: pl.DataFrame) -> pl.DataFrame:
        nothing = pl.DataFrame(schema=dict.fromkeys((n for n in self.wanted if n != FAULTS), pl.String))
        every = np.ones(frame.height, dtype=bool)
        return self._with_rows_alone(frame, nothing, np.zeros(0, dtype=bool), every)

    def _by_table(self, frame: pl.DataFrame) -> pl.DataFrame:
        given, alone = self._read(frame)
        answers = self._answers_for(given.columns)
        judged = answers.judge.judge(given if alone is None else given.filter(pl.Series(~alone)))
        made = [name for name in self.wanted if name != FAULTS]
        found = pl.DataFrame(answers.columns(judged, made)) if made else pl.DataFrame()
        if alone is None and judged.readable.all():
            missing = pl.repeat(None, frame.height, dtype=pl.String, eager=True).alias(FAULTS)
            return found.hstack([missing]) if FAULTS in self.wanted else found
        return self._with_rows_alone(frame, found, judged.readable, alone)

    def _read(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, npt.NDArray[np.bool_] | None]:
        """The columns that are known, under their canonical names, and which rows must be read alone."""
        given = frame.select(pl.col(header).alias(name) for header, name in self.names.items())
        alone = None
        for one in self.plan:
            if one.must_agree:
                first, second = (
                    frame[name].to_frame().select(text_of(name, frame.schema[name])).to_series()
                    for name in (one.same_as, one.header)
                )
                differ = (first.is_not_null() | second.is_not_null()) & ~first.eq_missing(second)
                alone = differ.to_numpy() if alone is None else alone | differ.to_numpy()
        if PACKED in given.columns:
            given, strange = spread_frame(given)
            alone = strange if alone is None else alone | strange
        return given, alone if alone is not None and alone.any() else None

    def _answers_for(self, columns: Sequence[str]) -> Answers:
        wanted = tuple(dict.fromkeys((*self._columns, *columns)))
        if self._answers is None or wanted != self._columns or is_full(self._answers):
            self._columns = wanted
            asks = not SAYS_WHAT_IS_MISSING.isdisjoint(self.wanted)
            self._answers = Answers(TableJudge(self.checker, wanted, _as_text, self._day, asks), self.language)
            begin_with_kept(self._answers)
        return self._answers

    def table_judge(self) -> TableJudge:
        """The judge of the table that is in use now; another one once this is full."""
        return self._answers_for(tuple(self.names.values())).judge

    @property
    def learned_size(self) -> int:
        """How much was learned from the rows so far, in formulas."""
        return 0 if self._answers is None else self._answers.judge.learned_size

    def keep(self) -> None:
        """Keep what was learned for the next process."""
        if self._answers is not None:
            keep(self._answers)

    def _with_rows_alone(
        self,
        frame: pl.DataFrame,
        found: pl.DataFrame,
        readable: npt.NDArray[np.bool_],
        alone: npt.NDArray[np.bool_] | None,
    ) -> pl.DataFrame:
        """What was FOUND in its rows, and between them the rows that are read by themselves."""
        by_table = np.ones(frame.height, dtype=bool) if alone is None else ~alone
        by_table[by_table] = readable
        places = np.where(by_table, np.cumsum(by_table) - 1, 0)
        rows = np.flatnonzero(~by_table)
        taken = pl.Series(places, dtype=pl.Int64).set(pl.Series(~by_table), None)
        columns = {name: found[name].gather(taken) for name in found.columns}
        columns[FAULTS] = pl.repeat(None, frame.height, dtype=pl.String, eager=True)
        results = [self._alone(frame[int(row)]) for row in rows]
        for name in columns:
            texts = pl.Series([one.get(name) for one in results], dtype=pl.String)
            columns[name] = columns[name].scatter(pl.Series(rows), texts)
        return pl.DataFrame({name: columns[name] for name in self.wanted})

    def _alone(self, row: pl.DataFrame) -> Mapping[str, str]:
        """The result of one row, or its faults."""
        texts = row.select(text_of(name, dtype) for name, dtype in row.schema.items()).row(0, named=True)
        cells = {name: texts[header] for header, name in self.names.items() if (texts[header] or "").strip()}
        for one in self.plan:
            mine, other = texts[one.header] or "", texts.get(one.same_as) or ""
            if not one.must_agree or not mine.strip():
                continue
            if other.strip() and not say_the_same(self.names[one.same_as], mine, other):
                return {FAULTS: Fault(one.header, differs(mine, other, one.same_as)).text(self.language)}
            cells.setdefault(self.names[one.same_as], mine)
        if self._day is not None:
            cells.setdefault("as_of", self._day)
        try:
            return result_of(self.checker.check_cells(cells), self.language)
        except ChipgateError as refused:
            return {FAULTS: refused.text(self.language)}


def _as_text(column: pl.Series) -> pl.Series:
    return column.to_frame("it").select(text_of("it", column.dtype)).to_series()
