"""The best value of one number that a text still allows, what stands in its way there, and what that is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from time import monotonic
from typing import Any, Final

from chipgate.errors import ChipgateError
from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.facts import Value
from chipgate.law.provision import Clock, Describes, Provision, RequiresLicence
from chipgate.readings.solve.constraints import Constraints
from chipgate.readings.solve.facts_of_a_world import Free, Role, World, exact_of
from chipgate.readings.solve.goals import Goal, NoLicence, demands, holds_for
from chipgate.readings.solve.logic import Truth, all_true, number_term, term_of, z3
from chipgate.readings.trace import trace_provision
from chipgate.readings.trace_lines import TraceLine
from chipgate.readings.verdict import MET, Weighing
from chipgate.units import Exact, decimal_text, whole

_FAR: Final = 10**9
_SHORTEST_MS: Final = 200

DESTINATION: Final = "destination_iso2"
WITHIN_MS: Final = 10_000
NO_LICENCE: Final = NoLicence()
FINENESS: Final = Fraction(1, 10**6)
"""How far below a limit that may not be reached an answer stays, as a share of it."""


class NothingFits(ChipgateError):
    """No values of the free facts are allowed; names the provisions and ranges that clash.

    ``paragraphs`` are those that specify an item within the ranges: what the provisions hold on to.
    """

    def __init__(
        self, provisions: tuple[Provision, ...], ranges: tuple[str, ...], paragraphs: tuple[Provision, ...] = ()
    ) -> None:
        self.provisions, self.ranges, self.paragraphs = provisions, ranges, paragraphs
        clash = [f"  - {one.id}: {one.title} ({one.cite})" for one in provisions]
        clash += [f"  - {name}" if " " in name else f"  - the range of {name}" for name in ranges]
        clash += [f"  within the ranges an item falls under {one.id}: {one.title}" for one in paragraphs]
        super().__init__("nothing within these ranges is allowed; these clash:\n" + "\n".join(clash))


class NoUpperEnd(ChipgateError):
    """What is to be as high as possible has no upper end; names the facts without one."""

    def __init__(self, aim: str, names: tuple[str, ...]) -> None:
        self.names = names
        told = ", ".join(names) or aim
        super().__init__(f"{aim} can be as high as one likes: {told} has no upper limit; give one (high=...)")


class SolverDisagrees(ChipgateError):
    """An answer of the solver that ``explain`` does not bear out; a defect of chipgate, never shown as an answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be as high as possible, under which law, with which facts fixed, free and tied.

    ``also`` are further demands on numbers, as (name, ">=" or "<=" or "==" or "<", value).
    """

    aim: str
    law: LawOnDay
    fixed: Mapping[str, Value]
    roles: Mapping[str, Role]
    goal: Goal = NO_LICENCE
    limits: Mapping[str, Exact] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    also: tuple[tuple[str, str, Exact], ...] = ()
    within_ms: int = WITHIN_MS


@dataclass(frozen=True)
class Best:
    """An optimum. ``bound`` is the least number that no allowed value is above; ``attained`` says whether it is one.

    ``value`` is what ``facts`` reach: the bound itself, or a millionth below it. ``proved`` is False where the time ran
    out: then ``bound`` is only the best one known by then, None where none is.
    """

    question: Question
    bound: Exact | None
    attained: bool
    value: Exact
    facts: Mapping[str, Value]
    proved: bool = True

    @cached_property
    def trace(self) -> tuple[TraceLine, ...]:
        """Why nothing requires a licence here: one tree for each provision that binds."""
        from chipgate.readings.solve.what_binds import binding

        ids = dict.fromkeys(one.provision.key for one in binding(self) if one.provision is not None)
        law = self.question.law
        asked = [one for one in law.giving(RequiresLicence) if one.key in ids]
        others = [one for one in law.provisions.values() if one.key in ids and one not in asked]
        return tuple(trace_provision(one, self.facts, law) for one in (*others, *asked))


def best(
    aim: str,
    corpus: Corpus,
    day: date,
    destination: str,
    *,
    fixed: Mapping[str, Value] | None = None,
    free: Mapping[str, Role] | None = None,
    goal: Goal | None = None,
    clock: Clock = Clock.AS_ENFORCED,
    within_ms: int = WITHIN_MS,
) -> Best:
    """The highest AIM that the text of DAY still allows to DESTINATION.

    FIXED facts have a value, FREE ones a range, a sum or a ratio; all others are unknown, and unknown never clears.

    Raises:
        LacksSolver: the solver is not installed.
        NothingFits: no values are allowed at all.
        NoUpperEnd: AIM has no upper end.
    """
    roles = dict(free or {})
    known = {DESTINATION: destination, **(fixed or {})}
    question = Question(aim, corpus.on(day, clock), known, roles, goal or NO_LICENCE, within_ms=within_ms)
    return solved(question)


def solved(question: Question) -> Best:
    """The optimum of QUESTION, fed back to ``explain``.

    Raises:
        NothingFits, NoUpperEnd, LacksSolver: as ``best`` does.
        SolverDisagrees: ``explain`` does not bear the answer out.
    """
    started = monotonic()
    world = World(question.fixed, question.roles)
    tracked = tracked_demands(question, world)
    aim = world.number(question.aim)
    sides = [*(told for _, told in tracked), *(told for _, told in world.domain), *_also(question, world)]
    optimiser = z3().Optimize()
    optimiser.set("timeout", question.within_ms)
    optimiser.add(*(term_of(one) for one in sides))
    handle = optimiser.maximize(aim)
    told = optimiser.check()
    if told == z3().unsat:
        raise clash_of(question)
    if told == z3().unknown:
        return by_time_limit(question, world, sides, started + 2 * question.within_ms / 1000)
    infinite, value, below = (exact_of(z3().simplify(one)) for one in optimiser.upper_values(handle))
    if infinite > 0:
        raise NoUpperEnd(question.aim, _without_upper_end(question))
    if below == 0:
        facts = world.witness(optimiser.model())
        return _checked(Best(question, value, True, _of(facts, question.aim), facts))
    return _checked(_just_below(question, world, sides, value))


def _just_below(question: Question, world: World, sides: list[Truth], bound: Exact) -> Best:
    """An optimum that is not reached itself, with facts that come within a millionth of it."""
    solver = z3().Solver()
    solver.add(*(term_of(one) for one in sides))
    least = whole(bound - abs(Fraction(bound)) * FINENESS)
    solver.add(world.number(question.aim) >= number_term(least))
    if solver.check() != z3().sat:
        raise SolverDisagrees(f"no facts reach {decimal_text(least)} of {question.aim}")
    facts = world.witness(solver.model())
    return Best(question, bound, False, _of(facts, question.aim), facts)


def by_time_limit(question: Question, world: World, sides: list[Truth], until: float) -> Best:
    """The best that is found until a moment, one answer at least; its bound is only the end of the range."""
    solver = z3().Solver()
    solver.set("timeout", max(_SHORTEST_MS, question.within_ms // 4))
    solver.add(*(term_of(one) for one in sides))
    role = question.roles.get(question.aim)
    end = role.high if isinstance(role, Free) else None
    found: Best | None = None
    while solver.check() == z3().sat:
        facts = world.witness(solver.model())
        found = Best(question, end, False, _of(facts, question.aim), facts, proved=False)
        if monotonic() > until:
            break
        solver.add(world.number(question.aim) > number_term(found.value))
    if found is None:
        raise ChipgateError(f"no answer within {question.within_ms} ms; give more time, or fix more facts")
    return _checked(found)


def _of(facts: Mapping[str, Value], name: str) -> Exact:
    value = facts[name]
    assert isinstance(value, int | Fraction)
    return value


def _checked(found: Best) -> Best:
    """FOUND, once ``explain`` says the same; what would be if a limit were moved is no answer to check."""
    if found.question.limits or found.question.without:
        return found
    if not holds_for(found.question.goal, found.question.law, found.facts):
        raise SolverDisagrees(f"explain does not clear {dict(found.facts)}")
    return found


def tracked_demands(question: Question, world: World) -> list[tuple[Provision, Truth]]:
    """What each provision demands of the facts of WORLD."""
    constraints = Constraints(question.law, world, question.limits, question.without)
    return list(demands(question.goal, question.law, constraints))


def _also(question: Question, world: World) -> Iterable[Truth]:
    for name, relation, value in question.also:
        number, bound = world.number(name), number_term(value)
        match relation:
            case ">=":
                yield number >= bound
            case "<=":
                yield number <= bound
            case "<":
                yield number < bound
            case _:
                yield number == bound


def clash_of(question: Question) -> NothingFits:
    """The provisions and ranges that cannot all hold: a core of the solver, made as small as it can be."""
    world = World(question.fixed, question.roles)
    tracked = tracked_demands(question, world)
    said = (f"{name} {relation} {decimal_text(value)}" for name, relation, value in question.also)
    also = list(zip(said, _also(question, world), strict=True))
    tracked_ranges = [*world.domain, *also]
    solver = z3().Solver()
    solver.set("core.minimize", True)
    names: dict[str, Provision | str] = {}
    everything: list[tuple[Provision | str, Truth]] = [*tracked, *tracked_ranges]
    for number, (what, told) in enumerate(everything):
        names[f"demand{number}"] = what
        solver.assert_and_track(term_of(told), f"demand{number}")
    solver.check()
    core = [names[str(one)] for one in solver.unsat_core()]
    provisions = tuple(one for one in core if isinstance(one, Provision))
    ranges = tuple(dict.fromkeys(one for one in core if isinstance(one, str)))
    return NothingFits(provisions, ranges, tuple(_paragraphs_within(question, world, tracked_ranges)))


def _paragraphs_within(question: Question, world: World, ranges: list[tuple[str, Truth]]) -> Iterator[Provision]:
    """The paragraphs that specify an item within RANGES, by ``explain``; none where the ranges clash on their own."""
    solver = z3().Solver()
    solver.add(*(term_of(told) for _, told in ranges))
    if solver.check() == z3().sat:
        weighing = Weighing(world.witness(solver.model()), question.law)
        yield from (one for one in question.law.giving(Describes) if weighing.weigh_provision(one) is MET)


def _without_upper_end(question: Question) -> tuple[str, ...]:
    """The free numbers without an upper limit that AIM needs one of: giving any other one would not help."""
    open_ = [name for name, role in question.roles.items() if isinstance(role, Free) and role.high is None]
    return tuple(name for name in open_ if _is_what_lacks(question, name, open_))


def _is_what_lacks(question: Question, name: str, open_: list[str]) -> bool:
    """Whether AIM has no upper end although every other of OPEN_ has one."""
    capped = {one: _capped(role) for one, role in question.roles.items() if one in open_ and one != name}
    world = World(question.fixed, {**question.roles, **capped})
    optimiser: Any = z3().Optimize()
    optimiser.set("timeout", question.within_ms)
    tracked = tracked_demands(question, world)
    handle = optimiser.maximize(world.number(question.aim))
    optimiser.add(term_of(all_true(told for _, told in (*tracked, *world.domain))))
    return bool(optimiser.check() == z3().sat) and exact_of(z3().simplify(optimiser.upper_values(handle)[0])) > 0


def _capped(role: Role) -> Role:
    return replace(role, high=_FAR) if isinstance(role, Free) else role
