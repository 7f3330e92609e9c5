"""Kinds of rows share a line of the plan where each chain of columns leaves them the same verdicts, and only there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from bench.differential.shipments import batch

from chipgate.cases.check import Checker
from chipgate.cases.tables import kinds_alike, planned_kinds
from chipgate.cases.tables.kinds_alike import KindsAlike
from chipgate.cases.tables.law_plan import LawPlan
from chipgate.cases.tables.plan_judge import PlanJudge
from chipgate.readings.columns.formulas import Formula


@pytest.fixture(params=[("ordinary", False), (None, True)], ids=["random", "on the limits"])
def asked(request: pytest.FixtureRequest) -> tuple[Checker, pl.DataFrame]:
    assume, on_limits = request.param
    return Checker(assume=assume), batch(0, 400, seed=11, on_limits=on_limits)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[KindsAlike]:
    """What was found alike, in the order in which it was asked for."""
    kept: list[KindsAlike] = []

    def noted(*given: object) -> KindsAlike:
        kept.append(kinds_alike.kinds_alike(*given))  # type: ignore[arg-type]
        return kept[-1]

    monkeypatch.setattr(planned_kinds, "kinds_alike", noted)
    return kept


def answers(asked: tuple[Checker, pl.DataFrame]) -> pl.DataFrame:
    checker, frame = asked
    return PlanJudge(checker, frame.columns, lambda column: column.cast(pl.String), "polars").judge(frame)


def each_by_itself(
    _parts: Mapping[str, npt.NDArray[np.int8]], periods: npt.NDArray[np.int32], _law: LawPlan
) -> npt.NDArray[np.int32]:
    return np.arange(len(periods), dtype=np.int32)


def all_of_a_period(
    _parts: Mapping[str, npt.NDArray[np.int8]], periods: npt.NDArray[np.int32], _law: LawPlan
) -> npt.NDArray[np.int32]:
    return np.unique(periods, return_inverse=True)[1].astype(np.int32)


def test_kinds_that_are_told_apart_all_the_same_have_the_same_answers(
    asked: tuple[Checker, pl.DataFrame], found: list[KindsAlike], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = answers(asked)
    monkeypatch.setattr(kinds_alike, "_told_in_periods", each_by_itself)
    assert answers(asked).equals(together)
    shared, apart = (len(one.periods) for one in found)
    assert shared < apart


def test_verdicts_tell_kinds_apart(asked: tuple[Checker, pl.DataFrame], monkeypatch: pytest.MonkeyPatch) -> None:
    together = answers(asked)
    monkeypatch.setattr(kinds_alike, "_told_in_periods", all_of_a_period)
    assert not answers(asked).equals(together)


def test_a_part_hangs_on_one_chain_alone(asked: tuple[Checker, pl.DataFrame]) -> None:
    checker, frame = asked
    judge = PlanJudge(checker, frame.columns, lambda column: column.cast(pl.String), "polars")
    judge.judge(frame)
    law, split = judge._law, judge._kinds.levels[1][0]
    seen: dict[int, set[Formula]] = {0: set(), 1: set()}
    for plan in law.periods.values():
        for _, formula in plan.formulas:
            for part, chain in law.chains.parts(formula).items():
                seen[chain].add(part)
                levels = levels_of(law, part)
                assert levels
                assert {int(level >= split) for level in levels} == {chain}
    assert seen[0]
    assert seen[1]


def levels_of(law: LawPlan, part: Formula) -> set[int]:
    compiler = law.lines.compiler
    leaves = compiler.arena.leaves_in(compiler.arena.support[part])
    places = (law.lines.place_of(compiler.leaves[leaf]) for leaf in leaves)
    return {place[0] for place in places if place is not None}
