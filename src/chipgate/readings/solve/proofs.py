"""Properties of a law: a proof, or facts that are a counter-example, fed back to ``explain``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import assert_never

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.law.language import Condition
from chipgate.law.provision import Provision
from chipgate.readings.solve.constraints import Constraints
from chipgate.readings.solve.facts_of_a_world import Free, Ratio, Role, Tied, World
from chipgate.readings.solve.logic import Truth, all_true, any_true, not_true, term_of, z3
from chipgate.readings.solve.open_cases import open_cases
from chipgate.readings.solve.optimum import SolverDisagrees
from chipgate.readings.solve.reality import Reality, given
from chipgate.readings.verdict import MET, Facts, Weighing


@dataclass(frozen=True, slots=True)
class Implies:
    """Wherever IF_ is met, THEN is met."""

    if_: Condition
    then: Condition


@dataclass(frozen=True, slots=True)
class AtMostOne:
    """No two of the provisions are met at once."""

    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeverFalls:
    """More of a number, with all else equal, never leads from a higher one of LEVELS to a lower one.

    A level is the provisions that reach it, the mildest first; being under none is below all. ``roles`` say what else
    moves with the number: a density does, where the area stays.
    """

    number: str
    levels: tuple[tuple[str, ...], ...]
    roles: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CanBeMet:
    """There are facts on which the provision is met."""

    provision: str


Property = Implies | AtMostOne | NeverFalls | CanBeMet


@dataclass(frozen=True)
class Proof:
    """Whether a property holds. ``facts`` are a counter-example where it does not, one case or two; for ``CanBeMet``
    they are the case on which it is met."""

    asked: Property
    holds: bool
    facts: tuple[Facts, ...] = ()


def prove(asked: Property, law: LawOnDay, *, reality: Reality = (), fixed: Mapping[str, Value] | None = None) -> Proof:
    """A proof of ASKED under LAW, or a counter-example; FIXED facts are the same in every case.

    Every other fact can be anything that REALITY allows; places of which the membership in a group is not settled are
    left out, and no number is "not applicable".

    Raises:
        LacksSolver: the solver is not installed.
        SolverDisagrees: ``explain`` does not bear a counter-example out; a defect of chipgate.
    """
    known = fixed or {}
    match asked:
        case Implies(if_, then):
            return _implication(asked, if_, then, law, reality, known)
        case AtMostOne(provisions):
            return _at_most_one(asked, provisions, law, reality, known)
        case NeverFalls():
            return _never_falls(asked, law, reality, known)
        case CanBeMet(provision_id):
            facts = _met(law.get(provision_id), law, reality, known)
            return Proof(asked, facts is not None, () if facts is None else (facts,))
        case _ as never:
            assert_never(never)


def _met(provision: Provision | None, law: LawOnDay, reality: Reality, known: Mapping[str, Value]) -> Facts | None:
    cases = open_cases(law, reality, known)
    if provision is None:
        return None
    return cases.witness([cases.constraints.provision(provision).met], provision.conditions)


def _implication(
    asked: Property, if_: Condition, then: Condition, law: LawOnDay, reality: Reality, known: Mapping[str, Value]
) -> Proof:
    cases = open_cases(law, reality, known)
    told = [cases.constraints.condition(if_).met, not_true(cases.constraints.condition(then).met)]
    facts = cases.witness(told, (if_, then))
    if facts is None:
        return Proof(asked, True)
    weighing = Weighing(facts, law)
    _must(weighing.weigh(if_) is MET and weighing.weigh(then) is not MET, facts)
    return Proof(asked, False, (facts,))


def _at_most_one(
    asked: Property, provisions: Sequence[str], law: LawOnDay, reality: Reality, known: Mapping[str, Value]
) -> Proof:
    for one, other in combinations(provisions, 2):
        facts = both_met(one, other, law, reality, known)
        if facts is not None:
            return Proof(asked, False, (facts,))
    return Proof(asked, True)


def both_met(
    one: str, other: str, law: LawOnDay, reality: Reality, known: Mapping[str, Value] | None = None
) -> Facts | None:
    """Facts on which two provisions are met at once; None where that is proved impossible."""
    provisions = [provision for name in (one, other) if (provision := law.get(name)) is not None]
    if len(provisions) < 2:
        return None
    cases = open_cases(law, reality, known)
    told = [cases.constraints.provision(provision).met for provision in provisions]
    facts = cases.witness(told, [condition for provision in provisions for condition in provision.conditions])
    if facts is not None:
        weighing = Weighing(facts, law)
        _must(all(weighing.weigh_provision(law.get(name)) is MET for name in (one, other)), facts)
    return facts


def _never_falls(asked: NeverFalls, law: LawOnDay, reality: Reality, known: Mapping[str, Value]) -> Proof:
    less = World(known, asked.roles, open_facts=True)
    before = _levels(asked, Constraints(law, less))
    if less.terms.get(asked.number) is None:
        return Proof(asked, True)  # no text asks for it
    more = World(known, asked.roles, open_facts=True, mark="more ", asked=dict(less.asked), places=less.places)
    moving = {asked.number, *_moved_with(asked)}
    more.terms.update((name, term) for name, term in less.terms.items() if name not in moving)
    after = _levels(asked, Constraints(law, more))
    falls = any_true(all_true((one, not_true(other))) for one, other in zip(before, after, strict=True))
    rises = more.number(asked.number) > less.number(asked.number)
    told = [falls, rises, *given(less, reality), *given(more, reality)]
    told += [less.number(role.divisor) > 0 for role in asked.roles.values() if isinstance(role, Ratio)]
    return _two_cases(asked, law, less, more, all_true(told))


def _levels(asked: NeverFalls, constraints: Constraints) -> list[Truth]:
    """For each level, where it or a higher one is reached."""
    met = [any_true(constraints.provision(constraints.law.get(p)).met for p in level) for level in asked.levels]
    return [any_true(met[number:]) for number in range(len(met))]


def _moved_with(asked: NeverFalls) -> Iterator[str]:
    for name, role in asked.roles.items():
        names = _names_in(role)
        if asked.number in names:
            yield name


def _names_in(role: Role) -> tuple[str, ...]:
    match role:
        case Ratio(dividend, divisor):
            return (dividend, divisor)
        case Tied(terms, _):
            return tuple(name for name, _ in terms)
        case Free():
            return ()
        case _ as never:
            assert_never(never)


def _two_cases(asked: NeverFalls, law: LawOnDay, less: World, more: World, wanted: Truth) -> Proof:
    if wanted is False:
        return Proof(asked, True)
    solver = z3().Solver()
    solver.add(term_of(wanted))
    if solver.check() != z3().sat:
        return Proof(asked, True)
    facts = less.witness(solver.model()), more.witness(solver.model())
    first, second = (level_of(asked, law, one) for one in facts)
    _must(first > second, facts[0])
    return Proof(asked, False, facts)


def level_of(asked: NeverFalls, law: LawOnDay, facts: Facts) -> int:
    """The highest level that FACTS reach, by ``explain``; 0 for none."""
    weighing = Weighing(facts, law)
    reached = (any(weighing.weigh_provision(law.get(p)) is MET for p in level) for level in asked.levels)
    return max((number + 1 for number, is_reached in enumerate(reached) if is_reached), default=0)


def _must(borne_out: bool, facts: Mapping[str, Value]) -> None:
    if not borne_out:
        raise SolverDisagrees(f"explain does not bear out {dict(facts)}")
