"""The readings of kinds of rows: a row for each reading of disputed figures that some line tells apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chipgate.cases.tables.lines_of_levels import OPEN
from chipgate.readings.columns.pairs import Pairs

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.kinds_of_rows import Classes, KindsOfRows
    from chipgate.cases.tables.lines_of_levels import Verdicts
    from chipgate.readings.columns.diagram import Group

    Numbers = npt.NDArray[np.int32]
    Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Readings:
    """Kinds with their readings one below the other, those of one kind together, the first reading first.

    FACTS has for some levels the number of the set of facts of each reading; FIRSTS where each kind begins.
    """

    facts: Mapping[int, Numbers]
    firsts: Places
    counts: Places

    @classmethod
    def of(
        cls, kinds: KindsOfRows, groups: Mapping[int, Group], periods: Numbers, values: Mapping[int, Numbers]
    ) -> Readings:
        """The readings of kinds with these PERIODS and VALUES of the levels of GROUPS.

        A kind has one reading where no line tells its readings apart, else all, each in its place.
        """
        facts = {level: _first_readings(group).take(values[level]) for level, group in groups.items()}
        apart = [level for level, group in groups.items() if any(len(one.readings) > 1 for one in group.values)]
        if not apart:
            return cls.alone(facts, len(periods))
        distinct, which = _distinct_keys([periods, *(values[level] for level in apart)])
        told = [
            _told_apart([kinds.classes(level, period) for level in apart], _readings_of(groups, apart, key))
            for period, *key in distinct
        ]
        counts = np.array([len(one) for one in told], dtype=np.intp).take(which)
        firsts = np.cumsum(counts) - counts
        of_kind = np.repeat(np.arange(len(periods)), counts)
        every = np.array([reading for one in told for reading in one], dtype=np.int32).reshape(-1, len(apart))
        begins = np.cumsum([0, *map(len, told)])[which]
        places = begins.take(of_kind) + np.arange(len(of_kind)) - firsts.take(of_kind)
        facts = {level: one.take(of_kind) for level, one in facts.items()}
        return cls(facts | {level: every[places, number] for number, level in enumerate(apart)}, firsts, counts)

    @classmethod
    def alone(cls, facts: Mapping[int, Numbers], count: int) -> Readings:
        """Those of COUNT kinds that have one each."""
        return cls(facts, np.arange(count), np.ones(count, dtype=np.intp))

    def among(self, kinds: Places) -> Readings:
        """Those of some of the kinds."""
        counts, places = self.counts.take(kinds), self.among_places(kinds)
        facts = {level: one.take(places) for level, one in self.facts.items()}
        return Readings(facts, np.cumsum(counts) - counts, counts)

    def agreed(self, verdicts: Verdicts) -> Verdicts:
        """For each kind the verdicts that its readings agree on, OPEN where they differ; of a row for each reading."""
        found = verdicts[self.firsts]
        several = np.flatnonzero(self.counts > 1)
        if len(several):
            apart = verdicts[self.among_places(several)]
            counts = self.counts.take(several)
            starts = np.cumsum(counts) - counts
            least, most = np.minimum.reduceat(apart, starts), np.maximum.reduceat(apart, starts)
            found[several] = np.where(least == most, least, OPEN)
        return found

    def among_places(self, kinds: Places) -> Places:
        """Where the readings of some kinds stand."""
        counts = self.counts.take(kinds)
        begins = self.firsts.take(kinds) - (np.cumsum(counts) - counts)
        return np.repeat(begins, counts) + np.arange(int(counts.sum()))


def _first_readings(group: Group) -> Numbers:
    return np.array([one.readings[0] for one in group.values], dtype=np.int32)


def _distinct_keys(columns: Sequence[Numbers]) -> tuple[list[list[int]], Numbers]:
    """The different rows of some columns of numbers from zero on, and for each row which of them it is."""
    which, keys = columns[0], [[one] for one in range(int(columns[0].max(initial=-1)) + 1)]
    assert which.min(initial=0) >= 0, "rows without a day are of no kind"
    for column in columns[1:]:
        pairs = Pairs()
        which = pairs.encode(which, column)
        keys = [[*keys[first], second] for first, second in zip(pairs.first, pairs.second, strict=True)]
    return keys, which


def _readings_of(groups: Mapping[int, Group], apart: Sequence[int], values: Sequence[int]) -> list[tuple[int, ...]]:
    return [groups[level].values[value].readings for level, value in zip(apart, values, strict=True)]


def _told_apart(classes: Sequence[Classes], told: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The sets of facts in each reading; of the first alone where all are of the same CLASSES.

    The value that stands for a class may have more readings than that of another level, none of them told apart.
    """
    if max(map(len, told)) == 1:
        return [tuple(one for (one,) in told)]
    kinds = [one.of_readings(readings) for one, readings in zip(classes, told, strict=True)]
    apart = [one[:1] if len(set(of)) == 1 else one for of, one in zip(kinds, told, strict=True)]
    count = max(map(len, apart))
    return list(zip(*(one if len(one) == count else one * count for one in apart), strict=True))
