"""Results: the same cells in every format, whole or not at all, and nothing that a spreadsheet runs."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.cases.order_files import SheetLook, open_orders, open_results, refuse_same_file
from chipgate.cases.order_files.safe_cells import safe_csv_cell
from chipgate.cases.order_files.xlsx_results import XlsxBook
from chipgate.errors import UnwritableFile

from .conftest import cells_of, read

SUFFIXES = (".csv", ".xlsx", ".parquet", ".jsonl")
COLUMNS = ("order", "芯片", "买方", "note")
ORDERS = [
    {"order": "1", "芯片": "H20", "买方": "上海某某科技有限公司", "note": "第一行\n第二行"},
    {"order": "2", "芯片": "A800 <80 GB> & co", "买方": '"深圳", 某厂'},
    {"order": "3", "芯片": " 007 ", "note": "𠮷野家 🚢; tab\there | bar"},
    {"order": "4", "note": "-5"},
]


def write_all(path: Path, columns, rows) -> None:
    with open_results(path, columns) as results:
        for row in rows:
            results.write(row)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_orders_come_back_from_every_format(tmp_path, suffix):
    path = tmp_path / f"结果{suffix}"
    write_all(path, COLUMNS, ORDERS)
    with open_orders(path) as orders:
        assert orders.header == COLUMNS
        assert [dict(row.cells) for row in orders.rows()] == ORDERS
        assert orders.notes == ()
    assert list(tmp_path.iterdir()) == [path]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(
    lambda text: text == "" or not text.isspace()
)


@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".jsonl"])
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.fixed_dictionaries({"a": ANY_TEXT, "b": ANY_TEXT}), max_size=5))
def test_any_text_comes_back(suffix, rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"r{suffix}"
        rows = rows or [{"a": "1"}]  # a JSON Lines file without rows is empty
        write_all(path, ["a", "b"], rows)
        full = [{name: text for name, text in row.items() if text} for row in rows]
        assert cells_of(path) == [row for row in full if row]


PLAIN_OR_NOT = st.from_regex(r"[-+]?[0-9]{0,17}([.,][0-9]{0,3})?(e[0-9])?", fullmatch=True) | st.dates().map(str)


@settings(max_examples=200, deadline=None)
@given(texts=st.lists(PLAIN_OR_NOT.filter(bool) | ANY_TEXT.filter(bool), min_size=1, max_size=8))
def test_numbers_and_days_of_a_workbook_come_back_as_they_were_written(texts):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.xlsx"
        with open_results(path, ["a"], look=SheetLook(frozenset("a"))) as results:
            for text in texts:
                results.write({"a": text})
        assert cells_of(path) == [{"a": text} for text in texts]


@pytest.mark.parametrize(
    ("text", "value", "shown_as"),
    [
        ("4992", 4992, "General"),
        ("-5.92", -5.92, "General"),
        ("123456789012345", 123456789012345, "0"),
        ("2024-06-01", datetime(2024, 6, 1), "yyyy\\-mm\\-dd"),
        ("1900-03-01", datetime(1900, 3, 1), "yyyy\\-mm\\-dd"),
        *(
            (text, text, "General")
            for text in ("007", "1.50", "+5", "-0", "1234567890123456", "1e5", ".5", "5.", "1,000")
        ),
        *((text, text, "General") for text in ("2024-02-30", "1900-02-28", "2024-6-1", "=5", "-cmd", "-", "٣", "５")),
    ],
)
def test_what_is_a_number_or_a_day_in_a_workbook(tmp_path, text, value, shown_as):
    with open_results(tmp_path / "r.xlsx", ["a", "b"], look=SheetLook(frozenset("a"))) as results:
        results.write({"a": text, "b": text})
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert (sheet["A2"].value, sheet["A2"].number_format) == (value, shown_as)
    assert (sheet["B2"].value, sheet["B2"].data_type) == (text, "s")
    assert sheet["A2"].data_type != "f"


def test_a_workbook_is_ready_to_be_read(tmp_path):
    look = SheetLook(fills={"outcome": {"yes": "DDF2E3", "no": "F9DEDC"}})
    with open_results(tmp_path / "r.xlsx", ["outcome", "why", "买方"], look=look) as results:
        results.write({"outcome": "no", "why": "x" * 400, "买方": "上海某某科技有限公司"})
        results.write({"outcome": "maybe", "why": "no"})
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    sheet = book.active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C3")
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [10, 60, 23]
    assert sheet["A2"].fill.fgColor.rgb == "FFF9DEDC"
    assert [sheet[cell].fill.fill_type for cell in ("A3", "B2", "B3", "A1")] == [None] * 4
    assert sheet["A1"].font.bold
    assert not sheet["A2"].font.bold


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.fixed_dictionaries({"a": ANY_TEXT, "b": ANY_TEXT}), max_size=5))
def test_any_text_comes_back_from_csv_behind_its_apostrophe(rows):
    # A cell with more delimiters below its first line than the row has is taken for rows run together, and said so.
    rows = [{name: text.replace(",", ";") for name, text in row.items()} for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        with open_results(path, ["a", "b"], byte_order_mark=True) as results:  # text of control characters looks binary
            for row in rows:
                results.write(row)
        full = [{name: safe_csv_cell(text) for name, text in row.items() if text} for row in rows]
        assert cells_of(path) == [row for row in full if row]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 21 1234", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-", "=5", "-5-3"]
)
def test_what_a_spreadsheet_would_run_stands_behind_an_apostrophe(tmp_path, text):
    write_all(tmp_path / "r.csv", ["a"], [{"a": text}])
    assert cells_of(tmp_path / "r.csv") == [{"a": f"'{text}"}]
    write_all(tmp_path / "r.xlsx", ["a"], [{"a": text}])
    cell = openpyxl.load_workbook(tmp_path / "r.xlsx").active["A2"]
    assert cell.data_type == "s"
    assert cells_of(tmp_path / "r.xlsx") == [{"a": text}]


@pytest.mark.parametrize("text", ["-5", "+5", "-5.92", "-1,000", "-1e5", "-3%", "a=1", "5-3"])
def test_numbers_and_plain_text_need_no_escape(text):
    assert safe_csv_cell(text) == text


def test_headings_are_escaped_too(tmp_path):
    write_all(tmp_path / "r.csv", ["=cmd"], [])
    assert b"'=cmd" in (tmp_path / "r.csv").read_bytes()


@pytest.mark.parametrize(("for_excel", "start"), [(True, b"\xef\xbb\xbf"), (False, b'"')])
def test_a_byte_order_mark_stands_where_it_is_asked_for(tmp_path, for_excel, start):
    with open_results(tmp_path / "r.csv", ["a"], for_excel) as results:
        results.write({"a": "中国"})
    assert (tmp_path / "r.csv").read_bytes().startswith(start)


def test_other_programs_read_the_workbook(tmp_path):
    write_all(tmp_path / "r.xlsx", COLUMNS, ORDERS)
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert sheet.title == "results"
    assert [cell.value for cell in sheet[2]] == ["1", "H20", "上海某某科技有限公司", "第一行\n第二行"]
    frame = pl.read_excel(tmp_path / "r.xlsx", infer_schema_length=0)
    assert frame.rows()[1][2] == '"深圳", 某厂'


def test_a_full_sheet_goes_on_on_a_second(tmp_path):
    book = XlsxBook(tmp_path / "r.xlsx", ["n"], most_rows=4)
    for number in range(7):
        book.write([str(number)])
    book.finish()
    sheets = openpyxl.load_workbook(tmp_path / "r.xlsx")
    read_back = {sheet.title: [row[0].value for row in sheet.iter_rows()] for sheet in sheets}
    assert read_back == {
        "results": ["n", "0", "1", "2"],
        "results 2": ["n", "3", "4", "5"],
        "results 3": ["n", "6"],
    }
    assert "fill 3 sheets" in book.notes[0]


def test_a_cell_too_long_for_a_sheet_is_cut_and_said(tmp_path):
    path = tmp_path / "r.xlsx"
    with open_results(path, ["a"]) as results:
        results.write({"a": "长" * 40_000})
    (cell,) = cells_of(path)
    assert len(cell["a"]) == 32_767
    assert cell["a"].endswith("longer than a sheet can hold)")
    assert "1 cells were cut" in results.notes[0]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_half_characters_and_nul_do_not_stop_the_writing(tmp_path, suffix):
    write_all(tmp_path / f"r{suffix}", ["a"], [{"a": "x\ud800y\0z"}])
    rows, _, _ = read(tmp_path / f"r{suffix}")
    assert len(rows) == 1


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_error_leaves_what_was_there(tmp_path, suffix):
    path = tmp_path / f"r{suffix}"
    path.write_text("before")

    def fail_halfway() -> None:
        with open_results(path, ["a"]) as results:
            results.write({"a": "1"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_rows(tmp_path, suffix):
    path = tmp_path / f"r{suffix}"
    write_all(path, ["a", "b"], [])
    if suffix != ".jsonl":  # a JSON Lines file without rows is empty
        assert read(path)[:2] == ([], ("a", "b"))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_disk_full(tmp_path, suffix):
    code = """
