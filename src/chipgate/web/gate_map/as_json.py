"""The gate map as JSON: the form ``chipgate/map/1``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.units import exact_text
from chipgate.web.gate_map.asked import MapAsked
from chipgate.web.gate_map.view import ChipView, ExitView, MapView, PlaneView

SCHEMA = "chipgate/map/1"


def map_json(asked: MapAsked, view: MapView) -> dict[str, Any]:
    """VIEW as plain values; numbers are decimal text so that none is rounded."""
    verdict = asdict(view.verdict)
    for name in ("decided_href", "other_clock"):
        verdict.pop(name)
    return {
        "schema": SCHEMA,
        "draft": dict(asked.draft),
        "to": asked.to,
        "day": asked.day.isoformat(),
        "clock": str(asked.clock),
        "assume": asked.assume,
        "conditions_met": asked.met,
        "law_checked_until": CHECKED_UNTIL.isoformat(),
        "limits_changed": [{"limit": name, "reads": old, "is_to_read": new} for name, old, new in view.changes],
        "verdict": verdict,
        "exits": [_exit_json(one) for one in view.exits],
        "planes": [_plane_json(one) for one in view.planes],
        "chips": [_chip_json(one) for one in view.chips],
        "assumed": list(view.assumed),
    }


def _exit_json(one: ExitView) -> dict[str, Any]:
    ends = {name: [exact_text(x), exact_text(y)] for name, (x, y) in one.ends.items()}
    return {"words": one.words, "gate": one.gate, "ends": ends}


def _plane_json(plane: PlaneView) -> dict[str, Any]:
    axes = plane.found.spread.plane
    return {
        "plane": plane.name,
        "x": axes.x.fact,
        "y": axes.y.fact,
        "is_exact": plane.found.is_exact,
        "regions": [
            {
                "outcome": block.told.outcome,
                "eccn": block.told.eccn,
                "exception": block.told.exception,
                "reviews": list(block.told.reviews),
                "x_from": exact_text(block.left),
                "x_to": exact_text(block.right),
                "y_from": exact_text(block.bottom),
                "y_to": exact_text(block.top),
            }
            for block in plane.found.blocks
        ],
        "gates": [
            {"value": one.value, "words": one.words, "provisions": [name for name, _ in one.places]}
            for one in plane.gates
        ],
    }


def _chip_json(one: ChipView) -> dict[str, Any]:
    return {
        "chip": one.chip_id,
        "name": one.name,
        "vendor": one.vendor,
        "outcome": one.outcome,
        "words": one.told,
        "numbers": dict(one.numbers),
        "disputed": one.is_disputed,
    }
