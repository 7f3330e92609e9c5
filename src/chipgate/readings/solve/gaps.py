"""Gaps and missing ceilings: places between the limits of a text that none of its paragraphs speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    IsNot,
    IsTrue,
    Limit,
    Measure,
    OneOf,
    Paragraph,
    Relation,
    Satisfies,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Describes, Provision
from chipgate.law.walking import walk
from chipgate.readings.phrase import Word, phrase
from chipgate.readings.sentence import name_of, short_id
from chipgate.readings.solve.constraints import Constraints
from chipgate.readings.solve.facts_of_a_world import World
from chipgate.readings.solve.findings import Finding, FindingKind
from chipgate.readings.solve.logic import all_true, any_true, not_true
from chipgate.readings.solve.open_cases import open_cases
from chipgate.readings.solve.reality import Reality, given
from chipgate.readings.solve.regions import Region, Regions, atoms_of
from chipgate.units import exact_text, whole

_LOWER = (Relation.AT_LEAST, Relation.MORE_THAN)


# Between the alternatives of one list.


@dataclass(frozen=True, slots=True)
class Band:
    """From where to where one alternative of a list goes on a measure, and the flags that it asks for besides."""

    part: Condition
    low: Compared | None
    high: Compared | None
    flags: tuple[Fact, ...]


def gaps_of_lists(provision: Provision) -> Iterator[Finding]:
    """Holes between the alternatives of a list, and alternatives that hold only on a flag none of the others needs."""
    for condition in provision.conditions:
        for node in walk(condition):
            if isinstance(node, AnyOf):
                for measure, bands in _by_measure(node).items():
                    yield from _holes(provision, measure, bands)
                    yield from _conditional(provision, measure, bands)


def _by_measure(node: AnyOf) -> dict[Measure, list[Band]]:
    found: defaultdict[Measure, list[Band]] = defaultdict(list)
    for part in node.parts:
        inner = part.part if isinstance(part, Paragraph) else part
        parts = inner.parts if isinstance(inner, AllOf) else (inner,)
        lines = [one for one in parts if isinstance(one, Compared)]
        flags = tuple(one.fact for one in parts if isinstance(one, IsTrue))
        for measure in dict.fromkeys(one.measure for one in lines):
            ours = [one for one in lines if one.measure == measure]
            low = next((one for one in ours if one.relation in _LOWER), None)
            high = next((one for one in ours if one.relation not in _LOWER), None)
            found[measure].append(Band(part, low, high, flags))
    return {measure: bands for measure, bands in found.items() if len(bands) > 1}


def _holes(provision: Provision, measure: Measure, bands: Sequence[Band]) -> Iterator[Finding]:
    """Where one band ends before the next begins."""
    closed = sorted((one for one in bands if one.low is not None), key=lambda one: _bound(one.low))
    for number, one in enumerate(closed[1:], 1):
        ends = [band.high for band in bands if band.low is None or _bound(band.low) < _bound(one.low)]
        if not ends or any(end is None for end in ends):
            continue
        end = max((found for found in ends if found is not None), key=_bound)
        if _leaves_a_hole(end, closed[number].low):
            yield _hole(provision, measure, end, closed[number].low)


def _bound(line: Compared | None) -> Fraction:
    assert line is not None
    return Fraction(line.limit.value)


def _leaves_a_hole(end: Compared, start: Compared | None) -> bool:
    assert start is not None
    if _bound(end) != _bound(start):
        return _bound(end) < _bound(start)
    return end.relation is Relation.LESS_THAN and start.relation is Relation.MORE_THAN


def _hole(provision: Provision, measure: Measure, end: Compared, start: Compared | None) -> Finding:
    assert start is not None
    middle = whole((_bound(end) + _bound(start)) / 2)
    facts = {measure.name: middle} if isinstance(measure, Fact) else {}
    return Finding(
        FindingKind.GAP,
        f"{provision.id}: {end.limit.name} .. {start.limit.name}",
        phrase(
            "{provision} says nothing of {measure} from {low} to {high}",
            provision=short_id(provision.id),
            measure=name_of(measure),
            low=exact_text(end.limit.value),
            high=exact_text(start.limit.value),
        ),
        (provision.id,),
        (facts,) if facts else (),
    )


def _conditional(provision: Provision, measure: Measure, bands: Sequence[Band]) -> Iterator[Finding]:
    """Bands that stand in a row of others and hold only on a flag that none of the others asks for."""
    for band in bands:
        others = {flag.name for other in bands if other is not band for flag in other.flags}
        own = [flag for flag in band.flags if flag.name not in others]
        if own and band.low is not None and band.high is not None and len(bands) > 2:
            facts = {measure.name: band.low.limit.value} if isinstance(measure, Fact) else {}
            yield Finding(
                FindingKind.GAP,
                f"{provision.id}: {band.low.limit.name} .. {band.high.limit.name}",
                phrase(
                    "{provision} covers {measure} from {low} to {high} only where {flag}",
                    provision=short_id(provision.id),
                    measure=name_of(measure),
                    low=exact_text(band.low.limit.value),
                    high=exact_text(band.high.limit.value),
                    flag=Word(own[0].label),
                ),
                (provision.id,),
                (facts,) if facts else (),
            )


# A paragraph without the ceiling of its neighbour.


def missing_ceilings(provision: Provision, law: LawOnDay, reality: Reality) -> Iterator[Finding]:
    """Paragraphs with a lower limit of a measure and no upper one, beside a paragraph that has one."""
    for condition in provision.conditions:
        for node in walk(condition):
            if isinstance(node, AnyOf):
                for measure, bands in _by_measure(node).items():
                    ceilings = [one.high for one in bands if one.high is not None and one.low is not None]
                    for band in bands:
                        if ceilings and band.low is not None and band.high is None:
                            yield from _open_above(provision, law, reality, band, ceilings[0], measure)


def _open_above(
    provision: Provision, law: LawOnDay, reality: Reality, band: Band, ceiling: Compared, measure: Measure
) -> Iterator[Finding]:
    cases = open_cases(law, reality)
    line = Compared(measure, Relation.AT_LEAST, ceiling.limit)
    told = [cases.constraints.condition(band.part).met, cases.constraints.condition(line).met]
    facts = cases.witness(told, (band.part, line))
    label = band.part.label if isinstance(band.part, Paragraph) else "?"
    if facts is not None:
        yield Finding(
            FindingKind.NO_CEILING,
            f"{provision.id}: {label} < {ceiling.limit.name}",
            phrase(
                "{provision} {label} prints no upper limit of {measure}; its neighbour ends at {limit}",
                provision=short_id(provision.id),
                label=label,
                measure=name_of(measure),
                limit=exact_text(ceiling.limit.value),
            ),
            (provision.id,),
            (facts,),
        )


# Between paragraphs of one entry.


def gaps_of_entries(law: LawOnDay, reality: Reality) -> Iterator[Finding]:
    """Chips that reach the lowest limit of an entry and fall under none of its paragraphs."""
    for entry, provisions in _entries(law).items():
        lowest = _lowest(provisions)
        if lowest is not None:
            yield from _between(entry, provisions, lowest, law, reality)


def _entries(law: LawOnDay) -> dict[str, list[Provision]]:
    """Paragraphs of one entry that hold the same measure against limits, where there are several."""
    found: defaultdict[tuple[str, Measure], list[Provision]] = defaultdict(list)
    for provision in law.giving(Describes):
        assert isinstance(provision.gives, Describes)
        measure = next((one.measure for one in _lines(provision)), None)
        if measure is not None:
            found[provision.gives.eccn.partition(".")[0], measure].append(provision)
    return {entry: provisions for (entry, _), provisions in found.items() if len(provisions) > 1}


def _lines(provision: Provision) -> list[Compared]:
    nodes = (node for condition in provision.conditions for node in walk(condition))
    return [node for node in nodes if isinstance(node, Compared)]


def _lowest(provisions: Sequence[Provision]) -> Compared | None:
    first = _lines(provisions[0])[0].measure
    lower = [line for one in provisions for line in _lines(one) if line.measure == first and line.relation in _LOWER]
    return min(lower, key=_bound, default=None)


def _between(
    entry: str, provisions: Sequence[Provision], lowest: Compared, law: LawOnDay, reality: Reality
) -> Iterator[Finding]:
    world = World({}, open_facts=True)
    constraints = Constraints(law, world)
    subjects = [one.subject for one in provisions if one.subject is not None]
    about = all_true(constraints.condition(one).met for one in subjects)
    none = not_true(any_true(constraints.provision(one).met for one in provisions))
    reaches = constraints.condition(lowest).met
    atoms = tuple(atoms_of(provisions, constraints, lambda _: True))
    ours = {one.id for one in provisions}
    kept = [one for one in atoms if getattr(one.condition, "provision", "") not in ours]
    for region in Regions(world, none, [about, reaches, *given(world, reality)], kept):
        yield _uncovered(entry, provisions, lowest.limit, region)


def _uncovered(entry: str, provisions: Sequence[Provision], lowest: Limit, region: Region) -> Finding:
    told = sorted(_name_of_line(condition, met) for (_, condition, _), met in region.lines)
    return Finding(
        FindingKind.GAP,
        f"{entry}: {' & '.join((lowest.name, *told))}",
        phrase(
            "{entry} has no paragraph for a chip at {limit} or more of which it holds that {lines}",
            entry=entry,
            limit=exact_text(lowest.value),
            lines=_joined(region),
        ),
        tuple(one.id for one in provisions),
        (region.witness,),
    )


def _name_of_line(condition: Condition, met: bool) -> str:
    name = condition_name(condition)
    return name if met else f"!{name}"


def condition_name(condition: Condition) -> str:
    """A line of a region in a word that stays the same: its limit, the provision it refers to, or its fact."""
    match condition:
        case Compared(_, _, bound):
            return bound.name
        case Under(provision) | Satisfies(provision):
            return provision
        case IsTrue(fact) | OneOf(fact, _) | Within(fact, _) | Classified(fact, _):
            return fact.name
        case AllOf() | AnyOf() | IsNot() | Unless() | Paragraph():
            return "?"  # never a line of its own
        case _ as never:
            assert_never(never)


def _joined(region: Region) -> object:
    words = list(region.words)
    total: object = words[0] if words else ""
    for other in words[1:]:
        total = phrase("{one}, and {other}", one=total, other=other)
    return total
