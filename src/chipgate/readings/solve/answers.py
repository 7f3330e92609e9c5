"""What a law answers to a question, as labels of which one holds at most, each with where it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from chipgate.law.corpus import LawOnDay
from chipgate.law.provision import Describes, Provision, RequiresLicence, SetsReview
from chipgate.readings.solve.constraints import Constraints
from chipgate.readings.solve.logic import Truth, all_true, any_true, not_true
from chipgate.readings.verdict import MET, Facts, Weighing

LICENCE = "licence required"


@dataclass(frozen=True, slots=True)
class WhichParagraph:
    """The first paragraph that specifies the item; of ``only`` the entries that begin so, where any is named."""

    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhetherLicence:
    """Whether a licence is required."""


@dataclass(frozen=True, slots=True)
class WhichReview:
    """The first policy of review that fits."""


@dataclass(frozen=True, slots=True)
class WhetherMet:
    """Whether one provision is met."""

    provision: str


Asked = WhichParagraph | WhetherLicence | WhichReview | WhetherMet


def listed(asked: Asked, law: LawOnDay) -> Sequence[tuple[str, Provision]]:
    """The labels with their provisions; the first that is met decides."""
    match asked:
        case WhichParagraph(only):
            found = [(one.gives.eccn, one) for one in law.giving(Describes) if isinstance(one.gives, Describes)]
            return [one for one in found if not only or one[0].startswith(only)]
        case WhichReview():
            return [(one.gives.policy, one) for one in law.giving(SetsReview) if isinstance(one.gives, SetsReview)]
        case WhetherLicence():
            return [(LICENCE, one) for one in law.giving(RequiresLicence)]
        case WhetherMet(provision_id):
            provision = law.get(provision_id)
            return [] if provision is None else [(provision_id, provision)]
        case _ as never:
            assert_never(never)


def answers(asked: Asked, law: LawOnDay, constraints: Constraints) -> Mapping[str, Truth]:
    """Where each label is the answer of LAW."""
    found: dict[str, Truth] = {}
    before: Truth = False
    for label, provision in listed(asked, law):
        met = constraints.provision(provision).met
        found[label] = any_true((found.get(label, False), all_true((met, not_true(before)))))
        before = any_true((before, met))
    return found


def answer_on(asked: Asked, law: LawOnDay, facts: Facts) -> str:
    """The answer of LAW on FACTS by ``explain``; empty where none is met."""
    weighing = Weighing(facts, law)
    return next((label for label, one in listed(asked, law) if weighing.weigh_provision(one) is MET), "")
