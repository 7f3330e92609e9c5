"""The gate map in a real browser: a draft that is typed, moved by keys and dragged, and the server's verdict on it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import WIDTHS, OpenPage, Watch, accessibility_faults, widest

pytestmark = pytest.mark.browser

DRAFT = "tpp=3600&performance_density=4.4&dram_bandwidth_gb_s=4000&io_gb_s=900&datacenter=yes&met=1&to=CN&on=2026-06-01"
VERDICT = "#map-verdict #verdict"


def drawn(page: Page) -> Page:
    """PAGE once both maps are drawn."""
    expect(page.locator(".map-chart[data-draft] svg")).to_have_count(2)
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_accessible_and_never_wider_than_its_window(open_page: OpenPage, language: str, width: int) -> None:
    page = drawn(open_page(f"/map?{DRAFT}", language, width))
    page.locator("details.card > summary").click()
    assert accessibility_faults(page) == []
    assert widest(page) <= width


def test_a_typed_number_moves_the_draft_and_the_verdict_follows(open_page: OpenPage) -> None:
    """Below TPP 1600 with a density of 4.4 nothing is specified; from 4800 on, 3A090.a.1 is."""
    page = drawn(open_page(f"/map?{DRAFT}"))
    expect(page.locator(VERDICT)).to_contain_text("LICENCE EXCEPTION")
    page.get_by_label("TPP", exact=True).first.fill("1599")
    page.keyboard.press("Tab")
    expect(page.locator(VERDICT)).to_contain_text("NO LICENCE REQUIRED")
    expect(page).to_have_url(re.compile("tpp=1599"))
    page.get_by_label("TPP", exact=True).first.fill("4800")
    page.keyboard.press("Tab")
    expect(page.locator(VERDICT)).to_contain_text("LICENCE REQUIRED")
    expect(page.locator("[data-answer]").first).to_contain_text("licence required")
    page.go_back()
    expect(page.locator(VERDICT)).to_contain_text("NO LICENCE REQUIRED")


def test_a_slider_moves_the_draft_by_keys_alone(open_page: OpenPage) -> None:
    page = drawn(open_page(f"/map?{DRAFT}"))
    page.get_by_role("slider", name="TPP").focus()
    page.keyboard.press("Home")
    expect(page.locator(VERDICT)).to_contain_text("NO LICENCE REQUIRED")
    expect(page.get_by_role("slider", name="TPP")).to_have_attribute("aria-valuetext", "100")
    page.keyboard.press("End")
    expect(page.locator(VERDICT)).to_contain_text("LICENCE REQUIRED")
    expect(page.locator("#map-verdict")).to_contain_text("presumption of denial")


def draft_at(page: Page) -> tuple[float, float]:
    """Where the draft lies in the first map, in pixels of the window."""
    spot = page.locator(".map-chart").first.locator("svg path[stroke-width='3']").first.bounding_box()
    assert spot is not None
    return spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2


def test_the_draft_is_dragged(open_page: OpenPage) -> None:
    page = drawn(open_page(f"/map?{DRAFT}"))
    page.locator(".map-chart").first.scroll_into_view_if_needed()
    x, y = draft_at(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 100, y + 40, steps=5)
    page.mouse.move(x - 200, y + 80, steps=5)
    page.mouse.up()
    expect(page.locator(VERDICT)).to_contain_text("NO LICENCE REQUIRED")
    expect(page.locator("#map-exits")).to_contain_text("there is nothing to get out of")
    assert "tpp=3600" not in page.url
    moved = draft_at(page)
    assert moved[0] == pytest.approx(x - 200, abs=3)


def test_exits_are_drawn_and_told(open_page: OpenPage) -> None:
    page = drawn(open_page(f"/map?{DRAFT}"))
    expect(page.locator("#map-exits ol")).to_contain_text("TPP, on the same die: from 3600 to below 2400")
    heads = page.locator(".map-chart").first.locator("svg g.mark-symbol path[transform*='rotate']")
    expect(heads).to_have_count(3)


def test_another_day_and_another_limit_change_the_map(open_page: OpenPage) -> None:
    """In 2022 the density is no test; and where .a.2 began at 8, a chip at 7 would be .b no more and .a not yet."""
    page = drawn(open_page(f"/map?{DRAFT}".replace("2026-06-01", "2022-12-01")))
    expect(page.locator("#regions-density")).not_to_contain_text("5.92")
    page = drawn(open_page(f"/map?{DRAFT}&limit.us%2Fear%2F3A090.a.2%23density=8"))
    expect(page.locator("#regions-density")).to_contain_text("performance density is 8 per mm2 or more")
    expect(page.locator("main")).to_contain_text("5.92 → 8")


def test_a_chip_of_the_catalogue_begins_a_draft(open_page: OpenPage) -> None:
    page = drawn(open_page("/map?to=CN&on=2024-06-01"))
    page.get_by_label("Or begin with a chip of the catalogue").fill("H20")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#f-tpp")).to_have_value("2368")
    expect(page.locator("#f-die_area_mm2")).to_have_value("814")
    expect(page.locator(VERDICT)).to_contain_text("NO LICENCE REQUIRED")


def test_unknown_stays_unknown(open_page: OpenPage) -> None:
    page = drawn(open_page("/map?tpp=3600&performance_density=7&to=CN&on=2026-06-01"))
    expect(page.locator(VERDICT)).to_contain_text("UNDETERMINED")


def test_a_number_that_cannot_be_read_is_said(open_page: OpenPage, watch: Watch) -> None:
    watch.expected_statuses.add(422)
    page = open_page("/map?tpp=many&to=CN&on=2026-06-01")
    expect(page.get_by_role("alert")).to_contain_text("tpp")
    expect(page.locator("#f-tpp")).to_have_attribute("aria-invalid", "true")


def test_without_javascript_the_page_answers_with_pictures(open_page: OpenPage) -> None:
    page = open_page(f"/map?{DRAFT}", javascript=False)
    expect(page.locator(VERDICT)).to_contain_text("LICENCE EXCEPTION")
    pictures = page.locator("img.chart-picture")
    expect(pictures).to_have_count(2)
    assert pictures.first.evaluate("image => image.naturalWidth > 100")
