"""Curves: each cell is what one question is answered; ratios are curves too; a grid that cannot be meant says why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("scipy")

import numpy as np

from chipgate.errors import UnknownChip
from chipgate.workloads.common_layout import common_layout
from chipgate.workloads.curve_rows import COLUMNS, curve_rows
from chipgate.workloads.curves import Grid, grid
from chipgate.workloads.deliver import deliver
from chipgate.workloads.device import device_of
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.ratios import ratio

CHIPS = ("H100", "H20", "910C")
ASKED: dict[str, dict[str, Any]] = {
    "decode": {"parallel": ("ep16", "tp8"), "batch": (1, 8, 300), "context": (1024, 40_000)},
    "prefill": {"parallel": ("tp8",), "batch": (1, 4), "context": (1024, 40_000)},
    "serving": {"parallel": ("tp8", "tp16"), "batch": (1, 64), "context": (1024, 9_000), "output": 512},
    "training": {"parallel": ("tp8 pp8 dp4 ep8",), "batch": (1, 64), "context": (1024, 32_768), "precision": "bf16"},
}


def one_by_one(found: Grid, place: tuple[int, ...], asked: dict[str, Any]) -> Any:
    chip, model, layout, batch, context = place
    return deliver(
        CHIPS[chip],
        found.models[model],
        found.phase,
        parallel=asked["parallel"][layout],
        batch=float(found.batches[batch]),
        context=float(found.contexts[context]),
        **{name: value for name, value in asked.items() if name in ("output", "precision")},
    )


@pytest.mark.parametrize("phase", ASKED)
def test_each_cell_is_what_deliver_answers(phase: str) -> None:
    asked = ASKED[phase]
    found = grid(CHIPS, ("DeepSeek-V3", "Qwen3-235B-A22B"), phase, **asked)
    assert found.shape == (3, 2, len(asked["parallel"]), len(asked["batch"]), len(asked["context"]))
    for place in np.ndindex(found.shape):
        wanted = one_by_one(found, place, asked)
        rates = (found.tokens_per_s_chip[place], found.low80[place], found.high80[place])
        assert rates == pytest.approx((wanted.rate.value, wanted.low80, wanted.high80), rel=1e-9), place
        assert (found.resource(*place), bool(found.fits[place])) == (wanted.binding, wanted.fits), place


def test_without_effects_the_roofline_stands_alone() -> None:
    found = grid(CHIPS, "DeepSeek-V3", parallel=("ep16",), batch=(1, 32), effects=False)
    with_them = grid(CHIPS, "DeepSeek-V3", parallel=("ep16",), batch=(1, 32))
    np.testing.assert_array_equal(found.fast, found.seconds)
    np.testing.assert_array_equal(found.binding, with_them.binding)
    assert (np.abs(np.log(found.seconds / with_them.seconds)) < 0.5).all()


def test_more_bandwidth_and_more_compute_never_slow_a_cell() -> None:
    chip = device_of("H20")
    better = [
        chip,
        replace(chip, memory_bandwidth_gb_s=chip.memory_bandwidth_gb_s * 1.5),
        replace(chip, peak_tops={form: rate * 1.5 for form, rate in chip.peak_tops.items()}),
        replace(chip, scale_up_gb_s=chip.scale_up_gb_s * 1.5, scale_out_gb_s=chip.scale_out_gb_s * 1.5),
    ]
    for phase, layout in (("decode", "ep16"), ("prefill", "tp8"), ("training", "tp8 pp4 dp2")):
        found = grid(
            better, "DeepSeek-V3", phase, parallel=(layout,), batch=(1, 8, 64, 512), context=(512, 8192, 65_536)
        )
        assert (found.seconds[1:] <= found.seconds[0] * (1 + 1e-12)).all(), phase


def test_a_larger_batch_delivers_no_less_in_decoding() -> None:
    found = grid(CHIPS, "DeepSeek-V3", parallel=("ep16",), batch=range(1, 257, 5), context=(4096,), effects=False)
    assert (np.diff(found.seconds, axis=3) <= 0).all()


def test_the_h20_is_faster_at_small_batches_and_slower_at_large_ones() -> None:
    """Why no one ratio describes a chip: memory binds here, compute there."""
    found = grid(("H100", "H20"), "DeepSeek-V3", parallel=("ep16",), batch=(1, 256), context=(1024,))
    curve = ratio(found, 1, 0)
    assert curve.value[0, 0, 0, 0] > 1 > curve.value[0, 0, 1, 0]
    assert (found.resource(1, 0, 0, 0, 0), found.resource(1, 0, 0, 1, 0)) == ("memory", "matmul")


def test_a_ratio_and_its_inverse() -> None:
    found = grid(CHIPS, "DeepSeek-V3", parallel=("ep16", "tp8"), batch=(1, 64), context=(1024, 9000))
    one, other = ratio(found, 1, 0), ratio(found, 0, 1)
    np.testing.assert_allclose(one.value, 1.0 / other.value)
    np.testing.assert_allclose(one.low80, 1.0 / other.high80)
    np.testing.assert_allclose(one.value, found.tokens_per_s_chip[1] / found.tokens_per_s_chip[0])
    assert (one.low80 < one.value).all()
    assert (one.value < one.high80).all()


def test_the_interval_of_a_ratio_leaves_out_what_both_share() -> None:
    """Two chips that rows know nothing of share the model, the software and the load: less is open than of each."""
    made = [replace(device_of("H100"), name=name, chip_id="") for name in ("mine", "yours")]
    found = grid(made, "DeepSeek-V3", "serving", parallel=("tp8",), batch=(16,), context=(1024,), output=1024)
    curve = ratio(found, 1, 0)
    apart = np.hypot(*(np.log(found.slow[chip] / found.seconds[chip]) for chip in (0, 1)))
    assert (np.log(curve.high80 / curve.value) < apart).all()
    np.testing.assert_allclose(curve.value, 1.0)


def test_rows_hold_every_cell_once() -> None:
    found = grid(CHIPS, "DeepSeek-V3", parallel=("ep16", "tp16"), batch=(1, 8), context=(1024, 4096))
    rows = list(curve_rows(found, [ratio(found, at, 0) for at in (1, 2)]))
    assert len(rows) == found.seconds.size
    assert {tuple(row[name] for name in ("chip", "layout", "batch", "context")) for row in rows} == {
        (chip, layout, batch, context)
        for chip in found.chips
        for layout in found.layouts
        for batch in (1.0, 8.0)
        for context in (1024.0, 4096.0)
    }
    assert set(COLUMNS) <= set(rows[0])
    for row in rows:
        assert (row["ratio"] is None) == (row["chip"] == found.chips[0])


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"batch": ()}, "no batch is given"),
        ({"parallel": ()}, "no layout is given"),
        ({"batch": (0, 8)}, "batch is 0; give 1 sequence or more"),
        ({"context": (8, 10**9)}, "is longer than"),
        ({"batch": range(1, 20_001), "context": range(1, 20_001)}, "ask in parts"),
        ({"parallel": ("tp3",)}, "tp3 does not divide"),
    ],
)
def test_what_cannot_be_meant_says_why(asked: dict[str, Any], wrong: str) -> None:
    with pytest.raises(BadWorkload, match=wrong):
        grid(("H100", "H20"), "DeepSeek-V3", **asked)


def test_a_chip_without_the_precision_is_named() -> None:
    with pytest.raises(BadWorkload, match="A100"):
        grid(("H100", "A100-80"), "DeepSeek-V3", parallel=("tp8",), precision="fp8")


def test_an_unknown_chip_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownChip, match="H100"):
        grid(("H1000", "H20"), "DeepSeek-V3")


def test_the_common_layout_holds_the_weights_on_every_chip() -> None:
    assert common_layout(("H100", "H20"), "Qwen3-8B", "decode") == ""
    assert common_layout(("H100", "H20"), "Llama-3.1-70B", "decode").startswith("tp")
    assert common_layout(("H100", "H20"), "DeepSeek-V3", "decode").startswith("ep")
    with pytest.raises(BadWorkload, match="training needs one"):
        common_layout(("H100",), "DeepSeek-V3", "training")
