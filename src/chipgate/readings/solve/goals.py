"""What an answer must come to: nothing requires a licence, an exception is open, or a policy of review applies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from chipgate.law.corpus import LawOnDay
from chipgate.law.provision import OpensException, Provision, RequiresLicence, SetsReview
from chipgate.readings.solve.constraints import Constraints
from chipgate.readings.solve.logic import Truth, all_true, any_true, not_true
from chipgate.readings.verdict import MET, NOT_MET, Facts, Weighing


@dataclass(frozen=True, slots=True)
class NoLicence:
    """No provision requires a licence, and none might."""


@dataclass(frozen=True, slots=True)
class OpenException:
    """No licence is required, or a licence exception is open."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """No licence is required, or the first policy of review that fits is one of ``policies``, and none before might."""

    policies: tuple[str, ...]


Goal = NoLicence | OpenException | Reviewed

Tracked = tuple[Provision, Truth]
"""A provision, and what must hold of it."""


def demands(goal: Goal, law: LawOnDay, constraints: Constraints) -> Iterator[Tracked]:
    """What GOAL asks, a provision at a time: one that might require a licence stands in the way on its own."""
    relief = _relief(goal, law, constraints)
    for provision in law.giving(RequiresLicence):
        yield provision, any_true((not_true(constraints.provision(provision).possible), relief))


def _relief(goal: Goal, law: LawOnDay, constraints: Constraints) -> Truth:
    """What is good enough although a licence is required."""
    match goal:
        case NoLicence():
            return False
        case OpenException():
            return any_true(constraints.provision(one).met for one in law.giving(OpensException))
        case Reviewed(policies):
            return _reviewed(policies, law.giving(SetsReview), constraints)
        case _ as never:
            assert_never(never)


def _reviewed(policies: Sequence[str], provisions: Sequence[Provision], constraints: Constraints) -> Truth:
    """The first of PROVISIONS that fits has one of POLICIES; what might fit before it has one of them too."""
    found: Truth = False
    for provision in reversed(provisions):
        both = constraints.provision(provision)
        wanted = isinstance(provision.gives, SetsReview) and provision.gives.policy in policies
        otherwise = all_true((not_true(both.possible), found))
        found = any_true((both.met, all_true((both.possible, found)), otherwise)) if wanted else otherwise
    return found


def holds_for(goal: Goal, law: LawOnDay, facts: Facts) -> bool:
    """Whether GOAL is reached on FACTS, by ``explain``."""
    weighing = Weighing(facts, law)
    if all(weighing.weigh_provision(one) is NOT_MET for one in law.giving(RequiresLicence)):
        return True
    match goal:
        case NoLicence():
            return False
        case OpenException():
            return any(weighing.weigh_provision(one) is MET for one in law.giving(OpensException))
        case Reviewed(policies):
            return _first_fits(policies, law.giving(SetsReview), weighing)
        case _ as never:
            assert_never(never)


def _first_fits(policies: Sequence[str], provisions: Sequence[Provision], weighing: Weighing) -> bool:
    for provision in provisions:
        verdict = weighing.weigh_provision(provision)
        if verdict is not NOT_MET:
            if not isinstance(provision.gives, SetsReview) or provision.gives.policy not in policies:
                return False
            if verdict is MET:
                return True
    return False
