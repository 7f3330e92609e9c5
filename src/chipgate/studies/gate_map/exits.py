"""The nearest ways out: how far one number of a chip must fall until the law answers better, asked of the solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chipgate.cases.determination import Determination
from chipgate.cases.questions import EXCEPTION, NO_LICENCE
from chipgate.law.facts import Value
from chipgate.law.provision import Provision
from chipgate.law.us.facts import DRAM_BANDWIDTH_GB_S, TPP
from chipgate.readings.solve.facts_of_a_world import Free, Ratio, Role
from chipgate.readings.solve.goals import Goal, NoLicence, OpenException, Reviewed
from chipgate.readings.solve.optimum import Best, NothingFits, Question, solved
from chipgate.readings.solve.what_binds import binding
from chipgate.readings.verdict import Facts
from chipgate.studies.gate_map.plane import AREA, DENSITY
from chipgate.units import Exact, whole

WITHIN_MS: Final = 1_000

GOALS: Final[Mapping[str, Goal]] = {
    "no_licence": NoLicence(),
    "exception": OpenException(),
    "case_by_case": Reviewed(("case_by_case", "presumption_of_approval")),
}
"""What an exit leads to, the best first."""

SAME_DIE, SAME_DENSITY, LARGER_DIE, LESS_BANDWIDTH = "tpp_on_the_same_die", "tpp", "performance_density", "bandwidth"
_AIMS: Final = {
    SAME_DIE: TPP.name,
    SAME_DENSITY: TPP.name,
    LARGER_DIE: DENSITY,
    LESS_BANDWIDTH: DRAM_BANDWIDTH_GB_S.name,
}
"""What is moved, and which number of the chip that is."""


@dataclass(frozen=True)
class Exit:
    """One number lowered to ``bound`` (itself allowed where ``attained``), all else as it is.

    ``facts`` are those of the chip at the exit; ``gate`` is the provision that holds there, ``label`` its paragraph.
    """

    move: str
    goal: str
    fact: str
    start: Exact
    bound: Exact
    attained: bool
    facts: Facts
    gate: Provision | None
    label: str

    @property
    def share(self) -> Fraction:
        """How much of the number is given up."""
        return 1 - Fraction(self.bound) / self.start


def exits(answer: Determination) -> tuple[Exit, ...]:
    """The exits of the chip of ANSWER, the shortest first; each leads to the best goal that lies so near.

    Raises:
        LacksSolver: the solver is not installed.
    """
    found: dict[tuple[str, Exact], Exit] = {}
    for goal in _better_than(answer):
        for move in _AIMS:
            one = _exit(answer, move, goal)
            if one is not None:
                found.setdefault((move, one.bound), one)
    return tuple(sorted(found.values(), key=lambda one: one.share))


def _better_than(answer: Determination) -> Iterator[str]:
    if answer.outcome == NO_LICENCE:
        return
    yield "no_licence"
    if answer.outcome == EXCEPTION:
        return
    yield "exception"
    if answer.decision is None or not answer.decision.reviews <= {"case_by_case", "presumption_of_approval"}:
        yield "case_by_case"


def _exit(answer: Determination, move: str, goal: str) -> Exit | None:
    """The exit of one move; None where the move leads nowhere, or the number it moves is not known."""
    facts, fact = dict(answer.case.facts), _AIMS[move]
    start = facts.get(fact)
    roles = _roles(move, facts)
    if roles is None or not isinstance(start, int | Fraction) or start <= 0 or answer.questions is None:
        return None
    law = answer.questions.law(answer.clock)
    moved = {**roles, fact: Free(0, start)}
    fixed = {name: value for name, value in facts.items() if name not in moved}
    question = Question(fact, law, fixed, moved, GOALS[goal], within_ms=WITHIN_MS)
    try:
        found = solved(question)
    except NothingFits:
        return None
    if not found.proved or found.bound is None or not 0 < found.bound <= start:
        return None
    gate = next((one for one in binding(found) if one.provision is not None), None)
    provision, label = (None, "") if gate is None else (gate.provision, gate.label)
    return Exit(move, goal, fact, start, found.bound, found.attained, _at(found, move), provision, label)


def _roles(move: str, facts: dict[str, Value]) -> dict[str, Role] | None:
    """What moves with the number, besides itself; an area is left out where TPP and density no longer give it."""
    if move != SAME_DIE:
        facts.pop(AREA, None)
        return {}
    density, tpp = facts.get(DENSITY), facts.get(TPP.name)
    if not isinstance(density, int | Fraction) or not isinstance(tpp, int | Fraction) or density <= 0:
        return None
    facts.setdefault(AREA, whole(Fraction(tpp) / density))
    return {DENSITY: Ratio(TPP.name, AREA)}


def _at(found: Best, move: str) -> Facts:
    """The facts at the bound itself, which an arrow points to even where the text lets nobody stand on it."""
    assert found.bound is not None
    facts = {**found.facts, found.question.aim: found.bound}
    area = facts.get(AREA)
    if move == SAME_DIE and isinstance(area, int | Fraction):
        facts[DENSITY] = whole(Fraction(found.bound) / area)
    return facts
