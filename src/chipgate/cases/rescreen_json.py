"""A rescreening as plain values: the form ``chipgate/rescreen/1``."""

from __future__ import annotations

from typing import Any

from chipgate.cases.compare_json import assumptions_json, law_json, orders_json
from chipgate.cases.rescreen import Rescreening
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.translation.language import Language


def rescreening_json(found: Rescreening, language: Language = "en") -> dict[str, Any]:
    """What FOUND says, as plain values."""
    asked = found.screening
    return {
        "schema": "chipgate/rescreen/1",
        "on": asked.on.isoformat(),
        "before": found.before.isoformat(),
        "first_run": found.is_first,
        "clock": str(asked.clock),
        "assumptions": assumptions_json(asked.checker().assumptions, language),
        "law": None if found.law is None else law_json(found.law, language),
        "changed": orders_json(found.changed, language),
        "orders_changed_in_the_book": found.edited,
        "new": {
            "outcomes": dict(found.new_outcomes),
            "rows": [{"row": one.row, "order": one.order, "outcome": one.outcome} for one in found.new],
        },
        "gone": found.gone,
        "past_their_day": found.past,
        "coming": [
            {
                "day": one.day.isoformat(),
                "law": law_json(one.law, language),
                "orders": orders_json(one.orders, language),
            }
            for one in found.coming
        ],
        "verdicts": str(found.verdicts),
        "written": [],
        "law_checked_until": CHECKED_UNTIL.isoformat(),
    }
