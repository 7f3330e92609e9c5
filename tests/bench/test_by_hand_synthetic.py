"""The query by hand for a made-up law says what the checker says, wherever both are sure."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

pytest.importorskip("pyarrow")

from bench.big.agree import COLUMNS, undisputed_chips
from bench.big.by_hand_synthetic import run
from bench.big.synthetic_law import synthetic_corpus
from bench.big.transactions import write_transactions

from chipgate.cases.check import Checker

ROWS = 300


@pytest.mark.parametrize("provisions", [40, 200])
def test_a_query_by_hand_never_contradicts_the_checker(provisions: int, tmp_path: Path) -> None:
    corpus = synthetic_corpus(provisions)
    checker = Checker(corpus=corpus, assume="ordinary")
    run(corpus, write_transactions(tmp_path / "rows.parquet", ROWS), tmp_path / "out.parquet")
    compared = 0
    for row in pl.read_parquet(tmp_path / "out.parquet").to_dicts():
        found = {name: row.pop(name) for name in ("outcome", "provision", "reason")}
        cells = {COLUMNS.get(name, name): str(value) for name, value in row.items() if value is not None}
        answer = checker.check_cells(cells)
        if "undetermined" in (answer.outcome, found["outcome"]):
            continue
        assert found["outcome"] == answer.outcome, row
        if answer.outcome != "no_licence_required" and row["chip"] in undisputed_chips():
            assert found["provision"] == answer.deciding_provision, row
        compared += 1
    assert compared > ROWS / 2
