"""Events and swaps as they are kept in the data files: facts with a source and a mark, no provision by themselves."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class TradeEvent:
    """One measure or statement on a day: what was so before it, and after.

    ``kind`` is control, ban, lift, deal, guidance, listing, probe, ruling, tariff or threat; ``mark`` says how well it
    is known (seen, seen-secondary, recalled); ``provisions`` are the ids of what stands for it in the corpus.
    """

    id: str
    day: date
    imposed_by: tuple[str, ...]
    target: str
    item: str
    before: str
    after: str
    kind: str
    cite: str
    source: str
    mark: str
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """What the two sides gave each other in a round of talks, and what was left out."""

    name: str
    day: date
    us_gave: str
    cn_gave: str
    left_out: str
    cite: str
    source: str
    mark: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def trade_events() -> tuple[TradeEvent, ...]:
    """Every event, oldest first."""
    found = (
        TradeEvent(
            row["event"],
            date.fromisoformat(row["date"]),
            tuple(row["imposed_by"].split(";")),
            row["target"],
            row["item"],
            row["state_before"],
            row["state_after"],
            row["kind"],
            row["citation"],
            row["source"],
            row["mark"],
            tuple(filter(None, row["provisions"].split(";"))),
        )
        for row in _rows("trade_events.csv")
    )
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


@cache
def swaps() -> tuple[Swap, ...]:
    """Every swap, oldest first."""
    return tuple(
        Swap(
            row["round"],
            date.fromisoformat(row["date"]),
            row["us_gave"],
            row["cn_gave"],
            row["left_out"],
            row["citation"],
            row["source"],
            row["mark"],
        )
        for row in _rows("swaps.csv")
    )
