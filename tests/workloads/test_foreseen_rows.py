"""Rows are foreseen as well, and with intervals as wide, as the calibration that ships says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from chipgate.workloads.calibration import fit, rows_of
from chipgate.workloads.cross_validation import folds, left_out
from chipgate.workloads.fitted import bundled_rows, calibration, shipped
from chipgate.workloads.foresee import foreseen
from chipgate.workloads.measured import MEASUREMENTS_FILE, Measured, read_measured
from chipgate.workloads.phases import CONSTANTS

UNSEEN = Path(__file__).parent / "data" / "unseen_trtllm_rows.csv"
REPORT = Path(__file__).parents[2] / "docs" / "workloads.md"


@pytest.fixture(scope="module")
def unseen() -> tuple[Measured, ...]:
    return read_measured(UNSEEN)


def test_no_unseen_row_was_fitted(unseen: tuple[Measured, ...]) -> None:
    def run(row: Measured) -> tuple[object, ...]:
        return row.phase, row.model, row.chip, row.layout, row.in_len, row.out_len

    fitted = {run(row) for row in bundled_rows() if row.stack == "trtllm"}
    assert len(unseen) == 129
    assert not [row.id for row in unseen if run(row) in fitted]


def test_unseen_rows_are_foreseen_within_what_is_wanted(unseen: tuple[Measured, ...]) -> None:
    """Offline throughput: median error at most 11 %, p90 at most 30 %; 75 to 85 % inside the intervals."""
    found = foreseen(unseen)
    errors = np.array([abs(one.predicted / row.value - 1) for one, row in zip(found, unseen, strict=True)])
    inside = np.mean([one.low80 <= row.value <= one.high80 for one, row in zip(found, unseen, strict=True)])
    assert np.median(errors) <= 0.11
    assert np.quantile(errors, 0.9) <= 0.30
    assert 0.75 <= inside <= 0.85


@pytest.mark.parametrize(
    ("phase", "median"), [("prefill", 0.15), ("decode", 0.15), ("first_token", 0.30), ("offline", 0.11)]
)
def test_rows_left_out_are_foreseen_within_what_is_wanted(phase: str, median: float) -> None:
    data = rows_of(phase, bundled_rows())
    out = left_out(data, folds(len(data.rows), min(10, len(data.rows)), seed=3), shipped(phase))
    assert out.median <= median
    assert 0.6 <= out.covered(shipped(phase).spread) <= 0.95


def test_the_constants_that_ship_are_those_of_the_rows_that_ship() -> None:
    assert calibration()["rows_sha256"] == hashlib.sha256(MEASUREMENTS_FILE.read_bytes()).hexdigest()
    for phase in ("prefill", "decode", "first_token"):
        made = fit(rows_of(phase, bundled_rows()))
        assert made.constants == pytest.approx(shipped(phase).constants, rel=2e-3)


def test_at_most_four_constants_a_phase_each_inside_its_range() -> None:
    for phase, kinds in CONSTANTS.items():
        assert len(kinds) <= 4
        for one in kinds:
            assert one.low <= shipped(phase).constants[one.name] <= one.high


def test_a_constant_that_is_not_identified_is_reported() -> None:
    page = REPORT.read_text("utf-8")
    for phase, stored in calibration()["phases"].items():
        for name, one in stored["constants"].items():
            assert f"| {name} | {one['value']:.4g} |" in page, phase
            if one["state"] != "identified":
                assert f"{name} ({one['state']})" in page


def test_every_measured_row_is_foreseen_or_says_why() -> None:
    for row, one in zip(bundled_rows(), foreseen(bundled_rows()), strict=True):
        assert one.treated or one.why, row.id
        if one.treated:
            assert one.low80 <= one.predicted <= one.high80
            assert one.binding in one.parts
