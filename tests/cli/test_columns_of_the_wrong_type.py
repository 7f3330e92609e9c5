"""Columns of the wrong type, mixed types, missing columns and far too many: what is said, and what is written."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from .conftest import Chipgate
from .tables import SUFFIXES, read, write

ORDERS: dict[str, Sequence[object]] = {
    "chip": ["H20", "H100"],
    "to": ["CN", "CN"],
    "on": ["2024-06-01", "2024-06-01"],
    "units": ["8", "9"],
    "end_user_hq_iso2": ["CN", "CN"],
}
DAY, ZONED = datetime(2024, 6, 1), datetime(2024, 6, 1, 12, tzinfo=UTC)

REFUSED = [
    ("chip", [{"x": 1}, {"x": 2}], "column 'chip' holds Struct({'x': Int64}) values; write it as text or numbers"),
    ("chip", [["H20"], ["H100"]], "column 'chip' holds List(String) values; write it as text or numbers, or leave"),
    ("to", [b"CN", b"CN"], "column 'to' holds Binary values; write it as text or numbers, or leave it out."),
]
REJECTED = [
    ("on", [True, False], "'true' is not a day", "write it in ISO form, like 2024-03-01"),
    ("on", [45444, 45445], "'45444' is not a day", "write it in ISO form, like 2024-03-01"),
    ("on", [ZONED, ZONED], "names a time zone", "write the day alone, like 2024-03-01"),
    ("on", [timedelta(1), timedelta(2)], "'P1D' is not a day", "write it in ISO form, like 2024-03-01"),
    ("chip", [1, 2], "no chip named '1' in the catalogue", "List them with `chipgate chips`"),
    ("units", [Decimal("8.50"), Decimal("9.25")], "'8.5' is no quantity", "write a whole number above zero"),
    ("units", [0.5, float("inf")], "'0.5' is no quantity", "write a whole number above zero"),
    ("to", [False, False], "no country 'false'", "Give an ISO 3166 code"),
]
JUDGED: list[tuple[str, Sequence[object]]] = [
    ("on", [date(2024, 6, 1), date(2024, 6, 1)]),
    ("on", [DAY, DAY]),
    ("on", [20240601, 20240601]),
    ("units", [Decimal("8.00"), Decimal("9.00")]),
    ("units", [8.0, 9.0]),
    ("chip", pl.Series(["H20", "H100"], dtype=pl.Categorical)),
    ("to", pl.Series(["CN", "CN"], dtype=pl.Enum(["CN", "US"]))),
    ("units", pl.Series([None, None], dtype=pl.Null)),
]


def parquet(folder: Path, **columns: Sequence[object]) -> Path:
    path = folder / "orders.parquet"
    pl.DataFrame({**ORDERS, **columns}).write_parquet(path)
    return path


@pytest.mark.parametrize(("column", "values", "message"), REFUSED, ids=[str(one[0]) + one[2][8:30] for one in REFUSED])
def test_a_column_that_has_no_text(
    chipgate: Chipgate, tmp_path: Path, column: str, values: list[object], message: str
) -> None:
    parquet(tmp_path, **{column: values})
    ran = chipgate("check", "orders.parquet")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"chipgate: orders.parquet: {message}")
    assert [path.name for path in tmp_path.iterdir()] == ["orders.parquet"]


@pytest.mark.parametrize(("column", "values", "wrong", "right"), REJECTED, ids=[one[2] for one in REJECTED])
def test_a_column_that_means_something_else(
    chipgate: Chipgate, tmp_path: Path, column: str, values: list[object], wrong: str, right: str
) -> None:
    parquet(tmp_path, **{column: values})
    ran = chipgate("check", "orders.parquet", "--assume", "ordinary")
    assert ran.code == 3
    rejects = read(tmp_path / "orders.rejects.csv")
    assert {row["row"] for row in rejects} == {"1", "2"}
    assert rejects[0]["column"] == column
    assert wrong in rejects[0]["wrong"]
    assert right in rejects[0]["right"]
    assert read(tmp_path / "orders.results.parquet") == []


@pytest.mark.parametrize(("column", "values"), JUDGED, ids=[f"{name} {pl.Series(v).dtype}" for name, v in JUDGED])
def test_a_column_of_another_type_that_says_the_same(
    chipgate: Chipgate, tmp_path: Path, column: str, values: Sequence[object]
) -> None:
    parquet(tmp_path, **{column: values})
    ran = chipgate("check", "orders.parquet", "--assume", "ordinary", "-o", "out.csv")
    assert ran.code == 0
    assert [row["outcome"] for row in read(tmp_path / "out.csv")] == ["no_licence_required", "licence_required"]


def test_columns_that_mean_nothing_are_carried_whatever_they_hold(chipgate: Chipgate, tmp_path: Path) -> None:
    parquet(
        tmp_path,
        lines=[[{"sku": "甲", "n": Decimal("1.50")}], []],
        audit=[{"by": "x", "at": DAY}, None],
        hash=[b"\x01\xff", None],
        lasted=[timedelta(hours=1), None],
    )
    ran = chipgate("check", "orders.parquet", "--assume", "ordinary")
    first, second = read(tmp_path / "orders.results.parquet")
    assert ran.code == 0
    assert [json.loads(first["lines"]), second["lines"]] == [[{"sku": "甲", "n": "1.50"}], "[]"]
    assert json.loads(first["audit"]) == {"by": "x", "at": "2024-06-01 00:00:00"}
    assert (first["hash"], first["lasted"], second["audit"]) == ("01ff", "PT1H", "")
    assert "the column 'hash' holds Binary values and is not read." in ran.out
    named = chipgate("check", "orders.parquet", "--column", "hash=end_user")
    assert (named.code, "column 'hash' holds Binary values; write it as text" in named.err) == (2, True)


def test_mixed_types_in_a_column_of_json_lines(chipgate: Chipgate, tmp_path: Path) -> None:
    values = ["1", 1, True, None, {}, [1], 1.5, 10**30, float("inf"), float("nan"), "eight"]
    rows = [json.dumps({"chip": "H20", "to": "CN", "on": "2024-06-01", "units": value}) for value in values]
    (tmp_path / "orders.jsonl").write_text("\n".join(rows))
    ran = chipgate("check", "orders.jsonl", "--assume", "ordinary")
    assert ran.code == 3
    judged = [row.get("units", "") for row in read(tmp_path / "orders.results.jsonl")]
    wrong = {row["row"]: row["wrong"] for row in read(tmp_path / "orders.rejects.csv")}
    assert [one for one in judged if one != str(10**30)] == ["1", "1", "", ""]
    assert wrong["3"] == "'true' is not a decimal number"
    assert (wrong["5"], wrong["6"]) == ("'units' holds an object", "'units' holds a list")
    assert wrong["7"] == "'1.5' is no quantity"
    assert wrong["9"] == "'units' holds an infinite number"
    assert "'ight'" in wrong["11"]


def test_numbers_and_texts_in_a_column_of_a_workbook(chipgate: Chipgate, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["chip", "to", "on", "units"],
        ["H20", "CN", DAY, 8],
        ["H100", "CN", "2024-06-01", "8"],
        ["H20", "CN", 45444, 8],
        ["H20", "CN", DAY, True],
        ["H20", False, DAY, 8],
        ["H20", "CN", DAY, 8.5],
    ):
        book.active.append(row)
    book.save(tmp_path / "orders.xlsx")
    ran = chipgate("check", "orders.xlsx", "--assume", "ordinary")
    assert ran.code == 3
    assert [row["outcome"] for row in read(tmp_path / "orders.results.xlsx")] == [
        "no_licence_required",
        "licence_required",
    ]
    rejects = read(tmp_path / "orders.rejects.csv")
    assert [(row["row"], row["column"], row["wrong"].split(" ")[0]) for row in rejects[:2]] == [
        ("4", "on", "'45444'"),
        ("5", "units", "'true'"),
    ]
    assert (rejects[2]["row"], rejects[2]["wrong"]) == ("6", "no country 'false'")  # 'no' would be Norway
    assert rejects[-1]["wrong"] == "'8.5' is no quantity"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    ("missing", "note"),
    [
        ("chip", "no column gives the item: add a column chip, or item_kind and tpp"),
        ("to", "no column gives the destination: add a column destination"),
        ("on", "no column gives the day, without which no order is answered: add a column date, or give --on DAY."),
    ],
)
def test_a_missing_column_is_said_and_nothing_is_cleared(
    chipgate: Chipgate, tmp_path: Path, suffix: str, missing: str, note: str
) -> None:
    row = {"chip": "H20", "to": "CN", "on": "2024-06-01", "units": "8"}
    write(tmp_path / f"orders{suffix}", [{name: text for name, text in row.items() if name != missing}])
    ran = chipgate("check", f"orders{suffix}", "--assume", "ordinary")
    assert ran.code == 0
    assert note in ran.out
    assert [one["outcome"] for one in read(tmp_path / f"orders.results{suffix}")] == ["undetermined"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_three_hundred_columns_of_which_five_matter(chipgate: Chipgate, tmp_path: Path, suffix: str) -> None:
    """Every column comes back, in its place and as it was; the others cost what copying them costs."""
    filling = {f"ATTR_{number:03}": f"value {number}" for number in range(295)}
    row = {**dict(list(filling.items())[:150]), **{name: str(values[0]) for name, values in ORDERS.items()}, **filling}
    write(tmp_path / f"orders{suffix}", [row] * 200)
    began = time.monotonic()
    ran = chipgate("check", f"orders{suffix}", "--assume", "ordinary", "-o", f"out{suffix}")
    assert time.monotonic() - began < 10
    rows = read(tmp_path / f"out{suffix}")
    assert ran.code == 0
    assert len(rows) == 200
    assert list(rows[0])[:300] == list(row)
    assert all(one["outcome"] == "no_licence_required" for one in rows)
    assert {name: rows[-1][name] for name in row} == row
