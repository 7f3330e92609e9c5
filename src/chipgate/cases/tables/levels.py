"""One group of columns of a table: numbers for the cells in it, and for what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from chipgate.cases.columns import DAY
from chipgate.cases.tables.group_values import FAULTY, CellReader, ReadCells
from chipgate.readings.columns.codes import BLANK, AsText, Coded, ColumnCodes, Table
from chipgate.readings.columns.pairs import Pairs

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.case import Case
    from chipgate.law.corpus import Corpus
    from chipgate.readings.columns.diagram import Group
    from chipgate.readings.verdict import Facts

    Numbers = npt.NDArray[np.int32]

NO_DAY = -1
"""The number of the period of rows without a day."""

NO_ENTRY = -(2**30)
"""In place of an entry for a value that was not there yet."""


class Level:
    """Numbers for the different cells of a group of columns, and what they say; each text is read once."""

    def __init__(self, reader: CellReader, as_text: AsText) -> None:
        self.reader = reader
        self.codes = [ColumnCodes(as_text, reader.read_as(name)) for name in reader.columns]
        self.read: list[ReadCells] = []
        self._pairs = [Pairs() for _ in reader.columns[1:]]
        self._texts: list[tuple[str, ...]] = []
        self._values = np.zeros(0, dtype=np.int32)

    @property
    def group(self) -> Group:
        """The facts that the columns give."""
        return self.reader.group

    def encode(self, frame: Table) -> Coded:
        """The number of the cells of each row."""
        columns = zip(self.codes, self.reader.columns, strict=True)
        found = [codes.encode(frame[name]) if name in frame else _blank(frame) for codes, name in columns]
        cells = found[0]
        for pairs, other in zip(self._pairs, found[1:], strict=True):
            cells = Coded(pairs.encode(cells.numbers, other.numbers))
        self._learn()
        return cells

    def _learn(self) -> None:
        """Read the cells that came with new numbers."""
        known = len(self._texts)
        total = len(self._pairs[-1]) if self._pairs else len(self.codes[0].texts)
        self._texts += [self._texts_of(number, len(self.codes) - 1) for number in range(known, total)]
        self._read_more()

    def _read_more(self) -> None:
        self.read += [self.reader.read(texts) for texts in self._texts[len(self.read) :]]
        self._number_values()

    def _number_values(self) -> None:
        if len(self._values) < len(self.read):
            fresh = [one.value for one in self.read[len(self._values) :]]
            self._values = np.concatenate((self._values, np.array(fresh, dtype=np.int32)))

    def _texts_of(self, number: int, column: int) -> tuple[str, ...]:
        if column == 0:
            return (self.codes[0].texts[number],)
        pairs = self._pairs[column - 1]
        before = self._texts_of(pairs.first[number], column - 1)
        return (*before, self.codes[column].texts[pairs.second[number]])

    @property
    def room(self) -> int:
        """How much stands for cells: an entry for each text that was read, and those of the tables of pairs."""
        return len(self.read) + sum(pairs.room for pairs in self._pairs)

    @property
    def own_values(self) -> int:
        """How many different facts the cells have had that are figures of their own."""
        return len(self.group.values)

    @property
    def has_faults(self) -> bool:
        """Whether cells were found that cannot be read."""
        return bool(len(self._values)) and int(self._values.min()) == FAULTY

    def values_of(self, cells: Coded) -> Numbers:
        """The number of what the cells of each row say, or FAULTY."""
        return cells.taken(self._values)

    def coded_values(self, cells: Coded) -> Coded:
        """The same by the places of CELLS."""
        return cells.renumbered(self._values)

    def coded_values_of(self, cells: Coded, added: int) -> Coded:
        """The same with a number ADDED, by the places of CELLS."""
        return cells.renumbered(self._values + np.int32(added))

    @property
    def kinds_of_cells(self) -> int:
        """How many different cells were read."""
        return len(self._values)

    def of_cells(self, of_values: Numbers) -> Numbers:
        """What OF_VALUES has for what the cells behind each number say; anything for those that cannot be read.

        Cells with values that OF_VALUES does not have are of rows that another thread reads meanwhile. They get
        NO_ENTRY, for which no table has a place: a row of this thread that came by it would end in an error, never in
        the answer of another.
        """
        values = self._values  # which the other thread may replace
        found = of_values.take(values, mode="clip")
        found[values >= len(of_values)] = NO_ENTRY
        return found

    def texts(self, number: int) -> Mapping[str, str]:
        """The cells behind a number."""
        return {name: text for name, text in zip(self.reader.columns, self._texts[number], strict=True) if text}

    def facts(self, number: int) -> Sequence[Facts]:
        """What the cells behind a number say, in each reading."""
        return [self.group.facts[one] for one in self.group.values[self.read[number].value].readings]

    def case(self, number: int) -> Case | None:
        """The case that the cells behind a number make alone."""
        return self.read[number].case


def _blank(frame: Table) -> Coded:
    return Coded(np.full(frame.height, BLANK, dtype=np.int32))


class DayLevel(Level):
    """The day of each row, which picks the law; DAY is for rows that give none."""

    def __init__(self, reader: CellReader, as_text: AsText, corpus: Corpus, day: str | None) -> None:
        super().__init__(reader, as_text)
        self._corpus = corpus
        self._default = day or ""
        self._days: dict[int, date | None] = {NO_DAY: None}
        self._periods = np.zeros(0, dtype=np.int32)

    def _texts_of(self, number: int, column: int) -> tuple[str, ...]:
        texts = super()._texts_of(number, column)
        place = self.reader.columns.index(DAY)
        return texts if column < place or texts[place] else (*texts[:place], self._default, *texts[place + 1 :])

    def _number_values(self) -> None:
        super()._number_values()
        if len(self._periods) < len(self.read):
            fresh = [self._period(one.case) for one in self.read[len(self._periods) :]]
            self._periods = np.concatenate((self._periods, np.array(fresh, dtype=np.int32)))

    def _period(self, case: Case | None) -> int:
        if case is None or case.day is None:
            return NO_DAY
        period = self._corpus.period(case.day)
        self._days.setdefault(period, case.day)
        return period

    @property
    def periods(self) -> Numbers:
        """The number of the period of the law, by the number of the cells of a day."""
        return self._periods

    def periods_of(self, cells: Coded) -> Numbers:
        """The number of the period of the law in which the day of each row lies."""
        return cells.taken(self._periods)

    def period_of(self, cells: int) -> int:
        """The number of the period of the law in which the day behind a number of cells lies."""
        return int(self._periods[cells])

    def day_in(self, period: int) -> date | None:
        """A day of a period that some row asked for."""
        return self._days[period]


class PartyLevel(Level):
    """Names of parties, which are held against lists that change from day to day."""

    days: Coded
    """The cells of the day of each row, to be set before ``encode``."""

    day_level: DayLevel

    def __init__(self, reader: CellReader, as_text: AsText) -> None:
        super().__init__(reader, as_text)
        self._dated = Pairs()
        self._are_like_listed = np.zeros(0, dtype=np.int32)
        self._undated: list[ReadCells] = []

    def encode(self, frame: Table) -> Coded:
        undated = super().encode(frame)
        if not self._are_like_listed.any():
            return self._without_days(undated)
        days = self.days.numbers * undated.taken(self._are_like_listed)
        numbers = self._dated.encode(undated.numbers, days)
        self._read_dated()
        return Coded(numbers)

    def _without_days(self, undated: Coded) -> Coded:
        """Where no name is like a listed one, no day counts."""
        if len(undated) < len(self._undated):  # a short list must not look at all that came before it
            numbers = self._dated.encode(undated.numbers, np.zeros_like(undated.numbers))
            self._read_dated()
            return Coded(numbers)
        known = np.arange(len(self._undated), dtype=np.int32)
        numbers = self._dated.encode(known, np.zeros_like(known))
        self._read_dated()
        return undated.renumbered(numbers)

    def _read_dated(self) -> None:
        for number in range(len(self.read), len(self._dated)):
            self.read.append(self._read(self._dated.first[number], self._dated.second[number]))
        self._number_values()

    def _read_more(self) -> None:
        self._undated += [self.reader.read(texts) for texts in self._texts[len(self._undated) :]]
        fresh = self._undated[len(self._are_like_listed) :]
        alike = [one.case is not None and bool(one.case.like_listed) for one in fresh]
        self._are_like_listed = np.concatenate((self._are_like_listed, np.array(alike, dtype=np.int32)))

    def _read(self, undated: int, day: int) -> ReadCells:
        if not self._are_like_listed[undated]:
            return self._undated[undated]
        return self.reader.read(self._texts[undated], self.day_level.texts(day).get(DAY, ""))

    def texts(self, number: int) -> Mapping[str, str]:
        return super().texts(self._dated.first[number])
