"""The screen of an order book in a real browser: both languages, by keyboard, narrow, wide, and without scripts."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chipgate.law.trade.corpus import trade_corpus
from chipgate.translation.width import is_chinese
from chipgate.web.settings import Settings
from tests.web.conftest import WIDTHS, OpenPage, Watch, accessibility_faults, serving, widest

LABEL = "document.getElementById(e.getAttribute('aria-labelledby')?.split(' ')[0])?.innerText"

pytestmark = pytest.mark.browser

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorials" / "data"
ORDERS = TUTORIAL / "orders.xlsx"


def bring(page: Page, file: Path) -> None:
    """Choose FILE and send the form."""
    page.set_input_files("#orders", file)
    page.locator("button.primary").click()
    page.wait_for_url("**/book/*")


def bring_example(page: Page) -> None:
    """Take the bundled book."""
    page.locator("form[action='/book/example'] button").click()
    page.wait_for_url("**/book/*?assume=ordinary")


def to_results(page: Page) -> None:
    """Judge all rows, and wait for what they come to."""
    page.locator("a.primary").first.click()
    expect(page.locator("#provisions")).to_be_visible(timeout=30_000)


def to_changes(page: Page, days: tuple[str, str] = ("2023-11-16", "2023-11-17")) -> None:
    """Compare two days, and wait for what moves."""
    page.locator(".steps a").nth(3).click()
    page.fill("#c-from", days[0])
    page.fill("#c-until", days[1])
    page.locator(".laws form").first.locator("button").click()
    expect(page.locator(".came-to")).to_be_visible(timeout=30_000)


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    """A workbook that was cut."""
    path = tmp_path / "truncated.xlsx"
    path.write_bytes(ORDERS.read_bytes()[:3000])
    return path


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_is_accessible_and_never_wider_than_its_window(
    open_page: OpenPage, watch: Watch, unreadable: Path, language: str, width: int
) -> None:
    def look() -> None:
        assert accessibility_faults(page) == []
        assert widest(page) <= width

    page = open_page("/book", language, width)
    look()
    bring(page, ORDERS)
    look()
    to_results(page)
    look()
    page.locator("details summary").first.click()
    look()
    to_changes(page)
    look()
    page.locator(".second-law summary").click()
    look()
    page.goto("/book")
    look()
    watch.expected_statuses.add(422)
    bring(page, unreadable)
    look()


def test_from_upload_to_download(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/book")
    bring(page, ORDERS)
    expect(page.get_by_role("row", name=re.compile("^Ship to"))).to_contain_text("destination_iso2")
    expect(page.locator("#first-rows tbody tr")).to_have_count(10)
    page.get_by_role("link", name="Assume an ordinary shipment").click()
    to_results(page)
    expect(page.locator(".came-to")).to_have_text("10 orders judged, 2 rows rejected")
    expect(page.locator("#people .badge.undetermined")).to_have_count(3)
    expect(page.locator("#people")).to_contain_text("Where is the ultimate parent company")
    expect(page.locator("#rejects tbody tr")).to_have_count(2)
    for name in ("orders.results.csv", "orders.results.xlsx", "orders.results.html", "orders.rejects.csv"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == name
        download.value.save_as(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 100


def test_an_order_that_needs_a_person_opens_on_the_screen_judge(open_page: OpenPage) -> None:
    page = open_page("/book")
    bring(page, ORDERS)
    page.get_by_role("link", name="Assume an ordinary shipment").click()
    to_results(page)
    order = page.locator("#people tbody tr").filter(has_text="Where is the ultimate parent company").first
    order.get_by_role("link").click()
    expect(page.locator("#verdict")).to_contain_text("UNDETERMINED")
    expect(page.locator(".ask")).to_contain_text("Where is the ultimate parent company")
    page.go_back()
    expect(page.locator("#people")).to_be_visible()


def test_a_heading_that_is_not_known_can_be_explained(open_page: OpenPage, tmp_path: Path) -> None:
    book = tmp_path / "orders.csv"
    book.write_text("GPU,Client nation,date\nH100,Singapore,2024-06-01\n", encoding="utf-8")
    page = open_page("/book")
    bring(page, book)
    expect(page.locator(".column-telling")).to_contain_text("not read: does it matter?")
    page.get_by_role("combobox", name="Client nation say what it means").fill("destination")
    page.get_by_role("button", name="Read it so").click()
    expect(page.locator(".column-telling")).to_have_count(0)
    assert page.url.endswith("?column=Client+nation%3Ddestination_iso2"), "the address holds that and nothing else"
    expect(page.get_by_role("combobox", name="Client nation say what it means")).to_have_value("destination_iso2")
    expect(page.locator("#first-rows")).to_contain_text("-> Singapore")


def test_a_second_law_shows_only_what_changes(open_page: OpenPage) -> None:
    page = open_page("/book")
    bring_example(page)
    to_results(page)
    to_changes(page)
    expect(page.locator(".came-to")).to_contain_text(re.compile(r"Orders that change: \d+ of 67"))
    expect(page.locator(".cause h3").filter(has_text="742.6(a)(6)(iii)")).not_to_have_count(0)
    address, told = page.url, page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == told, "the address says it all"
    page.locator(".second-law summary").click()
    page.get_by_role("link", name="Compare the clocks").click()
    expect(page.locator("main h2").nth(3)).to_contain_text("as enforced", timeout=30_000)
    page.go_back()
    assert page.url == address
    page.locator(".second-law summary").click()
    page.set_input_files("#c-reform", TUTORIAL / "lower-limits.toml")
    page.get_by_role("button", name="Compare with the reform").click()
    expect(page.locator("main")).to_contain_text("the law with the reform", timeout=30_000)
    expect(page.locator(".came-to")).to_be_visible(timeout=30_000)


def test_a_long_book_has_a_bar_that_moves_and_ends_with_the_results(open_page: OpenPage, tmp_path: Path) -> None:
    book = tmp_path / "long.csv"
    with as_file(files("chipgate.cases") / "data" / "demo_orders.csv") as demo:
        head, *rows = demo.read_text("utf-8").splitlines()
    book.write_text("\n".join((head, *rows * 200)) + "\n", encoding="utf-8")
    page = open_page("/book")
    bring(page, book)
    page.get_by_role("link", name="Assume an ordinary shipment").click()
    page.wait_for_url("**assume=ordinary*")
    page.locator("a.primary").first.click()
    bar = page.locator("progress")
    expect(bar).to_be_visible()
    forget = page.get_by_role("button", name="Forget this book")
    forget.focus()
    expect(page.locator("#run p").first).not_to_contain_text(re.compile(r"^0 rows"))
    expect(forget).to_be_focused()
    expect(page.locator(".came-to")).to_contain_text("13,400 orders judged", timeout=120_000)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_scripts_everything_works(open_page: OpenPage, tmp_path: Path, language: str) -> None:
    book = tmp_path / "long.csv"
    rows = "H100,CN,2024-06-01\n" * 4000
    book.write_text(f"chip,destination,date\n{rows}", encoding="utf-8")
    page = open_page("/book", language, javascript=False)
    bring(page, book)
    to_results(page)  # the page that waits loads itself anew
    expect(page.locator(".tile b").first).to_have_text("4,000")
    to_changes(page)
    expect(page.locator(".cause")).not_to_have_count(0)
    page.locator(".book-head button").click()
    page.wait_for_url("**/book")
    expect(page.locator("main")).not_to_contain_text("long.csv")


def test_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/book")

    def tab_to(words: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            said = f"(e => e.role === 'region' ? '' : e.innerText || {LABEL} || e.labels?.[0]?.innerText || '')"
            if words in page.evaluate(f"{said}(document.activeElement)"):
                return
        raise AssertionError(f"no Tab leads to {words!r}")

    page.set_input_files("#orders", ORDERS)  # the window that chooses a file is the browser's own
    tab_to("Upload")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/*")
    tab_to("Sales region")
    page.keyboard.type("description")
    page.keyboard.press("Enter")
    page.wait_for_url("**column=Sales+region*")
    tab_to("Assume an ordinary shipment")
    page.keyboard.press("Enter")
    page.wait_for_url("**assume=ordinary*")
    tab_to("Judge all rows")
    page.keyboard.press("Enter")
    expect(page.locator("#provisions")).to_be_visible(timeout=30_000)
    tab_to("A second law")
    page.keyboard.press("Enter")
    page.wait_for_url("**/changes?*")
    tab_to("As if shipped on")
    page.keyboard.type("2023-11-16")
    page.keyboard.press("Enter")
    expect(page.locator(".came-to")).to_be_visible(timeout=30_000)
    tab_to("Which orders")
    page.keyboard.press("Enter")
    expect(page.locator(".move li").first).to_be_visible()
    tab_to("orders.changes.csv")
    with page.expect_download():
        page.keyboard.press("Enter")


def test_a_file_over_the_limit_is_said_to_be_one(open_page: OpenPage, watch: Watch, tmp_path: Path) -> None:
    book = tmp_path / "large.csv"
    book.write_bytes(b"chip,destination,date\n" + b"H100,CN,2024-06-01\n" * 300_000)
    watch.expected_statuses.add(413)
    with serving(Settings(upload_limit_bytes=1_000_000)) as address:
        watch.address = address
        page = open_page(f"{address}/book")
        page.set_input_files("#orders", book)
        page.locator("button.primary").click()
        expect(page.locator("h1")).to_have_text("Too much at once")


def test_what_is_wrong_with_a_file_is_said_on_its_page(open_page: OpenPage, watch: Watch, unreadable: Path) -> None:
    watch.expected_statuses.add(422)
    page = open_page("/book")
    bring(page, unreadable)
    expect(page.get_by_role("alert")).to_contain_text("truncated.xlsx")
    page.get_by_role("link", name="Choose another file").click()
    expect(page.locator("#orders")).to_be_visible()


def test_the_chinese_pages_have_no_english_titles_of_rules(open_page: OpenPage) -> None:
    titles = {one.title for one in trade_corpus().provisions}
    page = open_page("/book", "zh")
    bring_example(page)
    told = [page.locator("main").inner_text()]
    to_results(page)
    told.append(page.locator("main").inner_text())
    to_changes(page)
    told.append(page.locator("main").inner_text())
    for text in told:
        assert [title for title in titles if title in text] == []


def test_the_english_pages_have_nothing_chinese_of_ours(open_page: OpenPage) -> None:
    page = open_page("/book")
    bring_example(page)
    to_results(page)
    to_changes(page)
    assert [one for one in page.locator("main").inner_text() if is_chinese(one)] == []
