"""Duties and landed cost as JSON: one documented form, ``chipgate/duty/1``. Rates and amounts are numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chipgate.cases.duties.duty_answer import Conflict, Layer, NotApplied
from chipgate.cases.duties.duty_facts import taken_lines
from chipgate.cases.duties.landed_cost import Fee, LandedCost
from chipgate.cases.duties.money import Amount
from chipgate.cases.duties.not_applied import why_not
from chipgate.cases.duties.total_rates import Rates
from chipgate.law.trade.corpus import DUTIES_CHECKED_UNTIL
from chipgate.readings.verdict import MET
from chipgate.translation.language import Language, translator
from chipgate.units import Exact, decimal_text

SCHEMA = "chipgate/duty/1"


def duty_json(found: LandedCost, language: Language = "en") -> dict[str, Any]:
    """Everything the answer holds, as plain JSON values; what is open is null, with its bounds beside it."""
    translate, duties = translator(language), found.duties
    facts = duties.case.facts
    return {
        "schema": SCHEMA,
        "day": duties.day.isoformat(),
        "clock": str(duties.clock),
        "importer": duties.importer,
        "chip": None if duties.case.sheet is None else duties.case.sheet.chip_id,
        "hts": facts.get("hts"),
        "origin": facts.get("origin"),
        **rates_json("total_rate_pct", duties.total),
        **rates_json("additional_rate_pct", duties.additional),
        **rates_json("base_rate_pct", duties.base),
        "by_authority": {name: _number(rates.settled) for name, rates in duties.by_authority.items()},
        "currency": found.charges.currency,
        "customs_value": _amount(found.customs_value),
        "duty": _amount(found.duty),
        "fees": [_fee_json(one) for one in found.fees],
        "vat": _amount(found.tax),
        "landed_cost": _amount(found.total),
        "landed_cost_lowest": None if found.total is None else _number(found.total.lowest),
        "landed_cost_highest": None if found.total is None else _number(found.total.highest),
        "layers": [_layer_json(found, one, language) for one in duties.layers],
        "open_layers": [_layer_json(found, one, language) for one in duties.open_layers],
        "not_applied": [_not_applied_json(one, language) for one in duties.not_applied],
        "conflicts": [_conflict_json(one, language) for one in duties.conflicts],
        "missing": [{"fact": fact.name, "question": translate(fact.question)} for fact in duties.missing],
        "assumptions": [translate(line) for line in taken_lines(duties.case, duties.importer)],
        "law_checked_until": DUTIES_CHECKED_UNTIL.isoformat(),
    }


def rates_json(name: str, rates: Rates) -> dict[str, Any]:
    """Rates as three fields: the one rate or null, and its bounds."""
    return {name: _number(rates.settled), f"{name}_low": _number(rates.lowest), f"{name}_high": _number(rates.highest)}


def _number(value: Exact | None) -> int | float | None:
    """An exact number as a JSON number that prints the same decimal."""
    if value is None or isinstance(value, int):
        return value
    return float(decimal_text(value, 9))


def _amount(amount: Amount | None) -> int | float | None:
    return None if amount is None else _number(amount.settled)


def _fee_json(one: Fee) -> dict[str, Any]:
    return {
        "instrument": one.fee.instrument,
        "rate_pct": _number(one.fee.rate_pct.value),
        "amount": _amount(one.amount),
        "citation": one.provision.cite,
        "mark": str(one.provision.mark),
    }


def _layer_json(found: LandedCost, layer: Layer, language: Language) -> dict[str, Any]:
    provision = layer.provision
    return {
        "instrument": layer.duty.instrument,
        "authority": layer.duty.authority,
        **rates_json("rate_pct", layer.rates),
        "amount": _amount(found.amount(layer)),
        "is_due": layer.verdict is MET,
        "provision": provision.key,
        "citation": provision.cite,
        "mark": str(provision.mark),
        "note": translator(language)(provision.note) if provision.note else "",
    }


def _not_applied_json(one: NotApplied, language: Language) -> dict[str, Any]:
    return {
        "instrument": one.duty.instrument,
        "authority": one.duty.authority,
        "reason": why_not(one, language),
        "provision": one.provision.key,
        "citation": one.provision.cite,
    }


def _conflict_json(one: Conflict, language: Language) -> dict[str, Any]:
    return {
        "fact": one.fact.name,
        "question": translator(language)(one.fact.question),
        "results": list(_results(one, language)),
    }


def _results(one: Conflict, language: Language) -> Iterator[dict[str, Any]]:
    for text, total in zip(one.texts, one.totals, strict=True):
        yield {"text": translator(language)(text), **rates_json("total_rate_pct", total)}
