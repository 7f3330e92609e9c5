"""On Chinese pages and in Chinese answers of the API, what is wrong is said in Chinese; in English as ever."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import httpx
import pytest

from chipgate.translation.width import is_chinese
from tests.house.test_chinese_output import as_it_stands, english
from tests.web.books import bring, finished
from tests.web.test_languages import words

GOOD: dict[str, object] = {"chip": "H20", "to": "CN", "on": "2024-06-01"}
CHINESE = {"accept": "text/html", "accept-language": "zh-CN"}

ORDERS = (
    (
        {"chip": "HH20"},
        "chip",
        "no chip named 'HH20' in the catalogue. Did you mean 'H20'",
        "目录中没有名为 'HH20' 的芯片。您是否指",
    ),
    ({"to": "Atlantis"}, "destination_iso2", "no country 'Atlantis'.", "没有国家或地区 'Atlantis'。"),
    ({"on": "03/04/2024"}, "as_of", "'03/04/2024' can be read in two ways; write the day in ISO form", "有两种读法；"),
    (
        {"tpp": "4992 TPP"},
        "tpp",
        "'4992 TPP' carries the unit 'TPP'; the column has no unit",
        "该列没有单位：请只填写数字",
    ),
    (
        {"tpp": [1]},
        "tpp",
        "a value is a text, a number, true, false or null",
        "值只能是文本、数字、true、false 或 null",
    ),
    (
        {"destination": "SG"},
        "destination_iso2",
        "given twice, as 'CN' and as destination='SG'; keep one",
        "给出了两次：",
    ),
    ({"nonsense": 1}, "nonsense", "no fact 'nonsense'; ", "没有名为 'nonsense' 的事实；"),
)
IDS = [json.dumps(said) for said, *_ in ORDERS]


@pytest.fixture(scope="module")
def asking(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def kept() -> re.Pattern[str]:
    return re.compile(f"{as_it_stands().pattern}|'[^']*'")


def plain_english(text: str) -> list[str]:
    return re.findall(r"\b[a-z]{2,}(?: [a-z]{2,})+\b", re.sub(r"'[^']*'|`[^`]*`", " ", text))


@pytest.mark.parametrize(("said", "column", "in_english", "in_chinese"), ORDERS, ids=IDS)
def test_one_order_of_the_api(
    asking: httpx.Client, said: dict[str, object], column: str, in_english: str, in_chinese: str
) -> None:
    order = {**GOOD, **said}
    english_told, chinese_told = (asking.post(f"/api/check?lang={lang}", json=order) for lang in ("en", "zh"))
    assert english_told.status_code == chinese_told.status_code == 422
    assert in_english in english_told.json()["detail"]
    assert asking.post("/api/check", json=order, headers=CHINESE | {"accept": "*/*"}).json() == english_told.json()
    told = chinese_told.json()
    assert in_chinese in told["detail"]
    assert told["title"] == "所给内容中有无法读取之处"
    assert not plain_english(told["detail"] + told["title"] + told["what_to_do"])
    if column != "chip":
        assert [one["column"] for one in told["faults"]] == [column]
        assert in_chinese in told["faults"][0]["wrong"]


@pytest.mark.parametrize("detail", ["columns", "full"])
def test_a_list_of_the_api(asking: httpx.Client, detail: str) -> None:
    orders = [{**GOOD, **said} for said, *_ in ORDERS]
    results = asking.post(f"/api/check?lang=zh&detail={detail}", json=[GOOD, *orders, "no order"]).json()["results"]
    assert "faults" not in results[0]
    for one, (_, column, _, in_chinese) in zip(results[1:-1], ORDERS, strict=True):
        assert [fault["column"] for fault in one["faults"]] == [column]
        assert in_chinese in one["faults"][0]["wrong"]
        assert not plain_english(one["faults"][0]["wrong"])
    assert results[-1]["faults"] == [{"column": "", "wrong": "一份订单应为由列名和值组成的对象"}]


BODIES = (
    (b'{"chip": }', "请求正文不是 JSON：此处应为一个值：第 1 行第 10 列（第 9 个字符）。"),
    (b'{"chip": "H20" "to": 1}', "此处应为分隔符“,”"),
    (b'{"chip": NaN}', "NaN 不是 JSON 的数字"),
    (b'{"chip": "H20", "chip": "H20"}', "在 chip, chip 中，有一个名称出现了两次"),
    (b'"H20"', "请求正文既不是对象（一份订单），也不是对象的列表。"),
)


@pytest.mark.parametrize(("body", "in_chinese"), BODIES, ids=[body.decode() for body, _ in BODIES])
def test_a_body_that_cannot_be_read(asking: httpx.Client, body: bytes, in_chinese: str) -> None:
    told = asking.post("/api/check?lang=zh", content=body, headers={"content-type": "application/json"}).json()
    assert in_chinese in told["detail"]


PATHS = (
    *("/?chip=HH20&to=SG", "/?chip=H20&to=Atlantis&on=03/04/2024&tpp=4992 TPP&datacenter=maybe", "/?clock=noon"),
    *("/?chip=H20&chip=H200", "/?facts=just words&to=Korea", "/?nonsense=1"),
    *("/dates?chip=HH20", "/dates?on=yesterday", "/dates?chip=H20&tpp=many"),
    *("/map?to=Atlantis", "/map?tpp=many", "/map?chip=HH20", "/map?on=2020-01-01", "/map/verdict?tpp=many"),
    *("/law?on=yesterday", "/law?clock=noon", "/law/no-such-provision"),
    *("/chips/hh20", "/chips?kind=spaceship", "/chips/compare?chip=H20", "/chips/compare?chip=H20&chip=HH20"),
    f"/?chip={'H' * 400}",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_in_chinese_what_is_wrong(asking: httpx.Client, kept: re.Pattern[str], path: str) -> None:
    answer = asking.get(path, headers=CHINESE)
    assert answer.status_code in (404, 422)
    lines = words(answer.text)
    assert {line: found for line in lines if (found := english(line, kept))} == {}
    assert '<p lang="en">' not in answer.text
    assert "faults" in answer.text or any(map(is_chinese, answer.text))


BOOK = b"""order,chip,to,on,tpp,country,buyer country
1,H20,CN,2024-06-01,,CN,
2,HH20,Chnia,2024-13-01,5 TPP,,
3,H20,CN,2024-06-01,,SG,
4,H20,CN,2024-06-01,,CN,,more,than,headings
5,"H20
"""


def test_an_order_book_with_bad_rows(asking: httpx.Client, kept: re.Pattern[str]) -> None:
    address = bring(asking, "orders.csv", BOOK)
    look = asking.get(address, headers=CHINESE).text
    results = finished(asking, f"{address.partition('?')[0]}/results", CHINESE).text
    for page in (look, results):
        assert "'5 TPP' 带有单位 'TPP'" in page.replace("&#39;", "'")
        assert {line: found for line in words(page) if (found := english(line, kept))} == {}
    rejects = re.search(r'href="([^"]*\.rejects\.csv[^"]*)"', results)
    assert rejects is not None
    table = asking.get(rejects[1].replace("&amp;", "&"), headers=CHINESE).text
    assert "请按 ISO 格式填写，例如 2024-03-01" in table
    assert "write" not in table


UNREADABLE = (
    ("empty.csv", b"\n\n", "empty.csv 只有空行；请在第一行写列标题。"),
    ("paper.csv", b"%PDF-1.7\n\0\0\0\0", "paper.csv 是 PDF 文件，不是订单表；请把表导出为 XLSX 或 CSV。"),
    ("strange.csv", b"aa,bb\n1,2\n", "strange.csv：其 2 列无一可识别（'aa', 'bb'）。"),
)


@pytest.mark.parametrize(("name", "content", "in_chinese"), UNREADABLE, ids=[name for name, *_ in UNREADABLE])
def test_a_book_that_cannot_be_read(
    asking: httpx.Client, kept: re.Pattern[str], name: str, content: bytes, in_chinese: str
) -> None:
    page = asking.get(bring(asking, name, content), headers=CHINESE).text
    assert in_chinese in page.replace("&#39;", "'")
    assert {line: found for line in words(page) if (found := english(line, kept))} == {}


def test_a_reform_that_cannot_be_made(asking: httpx.Client, kept: re.Pattern[str]) -> None:
    limits = "limit.us/ear/3A090.a.1%23tpp=many&limit.us/ear/3A090.a.2%23tpp=-5&limit.nonsense=1"
    page = asking.get(f"/law?{limits}", headers=CHINESE).text.replace("&#39;", "'")
    assert "应为 4800 或 5.92 这样的数，而不是 'many'" in page
    assert "限值不能为负" in page
    assert "没有这个名称的限值。" in page
    assert {line: found for line in words(page) if (found := english(line, kept))} == {}


INPUTS = (
    ("/api/check?lang=zh&assume=everything", "assume：应为以下之一：'nothing'、'ordinary'"),
    ("/api/check?lang=zh&clock=noon", "clock：应为以下之一："),
)


@pytest.mark.parametrize(("address", "in_chinese"), INPUTS, ids=["assume", "clock"])
def test_an_input_of_the_api(asking: httpx.Client, address: str, in_chinese: str) -> None:
    told = asking.post(address, json=GOOD).json()
    assert in_chinese in told["detail"]
    assert told["faults"][0]["wrong"] in told["detail"]
    in_english = asking.post(address.replace("lang=zh", "lang=en"), json=GOOD).json()
    assert "Input should be '" in in_english["detail"]
    assert " or '" in in_english["faults"][0]["wrong"]
