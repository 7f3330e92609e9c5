"""The screen Judge in a real browser: with a mouse, with the keyboard alone, and without JavaScript."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page, expect
from starlette.datastructures import QueryParams

from chipgate.cases.check import Checker
from chipgate.law.provision import Clock
from chipgate.web.judge.asked import EXAMPLE, asked_of
from chipgate.web.judge.tree import Branch
from chipgate.web.judge.view import Answered, judge_view
from chipgate.web.render import static_url
from tests.web.conftest import WIDTHS, OpenPage, Watch, accessibility_faults, widest

browser = pytest.mark.browser
ASSUMED = "on=2026-09-24&assume=ordinary"
CASES = {
    "undetermined": "/",
    "licence_required": f"/?chip=H200&to=CN&{ASSUMED}&hts=8473.30&origin=TW&units=10",
    "no_licence_required": f"/?chip=H20&to=SG&{ASSUMED}&end_user_hq=SG&end_user_parent_hq=SG",
    "exception": "/?item=L40&item_kind=ic&tpp=2896&performance_density=4.7592&die_area_mm2=608.5&datacenter=yes&to=CN"
    "&transaction=export&on=2023-12-01&assume=ordinary&end_user_hq=CN&end_user_parent_hq=CN"
    "&facts=purchase_order=yes;notified_days_before=25;bis_objection=no",
    "nothing assumed": "/?chip=B200&to=VN&on=2026-09-24",
    "no day": "/?chip=H20&to=CN",
}


EVERYWHERE = [("undetermined", language, width) for language in ("en", "zh") for width in WIDTHS]
IN_TURN = [(case, *view) for case in CASES for view in (("en", 360), ("zh", 1440)) if case != "undetermined"]


@browser
@pytest.mark.parametrize(("case", "language", "width"), [*EVERYWHERE, *IN_TURN])
def test_it_is_accessible_and_never_wider_than_its_window(
    open_page: OpenPage, case: str, language: str, width: int
) -> None:
    page = open_page(CASES[case], language, width)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert accessibility_faults(page) == []
    assert widest(page) <= width


@browser
@pytest.mark.parametrize("outcome", ["undetermined", "licence_required", "no_licence_required", "exception"])
def test_the_strip_has_icon_word_day_clock_vintage_and_what_is_not_modelled(open_page: OpenPage, outcome: str) -> None:
    strip = open_page(CASES[outcome]).locator(".strip")
    expect(strip).to_have_class(f"strip {outcome}")
    drawn = strip.locator(".strip-icon use")
    expect(drawn).to_have_attribute("href", f"{static_url('icons.svg')}#{outcome}")
    expect(strip.locator("h2")).not_to_be_empty()
    assert "2026-09-24" in strip.inner_text()
    assert "as enforced" in strip.inner_text()
    strip.get_by_text("What is not modelled").click()
    expect(strip.get_by_text("sanctions of the Treasury")).to_be_visible()


# The filled case, and its one question.


def judged(query: str = "") -> Answered:
    found = judge_view(asked_of(QueryParams(query)), "en").answered
    assert found is not None
    return found


def test_a_filled_case_stands_there_undetermined_with_one_question() -> None:
    found = judged()
    assert found.strip.outcome == "undetermined"
    assert "1,000 × H200 SXM5 141GB to Singapore" in found.strip.subject
    assert [one.fact for one in found.questions] == ["end_user_parent_hq"]
    assert [one.words for one in found.questions[0].choices] == ["Singapore", "China", "United States", "Taiwan"]
    assert found.questions[0].asked_by


@browser
def test_its_answer_changes_the_verdict_and_the_address_and_back_works(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.locator("#verdict")).to_contain_text("UNDETERMINED")
    expect(page.locator(".ask > .question")).to_have_count(1)
    page.get_by_role("link", name="China", exact=True).click()
    expect(page.locator("#verdict")).to_have_text("LICENCE REQUIRED")
    assert "end_user_parent_hq=CN" in page.url
    expect(page.locator("#announcement")).to_have_text("LICENCE REQUIRED")
    page.reload()
    expect(page.locator("#verdict")).to_have_text("LICENCE REQUIRED")
    page.go_back()
    expect(page.locator("#verdict")).to_contain_text("UNDETERMINED")


@browser
def test_an_address_gives_everybody_the_same_answer(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Singapore", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("NO LICENCE REQUIRED")
    other = open_page(page.url)
    assert other.locator(".strip").inner_text() == page.locator(".strip").inner_text()
    page.get_by_role("link", name="中文").click()
    expect(page.locator("#verdict")).to_contain_text("无需许可证")
    assert "end_user_parent_hq=SG" in page.url


@browser
def test_a_question_can_be_left_unknown_and_asked_again(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("#ask-end_user_parent_hq").get_by_role("link", name="Leave unknown").click()
    question = page.locator("#ask-end_user_parent_hq")
    expect(question.get_by_text("left unknown")).to_be_visible()
    expect(page.locator("#verdict")).to_contain_text("UNDETERMINED")
    question.get_by_role("link", name="Ask again").click()
    expect(page.locator("#ask-end_user_parent_hq").get_by_text("left unknown")).to_have_count(0)


@browser
def test_the_form_judges_another_case_and_keeps_an_address_without_empty_values(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_label("Chip", exact=True).fill("H20")
    page.get_by_label("To", exact=True).fill("China")
    page.get_by_role("button", name="Judge").click()
    expect(page.locator(".strip-subject")).to_contain_text("H20 96GB to China")
    assert "to=China" in page.url
    assert "=&" not in page.url
    assert not page.url.endswith("=")


@browser
def test_the_languages_follow_the_address(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Taiwan", exact=True).click()
    expect(page.locator("#verdict")).not_to_contain_text("UNDETERMINED")
    href = page.get_by_role("link", name="中文").get_attribute("href")
    assert href is not None
    assert "end_user_parent_hq=TW" in href


@browser
def test_with_the_keyboard_alone_a_case_is_answered(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the answer")
    assert _reached(page, "China", most=60)
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_text("LICENCE REQUIRED")
    expect(page.locator("#verdict")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.strip') !== null")


def _reached(page: Page, name: str, most: int) -> bool:
    """Whether TAB comes to the element NAME, with a focus that can be seen on every step."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        outline = focused.evaluate("one => getComputedStyle(one).outlineStyle + getComputedStyle(one).outlineWidth")
        assert outline != "none0px", focused.evaluate("one => one.outerHTML")
        if focused.inner_text() == name:
            return True
    return False


