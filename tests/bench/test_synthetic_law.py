"""Made-up corpora have the size that was asked for, on every day, and fit together."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import polars as pl
import pytest

pytest.importorskip("pyarrow")

from bench.big.agree import COLUMNS
from bench.big.synthetic_law import SIZES, VERSIONS, synthetic_corpus
from bench.big.transactions import piece

from chipgate.cases.check import Checker
from chipgate.cases.result_columns import result_of
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY


@pytest.mark.parametrize("versions", VERSIONS)
@pytest.mark.parametrize("provisions", SIZES[:2])
def test_so_many_provisions_bind_on_every_day(provisions: int, versions: int) -> None:
    corpus = synthetic_corpus(provisions, versions)
    days = [FIRST_DAY + timedelta(days=n) for n in range(0, (CHECKED_UNTIL - FIRST_DAY).days, 30)]
    assert {len(corpus.on(day, Clock.AS_ENFORCED).provisions) for day in days} == {provisions}
    assert len({corpus.period(day) for day in days}) == versions


def test_the_largest_fits_together() -> None:
    assert len(synthetic_corpus(SIZES[-1]).provisions) == SIZES[-1]


def test_the_same_seed_writes_the_same_law() -> None:
    assert synthetic_corpus(40, 3).fingerprint == synthetic_corpus(40, 3).fingerprint
    assert synthetic_corpus(40, 3).fingerprint != synthetic_corpus(40, 3, seed=2).fingerprint


@pytest.mark.parametrize("provisions", SIZES[:2])
def test_every_outcome_occurs(provisions: int) -> None:
    checker = Checker(corpus=synthetic_corpus(provisions, 3), assume="ordinary")
    rows = piece(0, 400, 1).to_pylist()
    cells = [{COLUMNS.get(k, k): "" if v is None else str(v) for k, v in row.items()} for row in rows]
    found = Counter(checker.check_cells(one).outcome for one in cells)
    assert found.keys() == {"no_licence_required", "exception", "licence_required", "undetermined"}
    assert found["no_licence_required"] + found["licence_required"] > len(rows) / 4


@pytest.mark.parametrize("also", [(), ("missing",)])
@pytest.mark.parametrize("provisions", SIZES[:2])
def test_a_table_of_a_made_up_law_answers_as_explain(provisions: int, also: tuple[str, ...]) -> None:
    """With missing facts and without them, for which a state keeps fewer lines."""
    checker = Checker(corpus=synthetic_corpus(provisions, 3), assume="ordinary")
    wanted = ("outcome", "outcomes", "deciding_provision", *also)
    given = pl.from_arrow(piece(0, 120, 2))
    assert isinstance(given, pl.DataFrame)
    found = FrameJudge(given.columns, checker, wanted=wanted, always=True).results(given).to_dicts()
    for row, answer in zip(given.to_dicts(), found, strict=True):
        cells = {COLUMNS.get(k, k): "" if v is None else str(v) for k, v in row.items()}
        one = result_of(checker.check_cells({k: v for k, v in cells.items() if v}), "en")
        assert answer == {name: one[name] for name in wanted}
