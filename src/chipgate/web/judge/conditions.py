"""Licence exceptions as checklists: each condition ticked, failed or open, with the facts that would tick it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chipgate.cases.determination import Determination
from chipgate.cases.questions import NO_LICENCE
from chipgate.law.language import AllOf, Condition
from chipgate.law.provision import OpensException, Provision
from chipgate.readings.trace import Tracing
from chipgate.readings.verdict import NOT_MET, Verdict
from chipgate.translation.language import Language, translator
from chipgate.web.judge.tree import VERDICT_NAMES, Branch, branch_of, provision_href
from chipgate.web.render import provision_name


@dataclass(frozen=True)
class Checklist:
    """One exception: whether it is open, and its conditions in the order of the text."""

    name: str
    title: str
    verdict: str
    href: str
    conditions: tuple[Branch, ...]

    @property
    def met(self) -> int:
        """How many conditions are met."""
        return sum(one.verdict == "met" for one in self.conditions)


def checklists(answer: Determination, language: Language) -> tuple[Checklist, ...]:
    """The exceptions that are open or may be, where a licence is needed or may be."""
    if answer.outcome == NO_LICENCE or not answer.exception_verdicts:
        return ()
    wanted = [(one, verdict) for one, verdict in answer.exception_verdicts if verdict is not NOT_MET]
    return tuple(_checklist(one, verdict, answer, language) for one, verdict in wanted)


def _checklist(provision: Provision, verdict: Verdict, answer: Determination, language: Language) -> Checklist:
    assert isinstance(provision.gives, OpensException)
    tracing = Tracing(answer.weighings[0])
    return Checklist(
        name=provision.gives.name,
        title=": ".join(filter(None, (provision_name(provision.id, language), translator(language)(provision.title)))),
        verdict=VERDICT_NAMES.get(verdict, "unknown"),
        href=provision_href(provision.id, answer.case.day),
        conditions=tuple(branch_of(tracing.condition(one), answer, language) for one in _each(provision)),
    )


def _each(provision: Provision) -> Iterator[Condition]:
    """The conditions that PROVISION joins with an all-of, one by one."""
    for condition in provision.conditions:
        yield from condition.parts if isinstance(condition, AllOf) else (condition,)
