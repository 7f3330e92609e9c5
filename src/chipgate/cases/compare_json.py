"""A comparison as plain values: the form ``chipgate/compare/1``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chipgate.cases.assumptions import Assumed
from chipgate.cases.compare import Comparison
from chipgate.cases.compare_chips import ChipMove, ChipOutcome
from chipgate.cases.compare_orders import MoveKey, OrderMoves, Tally
from chipgate.cases.moved_by import Mover
from chipgate.cases.rejects import rejects_json
from chipgate.cases.sides import Side
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.readings.compare import LawDifference, LimitChange, ProvisionChange, Vantage
from chipgate.translation.fault_text import said_in
from chipgate.translation.language import Language, translator
from chipgate.units import exact_text


def comparison_json(found: Comparison, language: Language = "en") -> dict[str, Any]:
    """What FOUND says, as plain values."""
    question = found.question
    return {
        "schema": "chipgate/compare/1",
        "before": _side(question.before, found.law.before, language),
        "after": _side(question.after, found.law.after, language),
        "law": law_json(found.law, language),
        "chips": {
            "compared": len(question.catalogue),
            "destinations": list(question.destinations),
            "assumptions": assumptions_json(found.assumptions, language),
            "moved": [_chip(one) for one in found.chips],
        },
        "orders": None if found.orders is None else orders_json(found.orders, language),
        "written": [],
        "law_checked_until": CHECKED_UNTIL.isoformat(),
    }


def assumptions_json(assumptions: Mapping[str, Assumed], language: Language) -> list[str]:
    """The lines of the assumptions, each once."""
    return [translator(language)(line) for line in dict.fromkeys(line for _, line in assumptions.values())]


def _side(side: Side, vantage: Vantage, language: Language) -> dict[str, Any]:
    return {
        "name": side.name,
        "words": side.words.text(language),
        "day": vantage.day.isoformat(),
        "clock": str(vantage.clock),
        "reform": None if side.reform is None else side.reform.name,
    }


def law_json(law: LawDifference, language: Language) -> dict[str, Any]:
    """What differs in the law."""
    groups = [
        {"group": one.group, "country": one.country, "before": one.before, "after": one.after} for one in law.groups
    ]
    return {"provisions": [_provision(one, language) for one in law.changes], "country_groups": groups}


def _provision(one: ProvisionChange, language: Language) -> dict[str, Any]:
    provision = one.provision
    return {
        "id": one.id,
        "title": translator(language)(provision.title),
        "citation": provision.cite,
        "what": [str(kind) for kind in one.kinds],
        "state_before": str(one.state_before),
        "state_after": str(one.state_after),
        "limits": [_limit(limit) for limit in one.limits],
        "went": [line.words.text(language) for sign, line in one.lines if sign == "-"],
        "came": [line.words.text(language) for sign, line in one.lines if sign == "+"],
    }


def _limit(change: LimitChange) -> dict[str, Any]:
    old, new = change.before, change.after
    return {
        "name": new.name if new is not None else old.name if old is not None else "",
        "name_before": None if old is None else old.name,
        "before": None if old is None else exact_text(old.value),
        "after": None if new is None else exact_text(new.value),
    }


def _chip(move: ChipMove) -> dict[str, Any]:
    first = move.by_destination[0]
    return {
        "chip_id": move.chip_id,
        "name": move.name,
        "tpp": first.after.tpp,
        "performance_density": first.after.performance_density,
        "eccn_before": move.eccns[0],
        "eccn_after": move.eccns[1],
        "paragraphs_before": move.paragraphs[0],
        "paragraphs_after": move.paragraphs[1],
        "by_destination": [_chip_outcome(one) for one in move.by_destination],
    }


def _chip_outcome(one: ChipOutcome) -> dict[str, Any]:
    return {
        "to": one.to,
        "before": one.outcomes[0],
        "after": one.outcomes[1],
        "review_before": one.reviews[0],
        "review_after": one.reviews[1],
        "moved_by": "" if one.mover is None else one.mover.id,
    }


def orders_json(orders: OrderMoves, language: Language) -> dict[str, Any]:
    """What a comparison came to for a book."""
    return {
        "judged": orders.judged,
        "without_day": orders.without_day,
        "rejected_rows": orders.rejected_rows,
        "rejects": rejects_json(orders.rejects, language),
        "moved": tables_json(orders.moved, orders, language),
        "opened": tables_json(orders.opened, orders, language),
        "reviewed": tables_json(orders.reviewed, orders, language),
        "to_be_found_out": [
            {
                "fact": one.fact,
                "question": orders.questions[one].text(language) if one in orders.questions else "",
                "orders": count,
            }
            for one, count in orders.to_find_out.most_common()
        ],
        "notes": [said_in(language, note) for note in orders.notes],
    }


def tables_json(table: Mapping[MoveKey, Tally], orders: OrderMoves, language: Language) -> list[dict[str, Any]]:
    """One entry for each kind of move, most orders first."""
    ordered = sorted(table.items(), key=lambda one: -one[1].orders)
    return [_tally(key, tally, orders, language) for key, tally in ordered]


def _tally(key: MoveKey, tally: Tally, orders: OrderMoves, language: Language) -> dict[str, Any]:
    return {
        **mover_json(orders.movers[key.moved_by], language),
        "before": key.before,
        "after": key.after,
        "orders": tally.orders,
        "units": tally.units,
        "units_unknown": tally.units_unknown,
        "tpp": exact_text(tally.tpp),
        "tpp_unknown": tally.tpp_unknown,
        "value": {currency: exact_text(amount) for currency, amount in sorted(tally.value.items())},
        "value_unknown": tally.value_unknown,
        "rows": [{"row": one.row, "order": one.order} for one in orders.rows[key]],
    }


def mover_json(mover: Mover, language: Language) -> dict[str, Any]:
    """What moved an order."""
    return {
        "moved_by": mover.id,
        "kind": str(mover.kind),
        "title": mover.title.text(language),
        "citation": mover.cite,
    }
