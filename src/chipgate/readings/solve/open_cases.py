"""Every case under one law at once: terms that are made once and a solver that is asked again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.law.language import Condition
from chipgate.law.provision import Provision
from chipgate.law.walking import facts_of, references_of, walk
from chipgate.readings.solve.constraints import Constraints
from chipgate.readings.solve.facts_of_a_world import World
from chipgate.readings.solve.logic import Truth, term_of, z3
from chipgate.readings.solve.reality import Reality, holds_in


@dataclass
class OpenCases:
    """The facts of LAW, free to be anything that REALITY allows."""

    law: LawOnDay
    reality: Reality = ()
    fixed: Mapping[str, Value] = field(default_factory=dict)
    _told: int = 0

    def __post_init__(self) -> None:
        self.world = World(self.fixed, open_facts=True)
        self.constraints = Constraints(self.law, self.world)
        self.solver: Any = z3().Solver()

    def witness(self, told: Iterable[Truth], about: Iterable[Condition]) -> Mapping[str, Value] | None:
        """Facts on which all of TOLD holds, those that ABOUT asks for; None where there are none."""
        wanted = list(told)
        if any(one is False for one in wanted):
            return None
        self._tell()
        reality = list(holds_in(self.reality, self.world))
        self.solver.push()
        self.solver.add(*(term_of(one) for one in (*reality, *wanted)))
        found = None
        if self.solver.check() == z3().sat:
            names = names_asked(about, self.law)
            facts = self.world.witness(self.solver.model())
            found = {name: value for name, value in facts.items() if name in names or name in self.fixed}
        self.solver.pop()
        return found

    def _tell(self) -> None:
        """What facts can be, as far as the solver does not know it yet."""
        domain = self.world.domain
        self.solver.add(*(term_of(one) for _, one in domain[self._told :]))
        self._told = len(domain)

    def without(self, provision: Provision, node: Condition, told: bool) -> Truth:
        """Where PROVISION is met if the line NODE of it had the verdict TOLD; all else is as it is."""
        other = Constraints(self.law, self.world, replaced={id(node): told})
        above = {id(one) for condition in provision.conditions for one in walk(condition) if _holds(one, node)}
        other.lines.update((key, line) for key, line in self.constraints.lines.items() if key not in above)
        return other.provision(provision).met


def _holds(condition: Condition, node: Condition) -> bool:
    return any(one is node for one in walk(condition))


def open_cases(law: LawOnDay, reality: Reality = (), fixed: Mapping[str, Value] | None = None) -> OpenCases:
    """The cases of LAW; kept with it where nothing is fixed."""
    if fixed:
        return OpenCases(law, reality, fixed)
    key = ("open cases", reality)
    if key not in law.worked_out:
        law.worked_out[key] = OpenCases(law, reality)
    found: OpenCases = law.worked_out[key]
    return found


def names_asked(conditions: Iterable[Condition], law: LawOnDay) -> set[str]:
    """The names of the facts that CONDITIONS ask for, and the provisions they refer to."""
    waiting, names, seen = list(conditions), set[str](), set[str]()
    while waiting:
        condition = waiting.pop()
        names.update(fact.name for fact in facts_of(condition))
        for name in references_of(condition):
            provision = law.get(name)
            if provision is not None and name not in seen:
                seen.add(name)
                waiting += provision.conditions
    return names
