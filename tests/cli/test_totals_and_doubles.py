"""Rows of totals are no orders, and orders entered twice are said: nothing is dropped unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Chipgate
from tests.cli.tables import read, write

HEADINGS = ("order", "chip", "destination", "date", "quantity", "end_user", "amount")


def row(*texts: str) -> dict[str, str]:
    return dict(zip(HEADINGS, texts, strict=True))


ORDER = row("1", "H20", "CN", "2024-06-01", "5", "Acme", "100")
TOTALS = (
    *(row(word, "", "", "", "15", "", "300") for word in ("Total", "TOTAL:", "合计", "总计：", "Sub-total Q1", "Sum")),
    *(
        row(word, "", "", "", "15", "", "300")
        for word in ("Grand total", "小计", "Summe", "Gesamtsumme", "*** Total ***")
    ),
    row("", "Total", "", "", "15", "", "300"),
    row("", "", "Total", "2024-06-01", "15", "", "300"),
    row("", "", "", "", "15", "", "300"),
    row("", "", "", "", "1,500", "", "$ 30,000.00"),
)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
@pytest.mark.parametrize("copies", [1, 40])
def test_rows_of_totals_are_rejected_and_said(suffix: str, copies: int, chipgate: Chipgate, tmp_path: Path) -> None:
    """One by one, and in a book that is judged by a table."""
    write(tmp_path / f"orders{suffix}", [ORDER, *TOTALS * copies])
    ran = chipgate("check", f"orders{suffix}", "--assume", "ordinary", "-o", "out.csv")
    assert f"1 orders judged, {len(TOTALS) * copies} rows rejected" in ran.out
    rejects = read(tmp_path / "out.rejects.csv")
    assert len(read(tmp_path / "out.csv")) == 1
    wrongs = {one["wrong"] for one in rejects}
    assert "'Total' begins a row of totals, which is no order" in wrongs
    assert "the row has sums and no order" in wrongs
    assert all("totals" in wrong or "sums" in wrong for wrong in wrongs)


@pytest.mark.parametrize(
    "order",
    [
        row("Total 7", "H20", "CN", "2024-06-01", "5", "Acme", ""),
        row("7", "H20", "CN", "2024-06-01", "5", "Total", ""),
        row("7", "H20", "CN", "2024-06-01", "5", "Sum Electronics", ""),
    ],
)
def test_an_order_with_such_a_word_in_it_is_judged(order: dict[str, str], chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [order])
    assert "1 orders judged, 0 rows rejected" in chipgate("check", "orders.csv", "-o", "out.csv").out


def test_a_row_that_lacks_its_item_stays_open(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [ORDER, row("2", "", "", "", "5", "Acme", "")])
    chipgate("check", "orders.csv", "-o", "out.csv")
    assert [one["outcome"] for one in read(tmp_path / "out.csv")][1] == "undetermined"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
@pytest.mark.parametrize("others", [1, 500])
def test_orders_entered_twice_are_said_and_judged(suffix: str, others: int, chipgate: Chipgate, tmp_path: Path) -> None:
    book = [ORDER, *({**ORDER, "order": str(number)} for number in range(2, 2 + others)), ORDER]
    write(tmp_path / f"orders{suffix}", book)
    ran = chipgate("check", f"orders{suffix}", "-o", "out.csv")
    shift = 0 if suffix in (".jsonl", ".parquet") else 1
    twice = f"(row {others + 2 + shift} as row {1 + shift})"
    assert f"rows that say exactly what a row above says: 1 {twice}" in ran.out
    assert len(read(tmp_path / "out.csv")) == others + 2


def test_orders_that_differ_in_a_cell_are_no_doubles(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [ORDER, {**ORDER, "amount": "101"}])
    assert "exactly what a row above" not in chipgate("check", "orders.csv", "-o", "out.csv").out
