"""The screen Chips in a real browser: the catalogue, a datasheet with its worksheet, chips side by side."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace

import pytest
from playwright.sync_api import expect

from chipgate.chips.catalogue import bundled
from chipgate.errors import ChipgateError
from chipgate.web.chips import performance
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
    expect(page.locator("thead th")).to_have_count(2)
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
    expect(page.locator("thead th")).to_have_count(3)
    page.get_by_role("link", name="Leave out H20 96GB").click()
    expect(page.locator("thead th")).to_have_count(2)
    expect(page.locator("thead")).to_contain_text("B200")


def test_an_unknown_chip_is_said_with_the_nearest(open_page: OpenPage, watch: Watch) -> None:
    watch.expected_statuses.add(404)
    page = open_page("/chips/RTX PRO 6000")
    expect(page.locator("main")).to_contain_text("RTX PRO 6000 Blackwell Server")


def test_what_a_chip_delivers_is_shown_where_it_can_be_foreseen(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The room that foresees it is stood in for by a few numbers: shown are rates, intervals and what does not fit."""

    def deliver(chip: str, model: str, phase: str, *, batch: int, context: int) -> SimpleNamespace:
        if batch == 1:
            raise ChipgateError("no rate is printed at any precision")
        rate, fits = 100.0 * batch, model == "Llama-3.1-8B" and batch < 256
        return SimpleNamespace(low80=rate / 2, tokens_per_s_chip=rate, high80=rate * 2, binding="memory", fits=fits)

    foreseeing = ModuleType("chipgate.workloads.deliver")
    foreseeing.deliver = deliver  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "chipgate.workloads.deliver", foreseeing)
    monkeypatch.setattr(performance, "find_spec", lambda name: name)
    page = open_page(f"/chips/compare?chip=h100&chip=h20&on={DAY}")
    rows = page.locator(".performance tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("6,400")
    expect(rows.first).to_contain_text("3,200–12,800")
    expect(rows.first.locator("td").nth(0)).to_have_text("not known")
    expect(rows.first.locator("td").nth(4)).to_have_text("does not fit")
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="DeepSeek-V3").click()
    expect(rows.first.locator("td").nth(2)).to_have_text("does not fit")
    assert "model=DeepSeek-V3" in page.url


def test_where_nothing_foresees_it_nothing_is_shown() -> None:
    if find_spec("chipgate.workloads") is None:
        assert performance.performance_of((bundled().get("H20"),), "en") is None
    else:
        found = performance.performance_of((bundled().get("H20"),), "en")
        assert found is not None
        assert found.curves[0].chip == "H20 96GB"
