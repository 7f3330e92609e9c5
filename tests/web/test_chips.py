"""The screen Chips in a real browser: the catalogue, a datasheet with its worksheet, chips side by side."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from chipgate.chips.catalogue import bundled
from chipgate.cli.main import cli
from chipgate.units import figure
from tests.web.conftest import WIDTHS, OpenPage, Watch, accessibility_faults, widest

pytestmark = pytest.mark.browser

DAY = "2026-09-24"
PAGES = ("/chips", f"/chips/b200?on={DAY}", f"/chips/compare?chip=h100-sxm&chip=h20&chip=910b&chip=b200&on={DAY}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_and_never_wider_than_their_window(
    open_page: OpenPage, path: str, language: str, width: int
) -> None:
    page = open_page(path, language, width)
    assert accessibility_faults(page) == []
    assert widest(page) <= width


@pytest.mark.parametrize("javascript", [True, False])
def test_the_catalogue_is_filtered_and_two_chips_are_compared(open_page: OpenPage, javascript: bool) -> None:
    page = open_page("/chips", javascript=javascript)
    expect(page.locator("tbody tr")).to_have_count(len(bundled()))
    page.get_by_label("Words").fill("hopper h20")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr").first).to_contain_text("H20")
    assert "q=hopper+h20" in page.url or "q=hopper%20h20" in page.url
    page.get_by_label("Compare H20 96GB", exact=True).check()
    page.get_by_label("Compare H20 141GB", exact=True).check()
    page.get_by_role("button", name="Compare two to four that are ticked").click()
    expect(page.locator("h1")).to_have_text("Chips side by side")
    expect(page.locator(".side-by-side thead th")).to_have_count(2)
    assert "chip=h20-96&chip=h20-141" in page.url
    page.go_back()
    expect(page.locator("tbody tr").first).to_contain_text("H20")


def test_fewer_than_two_or_more_than_four_are_refused_with_what_to_do(open_page: OpenPage, watch: Watch) -> None:
    watch.expected_statuses.add(422)
    page = open_page("/chips/compare?chip=h20")
    expect(page.locator("main")).to_contain_text("choose 2 to 4")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_chip_is_found_by_any_of_its_names_with_its_worksheet(open_page: OpenPage, javascript: bool) -> None:
    page = open_page("/chips/NVIDIA H20?on=2024-06-01", javascript=javascript)
    assert "/chips/h20-96" in page.url
    expect(page.locator(".results")).to_contain_text("148 × 16 = 2368")
    expect(page.locator(".results")).to_contain_text("2368 / 814 mm² = 2.909091")
    expect(page.locator(".work tr.highest").first).to_contain_text("highest")
    expect(page.locator("main")).to_contain_text("no licence required")
    page.get_by_label("Day").fill("2026-01-01")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#standing-title")).to_have_text("By the law of 2026-01-01")


def test_badges_say_how_sure_each_figure_is(open_page: OpenPage) -> None:
    page = open_page("/chips/b200")
    sheet = bundled().get("b200")
    for kind in ("reported", "disputed"):
        expected = sum(str(claim.kind) == kind for _name, claim in sheet.claims())
        expect(page.locator(f".figures .kind.{kind}")).to_have_count(expected)
    expect(page.locator(".figures")).to_contain_text("1628 or 1600")
    page.locator(".figures").get_by_role("link", name="[2]").click()
    assert page.url.endswith("#source-2")


def test_the_screen_works_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/chips")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.get_by_label("Words").focus()
    page.keyboard.type("910B")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").first).to_contain_text("910B")
    box = page.get_by_role("checkbox").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.locator("tbody a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#work-title")).to_be_visible()
    page.get_by_role("combobox", name="Chip", exact=True).focus()
    page.keyboard.type("H20 96GB")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Chips side by side")


def test_a_chip_is_added_and_left_out(open_page: OpenPage) -> None:
    page = open_page(f"/chips/compare?chip=h100&chip=h20&on={DAY}")
    page.get_by_role("combobox", name="One more chip").fill("B200")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".side-by-side thead th")).to_have_count(3)
    page.get_by_role("link", name="Leave out H20 96GB").click()
    expect(page.locator(".side-by-side thead th")).to_have_count(2)
    expect(page.locator(".side-by-side thead")).to_contain_text("B200")


def test_an_unknown_chip_is_said_with_the_nearest(open_page: OpenPage, watch: Watch) -> None:
    watch.expected_statuses.add(404)
    page = open_page("/chips/RTX PRO 6000")
    expect(page.locator("main")).to_contain_text("RTX PRO 6000 Blackwell Server")


CURVES = f"/chips/compare?chip=h100-sxm&chip=h20-96&chip=ascend-910c&on={DAY}"
DRAWN = ".curves-chart svg"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_chips_deliver_is_drawn_beside_its_table(open_page: OpenPage, language: str, width: int) -> None:
    page = open_page(CURVES, language, width)
    expect(page.locator(DRAWN)).to_contain_text("显存带宽" if language == "zh" else "memory bandwidth")
    expect(page.locator(DRAWN)).to_contain_text("Ascend 910C")
    expect(page.locator(".performance tbody tr")).to_have_count(5)
    page.locator(".taken summary").click()
    expect(page.locator(".taken a").first).to_be_visible()
    assert accessibility_faults(page) == []
    assert widest(page) <= width
    assert page.locator(".curves-chart").evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")


def test_the_table_has_the_numbers_of_the_command(open_page: OpenPage) -> None:
    page = open_page(f"{CURVES}&model=DeepSeek-V3&context=1024&batch=1,128")
    page.locator(".taken summary").click()
    words = page.locator(".taken pre").inner_text().replace("'", "").split()[1:]
    ran = CliRunner().invoke(cli, [*words, "--format", "json"])
    rows = json.loads(ran.output)["curves"]
    cells = page.locator(".performance tbody td > b").all_inner_texts()
    assert cells == [figure(row["tokens_per_s_chip"]) for row in rows]
    expect(page.locator("#performance h3")).to_have_text("DeepSeek-V3, decode, ep32: what each of 32 chips delivers")


def test_another_model_is_drawn_and_stands_in_the_address(open_page: OpenPage) -> None:
    page = open_page(CURVES)
    expect(page.locator(DRAWN)).to_be_visible()
    page.get_by_label("Model").select_option("DeepSeek-V3")
    expect(page.locator("#performance h3")).to_contain_text("DeepSeek-V3, decode")
    expect(page.locator(DRAWN)).to_be_visible()
    page.get_by_label("Phase").select_option("prefill")
    expect(page.locator("#performance h3")).to_contain_text("DeepSeek-V3, prefill")
    expect(page.locator(DRAWN)).to_contain_text("matrix products")
    for part in ("model=DeepSeek-V3", "phase=prefill", "context=4096", "chip=ascend-910c", f"on={DAY}"):
        assert part in page.url
    page.get_by_role("textbox", name="Day").fill("2026-01-01")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".side-by-side")).to_contain_text("2026-01-01")
    expect(page.locator("#performance h3")).to_contain_text("DeepSeek-V3, prefill")
    page.go_back()
    expect(page.locator(".side-by-side")).to_contain_text(DAY)
    expect(page.locator("#performance h3")).to_contain_text("DeepSeek-V3, prefill")
    expect(page.locator(DRAWN)).to_be_visible()


@pytest.mark.parametrize("start", ["/chips", "/chips/h20-96"])
def test_the_chart_is_drawn_on_whatever_way_the_page_is_reached(open_page: OpenPage, start: str) -> None:
    page = open_page(start)
    if start == "/chips":
        page.get_by_label("Compare H20 96GB", exact=True).check()
        page.get_by_label("Compare H20 141GB", exact=True).check()
        page.get_by_role("button", name="Compare two to four that are ticked").click()
    else:
        expect(page.locator(DRAWN)).to_be_visible()
        page.get_by_role("combobox", name="Chip", exact=True).fill("H20 141GB")
        page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator("h1")).to_have_text("Chips side by side")
    expect(page.locator(DRAWN)).to_contain_text("H20 141GB")


def test_without_a_script_the_picture_stands_beside_the_table(open_page: OpenPage) -> None:
    page = open_page(CURVES, javascript=False)
    picture = page.locator(".chart-picture")
    expect(picture).to_be_visible()
    assert page.request.get(picture.get_attribute("src") or "").headers["content-type"] == "image/svg+xml"
    expect(page.locator(".performance tbody tr")).to_have_count(5)
    page.get_by_label("Phase").select_option("prefill")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#performance h3")).to_contain_text("prefill")