import resource, sys
from chipgate.cases.order_files import open_results
from chipgate.errors import UnwritableFile
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
import random
try:
    with open_results(sys.argv[1], ["a"]) as results:
        for n in range(200_000):
            results.write({"a": random.randbytes(10).hex()})
except UnwritableFile as full:
    print(full)
"""
    path = tmp_path / f"r{suffix}"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
    assert f"{path} was not written: the disk is full" in done.stdout, done
    assert "Exception ignored" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["r", "r.xls", "r.txt", "r.json", "r.csv.gz"])
def test_other_suffixes(tmp_path, name):
    with pytest.raises(UnwritableFile, match=r"name it \.csv, \.xlsx, \.parquet or \.jsonl"):
        open_results(tmp_path / name, ["a"])


def test_places_that_cannot_be_written(tmp_path):
    with pytest.raises(UnwritableFile, match="is a folder"):
        open_results(tmp_path, ["a"])
    with pytest.raises(UnwritableFile, match="there is no folder"):
        open_results(tmp_path / "none" / "r.csv", ["a"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_without_permission(tmp_path, suffix):
    tmp_path.chmod(0o500)
    with pytest.raises(UnwritableFile, match="may not be written"):
        open_results(tmp_path / f"r{suffix}", ["a"])


def test_the_orders_are_never_overwritten(tmp_path):
    orders = tmp_path / "orders.csv"
    orders.write_text("a\n1\n")
    (tmp_path / "link.csv").symlink_to(orders)
    (tmp_path / "hard.csv").hardlink_to(orders)
    for name in ("orders.csv", "link.csv", "hard.csv", "../" + tmp_path.name + "/orders.csv"):
        with pytest.raises(UnwritableFile, match="the file of orders itself"):
            refuse_same_file(tmp_path / name, orders)
    refuse_same_file(tmp_path / "results.csv", orders)


def test_unknown_columns_are_not_dropped(tmp_path):
    with pytest.raises(ValueError, match="has no column 'b'"), open_results(tmp_path / "r.csv", ["a"]) as results:
        results.write({"b": "1"})
    with pytest.raises(ValueError, match="name of its own"):
        open_results(tmp_path / "r.csv", ["a", "a"])


def test_many_rows_of_parquet_keep_their_order(tmp_path):
    write_all(tmp_path / "r.parquet", ["n"], ({"n": str(n)} for n in range(120_000)))
    assert pl.read_parquet(tmp_path / "r.parquet")["n"].to_list() == [str(n) for n in range(120_000)]
