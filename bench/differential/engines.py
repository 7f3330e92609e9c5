"""The engines that can be held against `Checker`, by name; another one is a line in ``ENGINES``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import polars as pl

from chipgate.cases.check import Checker
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.cases.tables.plan_judge import JUDGED_COLUMNS, PlanJudge

Judge = Callable[[pl.DataFrame], pl.DataFrame]
"""The columns to be compared for each row of a frame of text; null where a row cannot be read."""


def by_table(checker: Checker, columns: Sequence[str]) -> Judge:
    """The diagram of the law."""
    return FrameJudge(columns, checker, wanted=JUDGED_COLUMNS).results


def by_plan(engine: str, checker: Checker, columns: Sequence[str]) -> Judge:
    """Expressions of an engine for tables."""
    return PlanJudge(checker, columns, lambda column: column.cast(pl.String), engine).judge


ENGINES: Final[Mapping[str, Callable[[Checker, Sequence[str]], Judge]]] = {
    "table": by_table,
    "polars": partial(by_plan, "polars"),
    "duckdb": partial(by_plan, "duckdb"),
}
