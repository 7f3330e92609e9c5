"""The rules as OpenFisca variables: vectorised NumPy formulas, a piece of the table at a time.

All rules of the other rivals are here. A missing place is no member of any group: OpenFisca has no unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow.parquet as pq
from openfisca_core.simulations import SimulationBuilder

from bench.big import openfisca_rules as rules
from bench.big.by_hand_python import EXCEPTION, LICENCE, NO, OPEN
from bench.big.provisions import DECIDING
from bench.big.tables import SPANS, chip_table, country_codes, country_table
from bench.big.transactions import END_USES

PIECE = 500_000
OUTCOMES = (NO, EXCEPTION, LICENCE, OPEN)
PLACES = {"to": "destination", "user": "end_user_hq", "parent": "end_user_parent_hq"}

Columns = dict[str, Any]


def prepare() -> object:
    """Read the small tables, and set up the system of variables."""
    return _chips(), _countries(), rules.system()


def run(path: Path, out: Path | None) -> object:
    """Judge the shipments in PATH: a histogram, or a Parquet file at OUT."""
    if out is None:
        return _histogram(path)
    _write(path, out)
    return None


def _histogram(path: Path) -> list[tuple[str, str, int]]:
    counted: Counter[int] = Counter()
    for _, outcome, provision in _judged(path):
        counted.update(dict(enumerate(np.bincount(outcome * len(DECIDING) + provision))))
    width = len(DECIDING)
    return [(OUTCOMES[key // width], DECIDING[key % width], int(count)) for key, count in counted.items() if count]


def _write(path: Path, out: Path) -> None:
    writer = None
    for piece, outcome, provision in _judged(path):
        answers = (_words("outcome", outcome, OUTCOMES), _words("provision", provision, DECIDING))
        table = piece.with_columns(*answers).to_arrow()
        writer = writer or pq.ParquetWriter(out, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _words(name: str, codes: Any, words: tuple[str, ...]) -> pl.Series:
    return pl.Series(name, np.array(words, dtype=object)[codes], pl.String)


def _judged(path: Path) -> Iterator[tuple[pl.DataFrame, Any, Any]]:
    """Pieces of the table with the numbers of their outcomes and provisions."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(PIECE):
            piece = pl.DataFrame(batch)
            simulation = SimulationBuilder().build_default_simulation(rules.system(), len(piece))
            for name, values in _inputs(piece).items():
                simulation.set_input(name, rules.A_DAY, values)
            yield piece, *(simulation.calculate(name, rules.A_DAY) for name in ("outcome", "provision"))


def _inputs(piece: pl.DataFrame) -> Columns:
    """The input variables: figures of the chip, places by their groups, day and end use as numbers."""
    chip = _index(piece["chip"], tuple(chip.chip for chip in chip_table()))
    day = piece["date"].to_numpy().astype("datetime64[D]")
    span = np.searchsorted(np.array(SPANS, dtype="datetime64[D]"), day, side="right") - 1
    found = {name: values[chip] for name, values in _chips().items()}
    for role, column in PLACES.items():
        place = _index(piece[column], country_codes())
        found |= {f"{role}_{group}": bits[place] >> span & 1 == 1 for group, bits in _countries().items()}
        found[role] = place
    return found | {"day": day.astype(np.int32), "end_use": _index(piece["known_end_use"], tuple(END_USES), 0)}


def _index(words: pl.Series, known: tuple[str, ...], missing: int = -1) -> Any:
    """The number of each word; by default, what is missing gets the last entry of a table."""
    return words.cast(pl.Enum(known)).to_physical().cast(pl.Int32).fill_null(missing).to_numpy()


@cache
def _chips() -> Columns:
    table = chip_table()
    columns = {name: [getattr(chip, name) or 0 for chip in table] for name in ("tpp", "density", "io_gb_s")}
    return {name: np.array(values, np.float64) for name, values in columns.items()} | {
        "datacenter": np.array([bool(chip.datacenter) for chip in table])
    }


@cache
def _countries() -> Columns:
    groups = ("d145", "d145_unsure", "d5", "d5_unsure", "d1")
    read: Callable[[str], list[int]] = lambda group: [getattr(one, group) for one in country_table()]  # noqa: E731
    return {group: np.array([*read(group), 0], np.uint8) for group in groups}
