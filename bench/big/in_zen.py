"""The rules as zen-engine decision tables: each shipment is a case of its own, its places by their groups of the day.

All rules of the other rivals are here. The engine fails on a null, so a row without a place gets no answer.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from zen import ZenEngine

from bench.big.by_hand_python import OPEN
from bench.big.row_by_row import Answer, run_by_rows
from bench.big.tables import SPANS, Country, chip_table, country_table
from bench.big.zen_rules import decision


def prepare() -> object:
    """Read the small tables, and load the decision."""
    return _chips(), _countries(), _decision()


def run(path: Path, out: Path | None) -> object:
    """Judge the shipments in PATH: a histogram, or a Parquet file at OUT."""
    return run_by_rows(answers, path, out)


def answers(rows: Iterable[dict[str, Any]]) -> Iterator[Answer]:
    """The answers to ROWS; what misses a place gets none."""
    judge, countries = _decision(), _countries()
    for row in rows:
        names = [row[name] for name in ("destination", "end_user_hq", "end_user_parent_hq")]
        if None in names:
            yield OPEN, ""
        else:
            found = judge.evaluate(_case(row, *(countries[name] for name in names)))["result"]
            yield found["outcome"], found["provision"]


def _case(row: dict[str, Any], to: Country, user: Country, parent: Country) -> dict[str, Any]:
    day, span = row["date"], bisect_right(SPANS, row["date"]) - 1
    groups = {name: bool(getattr(to, name) >> span & 1) for name in ("d145", "d145_unsure", "d5", "d5_unsure", "d1")}
    return {
        **_chips()[row["chip"]],
        **groups,
        "day": day.year * 10_000 + day.month * 100 + day.day,
        "to": to.country,
        "user": user.country,
        "parent": parent.country,
        "hq": bool((user.d5 | parent.d5) >> span & 1),
        "hq_unsure": bool((user.d5_unsure | parent.d5_unsure) >> span & 1),
        "use": row["known_end_use"] or "ordinary",
    }


@cache
def _chips() -> dict[str, dict[str, Any]]:
    figures = ("tpp", "density", "io_gb_s")
    return {
        chip.chip: {"datacenter": bool(chip.datacenter), **{name: getattr(chip, name) or 0 for name in figures}}
        for chip in chip_table()
    }


@cache
def _countries() -> dict[str, Country]:
    return {country.country: country for country in country_table()}


@cache
def _decision() -> Any:
    return ZenEngine().create_decision(json.dumps(decision()))
