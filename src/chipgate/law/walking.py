"""Walking the trees of the rule language, and the one way to another text: the same tree with other limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from chipgate.law.facts import Fact
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
    Satisfies,
    Stated,
    SumOf,
    Times,
    Under,
    Unless,
    Within,
)
from chipgate.units import Exact


def children(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside CONDITION."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return parts
        case IsNot(part) | Paragraph(_, part):
            return (part,)
        case Unless(rule, exception):
            return (rule, exception)
        case Compared() | IsTrue() | OneOf() | Within() | Classified() | Under() | Satisfies():
            return ()
        case _ as never:
            assert_never(never)


def operands(measure: Measure) -> tuple[Measure, ...]:
    """The measures directly inside MEASURE."""
    match measure:
        case SumOf(parts) | HighestOf(parts):
            return parts
        case Times(inner, _):
            return (inner,)
        case Quotient(dividend, divisor):
            return (dividend, divisor)
        case Stated(fact, formula):
            return (fact, formula)
        case Fact():
            return ()
        case _ as never:
            assert_never(never)


def walk(condition: Condition) -> Iterator[Condition]:
    """CONDITION and every condition inside it, in the order of the text."""
    waiting = [condition]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(children(one)))


def facts_of_measure(measure: Measure) -> Iterator[Fact]:
    """Every fact that MEASURE needs."""
    if isinstance(measure, Fact):
        yield measure
    for part in operands(measure):
        yield from facts_of_measure(part)


def facts_of(condition: Condition) -> Iterator[Fact]:
    """Every fact that CONDITION itself names, without those behind references."""
    for node in walk(condition):
        match node:
            case IsTrue(fact) | OneOf(fact, _) | Within(fact, _) | Classified(fact, _):
                yield fact
            case Compared(measure, _, _):
                yield from facts_of_measure(measure)
            case AllOf() | AnyOf() | IsNot() | Unless() | Paragraph() | Under() | Satisfies():
                pass
            case _ as never:
                assert_never(never)


def limits_of_measure(measure: Measure) -> Iterator[Limit]:
    """Every printed number inside MEASURE."""
    if isinstance(measure, Times):
        yield measure.factor
    for part in operands(measure):
        yield from limits_of_measure(part)


def limits_of(condition: Condition) -> Iterator[Limit]:
    """Every printed number that CONDITION holds something against."""
    for node in walk(condition):
        if isinstance(node, Compared):
            yield node.limit
            yield from limits_of_measure(node.measure)


def references_of(condition: Condition) -> Iterator[str]:
    """The ids of the provisions that CONDITION refers to."""
    for node in walk(condition):
        if isinstance(node, Under | Satisfies):
            yield node.provision


# Changing a tree: the one way to another text, used by reforms.


def with_limits(condition: Condition, values: dict[str, Exact]) -> Condition:
    """CONDITION with the limits named in VALUES changed; everything else is the same."""

    def again(part: Condition) -> Condition:
        return with_limits(part, values)

    match condition:
        case AllOf(parts):
            return AllOf(tuple(map(again, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(again, parts)))
        case IsNot(part):
            return IsNot(again(part))
        case Unless(rule, exception):
            return Unless(again(rule), again(exception))
        case Paragraph(label, part):
            return Paragraph(label, again(part))
        case Compared(measure, relation, bound):
            return Compared(_measure_with_limits(measure, values), relation, _changed(bound, values))
        case IsTrue() | OneOf() | Within() | Classified() | Under() | Satisfies():
            return condition
        case _ as never:
            assert_never(never)


def _measure_with_limits(measure: Measure, values: dict[str, Exact]) -> Measure:
    def again(part: Measure) -> Measure:
        return _measure_with_limits(part, values)

    match measure:
        case SumOf(parts):
            return SumOf(tuple(map(again, parts)))
        case HighestOf(parts):
            return HighestOf(tuple(map(again, parts)))
        case Times(inner, factor):
            return Times(again(inner), _changed(factor, values))
        case Quotient(dividend, divisor):
            return Quotient(again(dividend), again(divisor))
        case Stated(fact, formula):
            return Stated(fact, again(formula))
        case Fact():
            return measure
        case _ as never:
            assert_never(never)


def _changed(bound: Limit, values: dict[str, Exact]) -> Limit:
    return Limit(bound.name, values[bound.name]) if bound.name in values else bound
