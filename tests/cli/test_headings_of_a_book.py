"""Headings that nobody knows: said, and named by the user."""

from __future__ import annotations

from pathlib import Path

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


def test_a_heading_that_may_decide_is_said_not_to_be_read(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [{"chip": "L20", "to": "CN", "date": "2024-06-01", "Owner of the site": "Inspur"}])
    ran = chipgate("check", "orders.csv", "-o", "out.csv")
    assert "the column 'Owner of the site' is not read; if it matters: --column 'Owner of the site=NAME'" in ran.out


def test_a_mapping_of_no_heading_or_no_column_is_refused(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [ROW])
    assert (
        "'Modell=chjp' names no column; write HEADING=NAME. Did you mean 'chip'"
        in chipgate("check", "orders.csv", "--column", "Modell=chjp").err
    )
    assert "orders.csv has no heading 'Kunde'" in chipgate("check", "orders.csv", "--column", "Kunde=end_user").err


def test_two_places_that_differ_are_rejected(chipgate: Chipgate, tmp_path: Path) -> None:
    row = {"chip": "H200", "Ship-To Country": "China", "Country": "Singapore", "date": "2026-09-01"}
    write(tmp_path / "orders.csv", [row])
    ran = chipgate("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv")
    assert ran.code == 3
    assert read(tmp_path / "out.rejects.csv")[0]["wrong"].startswith("'Singapore' differs from 'China'")
