"""Parquet that Spark's workers read and write themselves: the rows and answers of frames, each row once."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bench.big.transactions import write_transactions

import chipgate as cg
from chipgate.cases.tables import parquet_pieces, spark_files
from chipgate.cases.tables.frame_judge import FRAME_COLUMNS
from chipgate.cases.tables.frames import HowToJudge
from chipgate.cases.tables.parquet_pieces import PlainFiles, plain_files
from chipgate.cases.tables.parquet_to_parquet import judge_parquet
from chipgate.cases.tables.sent_judging import recipe_of
from chipgate.cases.tables.spark_files import judge_files, tally_files
from chipgate.cli.spark_session import SparkFailed, said_by_spark
from tests.cases.frame_rows import CHECKER, answers, at_random

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")

HOW = HowToJudge(CHECKER)


class WithoutSpark:
    """Stands in for a Spark context: it does the work of each piece here, in the way that ATTEMPT says."""

    defaultParallelism = 3  # noqa: N815  # the name that Spark has for it

    def __init__(self, attempt: Callable[[Callable[[Any], Any], Any], Any] = lambda work, piece: work(piece)) -> None:
        self._attempt = attempt

    def parallelize(self, pieces: Sequence[Any], tasks: int) -> WithoutSpark:
        assert len(pieces) == tasks
        self._pieces = pieces
        return self

    def map(self, work: Callable[[Any], Any]) -> WithoutSpark:
        self._work = work
        return self

    def collect(self) -> list[Any]:
        return [self._attempt(self._work, piece) for piece in self._pieces]


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parquet_pieces, "MOST_ROWS", 100)
    monkeypatch.setattr(spark_files, "ROWS_AT_ONCE", 40)
    monkeypatch.setenv("CHIPGATE_CACHE", str(tmp_path / "cache"))


def files_of(path: Path) -> PlainFiles:
    found = plain_files(path)
    assert found is not None
    return found


def numbered(folder: Path, rows: Sequence[Any], row_group_size: int = 30) -> Path:
    """ROWS in a folder of three files, with the number of each."""
    frame = pl.DataFrame(list(rows)).with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    folder.mkdir()
    for start in range(3):
        third = frame.filter(pl.col("number") * 3 // max(frame.height, 1) == start)
        third.write_parquet(folder / f"{start}.parquet", row_group_size=row_group_size)
    return folder


def rows_in(folder: Path) -> pl.DataFrame:
    assert (folder / "_SUCCESS").is_file()
    return pl.read_parquet(folder / "*.parquet").sort("number")


def test_each_row_has_the_answer_of_the_checker(spark: Any, tmp_path: Path) -> None:
    """Of random rows about every third has a fault."""
    orders = numbered(tmp_path / "orders", at_random())
    counts = judge_files(spark.sparkContext, files_of(orders), HOW, tmp_path / "results")
    found = rows_in(tmp_path / "results")
    assert found.select(FRAME_COLUMNS).to_dicts() == answers(at_random())
    assert found.select("number", *at_random()[0]).equals(rows_in_order(orders))
    told = found.group_by("outcome", "other_clock_outcome", "deciding_provision", "missing").len()
    assert counts == {row[:-1]: row[-1] for row in told.rows()}


def rows_in_order(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "*.parquet").sort("number")


def test_a_tally_counts_the_same_rows(spark: Any, tmp_path: Path) -> None:
    files = files_of(numbered(tmp_path / "orders", at_random()))
    told = pl.DataFrame(answers(at_random())).group_by("outcome", "deciding_provision").len()
    wanted = {(outcome or "", provision or ""): rows for outcome, provision, rows in told.rows()}
    assert tally_files(spark.sparkContext, files, HOW) == wanted


def test_shipments_have_the_answers_of_the_table_engine_and_of_frames(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_pieces, "MOST_ROWS", 2_000)
    monkeypatch.setattr(spark_files, "ROWS_AT_ONCE", 1_500)
    given = pl.read_parquet(write_transactions(tmp_path / "made.parquet", 12_000, seed=5)).with_row_index("number")
    path = tmp_path / "orders.parquet"
    given.with_columns(pl.col("number").cast(pl.Int64)).write_parquet(path, row_group_size=1_700)
    judge_files(spark.sparkContext, files_of(path), HOW, tmp_path / "results")
    judge_parquet(path, tmp_path / "alone.parquet", CHECKER)
    cg.check(spark.read.parquet(str(path)), checker=CHECKER).write.parquet(str(tmp_path / "frames"))
    texts = [pl.col(name).cast(pl.String) for name in FRAME_COLUMNS]
    found = rows_in(tmp_path / "results").select("number", *texts)
    assert found.equals(pl.read_parquet(tmp_path / "alone.parquet").select("number", *texts))
    assert found.equals(rows_in(tmp_path / "frames").select("number", *texts))


def test_what_tasks_need_again_is_set_apart_but_not_for_good(tmp_path: Path) -> None:
    """PySpark looks for garbage after each task, for a quarter of a second where tables are large."""
    files = files_of(numbered(tmp_path / "orders", at_random()))
    recipe, apart = recipe_of(HOW, files.header), []
    try:
        for _ in range(spark_files._TASKS_WITHOUT_SEARCH):
            spark_files._tally_of_part(recipe, files.pieces(1)[0])
            apart.append(gc.get_freeze_count() > 0)
    finally:
        gc.unfreeze()
    assert apart.count(False) == 1


def test_columns_are_named_and_typed_as_in_a_frame(spark: Any, tmp_path: Path) -> None:
    given = pa.table(
        {
            "chip": pa.array(["H20", "A800", None], pa.large_string()),
            "to": pa.array(["CN", "SG", "CN"]).dictionary_encode(),
            "on": [date(2024, 6, 1), None, date(2022, 10, 21)],
            "outcome": ["mine", None, ""],
            "price": pa.array([Decimal("1.50"), None, Decimal("-0.25")], pa.decimal128(12, 2)),
            "share": [0.5, None, 2.0],
            "small": pa.array([1, None, -3], pa.int8()),
            "paid": [True, None, False],
            "seen": pa.array([datetime(2024, 6, 1, 12, 0, 0, 5), None, datetime(1, 1, 1)], pa.timestamp("us")),
        }
    )
    path = tmp_path / "orders.parquet"
    pq.write_table(given, path)
    results = cg.check_with_spark(spark, path, tmp_path / "results", checker=CHECKER)
    frame = cg.check(spark.read.parquet(str(path)), checker=CHECKER)
    assert results.schema == frame.schema
    assert results.columns[3] == "given_outcome"
    assert results.collect() == frame.collect()
    assert next(one.name for one in (tmp_path / "results").glob("part-*")).endswith(".zstd.parquet")  # by our own way


def test_a_column_that_spark_alone_reads_goes_through_its_frames(spark: Any, tmp_path: Path) -> None:
    rows = pa.table({"chip": ["H20"], "to": ["CN"], "on": ["2024-06-01"], "carried": [[1, 2]]})
    pq.write_table(rows, tmp_path / "orders.parquet")
    (row,) = cg.check_with_spark(spark, tmp_path / "orders.parquet", tmp_path / "r", assume="ordinary").collect()
    assert (row.outcome, row.carried) == ("no_licence_required", [1, 2])
    with pytest.raises(cg.ChipgateError, match="r is there already"):
        cg.check_with_spark(spark, tmp_path / "orders.parquet", tmp_path / "r")


@pytest.mark.parametrize("row_group_size", [30, 1_000])
def test_work_that_is_done_twice_writes_its_rows_once(tmp_path: Path, row_group_size: int) -> None:
    orders = numbered(tmp_path / "orders", at_random(), row_group_size)

    def twice(work: Callable[[Any], Any], piece: Any) -> Any:
        work(piece)
        return work(piece)

    counts = judge_files(WithoutSpark(twice), files_of(orders), HOW, tmp_path / "results")
    found = rows_in(tmp_path / "results")
    assert found["number"].to_list() == list(range(300))
    assert counts.total() == 300


def test_what_attempts_that_were_lost_have_left_is_no_result(tmp_path: Path) -> None:
    orders = numbered(tmp_path / "orders", at_random())

    def after_a_loss(work: Callable[[Any], Any], piece: Any) -> Any:
        folder = tmp_path / "results.partial"
        (folder / ".part-lost").write_text("half of it")
        pl.read_parquet(orders / "0.parquet").write_parquet(folder / "part-00000-of-another-run.parquet")
        return work(piece)

    judge_files(WithoutSpark(after_a_loss), files_of(orders), HOW, tmp_path / "results")
    assert rows_in(tmp_path / "results")["number"].to_list() == list(range(300))
    assert not [one.name for one in (tmp_path / "results").iterdir() if one.name.startswith(".")]


@pytest.mark.parametrize("wrong", ["fails", "writes elsewhere"])
def test_work_that_goes_wrong_leaves_no_result_and_the_one_before(tmp_path: Path, wrong: str) -> None:
    files = files_of(numbered(tmp_path / "orders", at_random()))
    judge_files(WithoutSpark(), files, HOW, tmp_path / "results")
    before = {one.name for one in (tmp_path / "results").iterdir()}

    def going_wrong(work: Callable[[Any], Any], piece: Any) -> Any:
        done = work(piece)
        if wrong == "fails":
            raise OSError("no room is left")
        (tmp_path / "results.partial" / done.name).unlink()
        return done

    with pytest.raises((OSError, cg.ChipgateError), match=r"no room is left|must write to the same folder"):
        judge_files(WithoutSpark(going_wrong), files, HOW, tmp_path / "results")
    assert {one.name for one in (tmp_path / "results").iterdir()} == before
    assert not (tmp_path / "results.partial").exists()


def test_what_a_worker_says_is_passed_on(spark: Any, tmp_path: Path) -> None:
    orders = numbered(tmp_path / "orders", at_random())
    files = files_of(orders)
    shutil.copy(orders / "0.parquet", orders / "1.parquet")
    with (
        pytest.raises(SparkFailed, match=r"^Spark failed: .*1\.parquet was changed while it was read"),
        said_by_spark(),
    ):
        judge_files(spark.sparkContext, files, HOW, tmp_path / "results")
    assert sorted(one.name for one in tmp_path.iterdir() if one.name != "cache") == ["orders"]


def test_one_large_row_group_is_judged_by_one_worker(tmp_path: Path) -> None:
    frame = pl.DataFrame([dict(row) for row in at_random()]).with_row_index("number")
    frame.with_columns(pl.col("number").cast(pl.Int64)).write_parquet(tmp_path / "o.parquet", row_group_size=300)
    judge_files(WithoutSpark(), files_of(tmp_path / "o.parquet"), HOW, tmp_path / "results")
    assert rows_in(tmp_path / "results").select(FRAME_COLUMNS).to_dicts() == answers(at_random())
    assert len(list((tmp_path / "results").glob("*.parquet"))) == 1


def test_a_file_without_rows_has_a_result_without_rows(tmp_path: Path) -> None:
    pq.write_table(pa.table({"chip": pa.array([], pa.string()), "missing": pa.array([], pa.string())}), tmp_path / "o")
    counts = judge_files(WithoutSpark(), files_of(tmp_path / "o"), HOW, tmp_path / "results")
    assert counts == {}
    (part,) = (tmp_path / "results").glob("*.parquet")
    assert pq.read_schema(part).names == ["chip", "given_missing", *FRAME_COLUMNS]


def test_headings_that_nobody_knows_are_refused_before_spark_works(tmp_path: Path) -> None:
    pq.write_table(pa.table({"colour": ["red"]}), tmp_path / "o")
    with pytest.raises(cg.ChipgateError, match="none of the columns 'colour' is known"):
        judge_files(None, files_of(tmp_path / "o"), HOW, tmp_path / "results")
    assert not (tmp_path / "results.partial").exists()
