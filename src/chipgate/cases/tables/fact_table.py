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

    from chipgate.cases.tables.table_judge import JudgedRows, TableJudge
    from chipgate.readings.columns.diagram import Group


@dataclass
class FactTable:
    """How each fact is stored; for each column, its values by number and the level whose numbers pick them.

    ``several`` says of each level's values whether they have several readings, of which the columns hold the first.
    """

    layout: dict[str, Stored] = field(default_factory=dict)
    columns: dict[str, tuple[int, pl.Series]] = field(default_factory=dict)
    several: list[npt.NDArray[np.bool_]] = field(default_factory=list)

    @classmethod
    def of(cls, judge: TableJudge) -> FactTable:
        """The facts of everything that JUDGE has read so far."""
        table = cls()
        facts = judge.checker.corpus.facts
        for number, level in enumerate(judge.levels):
            table._add(number, level.group, facts)
            several = [len(value.readings) > 1 for value in level.group.values]
            table.several.append(np.array(several, dtype=bool))
        in_columns = frozenset[str]().union(*(level.group.names for level in judge.levels))
        assumed = judge.checker.assumptions.items()
        table.layout |= {name: Everywhere(value) for name, (value, _line) in assumed if name not in in_columns}
        return table

    def _add(self, level: int, group: Group, facts: Mapping[str, Fact]) -> None:
        readings = [group.facts[value.readings[0]] for value in group.values]
        given = {name for reading in readings for name in reading}
        for name in sorted(given & facts.keys()):
            fact = facts[name]
            self.layout[name], cells = stored(fact, [reading.get(name) for reading in readings])
            for column, values in cells.items():
                self.columns[column] = (level, pl.Series(column, values, dtype=type_of(self.layout[name], column)))

    def frame(self, judged: JudgedRows, wanted: Collection[str], rows: pl.Series | None = None) -> pl.DataFrame:
        """The columns WANTED, for all rows of JUDGED or those picked."""
        numbers = [pl.Series(values) for values in judged.values]
        if rows is not None:
            numbers = [values.gather(rows) for values in numbers]
        taken = {
            name: values.gather(numbers[level]) for name, (level, values) in self.columns.items() if name in wanted
        }
        height = judged.height if rows is None else len(rows)
        return pl.DataFrame(taken) if taken else pl.DataFrame({"no_facts": pl.repeat(0, height, eager=True)})

    def disputed(self, judged: JudgedRows) -> npt.NDArray[np.bool_]:
        """Which rows have several readings."""
        found = np.zeros(judged.height, dtype=bool)
        for several, values in zip(self.several, judged.values, strict=True):
            found |= several.take(values)
        return found
