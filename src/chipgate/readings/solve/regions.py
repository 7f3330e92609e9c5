"""Regions of facts: the fewest lines of a text, each met or not met, that together force something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, NamedTuple, assert_never

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    IsNot,
    IsTrue,
    OneOf,
    Paragraph,
    Satisfies,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Provision
from chipgate.law.walking import walk
from chipgate.readings.phrase import Phrase
from chipgate.readings.sentence import words_of
from chipgate.readings.solve.constraints import Constraints
from chipgate.readings.solve.facts_of_a_world import World
from chipgate.readings.solve.logic import Truth, not_true, term_of, z3
from chipgate.readings.trace_lines import DENIED
from chipgate.readings.verdict import MET, UNKNOWN, Facts, weigh

MOST_REGIONS: Final = 200

FEW: Final = 40
"""Up to so many lines, regions are found in an order of their own; it takes two questions to the solver for each."""


class Atom(NamedTuple):
    """A line of a text that a region is told by, under its law, and where it is met."""

    term: Truth
    condition: Condition
    law: LawOnDay


def atoms_of(
    provisions: Iterable[Provision],
    constraints: Constraints,
    keeps_whole: Callable[[str], bool],
    is_one_line: Callable[[str], bool] = lambda _: False,
) -> Iterator[Atom]:
    """The lines of PROVISIONS; one that IS_ONE_LINE, or is referred to and KEEPS_WHOLE, is a line of its own."""
    waiting: list[Provision] = []
    seen = set[str]()
    for provision in provisions:
        if is_one_line(provision.id):
            yield from _atom(Under(provision.id), constraints)
        else:
            waiting.append(provision)
    while waiting:
        provision = waiting.pop()
        if provision.id in seen:
            continue
        seen.add(provision.id)
        for condition in provision.conditions:
            for node in walk(condition):
                match node:
                    case Under(other) | Satisfies(other):
                        inner = constraints.law.get(other)
                        if inner is not None and not keeps_whole(other):
                            waiting.append(inner)
                        else:
                            yield from _atom(node, constraints)
                    case Compared() | IsTrue() | OneOf() | Within() | Classified():
                        yield from _atom(node, constraints)
                    case AllOf() | AnyOf() | IsNot() | Unless() | Paragraph():
                        pass  # their parts come by themselves
                    case _ as never:
                        assert_never(never)


def _atom(condition: Condition, constraints: Constraints) -> Iterator[Atom]:
    """CONDITION as a line, where the facts leave it open."""
    term = constraints.condition(condition).met
    if not isinstance(term, bool):
        yield Atom(term, condition, constraints.law)


@dataclass(frozen=True)
class Region:
    """Lines of a text with the verdict they have in the region, and facts of a case in it."""

    lines: tuple[tuple[Atom, bool], ...]
    witness: Mapping[str, Value]

    @property
    def words(self) -> tuple[Phrase, ...]:
        """Each line as a sentence; one that is not met is denied."""
        return tuple(_line_words(atom, met) for atom, met in self.lines)

    def may_hold(self, facts: Facts) -> bool:
        """Whether FACTS contradict no line of the region, and bear on one of them at least."""
        verdicts = [(weigh(atom.condition, facts, atom.law), met) for atom, met in self.lines]
        known = [(verdict is MET) == met for verdict, met in verdicts if verdict is not UNKNOWN]
        return bool(known) and all(known)


def _line_words(atom: Atom, met: bool) -> Phrase:
    words = words_of(atom.condition)
    return words if met else Phrase(DENIED, {"words": words})


class Regions:
    """Finds every region of a world where WANTED holds, within what is GIVEN; ``is_complete`` says whether all."""

    def __init__(
        self, world: World, wanted: Truth, given: Sequence[Truth], atoms: Sequence[Atom], seconds: float = 10
    ) -> None:
        self._world = world
        self._atoms = tuple({atom.term.get_id(): atom for atom in atoms}.values())
        self._there, self._elsewhere = z3().Solver(), z3().Solver()
        self._elsewhere.set("core.minimize", True)
        for solver, told in ((self._there, wanted), (self._elsewhere, not_true(wanted))):
            solver.add(*(term_of(one) for one in (*given, told)))
        self._until = monotonic() + seconds
        self.is_complete = False

    def __iter__(self) -> Iterator[Region]:
        for _ in range(MOST_REGIONS):
            if monotonic() > self._until:
                return
            if self._there.check() != z3().sat:
                self.is_complete = True
                return
            yield self._region()

    def _region(self) -> Region:
        """A region: the lines without which something else could hold there."""
        told, model = self._told()
        literals = [atom.term if met else z3().Not(atom.term) for atom, met in told]
        kept = self._core(literals)
        core = [literals[number] for number in kept]
        self._there.add(z3().Not(z3().And(*core)) if core else z3().BoolVal(False))
        return Region(tuple(told[number] for number in kept), self._world.witness(model))

    def _told(self) -> tuple[list[tuple[Atom, bool]], Any]:
        """Each line with a verdict that can hold together, and a model of it.

        Where there are few of them, lines are denied in the order of the text as far as that goes: so regions do not
        hang on which model the solver comes upon.
        """
        model = self._there.model()
        told: list[tuple[Atom, bool]] = []
        assumed: list[Any] = []
        for atom in self._atoms:
            met = bool(model.eval(atom.term, model_completion=True))
            if met and self._are_few and self._there.check(*assumed, z3().Not(atom.term)) == z3().sat:
                model, met = self._there.model(), False
            told.append((atom, met))
            assumed.append(atom.term if met else z3().Not(atom.term))
        return told, model

    @property
    def _are_few(self) -> bool:
        return len(self._atoms) <= FEW

    def _core(self, literals: list[Any]) -> list[int]:
        """The places of LITERALS that are needed to force what is wanted, none of which can be left out."""
        if self._elsewhere.check(*literals) != z3().unsat:
            return list(range(len(literals)))  # no line of the text tells it: it hangs on more than these
        places = {literal.get_id(): number for number, literal in enumerate(literals)}
        core = list(range(len(literals)))
        if not self._are_few:
            core = sorted(places[one.get_id()] for one in self._elsewhere.unsat_core())
        for number in sorted(core, key=lambda place: (not z3().is_not(literals[place]), place)):  # denials go first
            without = [literals[other] for other in core if other != number]
            if self._elsewhere.check(*without) == z3().unsat:
                core.remove(number)
        return core
