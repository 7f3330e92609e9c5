"""The duties on one import: which layers are due, what they come to, what is not applied and why, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from chipgate.cases.case import Case
from chipgate.cases.columns import place_in_the_law
from chipgate.cases.duties.duty_facts import BASE_RATE_OF, base_rates_used, duty_readings
from chipgate.cases.duties.possible_layers import possible_layers
from chipgate.cases.duties.total_rates import NOTHING, Rates, base_of, layer_rate, rate_of, spanning, total_rate
from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.facts import Fact, Value
from chipgate.law.provision import Clock, DutyForm, ImposesDuty, ImposesFee, Provision
from chipgate.law.trade.base_rates import BaseRate
from chipgate.law.us.tariffs import facts as f
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.readings.trace import Tracing
from chipgate.readings.trace_lines import TraceLine
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Facts, Verdict, Weighing, agreed
from chipgate.translation.language import marked

IMPORTERS: Final = tuple(BASE_RATE_OF)
"""Whose duties are modelled."""

CONFLICTS: Final[Mapping[str, tuple[str, str]]] = {
    f.NOTE_39_REMOVES_FENTANYL.name: (
        marked("HTSUS note 39(a)(8), which removes headings 9903.01.24 to 9903.01.76"),
        marked("Proclamation 11002, which does not name EO 14195"),
    )
}
"""Facts that say which of two texts prevails: the text that holds where the fact is yes, and where it is no."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One duty, what it adds, and whether it is due or only may be."""

    provision: Provision
    duty: ImposesDuty
    rates: Rates
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NotApplied:
    """A duty of the same side that is not due, and why: a trace, or that it does not bind on the day."""

    provision: Provision
    duty: ImposesDuty
    why: TraceLine | None
    not_in_force: Phrase | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two texts that clash without an order, and what the total is by each."""

    fact: Fact
    texts: tuple[str, str]
    totals: tuple[Rates, Rates]


class DutyAnswer:
    """The duties of ``importer`` on the good of a case, by one clock.

    ``total`` is the rate of all duties together, value-added tax and fees apart: from the lowest to the highest that
    the missing facts allow.
    """

    def __init__(self, case: Case, corpus: Corpus, importer: str, clock: Clock = Clock.AS_ENFORCED) -> None:
        assert case.day is not None, "a duty is asked for on a day"
        self.case, self.importer, self.clock, self.day = case, importer, clock, case.day
        self.trade = corpus.trade
        self.law: LawOnDay = self.trade.on(case.day, clock)

    @cached_property
    def provisions(self) -> tuple[Provision, ...]:
        """The duties of this side that bind on the day, value-added tax left out."""
        return tuple(p for p in self._of_this_side() if p.gives.form is not DutyForm.VAT)  # type: ignore[union-attr]

    def _of_this_side(self) -> Iterator[Provision]:
        for provision in self.law.giving(ImposesDuty):
            if isinstance(provision.gives, ImposesDuty) and provision.gives.importer == self.importer:
                yield provision

    @property
    def vat(self) -> Provision | None:
        """Value-added tax, where this side levies it on imports."""
        return next((p for p in self._of_this_side() if p.gives.form is DutyForm.VAT), None)  # type: ignore[union-attr]

    @property
    def fees(self) -> tuple[Provision, ...]:
        """The fees of this side."""
        found = self.law.giving(ImposesFee)
        return tuple(p for p in found if isinstance(p.gives, ImposesFee) and p.gives.importer == self.importer)

    @cached_property
    def readings(self) -> tuple[Facts, ...]:
        """The facts, one mapping for each reading of the figures and each line that the code can be."""
        return duty_readings(self.case, self.law, self.importer, self.provisions)

    @cached_property
    def weighings(self) -> tuple[Weighing, ...]:
        """The verdicts on each of the readings."""
        return tuple(Weighing(facts, self.law) for facts in self.readings)

    def verdict_on(self, provision: Provision) -> Verdict:
        """Whether PROVISION is met in every reading, in none, or open."""
        return agreed(weighing.weigh_provision(provision) for weighing in self.weighings)

    # Layers.

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The duties that are due, in the order of the law."""
        return tuple(self._layer(one) for one in self.provisions if self.verdict_on(one) is MET)

    @cached_property
    def open_layers(self) -> tuple[Layer, ...]:
        """The duties of which it is open whether they are due."""
        return tuple(self._layer(one) for one in self.provisions if self.verdict_on(one) is UNKNOWN)

    def _layer(self, provision: Provision) -> Layer:
        duty = provision.gives
        assert isinstance(duty, ImposesDuty)
        rates = [layer_rate(duty, weighing.facts, self._base(weighing)) for weighing in self.weighings]
        return Layer(provision, duty, spanning(rates), self.verdict_on(provision))

    def _base(self, weighing: Weighing) -> Rates:
        return base_of((p for p in self.provisions if weighing.weigh_provision(p) is not NOT_MET), weighing.facts)

    @cached_property
    def base(self) -> Rates:
        """The base rate of the schedule."""
        return spanning(self._base(weighing) for weighing in self.weighings)

    @property
    def base_rates(self) -> tuple[BaseRate, ...]:
        """Where the base rate was looked up: one for each line that the code can be."""
        return base_rates_used(self.case, self.importer, self.readings)

    # Totals.

    @cached_property
    def total(self) -> Rates:
        """The sum of the layers, for every value that the missing facts could take."""
        return spanning(self._total_on(facts) for facts in self.readings)

    @cached_property
    def additional(self) -> Rates:
        """The same without the base rate of the schedule."""
        return spanning(self._total_on({**facts, BASE_RATE_OF[self.importer]: 0}) for facts in self.readings)

    def _total_on(self, facts: Facts) -> Rates:
        found = possible_layers(self.provisions, self.law).possible(facts)
        if found is None:
            return self._widest(facts)
        return spanning(total_rate([self.provisions[place] for place in sorted(due)], facts) for due in found)

    def _widest(self, facts: Facts) -> Rates:
        """From what is due anyway to all that is not ruled out."""
        weighing = Weighing(facts, self.law)
        verdicts = {one.key: weighing.weigh_provision(one) for one in self.provisions}
        due = total_rate([one for one in self.provisions if verdicts[one.key] is MET], facts)
        may = total_rate([one for one in self.provisions if verdicts[one.key] is not NOT_MET], facts)
        return Rates(due.lowest, may.highest)

    @cached_property
    def by_authority(self) -> Mapping[str, Rates]:
        """What the layers that are due add up to, by the power under which they stand."""
        found: dict[str, Rates] = {}
        for layer in self.layers:
            found[layer.duty.authority] = found.get(layer.duty.authority, NOTHING) + layer.rates
        return found

    # What is open.

    @cached_property
    def missing(self) -> tuple[Fact, ...]:
        """The facts that keep the total open, in the order of the law; none where it is settled."""
        if self.total.settled is not None:
            return ()
        found: dict[str, Fact] = {}
        for weighing in self.weighings:
            for provision in self.provisions:
                found.update(weighing.missing_of_provision(provision))
                found.update(self._rate_to_look_up(provision, weighing))
        if self._needs_digits:
            found[f.HTS.name] = f.HTS
        return tuple(sorted(found.values(), key=lambda fact: (fact != f.HTS, place_in_the_law(fact.name))))

    @property
    def _needs_digits(self) -> bool:
        """Whether lines below the code that is given are answered differently."""
        by_line: dict[Value | None, list[Rates]] = {}
        for facts in self.readings:
            by_line.setdefault(facts.get(f.HTS.name), []).append(self._total_on(facts))
        return len({spanning(totals) for totals in by_line.values()}) > 1

    def _rate_to_look_up(self, provision: Provision, weighing: Weighing) -> dict[str, Fact]:
        duty = provision.gives
        if not isinstance(duty, ImposesDuty) or not isinstance(duty.rate_pct, Fact):
            return {}
        open_rate = rate_of(duty, weighing.facts).settled is None
        may_be_due = weighing.weigh_provision(provision) is not NOT_MET
        return {duty.rate_pct.name: duty.rate_pct} if open_rate and may_be_due else {}

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Texts that clash on the facts, with the total by each of them."""
        return tuple(self._conflict(fact) for fact in self.missing if fact.name in CONFLICTS)

    def _conflict(self, fact: Fact) -> Conflict:
        def total(holds: Value) -> Rates:
            return spanning(self._total_on({**facts, fact.name: holds}) for facts in self.readings)

        return Conflict(fact, CONFLICTS[fact.name], (total(True), total(False)))

    # What is not applied.

    @cached_property
    def not_applied(self) -> tuple[NotApplied, ...]:
        """Every other duty of this side: on the day not met, or not in force."""
        unmet = [one for one in self.provisions if self.verdict_on(one) is NOT_MET]
        binding = {one.id for one in self._of_this_side()}
        asleep = (versions for name, versions in self.trade.history_of.items() if name not in binding)
        return (*map(self._unmet, unmet), *(one for versions in asleep for one in self._asleep(versions)))

    def _unmet(self, provision: Provision) -> NotApplied:
        assert isinstance(provision.gives, ImposesDuty)
        return NotApplied(provision, provision.gives, Tracing(self._as_given(provision)).provision(provision), None)

    def _as_given(self, provision: Provision) -> Weighing:
        """The verdicts with the code as it was given, where they say the same of PROVISION."""
        code = self.case.facts.get(f.HTS.name)
        if isinstance(code, str):
            given = Weighing({**self.readings[0], f.HTS.name: code}, self.law)
            if given.weigh_provision(provision) is NOT_MET:
                return given
        return self.weighings[0]

    def _asleep(self, versions: Sequence[Provision]) -> Iterator[NotApplied]:
        begun = [one for one in versions if one.binds.in_force.since <= self.day]
        nearest = begun[-1] if begun else versions[0]
        if isinstance(nearest.gives, ImposesDuty) and nearest.gives.importer == self.importer:
            yield NotApplied(nearest, nearest.gives, None, _why_asleep(nearest, self.day))


def _why_asleep(provision: Provision, day: date) -> Phrase:
    span = provision.binds.in_force
    if day < span.since:
        return phrase("begins on {day}", day=span.since.isoformat())
    if day not in span and span.until is not None:
        return phrase("ended on {day}", day=(span.until - timedelta(days=1)).isoformat())
    stay = next(one for one in provision.binds.stayed if day in one)
    if stay.since == span.since and stay.until is None:
        return phrase("{note}", note=Word(provision.note))
    return phrase("suspended since {day}", day=stay.since.isoformat())
