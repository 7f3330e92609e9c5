"""The engines that can be held against `Checker`, by name; another one is a line in ``ENGINES``."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache, partial
from typing import Any, Final

import polars as pl

from chipgate.cases.check import Checker
from chipgate.cases.tables.book_by_table import BATCH_ROWS
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.cases.tables.plan_judge import JUDGED_COLUMNS, PlanJudge
from chipgate.cli.spark_session import spark_session

Judge = Callable[[pl.DataFrame], pl.DataFrame]
"""The columns to be compared for each row of a frame of text; null where a row cannot be read."""


def by_table(checker: Checker, columns: Sequence[str]) -> Judge:
    """The diagram of the law; by as many rows as books are judged by, since a full table gives way between them."""
    judge = FrameJudge(columns, checker, wanted=JUDGED_COLUMNS, always=True)
    return lambda frame: pl.concat(map(judge.results, frame.iter_slices(BATCH_ROWS)))


def by_plan(engine: str, checker: Checker, columns: Sequence[str]) -> Judge:
    """Expressions of an engine for tables."""
    return PlanJudge(checker, columns, lambda column: column.cast(pl.String), engine).judge


def by_frames(
    there: Callable[[pl.DataFrame], Any],
    back: Callable[[Any], pl.DataFrame],
    checker: Checker,
    _columns: Sequence[str],
) -> Judge:
    """``chipgate.check`` on a frame of another library."""

    def judged(frame: pl.DataFrame) -> pl.DataFrame:
        return back(check_frame(there(frame), HowToJudge.of(checker, None, {}))).select(JUDGED_COLUMNS)

    return judged


def _from_pandas(frame: Any) -> pl.DataFrame:
    return pl.DataFrame({name: pl.Series(frame[name].tolist(), dtype=pl.String) for name in JUDGED_COLUMNS})


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


ENGINES: Final[Mapping[str, Callable[[Checker, Sequence[str]], Judge]]] = {
    "table": by_table,
    "polars": partial(by_plan, "polars"),
    "duckdb": partial(by_plan, "duckdb"),
    "pandas": partial(by_frames, lambda frame: frame.to_pandas(), _from_pandas),
    "pyarrow": partial(by_frames, lambda frame: frame.to_arrow(), lambda it: pl.DataFrame(pl.from_arrow(it))),
    "spark": partial(by_frames, _to_spark, _from_spark),
}
