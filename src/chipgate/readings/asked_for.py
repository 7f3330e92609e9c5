"""The facts for which provisions are open, by the verdicts on all their lines: the lines of each stand in one list.

``Weighing.missing`` says what is asked for, and walks through the text; a list is gone through several times as fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact
from chipgate.law.language import Compared, Condition, Leaf, Measure, Satisfies, Under
from chipgate.law.provision import Provision
from chipgate.law.walking import children
from chipgate.readings.compiled import Places
from chipgate.readings.verdict import UNKNOWN, Facts, unknown_operands


class _Step(NamedTuple):
    """A line of a provision: where its verdict stands, how many steps its parts take, and what it asks for.

    That is a fact, a measure of several, or another provision, of which the subject counts as well where it is
    ``whole``; nothing where its parts say it.
    """

    place: int
    parts: int
    asks: Fact | Measure | Provision | None
    whole: bool = False


class AskedFor:
    """What is missing under LAW, where the verdict on each provision and each line stands at its one of PLACES."""

    def __init__(self, law: LawOnDay, places: Places) -> None:
        self._law, self._places = law, places
        self._steps: dict[tuple[int, bool], tuple[Provision, tuple[_Step, ...]]] = {}

    def missing(self, provision: Provision, numbers: tuple[int, ...], facts: Facts) -> Mapping[str, Fact]:
        """The facts that keep PROVISION unknown, by name, where the verdicts have these NUMBERS."""
        found: dict[str, Fact] = {}
        self._collect(provision, True, (numbers, facts, found, set()))
        return found

    def _collect(self, provision: Provision, whole: bool, case: _Case) -> None:
        numbers, facts, found, seen = case
        key = (id(provision), whole)
        if key in seen or (whole and numbers[self._places[id(provision)]] not in OPEN):
            return
        seen.add(key)
        steps, place = self._steps_of(provision, whole), 0
        while place < len(steps):
            step = steps[place]
            if numbers[step.place] not in OPEN:
                place += step.parts
            elif isinstance(step.asks, Fact):
                found[step.asks.name] = step.asks
            elif isinstance(step.asks, Provision):
                self._collect(step.asks, step.whole, case)
            elif step.asks is not None:
                found.update((fact.name, fact) for fact in unknown_operands(step.asks, facts))
            place += 1

    def _steps_of(self, provision: Provision, whole: bool) -> tuple[_Step, ...]:
        key = (id(provision), whole)
        kept = self._steps.get(key)  # kept with the provision, so that no other takes its identity
        if kept is None:
            conditions = provision.conditions if whole else (provision.when,)
            steps = tuple(step for one in conditions for step in self._written(one))
            kept = self._steps[key] = provision, steps
        return kept[1]

    def _written(self, condition: Condition) -> Iterator[_Step]:
        place = self._places[id(condition)]
        if isinstance(condition, Under | Satisfies):
            referred = self._law.get(condition.provision)
            yield _Step(place, 0, referred, isinstance(condition, Under))
        elif isinstance(condition, Leaf):
            yield _Step(place, 0, condition.measure if isinstance(condition, Compared) else condition.fact)
        else:
            parts = [step for part in children(condition) for step in self._written(part)]
            yield _Step(place, len(parts), None)
            yield from parts


_Case = tuple[tuple[int, ...], Facts, dict[str, Fact], set[tuple[int, bool]]]

OPEN: Final = (int(UNKNOWN), 2)
"""The numbers of verdicts that are not known; no verdict has the number 2."""
