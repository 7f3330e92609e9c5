"""The worked cases as data: 160 rows with what each of them asserts, and further rows of the same form."""

from __future__ import annotations

import csv
from pathlib import Path

ASSERTED = (
    "expected_tpp",
    "expected_eccn",
    "paragraphs_met",
    "licence_codified",
    "licence_enforced",
    "exception",
    "review_policy",
)
_BESIDE = ("citation", "justification", "status")
NOT_ASSERTED = frozenset({"", "not_tested", "any"})


def rows() -> list[dict[str, str]]:
    """Every row of the file."""
    with (Path(__file__).parent / "data" / "cases_us.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def further_rows() -> list[dict[str, str]]:
    """Cases of the same form, written from the text: most before the program was asked, the others to probe its faults.

    Where the two differed the text was read again; some expectations were revised then.
    """
    with (Path(__file__).parent / "data" / "further_cases.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells_of(row: dict[str, str]) -> dict[str, str]:
    """The columns of a row that are facts of the case, without what it expects."""
    return {name: text for name, text in row.items() if text and name not in (*ASSERTED, *_BESIDE)}


def expected(row: dict[str, str]) -> dict[str, str]:
    """What a row asserts."""
    return {name: row[name] for name in ASSERTED if row[name] not in NOT_ASSERTED}
