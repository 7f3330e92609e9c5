"""CSV: encodings, delimiters, quotation marks, and rows that cannot be read but are never lost."""

from __future__ import annotations

import pytest

from chipgate.cases.order_files import open_orders
from chipgate.cases.order_files.lines import MOST_BYTES

from .conftest import cells_of, read, refusal

CHINESE = "芯片,买方,数量\r\nH20,上海某某科技有限公司,8\r\nA800,深圳某厂,16\r\n"
AS_READ = [
    {"芯片": "H20", "买方": "上海某某科技有限公司", "数量": "8"},
    {"芯片": "A800", "买方": "深圳某厂", "数量": "16"},
]


@pytest.mark.parametrize(
    ("codec", "shown"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with byte order mark"),
        ("utf-16", "UTF-16 (little-endian)"),
        ("gb18030", "GB18030"),
    ],
)
def test_encodings(write, codec, shown):
    path = write(CHINESE.encode(codec))
    with open_orders(path) as orders:
        assert orders.encoding == shown
        assert [dict(row.cells) for row in orders.rows()] == AS_READ
        assert any("GB18030" in note for note in orders.notes) is (codec == "gb18030")


def test_big_endian_utf_16(write):
    assert cells_of(write(b"\xfe\xff" + CHINESE.encode("utf-16-be"))) == AS_READ


def test_a_line_in_another_encoding_is_faulted_and_the_rest_is_read(write):
    lines = ["买方,数量".encode(), "上海,1".encode(), "深圳,2".encode("gb18030"), "北京,3".encode()]
    rows, _, _ = read(write(b"\n".join(lines)))
    assert [(row.number, dict(row.cells)) for row in rows if not row.fault] == [
        (2, {"买方": "上海", "数量": "1"}),
        (4, {"买方": "北京", "数量": "3"}),
    ]
    (bad,) = [row for row in rows if row.fault]
    assert bad.number == 3
    assert bad.fault.wrong == "byte 1 of the line (c9 ee db da) is not UTF-8 like the rest of the file"
    assert bad.raw == "\\xc9\\xee\\xdb\\xda,2"


