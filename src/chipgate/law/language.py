"""The rule language: a small closed set of frozen nodes that print a sentence of law.

A condition is data. Readings are tables of small functions over the node kinds, closed with ``assert_never``,
so a new node fails type checking in every reading until each of them knows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chipgate.errors import BadCorpus
from chipgate.law.facts import Fact, FactKind
from chipgate.law.tariff_codes import Scope
from chipgate.units import Exact, exact


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that the text prints, with a name by which a reform can change it."""

    name: str
    value: Exact


# Measures: what has a number.


@dataclass(frozen=True, slots=True)
class SumOf:
    """Parts added up; unknown while any part is."""

    parts: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """A measure multiplied by a printed number."""

    measure: Measure
    factor: Limit


@dataclass(frozen=True, slots=True)
class Quotient:
    """One measure divided by another, which must be above zero; not applicable where the divisor does not exist."""

    dividend: Measure
    divisor: Measure


@dataclass(frozen=True, slots=True)
class HighestOf:
    """The highest of the parts that are stated; unknown when none is.

    The text of 3A090 takes the highest value that the maker claims, so a format nobody claims does not count.
    """

    parts: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact as stated, or else as FORMULA works it out."""

    fact: Fact
    formula: Measure


Measure = Fact | SumOf | Times | Quotient | HighestOf | Stated


# Conditions: what is met, not met or unknown.


class Relation(StrEnum):
    """How a measure stands to a limit, in the words of the text."""

    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    LESS_THAN = "less than"


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure held against a limit."""

    measure: Measure
    relation: Relation
    limit: Limit


@dataclass(frozen=True, slots=True)
class IsTrue:
    """A flag that must be yes."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice or a country that must be one of those named."""

    fact: Fact
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """A country that must belong, on the day, to one of the groups named."""

    fact: Fact
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classified:
    """A tariff code that must begin with one of those named."""

    fact: Fact
    scope: Scope


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must be met."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class IsNot:
    """The part must not be met."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Unless:
    """A rule, displaced where its exception is met."""

    rule: Condition
    exception: Condition


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A condition that the text numbers: provable on its own, under its own label."""

    label: str
    part: Condition


@dataclass(frozen=True, slots=True)
class Under:
    """The item or the case falls under another provision: its subject and its condition."""

    provision: str


@dataclass(frozen=True, slots=True)
class Satisfies:
    """The condition of another provision alone, whatever the kind of item (an IC inside a computer)."""

    provision: str


Leaf = Compared | IsTrue | OneOf | Within | Classified
"""A line of the text without parts."""

Condition = Leaf | AllOf | AnyOf | IsNot | Unless | Paragraph | Under | Satisfies


# The words in which rules are written.


def limit(name: str, value: str | int) -> Limit:
    """A named number, from decimal text so that it is exact."""
    return Limit(name, exact(value))


def at_least(measure: Measure, bound: Limit) -> Compared:
    """MEASURE is BOUND or more."""
    return Compared(measure, Relation.AT_LEAST, bound)


def more_than(measure: Measure, bound: Limit) -> Compared:
    """MEASURE is above BOUND."""
    return Compared(measure, Relation.MORE_THAN, bound)


def at_most(measure: Measure, bound: Limit) -> Compared:
    """MEASURE is BOUND or less."""
    return Compared(measure, Relation.AT_MOST, bound)


def less_than(measure: Measure, bound: Limit) -> Compared:
    """MEASURE is below BOUND."""
    return Compared(measure, Relation.LESS_THAN, bound)


def is_true(fact: Fact) -> IsTrue:
    """FACT, a flag, is yes."""
    _must_be(fact, FactKind.FLAG)
    return IsTrue(fact)


def one_of(fact: Fact, *values: str) -> OneOf:
    """FACT is one of VALUES."""
    _must_be(fact, FactKind.CHOICE, FactKind.COUNTRY)
    strange = set(values) - set(fact.choices) if fact.choices else set()
    if strange or not values:
        raise BadCorpus(f"fact {fact.name} has no value {', '.join(sorted(strange)) or '(none given)'}")
    return OneOf(fact, values)


def within(fact: Fact, *groups: str) -> Within:
    """FACT, a country, belongs to one of GROUPS on the day."""
    _must_be(fact, FactKind.COUNTRY)
    return Within(fact, groups)


def classified(fact: Fact, scope: Scope) -> Classified:
    """FACT, a tariff code, is one that SCOPE means."""
    _must_be(fact, FactKind.CODE)
    return Classified(fact, scope)


def all_of(*parts: Condition) -> AllOf:
    """Every part is met."""
    return AllOf(parts)


def any_of(*parts: Condition) -> AnyOf:
    """At least one part is met."""
    return AnyOf(parts)


def is_not(part: Condition) -> IsNot:
    """PART is not met."""
    return IsNot(part)


def unless(rule: Condition, exception: Condition) -> Unless:
    """RULE is met and EXCEPTION is not."""
    return Unless(rule, exception)


def para(label: str, part: Condition) -> Paragraph:
    """PART, numbered LABEL in the text."""
    return Paragraph(label, part)


def under(*provisions: str) -> Condition:
    """The case falls under one of PROVISIONS."""
    nodes = tuple(Under(provision) for provision in provisions)
    return nodes[0] if len(nodes) == 1 else AnyOf(nodes)


def _must_be(fact: Fact, *kinds: FactKind) -> None:
    if fact.kind not in kinds:
        raise BadCorpus(f"fact {fact.name} is a {fact.kind}, and the rule needs a {' or a '.join(kinds)}")
