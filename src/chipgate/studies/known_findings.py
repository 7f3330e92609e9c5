"""The findings of the shipped law that were looked at, each with what was made of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from chipgate.readings.solve.lint import Dated


@cache
def known_findings() -> Mapping[str, str]:
    """What was made of each finding, by its name."""
    text = files("chipgate.studies").joinpath("data/known_findings.csv").read_text("utf-8")
    return MappingProxyType({row["finding"]: row["why"] for row in csv.DictReader(text.splitlines())})


@dataclass(frozen=True)
class Reviewed:
    """The findings of a run: those that nobody has looked at, those that are known, and known ones that are gone."""

    new: tuple[Dated, ...]
    known: tuple[Dated, ...]
    gone: tuple[str, ...]


def reviewed(found: Iterable[Dated]) -> Reviewed:
    """FOUND, held against the reviewed file."""
    told, known = tuple(found), known_findings()
    names = {one.finding.name for one in told}
    return Reviewed(
        tuple(one for one in told if one.finding.name not in known),
        tuple(one for one in told if one.finding.name in known),
        tuple(name for name in known if name not in names),
    )
