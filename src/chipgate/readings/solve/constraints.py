"""Conditions as constraints: for each, where it is met, and where it is not ruled out.

The two differ exactly where ``explain`` says UNKNOWN, by the same logic; every fact that is known makes them one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, assert_never

from chipgate.law.corpus import LawOnDay
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
from chipgate.readings.solve.facts_of_a_world import World, is_not_applicable
from chipgate.readings.solve.logic import Number, Truth, all_true, any_true, not_true, number_term, z3
from chipgate.units import Exact


class Both(NamedTuple):
    """Where a condition is met, and where it is met or unknown."""

    met: Truth
    possible: Truth


class Amount(NamedTuple):
    """A measure as ``top / bottom``: where it is a number, and where it is known not to exist; elsewhere unknown."""

    top: Number
    bottom: Number | None
    is_number: Truth
    is_absent: Truth


NEVER, ALWAYS = Both(False, False), Both(True, True)


class Constraints:
    """The conditions of one law over a world; LIMITS reads printed numbers otherwise, by name.

    Provisions named in WITHOUT are read as if they were not in force; lines in REPLACED, by identity, have a verdict
    whatever the facts.
    """

    def __init__(
        self,
        law: LawOnDay,
        world: World,
        limits: Mapping[str, Exact] | None = None,
        without: frozenset[str] = frozenset(),
        replaced: Mapping[int, bool] | None = None,
    ) -> None:
        self.law = law
        self.world = world
        self.limits = limits or {}
        self.without = without
        self.replaced = replaced or {}
        self.lines: dict[int, tuple[Condition, Both]] = {}
        self._wholes: dict[str, Both] = {}

    def provision(self, provision: Provision | None) -> Both:
        """A whole provision: its subject and its condition. A text not in force is not met."""
        if provision is None or provision.id in self.without:
            return NEVER
        if provision.id not in self._wholes:
            subject = ALWAYS if provision.subject is None else self.condition(provision.subject)
            self._wholes[provision.id] = _every((subject, self.condition(provision.when)))
        return self._wholes[provision.id]

    def condition(self, condition: Condition) -> Both:
        """Where CONDITION is met, and where it is not ruled out."""
        found = self.lines.get(id(condition))
        if found is None:
            found = self.lines[id(condition)] = (condition, self._condition(condition))
        return found[1]

    def _condition(self, condition: Condition) -> Both:
        if id(condition) in self.replaced:
            told = self.replaced[id(condition)]
            return Both(told, told)
        match condition:
            case AllOf(parts):
                return _every(map(self.condition, parts))
            case AnyOf(parts):
                return _some(map(self.condition, parts))
            case IsNot(part):
                return _opposite(self.condition(part))
            case Unless(rule, exception):
                return _every((self.condition(rule), _opposite(self.condition(exception))))
            case Paragraph(_, part):
                return self.condition(part)
            case Under(provision_id):
                return self.provision(self.law.get(provision_id))
            case Satisfies(provision_id):
                provision = None if provision_id in self.without else self.law.get(provision_id)
                return NEVER if provision is None else self.condition(provision.when)
            case IsTrue(fact):
                return self._line(fact, lambda: self.world.flag(fact.name))
            case OneOf(fact, values):
                return self._line(fact, lambda: self.world.is_one_of(fact, values))
            case Within(fact, groups):
                return self._within(fact, groups)
            case Classified(fact, scope):
                return self._classified(fact, scope)
            case Compared(measure, relation, bound):
                return self._compared(measure, relation, self.limits.get(bound.name, bound.value))
            case _ as never:
                assert_never(never)

    def _line(self, fact: Fact, held: object) -> Both:
        self.world.ask(fact)
        if not self.world.is_known(fact):
            return Both(False, True)
        told = held()  # type: ignore[operator]
        return Both(told, told)

    def _within(self, fact: Fact, groups: tuple[str, ...]) -> Both:
        """A place of which the membership is not settled leaves the line open; proofs leave such places out."""
        self.world.ask(fact)
        if not self.world.is_known(fact):
            return Both(False, True)
        members, unsure, known = self.law.membership(groups)
        place = self.world.fixed.get(fact.name)
        if place is not None:
            inside = place in members
            open_ = not is_not_applicable(place) and not inside and (place in unsure or place not in known)
            return Both(inside, inside or open_)
        inside = self.world.is_one_of(fact, sorted(members))
        doubt = self.world.is_one_of(fact, sorted(unsure))
        if self.world.open_facts:
            self.world.ask_table(fact, {*members, *known})
            self.world.domain.append((fact.name, not_true(doubt)))
            return Both(inside, inside)
        return Both(inside, any_true((inside, doubt)))

    def _classified(self, fact: Fact, scope: Scope) -> Both:
        """A code that is given may lack the digits that tell; one that the solver may choose has all ten."""
        code = self.world.fixed.get(fact.name)
        if code is not None:
            told = isinstance(code, str) and scope.holds(code)
            return Both(told is True, told is not False)
        return self._line(fact, lambda: self.world.begins_with(fact.name, scope))

    # Numbers.

    def _compared(self, measure: Measure, relation: Relation, bound: Exact) -> Both:
        amount = self.amount(measure)
        holds = True if amount.is_number is False else self._holds(amount, relation, bound)
        met = all_true((amount.is_number, holds))
        open_ = not_true(any_true((amount.is_number, amount.is_absent)))
        return Both(met, any_true((met, open_)))

    def _holds(self, amount: Amount, relation: Relation, bound: Exact) -> Truth:
        limit = number_term(bound)
        right = limit if amount.bottom is None else limit * amount.bottom
        match relation:
            case Relation.AT_LEAST:
                told = amount.top >= right
            case Relation.MORE_THAN:
                told = amount.top > right
            case Relation.AT_MOST:
                told = amount.top <= right
            case Relation.LESS_THAN:
                told = amount.top < right
            case _ as never:
                assert_never(never)
        return _folded(told)

    def amount(self, measure: Measure) -> Amount:
        """MEASURE as a term, a ratio kept as one so that comparing it stays linear."""
        match measure:
            case Fact():
                return self._amount_of_fact(measure)
            case Stated(fact, formula):
                return self._stated(self._amount_of_fact(fact), formula)
            case SumOf(parts):
                return _sum([self.amount(part) for part in parts])
            case HighestOf(parts):
                return _highest([self.amount(part) for part in parts])
            case Times(inner, factor):
                found = self.amount(inner)
                by = number_term(self.limits.get(factor.name, factor.value))
                return found._replace(top=_simple(found.top * by))
            case Quotient(dividend, divisor):
                return _quotient(self.amount(dividend), self.amount(divisor))
            case _ as never:
                assert_never(never)

    def _amount_of_fact(self, fact: Fact) -> Amount:
        self.world.ask(fact)
        if not self.world.is_known(fact):
            return Amount(number_term(0), None, False, False)
        if is_not_applicable(self.world.fixed.get(fact.name)):
            return Amount(number_term(0), None, False, True)
        ratio = self.world.ratio(fact.name)
        if ratio is not None:
            return Amount(self.world.number(ratio.dividend), self.world.number(ratio.divisor), True, False)
        return Amount(self.world.number(fact.name), None, True, False)

    def _stated(self, stated: Amount, formula: Measure) -> Amount:
        known = any_true((stated.is_number, stated.is_absent))
        return stated if known is True else self.amount(formula)


def _every(parts: Iterable[Both]) -> Both:
    told = tuple(parts)
    return Both(all_true(one.met for one in told), all_true(one.possible for one in told))


def _some(parts: Iterable[Both]) -> Both:
    told = tuple(parts)
    return Both(any_true(one.met for one in told), any_true(one.possible for one in told))


def _opposite(part: Both) -> Both:
    return Both(not_true(part.possible), not_true(part.met))


def _folded(told: Truth) -> Truth:
    """A comparison of constants as a plain truth value."""
    simple = z3().simplify(told)
    return True if z3().is_true(simple) else False if z3().is_false(simple) else simple


def _simple(term: Number) -> Number:
    return z3().simplify(term)


def _value(amount: Amount) -> Number:
    return amount.top if amount.bottom is None else amount.top / amount.bottom


def _sum(parts: list[Amount]) -> Amount:
    known = all_true(any_true((one.is_number, one.is_absent)) for one in parts)
    every = all_true(one.is_number for one in parts)
    total = _simple(z3().Sum(*map(_value, parts))) if every is not False else number_term(0)
    return Amount(total, None, every, all_true((known, not_true(every))))


def _highest(parts: list[Amount]) -> Amount:
    """The highest of those that are numbers; unknown where none is."""
    counted = [one for one in parts if one.is_number is not False]
    if not counted:
        return Amount(number_term(0), None, False, False)
    if len(counted) == 1:
        return counted[0]._replace(is_absent=False)
    best, has = _value(counted[0]), counted[0].is_number
    for one in counted[1:]:
        value = _value(one)
        takes = all_true((one.is_number, any_true((not_true(has), value > best))))
        best = value if takes is True else best if takes is False else z3().If(takes, value, best)
        has = any_true((has, one.is_number))
    return Amount(best, None, has, False)


def _quotient(dividend: Amount, divisor: Amount) -> Amount:
    absent = any_true((dividend.is_absent, divisor.is_absent))
    under = _value(divisor)
    above_zero = True if divisor.is_number is False else _folded(under != 0)
    exists = all_true((dividend.is_number, divisor.is_number, above_zero))
    bottom = under if dividend.bottom is None else dividend.bottom * under
    return Amount(dividend.top, bottom, exists, absent)
