"""One shipment, all rules: licence, duties on either side, instructions, and what the laboratory test costs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import chipgate as cg
from chipgate.cases.duties.total_rates import Rates
from chipgate.cli.main import cli

CERTIFIED = {
    "transaction": "export",
    "end_user_hq": "CN",
    "end_user_parent_hq": "CN",
    "cert_dd_complete": "yes",
    "us_lab_test": "yes",
    "us_commercially_available": "yes",
    "volume_ratio": "0.3",
}


def check(**facts: str) -> cg.Determination:
    return cg.check(facts, assume="ordinary")


@pytest.mark.proves("742.6(b)(10)(iii)(A)(1); HTSUS chapter 99, note 39")
def test_the_laboratory_test_brings_the_duty_with_it() -> None:
    answer = check(chip="H200", to="CN", on="2026-03-01", hts="8473.30", origin="TW", **CERTIFIED)
    assert answer.review_policy == "case_by_case"
    assert answer.test_leg is not None
    assert answer.test_leg.total == Rates(25, 25)
    assert "Section 232 advanced chips: 25 %" in answer.text()


def test_without_a_case_by_case_review_there_is_no_test() -> None:
    assert check(chip="H200", to="CN", on="2025-12-01", **CERTIFIED).test_leg is None
    assert check(chip="H20", to="DE", on="2026-03-01", **CERTIFIED).test_leg is None


def test_buyers_and_customs_in_china_are_told_of_named_chips() -> None:
    told = {
        (chip, day): [one.provision.id for one in check(chip=chip, to="CN", on=day).trade.counter_measures]
        for chip, day in (
            ("H20", "2025-08-11"),
            ("H20", "2025-08-12"),
            ("RTX Pro 6000D", "2025-09-17"),
            ("H200", "2026-01-14"),
            ("L20", "2026-01-14"),
        )
    }
    assert list(told.values()) == [
        [],
        ["cn/told/H20"],
        ["cn/told/RTX Pro 6000D"],
        ["cn/told/H200 at customs"],
        [],
    ]


NO_MILITARY_USER = {"us_military_user": "no", "jp_military_user": "no"}


@pytest.mark.parametrize(
    ("material", "to", "day", "reached"),
    [
        ("gallium_germanium", "US", "2024-12-02", ["cn/announcement 2023-23"]),
        ("gallium_germanium", "US", "2024-12-03", ["cn/announcement 2023-23", "cn/announcement 2024-46, clause 2"]),
        ("gallium_germanium", "US", "2025-11-09", ["cn/announcement 2023-23"]),
        ("gallium_germanium", "US", "2026-11-27", ["cn/announcement 2023-23"]),
        ("gallium_germanium", "US", "2026-11-28", ["cn/announcement 2023-23", "cn/announcement 2024-46, clause 2"]),
        ("seven_rare_earths", "DE", "2025-04-03", []),
        ("seven_rare_earths", "DE", "2026-06-01", ["cn/announcement 2025-18"]),
        ("five_more_rare_earths", "US", "2025-11-08", []),
        ("foreign_goods_with_chinese_rare_earths", "US", "2025-10-09", ["cn/announcement 2025-61"]),
        ("foreign_goods_with_chinese_rare_earths", "US", "2025-11-07", []),
    ],
)
def test_minerals_by_day(material: str, to: str, day: str, reached: list[str]) -> None:
    answer = check(input_material=material, exported_from="CN", to=to, on=day, **NO_MILITARY_USER)
    assert [one.provision.id for one in answer.trade.counter_measures] == reached


@pytest.mark.proves("MOFCOM Announcement No. 61 of 2025: exports of foreign-made goods to countries other than China")
@pytest.mark.parametrize("sent_from", ["JP", "TW", "CN"])
@pytest.mark.parametrize(
    ("to", "day", "reached"),
    [
        ("US", "2025-10-08", []),
        ("US", "2025-10-09", ["cn/announcement 2025-61"]),
        ("KR", "2025-10-09", ["cn/announcement 2025-61"]),
        ("US", "2025-11-07", []),
    ],
)
def test_foreign_made_goods_are_reached_between_third_countries(
    sent_from: str, to: str, day: str, reached: list[str]
) -> None:
    """The announcement was read as one on exports from China, which no foreign maker has."""
    given = {"input_material": "foreign_goods_with_chinese_rare_earths", **NO_MILITARY_USER}
    found = check(**given, exported_from=sent_from, to=to, on=day, origin="JP").trade.counter_measures
    assert [one.provision.id for one in found] == reached


@pytest.mark.proves("MOFCOM Announcement No. 46 of 2024, clause 3; No. 1 of 2026: Chinese items moved on by others")
@pytest.mark.parametrize(("origin", "verdict"), [("CN", ["MET"]), ("JP", []), (None, ["UNKNOWN"])])
@pytest.mark.parametrize(
    ("to", "day", "military"),
    [("US", "2024-12-03", "us_military_user"), ("JP", "2026-01-06", "jp_military_user")],
)
def test_chinese_items_for_military_users_are_barred_from_third_countries(
    to: str, day: str, military: str, origin: str | None, verdict: list[str]
) -> None:
    given = {**NO_MILITARY_USER, "input_material": "other_dual_use", "exported_from": "KR", "to": to, military: "yes"}
    if origin is not None:
        given["origin"] = origin
    before = str(date.fromisoformat(day) - timedelta(days=1))
    assert [one.verdict.name for one in check(**given, on=day).trade.counter_measures] == verdict
    assert not check(**given, on=before).trade.counter_measures


@pytest.mark.proves("MOFCOM Announcement No. 46 of 2024, clause 1; No. 1 of 2026: military users, wherever they are")
@pytest.mark.parametrize(
    ("to", "day", "military", "number"),
    [
        ("JP", "2024-12-03", "us_military_user", "2024-46, clause 1"),
        ("DJ", "2026-01-06", "jp_military_user", "2026-1"),
    ],
)
def test_military_users_abroad_are_reached(to: str, day: str, military: str, number: str) -> None:
    """A base of the United States in Japan, one of Japan in Djibouti: neither text is limited to a destination."""
    given = {**NO_MILITARY_USER, "input_material": "other_dual_use", "exported_from": "CN", "to": to, military: "yes"}
    before = str(date.fromisoformat(day) - timedelta(days=1))
    for use in ({"military_end_user": "yes"}, {"known_end_use": "military"}):
        (found,) = check(**given, **use, on=day).trade.counter_measures
        assert (found.provision.id, found.verdict.name) == (f"cn/announcement {number}", "MET")
        assert not check(**given, **use, on=before).trade.counter_measures
    assert not check(**given, military_end_user="no", known_end_use="ordinary", on=day).trade.counter_measures


def test_whether_the_october_package_came_back_is_open() -> None:
    told = {"input_material": "five_more_rare_earths", "exported_from": "CN", "to": "US", **NO_MILITARY_USER}
    (open_one,) = check(on="2026-11-11", **told).trade.counter_measures
    assert open_one.verdict.name == "UNKNOWN"
    assert not check(on="2026-11-11", cn_suspension_extended="yes", **told).trade.counter_measures
    (lapsed,) = check(on="2026-11-11", cn_suspension_extended="no", **told).trade.counter_measures
    assert lapsed.verdict.name == "MET"


ORDERS = """order,chip,destination,date,HTS code,country of origin,qty,unit price (USD),duty_rate_pct
1,H200,US,2026-03-01,8473.30,TW,10,30000,mine
2,H100,US,2025-03-10,8473.30.1180,CN,1,25000,
3,H20,CN,2025-09-01,8542.31,US,5,12000,
4,H100,DE,2025-09-01,8542.31,TW,5,12000,
5,H100,US,2025-09-01,85x,TW,5,12000,
6,H200,CN,2026-02-01,,,5,12000,
"""


@pytest.mark.parametrize("repeated", [1, 150])
def test_a_book_gets_columns_of_duties(tmp_path: Path, repeated: int) -> None:
    """Row by row, and by the table of the law; what the user called as we do is kept beside it."""
    head, *rows = ORDERS.splitlines()
    book = tmp_path / "book.csv"
    book.write_text("\n".join([head, *rows * repeated]) + "\n", encoding="utf-8")
    ran = CliRunner().invoke(cli, ["check", str(book), "--assume", "ordinary"])
    assert ran.exit_code == 3  # rows with 85x are rejected
    found = pl.read_csv(tmp_path / "book.results.csv", infer_schema=False).fill_null("").tail(5)
    assert found["duty_rate_pct"].to_list() == ["25", "45", "", "not modelled", ""]
    assert found["duty_rate_pct_low"].to_list() == ["25", "45", "0", "not modelled", "0"]
    assert found["duty_rate_pct_high"].to_list() == ["25", "45", "40", "not modelled", ""]
    assert found["duty_amount"].to_list()[:3] == ["USD 75000.00", "USD 11250.00", "USD 0.00 ... 24000.00"]
    assert found["counter_measures"].to_list() == ["", "", "cn/told/H20", "", "cn/told/H200 at customs"]
    assert found["given_duty_rate_pct"].to_list()[0] == "mine"
    assert "wafer_origin" in found["duty_missing"].to_list()[2]
    assert {"hts", "origin"} <= set(found["duty_missing"].to_list()[4].split(";"))


BESIDE = """PO,Chip,Ship to,Ship date,Tariff No.,Made in,Qty,Line Value (USD)
1,H200,US,2026-03-01,8473.30.1180,TW,8,250000
2,H20,US,2025-04-15,8542.31,CN,10,100000
3,MI325X,US,2026-05-05,8473.30,,2,40000
4,A100,US,2026-08-01,8473.30,MY,2,-5
5,H200,DE,2026-03-01,8473.30,TW,2,1000
"""


def test_the_summary_and_the_page_of_a_book_tell_of_its_duties(tmp_path: Path) -> None:
    """62500 is 25 per cent of 250000; 70000 is 70 per cent of 100000; the value of order 4 cannot be read."""
    book, page = tmp_path / "book.csv", tmp_path / "book.html"
    book.write_text(BESIDE, encoding="utf-8")
    results = str(tmp_path / "out.csv")
    ran = CliRunner().invoke(cli, ["check", str(book), "--assume", "ordinary", "-o", results, "-o", str(page)])
    assert "Duties: 3 orders settled, 1 open, 1 without a day or place that is modelled." in ran.output
    assert "Duties of the settled orders that have a value: USD 132500.00." in ran.output
    assert "Duties are open in these lines of the results: 3; duty_missing says why." in ran.output
    assert page.read_text(encoding="utf-8").count("All duties together") == 4
    assert pl.read_csv(results, infer_schema=False)["duty_amount"].to_list()[3] == "the value cannot be read"


def test_a_material_that_is_called_unknown_leaves_the_restrictions_open() -> None:
    told = {"exported_from": "CN", "to": "US", "on": "2025-06-01"}
    assert not cg.check(told, assume="ordinary").trade.counter_measures
    open_ = cg.check({**told, "input_material": "unknown"}, assume="ordinary").trade.counter_measures
    assert "cn/announcement 2025-18" in {one.provision.id for one in open_}


def test_a_code_that_is_called_unknown_still_asks_for_duties() -> None:
    answer = cg.check(chip="H100", hts="unknown", to="US", on="2026-03-01", assume="ordinary")
    assert answer.trade.duties is not None
    assert {"hts", "origin"} <= {fact.name for fact in answer.trade.duties.missing}


def test_a_row_without_a_day_says_that_the_day_is_missing(tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_text("chip,to,date,hts,origin\nH100,US,unknown,8473.30,TW\n", encoding="utf-8")
    CliRunner().invoke(cli, ["check", str(book), "--assume", "ordinary"])
    found = pl.read_csv(tmp_path / "book.results.csv", infer_schema=False)
    assert found["duty_missing"].to_list() == ["as_of"]


def test_a_reform_of_a_duty_leaves_no_trace_and_moves_no_licence() -> None:
    law = cg.trade_corpus()
    raised = cg.reformed(law, cg.Reform("raised", (cg.SetLimit("us/232/chips#rate", 50),)))
    board = {"chip": "H200", "origin": "TW", "to": "US", "on": "2026-03-01", "hts": "8473.30"}
    assert cg.landed_cost(**board, corpus=raised).total_rate_pct == 50
    assert cg.landed_cost(**board).total_rate_pct == 25
    asked = {"chip": "H20", "to": "CN", "on": "2024-06-01"}
    plain, changed = (cg.check(asked, checker=cg.Checker(corpus=one, assume="ordinary")) for one in (law, raised))
    assert plain.json() == changed.json()


def test_a_reform_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "reform.toml"
    file.write_text('name = "servers too"\n[limits]\n"us/122/surcharge#rate" = 15\n', encoding="utf-8")
    found = cg.compare("law", str(file), on="2026-03-01")
    assert "15" in found.text()
    assert "us/122/surcharge" in {one["id"] for one in found.json()["law"]["provisions"]}
