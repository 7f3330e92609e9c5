"""Lists without their outdone lines: whatever the leaves come to, the same line is the first with a verdict."""

from __future__ import annotations

import pickle
from itertools import product
from random import Random

import pytest

from chipgate.readings.columns.formulas import MET, NOT_MET, Arena, Formula
from chipgate.readings.columns.outdone import Outdone
from chipgate.readings.columns.replaced import Replaced

LEAVES = 4


def random_formula(arena: Arena, dice: Random, depth: int) -> Formula:
    if depth == 0 or dice.random() < 0.3:
        return arena.open(0) if dice.random() < 0.15 else arena.leaf(dice.randrange(LEAVES))
    parts = [random_formula(arena, dice, depth - 1) for _ in range(dice.randint(2, 3))]
    joined = (arena.all_of, arena.any_of, lambda found: arena.is_not(found[0]))
    return dice.choice(joined)(parts)


def deciding(arena: Arena, listed: Formula) -> tuple[object, object]:
    """The first line that is met, and the first that is open where none is."""
    lines: list[tuple[object, Formula]] = list(arena.nodes[listed][1])  # type: ignore[call-overload]
    met = next((label for label, one in lines if one == MET), None)
    return met, None if met is not None else next((label for label, _ in lines), None)


@pytest.mark.parametrize("seed", range(150))
def test_the_same_line_decides_whatever_the_leaves_come_to(seed: int) -> None:
    arena, dice = Arena(), Random(seed)
    leaves = [arena.leaf(number) for number in range(LEAVES)]
    whole = arena.listed((label, random_formula(arena, dice, 2)) for label in range(5))
    short = Outdone(arena).listed(whole)
    for found in product((NOT_MET, MET, arena.open(0)), repeat=LEAVES):
        put = Replaced.by(arena, dict(zip(leaves, found, strict=True)))
        assert deciding(arena, put.left_of(short)) == deciding(arena, put.left_of(whole))


def test_a_line_that_asks_for_more_than_an_earlier_one_is_left_out() -> None:
    arena = Arena()
    one, two, three = map(arena.leaf, range(3))
    either = arena.any_of((one, two))
    lines = [(1, either), (2, arena.all_of((one, three))), (3, arena.all_of((either, three))), (4, three), (5, either)]
    assert Outdone(arena).listed(arena.listed(lines)) == arena.listed([(1, either), (4, three)])


def test_what_only_stays_open_is_left_out_before_a_met_line() -> None:
    arena = Arena()
    lines = [(1, arena.open(1)), (2, arena.leaf(1)), (3, MET)]
    assert Outdone(arena).listed(arena.listed(lines)) == arena.listed(lines[1:])


def test_an_arena_that_was_kept_pulls_up_the_same_parts() -> None:
    arena = Arena()
    one, two, three = map(arena.leaf, range(3))
    both = arena.all_of((one, two))
    again: Arena = pickle.loads(pickle.dumps(arena))
    assert again.all_of((both, three)) == arena.all_of((both, three)) == again.all_of((one, two, three))
    assert again.any_of((again.open(1), one, again.open(2))) == again.any_of((one, again.open(3)))
