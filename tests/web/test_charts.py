"""Charts are Vega-Lite as its schema has it, say what the views say, and are drawn without a name over another."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from chipgate.translation.language import LANGUAGES, Language
from chipgate.web.charts import NARROWEST, WIDEST, NoSuchPicture, picture, specification, width_of
from chipgate.web.date_line.asked import line_asked
from chipgate.web.date_line.chart import date_line_chart
from chipgate.web.date_line.view import line_view
from chipgate.web.gate_map.asked import map_asked
from chipgate.web.gate_map.chart import fill_of, gate_map_chart
from chipgate.web.gate_map.labels import HEIGHT_PX, LETTER_PX, Box, Label, labels
from chipgate.web.gate_map.view import map_view

TODAY = date(2026, 11, 26)
DRAFT = "tpp=3600&performance_density=4.4&dram_bandwidth_gb_s=4000&io_gb_s=900&datacenter=yes&met=1&on=2026-06-01"


def date_line(language: Language, width: int = 960) -> Any:
    asked = line_asked(QueryParams("on=2025-06-01&vs=2023-01-01"), TODAY)
    return date_line_chart(line_view(asked, language), language, width, "a title")


def gate_maps(language: Language, width: int = 760, query: str = DRAFT) -> list[Any]:
    view = map_view(map_asked(QueryParams(query), TODAY), language)
    return [gate_map_chart(plane, view, language, width, "a title") for plane in view.planes]


def values(made: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return next(one["data"]["values"] for one in made["layer"] if one["data"].get("name") == name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [280, 960])
def test_a_specification_is_what_the_schema_of_vega_lite_has(language: Language, width: int) -> None:
    for chart in (date_line(language, width), *gate_maps(language, width)):
        assert chart.to_dict(validate=True)["$schema"].endswith(".json")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_date_line_draws_every_band_of_every_lane(language: Language) -> None:
    line = line_view(line_asked(QueryParams(), TODAY), language)
    drawn = values(specification(date_line_chart(line, language)), "lanes")
    assert [(one["lane"], one["after"]) for one in drawn] == [
        (lane.key, (band.last.toordinal() + 1 - date(1970, 1, 1).toordinal()) * 86_400_000)
        for lane in line.lanes
        for band in lane.bands
    ]


def test_the_map_draws_the_regions_of_the_law_and_none_of_its_own() -> None:
    view = map_view(map_asked(QueryParams(DRAFT), TODAY), "en")
    for plane, chart in zip(view.planes, gate_maps("en"), strict=True):
        drawn = values(specification(chart), "blocks")
        assert [(one["left"], one["right"], one["bottom"], one["top"], one["fill"]) for one in drawn] == [
            (float(one.left), float(one.right), float(one.bottom), float(one.top), fill_of(one.told))
            for one in plane.found.blocks
        ]


def test_a_map_without_a_solver_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from chipgate.readings.solve.logic import LacksSolver
    from chipgate.web.gate_map import view

    def lacking(*_given: object) -> None:
        raise LacksSolver

    monkeypatch.setattr(view, "_exits_of", lacking)
    found = map_view(map_asked(QueryParams(DRAFT), TODAY), "en")
    assert "z3" in found.lacks_solver
    assert found.exits == ()
    assert found.planes[0].regions


def test_exits_point_from_the_draft_to_where_the_solver_says() -> None:
    made = specification(gate_maps("en")[0])
    ends = {(one["x"], round(one["y"], 6)) for one in values(made, "exits")}
    assert ends == {(2400.0, round(44 / 15, 6)), (1600.0, 4.4), (3600.0, 1.6)}


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["H20", "MI300X", "昇腾"]), st.floats(0, 300), st.floats(0, 200)), max_size=30)
)
def test_no_name_lies_over_another_or_off_the_picture(marks: list[tuple[str, float, float]]) -> None:
    boxes = [box_of(one) for one in labels(marks, 300, 200)]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert all(one.left >= 0 and one.right <= 300 and one.top >= 0 and one.bottom <= 200 for one in boxes)


def box_of(label: Label) -> Box:
    wide = sum(LETTER_PX if one.isascii() else 2 * LETTER_PX for one in label.name)
    x, y = label.x + label.dx, label.y + label.dy
    left = {"left": x, "right": x - wide, "center": x - wide / 2}[label.align]
    return Box(left, y - HEIGHT_PX / 2, left + wide, y + HEIGHT_PX / 2)


def test_a_picture_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(NoSuchPicture, match="svg"):
        picture({}, "pdf")


@pytest.mark.parametrize(
    ("asked", "width"), [("", 960), ("700", 700), ("1", NARROWEST), ("99999", WIDEST), ("-5", 960)]
)
def test_a_width_stays_within_what_can_be_drawn(asked: str, width: int) -> None:
    assert width_of(asked) == width
