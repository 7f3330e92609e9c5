"""Answers of the diagram for some rows of a batch: one row of each final state is explained, when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from chipgate.cases.answer_formulas import Part
from chipgate.cases.order_book import RESULTS

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.determination import Determination
    from chipgate.cases.tables.table_judge import JudgedRows, TableJudge

    Rows = npt.NDArray[np.intp]

COLUMNS: Final[Mapping[Part, tuple[str, ...]]] = {
    Part.OUTCOME: (
        "outcome",
        "outcomes",
        "deciding_provision",
        "exception",
        "missing",
        "licence_codified",
        "licence_enforced",
    ),
    Part.CLASSIFICATION: ("eccn",),
    Part.REVIEW: ("review_policy",),
}
"""The columns that are the same in all rows with the same final state of a part."""


class Explained:
    """Keeps one answer for each final state that somebody asked for."""

    def __init__(self, judge: TableJudge) -> None:
        self._judge = judge
        self._answers: dict[tuple[Part, int], Determination] = {}

    def answers(self, judged: JudgedRows, rows: Rows, part: Part) -> tuple[list[Determination], npt.NDArray[np.intp]]:
        """An answer for each final state of ROWS, and the place of that of each row."""
        states = judged.finals[part][rows]
        distinct, first, places = np.unique(states, return_index=True, return_inverse=True)
        picked = zip(distinct.tolist(), rows[first].tolist(), strict=True)
        return [self._answer(judged, part, state, row) for state, row in picked], places

    def _answer(self, judged: JudgedRows, part: Part, state: int, row: int) -> Determination:
        if (part, state) not in self._answers:
            self._answers[part, state] = self._judge.checker.determine(self._judge.case_of(judged, row))
        return self._answers[part, state]

    def columns(self, judged: JudgedRows, rows: Rows) -> dict[str, pl.Series]:
        """The columns of all parts for ROWS."""
        found = {}
        for part, names in COLUMNS.items():
            answers, places = self.answers(judged, rows, part)
            for name in names:
                found[name] = pl.Series(name, result_texts(answers, name), dtype=pl.String).gather(pl.Series(places))
        return found


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
