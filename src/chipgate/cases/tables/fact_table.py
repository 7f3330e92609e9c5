"""The facts of judged rows in typed columns, for engines that work the law out over tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from chipgate.law.facts import Fact
from chipgate.readings.columns.polars_plan import type_of
from chipgate.readings.columns.stored import Everywhere, Stored, stored

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.judged_rows import JudgedRows
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.readings.columns.diagram import Group

    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]


@dataclass
class FactTable:
    """How each fact is stored; for each column, its values by the number of a set of facts of a level."""

    layout: dict[str, Stored] = field(default_factory=dict)
    columns: dict[str, tuple[int, pl.Series]] = field(default_factory=dict)
    readings: list[Numbers] = field(default_factory=list)
    """For each level, the numbers of the sets of facts of each value, one column for each reading."""
    counts: list[Numbers] = field(default_factory=list)
    """For each level, how many readings each value has."""

    @classmethod
    def of(cls, judge: TableJudge) -> FactTable:
        """The facts of everything that JUDGE has read so far."""
        table = cls()
        for number, level in enumerate(judge.levels):
            table._add(number, level.group, judge.checker.corpus.facts)
            table.counts.append(np.array([len(one.readings) for one in level.group.values], dtype=np.int32))
            table.readings.append(_padded(level.group))
        in_columns = frozenset[str]().union(*(level.group.names for level in judge.levels))
        assumed = judge.checker.assumptions.items()
        table.layout |= {name: Everywhere(value) for name, (value, _line) in assumed if name not in in_columns}
        return table

    def _add(self, level: int, group: Group, facts: Mapping[str, Fact]) -> None:
        given = {name for reading in group.facts for name in reading}
        for name in sorted(given & facts.keys()):
            self.layout[name], cells = stored(facts[name], [reading.get(name) for reading in group.facts])
            for column, values in cells.items():
                self.columns[column] = (level, pl.Series(column, values, dtype=type_of(self.layout[name], column)))

    def readings_of(self, judged: JudgedRows, rows: Rows) -> Numbers:
        """How many readings each of ROWS has."""
        found = np.ones(len(rows), dtype=np.int32)
        for counts, values in zip(self.counts, judged.values, strict=True):
            found = np.maximum(found, counts.take(values[rows]))
        return found

    def frame(self, judged: JudgedRows, wanted: Collection[str], rows: Rows, reading: Numbers) -> pl.DataFrame:
        """The columns WANTED of ROWS, each in the READING beside it."""
        sets: dict[int, pl.Series] = {}
        taken: dict[str, pl.Series] = {}
        for name, (level, values) in self.columns.items():
            if name in wanted:
                if level not in sets:
                    sets[level] = pl.Series(self._set_of(level, judged.values[level][rows], reading))
                taken[name] = values.gather(sets[level])
        return pl.DataFrame(taken) if taken else pl.DataFrame({"no_facts": pl.repeat(0, len(rows), eager=True)})

    def _set_of(self, level: int, values: Numbers, reading: Numbers) -> Numbers:
        """The numbers of the sets of facts; a level with one reading has it in all readings of the row."""
        table = self.readings[level]
        width = table.shape[1]
        found: Numbers = table.ravel().take(values * np.int64(width) + np.minimum(reading, width - 1))
        return found


def _padded(group: Group) -> Numbers:
    """The numbers of the readings of each value; one that has fewer than others ends in its first."""
    width = max((len(value.readings) for value in group.values), default=1)
    rows = [(*value.readings, *(value.readings[:1] * (width - len(value.readings)))) for value in group.values]
    return np.array(rows, dtype=np.int32).reshape(-1, width)
