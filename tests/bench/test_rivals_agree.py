"""The hand-written rivals of the benchmark answer as ``Checker`` does: a query that answers otherwise is no rival."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

pytest.importorskip("polars")
pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

import polars as pl
from bench.big import by_hand_duckdb, by_hand_polars, by_hand_python
from bench.big.agree import compared
from bench.big.provisions import DECIDING
from bench.big.rivals import BESIDE, MEASURE
from bench.big.rivals import RIVALS as REGISTRY
from bench.big.runs import run_once
from bench.big.tables import country_table
from bench.big.transactions import END_USES, piece, write_transactions

ROWS = 6_000
RIVALS = {"polars": by_hand_polars.run, "duckdb": by_hand_duckdb.run, "python": by_hand_python.run}

BY_HAND = [name for name, rival in REGISTRY.items() if not rival.learns]

# For rules that few random rows reach. The chips: .a, .a but for no datacenter, .b, Note 2. Cyprus may be in D:5.
CHIPS = ("H100 SXM5 80GB", "GeForce RTX 4090", "A30", "RTX A6000")
DESTINATIONS, HEADQUARTERS = ("UA", "US", "IN", "SA"), ("US", "CN", "CY")
DAYS = (date(2023, 11, 16), date(2024, 4, 3), date(2024, 4, 4), date(2025, 1, 16))
REACHED = {
    ("undetermined", "us/ear/746.6"),
    ("undetermined", "us/ear/744.22"),
    ("undetermined", "us/ear/744.6, 744.22, 744.23/training"),
    ("licence_required", "us/ear/744.23(a)(4)(ii)"),
    ("undetermined", "us/ear/744.23(a)(4)(ii)"),
}


@pytest.fixture(scope="module")
def shipments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_transactions(tmp_path_factory.mktemp("shipments") / "in.parquet", ROWS, seed=7)


@pytest.fixture(scope="module")
def seldom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every order of the few above, for each end use."""
    path = tmp_path_factory.mktemp("seldom") / "in.parquet"
    rows = product(CHIPS, DESTINATIONS, DAYS, HEADQUARTERS, HEADQUARTERS, END_USES, ("export",), (1,))
    pl.DataFrame([*rows], schema=pl.DataFrame(piece(0, 1, seed=7)).schema, orient="row").write_parquet(path)
    return path


@pytest.mark.parametrize("name", RIVALS)
def test_a_hand_written_query_answers_as_the_checker_does(name: str, shipments: Path, tmp_path: Path) -> None:
    RIVALS[name](shipments, tmp_path / "out.parquet")
    found = compared(tmp_path / "out.parquet")
    assert found["rows"] == ROWS
    assert found["plain_rows"] > ROWS / 3
    assert found["disagreements"] == 0, found["first"]


@pytest.mark.parametrize("name", BY_HAND)
def test_a_rival_has_the_rules_that_reach_beyond_a_destination(name: str, seldom: Path, tmp_path: Path) -> None:
    if lacks := REGISTRY[name].lacks():
        pytest.skip(lacks)
    run_once(name, REGISTRY[name], seldom, tmp_path / "out.parquet")
    found = compared(tmp_path / "out.parquet")
    assert found["rows"] == found["plain_rows"]
    assert found["disagreements"] == 0, found["first"]
    assert {*pl.read_parquet(tmp_path / "out.parquet", columns=["outcome", "provision"]).iter_rows()} >= REACHED


@pytest.mark.parametrize("name", [name for name, rival in REGISTRY.items() if rival.python == BESIDE])
def test_a_rival_of_the_other_environment_answers_as_the_checker_does(name: str, tmp_path: Path) -> None:
    if lacks := REGISTRY[name].lacks():
        pytest.skip(lacks)
    out = tmp_path / "out.parquet"
    run_once(name, REGISTRY[name], write_transactions(tmp_path / "in.parquet", 1_000, seed=8), out)
    assert compared(out)["disagreements"] == 0


def test_a_module_that_is_not_there_is_named() -> None:
    assert replace(REGISTRY[MEASURE], needs=("chipgate.no_such_module",)).lacks() == "no module chipgate.no_such_module"


@pytest.mark.parametrize("name", RIVALS)
def test_a_histogram_counts_every_row(name: str, shipments: Path) -> None:
    histogram = RIVALS[name](shipments, None)
    assert sum(count for *_, count in histogram) == ROWS
    assert {provision for _, provision, _ in histogram} <= {*DECIDING, "", None}


def test_one_seed_gives_the_same_rows_however_many_are_asked_for(shipments: Path, tmp_path: Path) -> None:
    fewer = write_transactions(tmp_path / "fewer.parquet", 50, seed=7)
    assert pl.read_parquet(fewer).equals(pl.read_parquet(shipments).head(50))


def test_the_table_of_countries_knows_who_moved() -> None:
    by_code = {country.country: country for country in country_table()}
    assert by_code["CN"].d5 == by_code["HK"].d5 == 0b1111111
    assert by_code["NI"].d5 == 0b1111110  # from 2024-03-15
    assert by_code["AE"].d145 == 0b0011111  # A:5 from 2026-07-10
    assert by_code["ET"].d5_unsure == 0b1111111
