"""Coverage and the page of the API in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from chipgate.cases.not_modelled import not_modelled
from chipgate.law.trade.corpus import trade_corpus
from chipgate.studies.known_findings import known_findings
from chipgate.web.coverage.view import coverage_view
from tests.web.conftest import WIDTHS, OpenPage, accessibility_faults, widest

browser = pytest.mark.browser


@browser
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("path", "language"), [("/coverage", "en"), ("/coverage", "zh"), ("/docs", "en")])
def test_it_is_accessible_and_never_wider_than_its_window(
    open_page: OpenPage, path: str, language: str, width: int
) -> None:
    page = open_page(path, language, width)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert widest(page) <= width
    page.evaluate("document.querySelectorAll('tbody tr:nth-child(n+12)').forEach(one => one.remove())")  # rows alike
    assert accessibility_faults(page) == []


def test_every_version_of_a_provision_stands_in_one_group() -> None:
    groups = coverage_view("en").groups
    assert [group.name for group in groups] == ["modelled", "partly", "proposals"]
    assert sum(len(group.provisions) for group in groups) == len(trade_corpus().provisions)
    assert all(one.note or one.mark for one in groups[1].provisions)


def test_it_says_what_is_not_modelled_the_vintage_and_what_is_known_to_be_odd() -> None:
    view = coverage_view("en")
    assert view.not_modelled == not_modelled()
    assert "law checked until 2026-09-24" in view.vintage[0]
    assert sum(count for _why, count in view.findings) == len(known_findings())
    assert any(name == "T4" for name, _fields in view.disputed_chips)


@browser
def test_without_javascript_it_answers_and_its_lists_unfold(open_page: OpenPage) -> None:
    page = open_page("/coverage", javascript=False)
    page.get_by_text("Show the provisions").first.click()
    expect(page.get_by_role("region", name="Modelled (").first).to_be_visible()
    expect(page.get_by_text("Screening of names against lists")).to_be_visible()


@browser
def test_it_is_reached_with_the_keyboard_from_every_page(open_page: OpenPage) -> None:
    page = open_page("/docs")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Coverage":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/coverage")
    expect(page.get_by_role("navigation", name="Screens").locator("[aria-current]")).to_have_text("Coverage")
