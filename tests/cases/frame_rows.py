"""Rows for frames of every library, and what `Checker` answers to each of them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

from chipgate.cases.check import Checker
from chipgate.cases.result_columns import result_of
from chipgate.cases.tables.frame_judge import FAULTS, FRAME_COLUMNS
from chipgate.chips.catalogue import bundled
from chipgate.errors import ChipgateError

from .worked_cases import cells_of
from .worked_cases import rows as worked_rows

Row = Mapping[str, str | None]
CHECKER = Checker(assume="ordinary")
COUNTRIES = ("CN", "HK", "SG", "AE", "SA", "DE", "IN", "RU", "US", "MO", "Chnia", "false", "澳门", None)
RANDOM: Mapping[str, Sequence[str | None]] = {
    "chip": (*bundled().names(), "Hxx", None),
    "destination": COUNTRIES,
    "date": ("2022-10-21", "2023-11-17", "2024-06-01", "2025-01-31", "2026-08-01", "1999-01-01", "03/04/2025", None),
    "units": ("1", "12", "50000", "-1", "1.5", None),
    "end_user_hq": COUNTRIES,
    "end_user_parent_hq": COUNTRIES,
    "known_end_use": ("ordinary", "supercomputer", "development_production_storage", "fun", None),
    "order": tuple(map(str, range(40))),
}


@cache
def worked() -> list[Row]:
    """The 160 worked cases, each with every column that one of them has."""
    cells = [cells_of(row) for row in worked_rows()]
    names = dict.fromkeys(name for one in cells for name in one)
    return [{name: one.get(name) for name in names} for one in cells]


@cache
def at_random(count: int = 300) -> list[Row]:
    """Rows of which about every third has a fault."""
    draw = Random(7)
    return [{name: draw.choice(values) for name, values in RANDOM.items()} for _ in range(count)]


HEADINGS = {"destination": "destination_iso2", "date": "as_of"}
CARRIED = ("case_id", "rule_version", "order")


def answers(rows: Sequence[Row]) -> list[dict[str, str | None]]:
    """The result columns of each row, by the checker."""
    read = [{name: text for name, text in row.items() if text and name not in CARRIED} for row in rows]
    return [_answer({HEADINGS.get(name, name): text for name, text in one.items()}) for one in read]


def _answer(cells: dict[str, str]) -> dict[str, str | None]:
    empty: dict[str, str | None] = dict.fromkeys(FRAME_COLUMNS)
    try:
        return empty | result_of(CHECKER.check_cells(cells), "en")
    except ChipgateError as fault:
        return empty | {FAULTS: str(fault)}
