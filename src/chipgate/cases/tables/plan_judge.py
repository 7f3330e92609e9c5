"""Judges tables of shipments by expressions of an engine for tables: the same answers by another way.

The facts of a row are those that the table judge reads. Rows of one kind, whose facts no line of the law tells apart,
are worked out once, in each reading of disputed figures. Of kinds that stay open the table judge says which outcomes
completions leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from chipgate.cases.case import Case
from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.questions import questions_on
from chipgate.cases.result_columns import RESULTS
from chipgate.cases.tables.answer_plan import ANSWER_COLUMNS
from chipgate.cases.tables.answers import Answers
from chipgate.cases.tables.columns_as_text import text_of
from chipgate.cases.tables.judged_rows import JudgedRows
from chipgate.cases.tables.kept_tables import OPEN_ROWS, begin_with_kept, keep
from chipgate.cases.tables.kinds_of_rows import KindsOfRows, split_of
from chipgate.cases.tables.law_plan import LawPlan
from chipgate.cases.tables.levels import NO_DAY
from chipgate.cases.tables.lines_of_levels import LinesOfLevels
from chipgate.cases.tables.order_values import OrderLevel
from chipgate.cases.tables.parts_of_levels import Hanging
from chipgate.cases.tables.planned_kinds import PlannedKinds
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.cases.transaction import Transaction
from chipgate.law.us.facts import ITEM_KIND
from chipgate.readings.columns.codes import Coded
from chipgate.readings.columns.collections_paused import without_collections
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.engines import ENGINES, Engine
from chipgate.readings.columns.formulas import Arena
from chipgate.readings.columns.made_ahead import ahead
from chipgate.readings.columns.stored import Everywhere

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.lines_of_levels import Verdicts
    from chipgate.readings.columns.codes import AsText, Table

    Numbers = npt.NDArray[np.int32]

JUDGED_COLUMNS: Final = (*ANSWER_COLUMNS, "missing")
"""The columns of the result; ``missing`` has the facts that keep the outcome open, in the order of the alphabet."""

MOST_KINDS: Final = 2_000_000
MOST_LEARNED: Final = 1_000_000
"""Where there are more kinds, or more formulas of open ones, all is begun anew, so that it fits into memory."""

MOST_READ_AHEAD: Final = 3
"""Tables of which the cells are read while the law of the first is planned: that takes as long as to read some."""


class PlanJudge:
    """Judges frames whose columns bear canonical names, by one checker and one engine.

    Only the WANTED columns are worked out. TABLES gives the judge that reads cells and knows what can follow of open
    rows, where others use it as well; once it is another one, all is begun anew. With KEEPS, one of our own begins with
    what tables of the same columns have learned, and is kept for the next run.
    """

    def __init__(
        self,
        checker: Checker,
        columns: Sequence[str],
        as_text: AsText,
        engine: str | Engine,
        wanted: Sequence[str] = JUDGED_COLUMNS,
        keeps: bool = False,
        tables: Callable[[], TableJudge] | None = None,
    ) -> None:
        self.checker, self.columns, self.wanted = checker, tuple(columns), tuple(wanted)
        self.engine = ENGINES[engine] if isinstance(engine, str) else engine
        self._as_text, self._keeps = as_text, keeps
        self._answers_of_tables: Answers | None = None
        self._tables = self._own_tables if tables is None else tables
        self._reading = Lock()
        self._begin()

    def _own_tables(self) -> TableJudge:
        if self._answers_of_tables is None or self._answers_of_tables.judge.learned_size > MOST_LEARNED:
            asks = "missing" in self.wanted
            self._answers_of_tables = Answers(TableJudge(self.checker, self.columns, self._as_text, asks=asks))
            if self._keeps:
                begin_with_kept(self._answers_of_tables, OPEN_ROWS)
        return self._answers_of_tables.judge

    def _begin(self) -> None:
        with without_collections(counts_as_old=True):
            self._begin_anew()

    def _begin_anew(self) -> None:
        self.judge_of_tables = self._tables()
        groups = [level.group for level in self.judge_of_tables.levels]
        corpus, assumed = self.checker.corpus, self.checker.assumptions.items()
        everywhere = {name: Everywhere(value) for name, (value, _line) in assumed}
        facts = {ITEM_KIND.name: ITEM_KIND, **corpus.facts}  # answers hang on the kind, be it asked for or not
        self._lines = LinesOfLevels(Compiler(Arena(), lambda _: 0), everywhere, groups, facts, self.engine)
        disputable = _item_facts(self.judge_of_tables)
        self._law = LawPlan(self._lines, split_of(groups), self.checker.clock, disputable, self.wanted)
        self._kinds = KindsOfRows(groups, self._asked, "missing" in self.wanted)
        self._answers = self._without_a_day()

    def judge(self, frame: Table) -> pl.DataFrame:
        """The answer to each row of FRAME; null where a row cannot be read."""
        self._make_room()
        judged = self.judge_of_tables.judge(frame)
        found = self.judged(judged)
        if judged.readable.all():
            return found
        places = pl.Series(np.where(judged.readable, np.cumsum(judged.readable) - 1, -1))
        taken = places.set(places < 0, None)
        return found.select(pl.all().gather(taken))

    def judged(self, judged: JudgedRows) -> pl.DataFrame:
        """The answer to each row that could be read."""
        numbers = self._numbers(judged)
        return self._known_answers().select(pl.all().gather(pl.Series(numbers)))

    def tally(self, tables: Iterable[Table]) -> Mapping[tuple[str, ...], int]:
        """How many rows of TABLES that can be read have which answer, in the wanted columns.

        What is new among them is worked out once for all of them.
        """
        found, counts = Counter[tuple[str, ...]](), np.zeros(0, dtype=np.int64)
        for table, reader, read in ahead(map(self._read, tables), MOST_READ_AHEAD):
            if self._is_full:
                found.update(self._counted(counts))
                counts = counts[:0]
                self._begin()
            judged = read if reader is self.judge_of_tables else self._read(table)[2]
            numbers = self._numbers(judged)
            here = np.bincount(numbers, minlength=len(counts))
            here[: len(counts)] += counts
            counts = here
        found.update(self._counted(counts))
        return found

    def _read(self, table: Table) -> tuple[Table, TableJudge, JudgedRows]:
        """TABLE, and what its cells say by the judge of tables; for the next tables while one is worked on."""
        with self._reading:
            reader = self.judge_of_tables
            judged = reader.judge(table)
            reader.work_out_orders(judged.values)
            return table, reader, judged

    def _counted(self, counts: npt.NDArray[np.int64]) -> Mapping[tuple[str, ...], int]:
        answers = self._known_answers()[: len(counts)].with_columns(pl.Series("rows of a kind", counts))
        told = answers.group_by(self.wanted).agg(pl.col("rows of a kind").sum())
        return {answer: rows for *parts, rows in told.iter_rows() if (answer := tuple(parts)) and rows}

    def keep(self) -> None:
        """Keep what was learned of open rows, where that is asked for."""
        if self._keeps and self._answers_of_tables is not None:
            keep(self._answers_of_tables, OPEN_ROWS)

    @property
    def _is_full(self) -> bool:
        return len(self._kinds) > MOST_KINDS or self._tables() is not self.judge_of_tables

    def _make_room(self) -> None:
        if self._is_full:
            self._begin()

    def _numbers(self, judged: JudgedRows) -> Numbers:
        """The number of the answer of each row; the first is that of rows without a day."""
        values, cells = self._coded_values(judged), judged.cells[0]
        periods = self.judge_of_tables.day_level.periods
        if not (periods == NO_DAY).any() or not (of_rows := cells.taken(periods) == NO_DAY).any():
            return self._of_days(cells, values)
        numbers, dated = np.zeros(len(cells), dtype=np.int32), np.flatnonzero(~of_rows)
        numbers[dated] = self._of_days(cells.of_rows(dated), [one.of_rows(dated) for one in values])
        return numbers

    def _coded_values(self, judged: JudgedRows) -> list[Coded]:
        """What the cells of each level say: looked up once for each different cell, where these are few."""
        levels = enumerate(self.judge_of_tables.levels)
        return [
            Coded(judged.values[place]) if isinstance(level, OrderLevel) else level.coded_values(judged.cells[place])
            for place, level in levels
        ]

    def _of_days(self, cells: Coded, values: Sequence[Coded]) -> Numbers:
        with without_collections():
            periods = self.judge_of_tables.day_level.periods
            few = periods if len(periods) <= len(cells) else cells.taken(periods)
            places = np.zeros(len(periods), dtype=np.int32)
            for period in np.flatnonzero(np.bincount(few[few != NO_DAY])).tolist():
                places[periods == period] = self._kinds.place(self._planned(period))
            return self._kinds.numbers(cells.renumbered(places), values) + np.int32(1)

    def _planned(self, period: int) -> int:
        """The period that stands for PERIOD, of which the law is planned by now."""
        if period not in self._law.stands_for:
            day = self.judge_of_tables.day_level.day_in(period)
            assert day is not None
            self._law.add(period, questions_on(self.checker.corpus, day))
        return self._law.stands_for[period]

    def _known_answers(self) -> pl.DataFrame:
        """The answers of all kinds; what is new among them is worked out."""
        known = self._answers.height - 1
        if len(self._kinds) == known:
            return self._answers
        with without_collections():
            fresh = PlannedKinds(self.engine, self.judge_of_tables, self._lines, self._law, self._kinds, known)
            self._answers = pl.concat((self._answers, fresh.answers(self.wanted)), rechunk=True)
        return self._answers

    def _asked(self, level: int, period: int) -> tuple[Verdicts, Hanging]:
        return self._lines.tables[level].verdicts, self._law.periods[period].hanging.get(level, Hanging())

    def _without_a_day(self) -> pl.DataFrame:
        """The answer of rows for which no law can be picked: in these columns it is always the same."""
        answer = Determination(Case(Transaction(), None, ({},), {}), self.checker.clock, None, None)
        texts = {name: RESULTS[name](answer, "en") for name in self.wanted}
        return pl.DataFrame({name: [text] for name, text in texts.items()}, schema=dict.fromkeys(texts, pl.String))


def _item_facts(judge: TableJudge) -> frozenset[str]:
    """The facts of items, which may be disputed."""
    return next((one.group.names for one in judge.levels if "tpp" in one.group.names), frozenset())


def judge_by(engine: str | Engine, frame: pl.DataFrame, checker: Checker | None = None) -> pl.DataFrame:
    """The answer to each row of FRAME by ENGINE; its columns have canonical names and any type that has one text."""

    def as_text(column: pl.Series) -> pl.Series:
        return column.to_frame("it").select(text_of("it", column.dtype)).to_series()

    return PlanJudge(checker or Checker(), frame.columns, as_text, engine).judge(frame)
