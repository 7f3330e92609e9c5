"""The date line as JSON: the form ``chipgate/dates/1``."""

from __future__ import annotations

from typing import Any

from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.web.date_line.asked import LineAsked
from chipgate.web.date_line.view import BandView, ComparedDays, LineView, MovedBy

SCHEMA = "chipgate/dates/1"


def line_json(asked: LineAsked, line: LineView) -> dict[str, Any]:
    """LINE as plain values."""
    return {
        "schema": SCHEMA,
        "order": dict(asked.case.cells),
        "assume": asked.case.assume,
        "clock": str(asked.case.clock),
        "law_checked_until": CHECKED_UNTIL.isoformat(),
        "first": line.first.isoformat(),
        "last": line.last.isoformat(),
        "today": line.today.isoformat(),
        "lanes": [
            {"lane": one.key, "title": one.title, "note": one.note, "bands": [band_json(band) for band in one.bands]}
            for one in line.lanes
        ],
        "clocks_differ": [{"first": first.isoformat(), "last": last.isoformat()} for first, last in line.differ],
        "compared": None if line.compared is None else compared_json(line.compared),
        "proposals_without_text": [
            {"title": title, "citation": cite, "since": since} for title, cite, since in line.silent
        ],
        "assumed": list(line.assumed),
    }


def band_json(band: BandView) -> dict[str, Any]:
    """One band."""
    return {
        "first": band.first.isoformat(),
        "last": band.last.isoformat(),
        "outcome": band.outcome,
        "words": band.words,
        "paragraph": band.eccn,
        "detail": band.detail,
        "decided_by": band.decided_by,
        "reason": band.reason,
        "asks": list(band.asks),
        "moved_by": None if band.moved_by is None else _moved_by_json(band.moved_by),
    }


def compared_json(compared: ComparedDays) -> dict[str, Any]:
    """Two days."""
    return {
        "days": [day.isoformat() for day in compared.days],
        "outcomes": [band.outcome for band in compared.bands],
        "details": [band.detail for band in compared.bands],
        "moved_by": None if compared.moved_by is None else _moved_by_json(compared.moved_by),
        "changes_of_the_law": compared.changes,
    }


def _moved_by_json(moved: MovedBy) -> dict[str, str]:
    return {"provision": moved.name, "title": moved.title, "citation": moved.cite}
