"""MET, NOT MET or UNKNOWN: what one condition comes to on the facts of one case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from fractions import Fraction
from typing import TypeVar, assert_never

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import NOT_APPLICABLE, Fact, NotApplicable, Value
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    HighestOf,
    IsNot,
    IsTrue,
    Limit,
    Measure,
    OneOf,
    Paragraph,
    Quotient,
    Relation,
    Satisfies,
    Stated,
    SumOf,
    Times,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Provision
from chipgate.law.tariff_codes import Scope
from chipgate.law.walking import children
from chipgate.units import Exact, whole

T = TypeVar("T")

Facts = Mapping[str, Value]
"""The known facts of a case by name; a fact that is absent is unknown."""


class Verdict(IntEnum):
    """Three values, numbered so that all-of is bitwise and, any-of is bitwise or."""

    NOT_MET = 0
    UNKNOWN = 1
    MET = 3

    @property
    def negated(self) -> Verdict:
        """The verdict on the opposite; unknown stays unknown."""
        return _OPPOSITE[self]


NOT_MET, UNKNOWN, MET = Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET
_OPPOSITE = {NOT_MET: MET, UNKNOWN: UNKNOWN, MET: NOT_MET}


class Weighing:
    """The verdicts on one set of facts under one law; what stands in several places is weighed once."""

    is_looked_up = False
    """Whether all verdicts are known, and what was found out of them is looked up."""

    def __init__(self, facts: Facts, law: LawOnDay) -> None:
        self.facts = facts
        self.law = law
        # By identity, which is quicker than equality; each value keeps its node, so that no other takes its place.
        self._nodes: dict[int, tuple[Condition, Verdict]] = {}
        self._wholes: dict[int, tuple[Provision, Verdict]] = {}
        self._missing: dict[tuple[int, bool], tuple[Provision, Mapping[str, Fact]]] = {}

    def weigh(self, condition: Condition) -> Verdict:
        """The verdict on CONDITION, by strong Kleene logic: all-of is the least of its parts, any-of the greatest."""
        known = self._nodes.get(id(condition))
        if known is not None:
            return known[1]
        verdict = self._weigh(condition)
        self._nodes[id(condition)] = (condition, verdict)
        return verdict

    def _weigh(self, condition: Condition) -> Verdict:
        match condition:  # the kinds that occur most stand first
            case OneOf(fact, values):
                chosen = self.facts.get(fact.name)
                return UNKNOWN if chosen is None else MET if chosen in values else NOT_MET
            case Under(provision_id):
                return self.weigh_provision(self.law.get(provision_id))
            case AllOf(parts):
                return self._least(parts)
            case AnyOf(parts):
                return self._greatest(parts)
            case Satisfies(provision_id):
                provision = self.law.get(provision_id)
                return NOT_MET if provision is None else self.weigh(provision.when)
            case IsTrue(fact):
                stated = self.facts.get(fact.name)
                return UNKNOWN if stated is None else MET if stated is True else NOT_MET
            case Compared(measure, relation, bound):
                value = measured(measure, self.facts)
                return UNKNOWN if value is None else MET if holds(value, relation, bound) else NOT_MET
            case Within(fact, groups):
                return _weigh_membership(self.facts.get(fact.name), groups, self.law)
            case Classified(fact, scope):
                return weigh_code(self.facts.get(fact.name), scope)
            case Unless(rule, exception):
                return min(self.weigh(rule), _OPPOSITE[self.weigh(exception)])
            case IsNot(part):
                return _OPPOSITE[self.weigh(part)]
            case Paragraph(_, part):
                return self.weigh(part)
            case _ as never:
                assert_never(never)

    def _least(self, parts: tuple[Condition, ...]) -> Verdict:
        least = MET
        for part in parts:
            verdict = self.weigh(part)
            if verdict is NOT_MET:
                return NOT_MET
            if verdict is UNKNOWN:
                least = UNKNOWN
        return least

    def _greatest(self, parts: tuple[Condition, ...]) -> Verdict:
        greatest = NOT_MET
        for part in parts:
            verdict = self.weigh(part)
            if verdict is MET:
                return MET
            if verdict is UNKNOWN:
                greatest = UNKNOWN
        return greatest

    def weigh_provision(self, provision: Provision | None) -> Verdict:
        """The verdict on a whole provision: its subject and its condition. A text not in force is not met."""
        if provision is None:
            return NOT_MET
        known = self._wholes.get(id(provision))
        if known is not None:
            return known[1]
        subject = MET if provision.subject is None else self.weigh(provision.subject)
        verdict = NOT_MET if subject is NOT_MET else min(subject, self.weigh(provision.when))
        self._wholes[id(provision)] = (provision, verdict)
        return verdict

    def weigh_provisions(self, provisions: Sequence[Provision]) -> Sequence[Verdict]:
        """The verdicts on whole PROVISIONS, in their order."""
        return [self.weigh_provision(one) for one in provisions]

    def found(self, about: Sequence[Provision], what: str, look: Callable[[Weighing], T]) -> T:
        """What LOOK finds, which looks at nothing but verdicts on what the provisions ABOUT which it is come down to.

        It may be looked up, under the name that says WHAT is found.
        """
        return look(self)

    def missing(self, condition: Condition) -> dict[str, Fact]:
        """The facts that keep CONDITION unknown, by name: those of parts only where the node itself is unknown.

        Once all of them are given, CONDITION is decided.
        """
        found: dict[str, Fact] = {}
        self._collect(condition, found)
        return found

    def missing_of_provision(self, provision: Provision) -> Mapping[str, Fact]:
        """The facts that keep a whole provision unknown, by name."""
        return self._missing_of(provision, whole=True)

    def _missing_of(self, provision: Provision, whole: bool) -> Mapping[str, Fact]:
        """Those of a provision that is unknown, or of its condition alone."""
        key = (id(provision), whole)
        if key not in self._missing:
            self._missing[key] = (provision, self._missing_in(provision, whole))
        return self._missing[key][1]

    def _missing_in(self, provision: Provision, whole: bool) -> Mapping[str, Fact]:
        found: dict[str, Fact] = {}
        if whole and self.weigh_provision(provision) is not UNKNOWN:
            return found
        if whole and provision.subject is not None:
            self._collect(provision.subject, found)
        self._collect(provision.when, found)
        return found

    def _collect(self, condition: Condition, found: dict[str, Fact]) -> None:
        if self.weigh(condition) is not UNKNOWN:
            return
        match condition:
            case OneOf(fact, _) | IsTrue(fact) | Within(fact, _) | Classified(fact, _):
                found[fact.name] = fact
            case Under(provision_id) | Satisfies(provision_id):
                found.update(self._missing_of(self.law.provisions[provision_id], isinstance(condition, Under)))
            case Compared(measure, _, _):
                found.update((fact.name, fact) for fact in unknown_operands(measure, self.facts))
            case AllOf() | AnyOf() | IsNot() | Unless() | Paragraph():
                for part in children(condition):
                    self._collect(part, found)
            case _ as never:
                assert_never(never)


def weigh(condition: Condition, facts: Facts, law: LawOnDay) -> Verdict:
    """The verdict on CONDITION with FACTS under LAW."""
    return Weighing(facts, law).weigh(condition)


def weigh_provision(provision: Provision | None, facts: Facts, law: LawOnDay) -> Verdict:
    """The verdict on a whole provision with FACTS under LAW."""
    return Weighing(facts, law).weigh_provision(provision)


def _weigh_membership(place: Value | None, groups: tuple[str, ...], law: LawOnDay) -> Verdict:
    if place is None or place is NOT_APPLICABLE:
        return UNKNOWN if place is None else NOT_MET
    members, unsure, known = law.membership(groups)
    if place in members:
        return MET
    return UNKNOWN if place in unsure or place not in known else NOT_MET


def weigh_code(code: Value | None, scope: Scope) -> Verdict:
    """Whether CODE, a tariff code, is one that SCOPE means; unknown where digits are lacking."""
    if not isinstance(code, str):
        return UNKNOWN if code is None else NOT_MET
    held = scope.holds(code)
    return UNKNOWN if held is None else MET if held else NOT_MET


def holds(value: Exact | NotApplicable, relation: Relation, bound: Limit) -> bool:
    """Whether VALUE stands in RELATION to BOUND; what does not exist stands in none."""
    match relation:
        case Relation.AT_LEAST:
            return value >= bound.value
        case Relation.MORE_THAN:
            return value > bound.value
        case Relation.AT_MOST:
            return value <= bound.value
        case Relation.LESS_THAN:
            return value < bound.value
        case _ as never:
            assert_never(never)


def agreed(verdicts: Iterable[Verdict]) -> Verdict:
    """The one verdict that all of VERDICTS are, unknown where they differ: any of several readings may hold."""
    first = None
    for verdict in verdicts:
        if first is not None and verdict is not first:
            return UNKNOWN
        first = verdict
    return UNKNOWN if first is None else first


def measured(measure: Measure, facts: Facts) -> Exact | NotApplicable | None:
    """The exact value of MEASURE; None while a fact that it needs is unknown."""
    if not isinstance(measure, Fact):
        return _worked_out(measure, facts)
    value = facts.get(measure.name)
    assert not isinstance(value, str | bool), f"{measure.name} must be a number"
    return value


def _worked_out(measure: SumOf | Times | Quotient | HighestOf | Stated, facts: Facts) -> Exact | NotApplicable | None:
    match measure:
        case Stated(fact, formula):
            stated = measured(fact, facts)
            return measured(formula, facts) if stated is None else stated
        case SumOf(parts):
            return sum_of([measured(part, facts) for part in parts])
        case HighestOf(parts):
            known = [value for part in parts if isinstance(value := measured(part, facts), int | Fraction)]
            return max(known, default=None)
        case Times(inner, factor):
            value = measured(inner, facts)
            return whole(value * factor.value) if isinstance(value, int | Fraction) else value
        case Quotient(dividend, divisor):
            return _quotient(measured(dividend, facts), measured(divisor, facts))
        case _ as never:
            assert_never(never)


def sum_of(values: Sequence[Exact | NotApplicable | None]) -> Exact | NotApplicable | None:
    """The total of VALUES; None while one of them is unknown."""
    total: Exact = 0
    applicable = True
    for value in values:
        if value is None:
            return None
        if isinstance(value, NotApplicable):
            applicable = False
        else:
            total += value
    return whole(total) if applicable else NOT_APPLICABLE


def _quotient(
    dividend: Exact | NotApplicable | None, divisor: Exact | NotApplicable | None
) -> Exact | NotApplicable | None:
    if isinstance(dividend, NotApplicable) or isinstance(divisor, NotApplicable):
        return NOT_APPLICABLE
    if dividend is None or divisor is None or divisor == 0:
        return None  # an area of zero is refused at the door; here it decides nothing
    return whole(Fraction(dividend) / divisor)


def unknown_operands(measure: Measure, facts: Facts) -> Iterator[Fact]:
    """The facts that keep the value of MEASURE unknown on FACTS."""
    match measure:
        case Fact(name):
            if name not in facts:
                yield measure
        case Stated(fact, _):
            if measured(measure, facts) is None:
                yield fact  # asked for as such; its worksheet says from what else it can be worked out
        case SumOf(parts) | HighestOf(parts):
            for part in parts:
                yield from unknown_operands(part, facts)
        case Times(inner, _):
            yield from unknown_operands(inner, facts)
        case Quotient(dividend, divisor):
            yield from unknown_operands(dividend, facts)
            yield from unknown_operands(divisor, facts)
        case _ as never:
            assert_never(never)
