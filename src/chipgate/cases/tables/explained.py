"""Answers for some rows of a batch by explaining them, one of each set of facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from chipgate.cases.order_book import RESULTS

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.determination import Determination
    from chipgate.cases.tables.judged_rows import JudgedRows
    from chipgate.cases.tables.table_judge import TableJudge

    Rows = npt.NDArray[np.intp]


def explained_one_by_one(judge: TableJudge, judged: JudgedRows, rows: Rows, names: Sequence[str]) -> pl.DataFrame:
    """The columns NAMES for ROWS, each different set of facts judged by itself.

    For rows with several readings: what holds in all of them can hang on lines of the law that come after the one that
    decides in each, and of these the states of a diagram know nothing.
    """
    values = {str(place): numbers[rows] for place, numbers in enumerate(judged.values)}
    periods = judge.day_level.periods_of(judged.cells[0])[rows]
    asked = pl.DataFrame({"period": periods, **values}).with_row_index("place")
    groups = asked.group_by(pl.exclude("place"), maintain_order=True).agg("place")["place"]
    cases = (judge.case_of(judged, int(rows[places[0]])) for places in groups)
    answers = [judge.checker.determine(case) for case in cases]
    columns = {name: pl.Series(result_texts(answers, name), dtype=pl.String) for name in names}
    found = pl.DataFrame({"place": groups, **columns}, schema_overrides={"place": pl.List(pl.UInt32)})
    return found.explode("place").sort("place").select(pl.Series("row", rows), *names)


def result_texts(answers: Iterable[Determination], name: str) -> list[str]:
    """One result column of ANSWERS; what is missing in the order of the alphabet."""
    texts = [RESULTS[name](answer, "en") for answer in answers]
    return [";".join(sorted(text.split(";"))) for text in texts] if name == "missing" else texts
