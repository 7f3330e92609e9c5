"""What open rows can still come to, found for many rows at once: every way in which each can go on is a bit.

Rows that lack the same facts go on in the same ways. Some values of each fact are tried, which mostly bring every
outcome that is left; all values of some of the facts, with the others unknown, say that there are no more. Where both
meet, all is known. Other rows, and those with a line that no fact settles, are searched by completions, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from chipgate.cases.questions import EXCEPTION, LICENCE, NO_LICENCE
from chipgate.cases.tables.rows_of_a_period import OneReading
from chipgate.cases.tables.ways_tried import STEPS, Tries, TriesOfThing, together
from chipgate.readings.columns.collections_paused import without_collections
from chipgate.readings.columns.rows_side_by_side import RowsSoFar, flags_of
from chipgate.readings.columns.side_by_side import Verdicts
from chipgate.readings.columns.verdicts_of_facts import OnFacts

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.open_outcomes import OpenOutcomes
    from chipgate.cases.tables.rows_of_a_period import Facts
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.cases.tables.ways_tried import Plan
    from chipgate.readings.columns.diagram import Vector
    from chipgate.readings.columns.formulas import Formula
    from chipgate.readings.columns.replaced import Replaced

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]
    Sets = npt.NDArray[np.uint8]

_MOST_THINGS: Final = 60

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
        of_things: dict[int, TriesOfThing] = {}

        def verdicts_of(leaf: Formula) -> Verdicts:
            place = self._place_of[leaf]
            thing = self.things[place]
            if place not in of_things:
                of_things[place] = TriesOfThing(tries, place, _facts_of(thing, world))
            of_thing = of_things[place]
            on_facts = _UNKNOWN if thing.level is None else self.facts.verdicts[thing.level].of(leaf)
            on_ways = thing.on_ways(self.facts.arena.support[leaf])
            met = of_thing.bits(on_facts.met, on_ways.met)
            if not (on_ways.has_unknown if tries.answer_all else on_facts.has_unknown):
                return Verdicts(met, met)
            return Verdicts(met, met | of_thing.bits(on_facts.unknown, on_ways.unknown))

        sides = RowsSoFar(self.facts.arena, tries.count, verdicts_of)
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


def _facts_of(thing: Thing, world: OneReading) -> Rows:
    """For each row of WORLD, the place among all facts of that what it says of THING."""
    return np.zeros(world.height, dtype=np.intp) if thing.level is None else world.facts[thing.level]


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
    for plans_of in STEPS:
        rows = np.flatnonzero((found.least != found.most) & ~in_doubt)
        kinds = [(lacks, rows[lacking[rows] == lacks]) for lacks in np.unique(lacking[rows]).tolist()]
        every = ({place: count for place, count in enumerate(counts) if lacks >> place & 1} for lacks, _ in kinds)
        plans = [plan for of, (_, alike) in zip(every, kinds, strict=True) for plan in plans_of(of, alike)]
        for part in together(plans):
            _try(search, world, part, found)
    return found


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
