"""The stack of duties over time as a picture: a Vega-Lite specification, or SVG and PNG made from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from chipgate.cases.duties.duty_answer import DutyAnswer
from chipgate.cases.duties.over_time import Span, spans_title
from chipgate.cases.tables.frame_kinds import LacksLibrary
from chipgate.errors import UnwritableFile
from chipgate.translation.language import Language, marked, translator

SUFFIXES: Final = (".svg", ".png", ".json")
_COLOURS: Final = ("#1b6ca8", "#c8553d", "#3d8b5f", "#8d6cab", "#c99a2e", "#4a6572", "#a8417d", "#7a8450", "#2f4b7c")


def chart_specification(duties: DutyAnswer, spans: Sequence[Span], language: Language = "en") -> dict[str, Any]:
    """The stack as a Vega-Lite specification: a bar a span, as wide as its days, layer on layer; paler where open."""
    translate = translator(language)
    height = translate(marked("per cent of the customs value, added up"))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": spans_title(duties, language), "subtitle": translate(marked("paler: open whether due"))},
        "width": 720,
        "height": 320,
        "data": {"values": list(_rows(spans, language))},
        "mark": {"type": "rect", "stroke": "white", "strokeWidth": 0.5},
        "encoding": {
            "x": {
                "field": "first",
                "type": "temporal",
                "title": translate(marked("day of entry")),
                "axis": {"format": "%Y-%m"},
                "scale": {"domain": [spans[0].first.isoformat(), _day_after(spans[-1])]},
            },
            "x2": {"field": "after"},
            "y": {
                "field": "from",
                "type": "quantitative",
                "title": height,
            },
            "y2": {"field": "to"},
            "color": {
                "field": "layer",
                "type": "nominal",
                "title": translate(marked("layer")),
                "scale": {"range": list(_COLOURS)},
                "legend": {"labelLimit": 320},
            },
            "opacity": {"field": "opacity", "type": "quantitative", "scale": None, "legend": None},
            "tooltip": [
                {"field": "layer"},
                {"field": "rate"},
                {"field": "due"},
                {"field": "first", "type": "temporal"},
            ],
        },
    }


def _rows(spans: Sequence[Span], language: Language) -> Iterator[dict[str, Any]]:
    translate = translator(language)
    for span in spans:
        floor = 0.0
        for name, rates, is_due in span.layers:
            height = float(rates.lowest if rates.highest is None else rates.highest)
            if not height:
                continue
            yield {
                "first": span.first.isoformat(),
                "after": _day_after(span),
                "layer": translate(name),
                "due": is_due,
                "rate": height,
                "from": floor,
                "to": floor + height,
                "opacity": 1.0 if is_due else 0.4,
            }
            floor += height


def _day_after(span: Span) -> str:
    return (span.last + timedelta(days=1)).isoformat()


def write_chart(duties: DutyAnswer, spans: Sequence[Span], path: Path, language: Language = "en") -> None:
    """Draw the SPANS of DUTIES into the file PATH: .json for the specification, .svg or .png for the picture.

    Raises:
        UnwritableFile: the name ends in something else, or the file cannot be written.
        LacksLibrary: a picture is asked for and vl-convert is not installed.
    """
    write_specification(chart_specification(duties, spans, language), path)


def write_specification(specification: dict[str, Any], path: Path) -> None:
    """Write a Vega-Lite SPECIFICATION into PATH, as it is or as a picture of it.

    Raises:
        UnwritableFile: the name ends in something else, or the file cannot be written.
        LacksLibrary: a picture is asked for and vl-convert is not installed.
    """
    if path.suffix not in SUFFIXES:
        raise UnwritableFile(f"{path}: a chart is written as {', '.join(SUFFIXES)}; end its name in one of them")
    text = json.dumps(specification, ensure_ascii=False, indent=1)
    drawn = text.encode() if path.suffix == ".json" else _drawn(text, path.suffix)
    try:
        path.write_bytes(drawn)
    except OSError as fault:
        raise UnwritableFile(f"{path} cannot be written: {fault.strerror}") from fault


def _drawn(specification: str, suffix: str) -> bytes:
    try:
        import vl_convert
    except ImportError:
        raise LacksLibrary(f"A chart as {suffix}", "vl-convert-python", "charts") from None
    if suffix == ".svg":
        return str(vl_convert.vegalite_to_svg(specification, vl_version="5.20")).encode()
    return bytes(vl_convert.vegalite_to_png(specification, vl_version="5.20", scale=2))
