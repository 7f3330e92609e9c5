"""Answers of the diagram for some rows of a batch: one row of each final state is explained, when first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def result_texts(answers: Iterable[Determination], name: str) -> list[str]:
    """One result column of ANSWERS; what is missing in the order of the alphabet."""
    texts = [RESULTS[name](answer, "en") for answer in answers]
    return [";".join(sorted(text.split(";"))) for text in texts] if name == "missing" else texts
