"""Completions: what a case comes to for every value that its missing facts could still take.

Kleene's logic is sound and leaves some determined cases open (a fact that both of its values answer alike). Trying
one value for each side of every limit settles those; a search that would be too long leaves the case open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from math import prod
from typing import TypeVar

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value
from chipgate.law.language import Compared, Condition, OneOf, Within
from chipgate.law.walking import facts_of_measure, walk
from chipgate.readings.verdict import Facts
from chipgate.units import Exact, whole

T = TypeVar("T")

LONGEST_SEARCH = 400
"""More completions than this are not tried."""


@lru_cache(maxsize=4096)
def values_to_try(fact: Fact, law: LawOnDay) -> tuple[Value, ...] | None:
    """One value of FACT for each side of everything that any provision holds it against; None where it is tied up.

    A number that a rule adds to another number has no limits of its own, and is not tried.
    """
    match fact.kind:
        case FactKind.FLAG:
            return (False, True)
        case FactKind.CHOICE:
            return fact.choices
        case FactKind.NUMBER:
            bounds = _bounds(fact, law)
            return None if bounds is None else (*_between(bounds), NOT_APPLICABLE)
        case FactKind.COUNTRY:
            return _countries(fact, law)


def _conditions(law: LawOnDay) -> Iterator[Condition]:
    for provision in law.provisions.values():
        yield from walk(provision.when)
        if provision.subject is not None:
            yield from walk(provision.subject)


def _bounds(fact: Fact, law: LawOnDay) -> list[Exact] | None:
    found: set[Exact] = {0}
    for node in _conditions(law):
        if isinstance(node, Compared) and fact in facts_of_measure(node.measure):
            if node.measure != fact:
                return None
            found.add(node.limit.value)
    return sorted(found)


def _between(bounds: Sequence[Exact]) -> Iterator[Exact]:
    for lower, upper in pairwise(bounds):
        yield lower
        yield whole(Fraction(lower + upper) / 2)
    yield bounds[-1]
    yield bounds[-1] + 1


@lru_cache(maxsize=512)
def _countries(fact: Fact, law: LawOnDay) -> tuple[Value, ...]:
    """A country for each combination of memberships, in few groups first, and every country that a rule names.

    A country that is named stands for itself alone: its neighbours in every group may be answered otherwise.
    """
    lists = (node.values for node in _conditions(law) if isinstance(node, OneOf) and node.fact == fact)
    named = frozenset[str]().union(*lists)
    groups = sorted({group for node in _conditions(law) if isinstance(node, Within) for group in node.groups})
    tables = [law.membership((group,)) for group in groups]
    by_membership: dict[tuple[int, ...], str] = {}
    for place in sorted(law.groups.known() - named):
        signature = tuple(3 if place in table[0] else 1 if place in table[1] else 0 for table in tables)
        by_membership.setdefault(signature, place)
    by_weight = [place for _, place in sorted((sum(signature), place) for signature, place in by_membership.items())]
    return (*by_weight[:1], *sorted(named), *by_weight[1:], NOT_APPLICABLE)


def settled(facts: Facts, missing: Sequence[Fact], law: LawOnDay, decide: Callable[[Facts], T]) -> frozenset[T] | None:
    """Every answer that DECIDE gives over the completions of FACTS in MISSING.

    None where two quick completions already differ (then nothing is settled) or where the search is too long.
    """
    quick = {decide({**facts, **completion}) for completion in _extremes(missing, law)}
    if len(quick) > 1:
        return None
    options = [values_to_try(fact, law) for fact in missing]
    known = [values for values in options if values is not None]
    if len(known) < len(options) or prod(map(len, known)) > LONGEST_SEARCH:
        return None
    names = [fact.name for fact in missing]
    return frozenset(decide({**facts, **dict(zip(names, values, strict=True))}) for values in product(*known))


def _extremes(missing: Sequence[Fact], law: LawOnDay) -> Iterator[Mapping[str, Value]]:
    """A few quick completions; most open cases show two answers among them."""
    options = {fact.name: _ends(fact, law) for fact in missing}
    for turn in ((0, 0), (1, 1), (0, 1), (1, 0)):
        yield {name: ends[turn[index % 2]] for index, (name, ends) in enumerate(options.items())}


def _ends(fact: Fact, law: LawOnDay) -> tuple[Value, Value]:
    match fact.kind:
        case FactKind.FLAG:
            return False, True
        case FactKind.NUMBER:
            return 0, 10**30
        case FactKind.CHOICE:
            return fact.choices[0], fact.choices[-1]
        case FactKind.COUNTRY:
            places = _countries(fact, law)
            return places[0], places[-2]  # the last one is "not applicable"
