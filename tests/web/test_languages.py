"""A page speaks one language: no English rule title is left in Chinese, and no Chinese in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import httpx
import pytest
from markupsafe import escape

from chipgate.law.trade.corpus import trade_corpus
from chipgate.translation.language import translator
from chipgate.translation.width import is_chinese
from tests.house.test_chinese_output import as_it_stands, english

ASSUMED = "on=2026-09-24&assume=ordinary"
PATHS = (
    "/",
    f"/?chip=H200&to=SG&{ASSUMED}&end_user_hq=SG&end_user_parent_hq=CN",
    f"/?chip=H200&to=SG&{ASSUMED}&end_user_hq=SG&end_user_parent_hq=CN&full=1",
    f"/?chip=H200&to=CN&{ASSUMED}&hts=8473.30&origin=TW&units=10",
    f"/?chip=B200&to=US&{ASSUMED}&hts=8473.30&origin=CN",
    f"/?chip=A800&to=AE&{ASSUMED}&end_user_hq=AE&end_user_parent_hq=AE&clock=on_the_books",
    "/?chip=L40S&to=VN&on=2024-03-01",
    "/?chip=H20&to=CN",
    "/?chip=H20&to=CN&on=2026-09-24&end_user_hq=unknown",
    "/dates",
    "/dates?chip=H200&to=SG&on=2026-02-01&vs=2023-01-01",
    "/dates?chip=A800&to=CN&end_user_hq=CN&end_user_parent_hq=CN&assume=ordinary&limit.us/ear/3A090.a.1%23tpp=6000",
    "/map",
    "/map?chip=H20&to=VN&on=2024-06-01&met=1",
    "/map?tpp=22000&performance_density=20&dram_bandwidth_gb_s=7000&datacenter=yes&to=CN&on=2026-06-01&met=1",
    "/book",
    "/law",
    "/law/us/ear/3A090.a?on=2026-09-24",
    "/chips",
    "/chips/h200-sxm",
    "/book/nowhere",
    "/coverage",
    "/nowhere",
)
"""Pages in every state; each owner of a screen adds theirs."""


VOID = ("meta", "link", "input", "br", "hr", "img")


class Words(HTMLParser):
    """The words of a page, attributes that are read out included, without what is marked as another language."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._other = 0
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in VOID:
            self.lines += [text for name in ("placeholder", "aria-label") if (text := given.get(name))]
            return
        is_other = tag in ("script", "code", "pre", "datalist") or ("lang" in given and tag != "html")
        self._open.append(is_other)
        self._other += is_other
        self.lines += [text for name in ("aria-label", "title", "data-announce") if (text := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag not in VOID:
            self._other -= self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._other and data.strip():
            self.lines.append(" ".join(data.split()))


def words(html: str) -> list[str]:
    reader = Words()
    reader.feed(html)
    return reader.lines


@pytest.fixture(scope="module")
def pages(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60, headers={"Accept": "text/html"}) as asking:
        yield asking


@pytest.fixture(scope="module")
def kept() -> re.Pattern[str]:
    return as_it_stands()


@pytest.mark.parametrize("path", PATHS)
def test_a_chinese_page_is_chinese(pages: httpx.Client, kept: re.Pattern[str], path: str) -> None:
    lines = words(pages.get(path, headers={"Accept-Language": "zh-CN"}).text)
    assert sum(any(map(is_chinese, line)) for line in lines) > 5
    assert {line: found for line in lines if (found := english(line, kept))} == {}


@pytest.mark.parametrize("path", PATHS)
def test_no_english_title_of_a_rule_is_left_in_chinese(pages: httpx.Client, path: str) -> None:
    html = pages.get(path, headers={"Accept-Language": "zh-CN"}).text
    for name in sorted({one.id.partition("/")[2] for one in trade_corpus().provisions}, key=len, reverse=True):
        html = html.replace(escape(name), "")  # an id is the same in every language
    say = translator("zh")
    titles = {one.title for one in trade_corpus().provisions if one.title not in say(one.title)}
    assert sorted(title for title in titles if title in html) == []


@pytest.mark.parametrize("path", PATHS)
def test_an_english_page_is_english(pages: httpx.Client, path: str) -> None:
    lines = words(pages.get(path, headers={"Accept-Language": "en"}).text)
    assert [line for line in lines if any(map(is_chinese, line))] == []


def test_the_choice_of_a_language_is_kept_and_can_stand_in_an_address(server: str) -> None:
    with httpx.Client(base_url=server, headers={"Accept": "text/html", "Accept-Language": "en"}) as asking:
        assert 'lang="en"' in asking.get("/coverage").text[:80]
        assert 'lang="zh-Hans"' in asking.get("/coverage?lang=zh").text[:80]
        assert 'lang="zh-Hans"' in asking.get("/").text[:80]
        assert 'lang="en"' in asking.get("/?lang=en").text[:80]
