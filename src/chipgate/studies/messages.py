"""Sentences of this room that stand in data files, so that the catalogues of both languages hold them all."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

from chipgate.chips.dies import bundled_dies
from chipgate.studies.known_findings import known_findings


def law_messages() -> Iterator[str]:
    """What explains a gap between optimum and product, what was made of findings, and the memory of parent dies."""
    text = files("chipgate.studies.design").joinpath("data/sold.csv").read_text("utf-8")
    yield from (row["why"] for row in csv.DictReader(text.splitlines()))
    yield from known_findings().values()
    yield from (die.memory_site for die in bundled_dies().values())
