"""What facts can be together, stated once: a chip with a TPP and an area has a density, and so on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never

from chipgate.readings.solve.facts_of_a_world import World
from chipgate.readings.solve.logic import Truth, number_term, z3
from chipgate.units import Exact


@dataclass(frozen=True, slots=True)
class AboveZeroTogether:
    """Numbers of which either all are above zero or none is, like a TPP and the density that follows from it."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddsUp:
    """A number that is the sum of others."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AtMost:
    """A number with an upper end, like a share."""

    name: str
    most: Exact


Reality = tuple[AboveZeroTogether | AddsUp | AtMost, ...]


def holds_in(reality: Reality, world: World) -> Iterator[Truth]:
    """What REALITY says about the numbers of WORLD; those that no text has asked for are left alone."""
    for one in reality:
        match one:
            case AboveZeroTogether(names):
                asked = [world.number(name) > 0 for name in names if name in world.terms]
                yield from (first == second for first, second in pairwise(asked))
            case AddsUp(total, parts):
                if total in world.terms and all(name in world.terms for name in parts):
                    yield world.number(total) == z3().Sum(*(world.number(name) for name in parts))
            case AtMost(name, most):
                if name in world.terms:
                    yield world.number(name) <= number_term(most)
            case _ as never:
                assert_never(never)


def given(world: World, reality: Reality) -> list[Truth]:
    """What holds in WORLD whatever is asked."""
    return [*holds_in(reality, world), *(one for _, one in world.domain)]
