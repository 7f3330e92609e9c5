"""Sentences of this room that stand in data files, so that the catalogues of both languages hold them all."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files


def law_messages() -> Iterator[str]:
    """What explains the gap between an optimum and a product."""
    text = files("chipgate.studies.design").joinpath("data/sold.csv").read_text("utf-8")
    yield from (row["why"] for row in csv.DictReader(text.splitlines()))
