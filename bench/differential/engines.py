"""The engines that can be held against `Checker`, by name; another one is a line in ``ENGINES``.

The table and the frames of other libraries look rows up in one table, so that what it has learned of a row serves all
of them: a few thousand rows go through all of these before the next. Plans read the cells of that table too, and ask
it what can follow of rows that stay open; the others are alone.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from time import process_time
from typing import Any, Final

import polars as pl

from chipgate.cases.check import Checker
from chipgate.cases.tables import outcomes_side_by_side
from chipgate.cases.tables.book_by_table import BATCH_ROWS
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.cases.tables.plan_judge import JUDGED_COLUMNS, PlanJudge
from chipgate.cli.spark_session import spark_session

Judge = Callable[[pl.DataFrame], pl.DataFrame]
"""The columns to be compared for each row of a frame of text; null where a row cannot be read."""


@dataclass(frozen=True)
class Engine:
    """How a judge is made of what is asked and the columns; IN_STEP with others that look rows up in the same table.

    ``columns`` are those that it tells.
    """

    made: Callable[[HowToJudge, Sequence[str]], Judge]
    in_step: bool = False
    columns: Sequence[str] = JUDGED_COLUMNS


def by_plan(engine: str, how: HowToJudge, columns: Sequence[str]) -> Judge:
    """Expressions of an engine for tables."""
    tables = how.judging(columns).table_judge
    return PlanJudge(how.checker, columns, lambda column: column.cast(pl.String), engine, tables=tables).judge


def by_frames(
    there: Callable[[pl.DataFrame], Any],
    back: Callable[[Any], pl.DataFrame],
    how: HowToJudge,
    _columns: Sequence[str],
) -> Judge:
    """``chipgate.check`` on a frame of some library."""
    return lambda frame: back(check_frame(there(frame), how)).select(JUDGED_COLUMNS)


def side_by_side(wanted: Sequence[str], how: HowToJudge, columns: Sequence[str]) -> Judge:
    """The rows of a day at once, as those of large laws are: here of every law."""
    judge = FrameJudge(columns, how.checker, wanted=wanted, always=True)

    def results(frame: pl.DataFrame) -> pl.DataFrame:
        before = outcomes_side_by_side.MOST_LINES, outcomes_side_by_side.FEWEST_ROWS
        outcomes_side_by_side.MOST_LINES, outcomes_side_by_side.FEWEST_ROWS = -1, 1
        try:
            return judge.results(frame)
        finally:  # other engines look rows up
            outcomes_side_by_side.MOST_LINES, outcomes_side_by_side.FEWEST_ROWS = before

    return results


_OUTCOMES: Final = ("outcome", "outcomes", "deciding_provision")
_ASKED: Final = (*_OUTCOMES, "citation", "missing", "reason")


def by_spark(how: HowToJudge, columns: Sequence[str]) -> Judge:
    """The same on a frame of Spark, where executors have tables of their own, which must pay."""
    return by_frames(_to_spark, _from_spark, replace(how, always=False), columns)


def _from_pandas(frame: Any) -> pl.DataFrame:
    """The answers; a row with a fault has none, which pandas may tell as a number."""
    texts = {name: [text if isinstance(text, str) else None for text in frame[name]] for name in JUDGED_COLUMNS}
    return pl.DataFrame(texts, schema=dict.fromkeys(JUDGED_COLUMNS, pl.String))


def _to_spark(frame: pl.DataFrame) -> Any:
    numbered = frame.with_row_index("number of the row").cast({"number of the row": pl.Int64})
    return _spark().createDataFrame(numbered.to_arrow(compat_level=pl.CompatLevel.oldest()))


def _from_spark(frame: Any) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(frame.toArrow())).sort("number of the row")


@cache
def _spark() -> Any:
    """A session that lives as long as the process."""
    opened = ExitStack()
    atexit.register(opened.close)
    return opened.enter_context(spark_session("local[2]"))


ENGINES: Final[Mapping[str, Engine]] = {
    "table": Engine(partial(by_frames, lambda frame: frame, lambda it: it), in_step=True),
    "polars": Engine(partial(by_plan, "polars")),
    "duckdb": Engine(partial(by_plan, "duckdb")),
    "pandas": Engine(partial(by_frames, lambda frame: frame.to_pandas(), _from_pandas), in_step=True),
    "pyarrow": Engine(
        partial(by_frames, lambda frame: frame.to_arrow(), lambda it: pl.DataFrame(pl.from_arrow(it))), in_step=True
    ),
    "side-by-side": Engine(partial(side_by_side, _OUTCOMES), columns=_OUTCOMES),
    "side-by-side-asked": Engine(partial(side_by_side, _ASKED), columns=_ASKED),
    "spark": Engine(by_spark),
}


class Judges:
    """Judges of frames with the same columns by one checker, one for each of the engines NAMES.

    ``seconds`` has the processor seconds that each has taken; threads of its own process count.
    """

    def __init__(self, names: Iterable[str], checker: Checker, columns: Sequence[str]) -> None:
        how = HowToJudge(checker, wanted=JUDGED_COLUMNS, always=True)
        self.checker = checker
        self.seconds: dict[str, float] = {}
        self._in_step = {name: ENGINES[name].made(how, columns) for name in names if ENGINES[name].in_step}
        self._others = {name: ENGINES[name].made(how, columns) for name in names if not ENGINES[name].in_step}

    def answers(self, frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """What each engine says of every row."""
        slices = [
            {name: self._timed(name, judge, one) for name, judge in self._in_step.items()}
            for one in frame.iter_slices(BATCH_ROWS)
        ]
        found = {name: pl.concat([one[name] for one in slices]) for name in self._in_step}
        return found | {name: self._timed(name, judge, frame) for name, judge in self._others.items()}

    def _timed(self, name: str, judge: Judge, frame: pl.DataFrame) -> pl.DataFrame:
        start = process_time()
        found = judge(frame).select(ENGINES[name].columns)
        self.seconds[name] = self.seconds.get(name, 0.0) + process_time() - start
        return found
