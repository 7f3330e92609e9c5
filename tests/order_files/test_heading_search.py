"""Headings below a title, or behind a cover sheet: found, said, and never taken from a row of orders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chipgate.cases.order_files import OrderRow, open_orders
from chipgate.errors import UnreadableFile

KNOWN = frozenset(("chip", "to", "date", "data center", "buyer"))
HEADINGS = ["order", "chip", "to", "date"]
ORDER = ["7", "H20", "CN", "2024-06-01"]
Book = Callable[..., Path]


def known(text: str) -> bool:
    return text.casefold() in KNOWN


def read(path: Path, sheet: str | None = None) -> tuple[list[OrderRow], tuple[str, ...], tuple[str, ...]]:
    with open_orders(path, known, sheet) as orders:
        return list(orders.rows()), orders.header, orders.notes


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A workbook of the named sheets."""

    def saved(**sheets: list[list[Any]]) -> Path:
        workbook = openpyxl.Workbook()
        del workbook["Sheet"]
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name.replace("_", " "))
            for row in rows:
                sheet.append(row)
        workbook.save(tmp_path / "o.xlsx")
        return tmp_path / "o.xlsx"

    return saved


def test_a_cover_sheet_and_a_title_are_passed_over(book: Book) -> None:
    path = book(Cover=[["ACME"], ["Buyer", "X"]], Open_orders=[["Open orders"], [], HEADINGS, ORDER], Later=[HEADINGS])
    rows, header, notes = read(path)
    assert header == tuple(HEADINGS)
    assert [(row.number, dict(row.cells)) for row in rows] == [(4, dict(zip(HEADINGS, ORDER, strict=True)))]
    assert notes == (
        "headings were found in sheet 'Open orders', row 3; the rows above were not read.",
        "only sheet 'Open orders' was read; not read: 'Cover', 'Later'. Read another with --sheet NAME.",
    )


def test_nothing_is_said_of_headings_that_open_the_file(book: Book, tmp_path: Path) -> None:
    assert read(book(one=[HEADINGS, ORDER]))[2] == ()
    (tmp_path / "o.csv").write_text("chip,to\nH20,CN\n")
    assert read(tmp_path / "o.csv")[2] == ()


def test_headings_behind_a_cover_sheet_alone(book: Book) -> None:
    assert read(book(Cover=[["ACME"]], Orders=[HEADINGS, ORDER]))[2][0] == (
        "headings were found in sheet 'Orders', row 1."
    )


def test_without_known_headings_the_first_row_of_the_first_sheet_is_taken(book: Book) -> None:
    rows, header, _ = read(book(one=[["a", "b"], [1, 2], [3, 4]], two=[["c"]]))
    assert header == ("a", "b")
    assert [row.number for row in rows] == [2, 3]


@pytest.mark.parametrize(("row", "found"), [(20, True), (21, False)])
def test_headings_are_looked_for_in_twenty_rows(book: Book, tmp_path: Path, row: int, found: bool) -> None:
    above = [["title"] for _ in range(row - 1)]
    assert (read(book(one=[*above, HEADINGS, ORDER]))[1] == tuple(HEADINGS)) is found
    (tmp_path / "o.csv").write_text("\n".join([*("title" for _ in above), "chip;to", "H20;CN"]))
    assert (read(tmp_path / "o.csv")[1] == ("chip", "to")) is found


def test_a_row_of_orders_is_not_taken_for_headings(book: Book) -> None:
    # Both cells are known words, but a row of orders has a number or a day.
    rows, header, _ = read(book(one=[["Endkunde", "Nutzung", "Menge"], ["Buyer", "Data center", 8]]))
    assert header == ("Endkunde", "Nutzung", "Menge")
    assert len(rows) == 1


def test_merged_cells_of_a_sheet_passed_over_are_not_noted(book: Book) -> None:
    path = book(Cover=[["ACME", None]], Orders=[HEADINGS, ORDER])
    workbook = openpyxl.load_workbook(path)
    workbook["Cover"].merge_cells("A1:B1")
    workbook.save(path)
    assert not any("merged" in note for note in read(path)[2])


def test_a_sheet_by_its_name(book: Book) -> None:
    path = book(March=[HEADINGS, ORDER], April=[["April"], HEADINGS, ORDER, ORDER])
    assert [row.number for row in read(path, "April")[0]] == [3, 4]
    assert read(path, "april ")[1] == tuple(HEADINGS)
    with pytest.raises(UnreadableFile, match="has no sheet 'May'; it has 'March', 'April'"):
        read(path, "May")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_title_in_a_csv_file(tmp_path: Path, delimiter: str) -> None:
    lines = ["Open orders, March; draft", "", '"on two', 'lines"', *map(delimiter.join, (HEADINGS, ORDER))]
    (tmp_path / "o.csv").write_text("\n".join(lines))
    rows, header, notes = read(tmp_path / "o.csv")
    assert header == tuple(HEADINGS)
    assert [(row.number, row.cells["chip"]) for row in rows] == [(6, "H20")]
    assert notes == ("headings were found in line 5; the lines above were not read.",)


def test_a_title_below_the_line_that_names_the_delimiter(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("sep=;\nOpen orders\nchip;to\nH20;CN\n")
    rows, header, _ = read(tmp_path / "o.csv")
    assert header == ("chip", "to")
    assert rows[0].number == 4


def test_a_title_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_bytes(
        "买方订单芯片数量日期目的地\n".encode("gb18030") + "chip,to\n上海,CN\n深圳,CN\n".encode()
    )
    assert read(tmp_path / "o.csv")[1][:2] == ("chip", "to")


def test_a_file_without_sheets(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("chip,to\nH20,CN\n")
    with pytest.raises(UnreadableFile, match="holds CSV, which has no sheets"):
        read(tmp_path / "o.csv", "orders")
