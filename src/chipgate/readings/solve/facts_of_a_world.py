"""What the facts of a question can be: fixed, free within a range, tied to one another, or unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, assert_never

from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, NotApplicable, Value
from chipgate.law.tariff_codes import LONGEST, Scope
from chipgate.readings.solve.logic import Number, Truth, any_true, number_term, z3
from chipgate.units import Exact, whole

ELSEWHERE = "a place that the text does not name"
_CODES = 10**LONGEST


@dataclass(frozen=True, slots=True)
class Free:
    """A number within a range, both ends included; None where there is no end. ``whole`` leaves whole numbers only."""

    low: Exact | None = 0
    high: Exact | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Tied:
    """A number that is a sum of others, each times a factor, and ``plus``."""

    terms: tuple[tuple[str, Exact], ...]
    plus: Exact = 0


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number that is one over another, which is above zero."""

    dividend: str
    divisor: str


Role = Free | Tied | Ratio
"""How the value of a fact comes about where it is not fixed."""


@dataclass
class World:
    """The facts of one question as terms, shared by every text that is asked about.

    A fact that is neither fixed nor in ``roles`` is unknown, as it is to ``explain``; with ``open_facts`` it can be
    anything, for proofs about every case. Names in ``roles`` need not be facts: a design has numbers of its own.
    """

    fixed: Mapping[str, Value]
    roles: Mapping[str, Role] = field(default_factory=dict)
    open_facts: bool = False
    mark: str = ""
    domain: list[tuple[str, Truth]] = field(default_factory=list)
    terms: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, Fact] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    divisors: set[str] = field(default_factory=set)
    tables: dict[str, frozenset[str]] = field(default_factory=dict)

    def is_known(self, fact: Fact) -> bool:
        """Whether FACT has a value at all in this question."""
        return self.open_facts or fact.name in self.fixed or fact.name in self.roles

    def ratio(self, name: str) -> Ratio | None:
        """The two numbers that NAME is worked out of, where it is a ratio and not fixed."""
        role = None if name in self.fixed else self.roles.get(name)
        if not isinstance(role, Ratio):
            return None
        if role.divisor not in self.fixed and role.divisor not in self.divisors:
            self.divisors.add(role.divisor)
            self.domain.append((role.divisor, self.number(role.divisor) > 0))
        return role

    def number(self, name: str) -> Number:
        """The number called NAME as a term.

        A fixed one is a constant, a free one a variable with its range in ``domain``.
        """
        if name not in self.terms:
            self.terms[name] = self._number(name)
        return self.terms[name]

    def _number(self, name: str) -> Number:
        value = self.fixed.get(name)
        if isinstance(value, int | Fraction) and not isinstance(value, bool):
            return number_term(value)
        role = self.roles.get(name, Free())
        match role:
            case Free(low, high, is_whole):
                term = z3().ToReal(z3().Int(self.mark + name)) if is_whole else z3().Real(self.mark + name)
                self._bound(name, term, low, high)
                return term
            case Tied(terms, plus):
                parts = [self.number(part) * number_term(factor) for part, factor in terms]
                return z3().Sum(number_term(plus), *parts)
            case Ratio(dividend, divisor):
                return self.number(dividend) / self.number(divisor)
            case _ as never:
                assert_never(never)

    def _bound(self, name: str, term: Number, low: Exact | None, high: Exact | None) -> None:
        if low is not None:
            self.domain.append((name, term >= number_term(low)))
        if high is not None:
            self.domain.append((name, term <= number_term(high)))

    def flag(self, name: str) -> Truth:
        """The flag called NAME: a constant where it is fixed."""
        if name in self.fixed:
            return self.fixed[name] is True
        return self.terms.setdefault(name, z3().Bool(self.mark + name))

    def is_one_of(self, fact: Fact, values: Sequence[str]) -> Truth:
        """Whether a choice or a country is one of VALUES."""
        if fact.name in self.fixed:
            return self.fixed[fact.name] in values
        return any_true(self._is(fact, value) for value in values)

    def _is(self, fact: Fact, value: str) -> Truth:
        """One variable a fact: the number of its value in a list that grows with what is asked for."""
        known = self.places.setdefault(fact.name, list(fact.choices) or [ELSEWHERE])
        if value not in known:
            known.append(value)
            self._leave_out(fact.name, value)
        return self.choice(fact.name) == known.index(value)

    def ask_table(self, fact: Fact, spoken_of: Iterable[str]) -> None:
        """Leave out every place, named before or after, that the table of groups does not speak of."""
        if fact.name not in self.tables:
            self.tables[fact.name] = frozenset(spoken_of)
            for value in self.places.setdefault(fact.name, [ELSEWHERE]):
                self._leave_out(fact.name, value)

    def _leave_out(self, name: str, value: str) -> None:
        table = self.tables.get(name)
        if table is not None and value != ELSEWHERE and value not in table:
            self.domain.append((name, self.choice(name) != self.places[name].index(value)))

    def choice(self, name: str) -> Any:
        """The variable of a choice or a country; a value beyond those that are named is one that nobody names."""
        return self.terms.setdefault(name, z3().Int(self.mark + name))

    def begins_with(self, name: str, scope: Scope) -> Truth:
        """Whether the tariff code called NAME, a number of ten digits, begins with one that SCOPE names."""
        code = self.choice(name)
        spans = sorted((int(one.ljust(LONGEST, "0")), int(one.ljust(LONGEST, "9"))) for one in scope.codes)
        return any_true(z3().And(code >= low, code <= high) for low, high in spans)

    def ask(self, fact: Fact) -> None:
        """Remember FACT, to be told in a witness; the values of a choice are as many as it has."""
        if fact.name not in self.asked:
            self.asked[fact.name] = fact
            if fact.kind is FactKind.CHOICE and fact.name not in self.fixed and self.is_known(fact):
                variable = self.choice(fact.name)
                self.places.setdefault(fact.name, list(fact.choices))
                self.domain.append((fact.name, z3().And(variable >= 0, variable < len(fact.choices))))
            elif fact.kind is FactKind.CODE and fact.name not in self.fixed:
                self.domain.append((fact.name, z3().And(self.choice(fact.name) >= 0, self.choice(fact.name) < _CODES)))

    # A model of the solver as facts.

    def witness(self, model: Any) -> dict[str, Value]:
        """The facts of MODEL: those that are fixed, and a value for each that is free or tied."""
        found = dict(self.fixed)
        for name in (*self.roles, *self.asked):
            if name not in found:
                found.update(self._told(name, model))
        return found

    def _told(self, name: str, model: Any) -> Iterator[tuple[str, Value]]:
        fact = self.asked.get(name)
        if fact is None or fact.kind is FactKind.NUMBER:
            if fact is None or self.is_known(fact):
                yield name, exact_of(model.eval(self.number(name), model_completion=True))
        elif fact.kind is FactKind.FLAG:
            if self.is_known(fact):
                yield name, bool(model.eval(self.flag(name), model_completion=True))
        elif fact.kind is FactKind.CODE and self.is_known(fact):
            yield name, str(model.eval(self.choice(name), model_completion=True)).zfill(LONGEST)
        elif name in self.terms:
            yield name, self._value_of(name, model.eval(self.choice(name), model_completion=True).as_long())

    def _value_of(self, name: str, number: int) -> Value:
        known = self.places.get(name, [])
        return known[number] if 0 <= number < len(known) and known[number] != ELSEWHERE else _UNNAMED


_UNNAMED: Value = NOT_APPLICABLE
"""A place that no text names stands for itself as a party that does not exist: it is in no list and no group."""


def exact_of(term: Any) -> Exact:
    """A number of the solver, exactly; one that is a root is cut at twenty digits."""
    if hasattr(term, "approx"):
        term = term.approx(20)
    return whole(Fraction(term.as_string()))


def is_not_applicable(value: Value | None) -> bool:
    """Whether VALUE is known not to exist."""
    return isinstance(value, NotApplicable)
