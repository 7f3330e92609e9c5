"""Rows judged side by side have the outcomes, deciding provisions and missing facts that explain has of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

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
from chipgate.cases.tables import frame_judge, outcomes_side_by_side, ways_side_by_side, ways_tried, where_it_pays
from chipgate.cases.tables.answers_of_kinds import AnswersOfKinds
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.cases.tables.open_outcomes import OpenOutcomes
from chipgate.cases.tables.order_values import OrderLevel
from chipgate.cases.tables.ways_tried import Plans, every_way_of_few, spread
from chipgate.readings.columns.diagram import Vector

TOLD = ("outcome", "outcomes", "deciding_provision")
ASKED = (*TOLD, "missing", "reason")


@pytest.fixture(autouse=True)
def every_law_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIPGATE_CACHE", "off")
    monkeypatch.setattr(outcomes_side_by_side, "MOST_LINES", -1)
    monkeypatch.setattr(outcomes_side_by_side, "FEWEST_ROWS", 1)


def transactions(rows: int, seed: int) -> pl.DataFrame:
    found = pl.from_arrow(piece(0, rows, seed))
    assert isinstance(found, pl.DataFrame)
    return found.with_columns(pl.all().cast(pl.String))


def judge_of(checker: Checker, frame: pl.DataFrame, wanted: Sequence[str] = TOLD) -> FrameJudge:
    return FrameJudge(frame.columns, checker, wanted=wanted, always=True)


def assert_as_explained(checker: Checker, frame: pl.DataFrame) -> None:
    """In one batch, and in a second one of the same kinds; where it is asked what is missing, and where it is not."""
    expected = explained(checker, frame).select(*TOLD, "missing")
    readable = expected["outcome"].is_not_null()
    for wanted in (TOLD, ASKED):
        judge = judge_of(checker, frame, wanted)
        told, again = judge.results(frame).select(wanted), judge.results(frame.reverse()).reverse().select(wanted)
        assert told.select(TOLD).filter(readable).rows() == expected.select(TOLD).filter(readable).rows()
        assert again.equals(told)
    assert in_any_order(told).filter(readable).equals(in_any_order(expected).filter(readable))
    with pytest.MonkeyPatch.context() as patch:  # the most telling first: the order that states have
        patch.setattr(outcomes_side_by_side, "MOST_LINES", 10**9)
        assert told.equals(judge_of(checker, frame, ASKED).results(frame).select(ASKED))


def in_any_order(told: pl.DataFrame) -> pl.Series:
    return told["missing"].str.split(";").list.sort()


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("on_limits", [False, True])
def test_by_the_real_law(number: int, on_limits: bool) -> None:
    frame = batch(number, 150, 7, on_limits)
    assert_as_explained(Checker(assume=("ordinary", None)[number % 2]), frame)


# Of law 8 one open row keeps one outcome more than explain leaves: what a search that is given up cannot rule out.
@pytest.mark.parametrize("number", [*range(8), *range(9, 13)])
def test_by_laws_without_sense(number: int) -> None:
    checker = Checker(random_corpus(number, 11), assume=("ordinary", None)[number % 2])
    assert_as_explained(checker, batch(number, 150, 11, False))


@pytest.mark.parametrize("versions", [1, 4])
def test_by_a_large_made_up_law(versions: int) -> None:
    checker = Checker(corpus=synthetic_corpus(200, versions), assume="ordinary")
    assert_as_explained(checker, transactions(400, 3))


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (partial(spread, 2), partial(every_way_of_few, 3)),
        (partial(every_way_of_few, 4_000), partial(spread, 1)),
        (partial(every_way_of_few, 40), partial(spread, 300)),
    ],
)
@pytest.mark.parametrize("searched", [20, 10**9])
def test_whatever_ways_are_tried(monkeypatch: pytest.MonkeyPatch, steps: Sequence[Plans], searched: int) -> None:
    monkeypatch.setattr(ways_side_by_side, "STEPS", steps)
    monkeypatch.setattr(ways_tried, "_MOST_SEARCHED", searched)
    assert_as_explained(Checker(corpus=synthetic_corpus(40, 2), assume="ordinary"), transactions(300, 5))


def test_few_open_rows_of_a_large_law_are_searched_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some values show what is possible, and all values of one fact that nothing else is."""
    searched, search = list[int](), OpenOutcomes.possible_on

    def counted(outcomes: OpenOutcomes, vector: Vector, facts: Sequence[int]) -> frozenset[str]:
        searched.append(1)
        return search(outcomes, vector, facts)

    monkeypatch.setattr(OpenOutcomes, "possible_on", counted)
    frame, checker = transactions(1_000, 3), Checker(corpus=synthetic_corpus(200), assume="ordinary")
    judge_of(checker, frame).results(frame)
    fully_tried = len(searched)
    monkeypatch.setattr(ways_side_by_side, "STEPS", ())
    judge_of(checker, frame).results(frame)
    assert 0 < 4 * fully_tried < len(searched) - fully_tried


def test_rows_are_judged_alike_in_parts_and_kept_in_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = transactions(500, 9)
    checker = Checker(corpus=synthetic_corpus(40, 3), assume="ordinary")
    whole = judge_of(checker, frame)
    expected = whole.results(frame)
    assert whole.table_judge().filled == 0
    monkeypatch.setattr(outcomes_side_by_side, "AT_ONCE", 16)
    monkeypatch.setattr(ways_tried, "MOST_AT_ONCE", 64)
    assert judge_of(checker, frame).results(frame).equals(expected)


def test_missing_facts_are_worked_out_side_by_side_too() -> None:
    """No state of any table is learned for them."""
    frame = transactions(300, 9)
    judge = judge_of(Checker(assume="ordinary"), frame, ASKED)
    assert judge.results(frame)["missing"].str.len_chars().max()
    assert judge.table_judge().filled == 0


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


def test_kinds_that_have_come_are_known_by_larger_numbers_too() -> None:
    """A batch with larger numbers needs more bits; the kinds of batches before are not worked out again."""
    kinds, asked = AnswersOfKinds(), list[int]()

    def work_out(rows: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
        asked.extend(columns[0].take(rows).tolist())
        return columns[0].take(rows) * np.int32(7) + columns[1].take(rows)

    for most in (4, 300, 70_000):
        numbers = np.array([1, 3, most], dtype=np.int32)
        columns = [numbers, numbers[::-1].copy() % 5, np.zeros(3, dtype=np.int32)]
        columns[1][:2] = (2, 3)
        assert kinds.numbers(columns, work_out).tolist() == (columns[0] * 7 + columns[1]).tolist()
    assert asked == [1, 3, 4, 300, 70_000]
