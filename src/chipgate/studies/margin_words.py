"""Chips near a limit as a reader sees them, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chipgate.readings.phrase import phrase
from chipgate.studies.design.as_json import number
from chipgate.studies.design.words import distance_words
from chipgate.studies.margins import Margin
from chipgate.translation.language import Language
from chipgate.translation.width import left, width
from chipgate.units import decimal_text


def margin_lines(found: Sequence[Margin], language: Language) -> Iterator[str]:
    """A line for each chip and limit."""
    column = max((width(one.sheet.name) for one in found), default=0)
    grouped: dict[tuple[str, object, object, object], list[Margin]] = {}
    for one in found:
        told = one.distance
        grouped.setdefault((one.sheet.chip_id, told.measure, told.value, told.bound), []).append(one)
    for alike in grouped.values():
        words = distance_words(alike[0].distance, tuple(one.distance for one in alike[1:])).text(language)
        yield f"{left(alike[0].sheet.name, column)}  {words}{_rounding(alike[0], language)}"
    count = len({one.sheet.chip_id for one in found})
    yield phrase("{count} chips", count=count).text(language)


def _rounding(one: Margin, language: Language) -> str:
    if not one.could_cross:
        return ""
    told = phrase(
        "the printed digits leave {low} to {high} open: the limit lies between",
        low=decimal_text(one.lowest),
        high=decimal_text(one.highest),
    )
    return f"; {told.text(language)}"


def margin_json(one: Margin) -> dict[str, Any]:
    """A chip and a limit as plain values."""
    distance = one.distance
    return {
        "chip_id": one.sheet.chip_id,
        "name": one.sheet.name,
        "limit": distance.limit,
        "provision": distance.provision.id,
        "label": distance.label,
        "value": number(distance.value),
        "bound": number(distance.bound),
        "gap": number(distance.gap),
        "gap_share": float(distance.share),
        "meets": distance.met,
        "lowest": number(one.lowest),
        "highest": number(one.highest),
        "could_cross": one.could_cross,
    }
