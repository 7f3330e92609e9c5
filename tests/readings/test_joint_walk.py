"""Two diagrams walked at once come to the states to which each comes alone."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus
from chipgate.law.language import at_least, limit
from chipgate.law.provision import Clock, Provision, since
from chipgate.readings.columns import joint_walk
from chipgate.readings.columns.diagram import Diagram
from chipgate.readings.columns.joint_walk import NOT_KNOWN, JointWalk
from chipgate.readings.columns.states import EveryReading, EveryWay
from chipgate.readings.completions import Completions
from tests.readings.random_rules import DAY, NUMBERS, corpora
from tests.readings.random_tables import random_rows
from tests.readings.test_columns_agree import amounts_for
from tests.readings.test_diagrams_agree import BITS, HEAVY, Tables, told


class Walked:
    """Rows with the states that two diagrams and their joint walk give them."""

    def __init__(self, corpus: Corpus, seed: int) -> None:
        law, rows = corpus.on(DAY, Clock.ON_THE_BOOKS), random_rows(seed, 120, 0.2, amounts_for(corpus))
        self.tables = Tables(corpus, rows)
        compiler, groups = self.tables.compiler, self.tables.groups
        one, other = rows[0], rows[1]
        groups[0].value([one, other])  # a value with two readings, which some rows have
        self.tables.values[0][::7] = len(groups[0].values) - 1
        formulas = tuple(compiler.provision(provision, law) for provision in corpus.provisions)
        self.first: Diagram = EveryReading(compiler, groups, 0, BITS)
        self.second: Diagram = EveryWay(compiler, groups, 0, Completions(compiler, told))
        self.starts = self.first.start(formulas), self.second.start(formulas[-1:])
        self.joint = JointWalk(self.first, self.second)

    def alone(self, diagram: Diagram, start: int, rows: slice) -> list[int]:
        """The final states of a diagram walked by itself."""
        states = np.full(len(self.tables.values[0][rows]), start, dtype=np.int32)
        for level, values in enumerate(self.tables.values):
            states = diagram.step(level, states, values[rows])
        return states.tolist()

    def together(self, rows: slice) -> list[joint_walk.Joint]:
        """The final states of both, by the joint walk."""
        found = self.joint.after(*self._asked(rows))
        return [self.finals()[number] for number in found.tolist()]

    def look_up_again(self, rows: slice) -> None:
        """What was not asked for on the way of ROWS is filled in."""
        self.joint.look_up_again(*self._asked(rows))

    def _asked(self, rows: slice) -> tuple[joint_walk.Numbers, joint_walk.OfValues]:
        starts = np.full(len(self.tables.values[0][rows]), self.joint.start(*self.starts), dtype=np.int32)
        values = self.tables.values
        return starts, lambda level, entries: entries.take(values[level][rows])

    def finals(self) -> list[joint_walk.Joint]:
        """The joint states after the last group, by number."""
        return [
            joint_walk.Joint(*(part.item() for part in one)) for one in zip(*self.joint.finals.after(0), strict=True)
        ]


@HEAVY
@given(corpora(), st.integers(0, 10**6), st.sampled_from((1, 20, 512)))
def test_a_joint_walk_agrees_with_each_diagram(corpus: Corpus, seed: int, most_together: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joint_walk, "MOST_TOGETHER", most_together)
        walked = Walked(corpus, seed)
    half, every = slice(0, 60), slice(None)
    found = walked.together(half)
    assert [one.first for one in found] == walked.alone(walked.first, walked.starts[0], half)
    assert {one.second for one in found} == {NOT_KNOWN}  # nobody asked for the second diagram so far
    ways = walked.alone(walked.second, walked.starts[1], every)
    walked.look_up_again(half)
    found = walked.together(every)
    assert [one.first for one in found] == walked.alone(walked.first, walked.starts[0], every)
    assert [one.second for one in found] == ways


@HEAVY
@given(corpora(), st.integers(0, 10**6))
def test_what_was_looked_up_again_is_not_filled_once_more(corpus: Corpus, seed: int) -> None:
    """Neither for the rows that needed it, nor for those that they met on the way."""
    walked = Walked(corpus, seed)
    some, every = slice(0, 10), slice(None)
    before = walked.together(every)
    ways = walked.alone(walked.second, walked.starts[1], some)
    walked.look_up_again(some)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JointWalk, "_fill", lambda *_: pytest.fail("it was looked up before"))
        assert [one.second for one in walked.together(some)] == ways
    after = walked.together(every)
    assert [one.first for one in after] == [one.first for one in before]


@HEAVY
@given(corpora(), st.integers(0, 10**6))
def test_rows_with_several_readings_are_told_apart_where_that_can_bear_on_them(corpus: Corpus, seed: int) -> None:
    walked = Walked(corpus, seed)
    several = [len(walked.tables.groups[0].values[value].readings) > 1 for value in walked.tables.values[0]]
    tells = any(diagram.tells_apart(0) for diagram in (walked.first, walked.second))
    found = [one.has_several for one in walked.together(slice(None))]
    assert found == (several if tells else [False] * len(found))


@HEAVY
@given(corpora(), st.integers(0, 10**6))
def test_values_that_come_later_are_walked_as_well(corpus: Corpus, seed: int) -> None:
    """Classes grow with the values of a group: the tables begin anew, and numbers of finals stay what they were."""
    walked = Walked(corpus, seed)
    walked.together(slice(None))
    before = walked.finals()
    group, law_rows = walked.tables.groups[-1], random_rows(seed + 1, 120, 0.2, amounts_for(corpus))
    walked.tables.values[-1] = np.array([group.value([row]) for row in law_rows], dtype=np.int32)
    found = walked.together(slice(None))
    assert [one.first for one in found] == walked.alone(walked.first, walked.starts[0], slice(None))
    assert walked.finals()[: len(before)] == before


@HEAVY
@given(corpora(), st.integers(0, 10**6))
def test_a_walk_that_was_kept_goes_on_where_it_was(corpus: Corpus, seed: int) -> None:
    walked = Walked(corpus, seed)
    found = walked.together(slice(0, 60))
    diagrams = walked.joint._diagrams
    state = pickle.loads(pickle.dumps({**walked.joint.__dict__, "_diagrams": (), "_classes": []}))
    walked.joint.__dict__.update(state | {"_diagrams": diagrams, "_classes": walked.joint._classes})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JointWalk, "_fill", lambda *_: pytest.fail("it was looked up before"))
        assert walked.together(slice(0, 60)) == found
    walked.alone(walked.second, walked.starts[1], slice(None))
    walked.look_up_again(slice(0, 60))
    every = walked.together(slice(None))
    assert [one.first for one in every] == walked.alone(walked.first, walked.starts[0], slice(None))
    assert [one.second for one in every] == walked.alone(walked.second, walked.starts[1], slice(None))


def a_law(bound: int) -> Walked:
    test = at_least(NUMBERS[0], limit("a#number", bound))
    return Walked(Corpus((Provision("a", "a", "cite", since(2020, 1, 1), test),)), 1)


def test_diagrams_of_two_laws_or_of_other_values_are_not_walked_together() -> None:
    """A number is another line, or another value, in each: what one has learned would be looked up for the other."""
    one, other = a_law(4800), a_law(10_000)
    with pytest.raises(ValueError, match="two laws"):
        JointWalk(one.first, other.second)
    compiler, groups = one.tables.compiler, one.tables.groups
    regrouped = EveryWay(compiler, other.tables.groups, 0, Completions(compiler, told))
    with pytest.raises(ValueError, match="other groups"):
        JointWalk(one.first, regrouped)
    shorter = EveryWay(compiler, groups[:-1], 0, Completions(compiler, told))
    with pytest.raises(ValueError, match="other groups"):
        JointWalk(one.first, shorter)


def test_a_walk_that_was_kept_serves_the_diagrams_that_it_was_made_of_alone() -> None:
    one, other = a_law(4800), a_law(10_000)
    one.joint.must_be_of(one.first, one.second)
    for diagrams in ((one.first, other.second), (other.first, one.second), (other.first, other.second)):
        with pytest.raises(ValueError, match="other diagrams"):
            one.joint.must_be_of(*diagrams)
