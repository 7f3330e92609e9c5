"""The screen Judge in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.conftest import WIDTHS, OpenPage, accessibility_faults, widest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_accessible_and_never_wider_than_its_window(open_page: OpenPage, language: str, width: int) -> None:
    page = open_page("/", language, width)
    assert accessibility_faults(page) == []
    assert widest(page) <= width


def test_one_question_stands_there_and_its_answer_changes_the_verdict(open_page: OpenPage) -> None:
    page = open_page("/")
    expect(page.locator("#verdict")).to_contain_text("UNDETERMINED")
    expect(page.locator(".ask > .question")).to_have_count(1)
    page.get_by_role("link", name="China", exact=True).click()
    expect(page.locator("#verdict")).to_contain_text("LICENCE REQUIRED")
    assert "end_user_parent_hq=CN" in page.url
    page.go_back()
    expect(page.locator("#verdict")).to_contain_text("UNDETERMINED")
