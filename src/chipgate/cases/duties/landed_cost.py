"""Landed cost: what a good has cost once it is through customs, layer by layer, in exact money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from chipgate.cases.case import case_of
from chipgate.cases.days import day_of
from chipgate.cases.duties.duty_answer import IMPORTERS, DutyAnswer, Layer
from chipgate.cases.duties.money import Amount, amount_of, currency_of, part_of
from chipgate.cases.duties.total_rates import is_out_of_bounds
from chipgate.cases.transaction import BadOrder, Fault, Transaction, transaction_of
from chipgate.chips.catalogue import Catalogue, bundled
from chipgate.countries.names import Named, iso2_of
from chipgate.errors import ChipgateError
from chipgate.law.corpus import Corpus
from chipgate.law.facts import Fact
from chipgate.law.provision import Clock, ImposesDuty, ImposesFee, Provision
from chipgate.law.trade.corpus import FIRST_DAY_OF_DUTIES, trade_corpus
from chipgate.law.us.tariffs.facts import MOST_OF_A_POSTAL_ITEM, POSTAL_ITEM
from chipgate.readings.verdict import MET, NOT_MET
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language, marked
from chipgate.units import Exact, decimal_text, whole


@dataclass(frozen=True, slots=True)
class Charges:
    """What the invoice says: the value of the goods, and what was paid to bring them to the border."""

    currency: str
    value: Exact | None = None
    freight: Exact | None = None
    insurance: Exact | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee, and what it comes to; ``amount`` is None where no value was given."""

    provision: Provision
    fee: ImposesFee
    amount: Amount | None


class LandedCost:
    """The duties on one good, and what they, the fees and the tax come to where its value is known."""

    def __init__(self, duties: DutyAnswer, charges: Charges) -> None:
        self.duties, self.charges = duties, charges

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        rates = self.duties.total
        highest = "?" if rates.highest is None else rates.highest
        rate = str(rates.lowest) if rates.settled is not None else f"{rates.lowest} to {highest}"
        return f"<LandedCost {rate} % into {self.duties.importer} on {self.duties.day}>"

    @property
    def total_rate_pct(self) -> Exact | None:
        """All duties together in per cent of the customs value, where that is settled."""
        return self.duties.total.settled

    @cached_property
    def customs_value(self) -> Amount | None:
        """What duties are counted on: in the United States the price without international freight and insurance
        (19 U.S.C. 1401a), in China with both."""
        value = self.charges.value
        if value is None:
            return None
        if self.duties.importer == "CN":
            brought = (self.charges.freight or 0) + (self.charges.insurance or 0)
            value = whole(Fraction(value) + brought)
        return Amount(value, value, self.charges.currency)

    @property
    def lacks_freight(self) -> bool:
        """Whether freight or insurance belongs to the customs value, and was not given."""
        unsaid = self.charges.freight is None or self.charges.insurance is None
        return self.duties.importer == "CN" and self.charges.value is not None and unsaid

    def amount(self, layer: Layer) -> Amount | None:
        """What a layer comes to."""
        if self.customs_value is None:
            return None
        return part_of(self.customs_value, layer.rates.lowest, layer.rates.highest)

    @cached_property
    def duty(self) -> Amount | None:
        """All duties together."""
        if self.customs_value is None:
            return None
        return part_of(self.customs_value, self.duties.total.lowest, self.duties.total.highest)

    @cached_property
    def fees(self) -> tuple[Fee, ...]:
        """The fees that are due or may be."""
        found = ((one, self.duties.verdict_on(one)) for one in self.duties.fees)
        return tuple(self._fee(one, verdict is MET) for one, verdict in found if verdict is not NOT_MET)

    def _fee(self, provision: Provision, is_due: bool) -> Fee:
        fee = provision.gives
        assert isinstance(fee, ImposesFee)
        if self.customs_value is None:
            return Fee(provision, fee, None)
        found = part_of(self.customs_value, fee.rate_pct.value, fee.rate_pct.value)
        if fee.least is not None and fee.most is not None and fee.currency == self.charges.currency:
            bounded = min(max(found.lowest, fee.least.value), fee.most.value)
            found = Amount(bounded, bounded, found.currency)
        elif fee.least is not None:
            found = Amount(0, found.lowest, found.currency)  # the bounds are in another currency
        return Fee(provision, fee, found if is_due else replace(found, lowest=0))

    @cached_property
    def tax(self) -> Amount | None:
        """Value-added tax on the customs value with every duty on it, where this side levies it on imports."""
        vat = self.duties.vat
        if vat is None or self.customs_value is None or self.duty is None:
            return None
        assert isinstance(vat.gives, ImposesDuty)
        rate = vat.gives.rate_pct.value  # type: ignore[union-attr]  # the rate of the tax is printed
        return part_of(self.customs_value + self.duty, rate, rate)

    @cached_property
    def total(self) -> Amount | None:
        """The customs value, freight and insurance where they are given, duties, fees and tax."""
        if self.customs_value is None or self.duty is None:
            return None
        found = self.customs_value + self.duty
        for more in (*(fee.amount for fee in self.fees), self.tax, self._brought):
            if more is not None:
                found += more
        return found

    @property
    def _brought(self) -> Amount | None:
        """Freight and insurance, where they are no part of the customs value."""
        if self.duties.importer == "CN":
            return None
        brought = whole(Fraction(self.charges.freight or 0) + (self.charges.insurance or 0))
        return Amount(brought, brought, self.charges.currency)

    def text(self, language: Language = "en") -> str:
        """The answer as a reader sees it."""
        from chipgate.cases.duties.as_text import duty_text

        return duty_text(self, language)

    def json(self, language: Language = "en") -> dict[str, Any]:
        """The answer as plain values, in the form ``chipgate/duty/1``."""
        from chipgate.cases.duties.as_json import duty_json

        return duty_json(self, language)

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(self.text())}</pre>"


