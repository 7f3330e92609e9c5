"""The engines that work terms out over a table, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from chipgate.readings.columns.polars_plan import worked_out
from chipgate.readings.columns.sql_text import query
from chipgate.readings.columns.terms import Type
from chipgate.readings.columns.writing import Layers

Engine = Callable[[pl.DataFrame, Layers], pl.DataFrame]
"""What is wanted of layers, for every row of a frame of stored facts, in its order."""

DUCKDB_TYPES: Final = {Type.FLAG: "BOOLEAN", Type.NUMBER: "BIGINT", Type.WIDE: "HUGEINT", Type.TEXT: "VARCHAR"}
"""DuckDB multiplies huge integers; of decimals with as many digits it refuses most products."""


def by_polars(frame: pl.DataFrame, plan: Layers) -> pl.DataFrame:
    """PLAN by Polars expressions."""
    found = worked_out(frame.lazy(), plan).collect()
    return found if found.height == frame.height else found.select(pl.all().repeat_by(frame.height).explode())


def by_duckdb(frame: pl.DataFrame, plan: Layers) -> pl.DataFrame:
    """PLAN by SQL, on DuckDB."""
    import duckdb

    with duckdb.connect() as connection:
        wide = [name for name, kind in frame.schema.items() if kind == pl.Int128]
        connection.register("facts", frame.with_columns(pl.col(wide).cast(pl.Decimal(38, 0))).to_arrow())
        if "duckdb" not in plan.kept:
            plan.kept["duckdb"] = query(plan, "facts", types=DUCKDB_TYPES)
        found: pl.DataFrame = connection.sql(plan.kept["duckdb"]).pl()
        return found


ENGINES: Final[Mapping[str, Engine]] = {"polars": by_polars, "duckdb": by_duckdb}
