"""What stands in the way at an optimum, and what each is worth: the optimum again with one limit or range moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from chipgate.errors import ChipgateError
from chipgate.law.facts import Value
from chipgate.law.provision import Provision
from chipgate.readings.solve.facts_of_a_world import Free
from chipgate.readings.solve.lines import Line, lines_in_reach
from chipgate.readings.solve.optimum import Best, Question, solved
from chipgate.readings.verdict import measured
from chipgate.units import Exact, whole

MOVED: Final = Fraction(1, 100)
"""By which share a limit, or the end of a range, is moved to see what it is worth."""

NUDGE: Final = 10
"""By how much a fixed number is moved, in its unit: ten more mm2."""

_NEAR: Final = Fraction(1, 10**5)


@dataclass(frozen=True, slots=True)
class Binding:
    """Something that keeps the optimum where it is.

    ``name`` is that of a limit, or of a fact where ``provision`` is None; ``moved_by`` says by how much it was moved,
    ``worth`` what the optimum gains by it; None where it then has no upper end, or nothing is allowed.
    """

    name: str
    provision: Provision | None
    label: str
    moved_by: Exact
    worth: Exact | None


def binding(found: Best) -> tuple[Binding, ...]:
    """The limits and ranges that keep FOUND from being higher, each with its worth; the worthiest first."""
    told = [*_limits(found), *_ranges(found), *_fixed_numbers(found)]
    return tuple(sorted(told, key=lambda one: (one.provision is None, -(one.worth or 0))))


def _limits(found: Best) -> Iterator[Binding]:
    """The limits beside the optimum that let it rise, or fall, once they are moved."""
    seen = set[str]()
    for line in lines_in_reach(found.question.law, found.question.goal):
        bound = _bound(found.question, line)
        if line.compared.limit.name in seen or not _is_near(line, bound, found.facts):
            continue
        seen.add(line.compared.limit.name)
        moved = whole(bound * MOVED * line.eases)
        limits = {**found.question.limits, line.compared.limit.name: whole(bound + moved)}
        worth = _gain(found, replace(found.question, limits=limits))
        if worth != 0:
            yield Binding(line.compared.limit.name, line.provision, line.label, moved, worth)


def _bound(question: Question, line: Line) -> Exact:
    return question.limits.get(line.compared.limit.name, line.compared.limit.value)


def _is_near(line: Line, bound: Exact, facts: Mapping[str, Value]) -> bool:
    value = measured(line.compared.measure, facts)
    return value is not None and _is_at(value, bound)


def _ranges(found: Best) -> Iterator[Binding]:
    """The upper ends of free numbers at which the optimum stands."""
    for name, role in found.question.roles.items():
        if isinstance(role, Free) and role.high is not None and _is_at(found.facts[name], role.high):
            moved = 1 if role.whole else whole(role.high * MOVED)
            roles = {**found.question.roles, name: replace(role, high=whole(role.high + moved))}
            worth = _gain(found, replace(found.question, roles=roles))
            if worth:
                yield Binding(name, None, "", moved, worth)


def _is_at(value: Value, end: Exact) -> bool:
    if not isinstance(value, int | Fraction):
        return False
    return abs(Fraction(value) - end) <= _NEAR * max(Fraction(1), abs(Fraction(end)))


def _fixed_numbers(found: Best) -> Iterator[Binding]:
    """The fixed numbers, like the area of a die, of which more would let the optimum rise or fall."""
    for name, value in found.question.fixed.items():
        if isinstance(value, int | Fraction) and not isinstance(value, bool) and value >= NUDGE:
            worth = _gain(found, replace(found.question, fixed={**found.question.fixed, name: whole(value + NUDGE)}))
            if worth:
                yield Binding(name, None, "", NUDGE, worth)


def _gain(found: Best, question: Question) -> Exact | None:
    """How much higher the optimum of QUESTION is than FOUND."""
    try:
        other = solved(question)
    except ChipgateError:
        return None
    return None if other.bound is None or found.bound is None else whole(other.bound - found.bound)