def test_half_a_character_in_utf_16(write):
    data = b"\xff\xfe" + "a,b\n1,2\n".encode("utf-16-le") + b"\x00\xd8" + ",3\n4,5\n6".encode("utf-16-le") + b"x"
    rows, _, _ = read(write(data))
    assert [row.number for row in rows if row.fault] == [3, 5]
    assert [dict(row.cells) for row in rows if not row.fault] == [{"a": "1", "b": "2"}, {"a": "4", "b": "5"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(write, delimiter):
    path = write(f"chip{delimiter}price{delimiter}party\nH20{delimiter}1.5{delimiter}x\n")
    assert cells_of(path) == [{"chip": "H20", "price": "1.5", "party": "x"}]


def test_decimal_commas_do_not_pass_for_delimiters(write):
    assert cells_of(write("chip;price\nH20;1,5\nH200;2,5\n"))[0] == {"chip": "H20", "price": "1,5"}


def test_one_column_and_told_delimiter(write):
    assert cells_of(write("chip\nH20\n")) == [{"chip": "H20"}]
    assert cells_of(write("sep=;\r\na;b\r\n1;2\r\n", "told.csv")) == [{"a": "1", "b": "2"}]


def test_old_macintosh_line_ends(write):
    assert cells_of(write("a,b\r1,2\r3,4\r")) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_text_is_kept_as_written_and_blank_is_absent(write):
    assert cells_of(write('a,b,c\n 007 , ,"x,""y"""\n5" wafer,nan,\n')) == [
        {"a": " 007 ", "c": 'x,"y"'},
        {"a": '5" wafer', "b": "nan"},
    ]


def test_quoted_line_breaks_and_line_numbers(write):
    rows, _, _ = read(write('a,b\n1,"two\nlines"\n3,4\n'))
    assert [(row.number, row.cells["b"]) for row in rows] == [(2, "two\nlines"), (4, "4")]


def test_short_rows_are_read_and_long_rows_faulted(write):
    rows, _, _ = read(write("a,b\n1\n1,2,,\n1,2,3\n"))
    assert [dict(row.cells) for row in rows] == [{"a": "1"}, {"a": "1", "b": "2"}, {}]
    assert rows[2].fault.wrong == "the row has 3 cells under 2 headings"
    assert rows[2].raw == "1,2,3"


@pytest.mark.parametrize(
    "text",
    [
        'a,b,c\n1,2,"open\n4,5,6\n7,8,9\n',
        'a,b,c\n1,2,"open\n4,5,6\n7,8,9"\n',
        'a,b,c\n1,"open\n4,5,6\n7,8",9\n',
        'a,b,c\n1,"open\n4,5,6\n7,"8",9\n',
        'a,b,c\n1,2,"open' + "\n4,5,6" * 400 + "\n",
    ],
)
def test_a_stray_quotation_mark_swallows_no_orders(write, text):
    rows, _, _ = read(write(text))
    assert rows[0].number == 2
    assert rows[0].fault is not None
    assert "quotation mark" in rows[0].fault.wrong
    assert rows[1].number == 3
    assert dict(rows[1].cells) == {"a": "4", "b": "5", "c": "6"}
    assert len(rows) == text.rstrip("\n").count("\n")


def test_nul_bytes(write):
    rows, _, _ = read(write("a,b\n1,2\n1\0,2\n3,4\n"))
    assert [row.fault is None for row in rows] == [True, False, True]
    assert rows[1].raw == "1\\x00,2"


def test_a_cell_beyond_the_limit(write):
    rows, _, _ = read(write("a,b\n1," + "x" * 200_000 + "\n3,4\n"))
    assert rows[0].fault.wrong == "a cell is longer than 131,072 characters"
    assert len(rows[0].raw) < 5000
    assert dict(rows[1].cells) == {"a": "3", "b": "4"}


def test_a_line_of_many_megabytes_is_one_fault(write):
    rows, _, _ = read(write("a,b\n" + "x" * (MOST_BYTES * 9) + "\n3,4\n"))
    assert "9,437,185 bytes long" in rows[0].fault.wrong
    assert [row.number for row in rows] == [2, 3]
    assert dict(rows[1].cells) == {"a": "3", "b": "4"}


def test_no_line_breaks_at_all(write):
    assert "line 1: the headings cannot be read" in refusal(write("x" * (MOST_BYTES * 2)))


def test_carriage_return_inside_a_row(write):
    rows, _, _ = read(write("a,b\n1\r,2\n3,4\n"))
    assert rows[0].fault.wrong == "a carriage return stands inside the row"
    assert dict(rows[1].cells) == {"a": "3", "b": "4"}


def test_blank_rows_are_counted(write):
    rows, _, notes = read(write("a,b\n1,2\n\n,,\n3,4\n"))
    assert [row.number for row in rows] == [2, 5]
    assert notes == ("2 blank rows were passed over.",)


def test_doubled_and_blank_headings(write):
    rows, header, notes = read(write("qty,,qty, chip \n1,2,3,4\n"))
    assert header == ("qty", "column B", "qty.2", "chip")
    assert dict(rows[0].cells) == {"qty": "1", "column B": "2", "qty.2": "3", "chip": "4"}
    assert notes == (
        "column B has no heading; it is read as 'column B'.",
        "the heading 'qty' stands over columns A and C; column C is read as 'qty.2'. Rename one of them.",
    )


def test_new_names_meet_no_old_ones(write):
    _, header, _ = read(write("qty,qty,qty.2,,column D\n1,2,3,4,5\n"))
    assert len(set(header)) == 5
    assert (header[0], header[2]) == ("qty", "qty.2")
