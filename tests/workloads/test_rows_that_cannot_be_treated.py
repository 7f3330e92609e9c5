"""A row that cannot be treated says why; no row stops the others."""

from __future__ import annotations

import csv
import math
import pickle
import random
import re

import pytest

from chipgate.translation.fault_text import said_in
from chipgate.translation.width import is_chinese
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
        ("seq_len_or_in_len", "4k", "seq_len_or_in_len is no number of tokens; write it like 4096"),
        ("out_len", "1e400", "out_len is inf tokens"),
        ("parallelism", "XP4", "'XP4' is no part of a layout"),
        ("chips", "-1", "chips is -1; give 1 to"),
        ("precision", "", "precision is not given; give one of bf16"),
        ("unit", "", "unit is not given; give one of tokens/s/chip"),
    ],
)
def test_the_reason_names_the_cell_and_what_to_do(column: str, text: str, said: str) -> None:
    (found,) = foreseen([measured_of({**SERVED, column: text})])
    assert math.isnan(found.predicted)
    assert said in found.why


def test_a_reason_is_said_in_chinese_too() -> None:
    cells = {"chip": "H99", "model": "Llama-9-1T", "precision": "int2", "parallelism": "XP4 tp0", "chips": "-1"}
    cells |= {"unit": "", "seq_len_or_in_len": "-5", "batch_or_concurrency": "0", "out_len": "-1", "kind": "dreaming"}
    wrong = [{**SERVED, name: text} for name, text in cells.items()]
    wrong += [{**SERVED, "chip": "MI308X"}, {**SERVED, "chip": "A100", "precision": "fp8"}]
    wrong += [{**SERVED, "model": "./none.json"}]
    wrong += [{**SERVED, "parallelism": "TP7 PP999", "chips": "4"}, {**SERVED, "parallelism": "", "chips": ""}]
    for one in foreseen([measured_of(row) for row in wrong]):
        told = said_in("zh", one.why)
        assert any(map(is_chinese, told)), told
        assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", told.replace("No such file or directory", "")), told
        assert said_in("en", one.why) == one.why


def test_a_fault_is_the_same_after_pickling() -> None:
    """Rows may be foreseen in other processes."""
    (one,) = foreseen([measured_of({**SERVED, "precision": "int2"})])
    again = pickle.loads(pickle.dumps(one.why))
    assert (again, said_in("zh", again)) == (one.why, said_in("zh", one.why))


def test_chips_that_a_row_does_not_name_are_those_of_its_layout() -> None:
    """The figure of a chip is a share of what its copy delivers, whoever counts the chips."""
    row = {**SERVED, "unit": "tokens/s/chip", "parallelism": "TP8", "batch_or_concurrency": "64"}
    named, left_out = foreseen([measured_of({**row, "chips": text}) for text in ("8", "")])
    assert named == left_out
    (neither,) = foreseen([measured_of({**row, "chips": "", "parallelism": ""})])
    assert "chips is not given, and no layout says how many" in neither.why


def test_names_and_numbers_may_be_spelt_otherwise() -> None:
    """A chip in small letters is the chip that was measured, and 1 024 is not 1."""
    row = {**SERVED, "chip": "H100", "model": "Llama-3.1-70B", "seq_len_or_in_len": "1024", "note": "vllm 0.18.0; "}
    row |= {"precision": "fp8", "parallelism": "TP8", "chips": "8"}
    (plain,) = foreseen([measured_of(row)])
    for name, text in (
        ("chip", "h100"),
        ("chip", "H100 SXM5 80GB"),
        ("model", "llama 3.1 70b"),
        ("seq_len_or_in_len", "1,024"),
        ("seq_len_or_in_len", "1 024"),
        ("seq_len_or_in_len", "1.024e3"),
    ):
        assert foreseen([measured_of({**row, name: text})])[0] == plain, text


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
