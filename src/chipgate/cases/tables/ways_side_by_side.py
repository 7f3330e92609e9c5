"""What open rows can still come to, found for many rows at once: every way in which each can go on is a bit.

Rows that lack the same facts go on in the same ways. First a few values of each fact are tried; where these bring
every outcome that Kleene's logic leaves possible, all is known. For other rows all values are tried together, where
they are few. Rows with many ways, and those with a line that no fact settles, are searched by completions, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from functools import reduce
from math import prod
from operator import or_
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from chipgate.cases.questions import EXCEPTION, LICENCE, NO_LICENCE
from chipgate.cases.tables.rows_of_a_period import OneReading
from chipgate.readings.columns.collections_paused import without_collections
from chipgate.readings.columns.rows_side_by_side import RowsSideBySide, flags_of
from chipgate.readings.columns.side_by_side import Verdicts
from chipgate.readings.columns.verdicts_of_facts import OnFacts

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.open_outcomes import OpenOutcomes
    from chipgate.cases.tables.rows_of_a_period import Facts
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.readings.columns.diagram import Vector
    from chipgate.readings.columns.formulas import Formula
    from chipgate.readings.columns.replaced import Replaced

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]
    Sets = npt.NDArray[np.uint8]

FEW_WAYS: Final = (16,)
"""So many ways are tried first, and then so many of rows of which not all is known."""

MOST_WAYS: Final = 64
"""A row that can go on in more ways, and of which not all is known, is searched by itself."""

MOST_AT_ONCE: Final = 1 << 18
"""So many ways of rows are judged side by side."""

_MOST_THINGS: Final = 60

_STEPS: Final = np.sqrt(np.array((2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37))) % 1
"""From one try to the next, each thing goes on by another part of its ways, so that tries are spread over them all."""

_OUTCOMES: Final = (NO_LICENCE, EXCEPTION, LICENCE)
SETS: Final = tuple(frozenset(one for place, one in enumerate(_OUTCOMES) if bits >> place & 1) for bits in range(8))
"""Sets of outcomes by number: a bit for each outcome."""


class Bounds(NamedTuple):
    """Sets of outcomes for rows: those that are sure to be possible, and those that may be."""

    least: Sets
    most: Sets


OpenKinds = Sequence[OneReading]
"""The readings of open kinds of rows, equally many of each."""


class Thing:
    """A fact or measure that the lines with BITS ask about, and the different WAYS to answer them."""

    def __init__(self, bits: int, ways: Sequence[Replaced], level: int | None) -> None:
        self.bits, self.level = bits, level
        self.ways = list(_telling_first(ways, bits))
        self._on_ways: dict[int, OnFacts] = {}

    def on_ways(self, bit: int) -> OnFacts:
        """What the line with BIT comes to in each way."""
        found = self._on_ways.get(bit)
        if found is None:
            met, unknown = (
                np.array([bool(bits & bit) for bits in told], dtype=bool)
                for told in ([way.met for way in self.ways], [way.other_bits for way in self.ways])
            )
            found = self._on_ways[bit] = OnFacts(met, unknown, unknown, bool(unknown.any()))
        return found


def _telling_first(ways: Sequence[Replaced], bits: int) -> Iterator[Replaced]:
    """WAYS in the order in which they answer most lines otherwise than those before have done."""
    waiting, met, not_met = list(ways), 0, 0
    while waiting:
        new = [(way.met & ~met).bit_count() + (bits & ~way.met & ~not_met).bit_count() for way in waiting]
        if not max(new):
            yield from waiting
            return
        way = waiting.pop(new.index(max(new)))
        met, not_met = met | way.met & bits, not_met | bits & ~way.met
        yield way


class Tries:
    """Rows that are tried in several ways each: those of one row beside each other, and in whole bytes."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = plans
        self.rows = np.concatenate([one.rows for one in plans])
        self.bytes_of_rows = np.repeat([one.bytes for one in plans], [len(one.rows) for one in plans])
        self._row_of_bytes = np.repeat(self.rows, self.bytes_of_rows)
        self._ends = np.cumsum([len(one.rows) * one.bytes for one in plans]).tolist()
        self.count = 8 * len(self._row_of_bytes)
        self.answer_all = all(one.answers_all for one in plans)
        """Whether nothing stays unknown but what some way to answer leaves in doubt."""

    def places(self, thing: Thing, world: OneReading) -> Rows:
        """For each byte, the place among all facts of that what the row says of THING."""
        if thing.level is None:
            return np.zeros(len(self._row_of_bytes), dtype=np.intp)
        return world.facts[thing.level].take(self._row_of_bytes)

    def bits(self, place: int, on_facts: Flags, on_ways: Flags, places: Rows) -> int:
        """A bit for each try, of a line on the thing at PLACE: by what it comes to on facts, or in ways to answer."""
        found = (on_facts.view(np.uint8) * np.uint8(255)).take(places)
        for plan, end in zip(self.plans, self._ends, strict=True):
            if place in plan.answered:
                one_row = np.packbits(on_ways.take(plan.answered[place]), bitorder="little")
                found[end - len(plan.rows) * plan.bytes : end].reshape(-1, plan.bytes)[:] = one_row
        return int.from_bytes(found.tobytes(), "little")

    def any_of(self, found: Sets) -> Sets:
        """For each row, all that was FOUND in its ways."""
        starts = 8 * (np.cumsum(self.bytes_of_rows) - self.bytes_of_rows)
        return np.asarray(np.bitwise_or.reduceat(found, starts))


