"""Which provision decides an answer: the one to cite first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chipgate.cases.paragraphs import EXCLUDED_BY_NOTE_2, NOTE_2
from chipgate.cases.questions import EXCEPTION, NO_LICENCE, NO_PARAGRAPH, OPEN
from chipgate.law.provision import Clock, Describes, Provision
from chipgate.law.walking import references_of
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN

if TYPE_CHECKING:
    from chipgate.cases.determination import Determination
    from chipgate.law.corpus import LawOnDay


def deciding_provision(answer: Determination) -> Provision | None:
    """The provision that decides the outcome of ANSWER, or the first that keeps it open."""
    questions, decision = answer.questions, answer.decision
    assert questions is not None
    assert decision is not None
    required = questions.required(answer.clock)
    if answer.outcome == NO_LICENCE:
        return _why_not(answer)
    if answer.outcome == EXCEPTION or (decision.licence(answer.clock) is MET and answer.outcome == OPEN):
        # Where only completions leave no other outcome, none of the exceptions is met as it stands.
        found = {verdict: p for p, verdict in reversed(answer.exception_verdicts)}
        return (found.get(MET) if answer.outcome == EXCEPTION else None) or found.get(UNKNOWN)
    return _first_met(required, answer)


def _first_met(required: tuple[Provision, ...], answer: Determination) -> Provision | None:
    """The first of the REQUIRED provisions that is met, else the first that is open."""
    verdicts = answer.verdicts_on(required)
    telling = MET if MET in verdicts else UNKNOWN
    return next((one for one, verdict in zip(required, verdicts, strict=True) if verdict is telling), None)


NEAREST = {
    "hbm": "us/ear/3A090.c",
    "weights": "us/ear/4E091",
    "low_end_ic": "us/ear/3A991.p",
    "low_end_computer": "us/ear/4A994.l",
    "computer": "us/ear/4A090.a",
    "technology": "us/ear/3E001",
    "software": "us/ear/3D001",
}
NEAREST_OF_OTHERS = "us/ear/3A090.a"
"""By kind of item, and of every other kind, the paragraph that an item without any is outside of."""


def _why_not(answer: Determination) -> Provision | None:
    """For an item that needs no licence: the paragraph it is outside of, or the requirement that does not reach it."""
    questions = answer.questions
    assert questions is not None
    note_2 = questions.books.get(NOTE_2)
    if note_2 is not None and _may_leave_out(note_2, answer) and EXCLUDED_BY_NOTE_2 in answer.paragraphs:
        return note_2
    if answer.eccn == NO_PARAGRAPH:
        return questions.books.get(NEAREST.get(str(answer.case.facts.get("item_kind")), NEAREST_OF_OTHERS))
    by_either = (*questions.required(answer.clock), *questions.required(answer.other_clock))
    about = next((p for p in by_either if _may_be_about(p, answer)), None)
    return about or next((p for p in questions.paragraphs if _gives(p, answer.eccn)), None)


def _may_leave_out(note_2: Provision, answer: Determination) -> bool:
    """Whether it is worth working out what the item would be without Note 2."""
    return all(weighing.weigh(note_2.when) is MET for weighing in answer.weighings_on(Clock.ON_THE_BOOKS))


_SECOND = {"us/ear/3A090.a": "us/ear/3A090.b", "us/ear/4A090.a": "us/ear/4A090.b"}


def also_outside_of(answer: Determination) -> tuple[Provision, ...]:
    """The second paragraph that an item without any is outside of: who is below .a wants to see .b too."""
    if answer.questions is None or answer.deciding is None or answer.eccn != NO_PARAGRAPH:
        return ()
    second = answer.questions.books.get(_SECOND.get(answer.deciding.id, ""))
    return () if second is None or answer.outcome != NO_LICENCE else (second,)


def _gives(provision: Provision, eccn: str) -> bool:
    return isinstance(provision.gives, Describes) and provision.gives.eccn == eccn


def _may_be_about(requirement: Provision, answer: Determination) -> bool:
    """Whether a requirement speaks of the item, for all that is known: a paragraph it refers to is not failed."""
    weighing = answer.weighings[0]
    law = weighing.law
    return any(weighing.weigh_provision(law.get(ref)) is not NOT_MET for ref in described_by(requirement, law))


def described_by(requirement: Provision, law: LawOnDay) -> Sequence[str]:
    """The provisions that REQUIREMENT refers to for the items that it speaks of."""
    key = ("described by", id(requirement))
    if key not in law.worked_out:
        references = references_of(requirement.when)
        found = tuple(ref for ref in references if ref.endswith(" items") or _describes(law.get(ref)))
        law.worked_out[key] = requirement, found  # kept with the requirement, so that no other takes its identity
    described: Sequence[str] = law.worked_out[key][1]
    return described


def _describes(provision: Provision | None) -> bool:
    return provision is not None and isinstance(provision.gives, Describes)
