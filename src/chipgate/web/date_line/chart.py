"""The date line as a picture: a lane for each clock and proposal, a band for each span of days with one answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import altair as alt

from chipgate.cases.outcome_words import OUTCOME_NAMES
from chipgate.cases.questions import LICENCE
from chipgate.translation.language import Language, marked, translator
from chipgate.web.charts import DIM, HUES, INK, PAPER, USUAL, Layer, milliseconds
from chipgate.web.date_line.view import BandView, LineView

GRANTED: Final = marked("licence required, review case by case possible")
EASED: Final = "#e6a59e"
LANE_PX: Final = 62
MARGIN_PX: Final = 12
"""Left and right of the line: half the handle of the slider that lies under it."""

_LETTER_PX: Final = 7.2
_HAN_PX: Final = 12.5


def date_line_chart(line: LineView, language: Language = "en", width: int = USUAL, title: str = "") -> Layer:
    """The lanes of LINE, WIDTH pixels wide; ``cursor`` and ``lanes`` are the names of its data."""
    inner = width - 2 * MARGIN_PX
    layers: list[Layer] = [
        _bars(line, language, inner),
        _words_in_bars(line, language, inner),
        _today(line, language),
        _cursor(line),
        _lane_titles(line, inner),
    ]
    chart = alt.layer(*layers).properties(
        width=inner,
        height=LANE_PX * len(line.lanes),
        padding={"left": MARGIN_PX, "right": MARGIN_PX, "top": 5, "bottom": 5},
    )
    return chart.properties(title=title) if title else chart


def _x() -> alt.X:
    """The axis of days: from the first day of the first band to the day after the last one, whatever else is drawn."""
    axis = alt.Axis(format="%Y-%m", tickCount=8, grid=True, labelFlush=True, labelOverlap=True)
    return alt.X("first", type="temporal", title=None, axis=axis, scale=alt.Scale(type="utc", nice=False))


def _y(line: LineView) -> alt.Y:
    return alt.Y("lane", type="nominal", axis=None, sort=[one.key for one in line.lanes], scale=alt.Scale(padding=0))


def _bars(line: LineView, language: Language, inner: int) -> Layer:
    names = [(outcome, False) for outcome in OUTCOME_NAMES]
    names.insert(names.index((LICENCE, False)), (LICENCE, True))
    colour = alt.Color(
        "answer:N",
        title=None,
        scale=alt.Scale(domain=[_words(*one, language) for one in names], range=[_hue(*one) for one in names]),
        legend=alt.Legend(orient="bottom", columns=5 if inner > 700 else 2 if inner > 340 else 1, symbolType="square"),
    )
    return (
        alt.Chart(alt.InlineData(values=list(_rows(line, inner, language)), name="lanes"))
        .mark_bar(size=24, yOffset=11, stroke=PAPER, strokeWidth=1)
        .encode(x=_x(), x2="after", y=_y(line), color=colour, tooltip=alt.Tooltip("told:N"))
    )


def _words(outcome: str, may_be_granted: bool, language: Language) -> str:
    translate = translator(language)
    return translate(GRANTED) if may_be_granted else translate(OUTCOME_NAMES[outcome])


def _hue(outcome: str, may_be_granted: bool) -> str:
    return EASED if may_be_granted else HUES[outcome]


def _rows(line: LineView, inner: int, language: Language) -> Iterator[dict[str, Any]]:
    for lane in line.lanes:
        for band in lane.bands:
            yield {
                "lane": lane.key,
                "first": milliseconds(band.first),
                "after": milliseconds(band.last + timedelta(days=1)),
                "answer": _words(band.outcome, band.may_be_granted, language),
                "short": _fitting(band, line, inner),
                "ink": INK if band.may_be_granted else PAPER,
                "told": _told(band),
            }


def _told(band: BandView) -> str:
    """What a pointer over a band says."""
    lines = [f"{band.first.isoformat()} – {band.last.isoformat()}", band.words, band.detail]
    if band.moved_by is not None:
        lines.append(
            f"← {band.moved_by.name}: {band.moved_by.title}" if band.moved_by.name else f"← {band.moved_by.title}"
        )
    return "\n".join(one for one in lines if one)


def _fitting(band: BandView, line: LineView, inner: int) -> str:
    """The words of a band where they fit into it."""
    room = band.days / (line.length + 1) * inner
    needed = sum(_LETTER_PX if one.isascii() else _HAN_PX for one in band.words) + 10
    return band.words if needed <= room else ""


def _words_in_bars(line: LineView, language: Language, inner: int) -> Layer:
    middle = [
        {**row, "first": (row["first"] + row["after"]) // 2} for row in _rows(line, inner, language) if row["short"]
    ]
    return (
        alt.Chart(alt.InlineData(values=middle))
        .mark_text(yOffset=11, fontSize=12, fontWeight=600, baseline="middle", tooltip=False)
        .encode(x=_x(), y=_y(line), text="short:N", color=alt.Color("ink:N", scale=None))
    )


def _lane_titles(line: LineView, inner: int) -> Layer:
    rows = [{"lane": one.key, "title": one.title} for one in line.lanes]
    return (
        alt.Chart(alt.InlineData(values=rows))
        .mark_text(align="left", baseline="bottom", yOffset=-4, color=INK, fontSize=12, fontWeight=600, limit=inner)
        .encode(x=alt.value(0), y=_y(line), text="title:N")
    )


def _today(line: LineView, language: Language) -> Layer:
    rows = [{"first": milliseconds(line.today), "words": translator(language)("today")}]
    base = alt.Chart(alt.InlineData(values=rows))
    rule = base.mark_rule(color=DIM, strokeDash=[3, 3]).encode(x=_x())
    words = base.mark_text(color=DIM, align="right", baseline="top", dx=-4, fontSize=11).encode(
        x=_x(), y=alt.value(0), text="words:N"
    )
    return alt.layer(rule, words)


def _cursor(line: LineView) -> Layer:
    """The day that is looked at, and the one it is compared with."""
    rows = [{"first": milliseconds(line.day), "which": "day"}]
    if line.compared is not None:
        rows += [{"first": milliseconds(day), "which": "other"} for day in line.compared.days if day != line.day]
    return (
        alt.Chart(alt.InlineData(values=rows, name="cursor"))
        .mark_rule(color=INK, strokeWidth=2.5)
        .encode(
            x=_x(),
            strokeDash=alt.StrokeDash(
                "which:N", legend=None, scale=alt.Scale(domain=["day", "other"], range=[[1, 0], [5, 3]])
            ),
        )
    )
