"""XLSX: what the user sees in the cells, without working out formulas and without trusting the archive."""

from __future__ import annotations

import contextlib
import random
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter

from chipgate.errors import UnreadableFile

from .conftest import HEAD, cells_of, read, refusal


@pytest.fixture
def book(tmp_path):
    """Save the given rows with openpyxl."""

    def saved(*rows, change=lambda book: None):
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.active.append(row)
        change(workbook)
        workbook.save(tmp_path / "o.xlsx")
        return tmp_path / "o.xlsx"

    return saved


def test_types(book):
    path = book(
        ["n", "float", "round", "yes", "day", "moment", "time", "text"],
        [7, 5.92, 4800.0, True, date(2024, 3, 1), datetime(2024, 3, 1, 12, 30), time(12, 30), " 007"],
        [0.3, 1e16, -5, False, None, None, None, "上海\n某厂"],
    )
    assert cells_of(path) == [
        {
            "n": "7",
            "float": "5.92",
            "round": "4800",
            "yes": "true",
            "day": "2024-03-01",
            "moment": "2024-03-01T12:30:00",
            "time": "12:30:00",
            "text": " 007",
        },
        {"n": "0.3", "float": "1e+16", "round": "-5", "yes": "false", "text": "上海\n某厂"},
    ]


