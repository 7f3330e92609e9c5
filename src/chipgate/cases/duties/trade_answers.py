"""What meets a shipment beside the export rules: duties where it arrives, restrictions, instructions, the test leg."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from chipgate.cases.case import Case
from chipgate.cases.duties.duty_answer import IMPORTERS, DutyAnswer
from chipgate.cases.duties.duty_facts import named_chip
from chipgate.law.corpus import Corpus
from chipgate.law.facts import Value
from chipgate.law.provision import Clock, Instructs, Provision, RestrictsInput
from chipgate.law.us.tariffs import facts as f
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
        spoken_of = self.case.facts.keys() | self.case.transaction.doubted
        return self._is_asked or not spoken_of.isdisjoint((f.HTS.name, f.ORIGIN.name, f.WAFER_ORIGIN.name))

    @cached_property
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

    @cached_property
    def counter_measures(self) -> tuple[CounterMeasure, ...]:
        """Restrictions on inputs and instructions to buyers and customs that reach the shipment, or may."""
        if self.case.day is None:
            return ()
        law = self._corpus.trade.on(self.case.day, self.clock)
        weighings = [Weighing(self._facts(facts), law) for facts in self.case.readings]
        provisions = (*law.giving(RestrictsInput), *law.giving(Instructs))
        found = ((one, agreed(weighing.weigh_provision(one) for weighing in weighings)) for one in provisions)
        return tuple(CounterMeasure(one, verdict) for one, verdict in found if verdict is MET or self._may(verdict))

    def _may(self, verdict: Verdict) -> bool:
        """Whether what is open is shown: only to those who name a material, or nothing but questions would be left."""
        return verdict is UNKNOWN and self._speaks_of_a_material

    @property
    def _speaks_of_a_material(self) -> bool:
        return "input_material" in self.case.facts.keys() | self.case.transaction.doubted

    def _facts(self, facts: Facts) -> Mapping[str, Value]:
        known: dict[str, Value] = {}
        if facts.get("item_kind") in _NO_MATERIALS and not self._speaks_of_a_material:
            known["input_material"] = "none"
        return {**known, **named_chip(self.case), **facts}
