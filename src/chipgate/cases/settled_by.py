"""Which of the missing facts settle an answer: what to ask a customer first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from chipgate.cases.columns import BOTH_HEADQUARTERS
from chipgate.cases.questions import OPEN, possible_outcomes
from chipgate.law.facts import Fact
from chipgate.law.provision import OpensException
from chipgate.readings.fewest import fewest
from chipgate.readings.leaves import leaves_of
from chipgate.readings.verdict import MET, Facts, Verdict

if TYPE_CHECKING:
    from chipgate.cases.determination import Determination


def settled_by(answer: Determination) -> tuple[str, ...]:
    """The names of the fewest missing facts that settle the outcome of ANSWER; none where it is settled.

    Where the answer hangs on which reading of a disputed figure holds, the whole list is given.
    """
    names = answer.missing_names
    if answer.outcome != OPEN or answer.questions is None or len(names) < 2 or set(names) & set(answer.case.disputed):
        return names
    weighing = answer.weighings[0]
    missing = _missing_facts(answer)
    leaves = leaves_of(answer.open_provisions, weighing.law)
    found = fewest(weighing.facts, missing, leaves, weighing.law, partial(_is_settled, answer))
    return names if len(found) == len(missing) else asked_together(fact.name for fact in found)


def _missing_facts(answer: Determination) -> list[Fact]:
    """The missing facts of every reading, in the order in which they are asked for."""
    found = (weighing.missing_of_provision(p) for p in answer.open_provisions for weighing in answer.weighings)
    facts = {name: fact for missing in found for name, fact in missing.items()}
    return [facts[question.fact] for question in answer.missing]


def _is_settled(answer: Determination, facts: Facts) -> bool:
    """Whether one outcome is left on FACTS, the same in every reading, with what FACTS adds to the first."""
    told = {name: value for name, value in facts.items() if name not in answer.weighings[0].facts}
    left = {_outcomes(answer, {**weighing.facts, **told}) for weighing in answer.weighings}
    return len(left) == 1 and len(left.pop()) == 1


def _outcomes(answer: Determination, facts: Facts) -> frozenset[str]:
    """The outcomes left on FACTS. What was decided stays decided: only the open provisions are weighed."""
    assert answer.decision is not None
    weighing = answer.weigh(facts, answer.weighings[0].law)
    requirement, exception = answer.decision.licence(answer.clock), answer.decision.exception
    for_licence = [p for p in answer.open_provisions if not isinstance(p.gives, OpensException)]
    for_exception = [p for p in answer.open_provisions if isinstance(p.gives, OpensException)]
    if requirement is not MET and for_licence:
        requirement = Verdict(max(map(weighing.weigh_provision, for_licence)))
    if exception is not MET and for_exception:
        exception = Verdict(max(map(weighing.weigh_provision, for_exception)))
    return possible_outcomes(requirement, exception)


def asked_together(names: Iterable[str]) -> tuple[str, ...]:
    """NAMES without doubles; both headquarters of the end user are asked as one."""
    found = list(dict.fromkeys(names))
    if {"end_user_hq", "end_user_parent_hq"} <= set(found):
        found[found.index("end_user_hq")] = BOTH_HEADQUARTERS
        found.remove("end_user_parent_hq")
    return tuple(found)


def asked_first(answer: Determination) -> frozenset[str]:
    """The facts of the questions that ``settled_by`` names; the two headquarters by their own names."""
    first = frozenset(answer.settled_by)
    return first | {"end_user_hq", "end_user_parent_hq"} if BOTH_HEADQUARTERS in first else first