def test_days_of_the_1904_count_and_chinese_formats(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "o.xlsx", {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["day", "number"])
        sheet.write_datetime(1, 0, datetime(2024, 3, 1), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
        sheet.write_number(1, 1, 12, book.add_format({"num_format": '0.00 "days"'}))
    assert cells_of(tmp_path / "o.xlsx") == [{"day": "2024-03-01", "number": "12"}]


def test_rich_text_and_escaped_characters(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "o.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_rich_string(1, 0, "plain ", book.add_format({"bold": True}), "bold")
        sheet.write_string(1, 1, "a\x01b")
    assert cells_of(tmp_path / "o.xlsx") == [{"a": "plain bold", "b": "a\x01b"}]


def test_formulas_are_never_worked_out(book):
    rows, _, _ = read(book(["chip", "n", "sum"], ["H20", 5, "=B2*2"], ["H20", 1, "x"]))
    assert dict(rows[0].cells) == {"chip": "H20", "n": "5"}
    assert rows[0].fault.column == "sum"
    assert rows[0].fault.wrong == "C2 holds a formula, which is not worked out here"
    assert rows[1].fault is None


def test_errors_and_days_that_are_none(book):
    def change(workbook):
        workbook.active["B2"].number_format = "yyyy-mm-dd"

    rows, _, _ = read(book(["a", "b"], ["#N/A", -5], change=change))
    assert [fault.wrong for fault in rows[0].faults] == [
        "A2 holds the error #N/A",
        "B2 is formatted as a day but holds -5, which is none",
    ]


def test_other_sheets_are_named(book):
    def change(workbook):
        workbook.create_sheet("April")
        workbook.create_sheet("old").sheet_state = "hidden"

    _, _, notes = read(book(["a"], [1], change=change))
    assert notes == ("only sheet 'Sheet' was read; not read: 'April', 'old' (hidden). Read another with --sheet NAME.",)


def test_merged_cells_are_noted(book):
    _, _, notes = read(book(["a", "b"], [1, 2], [3, 4], change=lambda workbook: workbook.active.merge_cells("A2:A3")))
    assert "cells are merged (A2:A3)" in notes[0]


def test_what_stands_in_a_merged_block_stands_in_each_of_its_rows(book):
    """A reader sees the name beside all three rows. One that says nothing else stays blank."""

    def change(workbook):
        workbook.active.merge_cells("B2:B5")
        workbook.active.merge_cells("C2:D3")
        workbook.active.merge_cells("A6:C6")

    given = (["a", "b", "c", "d"], [1, "Huawei", "x"], [2], [3], [], [4], [5, None, None, 6])
    rows, _, _ = read(book(*given, change=change))
    assert [dict(row.cells) for row in rows] == [
        {"a": "1", "b": "Huawei", "c": "x"},
        {"a": "2", "b": "Huawei", "c": "x"},
        {"a": "3", "b": "Huawei"},
        {"a": "4"},
        {"a": "5", "d": "6"},
    ]


def test_a_fault_in_a_merged_block_is_one_of_each_of_its_rows(book):
    rows, _, _ = read(book(["a", "b"], [1, "=1+1"], [2], change=lambda workbook: workbook.active.merge_cells("B2:B3")))
    assert [len(row.faults) for row in rows] == [1, 1]


def test_merged_cells_are_found_in_utf_16_too(book):
    path = book(["a", "b"], [1, 5], [2], change=lambda workbook: workbook.active.merge_cells("B2:B3"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = next(name for name in parts if name.endswith("sheet1.xml"))
    parts[sheet] = parts[sheet].decode().encode("utf-16")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert [dict(row.cells) for row in read(path)[0]] == [{"a": "1", "b": "5"}, {"a": "2", "b": "5"}]


def test_merged_headings_and_titles_fill_no_order(book):
    def change(workbook):
        workbook.active.merge_cells("A1:A2")

    rows, _, _ = read(book(["a", "b"], [None, 1], [None, 2], change=change))
    assert [dict(row.cells) for row in rows] == [{"b": "1"}, {"b": "2"}]


def test_rows_keep_their_numbers_and_headings_may_stand_lower(book):
    rows, header, notes = read(book([], [], ["a", None, "a"], [1, 2, 3], [], [4]))
    assert header == ("a", "column B", "a.2")
    assert [row.number for row in rows] == [4, 6]
    assert any("row 3" in note for note in notes)


def test_a_value_without_heading_is_a_fault(book):
    rows, _, _ = read(book(["a"], [1, None, "stray"]))
    assert rows[0].fault.wrong == "C2 holds 'stray' in a column without a heading"
    assert dict(rows[0].cells) == {"a": "1"}


def test_an_empty_sheet(book):
    assert "sheet 'Sheet' is empty" in refusal(book())


def test_headings_only(book):
    rows, header, notes = read(book(["a", "b"]))
    assert (rows, header) == ([], ("a", "b"))
    assert "no orders" in notes[0]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated(book, share):
    path = book(["a"], *([n] for n in range(500)))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert "damaged or cut short" in refusal(path)


def test_damaged_anywhere_is_refused_or_read_but_never_crashes(book, tmp_path):
    good = book(["a", "b"], *([n, f"text {n}"] for n in range(200))).read_bytes()
    chance = random.Random(7)
    for _ in range(150):
        data = bytearray(good)
        for _ in range(20):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        path = tmp_path / "damaged.xlsx"
        path.write_bytes(data)
        with contextlib.suppress(UnreadableFile):
            read(path)


def test_a_sheet_that_claims_every_cell(hand_made_xlsx):
    far = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    far += "".join(f'<row r="{n}"><c r="XFD{n}" s="0"/></row>' for n in range(2, 3000))
    far += '<row r="1048576"><c r="A1048576"><v>7</v></c></row>'
    path = hand_made_xlsx(far, before='<dimension ref="A1:XFD1048576"/>')
    rows, _, notes = read(path)
    assert [(row.number, dict(row.cells)) for row in rows] == [(1048576, {"a": "7"})]
    assert "2,998 blank rows were passed over." in notes


def test_a_bomb_is_not_unpacked(hand_made_xlsx):
    path = hand_made_xlsx('<row r="1"><c><v>1</v></c></row>' + " " * (64 << 20))
    assert "ZIP bomb" in refusal(path)


def test_a_bomb_that_lies_about_its_size(hand_made_xlsx):
    path = hand_made_xlsx("<row><c><v>1</v></c></row>" * 100_000)
    data = path.read_bytes()
    at = data.rindex(b"PK\x01\x02")  # the sheet is the last entry of the index; its size stands 24 bytes on
    path.write_bytes(data[: at + 24] + (5000).to_bytes(4, "little") + data[at + 28 :])
    assert "damaged or cut short" in refusal(path)


def test_entities_are_refused(hand_made_xlsx):
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "declares XML entities" in refusal(hand_made_xlsx("<row><c><v>&b;</v></c></row>", doctype=doctype))


def test_outside_entities_are_refused(hand_made_xlsx):
    doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    assert "declares XML entities" in refusal(hand_made_xlsx("<row><c><v>&a;</v></c></row>", doctype=doctype))


def test_a_tag_without_end(hand_made_xlsx):
    noise = random.Random(3).randbytes(3 << 20).hex()
    assert "holds a tag of more than" in refusal(hand_made_xlsx(f'<row a="{noise}"/>'))


def test_a_cell_beyond_the_limit(hand_made_xlsx):
    noise = random.Random(3).randbytes(100_000).hex()
    path = hand_made_xlsx(
        '<row><c t="inlineStr"><is><t>a</t></is></c></row>'
        f'<row><c t="inlineStr"><is><t>{noise}</t></is></c></row><row><c><v>3</v></c></row>'
    )
    rows, _, _ = read(path)
    assert rows[0].fault.wrong == "A2 holds 200,000 characters"
    assert dict(rows[1].cells) == {"a": "3"}


@pytest.mark.parametrize(
    "cell",
    ['<c t="s"><v>5</v></c>', '<c t="s"><v>x</v></c>', '<c t="s"><v>-1</v></c>', '<c r="ZZZZ1"><v>1</v></c>'],
)
def test_cells_that_point_nowhere(hand_made_xlsx, cell):
    assert "damaged or cut short" in refusal(hand_made_xlsx(f"<row>{cell}</row>"))


def test_how_text_is_pronounced_is_not_part_of_it(hand_made_xlsx):
    text = "<is><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></is>"
    path = hand_made_xlsx(f'<row><c t="inlineStr"><is><t>a</t></is></c></row><row><c t="inlineStr">{text}</c></row>')
    assert cells_of(path) == [{"a": "東京"}]


def test_protected_parts(book, tmp_path):
    path = book(["a"], [1])
    data = bytearray(path.read_bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    path.write_bytes(data)
    assert "protected with a password" in refusal(path)


def test_a_huge_table_of_texts(hand_made_xlsx, monkeypatch):
    from chipgate.cases.order_files import xlsx_package

    monkeypatch.setattr(xlsx_package, "LARGEST_STRINGS", 50)
    extra = [("xl/sharedStrings.xml", f"{HEAD}<sst>{'<si><t>text</t></si>' * 9}</sst>")]
    assert "save it as CSV" in refusal(hand_made_xlsx("<row><c><v>1</v></c></row>", extra=extra))


def test_archive_without_a_sheet_part(tmp_path, hand_made_xlsx):
    whole = hand_made_xlsx("")
    path = tmp_path / "part.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            if "sheet1" not in name:
                target.writestr(name, source.read(name))
    assert "xl/worksheets/sheet1.xml is missing" in refusal(path)
