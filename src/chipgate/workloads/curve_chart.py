"""Curves as a picture: rates above, ratios to the first chip below, one column a context; a Vega-Lite specification.

Both axes are logarithmic: a ratio is a distance. Bands are 80 % intervals, the form of a point says what binds, an open
point does not fit into the memory (of a ratio: of either chip). Each curve carries its chip's name at its end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chipgate.translation.language import Language, marked, translator
from chipgate.units import figure
from chipgate.workloads.resource_words import RESOURCE_WORDS

Row = dict[str, Any]

COLOURS: Final = ("#0b62a4", "#c8470f", "#1a7f4b", "#7b4fa3", "#8a6100", "#00707a", "#b0286e", "#555555")
"""Dark enough for text on white, and apart for those who see fewer colours; the chips in the order asked."""

FORMS: Final = {
    "memory": "circle",
    "matmul": "square",
    "attention": "triangle-up",
    "scale_up": "diamond",
    "scale_out": "cross",
    "bubble": "triangle-down",
    "latency": "triangle-right",
}
_FONT: Final = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, Helvetica, Arial, sans-serif"
_GREY: Final = "#5a6068"
_WIDTH: Final = 720
_NARROWEST: Final = 170
_NARROW: Final = 560
"""Pixels of a picture below which the names of curves do not fit beside them."""
_AXIS: Final = 70
"""Pixels that the axis of rates takes with its labels."""
_STROKES: Final = {"symbolType": "stroke", "symbolStrokeWidth": 3, "symbolOpacity": 1}
_HEIGHT, _RATIO_HEIGHT = 250, 170
_BETWEEN: Final = 125
"""Pixels between panels: the names of curves stand there."""
_LABEL_PX: Final = 14
"""Pixels that the name of a curve takes; names that would touch are moved apart."""


def curves_specification(
    rows: Sequence[Row], title: str, subtitle: Sequence[str], language: Language, width: int = 0
) -> dict[str, Any]:
    """The chart of ROWS (see ``curve_rows``), all of one model, phase and layout.

    The batch runs along the axis, a column for each context; with one batch and several contexts, the context does.
    TITLE says what the picture is; it stands above it where there is a SUBTITLE. WIDTH is that of the picture in
    pixels, by the number of columns where it is 0; in a narrow picture the names of the curves stand above it.
    """
    say = translator(language)
    along, across = ("batch", "context") if _distinct(rows, "batch") > 1 else ("context", "batch")
    compared = [row for row in rows if row["ratio"] is not None]
    look = _look(rows, width, _distinct(rows, across), say)
    shown = (along, across, _RATES, say(marked("tokens/s a chip")))
    panels = [_panel(rows, *shown, say, look, is_last=not compared)]
    if compared:
        over = say(marked("times {chip}")).format(chip=rows[0]["chip"])
        panels.append(_panel(compared, along, across, _RATIOS, over, say, look, is_last=True))
    head = {"title": _title(title, subtitle)} if subtitle else {}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": title,
        **head,
        "vconcat": panels,
        "spacing": 18,
        "resolve": {"scale": {"color": "shared", "shape": "shared"}},
        "config": {
            "font": _FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": _GREY, "titleColor": _GREY, "titleFontWeight": "normal", "gridColor": "#e8eaed"},
            "header": {"labelFontSize": 12, "labelFontWeight": "bold", "labelColor": "#2b2f33"},
            "legend": {"orient": "bottom", "titleFontWeight": "normal", "labelColor": "#2b2f33", "titleColor": _GREY},
        },
    }


def _title(title: str, subtitle: Sequence[str]) -> dict[str, Any]:
    return {
        "text": title,
        "subtitle": list(subtitle),
        "anchor": "start",
        "fontSize": 16,
        "offset": 14,
        "subtitleFontSize": 12,
        "subtitleColor": _GREY,
        "subtitlePadding": 6,
        "subtitleLineHeight": 16,
    }


_RATES: Final = ("tokens_per_s_chip", "low80", "high80")
_RATIOS: Final = ("ratio", "ratio_low80", "ratio_high80")


@dataclass(frozen=True, slots=True)
class _Look:
    """What all panels share: pixels that one is wide, the colours of chips, the forms of what binds."""

    panel_px: int
    names_at_ends: bool
    colour: dict[str, Any]
    shape: dict[str, Any]


def _look(rows: Sequence[Row], width: int, columns: int, say: Callable[[str], str]) -> _Look:
    at_ends = not width or width >= _NARROW
    taken = _AXIS + (_BETWEEN if at_ends else 0) * columns
    panel = (width - taken) // columns if width else int(_WIDTH / columns) - 60
    below: dict[str, Any] = {} if at_ends else {"columns": 2, "labelLimit": max(90, width // 2 - 40)}
    chips = list(dict.fromkeys(row["chip"] for row in rows))
    order = list(dict.fromkeys(row["chip_place"] for row in rows))
    colour = {
        "field": "chip",
        "type": "nominal",
        "scale": {"domain": chips, "range": [COLOURS[place % len(COLOURS)] for place in order]},
        "legend": None if at_ends else {"orient": "top", "title": None, **_STROKES, **below},
    }
    bound = [name for name in FORMS if any(row["binding"] == name for row in rows)]
    shape: dict[str, Any] = {
        "field": "binds",
        "type": "nominal",
        "scale": {"domain": [say(RESOURCE_WORDS[one]) for one in bound], "range": [FORMS[one] for one in bound]},
        "legend": {"title": say(marked("what binds")), "symbolFillColor": _GREY, **below},
    }
    return _Look(max(_NARROWEST, panel), at_ends, colour, shape)


def _distinct(rows: Iterable[Row], name: str) -> int:
    return len({row[name] for row in rows})


def _panel(
    rows: Sequence[Row],
    along: str,
    across: str,
    names: tuple[str, str, str],
    title: str,
    say: Callable[[str], str],
    look: _Look,
    *,
    is_last: bool,
) -> dict[str, Any]:
    """A row of panels, one for each place ACROSS; the last row names the axis."""
    is_ratio, is_prompt = names is _RATIOS, across == "batch" and rows[0]["phase"] == "prefill"
    height = _RATIO_HEIGHT if is_ratio else _HEIGHT
    columns = sorted({row[across] for row in rows})
    domain = _domain(rows, names, is_ratio)
    values = [row for place in columns for row in _column(rows, place, along, across, names, domain, height, say)]
    named = "step" if along == "batch" and rows[0]["phase"] == "training" else along
    axis_x = {
        "title": say(_AXES[named]) if is_last else None,
        "values": sorted({row[along] for row in rows}),
        "format": ",d",
        "titleAnchor": "middle" if look.names_at_ends else "end",
    }
    x = {"field": "x", "type": "quantitative", "scale": {"type": "log", "nice": False, "padding": 8}, "axis": axis_x}
    y = _y_axis(title, domain, is_ratio)
    tips = _tips(title, say)
    layers = [*_one_line(is_ratio), *_layers(x, y, look, tips)]
    heads = {
        "title": None,
        "labelExpr": _counted(say, *_HEADS[across]),
        "labelAnchor": "start",
    }
    header: dict[str, Any] = {"title": None, "labels": False} if is_ratio or is_prompt else heads
    return {
        "data": {"values": values},
        "facet": {"column": {"field": "column", "type": "ordinal", "header": header}},
        "spacing": _BETWEEN,
        "bounds": "flush",
        "spec": {"width": look.panel_px, "height": height, "layer": layers},
    }


_AXES: Final = {
    "batch": marked("sequences at once on each copy of the attention"),
    "step": marked("sequences of a step and copy"),
    "context": marked("tokens of context"),
}
_HEADS: Final = {
    "batch": (marked("sequence at once"), marked("sequences at once")),
    "context": (marked("token of context"), marked("tokens of context")),
}


def _counted(say: Callable[[str], str], one: str, many: str) -> str:
    """The expression that puts a number before a noun, which has another form for 1."""
    return f"format(datum.value, ',d') + ' ' + (datum.value === 1 ? '{say(one)}' : '{say(many)}')"


def _domain(rows: Sequence[Row], names: tuple[str, str, str], is_ratio: bool) -> tuple[float, float]:
    """The ends of the axis, a little beyond the intervals; a ratio of 1 is always on it."""
    low, high = min(row[names[1]] for row in rows), max(row[names[2]] for row in rows)
    if is_ratio:
        low, high = min(low, 0.95), max(high, 1.05)
    return low / 1.06, high * 1.06


def _y_axis(title: str, domain: tuple[float, float], is_ratio: bool) -> dict[str, Any]:
    axis = {"title": title, "values": ticks(domain), "format": "~g" if is_ratio else ",~r"}
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"type": "log", "domain": list(domain), "nice": False, "clamp": True},
        "axis": axis,
    }


def ticks(domain: tuple[float, float]) -> list[float]:
    """1, 2 and 5 of each decade; even steps where that would leave fewer than three."""
    low, high = domain
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = [float(f"{step * 10.0**decade:.3g}") for decade in decades for step in (1, 2, 5)]
    inside = [one for one in ticks if low <= one <= high]
    if len(inside) >= 3:
        return inside
    rough = (high - low) / 5.0
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(one * unit for one in (1.0, 2.0, 5.0, 10.0) if one * unit >= rough)
    return [float(f"{at * step:.6g}") for at in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _one_line(is_ratio: bool) -> list[dict[str, Any]]:
    """A line at a ratio of 1."""
    if not is_ratio:
        return []
    return [
        {
            "mark": {"type": "rule", "aria": False, "color": "#9aa0a6", "strokeDash": [4, 3]},
            "encoding": {"y": {"datum": 1}},
        }
    ]


def _layers(x: Any, y: Any, look: _Look, tips: list[dict[str, Any]]) -> list[dict[str, Any]]:
    colour, shape = look.colour, look.shape
    label = {"x": {**x, "field": "last"}, "y": {**y, "field": "label_y"}, "text": {"field": "chip"}, "color": colour}
    ends = {
        "transform": [{"filter": "datum.x === datum.last"}],
        "mark": {"type": "text", "align": "left", "dx": 9, "baseline": "middle", "fontSize": 11, "fontWeight": "bold"},
        "encoding": label,
    }
    return [
        {
            "mark": {"type": "area", "opacity": 0.16, "interpolate": "linear"},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
        },
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": x, "y": y, "color": colour}},
        {
            "mark": {"type": "point", "filled": True, "size": 75, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": colour, "shape": shape, "tooltip": tips},
        },
        {
            "transform": [{"filter": "!datum.fits"}],
            "mark": {"type": "point", "aria": False, "filled": True, "size": 26, "color": "white", "opacity": 1},
            "encoding": {"x": x, "y": y, "shape": shape},
        },
        *([ends] if look.names_at_ends else []),
    ]


def _tips(title: str, say: Callable[[str], str]) -> list[dict[str, Any]]:
    """What a pointer over a point says, in words."""
    said = {
        "chip": say(marked("chip")),
        "batch": say(marked("batch")),
        "context": say(marked("tokens of context")),
        "value": title,
        "interval": say(marked("80 %")),
        "binds": say(marked("what binds")),
        "fits_in_words": say(marked("fits into memory")),
    }
    return [{"field": name, "title": words, "type": "nominal"} for name, words in said.items()]


def _fits(names: tuple[str, str, str]) -> str:
    """The column that says whether a figure is of something that fits: a ratio where it does on both chips."""
    return "ratio_fits" if names is _RATIOS else "fits"


def _told(row: Row, names: tuple[str, str, str], say: Callable[[str], str]) -> dict[str, str]:
    """The numbers of a row as they stand in tables."""
    show = "{:.2f}".format if names[0] == "ratio" else figure
    value, low, high = (show(row[name]) for name in names)
    fits = say(marked("yes")) if row[_fits(names)] else say(marked("no"))
    return {"value": value, "interval": f"{low} - {high}", "fits_in_words": fits}


def _column(
    rows: Sequence[Row],
    place: float,
    along: str,
    across: str,
    names: tuple[str, str, str],
    domain: tuple[float, float],
    height: int,
    say: Callable[[str], str],
) -> list[dict[str, Any]]:
    """The values of one panel, each curve with the height of its label."""
    here = [row for row in rows if row[across] == place]
    last = max(row[along] for row in here)
    ends = {row["chip"]: row[names[0]] for row in here if row[along] == last}
    labels = apart(ends, domain, height)
    return [
        {
            "chip": row["chip"],
            "column": place,
            "x": row[along],
            "last": last,
            **{name: row[given] for name, given in zip(("y", "low", "high"), names, strict=True)},
            "label_y": labels[row["chip"]],
            "batch": row["batch"],
            "context": row["context"],
            "binds": say(RESOURCE_WORDS[row["binding"]]),
            "fits": row[_fits(names)],
            **_told(row, names, say),
        }
        for row in here
    ]


def apart(ends: dict[str, float], domain: tuple[float, float], height: int) -> dict[str, float]:
    """Heights of labels near ENDS on a logarithmic axis, far enough apart to be read, all inside the panel."""
    span = math.log(domain[1] / domain[0])
    wanted = {name: height * math.log(value / domain[0]) / span for name, value in ends.items()}
    names = sorted(wanted, key=lambda name: wanted[name])
    gap = min(float(_LABEL_PX), (height - _LABEL_PX) / max(len(names) - 1, 1))
    placed: list[float] = []
    for name in names:
        placed.append(max(wanted[name], placed[-1] + gap if placed else _LABEL_PX / 2))
    top = height - _LABEL_PX / 2
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], top)
        top = placed[at] - gap
    return {name: domain[0] * math.exp(span * y / height) for name, y in zip(names, placed, strict=True)}