_OTHER_NAMES = {"from": "origin", "from_": "origin", "wafer_from": "wafer_origin"}
"""Words of the command line that are taken too."""

Given = str | bool | int | float | date | Fraction | None


def landed_cost(
    *,
    hts: Given = None,
    origin: Given = None,
    to: Given = None,
    on: Given = None,
    chip: Given = None,
    value: Given = None,
    currency: str = "USD",
    freight: Given = None,
    insurance: Given = None,
    corpus: Corpus | None = None,
    catalogue: Catalogue | None = None,
    clock: Clock | str = Clock.AS_ENFORCED,
    **facts: Given,
) -> LandedCost:
    """The duties on a good on its way into the United States or China, and what it then has cost.

    ``origin`` is where the good was last transformed; any other fact that ``chipgate facts`` lists is taken by its
    name. What is left out is unknown, and gives a range.

    >>> landed_cost(chip="H200", origin="TW", to="US", on="2026-03-01", hts="8473.30", value=30000).total_rate_pct
    25

    Raises:
        BadOrder: a value cannot be read; carries every fault.
        UnknownChip: the chip is not in the catalogue.
    """
    named = {_OTHER_NAMES.get(name, name): given for name, given in facts.items()}
    if origin is not None and named.get("origin", origin) != origin:
        both = {"one": repr(origin), "other": repr(named["origin"])}
        raise BadOrder((Fault("origin", fault("given twice, as {one} and as {other}; keep one", **both)),))
    cells = {"hts": hts, "origin": origin, "destination_iso2": to, "chip": chip, **named}
    texts = {name: text_of(one) for name, one in cells.items() if one is not None}
    asked = {"as_of": on, "value": value, "freight": freight, "insurance": insurance}
    rest = {name: text_of(one) for name, one in asked.items() if one is not None}
    return landed_cost_of_cells(texts, rest | {"currency": currency}, corpus, catalogue, Clock(clock))


def text_of(given: Given) -> str:
    """A value as text; a float counts as the shortest decimal that prints it."""
    match given:
        case bool():
            return "yes" if given else "no"
        case datetime():
            return given.date().isoformat()
        case date():
            return given.isoformat()
        case _:
            return str(given)


