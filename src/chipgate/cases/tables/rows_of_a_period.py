"""What the facts of rows of one period come to on the lines of its law: facts that no line tells apart are one class.

Rows in the same classes are of one kind, and readings of disputed figures in the same classes are one reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from chipgate.readings.columns.rows_side_by_side import bits_of
from chipgate.readings.columns.side_by_side import Verdicts
from chipgate.readings.columns.verdicts_of_facts import VerdictsOfFacts

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.judged_rows import RowValues
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.readings.columns.diagram import GroupValue
    from chipgate.readings.columns.formulas import Formula
    from chipgate.readings.columns.missing_side_by_side import Asked

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]


class Facts:
    """The facts of the levels of JUDGE, and the verdicts of the lines of every law on them."""

    def __init__(self, judge: TableJudge) -> None:
        self._judge, self.arena = judge, judge.compiler.arena
        self.groups = [level.group for level in judge.levels]
        self._places = {group.number: place for place, group in enumerate(self.groups)}
        self.verdicts = [VerdictsOfFacts(group, judge.compiler) for group in self.groups]
        self.values: list[Sequence[GroupValue]] = [() for _ in self.groups]
        self._level_of: dict[Formula, int | None] = {}

    def look_at_new(self) -> None:
        """Look at the values that are new, and then at the facts, so that all facts of the values are there."""
        for level, group in enumerate(self.groups):
            if len(group.values) != len(self.values[level]):
                self.values[level] = tuple(group.values)
            self.verdicts[level].look_at_new()

    @property
    def are_asked_for(self) -> bool:
        """Whether rows tell which facts are missing."""
        return self._judge.asks

    def names_in(self, leaf: Formula) -> tuple[str, ...]:
        """The facts that LEAF asks about."""
        found = self._judge.compiler.leaves.get(leaf)
        return () if found is None else tuple(fact.name for fact in found.facts)

    def level_of(self, leaf: Formula) -> int | None:
        """The level whose facts decide LEAF; None for a leaf that no column decides."""
        if leaf not in self._level_of:
            found = self._judge.compiler.leaves.get(leaf)
            group = None if found is None else self._judge.compiler.group_of(found.facts[0].name)
            self._level_of[leaf] = None if group is None else self._places.get(group)
        return self._level_of[leaf]


class OneReading(NamedTuple):
    """Kinds of rows in one reading of their figures: for each level, the number of the facts of each."""

    facts: Sequence[Rows]

    @property
    def height(self) -> int:
        """How many there are."""
        return len(self.facts[0])

    def taken(self, rows: Rows) -> OneReading:
        """Some of the kinds."""
        return OneReading([one.take(rows) for one in self.facts])

    @classmethod
    def joined(cls, readings: Iterable[OneReading]) -> OneReading:
        """All of READINGS, one after the other."""
        return cls([np.concatenate(level) for level in zip(*(one.facts for one in readings), strict=True)])

    def verdicts_of(self, leaf: Formula, facts: Facts) -> Verdicts:
        """The verdicts of LEAF, as bits; unknown for a leaf that no column decides."""
        level = facts.level_of(leaf)
        if level is None:
            return Verdicts(0, (1 << self.height) - 1)
        found, of_rows = facts.verdicts[level].of(leaf), self.facts[level]
        met = bits_of(found.met.take(of_rows))
        return Verdicts(met, met | bits_of(found.unknown.take(of_rows)) if found.has_unknown else met)

    def lacking(self, leaf: Formula, facts: Facts) -> Asked:
        """The facts that LEAF asks for where it is unknown, each with the rows as bits."""
        level = facts.level_of(leaf)
        if level is None:
            return dict.fromkeys(facts.names_in(leaf), (1 << self.height) - 1)
        found, of_rows = facts.verdicts[level].lacking(leaf), self.facts[level]
        return {name: bits_of(flags.take(of_rows)) for name, flags in found.items()}


class Kinds(NamedTuple):
    """Kinds of rows of which each has so many readings: which rows are of them, the kind of each, and the readings."""

    rows: Rows
    kind_of_rows: Rows
    firsts: Rows
    """A row of each kind."""
    readings: Sequence[OneReading]


class _Classes:
    """For one level: the classes of its facts by LEAVES, and the readings that each of VALUES has of these."""

    def __init__(
        self, values: Sequence[GroupValue], verdicts: VerdictsOfFacts, leaves: Sequence[Formula], facts: Facts
    ) -> None:
        self.size = len(values), verdicts.count
        asking = [one for one in leaves if len(facts.names_in(one)) > 1] if facts.are_asked_for else []
        of_facts = _alike(verdicts, leaves, asking)
        numbers: dict[tuple[int, ...], int] = {}
        of_values = [
            numbers.setdefault(_in_short(tuple(of_facts[one] for one in value.readings)), len(numbers))
            for value in values
        ]
        self.readings = list(numbers)
        self.of_values = np.array(of_values, dtype=np.int32)
        self.firsts = np.array([one[0] for one in numbers], dtype=np.intp)
        self.has_several = np.array([len(one) > 1 for one in numbers], dtype=bool)


def _in_short(readings: tuple[int, ...]) -> tuple[int, ...]:
    """READINGS, or the first alone where all are the same; others stay in step with those of other levels."""
    return readings[:1] if len(set(readings)) == 1 else readings


def _alike(verdicts: VerdictsOfFacts, leaves: Sequence[Formula], asking: Sequence[Formula]) -> list[int]:
    """For each set of facts, the first of those on which LEAVES come to the same, and those ASKING for several facts
    ask for the same."""
    if not leaves or not verdicts.count:
        return [0] * verdicts.count
    told = [verdicts.of(leaf) for leaf in leaves]
    flags = [flag for one in told for flag in (one if one.has_unknown else (one.met,))[:3]]
    flags += list({id(flag): flag for leaf in asking for flag in verdicts.lacking(leaf).values()}.values())
    signs = np.ascontiguousarray(np.packbits(np.array(flags), axis=0).T)
    _, firsts, which = np.unique(
        signs.view(np.dtype((np.void, signs.shape[1]))).ravel(), return_index=True, return_inverse=True
    )
    found: list[int] = firsts.take(which).tolist()
    return found


class KindsOfPeriod:
    """Puts rows of a period into kinds, by the leaves in SUPPORT, which are all that its law asks about."""

    def __init__(self, facts: Facts, support: int) -> None:
        self._facts = facts
        self._leaves: list[list[Formula]] = [[] for _ in facts.groups]
        for leaf in facts.arena.leaves_in(support):
            level = facts.level_of(leaf)
            if level is not None:
                self._leaves[level].append(leaf)
        self._known: list[_Classes | None] = [None] * len(facts.groups)

    def _classes(self, level: int) -> _Classes:
        values, verdicts, found = self._facts.values[level], self._facts.verdicts[level], self._known[level]
        if found is None or found.size != (len(values), verdicts.count):
            found = self._known[level] = _Classes(values, verdicts, self._leaves[level], self._facts)
        return found

    def kinds(self, values: RowValues) -> Iterator[Kinds]:
        """The kinds of all rows, those with equally many readings together."""
        levels = [self._classes(level) for level in range(len(values))]
        numbers = [one.of_values.take(values[level]) for level, one in enumerate(levels)]
        _, firsts, which = np.unique(
            _keys(numbers, [len(one.readings) for one in levels]), return_index=True, return_inverse=True
        )
        numbers = [one.take(firsts) for one in numbers]
        has_several = reduce(or_, (one.has_several.take(of) for one, of in zip(levels, numbers, strict=True)))
        single = np.flatnonzero(~has_several)
        readings = {1: (single, [[one.firsts.take(of.take(single)) for one, of in zip(levels, numbers, strict=True)]])}
        several = dict[int, list[tuple[int, tuple[tuple[int, ...], ...]]]]()
        for kind in np.flatnonzero(has_several).tolist():
            told = _different([one.readings[of[kind]] for one, of in zip(levels, numbers, strict=True)])
            several.setdefault(len(told), []).append((kind, told))
        for count, found in several.items():
            facts = np.array([told for _, told in found], dtype=np.intp)
            readings[count] = (
                np.array([kind for kind, _ in found]),
                [list(facts[:, one].T.copy()) for one in range(count)],
            )
        for kinds, worlds in readings.values():
            if len(kinds):
                places = np.full(len(firsts), -1, dtype=np.intp)
                places[kinds] = np.arange(len(kinds))
                of_rows = places.take(which.ravel())
                rows = np.flatnonzero(of_rows >= 0)
                yield Kinds(rows, of_rows[rows], firsts[kinds], [OneReading(one) for one in worlds])


def _keys(columns: Sequence[Numbers], sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    """One number for each row, the same where all of its COLUMNS are, whose numbers are below SIZES."""
    keys, room = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column, size in zip(columns, sizes, strict=True):
        if room * size > _MOST:
            keys = np.unique(keys, return_inverse=True)[1].ravel()
            room = len(keys)
        keys, room = keys * size + column, room * size
    return keys


def _different(readings: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """The facts of all levels in each reading, the first one first; readings of several levels go in step."""
    count = max(map(len, readings))
    in_step = zip(*(one if len(one) == count else one * count for one in readings), strict=True)
    return tuple(dict.fromkeys(in_step))


_MOST: Final = 2**62
