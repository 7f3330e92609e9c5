"""What the charts of the console share: hues, type, and how a specification becomes a picture.

A chart is made with Altair as a Vega-Lite specification. The page draws it, a notebook shows it, and a file holds it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from fastapi import Response

from chipgate.cases.questions import EXCEPTION, LICENCE, NO_LICENCE, OPEN
from chipgate.cases.tables.frame_kinds import LacksLibrary
from chipgate.errors import ChipgateError
from chipgate.translation.fault_text import fault

HUES: Final[Mapping[str, str]] = {NO_LICENCE: "#1f6e42", EXCEPTION: "#24599b", LICENCE: "#a8231c", OPEN: "#8a5300"}
"""The hue of each outcome, that of the pages."""

INK, DIM, LINE, PAPER = "#1c2430", "#556070", "#d5dbe3", "#ffffff"
FONT: Final = "Noto Sans, Noto Sans CJK SC, system-ui, PingFang SC, Microsoft YaHei, sans-serif"
NARROWEST, WIDEST, USUAL = 240, 1600, 960
"""Pixels that a chart can be wide."""

Layer = Any
"""A chart or a layer of one, as Altair builds it: its builders give no narrower type."""

_VEGA_LITE: Final = "6.4"
_KINDS: Final[Mapping[str, str]] = {
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}


class NoSuchPicture(ChipgateError):
    """A chart was asked for in a form that it is not drawn in."""


def specification(chart: Layer) -> dict[str, Any]:
    """CHART as a Vega-Lite specification with the type and the hues of the console.

    It is not held against the schema of Vega-Lite each time, which takes longer than all else: the tests do that.
    """
    made: dict[str, Any] = chart.to_dict(validate=False)
    made["config"] = {
        "font": FONT,
        "background": PAPER,
        "view": {"stroke": None},
        "axis": {
            "labelColor": DIM,
            "titleColor": INK,
            "domainColor": LINE,
            "tickColor": LINE,
            "gridColor": "#e8ecf1",
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": 600,
            "labelPadding": 4,
        },
        "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK, "titleColor": INK, "labelLimit": 260},
        "title": {"color": INK, "fontSize": 14, "subtitleColor": DIM, "subtitleFontSize": 12, "anchor": "start"},
        "aria": True,
    }
    return made


def picture(made: Mapping[str, Any], kind: str) -> bytes:
    """The specification MADE as it is (json), or drawn (svg, png).

    Raises:
        NoSuchPicture: KIND is none of them.
        LacksLibrary: a picture is asked for and vl-convert is not installed.
    """
    if kind not in _KINDS:
        raise NoSuchPicture(
            fault(
                "a chart is given as {known}, not as {kind}; end its address in one",
                known=", ".join(_KINDS),
                kind=repr(kind[:20]),
            )
        )
    text = json.dumps(made, ensure_ascii=False)
    if kind == "json":
        return text.encode()
    try:
        import vl_convert
    except ImportError:
        raise LacksLibrary(f"A chart as {kind}", "vl-convert-python", "web") from None
    if kind == "svg":
        return str(vl_convert.vegalite_to_svg(text, vl_version=_VEGA_LITE)).encode()
    return bytes(vl_convert.vegalite_to_png(text, vl_version=_VEGA_LITE, scale=2))


def picture_response(made: Mapping[str, Any], kind: str, name: str) -> Response:
    """The picture as an answer; a browser keeps it under NAME instead of opening it."""
    response = Response(picture(made, kind), media_type=_KINDS[kind])
    if kind != "json":
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    response.headers["Cache-Control"] = "no-cache"
    return response


def milliseconds(day: date) -> int:
    """DAY as the number that a time scale takes: milliseconds since 1970, at midnight UTC."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def width_of(text: str) -> int:
    """The width in pixels that an address asks for, within what can be drawn; the usual one where it says none."""
    return min(WIDEST, max(NARROWEST, int(text))) if text.isdecimal() and len(text) < 6 else USUAL
