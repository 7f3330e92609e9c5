"""`chipgate check ORDERS`: exit codes, the dry run, default names, the page, and what the summary counts."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from .conftest import Chipgate
from .tables import read, write

LICENCE = {"order": "1", "chip": "H100", "to": "CN", "on": "2024-06-01", "end_user_hq_iso2": "CN"}
NONE = {"order": "2", "chip": "H20", "to": "CN", "on": "2024-06-01", "end_user_hq_iso2": "CN"}
OPEN = {"order": "3", "chip": "H100", "to": "SG", "on": "2024-06-01", "end_user_hq_iso2": ""}
BAD = {"order": "4", "chip": "HH20", "to": "CN", "on": "2024-06-01", "end_user_hq_iso2": ""}

EXIT_CODES = [
    ([LICENCE, NONE], (), 0),
    ([LICENCE, NONE, BAD], (), 3),
    ([LICENCE, NONE], ("licence_required",), 1),
    ([LICENCE, NONE], ("exception", "undetermined"), 0),
    ([LICENCE, NONE, OPEN], ("exception", "undetermined"), 1),
    ([LICENCE, NONE, BAD], ("licence_required",), 1),
    ([LICENCE, NONE, BAD], ("exception",), 3),
    ([LICENCE, NONE, BAD], ("rejected",), 1),
    ([LICENCE, NONE], ("rejected",), 0),
    ([NONE], ("no_licence_required",), 1),
    ([BAD], (), 3),
]


@pytest.mark.parametrize(("rows", "fail_on", "code"), EXIT_CODES)
def test_exit_codes(
    chipgate: Chipgate, tmp_path: Path, rows: list[dict[str, str]], fail_on: tuple[str, ...], code: int
) -> None:
    """0 answered; 1 an outcome named by --fail-on occurred; 3 some rows could not be read."""
    write(tmp_path / "orders.csv", rows)
    named = [word for outcome in fail_on for word in ("--fail-on", outcome)]
    ran = chipgate("check", "orders.csv", "--assume", "ordinary", *named)
    assert (ran.code, ran.err) == (code, "")
    assert (tmp_path / "orders.results.csv").exists()


@pytest.mark.parametrize(
    ("orders", "result", "rejects"),
    [
        ("orders.csv", "orders.results.csv", "orders.rejects.csv"),
        ("orders.xlsx", "orders.results.xlsx", "orders.rejects.csv"),
        ("orders.parquet", "orders.results.parquet", "orders.rejects.csv"),
        ("orders.jsonl", "orders.results.jsonl", "orders.rejects.csv"),
        ("五月 订单.csv", "五月 订单.results.csv", "五月 订单.rejects.csv"),
    ],
)
def test_results_stand_beside_the_orders(
    chipgate: Chipgate, tmp_path: Path, orders: str, result: str, rejects: str
) -> None:
    write(tmp_path / orders, [LICENCE, BAD])
    ran = chipgate("check", orders)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([orders, result, rejects])
    assert f"written: {result}\nwritten: {rejects}" in ran.out


def test_the_summary_counts_what_the_result_holds(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [LICENCE, NONE, NONE, OPEN, BAD])
    told = json.loads(chipgate("check", "orders.csv", "--assume", "ordinary", "--format", "json").out)
    assert told["schema"] == "chipgate/summary/1"
    assert told["judged"] == 4
    assert told["outcomes"] == {"licence_required": 1, "no_licence_required": 2, "undetermined": 1}
    assert sum(one["orders"] for one in told["by_deciding_provision"]) == 4
    (person,) = [one for one in told["need_a_person"] if one["outcome"] == "undetermined"]
    assert person["row"] == 5
    assert told["missing_facts"]["end_user_hq_iso2"] == 1
    assert told["rejects"] == [
        {
            "row": 6,
            "column": "chip",
            "wrong": "no chip named 'HH20' in the catalogue",
            "right": told["rejects"][0]["right"],
        }
    ]
    assert told["written"] == ["orders.results.csv", "orders.rejects.csv"]


# H20 has 4000 GB/s, above the 1400 of the letters of April 2025; on 2025-05-13 BIS published its red flags.
FLAGGED = {"order": "5", "chip": "H20", "to": "CN", "on": "2025-06-01", "end_user_hq_iso2": "CN"}


@pytest.mark.parametrize("name", ["ask.csv", "ask.xlsx", "ask.jsonl", "ask.parquet"])
def test_a_table_of_what_is_to_be_asked_of_whom(chipgate: Chipgate, tmp_path: Path, name: str) -> None:
    write(tmp_path / "orders.csv", [LICENCE, OPEN, FLAGGED])
    ran = chipgate("check", "orders.csv", "--assume", "ordinary", "--questions", name)
    assert f"written: {name}" in ran.out
    told = [
        (one["row"], one["kind"], one["whom_to_ask"] or "", one["fact"] or "", one["question"])
        for one in read(tmp_path / name)
    ]
    assert told[:2] == [
        ("3", "question", "buyer", "end_user_hq", "Where is the end user headquartered?"),
        (
            *("3", "question", "buyer", "end_user_parent_hq"),
            "Where is the ultimate parent company of the end user headquartered?",
        ),
    ]
    assert [one[:4] for one in told[2:]] == [("4", "red flag", "", "")] * 2
    assert "letters of April 2025" in told[2][4]


def test_the_table_of_questions_asks_about_an_eccn_that_is_contradicted(chipgate: Chipgate, tmp_path: Path) -> None:
    stated = [{**NONE, "eccn": "3A090.b"}, {**OPEN, "eccn": "EAR99"}, {**NONE, "eccn": "4A994"}]
    write(tmp_path / "orders.csv", stated)
    chipgate("check", "orders.csv", "--assume", "ordinary", "--questions", "ask.csv")
    told = [one for one in read(tmp_path / "ask.csv") if one["fact"] == "stated_eccn"]
    assert [(one["row"], one["kind"], one["whom_to_ask"]) for one in told] == [
        ("2", "question", "maker of the chip"),
        ("3", "question", "maker of the chip"),
    ]
    assert told[0]["question"].startswith("The ECCN 3A090.b is stated, and by what is known of the item no paragraph")
    assert "it is 3A090.a. Find out which holds" in told[1]["question"]


def test_the_table_of_questions_has_what_the_screen_asks(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [OPEN])
    ran = chipgate("check", "orders.csv", "--questions", "ask.csv", "--format", "json")
    told = json.loads(ran.out)
    assert told["written"] == ["orders.results.csv", "ask.csv"]
    asked = {one["fact"] for one in read(tmp_path / "ask.csv")}
    names = set(told["need_a_person"][0]["what"].split("; "))
    assert asked == (names - {"end_user_hq_iso2"}) | {"end_user_hq", "end_user_parent_hq"}
    assert "buyer_itself_listed" in asked


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("orders.csv", "is the file of orders itself"),
        ("orders.results.csv", "named among the results"),
        ("orders.rejects.csv", "named among the results"),
        ("ask.html", "ask.html"),
        ("no_such_folder/ask.csv", "no_such_folder"),
    ],
)
def test_a_place_for_the_questions_that_is_refused(chipgate: Chipgate, tmp_path: Path, name: str, message: str) -> None:
    write(tmp_path / "orders.csv", [OPEN])
    ran = chipgate("check", "orders.csv", "--questions", name)
    assert ran.code == 2
    assert message in ran.err
    assert not (tmp_path / "orders.results.csv").exists()  # before the first row is judged


def test_questions_are_for_a_file(chipgate: Chipgate) -> None:
    ran = chipgate("check", "--chip", "H20", "--to", "CN", "--on", "2024-06-01", "--questions", "ask.csv")
    assert ran.code == 2
    assert "--questions: for a file of orders only" in ran.err


def test_the_dry_run_judges_and_writes_nothing(chipgate: Chipgate, tmp_path: Path) -> None:
    row = {"芯片": "H20", "Ship To": "CN", "country": "CN", "destnation": "x", "order_id": "1", "Remarks": "5"}
    row["Sales region"] = "APAC"
    write(tmp_path / "orders.csv", [row])
    text = chipgate("check", "orders.csv", "--dry-run")
    told = json.loads(chipgate("check", "orders.csv", "--dry-run", "--format", "json").out)
    assert text.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv"]
    assert told["schema"] == "chipgate/columns/1"
    means = {one["header"]: one["means"] for one in told["columns"]}
    assert means == {
        "芯片": "chip",
        "Ship To": "destination_iso2",
        "country": None,
        "destnation": None,
        "order_id": None,
        "Remarks": "remarks",
        "Sales region": None,
    }
    assert {one["header"]: one["same_as"] for one in told["columns"]}["country"] == "Ship To"
    assert "芯片  ->  chip" in text.out
    assert "destnation  ->  carried through, decides nothing  (did you mean destination?)" in text.out
    assert "Sales region  ->  carried through, decides nothing\n" in text.out
    assert "no column gives the day" in text.out
    assert set(told["notes"]) <= set(text.out.splitlines())


def test_a_day_for_every_row_that_has_none(chipgate: Chipgate, tmp_path: Path) -> None:
    """A800: 624 x 8 = 4992 TPP with links of 464 GB/s, free until the 600 GB/s test went on 2023-11-17."""
    a800 = {"chip": "A800", "to": "CN", "end_user_hq_iso2": "CN"}
    write(tmp_path / "orders.csv", [{**a800, "on": ""}, {**a800, "on": "2023-01-05"}])
    chipgate("check", "orders.csv", "--on", "2024-06-01", "--assume", "ordinary")
    outcomes = [row["outcome"] for row in read(tmp_path / "orders.results.csv")]
    assert outcomes == ["licence_required", "no_licence_required"]


def test_a_wrong_day_is_said_once_and_not_for_each_row(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [LICENCE, NONE])
    ran = chipgate("check", "orders.csv", "--on", "2024-99-01")
    assert (ran.code, ran.out) == (2, "")
    assert "'2024-99-01' is not a day that exists" in ran.err


# The page.


class Page(HTMLParser):
    """Every tag, attribute and text of a page; a tag that is closed out of turn is an error."""

    VOID = frozenset({"meta", "br", "input", "link", "img", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @classmethod
    def of(cls, path: Path) -> Page:
        page = cls()
        page.feed(path.read_text("utf-8"))
        page.close()
        assert page._open == []
        return page


ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}&amp;"


def test_the_page_loads_nothing_and_escapes_what_the_user_wrote(chipgate: Chipgate, tmp_path: Path) -> None:
    rows = [{**row, "order": ATTACK, "end_user": ATTACK, "item": ATTACK} for row in (LICENCE, OPEN)]
    write(tmp_path / "<b>orders.csv", [*rows, {"order": "5", "item": ATTACK, "to": "CN", "on": "2024-06-01"}])
    assert chipgate("check", "<b>orders.csv", "-o", "page.html").code == 0
    page = Page.of(tmp_path / "page.html")
    text = "".join(page.texts)
    assert text.count(ATTACK) >= 3
    assert "<b>orders.csv" in text
    assert [tag for tag, *_ in page.attributes if tag in ("img", "iframe", "link", "object", "embed", "base")] == []
    loading = ("src", "srcset", "data", "action", "formaction", "background", "poster")
    assert [one for one in page.attributes if one[1] in loading or one[1].startswith("on")] == []
    assert {value[:1] for _, name, value in page.attributes if name == "href"} <= {"#"}
    raw = (tmp_path / "page.html").read_text("utf-8")
    assert "@import" not in raw
    assert "url(" not in raw
    assert raw.count("<script>") == 1


def test_the_page_shows_every_order_with_its_reasons(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [LICENCE, NONE, OPEN, BAD])
    ran = chipgate("check", "orders.csv", "-o", "page.html", "-o", "out.csv", "--assume", "ordinary")
    page = Page.of(tmp_path / "page.html")
    text = "".join(page.texts)
    assert ran.code == 3
    rows = read(tmp_path / "out.csv")
    assert [value for _, name, value in page.attributes if name == "data-outcome"] == [row["outcome"] for row in rows]
    assert all(row["reason"] in text for row in rows)
    assert "rows rejected" in text


def test_the_page_lists_what_was_rejected_and_names_the_clock(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [LICENCE, *[BAD] * 206])
    chipgate("check", "orders.csv", "-o", "page.html")
    page = Page.of(tmp_path / "page.html")
    text = " ".join(page.texts)
    (reject, *_) = read(tmp_path / "page.rejects.csv")
    assert text.count(reject["wrong"]) == 200
    assert all(cell in page.texts for cell in (reject["row"], reject["column"], reject["wrong"], reject["right"]))
    assert "6 more rows are in the file of rejects." in text
    assert "Answers go by what BIS enforces." in text
    chipgate("check", "orders.csv", "-o", "page.html", "--clock", "on_the_books")
    assert "Answers go by the text in force." in " ".join(Page.of(tmp_path / "page.html").texts)


def test_the_page_of_a_rejected_row_escapes_it(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [LICENCE, {**BAD, "chip": ATTACK}])
    chipgate("check", "orders.csv", "-o", "page.html")
    assert any(ATTACK[:20] in text for text in Page.of(tmp_path / "page.html").texts)
    assert (tmp_path / "page.html").read_text("utf-8").count("<script>") == 1


def test_the_page_in_chinese(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [LICENCE, OPEN])
    for language in ("en", "zh"):
        chipgate("check", "orders.csv", "-o", f"{language}.html", "--lang", language)
    english, chinese = (Page.of(tmp_path / f"{language}.html") for language in ("en", "zh"))
    assert ("html", "lang", "zh") in chinese.attributes
    assert english.texts != chinese.texts
