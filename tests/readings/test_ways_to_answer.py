"""All ways to answer the lines on one fact at once: the verdicts of each, and what is left after each."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus
from chipgate.law.facts import Fact, FactKind, Value
from chipgate.law.provision import Clock
from chipgate.readings.columns.compiling import Compiler, replacement
from chipgate.readings.columns.formulas import MET, NOT_MET, Arena, Formula
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.columns.side_by_side import SideBySide
from chipgate.readings.settle import values_to_try
from chipgate.readings.ways_to_answer import WaysToAnswer
from tests.readings.random_rules import DAY, FACTS, corpora

HEAVY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def compiled(corpus: Corpus) -> tuple[Compiler, list[Formula]]:
    """The provisions of CORPUS as formulas."""
    law, compiler = corpus.on(DAY, Clock.ON_THE_BOOKS), Compiler(Arena(), lambda _name: 0)
    return compiler, [compiler.provision(provision, law) for provision in corpus.provisions]


def splits(compiler: Compiler, formulas: list[Formula]) -> Iterator[tuple[Formula, SideBySide, int]]:
    """For each formula and each of its leaves, the ways to answer the lines on what the leaf asks about."""
    ways = WaysToAnswer(compiler)
    for formula in formulas:
        support = compiler.arena.support[formula]
        for leaf in compiler.arena.leaves_in(support):
            yield formula, *ways.on(leaf, support)


@HEAVY
@given(corpora())
def test_verdicts_side_by_side_are_those_of_each_way_alone(corpus: Corpus) -> None:
    compiler, formulas = compiled(corpus)
    for formula, ways, _ in splits(compiler, formulas):
        met, not_failed = ways.of(formula)
        for place, way in enumerate(ways.ways):
            left = way.left_of(formula)
            assert (left == MET) is bool(met >> place & 1)
            assert (left == NOT_MET) is not bool(not_failed >> place & 1)


@HEAVY
@given(corpora())
def test_what_is_left_is_the_same_whoever_asked_before(corpus: Corpus) -> None:
    """Remainders are shared by all who put in the same; by itself each is worked out without them."""
    compiler, formulas = compiled(corpus)
    for formula, ways, _ in splits(compiler, formulas):
        for way in ways.ways:
            shared = way.left_of(formula)
            compiler.arena.restrictions.clear()
            assert Replaced(compiler.arena, way.mask, way.met, way.others).left_of(formula) == shared


@HEAVY
@given(corpora())
def test_lines_of_another_law_change_no_way_to_answer(corpus: Corpus) -> None:
    """Each provision is expected by itself, as the laws of two days are: what is left after all ways is the same."""
    compiler, formulas = compiled(corpus)
    alone, all_together, support = WaysToAnswer(compiler), WaysToAnswer(compiler), compiler.arena.support
    for formula in formulas:
        alone.expect_together(support[formula])
    for formula in formulas:
        for leaf in compiler.arena.leaves_in(support[formula]):
            found = [_left_after(*ways.on(leaf, support[formula]), formula) for ways in (alone, all_together)]
            assert found[0] == found[1]


def _left_after(ways: SideBySide, bits: int, formula: Formula) -> set[Formula]:
    """What is left of FORMULA after each of the ways that are to be tried."""
    return {way.left_of(formula) for place, way in enumerate(ways.ways) if bits >> place & 1}


@HEAVY
@given(corpora())
def test_no_value_of_a_fact_answers_in_a_way_that_is_not_tried(corpus: Corpus) -> None:
    """But codes: those that are tried are whole lines, and one with fewer digits can leave a scope open."""
    compiler, formulas = compiled(corpus)
    tried: dict[Formula, set[Formula]] = {}
    for formula, ways, bits in splits(compiler, formulas):
        found = tried.setdefault(formula, set())
        found |= _left_after(ways, bits, formula)
    law = corpus.on(DAY, Clock.ON_THE_BOOKS)
    for fact in (one for one in FACTS if one.kind is not FactKind.CODE):
        for value in values_to_try(fact, law) or ():
            for formula in formulas:
                ours = _answered(compiler, formula, fact, value)
                if ours:
                    assert Replaced.by(compiler.arena, ours).left_of(formula) in tried[formula]


def _answered(compiler: Compiler, formula: Formula, fact: Fact, value: Value) -> dict[Formula, Formula]:
    """What the lines of FORMULA on FACT itself, and not on a measure of it, come to with VALUE."""
    asks, leaves = WaysToAnswer(compiler).asks_about, compiler.arena.leaves_in(compiler.arena.support[formula])
    about = [one for one in leaves if asks(one) == fact.name]
    return {one: replacement(compiler.arena, one, compiler.leaves[one], {fact.name: value}) for one in about}


@given(st.integers(0, 2**20), st.integers(0, 2**20))
def test_ways_that_differ_only_elsewhere_are_tried_once(first: int, bits: int) -> None:
    arena = Arena()
    mask = sum(arena.support[arena.leaf(number)] for number in range(20))
    ways = [Replaced(arena, mask, met & mask) for met in (first, first ^ (first >> 3), 0, first)]
    kept = SideBySide(arena, mask, ways).different(bits)
    told = [ways[place].met & bits for place in range(4) if kept >> place & 1]
    assert len(told) == len(set(told)) == len({way.met & bits for way in ways})
