"""``cg.check(spark_frame)``: executors of a real session give the answers of `Checker`, row for row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

import chipgate as cg
from chipgate.cases.tables.frame_judge import FRAME_COLUMNS
from tests.cases.frame_rows import CHECKER, Row, answers, at_random, worked

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")

ROWS = {"worked cases": worked, "random rows": at_random}


def as_spark(spark: Any, rows: Sequence[Row], partitions: int = 3) -> Any:
    names = [*rows[0], "number of the row"]
    schema = ", ".join(f"`{name}` string" for name in names[:-1]) + f", `{names[-1]}` int"
    values = [(*row.values(), number) for number, row in enumerate(rows)]
    return spark.createDataFrame(values, schema).repartition(partitions)


def in_order(judged: Any) -> list[dict[str, Any]]:
    return [row.asDict() for row in judged.orderBy("number of the row").collect()]


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_each_row_has_the_answer_of_the_checker(spark: Any, rows: Callable[[], list[Row]]) -> None:
    given = as_spark(spark, rows())
    judged = cg.check(given, checker=CHECKER)
    assert type(judged) is type(given)
    found = in_order(judged)
    assert [{name: row[name] for name in FRAME_COLUMNS} for row in found] == answers(rows())
    for row, mine in zip(found, rows(), strict=True):
        assert {name: row.get(f"given_{name}", row[name]) for name in mine} == mine


H20 = {"chip": "H20", "to": "CN", "on": "2024-06-01"}


def test_types_of_the_owner_stay(spark: Any) -> None:
    given = spark.createDataFrame(
        [("H20", "CN", date(2024, 6, 1), 5, [1], {"a": 1.5}), ("H20", "CN", None, None, None, None)],
        "chip string, to string, on date, units long, carried array<int>, more map<string, double>",
    )
    judged = cg.check(given, assume="ordinary")
    assert judged.schema.fields[: len(given.schema.fields)] == given.schema.fields
    first, second = judged.collect()
    assert (first.outcome, second.outcome) == ("no_licence_required", "undetermined")
    assert second.missing == "as_of"


def test_a_reform_travels_to_the_executors(spark: Any) -> None:
    """3A090.a.1 from a TPP of 2000 on instead of 4800: an H20, 2368, is in it."""
    reform = cg.Reform("lower", (cg.SetLimit("us/ear/3A090.a.1#tpp", 2000),))
    corpus = cg.reformed(cg.us_corpus(), reform)
    checker = cg.Checker(corpus=corpus, assume="ordinary")
    (row,) = cg.check(as_spark(spark, [H20], 1), checker=checker).collect()
    assert row.outcome == cg.check(H20, checker=checker).outcome == "licence_required"
    assert cg.check(H20, assume="ordinary").outcome == "no_licence_required"


def test_a_frame_without_rows(spark: Any) -> None:
    empty = as_spark(spark, [H20]).limit(0)
    assert cg.check(empty).columns == [*empty.columns, *FRAME_COLUMNS]
    assert cg.check(empty).collect() == []


def test_a_column_without_text_is_refused_before_spark_starts_to_work(spark: Any) -> None:
    given = spark.createDataFrame([([1], "CN")], "chip array<int>, to string")
    with pytest.raises(cg.ChipgateError, match="the column 'chip' holds array<int> values"):
        cg.check(given)
