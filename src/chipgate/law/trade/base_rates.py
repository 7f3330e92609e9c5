"""Base rates of tariff schedules by code, as far as they are held: most of a schedule is not."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chipgate.law.provision import Mark
from chipgate.units import Exact, exact


@dataclass(frozen=True, slots=True)
class BaseRate:
    """A rate of the schedule, in per cent of the customs value, for whatever begins with ``code``."""

    importer: str
    code: str
    rate_pct: Exact
    mark: Mark
    source: str


@cache
def base_rates(importer: str) -> Mapping[str, BaseRate]:
    """The rates of the schedule of IMPORTER (an ISO code) that are held, by code."""
    with (Path(__file__).parent / "data" / "base_rates.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["importer"] == importer]
    return {
        row["code"]: BaseRate(importer, row["code"], exact(row["rate_pct"]), Mark(row["mark"]), row["source"])
        for row in rows
    }


def base_rate(importer: str, code: str) -> BaseRate | None:
    """The rate of the longest code with which CODE begins; None where the schedule is not held."""
    rates = base_rates(importer)
    return next((rates[code[:digits]] for digits in range(len(code), 1, -1) if code[:digits] in rates), None)
