"""Whether a rival answers as ``Checker`` does: on rows without a gap, of chips whose paragraph is beyond dispute."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from chipgate.cases.check import Checker
from chipgate.chips.catalogue import bundled
from chipgate.readings.verdict import UNKNOWN

PLACES = ("destination", "end_user_hq", "end_user_parent_hq")
COLUMNS = {"chip": "chip", "destination": "destination_iso2", "date": "as_of", "units": "units"}

_ANSWERS = ("outcome", "provision", "deciding_provision", "missing", "reason")
_PARAGRAPHS = ("us/ear/3A090.a", "us/ear/3A090.b", "us/ear/3A090 Note 2")
_A_DAY_OF_EACH_TEXT = (date(2022, 10, 21), date(2023, 11, 17), date(2025, 1, 16))


class Disagreement(NamedTuple):
    """A row that a rival answers differently."""

    row: dict[str, Any]
    expected: tuple[str, str]
    found: tuple[str, str]


@cache
def checker() -> Checker:
    """The checker that every rival is compared with."""
    return Checker(assume="ordinary")


def expected(row: dict[str, Any]) -> tuple[str, str]:
    """Outcome and deciding provision of ROW by ``Checker``."""
    return _expected(tuple(row.items()))


@cache
def _expected(row: tuple[tuple[str, Any], ...]) -> tuple[str, str]:
    cells = {COLUMNS.get(name, name): "" if value is None else str(value) for name, value in row}
    answer = checker().check_cells(cells)
    return answer.outcome, answer.deciding_provision


def is_plain(row: dict[str, Any]) -> bool:
    """Whether a two-valued reading must answer ROW as ``Checker`` does."""
    return all(row[place] is not None for place in PLACES) and row["chip"] in undisputed_chips()


@cache
def undisputed_chips() -> frozenset[str]:
    """Chips of which every reading says the same about each paragraph of 3A090, and says it for sure."""
    return frozenset(
        sheet.name for sheet in bundled() if all(_is_settled(sheet.name, day) for day in _A_DAY_OF_EACH_TEXT)
    )


def _is_settled(chip: str, day: date) -> bool:
    row = dict.fromkeys(PLACES, "US") | {"chip": chip, "as_of": day.isoformat(), "destination_iso2": "US"}
    row.pop("destination")
    answer = checker().check_cells(row)
    found = [{one.weigh_provision(one.law.get(name)) for one in answer.weighings} for name in _PARAGRAPHS]
    datacenter = {reading.get("datacenter") for reading in answer.case.readings}
    return all(len(verdicts) == 1 and UNKNOWN not in verdicts for verdicts in found) and len(datacenter - {None}) == 1


def disagreements(rows: Iterable[dict[str, Any]]) -> Iterator[Disagreement]:
    """The plain rows among ROWS whose ``outcome`` and ``provision`` are others than those of ``Checker``."""
    for row in rows:
        given = {name: value for name, value in row.items() if name not in _ANSWERS}
        found = (str(row["outcome"]), str(row["provision"]))
        if is_plain(given) and (wanted := expected(given)) != found:
            yield Disagreement(given, wanted, found)


def compared(path: Path) -> dict[str, Any]:
    """The rows of PATH, written by a rival, beside the answers of ``Checker``."""
    rows = pl.read_parquet(path).to_dicts()
    found = list(disagreements(rows))
    plain = sum(map(is_plain, rows))
    return {"rows": len(rows), "plain_rows": plain, "disagreements": len(found), "first": str(*found[:1])}


if __name__ == "__main__":
    print(json.dumps([compared(Path(path)) for path in sys.argv[1:]]))
