"""The screen Law, a provision and the reform drawer in a real browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

import chipgate
from chipgate.cases.compare import compare
from chipgate.law.reform import Reform, SetLimit
from tests.web.conftest import WIDTHS, OpenPage, Watch, accessibility_faults, widest

pytestmark = pytest.mark.browser

SRC = str(Path(chipgate.__file__).parents[1])
DAY = "2026-09-24"
DEMO = Path(chipgate.__file__).parent / "cases" / "data" / "demo_orders.csv"
LIMIT = "us/ear/3A090.b.1#tpp"
LIST = f"/law?on={DAY}"
PROVISION = f"/law/us/ear/3A090.a?on={DAY}"
REFORMED = f"limit.{LIMIT.replace('#', '%23')}=1000"
PAGES = (LIST, f"{LIST}&{REFORMED}", PROVISION, f"{PROVISION}&{REFORMED}", f"/law/3A090.a?on=2020-01-01&{REFORMED}")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_and_never_wider_than_their_window(
    open_page: OpenPage, path: str, language: str, width: int
) -> None:
    page = open_page(path, language, width)
    assert accessibility_faults(page) == []
    assert widest(page) <= width


def test_a_reform_that_cannot_be_made_is_accessible_and_can_be_mended(open_page: OpenPage, watch: Watch) -> None:
    watch.expected_statuses.add(422)
    page = open_page(f"{LIST}&limit.us/ear/3A090.b.1%23tp=1000&limit.us/ear/3A090.a.1%23tpp=much")
    expect(page.get_by_role("alert")).to_contain_text("Did you mean 'us/ear/3A090.b.1#tpp'")
    expect(page.get_by_role("alert")).to_contain_text("must be a number")
    assert accessibility_faults(page) == []
    page.get_by_label("us/ear/3A090.a.1#tpp", exact=True).fill("4000")
    page.get_by_role("link", name="Take back us/ear/3A090.b.1#tp", exact=True).click()
    expect(page.get_by_role("alert")).not_to_contain_text("Did you mean")
    page.get_by_role("link", name="Take back all changes").click()
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_law_is_searched_with_and_without_javascript(open_page: OpenPage, javascript: bool) -> None:
    page = open_page(LIST, javascript=javascript)
    page.get_by_label("Words").fill("diffusion")
    page.get_by_label("Day").fill("2025-06-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_have_text("The law on 2025-06-01")
    expect(page.locator(".provision").first).to_be_visible()
    assert page.locator(".provision").count() < 60
    assert {"on": ["2025-06-01"], "q": ["diffusion"]}.items() <= parse_qs(urlsplit(page.url).query).items()
    page.locator(".provision a").first.click()
    expect(page.locator("#history-title")).to_be_visible()
    assert "on=2025-06-01" in page.url
    page.go_back()
    expect(page.locator("h1")).to_have_text("The law on 2025-06-01")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_limit_is_changed_and_what_moves_is_told(open_page: OpenPage, javascript: bool) -> None:
    page = open_page(PROVISION, javascript=javascript)
    page.get_by_label("new value of us/ear/3A090.a.2#tpp").fill("1000")
    page.get_by_role("button", name="See what moves").click()
    expect(page.locator(".moves-count")).to_be_visible()
    query = parse_qs(urlsplit(page.url).query)
    assert query == {"on": [DAY], "limit.us/ear/3A090.a.2#tpp": ["1000"]}, "only what is changed stands in the address"
    reform = Reform("reform", (SetLimit("us/ear/3A090.a.2#tpp", 1000),))
    moved = compare("law", reform, on=DAY)
    expect(page.locator(".moves-count")).to_contain_text(f"{len(moved.chips)} of 151")
    for chip in moved.chips:
        expect(page.locator(".moved-chips").get_by_role("link", name=chip.name, exact=True)).to_be_visible()
    page.reload()
    expect(page.locator(".moves-count")).to_contain_text(f"{len(moved.chips)} of 151")
    page.go_back()
    expect(page.locator(".moves-count")).to_have_count(0)


def test_the_drawer_works_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(LIST)
    page.get_by_label("Limit", exact=True).focus()
    page.keyboard.type("b.1 TPP is 2400")
    page.keyboard.press("Tab")
    page.keyboard.type("1000")
    page.keyboard.press("Enter")
    expect(page.locator(".change-path")).to_contain_text(LIMIT)
    expect(page.locator(".old")).to_contain_text("2400")
    assert REFORMED in page.url
    new = page.get_by_label(f"new value of {LIMIT}")
    new.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2000")
    page.keyboard.press("Enter")
    page.wait_for_url("**=2000**")
    page.get_by_role("link", name=f"Take back {LIMIT}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".change-path")).to_have_count(0)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")


def test_two_changes_and_two_destinations_stand_in_one_link(open_page: OpenPage) -> None:
    page = open_page(f"{LIST}&{REFORMED}")
    page.get_by_label("Chips go to").fill("China, Singapore")
    page.get_by_role("button", name="Work out again").click()
    page.wait_for_url("**to=China**")
    page.get_by_label("Limit", exact=True).select_option("us/ear/3A090.a.1#tpp")
    page.get_by_label("is to read").last.fill("4000")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".change-path")).to_have_count(2)
    link = page.get_by_label("Link to all of this").input_value()
    other = open_page(link)
    expect(other.locator(".change-path")).to_have_count(2)
    expect(other.locator(".moves")).to_contain_text("Singapore")
    assert _moved(other) == _moved(page)


def _moved(page: Page) -> list[str]:
    return page.locator(".moved-group").all_inner_texts()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_program_of_the_page_prints_what_the_page_shows(open_page: OpenPage, language: str, tmp_path: Path) -> None:
    page = open_page(f"{LIST}&{REFORMED}", language)
    (tmp_path / "reproduce.py").write_text(page.locator("#reform-python").text_content() or "", "utf-8")
    environment = {"PYTHONPATH": SRC, "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        [sys.executable, "reproduce.py"], cwd=tmp_path, env=environment, capture_output=True, check=True, timeout=120
    )
    printed = ran.stdout.decode("utf-8")
    assert printed == f"{page.locator('#reform-prints').text_content()}\n"
    count = page.locator(".moves-count").inner_text()
    assert count in printed
    for chips in page.locator(".moved-chips").all():
        for name in chips.locator("a").all_inner_texts():
            assert name in printed


def test_the_reform_can_be_kept_as_a_file(open_page: OpenPage) -> None:
    page = open_page(f"{LIST}&{REFORMED}")
    with page.expect_download() as started:
        page.get_by_role("link", name="The reform as TOML").click()
    assert started.value.suggested_filename == "reform.toml"
    assert Path(started.value.path()).read_text("utf-8") == f'name = "reform"\n\n[limits]\n"{LIMIT}" = 1000\n'


def test_the_program_is_copied(open_page: OpenPage) -> None:
    page = open_page(f"{LIST}&{REFORMED}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("Reproduce in Python").first.click()
    page.locator("[data-copy=reform-python]").click()
    expect(page.locator("[data-copy=reform-python][data-done]")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#reform-python").text_content()


def test_the_history_leads_to_the_text_of_another_day(open_page: OpenPage) -> None:
    page = open_page(PROVISION)
    expect(page.locator(".history > li")).to_have_count(3)
    page.locator(".history").get_by_role("link", name="2022-10-21").click()
    expect(page.locator(".lead")).to_contain_text("600 GB/s")
    assert "on=2022-10-21" in page.url
    page.locator(".law-text").get_by_role("link").first.or_(page.locator("h1")).first.wait_for()


def test_the_other_language_shows_the_same_state(open_page: OpenPage) -> None:
    page = open_page(f"{PROVISION}&{REFORMED}")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator(".change-path")).to_contain_text(LIMIT)


def test_an_unknown_provision_is_said_with_the_nearest(open_page: OpenPage, watch: Watch) -> None:
    watch.expected_statuses.add(404)
    page = open_page("/law/3A09.a")
    expect(page.locator("main")).to_contain_text("Did you mean")


def test_the_order_book_of_this_browser_moves_with_the_reform(open_page: OpenPage) -> None:
    """The bundled book, each order as if shipped on the day, is counted as `chipgate compare` counts it."""
    page = open_page("/book")
    page.get_by_role("button", name="bundled").click()
    page.goto(f"{LIST}&{REFORMED}")
    section = page.locator("#book-moves")
    expect(section.locator(".moves-count")).to_be_visible()
    reform = Reform("reform", (SetLimit(LIMIT, 1000),))
    orders = compare("law", reform, DEMO, on=DAY).orders
    assert orders is not None
    moved = sum(orders.count(table) for table in orders.tables())
    assert moved > 0
    expect(section.locator(".moves-count")).to_contain_text(f"{moved} of {orders.judged}")
    section.locator("summary").first.click()
    expect(section.locator("details[open] li").first).to_be_visible()
    assert accessibility_faults(page) == []
    other = open_page(f"{LIST}&{REFORMED}")
    expect(other.locator(".moves-count").first).to_be_visible()
    expect(other.locator("#book-moves")).to_have_count(0)
