"""Headings that nobody knows: said, and named by the user."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Chipgate
from tests.cli.tables import read, write

ROW = {"Endkunde": "Inspur", "Modell": "L20", "Land": "CN", "date": "2024-06-01", "Notiz": "x"}
MAPPED = ("--column", "Endkunde=end_user", "--column", "Modell=chip", "--column", "Land=destination")


def test_a_heading_means_what_the_user_says(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [ROW])
    ran = chipgate("check", "orders.csv", *MAPPED, "--assume", "ordinary", "-o", "out.csv")
    (row,) = read(tmp_path / "out.csv")
    assert ran.code == 0
    assert (row["outcome"], row["missing"]) == ("undetermined", "buyer_itself_listed")
    assert row["Endkunde"] == "Inspur"


def test_what_a_book_lacks_is_said(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [ROW])
    ran = chipgate("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv")
    assert "no column gives the item" in ran.out
    assert "no column gives the destination" in ran.out
    assert read(tmp_path / "out.csv")[0]["outcome"] == "undetermined"


def test_a_label_that_may_name_the_chips_is_told(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [{"Item": "L20", "to": "CN", "date": "2024-06-01"}])
    said = "the column 'Item' is read as a label; if it names the chips: --column 'Item=chip'"
    assert said in chipgate("check", "orders.csv", "-o", "out.csv").out
    ran = chipgate("check", "orders.csv", "--column", "Item=chip", "-o", "named.csv")
    assert said not in ran.out
    assert read(tmp_path / "named.csv")[0]["tpp"] == "1912"


def test_a_heading_that_may_decide_is_said_not_to_be_read(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [{"chip": "L20", "to": "CN", "date": "2024-06-01", "Owner of the site": "Inspur"}])
    ran = chipgate("check", "orders.csv", "-o", "out.csv")
    assert "the column 'Owner of the site' is not read; if it matters: --column 'Owner of the site=NAME'" in ran.out


def test_a_party_that_is_not_read_is_said_aloud(chipgate: Chipgate, tmp_path: Path) -> None:
    row = {"chip": "L20", "to": "CN", "date": "2024-06-01", "Importer of record": "Inspur"}
    write(tmp_path / "orders.csv", [row])
    said = "CAUTION: the column 'Importer of record' looks like a party and is not read"
    assert said in chipgate("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv").out
    assert said in chipgate("check", "orders.csv", "--dry-run").out
    mapped = chipgate("check", "orders.csv", "--assume", "ordinary", "--column", "Importer of record=purchaser")
    assert "CAUTION" not in mapped.out


@pytest.mark.parametrize("heading", ["End client", "Buyer", "Ultimate Consignee Name", "最终用户名称"])
def test_a_listed_party_under_another_heading_is_not_cleared(heading: str, chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [{"chip": "L20", "to": "CN", "date": "2024-06-01", heading: "Inspur"}])
    ran = chipgate("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv")
    assert ran.code == 0
    assert read(tmp_path / "out.csv")[0]["outcome"] == "undetermined"


def test_a_mapping_of_no_heading_or_no_column_is_refused(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [ROW])
    assert (
        "'Modell=chjp' names no column; write HEADING=NAME. Did you mean 'chip'"
        in chipgate("check", "orders.csv", "--column", "Modell=chjp").err
    )
    for command in (("check",), ("compare", "2023-11-16", "2023-11-17")):
        ran = chipgate(*command, "orders.csv", "--column", "Kunde=end_user")
        assert "orders.csv has no heading 'Kunde'" in ran.err
        assert ran.code == 2


def test_two_places_that_differ_are_rejected(chipgate: Chipgate, tmp_path: Path) -> None:
    row = {"chip": "H200", "Ship-To Country": "China", "Country": "Singapore", "date": "2026-09-01"}
    write(tmp_path / "orders.csv", [row])
    ran = chipgate("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv")
    assert ran.code == 3
    assert read(tmp_path / "out.rejects.csv")[0]["wrong"].startswith("'Singapore' differs from 'China'")


def test_a_cover_sheet_and_a_title_need_no_editing(chipgate: Chipgate, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Order book of ACME"])
    for name in ("Open orders", "Next year"):
        sheet = book.create_sheet(name)
        for row in (["Open orders, June"], [], ["Chip", "Destination", "Date"], ["L20", "CN", "2024-06-01"], ["x"]):
            sheet.append(row)
    book.save(tmp_path / "orders.xlsx")
    ran = chipgate("check", "orders.xlsx", "--format", "json")
    told = json.loads(ran.out)
    assert (told["judged"], [one["row"] for one in told["rejects"]]) == (1, [5])
    assert "headings were found in sheet 'Open orders', row 3; the rows above were not read." in told["notes"]
    assert "only sheet 'Next year' was read" in chipgate("check", "orders.xlsx", "--sheet", "Next year").out
    refused = chipgate("check", "orders.xlsx", "--sheet", "May")
    assert refused.code == 2
    assert "orders.xlsx has no sheet 'May'; it has 'Sheet', 'Open orders', 'Next year'" in refused.err


def test_headings_that_the_user_names_are_found_too(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("Bestellungen\nModell;Land;Tag\nL20;CN;2024-06-01\n")
    mapped = ("--column", "Modell=chip", "--column", "Land=destination", "--column", "Tag=date")
    assert json.loads(chipgate("check", "orders.csv", *mapped, "--format", "json").out)["judged"] == 1
