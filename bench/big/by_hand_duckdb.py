"""The rules as one DuckDB query, written by hand; the SQL stands in ``by_hand_duckdb.sql``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from bench.big.by_hand_python import EXCEPTION, LICENCE, NO, OPEN
from bench.big.provisions import DECIDING
from bench.big.tables import SPANS, chip_table, country_table

_QUERY = Path(__file__).with_suffix(".sql")


def prepare() -> object:
    """Read the small tables, which an engineer would have as files."""
    return chip_table(), country_table()


def run(path: Path, out: Path | None) -> object:
    """Judge the shipments in PATH: a histogram, or a Parquet file at OUT."""
    with connected() as connection:
        if out is not None:
            return connection.execute(f"copy ({query(path)}) to '{out}' (format parquet)").fetchall()
        counted = f"select outcome, provision, count(*) from ({query(path)}) group by all"
        return connection.execute(counted).fetchall()


def query(path: Path) -> str:
    """The whole query over the shipments in PATH."""
    text = _QUERY.read_text(encoding="utf-8")
    return (
        text.replace("{transactions}", f"'{path}'")
        .replace("{given}", ", ".join(pq.read_schema(path).names))
        .replace("{span}", _span())
    )


def _span() -> str:
    """The bit of the span of days in which a shipment falls."""
    cases = (f"when t.date < date '{until}' then {1 << number}" for number, until in enumerate(SPANS[1:]))
    return f"case {' '.join(cases)} else {1 << (len(SPANS) - 1)} end"


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the small tables."""
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"create type outcomes as enum {(NO, EXCEPTION, LICENCE, OPEN)}")
        connection.execute(f"create type provisions as enum {DECIDING}")
        connection.execute(
            "create table chips (chip text, tpp double, density double, io_gb_s double, datacenter bool)"
        )
        groups = "d145 utinyint, d145_unsure utinyint, d5 utinyint, d5_unsure utinyint, d1 utinyint"
        connection.execute(f"create table countries (country text, {groups})")
        connection.executemany("insert into chips values (?, ?, ?, ?, ?)", chip_table())
        connection.executemany("insert into countries values (?, ?, ?, ?, ?, ?)", country_table())
        yield connection
