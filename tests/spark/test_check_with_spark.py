"""`chipgate check --engine spark`: the answers of the table engine, whole or not at all, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from chipgate.cases.tables.frame_judge import FRAME_COLUMNS
from tests.cases.frame_rows import at_random
from tests.cli.conftest import Chipgate
from tests.cli.tables import write

ROWS = [{name: text for name, text in row.items() if text} | {"number": str(n)} for n, row in enumerate(at_random(200))]


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_results_and_summary_are_those_of_a_run_without_spark(
    spark: Any, chipgate: Chipgate, tmp_path: Path, suffix: str
) -> None:
    path = write(tmp_path / f"orders{suffix}", ROWS)
    with_spark = chipgate("check", path, "--engine", "spark", "--master", "local[2]", "--format", "json")
    alone = chipgate("check", path, "-o", tmp_path / "alone.parquet", "--format", "json")
    assert with_spark.code == alone.code == 3, with_spark.err
    told, wanted = json.loads(with_spark.out), json.loads(alone.out)
    assert told["outcomes"] == wanted["outcomes"]
    assert told["judged"] == wanted["judged"]
    assert told["rejected_rows"] == wanted["rejected_rows"]
    found = pl.read_parquet(tmp_path / "orders.results.parquet" / "*.parquet").filter(pl.col("outcome").is_not_null())
    other = pl.read_parquet(tmp_path / "alone.parquet")
    names = [name for name in FRAME_COLUMNS if name != "faults"]
    by_number = found.sort(pl.col("number").cast(pl.Int64)).select("number", *names)
    assert by_number.with_columns(pl.col(names).replace("", None)).equals(other.select("number", *names))


def test_a_second_run_takes_the_place_of_the_first(spark: Any, chipgate: Chipgate, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [{"chip": "H20", "to": "CN", "on": "2024-06-01"}])
    named = ("-o", tmp_path / "orders.results.parquet")
    for further in ((), named):
        ran = chipgate("check", path, "--engine", "spark", "--master", "local[2]", *further)
        assert ran.code == 0, ran.err
    assert (tmp_path / "orders.results.parquet" / "_SUCCESS").is_file()
    assert not list(tmp_path.glob("*.partial"))


def test_only_spark_writes_a_folder(chipgate: Chipgate, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [{"chip": "H20", "to": "CN", "on": "2024-06-01"}])
    (tmp_path / "results.parquet").mkdir()
    ran = chipgate("check", path, "-o", tmp_path / "results.parquet")
    assert (ran.code, "results.parquet' is a directory" in ran.err) == (2, True)


def test_a_folder_that_is_no_result_is_left_alone(chipgate: Chipgate, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [{"chip": "H20", "to": "CN", "on": "2024-06-01"}])
    (tmp_path / "orders.results.parquet").mkdir()
    (tmp_path / "orders.results.parquet" / "mine.txt").write_text("mine")
    ran = chipgate("check", path, "--engine", "spark")
    assert (ran.code, ran.err.count("is no result that Spark wrote")) == (2, 1)
    assert (tmp_path / "orders.results.parquet" / "mine.txt").read_text() == "mine"


def test_a_damaged_file_leaves_no_result(spark: Any, chipgate: Chipgate, tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    path.write_bytes(b"PAR1 and nothing else")
    ran = chipgate("check", path, "--engine", "spark", "--master", "local[2]")
    assert ran.code == 2
    assert "Spark failed" in ran.err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["orders.parquet"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--sheet", "Orders"), "Spark reads Parquet and CSV"),
        (("--dry-run",), "leave out --engine spark"),
        (("-o", "a.parquet", "-o", "b.parquet"), "there is one, a Parquet folder"),
        (("-o", "a.xlsx"), "Spark writes a Parquet folder"),
        (("--master", "spark://127.0.0.1:1"), "nobody answers at spark://127.0.0.1:1"),
    ],
)
def test_what_spark_cannot_do_is_refused(
    chipgate: Chipgate, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    path = write(tmp_path / "orders.csv", [{"chip": "H20", "to": "CN", "on": "2024-06-01"}])
    ran = chipgate("check", path, "--engine", "spark", *arguments)
    assert ran.code != 0
    assert message in ran.err


@pytest.mark.parametrize("name", ["nowhere.parquet", "orders.xlsx"])
def test_files_that_spark_does_not_read_are_refused(chipgate: Chipgate, tmp_path: Path, name: str) -> None:
    if name == "orders.xlsx":
        write(tmp_path / name, [{"chip": "H20"}])
    ran = chipgate("check", tmp_path / name, "--engine", "spark")
    assert ran.code == 2
    assert ("there is no file" if name == "nowhere.parquet" else "Spark reads Parquet and CSV here") in ran.err
