"""The ECCNs that rows state, beside those that the law gives them: a note for each pair that contradicts itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from chipgate.cases.columns import STATED_ECCN
from chipgate.cases.stated_eccn import is_of_advanced_computing, notes_on_the_stated_eccn
from chipgate.readings.columns.pairs import Pairs

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.judged_rows import JudgedRows
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.translation.language import Language

    Numbers = npt.NDArray[np.int32]


class StatedEccns:
    """What is to be noted of the ECCNs that rows state; nothing where no column states one."""

    def __init__(self, judge: TableJudge, language: Language) -> None:
        places = (place for place, one in enumerate(judge.levels) if STATED_ECCN in one.reader.columns)
        self._place = next(places, None)
        self._judge, self._language = judge, language
        self._pairs = Pairs()
        self._notes: list[str] = []
        self._telling: list[bool] = []

    @property
    def are_given(self) -> bool:
        """Whether a column states them."""
        return self._place is not None

    def numbers(self, judged: JudgedRows, classes: Numbers, eccns: Sequence[str]) -> Numbers:
        """The number of the note on each row; ECCNS has the ECCN that the law gives to each of CLASSES."""
        assert self._place is not None
        level = self._judge.levels[self._place]
        numbers = self._pairs.encode(classes, judged.cells[self._place].numbers)
        for pair in range(len(self._notes), len(self._pairs)):
            stated = level.texts(self._pairs.second[pair]).get(STATED_ECCN, "")
            found = eccns[self._pairs.first[pair]]
            notes = notes_on_the_stated_eccn(stated, found)
            self._telling.append(is_of_advanced_computing(stated, found))
            self._notes.append(" ".join(note.text(self._language) for note in notes))
        return numbers

    def need_a_person(self, numbers: Numbers) -> npt.NDArray[np.bool_]:
        """Whether somebody must look at what is behind each of NUMBERS."""
        return np.array(self._telling, dtype=bool).take(numbers)

    def beside(self, numbers: Numbers, others: tuple[Numbers, list[str]]) -> tuple[Numbers, list[str]]:
        """The notes behind NUMBERS after OTHERS, which are numbers and texts too."""
        both = Pairs()
        places = both.encode(others[0], numbers)
        pairs = zip(both.first, both.second, strict=True)
        return places, [" ".join(filter(None, (others[1][one], self._notes[two]))) for one, two in pairs]
