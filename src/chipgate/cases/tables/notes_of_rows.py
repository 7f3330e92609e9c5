"""The warnings of rows: notes on their cells, and notes on their answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from chipgate.cases.answer_formulas import Part
from chipgate.cases.tables.judged_rows import JudgedRows
from chipgate.cases.tables.levels import DayLevel, Level
from chipgate.cases.take_note import NOTES_ON_A_CASE, notes_on_the_text
from chipgate.readings.columns.codes import taken
from chipgate.readings.columns.pairs import Pairs

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.case import Case
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.law.provision import Provision
    from chipgate.translation.language import Language

    Numbers = npt.NDArray[np.int32]


class Notes:
    """The warnings of each row: those of its cells, and those of its answer."""

    def __init__(self, judge: TableJudge, language: Language) -> None:
        self._judge = judge
        self._language = language
        self._numbers: dict[tuple[str, ...], int] = {("",) * len(NOTES_ON_A_CASE): 0}
        self._of_cells: list[list[int]] = [[] for _ in judge.levels]
        self.of_finals: list[str] = []

    def keep(self, deciding: Provision | None, day: date | None) -> None:
        """Keep what is to be noted of the next answer, which DECIDING decides on DAY."""
        notes = () if day is None else notes_on_the_text(deciding, day, self._judge.checker.clock)
        self.of_finals.append(" ".join(note.text(self._language) for note in notes))

    def column(self, judged: JudgedRows, others: tuple[Numbers, list[str]]) -> pl.Series:
        """The warnings of every row; OTHERS has for each row a number of what the other clock says, and the texts."""
        texts, numbers = self.dictionary(judged, others)
        return pl.Series(texts, dtype=pl.String).gather(pl.Series(numbers))

    def dictionary(self, judged: JudgedRows, others: tuple[Numbers, list[str]]) -> tuple[list[str], Numbers]:
        """The same as texts, and the place of that of each row."""
        both = Pairs()
        told = [_numbered(self.of_finals, judged.finals[Part.OUTCOME]), _numbered(others[1], others[0])]
        numbers = both.encode(*(numbers for numbers, _ in told))
        finals = [
            " ".join(filter(None, (told[0][1][one], told[1][1][two])))
            for one, two in zip(both.first, both.second, strict=True)
        ]
        pairs: list[Pairs] = []
        count = len(finals)
        for place, cells in enumerate(judged.cells):
            if any(noted := self._noted(place)):
                pairs.append(Pairs())
                numbers = pairs[-1].encode(numbers, taken(noted, cells.numbers))
                count = len(pairs[-1])
        known = list(self._numbers)
        return [self._text(pairs, number, finals, known) for number in range(count)], numbers

    def listed(self, judged: JudgedRows, others: tuple[Numbers, list[str]]) -> list[str]:
        """The same in a list, which few rows are sooner told in."""
        noted = [self._noted(place) for place in range(len(self._judge.levels))]
        cells = [one.numbers.tolist() for one in judged.cells]
        rows = zip(*([known[one] for one in ours] for known, ours in zip(noted, cells, strict=True)), strict=True)
        finals = zip(judged.finals[Part.OUTCOME].tolist(), others[0].tolist(), strict=True)
        known = list(self._numbers)
        return [
            _joined([known[one] for one in reversed(row)], (self.of_finals[final], others[1][other]))
            for row, (final, other) in zip(rows, finals, strict=True)
        ]

    def _noted(self, place: int) -> Sequence[int]:
        """For each number of cells, that of the notes on them."""
        level, known = self._judge.levels[place], self._of_cells[place]
        for number in range(len(known), len(level.read)):
            notes = self._notes(level, number)
            known.append(self._numbers.setdefault(notes, len(self._numbers)))
        return known

    def _notes(self, level: Level, number: int) -> tuple[str, ...]:
        case: Case | None = level.case(number)
        if case is None:
            return ("",) * len(NOTES_ON_A_CASE)
        if not isinstance(level, DayLevel):
            case = replace(case, day=None)  # names of parties are read with the day too, which is noted once
        return tuple(" ".join(note.text(self._language) for note in notes(case)) for notes in NOTES_ON_A_CASE)

    def _text(
        self, pairs: Sequence[Pairs], number: int, finals: Sequence[str], known: Sequence[tuple[str, ...]]
    ) -> str:
        found: list[tuple[str, ...]] = []
        for one in reversed(pairs):
            found.append(known[one.second[number]])
            number = one.first[number]
        return _joined(found, (finals[number],))


def _joined(of_cells: Iterable[tuple[str, ...]], of_final: Iterable[str]) -> str:
    """Notes on the cells of each level, kind by kind, before those on the answer."""
    kinds = zip(*of_cells, strict=True)
    return " ".join(filter(None, (*(text for notes in kinds for text in notes), *of_final)))


def _numbered(texts: Sequence[str], places: Numbers) -> tuple[Numbers, list[str]]:
    """For each of PLACES, the number of its text among the different ones."""
    used = np.flatnonzero(np.bincount(places))
    known: dict[str, int] = {}
    numbers = np.zeros(int(places.max(initial=0)) + 1, dtype=np.int32)
    numbers[used] = [known.setdefault(texts[place], len(known)) for place in used.tolist()]
    return numbers.take(places), list(known)
