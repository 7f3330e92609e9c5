"""Every rival against ``Checker``, on rows that no timing uses: processes write the answers, one more compares them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.big.rivals import HERE, Rival
from bench.big.runs import make_transactions, run_once, waited

SEED = 20260924
"""Of the rows that are compared; the timed ones have another."""


class Verdict(NamedTuple):
    """How often a rival disagrees with ``Checker``, of so many rows that it must answer alike."""

    name: str
    rows: int
    plain_rows: int
    disagreements: int
    first: str

    def line(self) -> str:
        """As it is printed."""
        found = f"{self.name}: {self.disagreements} disagreements with Checker"
        found += f" on {self.plain_rows:,} of {self.rows:,} random rows (the others have a gap or a disputed chip)"
        return f"{found}; first: {self.first}" if self.first else found


def checked(present: Mapping[str, Rival], rows: int, folder: Path) -> Iterator[Verdict]:
    """Let each rival answer ROWS shipments, fewer if it is slow, and compare."""
    written = []
    present = {name: rival for name, rival in present.items() if not rival.another_law}
    for number, (name, rival) in enumerate(present.items()):
        written.append(folder / f"checked-{number}.parquet")
        run_once(name, rival, make_transactions(folder, min(rows, rival.most_rows), SEED), written[-1])
    if written:
        said, _ = waited(HERE, ["-m", "bench.big.agree", *map(str, written)])
        for name, found in zip(present, json.loads(said.splitlines()[-1]), strict=True):
            yield Verdict(name, **found)
