"""Values to try for a missing fact: one for each side of everything that the law holds it against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value
from chipgate.law.language import Classified, Compared, Condition, OneOf, Within
from chipgate.law.tariff_codes import OTHER_LINE
from chipgate.law.walking import children, facts_of, walk
from chipgate.units import Exact, whole


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
        case FactKind.CODE:
            return _codes(fact, law)


def _conditions(law: LawOnDay) -> Iterator[Condition]:
    for provision in law.provisions.values():
        yield from walk(provision.when)
        if provision.subject is not None:
            yield from walk(provision.subject)


def _lines_on(fact: Fact, law: LawOnDay) -> Sequence[Condition]:
    """The lines of LAW that name FACT; of a whole law they are found once, for all its facts."""
    found: dict[Fact, list[Condition]] | None = law.worked_out.get("lines on facts")
    if found is None:
        found = {}
        for line in (node for node in _conditions(law) if not children(node)):
            for named in dict.fromkeys(facts_of(line)):
                found.setdefault(named, []).append(line)
        law.worked_out["lines on facts"] = found
    return found.get(fact, ())


def _bounds(fact: Fact, law: LawOnDay) -> list[Exact] | None:
    found: set[Exact] = {0}
    for line in _lines_on(fact, law):
        if isinstance(line, Compared):
            if line.measure != fact:
                return None
            found.add(line.limit.value)
    return sorted(found)


def _between(bounds: Sequence[Exact]) -> Iterator[Exact]:
    for lower, upper in pairwise(bounds):
        yield lower
        yield whole(Fraction(lower + upper) / 2)
    yield bounds[-1]
    yield bounds[-1] + 1


def _codes(fact: Fact, law: LawOnDay) -> tuple[Value, ...]:
    """Every code that a rule names, one that none names, and none at all."""
    scopes = (line.scope for line in _lines_on(fact, law) if isinstance(line, Classified))
    return (*sorted({code for one in scopes for code in one.codes}), OTHER_LINE, NOT_APPLICABLE)


@lru_cache(maxsize=512)
def _countries(fact: Fact, law: LawOnDay) -> tuple[Value, ...]:
    """A country for each combination of memberships, in few groups first, and every country that a rule names.

    A country that is named stands for itself alone: its neighbours in every group may be answered otherwise.
    """
    lists = (line.values for line in _lines_on(fact, law) if isinstance(line, OneOf))
    named = frozenset[str]().union(*lists)
    groups = sorted({group for node in _conditions(law) if isinstance(node, Within) for group in node.groups})
    tables = [law.membership((group,)) for group in groups]
    by_membership: dict[tuple[int, ...], str] = {}
    for place in sorted(law.groups.known() - named):
        signature = tuple(3 if place in table[0] else 1 if place in table[1] else 0 for table in tables)
        by_membership.setdefault(signature, place)
    by_weight = [place for _, place in sorted((sum(signature), place) for signature, place in by_membership.items())]
    return (*by_weight[:1], *sorted(named), *by_weight[1:], NOT_APPLICABLE)
