"""Parquet: typed columns as the text that a user would write."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal

import polars as pl
import pytest

from .conftest import cells_of, read, refusal


def test_types(tmp_path):
    frame = pl.DataFrame(
        {
            "whole": [7, None],
            "float": [5.92, float("nan")],
            "round": [4800.0, 1e16],
            "small": pl.Series([5.92, 0.1], dtype=pl.Float32),
            "decimal": pl.Series([Decimal("5.920"), Decimal("100.000")], dtype=pl.Decimal(10, 3)),
            "yes": [True, False],
            "day": [date(2024, 3, 1), None],
            "moment": [datetime(2024, 3, 1), datetime(2024, 3, 1, 12, 30, 1)],
            "zoned": [datetime(2024, 3, 1, tzinfo=UTC), None],
            "time": [time(12, 30), None],
            "kind": pl.Series(["上海", " "], dtype=pl.Categorical),
        }
    )
    frame.write_parquet(tmp_path / "o.parquet")
    first, second = cells_of(tmp_path / "o.parquet")
    assert first.pop("zoned").startswith("2024-03-01T00:00:00")
    assert first.pop("time").startswith("12:30:00")
    assert first == {
        "whole": "7",
        "float": "5.92",
        "round": "4800",
        "small": "5.92",
        "decimal": "5.92",
        "yes": "true",
        "day": "2024-03-01",
        "moment": "2024-03-01",
        "kind": "上海",
    }
    assert second == {
        "round": "1e+16",
        "small": "0.1",
        "decimal": "100",
        "yes": "false",
        "moment": "2024-03-01T12:30:01",
    }


def test_infinite_numbers_are_faults(tmp_path):
    pl.DataFrame({"a": [1.0, float("inf")], "b": ["x", "inf"]}).write_parquet(tmp_path / "o.parquet")
    rows, _, _ = read(tmp_path / "o.parquet")
    assert (rows[1].fault.column, rows[1].fault.wrong) == ("a", "'a' holds inf")
    assert dict(rows[1].cells) == {"b": "inf"}


@pytest.mark.parametrize("values", [[[1, 2]], [{"x": 1}], [b"bytes"]])
def test_columns_without_a_text_are_refused(tmp_path, values):
    pl.DataFrame({"good": ["x"], "bad": values}).write_parquet(tmp_path / "o.parquet")
    assert "column 'bad' holds" in refusal(tmp_path / "o.parquet")


@pytest.mark.parametrize("kept", [6, 100, -1])
def test_truncated(tmp_path, kept):
    path = tmp_path / "o.parquet"
    pl.DataFrame({"a": list(range(1000))}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:kept])
    assert "Parquet" in refusal(path)


def test_damaged_pages(tmp_path):
    path = tmp_path / "o.parquet"
    pl.DataFrame({"a": [f"text {n}" for n in range(50_000)]}).write_parquet(path)
    data = bytearray(path.read_bytes())
    data[20:4000] = bytes(3980)
    path.write_bytes(data)
    refusal(path)


def test_many_slices_and_blank_rows(tmp_path):
    values = [str(n) if n % 2 else None for n in range(50_001)]
    pl.DataFrame({"n": values, " ": values}).write_parquet(tmp_path / "o.parquet")
    rows, header, notes = read(tmp_path / "o.parquet")
    assert header == ("n", "column B")
    assert [(row.number, row.cells["n"]) for row in rows] == [(n + 1, str(n)) for n in range(1, 50_001, 2)]
    assert "25,001 blank rows were passed over." in notes


def test_no_rows(tmp_path):
    pl.DataFrame({"a": []}, schema={"a": pl.String}).write_parquet(tmp_path / "o.parquet")
    rows, header, notes = read(tmp_path / "o.parquet")
    assert (rows, header) == ([], ("a",))
    assert "no orders" in notes[0]


def test_without_polars_the_remedy_is_named(tmp_path, monkeypatch):
    pl.DataFrame({"a": ["x"]}).write_parquet(tmp_path / "o.parquet")
    monkeypatch.setitem(sys.modules, "polars", None)
    assert "chipgate[parquet]" in refusal(tmp_path / "o.parquet")
