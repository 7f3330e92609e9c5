"""The Chinese pages of the law and the chips have no English rule titles left, the English pages no Chinese ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from chipgate.chips.catalogue import bundled
from chipgate.law.provision import Provision
from chipgate.law.trade.corpus import FIRST_DAY_OF_DUTIES, trade_corpus
from chipgate.translation.language import translator
from chipgate.web.app import make_app
from tests.house.test_chinese_output import as_it_stands, english
from tests.web.test_languages import words as said_on

LAW = trade_corpus()
REFORM = "limit.us/ear/3A090.b.1%23tpp=1000"
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def page_of(one: Provision) -> str:
    """The page of a version on its first day; what is older than the first list of duties, on the day of that."""
    return f"/law/{quote(one.id)}?on={max(one.binds.in_force.since, FIRST_DAY_OF_DUTIES)}"


PAGES = (
    "/law?on=2026-09-24",
    "/law?on=2019-01-01",
    "/law?on=2025-06-01&q=3A090&kind=controlled",
    f"/law?on=2026-09-24&to=CN,SG&{REFORM}",
    f"/law/us/ear/3A090.a?on=2026-09-24&{REFORM}",
    "/law?on=2026-09-24&limit.nothing=1",
    *(f"/law/{quote(one)}?on=2026-09-24" for one in LAW.history_of),
    *map(page_of, LAW.provisions),
    "/chips?order=tpp",
    "/chips?q=nothing+of+that+name",
    *(f"/chips/{sheet.chip_id}?on=2026-09-24" for sheet in bundled()),
    "/chips/compare?chip=h100&chip=h20&chip=910b&on=2026-09-24",
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_app(), base_url="http://127.0.0.1") as asked:
        yield asked


@pytest.fixture(scope="module")
def pages(client: TestClient) -> dict[tuple[str, str], str]:
    """Every page in both languages."""
    found = {}
    for language in ("en", "zh"):
        for path in PAGES:
            response = client.get(path, headers={"accept-language": language, "accept": "text/html"})
            assert response.status_code == (422 if "limit.nothing" in path else 200), path
            assert response.headers["content-language"] == language
            found[language, path] = response.text
    return found


def test_chinese_pages_have_no_english_rule_titles(pages: dict[tuple[str, str], str]) -> None:
    titles = {one.title for one in LAW.provisions if translator("zh")(one.title) != one.title}
    assert len(titles) > 150
    chinese = {path: set(said_on(html)) for (language, path), html in pages.items() if language == "zh"}
    assert {(path, title) for path, said in chinese.items() for title in titles & said} == set()


def test_english_pages_have_no_chinese(pages: dict[tuple[str, str], str]) -> None:
    """What stands in Chinese on them is marked as Chinese: the other reading of a sentence, the languages."""
    in_data = "\n".join(f"{sheet.notes} {sheet.source_note} {sheet.aliases}" for sheet in bundled())
    in_data += "\n".join(f"{one.cite} {one.id}" for one in LAW.provisions)
    left = {
        (path, text)
        for (language, path), html in pages.items()
        if language == "en"
        for text in said_on(html)
        for words in CHINESE.findall(text)
        if words not in in_data
    }
    assert left == set()


def test_no_english_sentence_is_left_on_chinese_pages(pages: dict[tuple[str, str], str]) -> None:
    told = as_it_stands()
    texts = {text: path for (language, path), html in pages.items() if language == "zh" for text in said_on(html)}
    assert {text: path for text, path in texts.items() if english(text, told)} == {}


def test_every_provision_page_shows_its_title_and_both_sentences(pages: dict[tuple[str, str], str]) -> None:
    for one in LAW.provisions:
        path = page_of(one)
        for language in ("en", "zh"):
            html = unescape(pages[language, path])
            assert translator(language)(one.title) in html, path
            assert 'lang="en"' in html
            assert 'lang="zh-Hans"' in html
