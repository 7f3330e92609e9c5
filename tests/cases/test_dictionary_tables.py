"""Columns of dictionaries: made of arrays of NumPy, and counted by places as PyArrow counts them by texts."""

from __future__ import annotations

from random import Random

import numpy as np
import pyarrow as pa
import pytest

from chipgate.cases.tables import dictionary_tables
from chipgate.cases.tables.dictionary_tables import counted, dictionary_of

TEXTS = ("", "a", "b", "none")


@pytest.mark.parametrize("rows", [0, 1, 7, 8, 1_000])
@pytest.mark.parametrize("with_gaps", [False, True])
def test_a_dictionary_has_the_text_of_each_place(rows: int, with_gaps: bool) -> None:
    dice = np.random.default_rng(rows)
    places = dice.integers(0, len(TEXTS), rows).astype(np.int32)
    there = dice.random(rows) < 0.7 if with_gaps else None
    column = dictionary_of(pa.array(TEXTS), places, there)
    column.validate(full=True)
    is_there = np.ones(rows, dtype=bool) if there is None else there
    pairs = zip(places.tolist(), is_there.tolist(), strict=True)
    assert column.to_pylist() == [TEXTS[place] if one else None for place, one in pairs]


@pytest.mark.parametrize("chunks", [1, 3])
@pytest.mark.parametrize("most", [1, dictionary_tables.MOST_KINDS])
@pytest.mark.parametrize("seed", range(5))
def test_rows_are_counted_as_by_their_texts(seed: int, most: int, chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks, each with a dictionary of its own, in which texts stand twice and some in no row."""
    monkeypatch.setattr(dictionary_tables, "MOST_KINDS", most)
    dice = Random(seed)
    columns = [pa.chunked_array([_chunk(dice) for _ in range(chunks)]) for _ in range(3)]
    told = zip(*(column.to_pylist() for column in columns), strict=True)
    wanted: dict[tuple[str | None, ...], int] = {}
    for one in told:
        wanted[one] = wanted.get(one, 0) + 1
    assert counted(columns) == wanted


def _chunk(dice: Random) -> pa.DictionaryArray:
    texts = [dice.choice(TEXTS) for _ in range(dice.randrange(1, 6))]
    places = [dice.choice([None, *range(len(texts))]) for _ in range(40)]
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(texts))