def landed_cost_of_cells(
    cells: Mapping[str, str],
    rest: Mapping[str, str],
    corpus: Corpus | None = None,
    catalogue: Catalogue | None = None,
    clock: Clock = Clock.AS_ENFORCED,
) -> LandedCost:
    """The same from texts: CELLS are columns of an order, REST holds the day and what the invoice says.

    Raises:
        BadOrder: a text cannot be read; carries every fault.
    """
    reader = _Rest(rest)
    day, charges = reader.day(), reader.charges()
    transaction = _transaction(cells, reader.faults)
    importer = importer_of(transaction, reader.faults)
    if reader.faults:
        raise BadOrder(tuple(reader.faults))
    assert importer is not None
    dated = replace(transaction, day=day)
    law = corpus or trade_corpus()
    case = case_of(dated, (catalogue or bundled()) if transaction.chip else None, {}, lambda: (law,))
    duties = DutyAnswer(case, law, importer, clock)
    if faults := (*_rates_out_of_bounds(duties), *_worth_too_much(transaction, charges)):
        raise BadOrder(faults)
    return LandedCost(duties, charges)


def _rates_out_of_bounds(duties: DutyAnswer) -> Iterator[Fault]:
    """Rates that were stated, and that no text in force on the day can have."""
    for provision in duties.provisions:
        duty = provision.gives
        if not isinstance(duty, ImposesDuty) or duty.between is None or not isinstance(duty.rate_pct, Fact):
            continue
        stated = duties.case.facts.get(duty.rate_pct.name)
        if isinstance(stated, int | Fraction) and is_out_of_bounds(duty, stated):
            low, high = (decimal_text(one.value) for one in duty.between)
            template, rate = marked("{rate} is no rate of {cite}; give {low} to {high}"), decimal_text(stated)
            yield Fault(duty.rate_pct.name, fault(template, rate=rate, cite=provision.cite, low=low, high=high))


def _worth_too_much(transaction: Transaction, charges: Charges) -> Iterator[Fault]:
    is_small = transaction.facts.get(POSTAL_ITEM.name) is True
    if is_small and charges.currency == "USD" and charges.value is not None and charges.value > MOST_OF_A_POSTAL_ITEM:
        template = marked("a postal item of small value is worth at most USD {most}")
        yield Fault("value", fault(template, most=MOST_OF_A_POSTAL_ITEM))


def _transaction(cells: Mapping[str, str], faults: list[Fault]) -> Transaction:
    try:
        return transaction_of(cells)
    except BadOrder as bad:
        faults += bad.faults
        return _destination_of(cells)


def _destination_of(cells: Mapping[str, str]) -> Transaction:
    """The destination alone, so that faults elsewhere do not hide that it was given."""
    try:
        return transaction_of({name: text for name, text in cells.items() if name == "destination_iso2"})
    except BadOrder:
        return Transaction(day=None)


def importer_of(transaction: Transaction, faults: list[Fault]) -> str | None:
    """The side that takes duty of TRANSACTION; a fault where that is neither of the two that are modelled."""
    place = transaction.facts.get("destination_iso2")
    if place is None:
        if not any(one.column == "destination_iso2" for one in faults):
            wrong = fault("say into which country the good is imported: US or CN")
            faults.append(Fault("destination_iso2", wrong))
        return None
    if place not in IMPORTERS:
        template = marked("the duties of {place} are not modelled; those of US and CN are")
        faults.append(Fault("destination_iso2", fault(template, place=Named(iso2_of(str(place))))))
        return None
    return str(place)


class _Rest:
    """Reads the day and the money, and collects what is wrong with them."""

    def __init__(self, rest: Mapping[str, str]) -> None:
        self._rest, self.faults = rest, list[Fault]()

    def day(self) -> date | None:
        """The day of entry."""
        if not self._rest.get("as_of", "").strip():
            self.faults.append(Fault("as_of", fault("say on which day the good is entered, like 2026-03-01")))
            return None
        found: date | None = self._try("as_of", lambda text: day_of(text, FIRST_DAY_OF_DUTIES))
        return found

    def charges(self) -> Charges:
        """What the invoice says."""
        currency = self._try("currency", currency_of) or "USD"
        amounts = {name: self._try(name, amount_of) for name in ("value", "freight", "insurance")}
        return Charges(currency, **amounts)

    def _try(self, name: str, read: Any) -> Any:
        text = self._rest.get(name, "")
        if not text.strip():
            return None
        try:
            return read(text)
        except ChipgateError as refused:
            self.faults.append(Fault(name, refused.said))
            return None
