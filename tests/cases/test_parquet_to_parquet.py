"""A Parquet file judged into another: the rows and answers of a judged frame, with and without faults."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.tables import parquet_to_parquet
from chipgate.cases.tables.dictionary_tables import tables_in
from chipgate.cases.tables.frame_judge import FrameJudge, ReadTable
from chipgate.cases.tables.levels import NO_ENTRY
from chipgate.cases.tables.parquet_to_parquet import judge_parquet, tally_parquet
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.chips.catalogue import bundled
from chipgate.readings.columns.joint_walk import JointWalk

WANTED = ("outcome", "outcomes", "deciding_provision", "missing", "reason", "warnings", "eccn", "faults")
COUNTRIES = ("CN", "SG", "AE", "DE", "US", "RU", None)


def orders(count: int, seed: int, faulty: bool = False) -> pl.DataFrame:
    """Orders of which some facts are missing; days and quantities are many."""
    draw = Random(seed)
    units = (*range(1, 400), None, *((0,) if faulty else ()))
    rows = {
        "chip": [draw.choice((*bundled().names(), None)) for _ in range(count)],
        "destination": [draw.choice(COUNTRIES) for _ in range(count)],
        "end_user_hq": [draw.choice(COUNTRIES) for _ in range(count)],
        "date": [draw.choice((None, draw.randint(19_300, 20_700))) for _ in range(count)],
        "units": [draw.choice(units) for _ in range(count)],
    }
    return pl.DataFrame(rows).with_columns(pl.col("date").cast(pl.Int32).cast(pl.Date))


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parquet_to_parquet, "ROWS_AT_ONCE", 700)
    monkeypatch.setattr(parquet_to_parquet, "ROWS_COUNTED_AT_ONCE", 500)
    monkeypatch.setenv("CHIPGATE_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("faulty", [False, True])
def test_the_answers_are_those_of_a_frame(tmp_path: Path, faulty: bool) -> None:
    given = orders(3_000, 3, faulty)
    given.write_parquet(tmp_path / "given.parquet", row_group_size=900)
    wanted = FrameJudge(given.columns, Checker(assume="ordinary"), wanted=WANTED).judge(given)
    for _ in range(2):  # the second run begins with what the first has kept
        judge_parquet(tmp_path / "given.parquet", tmp_path / "out.parquet", Checker(assume="ordinary"), WANTED)
        found = pl.read_parquet(tmp_path / "out.parquet")
        assert set(found.columns) == set(wanted.columns)
        assert found["faults"].null_count() < 3_000 or not faulty
        texts = [pl.col(name).cast(pl.String) for name in wanted.columns]
        assert found.select(texts).equals(wanted.select(texts))


@pytest.mark.parametrize("faulty", [False, True])
def test_a_tally_counts_the_same_answers(tmp_path: Path, faulty: bool) -> None:
    given = orders(3_000, 4, faulty)
    given.write_parquet(tmp_path / "given.parquet", row_group_size=900)
    judged = FrameJudge(given.columns, Checker(assume="ordinary")).judge(given)
    pairs = judged.select(pl.col("outcome", "deciding_provision").fill_null("")).rows()
    assert tally_parquet(tmp_path / "given.parquet", Checker(assume="ordinary")) == Counter(pairs)


def test_rows_that_are_read_while_others_are_looked_up_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread may read the next rows at any time; here it does so between two steps of a look-up."""
    given = orders(3_000, 5).with_columns(chip=pl.lit("H20"))
    given = pl.concat([given, orders(3_000, 6)])  # whose chips come later
    given.write_parquet(tmp_path / "given.parquet", row_group_size=3_000)
    wanted = FrameJudge(given.columns, Checker(assume="ordinary")).judge(given)
    judge = FrameJudge(given.columns, Checker(assume="ordinary"), wanted=("outcome", "deciding_provision"), always=True)
    first, second = tables_in(tmp_path / "given.parquet", given.columns, 3_000)
    now, learn = judge.read(first), JointWalk._renew
    read: list[ReadTable] = []

    def learn_and_read(walk: JointWalk) -> None:
        learn(walk)
        if not read:
            read.append(judge.read(second))

    monkeypatch.setattr(JointWalk, "_renew", learn_and_read)
    counted = judge.tally(now) + judge.tally(read[0])
    assert counted == Counter(wanted.select("outcome", "deciding_provision").rows())


def test_a_row_whose_value_was_not_there_yet_ends_in_an_error() -> None:
    """Such a row is never looked up; were one, it must not be answered by the entry of another."""
    given = orders(40, 7)
    judge = TableJudge(Checker(), given.columns, lambda column: column.cast(pl.String))
    judged = judge.judge(given)
    place = next(n for n, level in enumerate(judge.levels) if "chip" in level.reader.columns)
    values = judged.values[place]
    there = int(np.median(values))
    of_rows = judged.cells[place].taken(judge.levels[place].of_cells(np.arange(there, dtype=np.int32)))
    assert of_rows.tolist() == np.where(values < there, values, NO_ENTRY).tolist()
    assert 0 < (of_rows == NO_ENTRY).sum() < len(of_rows)
    with pytest.raises(IndexError):
        np.zeros(1_000, dtype=np.int32).take(of_rows)


def test_a_file_without_rows_gives_none(tmp_path: Path) -> None:
    orders(1, 1).head(0).write_parquet(tmp_path / "given.parquet")
    assert tally_parquet(tmp_path / "given.parquet", Checker(assume="ordinary")) == {}
