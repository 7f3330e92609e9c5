"""Where two laws answer differently: every region of facts, or a proof that there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import monotonic

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.readings.solve.answers import Asked, WhetherLicence, answer_on, answers, listed
from chipgate.readings.solve.constraints import Constraints
from chipgate.readings.solve.facts_of_a_world import World
from chipgate.readings.solve.logic import Truth, all_true, any_true, not_true
from chipgate.readings.solve.optimum import SolverDisagrees
from chipgate.readings.solve.reality import Reality, given
from chipgate.readings.solve.regions import Region, Regions, atoms_of
from chipgate.readings.verdict import Facts


@dataclass(frozen=True)
class Differing:
    """A region where two laws answer differently, their answers all over it, and the named cases that lie in it."""

    region: Region
    answers: tuple[str, str]
    named: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Every region where two laws differ. ``is_complete`` is False where there are more than were looked for."""

    asked: Asked
    laws: tuple[LawOnDay, LawOnDay]
    regions: tuple[Differing, ...]
    is_complete: bool

    @property
    def is_equal(self) -> bool:
        """Whether it is proved that they never differ."""
        return self.is_complete and not self.regions


def difference(
    first: LawOnDay,
    second: LawOnDay,
    asked: Asked | None = None,
    *,
    reality: Reality = (),
    fixed: Mapping[str, Value] | None = None,
    named: Mapping[str, Facts] | None = None,
    seconds: float = 10,
) -> Difference:
    """Where FIRST and SECOND answer ASKED differently; FIXED facts are the same in every case.

    NAMED cases (chips by name, with the facts that are known of them) are put into the regions they may lie in.
    Places of which the membership in a group is not settled are left out, and no number is "not applicable".

    Raises:
        LacksSolver: the solver is not installed.
        SolverDisagrees: ``explain`` does not bear a witness out; a defect of chipgate.
    """
    question = asked or WhetherLicence()
    world = World(fixed or {}, open_facts=True)
    sides = [Constraints(law, world) for law in (first, second)]
    told = [answers(question, one.law, one) for one in sides]
    whole = _WholeOr(first, second)
    tops = [[provision for _, provision in listed(question, one.law)] for one in sides]
    lines = (atoms_of(top, one, whole.keeps, whole.is_same) for top, one in zip(tops, sides, strict=True))
    atoms = [atom for found in lines for atom in found]
    always = given(world, reality)
    cases = {name: {**(fixed or {}), **facts} for name, facts in (named or {}).items()}
    until, regions, is_complete = monotonic() + seconds, list[Differing](), True
    for wanted in _unlike(*(_with_none(one) for one in told)):
        found = Regions(world, wanted, always, atoms, until - monotonic())
        regions += [_differing(one, question, (first, second), cases) for one in found]
        is_complete = is_complete and found.is_complete
    return Difference(question, (first, second), tuple(regions), is_complete)


def _with_none(told: Mapping[str, Truth]) -> dict[str, Truth]:
    """The answers, and that there is none."""
    return {**told, "": not_true(any_true(told.values()))}


def _unlike(first: Mapping[str, Truth], second: Mapping[str, Truth]) -> Iterator[Truth]:
    """For every two answers that differ, where the one law gives the one and the other law the other."""
    for one, there in first.items():
        for other, here in second.items():
            both = False if one == other else all_true((there, here))
            if both is not False:
                yield both


class _WholeOr:
    """Which provisions a region may name as a whole: those that read alike in both laws, or stand in one only."""

    def __init__(self, first: LawOnDay, second: LawOnDay) -> None:
        self._laws = (first, second)
        self._known: dict[str, bool] = {}

    def keeps(self, provision_id: str) -> bool:
        """Whether a region may name the provision as it stands."""
        if any(law.get(provision_id) is None for law in self._laws):
            return True
        return self._reads_alike(provision_id)

    def is_same(self, provision_id: str) -> bool:
        """Whether the provision stands in both laws and reads alike."""
        return self._laws[0].get(provision_id) is not None and self._reads_alike(provision_id)

    def _reads_alike(self, provision_id: str) -> bool:
        if provision_id not in self._known:
            one, other = (law.get(provision_id) for law in self._laws)
            alike = one is None or other is None or one.conditions == other.conditions
            alike = alike and (one is None) == (other is None)
            parts = one.references if one is not None else ()
            self._known[provision_id] = alike and all(map(self._reads_alike, parts))
        return self._known[provision_id]


def _differing(region: Region, asked: Asked, laws: tuple[LawOnDay, LawOnDay], named: Mapping[str, Facts]) -> Differing:
    told = answer_on(asked, laws[0], region.witness), answer_on(asked, laws[1], region.witness)
    if told[0] == told[1]:
        raise SolverDisagrees(f"explain answers {told[0]!r} by both laws on {dict(region.witness)}")
    return Differing(region, told, tuple(name for name, facts in named.items() if region.may_hold(facts)))
