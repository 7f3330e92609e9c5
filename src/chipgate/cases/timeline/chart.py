"""The line of time as a picture: restrictions and duties as bars, suspensions as gaps, events as points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from chipgate.cases.timeline.as_text import Timeline
from chipgate.cases.timeline.entries import asks_for_an_extension, by_whom
from chipgate.cases.timeline.states import severity_of
from chipgate.law.corpus import Corpus
from chipgate.law.provision import ImposesDuty, Provision
from chipgate.translation.language import Language, marked, translator

_AS_GIVEN = {"field": "opacity", "type": "quantitative", "scale": None, "legend": None}


def timeline_specification(line: Timeline, corpus: Corpus, language: Language = "en") -> dict[str, Any]:
    """A Vega-Lite specification of LINE: a row for each restriction and each duty, and a row of points for events."""
    translate = translator(language)
    rows = list(_bars(line, corpus, language))
    lanes = list(dict.fromkeys(row["lane"] for row in rows))
    events = translate(marked("events"))
    x = {"field": "first", "type": "temporal", "title": None, "axis": {"format": "%Y-%m"}}
    y = {"field": "lane", "type": "nominal", "title": None, "sort": [events, *lanes], "axis": {"labelLimit": 460}}
    side = {"field": "by", "type": "nominal", "title": translate(marked("whose measure"))}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": translate(marked("What restricts and burdens chips and their inputs, and since when")),
        "width": 820,
        "height": {"step": 17},
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "bar", "height": 11},
                "encoding": {"x": x, "x2": {"field": "after"}, "y": y, "color": side, "opacity": _AS_GIVEN},
            },
            {
                "data": {"values": list(_points(line, events, language))},
                "mark": {"type": "point", "filled": True, "size": 45, "opacity": 0.8},
                "encoding": {"x": x, "y": y, "color": side, "tooltip": [{"field": "text"}]},
            },
        ],
    }


def _bars(line: Timeline, corpus: Corpus, language: Language) -> Iterator[dict[str, Any]]:
    for provision in corpus.provisions:
        if not severity_of(provision) and not isinstance(provision.gives, ImposesDuty):
            continue
        if line.by and by_whom(provision) != line.by:
            continue
        for first, after in _pieces(provision, line.since, line.until):
            yield {
                "lane": _lane(provision, language),
                "by": by_whom(provision),
                "opacity": 0.45 if asks_for_an_extension(provision) else 1.0,
                "first": first.isoformat(),
                "after": after.isoformat(),
            }


def _pieces(provision: Provision, since: date, until: date) -> Iterator[tuple[date, date]]:
    """The spans in which PROVISION binds, cut by its suspensions and to the line."""
    span = provision.binds.in_force
    cursor, end = max(span.since, since), min(span.until or until, until)
    for stay in sorted(provision.binds.stayed, key=lambda one: one.since):
        if cursor < min(stay.since, end):
            yield cursor, min(stay.since, end)
        cursor = max(cursor, stay.until or end)
    if cursor < end:
        yield cursor, end


def _lane(provision: Provision, language: Language) -> str:
    duty = provision.gives
    words = duty.instrument if isinstance(duty, ImposesDuty) else provision.title
    text = translator(language)(words)
    return text if len(text) <= 70 else text[:69] + "…"


def _points(line: Timeline, lane: str, language: Language) -> Iterator[dict[str, Any]]:
    for one in line.entries:
        if one.event is not None:
            yield {"lane": lane, "by": one.by, "first": one.day.isoformat(), "text": one.words.text(language)}
