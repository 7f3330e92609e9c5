"""What the lines of the law come to on the facts of each group of columns, by an engine for tables.

A line without parts asks for facts of one group alone. So it is worked out once for each different set of facts of its
group, in a table that is short however many rows there are; what a row comes to is put together from that.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from chipgate.cases.tables.fact_table import fact_table
from chipgate.law.language import Measure
from chipgate.law.walking import facts_of_measure
from chipgate.readings.columns.compiling import Compiler, Leaf
from chipgate.readings.columns.formulas import Formula
from chipgate.readings.columns.lowering import Lowering
from chipgate.readings.columns.stored import Layout
from chipgate.readings.columns.terms import Term, Type
from chipgate.readings.columns.writing import layers

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.law.facts import Fact
    from chipgate.readings.columns.diagram import Group
    from chipgate.readings.columns.engines import Engine

    Verdicts = npt.NDArray[np.int8]

OPEN: Final = -1
"""In a table of verdicts: unknown. One is met, zero is not met."""

_Line = Leaf | Measure | Formula
"""What is worked out of a set of facts: a line of the law, whether a measure is known, or what lines are joined to."""


class LinesOfLevels(Lowering):
    """Writes formulas over a column for each line on facts of some group, and works these columns out.

    LAYOUT has the facts that are the same in every row; a fact of no group that is not in it is unknown.
    """

    def __init__(
        self,
        compiler: Compiler,
        layout: Layout,
        groups: Sequence[Group],
        facts: Mapping[str, Fact],
        engine: Engine,
    ) -> None:
        super().__init__(compiler, layout)
        self.tables = [_Lines(group, compiler, facts, engine) for group in groups]
        self._level_of = {name: level for level, group in enumerate(groups) for name in group.names}
        self._places: dict[Hashable, tuple[int, int]] = {}
        self._touched: set[tuple[int, int]] = set()

    def leaf(self, leaf: Leaf) -> Term:
        found = self.place_of(leaf)
        return super().leaf(leaf) if found is None else self.terms.column(name_of(*found), Type.FLAG)

    def is_known(self, measure: Measure) -> Term:
        levels = {self._level_of.get(name) for name in _facts_of(measure)}
        if levels == {None}:
            return super().is_known(measure)
        return self.terms.is_met(self.terms.column(name_of(*self._place(measure, measure, levels)), Type.FLAG))

    def place_of(self, leaf: Leaf) -> tuple[int, int] | None:
        """The level of LEAF and its place in the table of the level; None where no column gives its facts."""
        levels = {self._level_of.get(fact.name) for fact in leaf.facts}
        return None if levels == {None} else self._place(id(leaf), leaf, levels)

    def column_of(self, part: Formula, level: int) -> int:
        """The place of a formula that hangs on one LEVEL alone in the table of the level."""
        leaf = self.compiler.leaves.get(part)
        found = self._place(("part", part), part, {level}) if leaf is None else self.place_of(leaf)
        assert found is not None, "its level gives its facts"
        return found[1]

    def _place(self, key: Hashable, line: _Line, levels: set[int | None]) -> tuple[int, int]:
        if key not in self._places:
            (level,) = levels
            assert level is not None, "all facts of one line are of one group"
            self._places[key] = level, self.tables[level].add(line)
        self._touched.add(self._places[key])
        return self._places[key]

    def places_of(self, formula: Formula) -> set[tuple[int, int]]:
        """Of the leaf FORMULA, the levels and places of all that is worked out: itself, and what of it is known."""
        self._touched = set()
        self.place_of(self.compiler.leaves[formula])
        list(self.asks(formula))
        return self._touched


def name_of(level: int, place: int) -> str:
    """The name of the column of a line."""
    return f"line_{level}_{place}"


def _facts_of(measure: Measure) -> list[str]:
    return [fact.name for fact in facts_of_measure(measure)]


class _Lines:
    """The lines on the facts of one group, and what each comes to on every set of its facts."""

    def __init__(self, group: Group, compiler: Compiler, facts: Mapping[str, Fact], engine: Engine) -> None:
        self.group = group
        self._compiler, self._facts, self._engine = compiler, facts, engine
        self._lines: list[_Line] = []
        self._known: Verdicts = np.zeros((0, 0), dtype=np.int8)

    def add(self, line: _Line) -> int:
        """The place of a new line."""
        self._lines.append(line)
        return len(self._lines) - 1

    def names(self, level: int) -> Mapping[str, int]:
        """The columns of its lines by name, where it is the table of LEVEL."""
        return {name_of(level, place): place for place in range(len(self._lines))}

    @property
    def verdicts(self) -> Verdicts:
        """A row for each set of facts of the group so far, a column for each line."""
        rows, lines = self._known.shape
        wanted = (len(self.group.facts), len(self._lines))
        if (rows, lines) != wanted:
            begin = rows if lines == len(self._lines) else 0  # a new law asks more of what was known
            fresh = self._worked_out(self.group.facts[begin:])
            self._known = np.concatenate((self._known, fresh)) if begin else fresh
        return self._known

    def columns(self, places: Mapping[str, int]) -> Mapping[str, Verdicts]:
        """What the lines at PLACES come to, under their names, on every set of facts by now.

        Asked once for all of them: rows that are read meanwhile bring more sets of facts.
        """
        verdicts = self.verdicts
        return {name: verdicts[:, place] for name, place in places.items()}

    def _worked_out(self, sets: Sequence[Mapping[str, object]]) -> Verdicts:
        if not self._lines or not sets:
            return np.zeros((len(sets), len(self._lines)), dtype=np.int8)
        layout, frame = fact_table(sets, self._facts)  # type: ignore[arg-type]  # sets of facts
        low = Lowering(self._compiler, layout)
        wanted = {f"line_{number}": _term(low, line) for number, line in enumerate(self._lines)}
        return verdicts_of(self._engine(frame, layers(low.terms, wanted)))


def _term(low: Lowering, line: _Line) -> Term:
    if isinstance(line, Leaf):
        return low.leaf(line)
    return low.term(line) if isinstance(line, int) else low.is_known(line)


def verdicts_of(found: pl.DataFrame) -> Verdicts:
    """Flags as verdicts, a column for each."""
    return found.select(pl.all().cast(pl.Int8).fill_null(OPEN)).to_numpy()


def flags(verdicts: Verdicts, names: Sequence[str]) -> pl.DataFrame:
    """Verdicts as flags called NAMES; null where they are open."""
    found = pl.DataFrame(verdicts, schema=list(names), orient="row")
    return found.select(pl.when(pl.all() >= 0).then(pl.all() == 1))