class WaysSideBySide:
    """Tells for open rows of JUDGE which outcomes are left."""

    def __init__(self, judge: TableJudge, facts: Facts) -> None:
        self._outcomes, self._facts = judge.open_outcomes, facts
        self._searches: dict[Vector, OutcomesTried] = {}

    def left(self, vector: Vector, kinds: Sequence[OpenKinds]) -> list[Numbers]:
        """For each row of all KINDS, the number of the outcomes that are left of it by VECTOR."""
        if vector not in self._searches:
            self._searches[vector] = OutcomesTried(vector, self._facts, self._outcomes)
        readings = [world for one in kinds for world in one]
        sets = self._sets_of(vector, OneReading.joined(readings))
        numbers, start = np.array([self._outcomes.narrowing_to(one) for one in SETS], dtype=np.int32), 0
        found: list[Numbers] = []
        for one in kinds:
            end = start + sum(world.height for world in one)
            left: Sets = np.bitwise_or.reduce(sets[start:end].reshape(len(one), -1), axis=0)
            found.append(numbers.take(left))
            start = end
        return found

    def _sets_of(self, vector: Vector, world: OneReading) -> Sets:
        """The outcomes that are left of each row of WORLD."""
        least, most = bounds_of(self._searches[vector], world)
        rows = np.flatnonzero(least != most)
        with without_collections():
            for row in rows.tolist():
                possible = self._outcomes.possible_on(vector, [int(facts[row]) for facts in world.facts])
                most[row] = sum(1 << place for place, one in enumerate(_OUTCOMES) if one in possible)
        return most


class OutcomesTried:
    """What rows come to by VECTOR, the licence and the exceptions, in ways to answer what they lack."""

    def __init__(self, vector: Vector, facts: Facts, outcomes: OpenOutcomes) -> None:
        self._vector, self.facts = vector, facts
        self.things = list(_things(reduce(or_, map(facts.arena.support.__getitem__, vector)), facts, outcomes))
        self._place_of = {
            leaf: place for place, thing in enumerate(self.things) for leaf in facts.arena.leaves_in(thing.bits)
        }

    def tried(self, world: OneReading, tries: Tries) -> Bounds:
        """What is sure, and what may be, of each row of WORLD in its TRIES."""
        places: dict[int, Rows] = {}

        def verdicts_of(leaf: Formula) -> Verdicts:
            place = self._place_of[leaf]
            thing = self.things[place]
            if place not in places:
                places[place] = tries.places(thing, world)
            on_facts = _UNKNOWN if thing.level is None else self.facts.verdicts[thing.level].of(leaf)
            on_ways = thing.on_ways(self.facts.arena.support[leaf])
            met = tries.bits(place, on_facts.met, on_ways.met, places[place])
            if not (on_ways.has_unknown if tries.answer_all else on_facts.has_unknown):
                return Verdicts(met, met)
            return Verdicts(met, met | tries.bits(place, on_facts.unknown, on_ways.unknown, places[place]))

        sides = RowsSideBySide(self.facts.arena, tries.count, verdicts_of)
        licence, exception = map(sides.of, self._vector)
        whole, needed = sides.every, licence.met
        least = (whole & ~licence.not_failed, needed & exception.met, needed & ~exception.not_failed)
        most = (whole & ~needed, licence.not_failed & exception.not_failed, licence.not_failed & ~exception.met)
        return Bounds(*(tries.any_of(_sets(one, tries.count)) for one in (least, most)))

    def lacking(self, world: OneReading) -> tuple[npt.NDArray[np.int64], Flags]:
        """For each row, the things that it lacks, as bits; and whether a line is in doubt that no fact settles."""
        lacking = np.zeros(world.height, dtype=np.int64)
        in_doubt = np.full(world.height, len(self.things) > _MOST_THINGS)
        for place, thing in enumerate(self.things[:_MOST_THINGS]):
            if thing.level is None:
                lacking |= np.int64(1 << place)
                continue
            on_facts = map(self.facts.verdicts[thing.level].of, self.facts.arena.leaves_in(thing.bits))
            told = [one for one in on_facts if one.has_unknown]
            if told:
                of_rows = world.facts[thing.level]
                lacking |= reduce(or_, (one.unknown for one in told)).take(of_rows).astype(np.int64) << place
                in_doubt |= reduce(or_, (one.in_doubt for one in told)).take(of_rows)
        return lacking, in_doubt


