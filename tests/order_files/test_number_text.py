"""Numbers and days of typed cells as text."""

from __future__ import annotations

import pytest

from chipgate.cases.order_files.number_text import day_text, number_text


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("7", "7"),
        ("7.0", "7"),
        ("1.1000000000000001", "1.1"),  # what Excel stores for a typed 1.1
        ("0.30000000000000004", "0.30000000000000004"),
        ("-5", "-5"),
        ("1E+16", "1e+16"),
        ("1.5E3", "1500"),
        ("x", "x"),
    ],
)
def test_numbers(stored, text):
    assert number_text(stored) == text


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("60", None),  # 29 February 1900, which never was
        ("61", "1900-03-01"),
        ("45352", "2024-03-01"),
        ("45352.520833333336", "2024-03-01T12:30:00"),
        ("0.5", "12:00:00"),
        ("-1", None),
        ("2958465", "9999-12-31"),
        ("2958466", None),
        ("x", None),
        ("nan", None),
    ],
)
def test_days_of_the_1900_count(serial, text):
    assert day_text(serial, starts_1904=False) == text


@pytest.mark.parametrize(("serial", "text"), [("0", "1904-01-01"), ("0.5", "12:00:00"), ("43890", "2024-03-01")])
def test_days_of_the_1904_count(serial, text):
    assert day_text(serial, starts_1904=True) == text
