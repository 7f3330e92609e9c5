"""Rows judged side by side have the outcomes, and the deciding provisions, that explain has of each of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from bench.big.synthetic_law import synthetic_corpus
from bench.big.transactions import piece
from bench.differential.compared import explained
from bench.differential.random_law import random_corpus
from bench.differential.shipments import batch

from chipgate.cases.check import Checker
from chipgate.cases.tables import frame_judge, outcomes_side_by_side, ways_side_by_side, where_it_pays
from chipgate.cases.tables.answers_of_kinds import AnswersOfKinds
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.cases.tables.order_values import OrderLevel

TOLD = ("outcome", "outcomes", "deciding_provision")


@pytest.fixture(autouse=True)
def every_law_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIPGATE_CACHE", "off")
    monkeypatch.setattr(outcomes_side_by_side, "MOST_LINES", -1)
    monkeypatch.setattr(outcomes_side_by_side, "FEWEST_ROWS", 1)


def transactions(rows: int, seed: int) -> pl.DataFrame:
    found = pl.from_arrow(piece(0, rows, seed))
    assert isinstance(found, pl.DataFrame)
    return found.with_columns(pl.all().cast(pl.String))


def judge_of(checker: Checker, frame: pl.DataFrame) -> FrameJudge:
    return FrameJudge(frame.columns, checker, wanted=TOLD, always=True)


def assert_as_explained(checker: Checker, frame: pl.DataFrame) -> None:
    """In one batch, and in a second one of the same kinds."""
    judge = judge_of(checker, frame)
    told, again = judge.results(frame).select(TOLD), judge.results(frame.reverse()).reverse().select(TOLD)
    expected = explained(checker, frame).select(TOLD)
    readable = expected["outcome"].is_not_null()
    assert told.filter(readable).rows() == expected.filter(readable).rows()
    assert again.equals(told)


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("on_limits", [False, True])
def test_by_the_real_law(number: int, on_limits: bool) -> None:
    frame = batch(number, 150, 7, on_limits)
    assert_as_explained(Checker(assume=("ordinary", None)[number % 2]), frame)


@pytest.mark.parametrize("number", range(12))
def test_by_laws_without_sense(number: int) -> None:
    checker = Checker(random_corpus(number, 11), assume=("ordinary", None)[number % 2])
    assert_as_explained(checker, batch(number, 150, 11, False))


@pytest.mark.parametrize("versions", [1, 4])
def test_by_a_large_made_up_law(versions: int) -> None:
    checker = Checker(corpus=synthetic_corpus(200, versions), assume="ordinary")
    assert_as_explained(checker, transactions(400, 3))


@pytest.mark.parametrize(("few", "most"), [((), 1), ((2,), 3), ((16,), 4_000)])
def test_however_many_ways_are_tried(monkeypatch: pytest.MonkeyPatch, few: tuple[int, ...], most: int) -> None:
    monkeypatch.setattr(ways_side_by_side, "FEW_WAYS", few)
    monkeypatch.setattr(ways_side_by_side, "MOST_WAYS", most)
    assert_as_explained(Checker(corpus=synthetic_corpus(40, 2), assume="ordinary"), transactions(300, 5))


def test_rows_are_judged_alike_in_parts_and_kept_in_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = transactions(500, 9)
    checker = Checker(corpus=synthetic_corpus(40, 3), assume="ordinary")
    whole = judge_of(checker, frame)
    expected = whole.results(frame)
    assert whole.table_judge().filled == 0
    monkeypatch.setattr(outcomes_side_by_side, "AT_ONCE", 16)
    monkeypatch.setattr(ways_side_by_side, "MOST_AT_ONCE", 64)
    assert judge_of(checker, frame).results(frame).equals(expected)


def test_a_list_with_missing_facts_is_looked_up_in_the_table() -> None:
    """Only what a table keeps says what is missing."""
    frame = transactions(300, 9)
    judge = FrameJudge(frame.columns, Checker(assume="ordinary"), wanted=(*TOLD, "missing"), always=True)
    assert judge.results(frame)["missing"].str.len_chars().max()
    assert judge.table_judge().filled > 0


def test_a_law_of_many_versions_is_not_left_for_its_many_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each version prints other limits on the total of an order: quantities on one side of all of them are alike."""
    monkeypatch.setattr(where_it_pays, "TRIAL_ROWS", 400)
    monkeypatch.setattr(frame_judge, "TRIAL_ROWS", 400)
    frame = transactions(500, 2)
    judge = FrameJudge(frame.columns, Checker(corpus=synthetic_corpus(200, 12), assume="ordinary"), wanted=TOLD)
    judge.results(frame)
    orders = next(one for one in judge.table_judge().levels if isinstance(one, OrderLevel))
    assert len(orders.group.values) > where_it_pays.MOST_NEW * 400 > orders.own_values
    assert judge._pays


def test_a_kind_is_worked_out_once_also_when_later_numbers_are_larger() -> None:
    """The batches have ever larger numbers, up to as many bits as one number has room for."""
    kinds, asked = AnswersOfKinds(), list[int]()

    def work_out(rows: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
        asked.append(len(rows))
        return columns[0].take(rows) * np.int32(7)

    for bits in (1, 8, 15, 20):
        columns = [np.arange(4, dtype=np.int32) % 2 + np.int32((1 << bits) - 2) for _ in range(3)]
        for _ in range(2):
            assert kinds.numbers(columns, work_out).tolist() == (columns[0] * 7).tolist()
    assert asked == [2, 2, 2, 2]