_UNKNOWN: Final = OnFacts(np.zeros(1, dtype=bool), np.ones(1, dtype=bool), np.zeros(1, dtype=bool), True)
"""A line that no column decides."""


def _things(support: int, facts: Facts, outcomes: OpenOutcomes) -> Iterator[Thing]:
    """The facts and measures that the lines in SUPPORT ask about."""
    while support:
        leaf = next(facts.arena.leaves_in(support & -support))
        ways, ours = outcomes.ways_to_answer(leaf, support)
        yield Thing(ours, list(_different(ways, ours)), facts.level_of(leaf))
        support &= ~ours


def _different(ways: Sequence[Replaced], bits: int) -> Iterator[Replaced]:
    """WAYS, without those that do with the lines in BITS what an earlier one does."""
    seen = set[tuple[int, int]]()
    for way in ways:
        if (answer := (way.met & bits, way.other_bits & bits)) not in seen:
            seen.add(answer)
            yield way


def bounds_of(search: OutcomesTried, world: OneReading) -> Bounds:
    """What is sure to be possible of each row of WORLD, and what may be."""
    found = Bounds(np.zeros(world.height, dtype=np.uint8), np.full(world.height, 7, dtype=np.uint8))
    counts = [len(thing.ways) for thing in search.things]
    lacking, in_doubt = search.lacking(world)
    for most in (1, *FEW_WAYS, MOST_WAYS):
        rows = np.flatnonzero((found.least != found.most) & ~(in_doubt & (most > 1)))
        kinds = [(lacks, rows[lacking[rows] == lacks]) for lacks in set(lacking[rows].tolist())]
        plans = [Plan(lacks, counts, most, alike) for lacks, alike in kinds]
        for together in _together([one for one in plans if one.is_every or most < MOST_WAYS]):
            _try(search, world, together, found)
    return found


class Plan:
    """Ways to answer the things that ROWS lack, at most so many together: ``answered`` has those of each thing.

    The last stands several times, so that the ways of a row fill whole bytes.
    """

    def __init__(self, lacks: int, counts: Sequence[int], most: int, rows: Rows) -> None:
        self.rows = rows
        every = {place: count for place, count in enumerate(counts) if lacks >> place & 1}
        count = prod(every.values())
        self.is_every = count <= most
        """Whether there are no other ways, so that it is known what may be."""
        count = min(count, most)
        self.bytes = (count + 7) // 8
        numbers = np.minimum(np.arange(8 * self.bytes), count - 1)
        self.answers_all = most > 1
        self.answered: dict[int, Rows] = {}
        for at, (place, ways) in enumerate(every.items()):
            if self.is_every:
                self.answered[place], numbers = numbers % ways, numbers // ways
            else:
                self.answered[place] = (numbers * _STEPS[at % len(_STEPS)] % 1 * ways).astype(np.intp)

    def parts(self) -> Iterator[Plan]:
        """The same for some of the rows after the other, as many as can be tried at once."""
        step = max(1, MOST_AT_ONCE // (8 * self.bytes))
        for start in range(0, len(self.rows), step):
            part = copy(self)
            part.rows = self.rows[start : start + step]
            yield part

    @property
    def size(self) -> int:
        """How many ways there are for all rows."""
        return len(self.rows) * self.bytes * 8


def _together(plans: Sequence[Plan]) -> Iterator[list[Plan]]:
    """Parts of PLANS that are tried at once."""
    found, size = list[Plan](), 0
    for part in (part for one in plans for part in one.parts()):
        if found and size + part.size > MOST_AT_ONCE:
            yield found
            found, size = [], 0
        found.append(part)
        size += part.size
    if found:
        yield found


def _try(search: OutcomesTried, world: OneReading, plans: Sequence[Plan], found: Bounds) -> None:
    """Narrow what was FOUND of the rows of PLANS."""
    tries = Tries(plans)
    tried = search.tried(world, tries)
    found.least[tries.rows] |= tried.least
    is_every = np.repeat([one.is_every for one in plans], [len(one.rows) for one in plans])
    found.most[tries.rows[is_every]] &= tried.most[is_every]


def _sets(outcomes: Sequence[int], count: int) -> Sets:
    """The sets of outcomes of COUNT rows; OUTCOMES have the rows of each outcome as bits."""
    found = np.zeros(count, dtype=np.uint8)
    for place, bits in enumerate(outcomes):
        found |= flags_of(bits, count).view(np.uint8) << np.uint8(place)
    return found
