"""Judges tables of shipments by expressions of an engine for tables: the same answers by another way.

The facts of a row are those that the table judge reads. Open rows that completions narrow take their answer from its
diagram; rows whose readings answer differently are judged one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from chipgate.cases.answer_formulas import Part
from chipgate.cases.case import Case
from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.questions import OPEN, questions_on
from chipgate.cases.settled_by import asked_together
from chipgate.cases.tables.answer_plan import ANSWER_COLUMNS, AnswerPlan
from chipgate.cases.tables.columns_as_text import text_of
from chipgate.cases.tables.explained import explained_one_by_one, result_texts
from chipgate.cases.tables.fact_table import FactTable
from chipgate.cases.tables.judged_rows import JudgedRows
from chipgate.cases.tables.levels import NO_DAY
from chipgate.cases.tables.outcome_answer import OutcomeAnswer
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.cases.transaction import Transaction
from chipgate.readings.columns.engines import ENGINES, Engine
from chipgate.readings.columns.masks import names_in, words
from chipgate.readings.columns.stored import Layout
from chipgate.readings.columns.writing import Layers, layers

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.readings.columns.codes import AsText

    Rows = npt.NDArray[np.intp]

JUDGED_COLUMNS: Final = (*ANSWER_COLUMNS, "missing")
"""The columns of the result; ``missing`` has the facts that keep the outcome open, in the order of the alphabet."""

_NARROWED: Final[Mapping[str, Callable[[OutcomeAnswer], str]]] = {
    "outcome": lambda answer: answer.outcome,
    "outcomes": lambda answer: ";".join(sorted(answer.outcomes)),
    "deciding_provision": lambda answer: "" if answer.deciding is None else answer.deciding.id,
    "missing": lambda answer: ";".join(sorted(answer.missing)),
}
"""What completions change of an open answer."""


@dataclass(frozen=True)
class _Plan:
    """What is worked out in one period: the answers, and of the open ones what is missing, as bits of NAMES."""

    answers: Layers
    missing: Layers
    names: Sequence[str]


class PlanJudge:
    """Judges frames whose columns bear canonical names, by one checker and one engine."""

    def __init__(self, checker: Checker, columns: Sequence[str], as_text: AsText, engine: str | Engine) -> None:
        self.judge_of_tables = TableJudge(checker, columns, as_text)
        self.engine = ENGINES[engine] if isinstance(engine, str) else engine
        self._layout: Layout = {}
        self._plans: dict[int, _Plan] = {}

    def judge(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The answer to each row of FRAME; null where a row cannot be read."""
        judged = self.judge_of_tables.judge(frame)
        found = self.judged(judged)
        if judged.readable.all():
            return found
        places = pl.Series(np.where(judged.readable, np.cumsum(judged.readable) - 1, -1))
        taken = places.set(places < 0, None)
        return found.select(pl.all().gather(taken))

    def judged(self, judged: JudgedRows) -> pl.DataFrame:
        """The answer to each row that could be read."""
        tuple(judged.values)  # a table has every value, so all of them are worked out before it
        table = FactTable.of(self.judge_of_tables)
        periods = self.judge_of_tables.day_level.periods_of(judged.cells[0])
        found = [self._without_a_day(np.flatnonzero(periods == NO_DAY))]
        for period in np.unique(periods[periods != NO_DAY]).tolist():
            rows = np.flatnonzero(periods == period)
            readings = table.readings_of(judged, rows)
            plan = self._plan(table.layout, period)
            if len(sole := rows[readings == 1]):
                found.append(self._of_one_reading(table, judged, sole, plan))
            if len(several := rows[readings > 1]):
                found += self._of_several(table, judged, several, plan)
        return pl.concat(found).sort("row").drop("row")

    def _without_a_day(self, rows: Rows) -> pl.DataFrame:
        """The answer of rows for which no law can be picked: in these columns it is always the same."""
        checker = self.judge_of_tables.checker
        answer = Determination(Case(Transaction(), None, ({},), {}), checker.clock, None, None)
        texts = {name: result_texts((answer,), name)[0] for name in JUDGED_COLUMNS}
        return pl.DataFrame({"row": rows}).with_columns(pl.lit(text).alias(name) for name, text in texts.items())

    # By the engine.

    def _of_one_reading(self, table: FactTable, judged: JudgedRows, rows: Rows, plan: _Plan) -> pl.DataFrame:
        places, reading = pl.Series("row", rows), np.zeros(len(rows), dtype=np.int32)
        facts = table.frame(judged, plan.answers.columns() | plan.missing.columns(), rows, reading)
        found = self.engine(facts, plan.answers).with_columns(places, missing=pl.lit(""))
        is_open = found["outcome"] == OPEN
        if is_open.any():
            texts = _missing(self.engine(facts.filter(is_open), plan.missing), plan.names)
            found = found.with_columns(found["missing"].scatter(is_open.arg_true(), texts))
        return self._narrowed(judged, rows, found.select("row", *JUDGED_COLUMNS))

    def _of_several(self, table: FactTable, judged: JudgedRows, rows: Rows, plan: _Plan) -> Iterator[pl.DataFrame]:
        """Rows of which every reading has the same settled answer, and those whose answer the readings leave open."""
        counts = table.readings_of(judged, rows)
        every = np.repeat(rows, counts)
        reading = (np.arange(len(every)) - np.repeat(np.cumsum(counts) - counts, counts)).astype(np.int32)
        facts = table.frame(judged, plan.answers.columns(), every, reading)
        found = self.engine(facts, plan.answers).with_columns(pl.Series("row", every), missing=pl.lit(""))
        alike = pl.all_horizontal(pl.exclude("row").n_unique() == 1) & (pl.col("outcome") != OPEN).all()
        agreed = found.filter(alike.over("row")).unique("row", maintain_order=True)
        yield agreed.select("row", *JUDGED_COLUMNS)
        if len(left := np.setdiff1d(rows, agreed["row"].to_numpy())):
            yield explained_one_by_one(self.judge_of_tables, judged, left, JUDGED_COLUMNS)

    def _plan(self, layout: Layout, period: int) -> _Plan:
        if layout != self._layout:
            self._layout, self._plans = dict(layout), {}
        if period not in self._plans:
            day = self.judge_of_tables.day_level.day_in(period)
            assert day is not None
            checker = self.judge_of_tables.checker
            self._plans[period] = _plan_of(AnswerPlan(questions_on(checker.corpus, day), checker.clock, layout))
        return self._plans[period]

    # Completions.

    def _narrowed(self, judged: JudgedRows, rows: Rows, found: pl.DataFrame) -> pl.DataFrame:
        """FOUND, with the answers of open rows of which completions rule something out."""
        is_open = np.flatnonzero((found["outcome"] == OPEN).to_numpy())
        if not len(is_open):
            return found
        answers = self.judge_of_tables.open_outcomes.answers
        numbers = judged.finals[Part.OUTCOME][rows[is_open]]
        narrowed = np.array([one.is_narrowed for one in answers], dtype=bool).take(numbers)
        into, taken = pl.Series(is_open[narrowed]), pl.Series(numbers[narrowed])
        better = {name: pl.Series(list(map(text, answers)), dtype=pl.String) for name, text in _NARROWED.items()}
        return found.with_columns(found[name].scatter(into, texts.gather(taken)) for name, texts in better.items())


def _missing(found: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """The names in the words of each row, as text."""
    distinct = found.unique()
    texts = [";".join(sorted(asked_together(names_in(row, names)))) for row in distinct.iter_rows()]
    listed = distinct.with_columns(pl.Series("missing", texts, dtype=pl.String))
    return found.join(listed, on=found.columns, how="left", maintain_order="left")["missing"]


def judge_by(engine: str | Engine, frame: pl.DataFrame, checker: Checker | None = None) -> pl.DataFrame:
    """The answer to each row of FRAME by ENGINE; its columns have canonical names and any type that has one text."""

    def as_text(column: pl.Series) -> pl.Series:
        return column.to_frame("it").select(text_of("it", column.dtype)).to_series()

    return PlanJudge(checker or Checker(), frame.columns, as_text, engine).judge(frame)


def _plan_of(plan: AnswerPlan) -> _Plan:
    missing = plan.missing()
    names = sorted(missing)
    answers = layers(plan.terms, plan.columns())
    return _Plan(answers, layers(plan.terms, words(plan.terms, missing, names)), names)
