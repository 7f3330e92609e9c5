"""Sets of facts in typed columns, for engines that work the law out over tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from chipgate.law.facts import Fact
from chipgate.readings.columns.polars_plan import type_of
from chipgate.readings.columns.stored import Stored, stored

if TYPE_CHECKING:
    from chipgate.readings.verdict import Facts


def fact_table(sets: Sequence[Facts], facts: Mapping[str, Fact]) -> tuple[dict[str, Stored], pl.DataFrame]:
    """How each fact of SETS is stored, and a row for each of them; with a column even where nothing is known."""
    layout: dict[str, Stored] = {}
    columns = [pl.Series("row", range(len(sets)), dtype=pl.UInt32)]
    given = {name for one in sets for name in one}
    for name in sorted(given & facts.keys()):
        layout[name], cells = stored(facts[name], [one.get(name) for one in sets])
        columns += [pl.Series(n, values, dtype=type_of(layout[name], n)) for n, values in cells.items()]
    return layout, pl.DataFrame(columns)
