"""The date line in a real browser: a step shows another day at once, and what was chosen stays in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import WIDTHS, OpenPage, Watch, accessibility_faults, widest

pytestmark = pytest.mark.browser

H20 = "chip=H20&to=CN&end_user_hq=CN&end_user_parent_hq=CN&letter_recipient=yes&assume=ordinary"
A800 = "chip=A800&to=CN&end_user_hq=CN&end_user_parent_hq=CN&assume=ordinary"
PANEL = "#panels > section:not([hidden])"


def drawn(page: Page) -> Page:
    """PAGE once its chart is drawn."""
    expect(page.locator(".line-chart svg")).to_be_visible()
    expect(page.locator("#day[style*=width]")).to_be_attached()
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_accessible_and_never_wider_than_its_window(open_page: OpenPage, language: str, width: int) -> None:
    page = drawn(open_page(f"/dates?{H20}&on=2025-06-01&vs=2023-01-01", language, width))
    assert accessibility_faults(page) == []
    assert widest(page) <= width
    page.locator(".case-fold > summary").click()
    assert accessibility_faults(page) == []
    assert widest(page) <= width


def test_the_arrow_keys_go_a_day_and_the_page_keys_a_change(open_page: OpenPage) -> None:
    """H20 with a letter: cleared until 8 April 2025, and a licence from the 9th on, as enforced."""
    page = drawn(open_page(f"/dates?{H20}&on=2025-04-08"))
    expect(page.locator(PANEL)).to_contain_text("NO LICENCE REQUIRED")
    slider = page.get_by_role("slider", name="Day")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(PANEL)).to_contain_text("LICENCE REQUIRED")
    expect(page.locator(PANEL)).to_contain_text("letters/2025-04")
    expect(slider).to_have_attribute("aria-valuetext", "2025-04-09: licence required")
    expect(page).to_have_url(re.compile("on=2025-04-09"))
    page.keyboard.press("PageDown")
    expect(page.locator("#day-now")).to_have_text("2025-01-31")
    page.keyboard.press("PageUp")
    expect(page.locator("#day-now")).to_have_text("2025-04-09")


def test_no_step_asks_the_server(open_page: OpenPage) -> None:
    page = drawn(open_page(f"/dates?{H20}&on=2024-01-01"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("slider", name="Day").focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#day-now")).to_have_text("2024-02-10")
    assert [url for url in asked if "favicon" not in url] == []


def test_back_and_reload_give_the_same_day(open_page: OpenPage) -> None:
    page = drawn(open_page(f"/dates?{H20}&on=2025-04-08"))
    page.get_by_role("button", name="Next change").click()
    expect(page.locator("#day-now")).to_have_text("2025-04-09")
    page.reload()
    expect(page.locator("#day-now")).to_have_text("2025-04-09")
    expect(page.locator(PANEL)).to_contain_text("LICENCE REQUIRED")
    page.go_back()
    expect(page.locator("#day-now")).to_have_text("2025-04-08")
    expect(page.locator(PANEL)).to_contain_text("NO LICENCE REQUIRED")


def test_a_drag_over_the_picture_chooses_a_day(open_page: OpenPage) -> None:
    page = drawn(open_page(f"/dates?{H20}&on=2025-06-01"))
    box = page.locator(".line-chart svg").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.up()
    expect(page.locator("#day-now")).to_contain_text("2022-")
    expect(page).to_have_url(re.compile("on=2022-"))


def test_the_handle_stands_over_its_day(open_page: OpenPage) -> None:
    for width in WIDTHS:
        page = drawn(open_page(f"/dates?{H20}&on=2024-06-01", width=width))
        slider, svg = page.locator("#day").bounding_box(), page.locator(".line-chart svg").bounding_box()
        assert slider is not None
        assert svg is not None
        share = page.evaluate(
            "Number(document.getElementById('day').value) / Number(document.getElementById('day').max)"
        )
        handle = slider["x"] + 12 + share * (slider["width"] - 24)
        rules = page.locator(".line-chart svg .mark-rule line").evaluate_all(
            "lines => lines.map(line => line.getBoundingClientRect().x)"
        )
        assert min(abs(one - handle) for one in rules) < 3


def test_two_days_are_compared_with_what_moved_between_them(open_page: OpenPage) -> None:
    page = drawn(open_page(f"/dates?{A800}&on=2023-11-16"))
    page.get_by_role("button", name="Compare this day with another").click()
    page.keyboard.press("ArrowRight")
    both = page.locator("#compared")
    expect(both).to_contain_text("2023-11-16 and 2023-11-17")
    expect(both).to_contain_text("no licence required")
    expect(both).to_contain_text("Moved by 3A090.a")
    assert "vs=2023-11-16" in page.url


def test_each_clock_has_its_lane_and_their_difference_is_said(open_page: OpenPage) -> None:
    page = drawn(open_page(f"/dates?{H20}&on=2025-06-01"))
    beside = page.get_by_role("region", name="The same day by another law")
    expect(beside).to_contain_text("on the books")
    expect(beside).to_contain_text("The two clocks differ: 2025-04-09")
    page = drawn(open_page(f"/dates?{A800}&on=2025-06-01"))
    expect(page.get_by_role("region", name="The same day by another law")).to_contain_text(
        "Both clocks give the same answer on every day"
    )


def test_a_chip_that_is_unknown_is_said_beside_its_field(open_page: OpenPage, watch: Watch) -> None:
    watch.expected_statuses.add(422)
    page = open_page("/dates?chip=H2000&to=CN")
    expect(page.get_by_role("alert")).to_contain_text("no chip named 'H2000'")
    expect(page.locator("#f-chip")).to_have_attribute("aria-invalid", "true")


def test_without_javascript_the_page_answers_with_a_picture(open_page: OpenPage) -> None:
    page = open_page(f"/dates?{H20}&on=2025-06-01", javascript=False)
    expect(page.locator(PANEL)).to_contain_text("LICENCE REQUIRED")
    picture = page.locator("noscript img, img.chart-picture").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth > 100")


def test_judge_leads_to_the_line_of_its_case(open_page: OpenPage) -> None:
    page = open_page(f"/?{H20}&on=2025-06-01")
    page.get_by_role("link", name="on other days").click()
    expect(drawn(page).locator("#day-now")).to_have_text("2025-06-01")
    expect(page.locator(PANEL)).to_contain_text("LICENCE REQUIRED")
    page.get_by_role("link", name="Judge this day").click()
    expect(page.locator("#verdict")).to_contain_text("LICENCE REQUIRED")