@browser
@pytest.mark.parametrize("width", WIDTHS)
def test_targets_are_large_enough(open_page: OpenPage, width: int) -> None:
    """Controls are 24 pixels or more either way, as WCAG 2.2 asks of what does not stand inside a sentence."""
    page = open_page("/", width=width)
    small = page.evaluate(
        """() => [...document.querySelectorAll("a.button, button, input, select, summary, nav a, .source a")]
          .filter(one => one.offsetParent && one.type !== "hidden")
          .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []


@browser
def test_without_javascript_questions_and_form_are_answered(open_page: OpenPage, watch: Watch) -> None:
    watch.expected_statuses.add(422)
    page = open_page("/", javascript=False)
    page.get_by_role("link", name="China", exact=True).click()
    expect(page.locator("#verdict")).to_have_text("LICENCE REQUIRED")
    page.get_by_label("To", exact=True).fill("Atlantis")
    page.get_by_label("To", exact=True).press("Enter")
    page.wait_for_url("**to=Atlantis**")
    expect(page.get_by_role("alert")).to_contain_text("no country 'Atlantis'")


@browser
@pytest.mark.parametrize("javascript", [True, False])
def test_what_cannot_be_read_is_said_beside_its_field(open_page: OpenPage, watch: Watch, javascript: bool) -> None:
    watch.expected_statuses.add(422)
    page = open_page("/?chip=H20&to=Atlantis&on=03/04/2026&nonsense=1", javascript=javascript)
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(3)
    expect(page.get_by_label("To", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#f-to-wrong")).to_contain_text("no country 'Atlantis'")
    expect(page.locator("#f-nonsense-wrong")).to_contain_text("no fact 'nonsense'")
    page.get_by_label("To", exact=True).fill("SG")
    expect(page.locator(".strip")).to_have_count(0)


def test_the_first_load_is_small(server: str) -> None:
    """60 KiB compressed without the chart library, which other screens load when they need it."""
    with httpx.Client(base_url=server, headers={"Accept": "text/html", "Accept-Encoding": "gzip"}) as asking:

        def sent(path: str) -> int:
            with asking.stream("GET", path) as answer:
                return sum(map(len, answer.iter_raw()))

        names = set(re.findall(r'"(/static/[^"#]+)', asking.get("/").text))
        assert not any("vega" in name for name in names)
        assert len(names) >= 5
        assert sum(map(sent, ["/", *names])) <= 60 * 1024


def test_nothing_that_was_given_is_dropped(server: str) -> None:
    with httpx.Client(base_url=server, headers={"Accept": "text/html"}) as asking:
        for query, said in (
            ("assume=everything", "write one of: ordinary, nothing"),
            ("clock=mine", "write one of: on_the_books, as_enforced"),
            ("to=SG&to=CN", "given twice, as &#39;SG&#39; and as &#39;CN&#39;"),
            ("to=SG&destination=CN", "given twice"),
            ("to=SG&facts=destination=CN", "differs from destination_iso2"),
        ):
            told = asking.get(f"/?chip=H20&{query}")
            assert told.status_code == 422
            assert said in told.text
        told = asking.get("/", params={"chip": "H20", "facts": "nonsense"})
        assert told.status_code == 422
        assert 'name="facts" type="text" value="nonsense"' in told.text


# The parts of the screen, as values.


def open_path(branch: Branch) -> list[Branch]:
    return [branch, *(below for part in branch.parts if part.is_open or not part.parts for below in open_path(part))]


def test_only_the_path_that_decides_is_open_and_it_has_the_numbers_put_in() -> None:
    found = judged(f"chip=H200&to=SG&{ASSUMED}&end_user_hq=SG&end_user_parent_hq=CN")
    assert found.tree[0].is_open
    words = [one.words for one in open_path(found.tree[0])]
    assert "TPP 15832 is 4800 or more" in words
    assert "the headquarters of the end user's ultimate parent (CN) is in D:5" in words
    undetermined = judged()
    assert [one.is_open for one in undetermined.tree] == [True, False]


def test_every_line_of_a_provision_leads_to_it_as_of_the_day() -> None:
    lines = open_path(judged().tree[0])
    hrefs = [one.href for one in lines if one.source]
    assert hrefs[0] == "/law/us/ear/742.6(a)(6)(iii)(A)/headquarters?on=2026-09-24"
    assert all(one.href.startswith("/law/") and "on=2026-09-24" in one.href for one in lines if one.source)


def test_conditions_are_a_checklist() -> None:
    (found,) = judged().checklists
    assert (found.name, found.verdict) == ("LPP", "unknown")
    assert {"met", "unknown"} == {one.verdict for one in found.conditions}
    assert 0 < found.met < len(found.conditions)
    met = judged(CASES["exception"].partition("?")[2])
    assert met.strip.outcome == "exception"
    assert [(one.name, one.verdict) for one in met.checklists][:1] == [("NAC", "met")]
    assert all(one.verdict == "met" for one in met.checklists[0].conditions)


def test_duties_counter_measures_and_red_flags_stand_beside_it() -> None:
    found = judged(CASES["licence_required"].partition("?")[2])
    assert found.duties is not None
    assert found.test_leg is not None
    assert [row.rate for row in found.test_leg.rows] == ["25 %"]
    assert found.counter_measures
    assert found.red_flags
    assert judged(f"chip=H20&to=US&{ASSUMED}").asks_for_duties


def test_the_screen_and_the_command_give_one_answer() -> None:
    asked = asked_of(QueryParams(""))
    answer = Checker(assume="ordinary", clock=Clock.AS_ENFORCED).check_cells(EXAMPLE)
    found = judged()
    assert found.strip.outcome == answer.outcome
    assert {one.fact for one in found.questions} == set(answer.settled_by)
    assert asked.command == (
        "chipgate check --chip H200 --to SG --on 2026-09-24 --units 1000 --fact end_user_hq=SG --assume ordinary"
    )
    assert asked_of(QueryParams(asked.link().partition("?")[2])).cells == asked.cells


# B200 to Malaysia: the text of 2025-01-13 requires a licence, which is not enforced from 2025-05-13. To Kazakhstan
# (D:4) one is required by both clocks, and its review hangs on what was licensed so far.
@pytest.mark.parametrize(("to", "asked"), [("MY", []), ("KZ", ["country_cumulative_tpp_2025_2027"])])
def test_how_an_application_is_reviewed_is_asked_only_where_one_is_needed(to: str, asked: list[str]) -> None:
    home = f"to={to}&end_user_hq={to}&end_user_parent_hq={to}&transaction=export"
    found = judged(f"chip=B200&units=512&on=2026-09-24&assume=ordinary&{home}")
    assert [one.fact for one in found.review] == asked


def test_a_denied_line_stays_denied_in_every_language() -> None:
    """In Chinese a term of ours is called by its title, and what was denied of it must stay denied."""
    for language, denied in (("en", "not: "), ("zh", "并非：")):
        found = judge_view(asked_of(QueryParams("")), language).answered
        assert found is not None
        exclusions = [one.words for one in found.checklists[0].conditions][-2:]
        assert all(words.startswith(denied) for words in exclusions), exclusions
