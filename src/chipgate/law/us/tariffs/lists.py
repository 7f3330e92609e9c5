"""Lists of tariff lines that are too long for a sentence, read from the data files beside their instruments."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from chipgate.law.tariff_codes import Scope

_FILE = Path(__file__).parents[1] / "data" / "tariff_lists.csv"

_WHOLE = "-"
"""What stands in the place of an end where the whole heading is meant."""


@cache
def tariff_lists() -> Mapping[str, tuple[str, ...]]:
    """The codes of each list, by the name that the file gives it; a row holds a heading and the ends of its lines."""
    found: dict[str, list[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = (row["heading"] + end.removeprefix(_WHOLE) for end in row["ends"].split())
            found.setdefault(row["list"], []).extend(codes)
    return {name: tuple(codes) for name, codes in found.items()}


def listed(name: str, printed: str) -> Scope:
    """The scope of the list NAME of the file, called PRINTED in a sentence."""
    return Scope(tariff_lists()[name], printed)
