"""Made-up shipments in a Parquet file, a piece at a time: one seed gives the same rows, however many are asked for.

Every row is an export of a catalogue chip, under ordinary assumptions and the clock as_enforced. A file of one million
rows is the beginning of one of ten million.
"""

from __future__ import annotations

import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.big.tables import country_codes
from chipgate.chips.catalogue import bundled
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY

PIECE = 250_000
"""Rows that are in memory at once, and of a row group in the file."""

MISSING_SHARE = 0.05
SAME_AS_DESTINATION, SAME_AS_END_USER = 0.75, 0.85
"""So often the end user has its headquarters where the goods go, and its parent where it has its own."""

BUSY = ("US", "CN", "TW", "SG", "JP", "KR", "DE", "GB", "IN", "MY", "AE", "SA", "NL", "HK", "CA", "FR", "VN", "MX")
"""Destinations of most shipments; the other countries share the rest."""

END_USES = {
    "ordinary": 0.86,
    "development_production_storage": 0.06,
    "supercomputer": 0.02,
    "military": 0.015,
    "advanced_node_fab": 0.015,
    "semiconductor_equipment": 0.015,
    "military_intelligence": 0.005,
    "wmd": 0.005,
    "ai_training_for_military": 0.005,
}

Indices = np.ndarray[Any, np.dtype[np.int64]]


SEED = 20221021


def write_transactions(path: Path, rows: int, seed: int = SEED) -> Path:
    """Write ROWS shipments to PATH."""
    with pq.ParquetWriter(path, piece(0, 1, seed).schema) as writer:
        for number in range(-(-rows // PIECE)):
            writer.write_table(piece(number, min(PIECE, rows - number * PIECE), seed))
    return path


def piece(number: int, rows: int, seed: int) -> Any:
    """Piece NUMBER of the endless table that SEED stands for, cut to ROWS."""
    dice = np.random.default_rng((seed, number))
    destination = dice.choice(len(country_codes()), PIECE, p=_how_busy())
    end_user = _mostly(destination, SAME_AS_DESTINATION, dice)
    parent = _mostly(end_user, SAME_AS_END_USER, dice)
    end_use = dice.choice(len(END_USES), PIECE, p=list(END_USES.values()))
    chip = dice.integers(0, len(chip_names()), PIECE)
    days = dice.integers(_days(FIRST_DAY), _days(CHECKED_UNTIL) + 1, PIECE).astype(np.int32)
    columns = {
        "chip": _words(chip, chip_names()),
        "destination": _words(destination, country_codes(), dice),
        "date": pa.array(days, pa.int32()).cast(pa.date32()),
        "end_user_hq": _words(end_user, country_codes(), dice),
        "end_user_parent_hq": _words(parent, country_codes(), dice),
        "known_end_use": _words(end_use, tuple(END_USES), dice),
        "transaction": pa.repeat("export", PIECE),
        "units": pa.array(dice.geometric(0.01, PIECE), pa.int32()),
    }
    return pa.table(columns).slice(0, rows)


def _mostly(place: Indices, share: float, dice: np.random.Generator) -> Indices:
    """The same place in SHARE of the rows, any other elsewhere."""
    other = dice.choice(len(country_codes()), PIECE, p=_how_busy())
    return np.where(dice.random(PIECE) < share, place, other)


def _words(indices: Indices, words: tuple[str, ...], dice: np.random.Generator | None = None) -> Any:
    """The words that INDICES name; with DICE, some of them missing."""
    missing = None if dice is None else dice.random(len(indices)) < MISSING_SHARE
    numbers = pa.array(indices, pa.int32(), mask=missing)
    return pa.DictionaryArray.from_arrays(numbers, pa.array(words)).cast(pa.string())


@cache
def chip_names() -> tuple[str, ...]:
    """The name of every chip of the catalogue."""
    return bundled().names()


@cache
def _how_busy() -> list[float]:
    weights = [10.0 if code in BUSY else 0.5 for code in country_codes()]
    return [weight / sum(weights) for weight in weights]


def _days(day: date) -> int:
    return (day - date(1970, 1, 1)).days


if __name__ == "__main__":  # path, rows and, if it is to be another one, the seed
    write_transactions(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:]))
