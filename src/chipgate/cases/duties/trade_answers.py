"""What meets a shipment beside the export rules: duties where it arrives, restrictions, instructions, the test leg."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from chipgate.cases.case import Case
from chipgate.cases.duties.duty_answer import IMPORTERS, DutyAnswer
from chipgate.cases.duties.duty_facts import named_chip
from chipgate.kept_property import kept_property
from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.facts import Value
from chipgate.law.provision import Clock, Instructs, Provision, RestrictsInput
from chipgate.law.us.tariffs import facts as f
from chipgate.readings.leaves import leaves_of, names_in
from chipgate.readings.verdict import MET, UNKNOWN, Facts, Verdict, Weighing, agreed

TESTED_IN_THE_US = "us/ear/742.6(b)(10)(iii)(A)(1)"
"""The case-by-case paragraph of 2026: its applicant has every shipment tested by a laboratory in the United States."""

_NO_MATERIALS = frozenset(("ic", "foundry_ic", "low_end_ic", "computer", "low_end_computer", "hbm", "weights"))
"""Kinds of item that are none of the materials which China restricts."""


@dataclass(frozen=True, slots=True)
class CounterMeasure:
    """A restriction or an instruction that reaches the shipment, or of which that is open."""

    provision: Provision
    verdict: Verdict


class TradeAnswers:
    """The answers about one case on its day by the trade part of a corpus."""

    def __init__(self, case: Case, corpus: Corpus, clock: Clock, *, is_asked: bool = False) -> None:
        self.case, self.clock, self._corpus, self._is_asked = case, clock, corpus, is_asked

    @property
    def is_asked(self) -> bool:
        """Whether somebody asks for duties: the shipment speaks of its code or origin, be it as unknown."""
        return self._is_asked or any(map(self._speaks_of, (f.HTS.name, f.ORIGIN.name, f.WAFER_ORIGIN.name)))

    def _speaks_of(self, name: str) -> bool:
        """Whether the shipment tells a fact, or calls it unknown."""
        return name in self.case.facts or name in self.case.transaction.doubted

    @kept_property
    def duties(self) -> DutyAnswer | None:
        """The duties where the shipment arrives, if somebody asked and they are modelled."""
        importer = self.case.facts.get("destination_iso2")
        if self.case.day is None or not self.is_asked or importer not in IMPORTERS:
            return None
        return DutyAnswer(self.case, self._corpus, str(importer), self.clock)

    def test_leg(self, reviewed: Verdict) -> DutyAnswer | None:
        """The duties on the way into the American laboratory, where REVIEWED, the paragraph that asks for the test, is
        met; or open, if somebody asks about duties at all."""
        if self.case.day is None or not (reviewed is MET or (reviewed is UNKNOWN and self.is_asked)):
            return None
        readings = tuple({**facts, "destination_iso2": "US"} for facts in self.case.readings)
        return DutyAnswer(replace(self.case, readings=readings), self._corpus, "US", self.clock)

    @kept_property
    def counter_measures(self) -> tuple[CounterMeasure, ...]:
        """Restrictions on inputs and instructions to buyers and customs that reach the shipment, or may."""
        if self.case.day is None:
            return ()
        law = self._corpus.trade.on(self.case.day, self.clock)
        chip, speaks = named_chip(self.case), self._speaks_of("input_material")
        readings = self.case.readings
        found = {_counter_measures(facts, {**_material(facts, speaks), **chip}, law): None for facts in readings}
        # What is open is shown only to those who name a material, or nothing but questions would be left.
        shown = (MET, UNKNOWN) if speaks else (MET,)
        if not any(verdict in shown for verdicts in found for verdict in verdicts):
            return ()
        return tuple(
            CounterMeasure(one, verdict)
            for one, verdicts in zip(_restrictions(law), zip(*found, strict=True), strict=True)
            if (verdict := agreed(verdicts)) in shown
        )


def _material(facts: Facts, speaks_of_one: bool) -> Mapping[str, Value]:
    """That an item is no material, where its kind says so and nobody spoke of one."""
    is_none = not speaks_of_one and facts.get("item_kind") in _NO_MATERIALS
    return {"input_material": "none"} if is_none else {}


def _restrictions(law: LawOnDay) -> tuple[Provision, ...]:
    return (*law.giving(RestrictsInput), *law.giving(Instructs))


def _counter_measures(facts: Facts, beside: Facts, law: LawOnDay) -> tuple[Verdict, ...]:
    """The verdicts on the restrictions and instructions of LAW, on FACTS, and on those BESIDE them that they do not
    tell; shipments that say the same about them share these."""
    known: dict[tuple[Value | None, ...], tuple[Verdict, ...]]
    if _COUNTER_MEASURES not in law.worked_out:
        law.worked_out[_COUNTER_MEASURES] = _facts_asked_for(law), {}
    names, known = law.worked_out[_COUNTER_MEASURES]
    key = tuple([facts[name] if name in facts else beside.get(name) for name in names])
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_KEPT:
            known.clear()
        weighing = Weighing({**beside, **facts}, law)
        found = known[key] = tuple(map(weighing.weigh_provision, _restrictions(law)))
    return found


def _facts_asked_for(law: LawOnDay) -> tuple[str, ...]:
    leaves = leaves_of(_restrictions(law), law)
    return tuple(sorted(frozenset[str]().union(*(names_in(leaf, law) for leaf in leaves))))


_COUNTER_MEASURES: Final = "counter-measures"
_MOST_KEPT: Final = 500
