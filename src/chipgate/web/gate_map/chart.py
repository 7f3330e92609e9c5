"""One plane of the gate map as a picture: regions, gates, real chips, the draft, and arrows to its exits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import atan2, degrees
from typing import Any, Final

import altair as alt

from chipgate.cases.questions import EXCEPTION, LICENCE, NO_LICENCE, OPEN
from chipgate.studies.gate_map.regions import Block, Told
from chipgate.translation.language import Language, translator
from chipgate.units import decimal_text
from chipgate.web.charts import HUES, INK, PAPER, USUAL, Layer
from chipgate.web.gate_map.frame import Frame
from chipgate.web.gate_map.labels import Box, crowded, labels, wrapped
from chipgate.web.gate_map.verdict import SEPARATOR, told_words
from chipgate.web.gate_map.view import ChipView, MapView, PlaneView
from chipgate.web.outcome_detail import FAVOURABLE

FILLS: Final[Mapping[str, str]] = {NO_LICENCE: "#dcefe4", EXCEPTION: "#dbe7f6", LICENCE: "#f3cdc8", OPEN: "#fbeacb"}
EASED: Final = "#f9e3df"
"""Where a licence is required and its application may be granted."""

EXIT_HUE: Final = HUES[NO_LICENCE]

MARKS: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
VENDOR_HUES: Final = ("#2c5f12", "#14427f", "#8a1c12", "#6b2f86", "#6a4700", "#39424e")
HEIGHT_SHARE: Final = 0.72
NARROW_HEIGHT_SHARE: Final = 1.15
"""On a telephone a map is higher than wide."""
LINE_PX: Final = 15
LINE_LETTERS: Final = (22, 12)
"""So many letters go into a line of the words of a region; fewer where the region is narrow."""


MARGIN_PX: Final = 68
"""What the axis and its title take from the width."""


def gate_map_chart(
    plane: PlaneView, view: MapView, language: Language = "en", width: int = USUAL, title: str = ""
) -> Layer:
    """PLANE as a chart WIDTH pixels wide. ``draft``, ``exits``, ``blocks`` and ``edges`` are names of its data."""
    inner = width - MARGIN_PX
    share = HEIGHT_SHARE if inner > 420 else NARROW_HEIGHT_SHARE
    frame = Frame(plane, view.vendors, inner, int(inner * share))
    chart = alt.layer(
        _blocks(frame, language),
        _edges(frame),
        *_gate_numbers(frame),
        _region_names(frame, view, language),
        *_chips(frame, view, language),
        *_exits(frame, view),
        *_draft(frame, language),
    ).properties(width=frame.width, height=frame.height)
    return chart.properties(title=title) if title else chart


def _named(rows: Sequence[Mapping[str, Any]], name: str) -> Layer:
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows], name=name))


# The law.


def fill_of(told: Told) -> str:
    """The fill of a region."""
    if told.outcome == LICENCE and FAVOURABLE & set(told.reviews):
        return EASED
    return FILLS[told.outcome]


def _blocks(frame: Frame, language: Language) -> Layer:
    rows = [
        {
            **_corners(block),
            "fill": fill_of(block.told),
            "told": told_words(block.told, language),
        }
        for block in frame.plane.found.blocks
    ]
    fill = alt.Fill("fill:N", scale=None)
    stroke = alt.Stroke("fill:N", scale=None)
    return (
        _named(rows, "blocks")
        .mark_rect(strokeWidth=0.75)
        .encode(
            x=frame.x("left"), x2="right", y=frame.y("bottom"), y2="top", fill=fill, stroke=stroke, tooltip="told:N"
        )
    )


def _corners(block: Block) -> dict[str, float]:
    return {
        "left": float(block.left),
        "right": float(block.right),
        "bottom": float(block.bottom),
        "top": float(block.top),
    }


def _edges(frame: Frame) -> Layer:
    rows = [
        {"left": float(one.left), "right": float(one.right), "bottom": float(one.bottom), "top": float(one.top)}
        for one in frame.plane.found.edges
    ]
    return (
        _named(rows, "edges")
        .mark_rule(color=INK, strokeWidth=1, opacity=0.75)
        .encode(x=frame.x("left"), x2="right", y=frame.y("bottom"), y2="top")
    )


def _gate_numbers(frame: Frame) -> Iterator[Layer]:
    """The number of each gate: under the foot of an upright line, left of the beginning of a level one."""
    for align in ("center", "right", "left"):
        rows = [row for place, row in gate_numbers(frame) if place == align]
        yield (
            _named(rows, f"gates_{align}")
            .mark_text(align=align, baseline="middle", fontSize=11, fontWeight=700, color=INK, tooltip=False)
            .encode(x=frame.x(), y=frame.y(), text="text:N")
        )


def gate_numbers(frame: Frame) -> Iterator[tuple[str, dict[str, Any]]]:
    """The number of each gate with its place, and which end of it lies there."""
    upright: dict[Any, Any] = {}
    level: dict[Any, Any] = {}
    for one in frame.plane.found.edges:
        if one.left == one.right:
            upright[one.left] = min(one.bottom, upright.get(one.left, one.bottom))
        else:
            level[one.bottom] = min(one.left, level.get(one.bottom, one.left))
    for x, bottom in upright.items():
        across, down = frame.pixel(x, bottom)
        inside = bottom == frame.up.low
        place = (across + 4, down - 9) if inside else (across, down + 9)
        yield "left" if inside else "center", _text(frame, decimal_text(x), *place)
    for y, left in level.items():
        across, down = frame.pixel(left, y)
        inside = left == frame.across.low
        place = (across + 4, down - 9) if inside else (across - 5, down)
        yield "left" if inside else "right", _text(frame, decimal_text(y), *place)


def _text(frame: Frame, text: str, across: float, down: float) -> dict[str, Any]:
    x, y = frame.place(across, down)
    return {"x": x, "y": y, "text": text}


def _region_names(frame: Frame, view: MapView, language: Language) -> Layer:
    """The answer of each region in its largest rectangle, where it fits there."""
    rows = [_text(frame, text, *_first_line(text, box)) for text, box in region_names(frame, view, language)]
    return (
        _named(rows, "names")
        .mark_text(
            baseline="middle", fontSize=12, fontWeight=600, color=INK, lineBreak="\n", lineHeight=LINE_PX, tooltip=False
        )
        .encode(x=frame.x(), y=frame.y(), text="text:N")
    )


def region_names(frame: Frame, view: MapView, language: Language) -> Iterator[tuple[str, Box]]:
    """The words of each region, a line for each part of the answer, and the pixels that they take.

    Of the places where they fit, the one over the fewest marks.
    """
    here = [frame.pixel(*one.places[frame.plane.name]) for one in view.chips if frame.plane.name in one.places]
    here += [frame.pixel(*frame.plane.draft)] * 3 if frame.plane.draft is not None else []
    numbers = [_number_box(frame, align, row) for align, row in gate_numbers(frame)]
    for block in _largest_of_regions(frame.plane.found.blocks):
        for letters in LINE_LETTERS:
            lines = [
                line for part in told_words(block.told, language).split(SEPARATOR) for line in wrapped(part, letters)
            ]
            wide = max(sum(6.6 if one.isascii() else 12.5 for one in line) for line in lines)
            boxes = list(_boxes(frame, block, wide + 8, LINE_PX * len(lines) + 6))
            if boxes:
                yield "\n".join(lines), min(boxes, key=lambda one: crowded(one, here, numbers))
                break


def _boxes(frame: Frame, block: Block, wide: float, high: float) -> Iterator[Box]:
    """Nine places for a text in BLOCK, the middle first; none where it does not fit."""
    left, top = frame.pixel(block.left, block.top)
    right, bottom = frame.pixel(block.right, block.bottom)
    spare_x, spare_y = right - left - wide, bottom - top - high
    if spare_x < 0 or spare_y < 0:
        return
    for across, down in ((1, 1), (1, 0), (1, 2), (0, 0), (2, 2), (2, 0), (0, 2), (0, 1), (2, 1)):
        x, y = left + spare_x * across / 2, top + spare_y * down / 2
        yield Box(x, y, x + wide, y + high)


def _largest_of_regions(blocks: Sequence[Block]) -> Iterator[Block]:
    """Of the rectangles of one answer that touch, the largest."""
    left = sorted(blocks, key=lambda one: -one.size)
    while left:
        first = left.pop(0)
        yield first
        region, grew = [first], True
        while grew:
            near = [one for one in left if any(_touch(one, other) for other in region)]
            grew = bool(near)
            region += near
            left = [one for one in left if one not in near]


def _touch(one: Block, other: Block) -> bool:
    """Whether two rectangles of one answer have a piece of an edge in common."""
    beside = one.right == other.left or other.right == one.left
    above = one.top == other.bottom or other.top == one.bottom
    across = one.bottom < other.top and other.bottom < one.top
    along = one.left < other.right and other.left < one.right
    return one.told == other.told and ((beside and across) or (above and along))


def _first_line(text: str, box: Box) -> tuple[float, float]:
    """Where the first line of TEXT lies: the others follow below it."""
    lines = text.count("\n") + 1
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2 - (lines - 1) * LINE_PX / 2


# Chips, the draft, and its exits.


def _chips(frame: Frame, view: MapView, language: Language) -> Iterator[Layer]:
    """Real chips. A mark is filled where the chip is answered as the region around it, which goes by the draft."""
    here = [(one, one.places[frame.plane.name]) for one in view.chips if frame.plane.name in one.places]
    rows = [_chip_row(one, place, frame, language) for one, place in here]
    domain = list(view.vendors)
    colour = alt.Color(
        "vendor:N",
        title=None,
        scale=alt.Scale(domain=domain, range=list(VENDOR_HUES[: len(domain)])),
        legend=alt.Legend(orient="bottom", columns=3 if frame.width > 380 else 2, symbolSize=70, symbolFillColor=PAPER),
    )
    shape = alt.Shape("vendor:N", title=None, scale=alt.Scale(domain=domain, range=list(MARKS[: len(domain)])))
    yield (
        _named(rows, "chips")
        .mark_point(size=46, strokeWidth=1.4, opacity=1, filled=False)
        .encode(
            x=frame.x(), y=frame.y(), color=colour, shape=shape, fill=alt.Fill("fill:N", scale=None), tooltip="told:N"
        )
    )
    taken = [box for _, box in region_names(frame, view, language)]
    taken += [_number_box(frame, align, row) for align, row in gate_numbers(frame)]
    taken += [_draft_box(frame)] if frame.plane.draft is not None else []
    ordered = sorted(here, key=lambda one: (one[0].label == one[0].name, -one[1][0]))
    marks = [(one.label, *frame.pixel(*place)) for one, place in ordered]
    names = [
        {**_text(frame, one.name, one.x + one.dx, one.y + one.dy), "align": one.align}
        for one in labels(marks, frame.width, frame.height, taken)
    ]
    for align in ("left", "right", "center"):
        yield (
            _named([one for one in names if one["align"] == align], f"labels_{align}")
            .mark_text(align=align, baseline="middle", fontSize=10.5, color=INK, tooltip=False)
            .encode(x=frame.x(), y=frame.y(), text="text:N")
        )


def _chip_row(one: ChipView, place: tuple[Any, Any], frame: Frame, language: Language) -> dict[str, Any]:
    there = {told_words(block.told, language) for block in frame.plane.found.blocks if block.holds(*place)}
    hue = VENDOR_HUES[list(frame.vendors).index(one.group)]
    numbers = f"{frame.plane.x}: {one.numbers[frame.across.fact]}\n{frame.plane.y}: {one.numbers[frame.up.fact]}"
    return {
        "x": float(place[0]),
        "y": float(place[1]),
        "vendor": one.group,
        "fill": hue if one.told in there else PAPER,
        "told": f"{one.name} ({one.vendor})\n{numbers}\n{one.told}",
    }


def _number_box(frame: Frame, align: str, row: Mapping[str, Any]) -> Box:
    (x, y), wide = frame.pixel(row["x"], row["y"]), 7 * len(row["text"])
    left = {"left": x, "right": x - wide, "center": x - wide / 2}[align]
    return Box(left, y - 7, left + wide, y + 7)


def _draft_box(frame: Frame) -> Box:
    assert frame.plane.draft is not None
    x, y = frame.pixel(*frame.plane.draft)
    return Box(x - 12, y - 24, x + 46, y + 12)


def _exits(frame: Frame, view: MapView) -> Iterator[Layer]:
    rows = []
    for one in view.exits:
        end = one.ends.get(frame.plane.name)
        if end is None or frame.plane.draft is None or end[0] not in frame.across or end[1] not in frame.up:
            continue
        (x, y), (across, down) = frame.pixel(*frame.plane.draft), frame.pixel(*end)
        rows.append(
            {
                "left": float(frame.plane.draft[0]),
                "bottom": float(frame.plane.draft[1]),
                "x": float(end[0]),
                "y": float(end[1]),
                "angle": degrees(atan2(across - x, y - down)),
                "told": one.words,
            }
        )
    yield (
        _named(rows, "exits")
        .mark_rule(color=EXIT_HUE, strokeWidth=2.2, strokeDash=[6, 3])
        .encode(x=frame.x("left"), x2="x", y=frame.y("bottom"), y2="y", tooltip="told:N")
    )
    yield (
        _named(rows, "exit_heads")
        .mark_point(shape="triangle-up", filled=True, size=130, color=EXIT_HUE, opacity=1)
        .encode(x=frame.x(), y=frame.y(), angle=alt.Angle("angle:Q", scale=None), tooltip="told:N")
    )


def _draft(frame: Frame, language: Language) -> Iterator[Layer]:
    rows = []
    if frame.plane.draft is not None:
        x, y = frame.plane.draft
        rows = [{"x": float(x), "y": float(y), "text": translator(language)("draft")}]
    base = _named(rows, "draft")
    yield base.mark_point(
        shape="circle", size=240, filled=True, fill=PAPER, stroke=INK, strokeWidth=3, opacity=1, tooltip=False
    ).encode(x=frame.x(), y=frame.y())
    for halo in (True, False):
        yield base.mark_text(
            align="left",
            dx=11,
            dy=-11,
            fontSize=12,
            fontWeight=700,
            color=INK,
            stroke=PAPER if halo else None,
            strokeWidth=4 if halo else 0,
            tooltip=False,
        ).encode(x=frame.x(), y=frame.y(), text="text:N")
