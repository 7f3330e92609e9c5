"""A row that cannot be treated says why; no row stops the others."""

from __future__ import annotations

import csv
import math
import random

import pytest

from chipgate.workloads.foresee import foreseen
from chipgate.workloads.measured import COLUMNS, MEASUREMENTS_FILE, measured_of

with MEASUREMENTS_FILE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
SERVED = next(row for row in ROWS if row["kind"] == "inference_server" and row["unit"].startswith("ms"))


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("chip", "H99", "no chip named 'H99'"),
        ("model", "Llama-9-1T", "no model named 'Llama-9-1T'"),
        ("kind", "dreaming", "kind 'dreaming' is none of train"),
        ("precision", "int2", "precision 'int2' is none of"),
        ("unit", "furlongs", "unit 'furlongs' is none of"),
        ("batch_or_concurrency", "0", "names no number of sequences; give 1 or more"),
        ("seq_len_or_in_len", "-5", "seq_len_or_in_len is -5 tokens"),
        ("out_len", "1e400", "out_len is inf tokens"),
        ("parallelism", "XP4", "'XP4' is no part of a layout"),
        ("chips", "-1", "chips is -1; give 1 to"),
    ],
)
def test_the_reason_names_the_cell_and_what_to_do(column: str, text: str, said: str) -> None:
    (found,) = foreseen([measured_of({**SERVED, column: text})])
    assert math.isnan(found.predicted)
    assert said in found.why


def test_a_row_beside_a_bad_one_is_foreseen_as_alone() -> None:
    bad = measured_of({**SERVED, "chip": "H99"})
    both = foreseen([bad, measured_of(SERVED)])
    assert both[1] == foreseen([measured_of(SERVED)])[0]


def test_any_cells_give_a_figure_or_a_reason() -> None:
    random_ = random.Random(11)
    junk = ["", "0", "-3", "n/a", "nan", "inf", "1e400", "abc", "TP3", "EP7 DP2", "8/chip", "GBS 0", "MBS 0 GA 0"]
    rows = []
    for _ in range(400):
        row = dict(random_.choice(ROWS))
        for _ in range(random_.randint(1, 3)):
            name = random_.choice(COLUMNS)
            row[name] = random_.choice([*junk, random_.choice(ROWS)[name]])
        rows.append(measured_of(row))
    for one in foreseen(rows):
        assert one.why or 0 < one.low80 <= one.predicted <= one.high80 < math.inf
