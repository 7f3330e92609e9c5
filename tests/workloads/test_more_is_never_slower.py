"""More bandwidth, operations or links never slow anything, and nothing is faster than with no waste at all."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.errors import ChipgateError
from chipgate.workloads.best_parallelism import best_parallelism
from chipgate.workloads.deliver import deliver
from chipgate.workloads.device import Device
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.fitted import bundled_rows, shipped
from chipgate.workloads.foresee import foreseen_phase
from chipgate.workloads.measured import PHASES, Measured
from chipgate.workloads.models import bundled_models, model_of
from chipgate.workloads.numbers import Numbers, stacked
from chipgate.workloads.phases import PHASE_TIMES
from chipgate.workloads.row_questions import question_of_row
from chipgate.workloads.speed import speed_of
from tests.workloads.devices import LEVERS, PLAIN, devices, raised

CLOSE = 1.0 + 1e-9


@cache
def rows_of(phase: str) -> tuple[tuple[Measured, ...], Numbers]:
    rows, questions = [], []
    for row in bundled_rows():
        if row.phase == phase:
            try:
                questions.append(question_of_row(row))
            except ChipgateError:
                continue
            rows.append(row)
    return tuple(rows), stacked(questions)


def seconds(phase: str, n: Numbers) -> np.ndarray:
    return np.asarray(sum(PHASE_TIMES[phase](n, shipped(phase).constants).values()), dtype=float)


@pytest.mark.parametrize("phase", PHASES)
@settings(deadline=None)
@given(
    lever=st.sampled_from(("flops", "flops_16", "bandwidth", "link", "network", "domain", "matmul_share")),
    factor=st.floats(1.0, 100.0),
)
def test_more_never_slows_a_measured_row(phase: str, lever: str, factor: float) -> None:
    """Every bundled row of the phase at once, as the roofline foresees it. More memory may slow one token of a server
    that had let requests wait: they run then."""
    rows, n = rows_of(phase)
    assert rows
    faster = replace(n, **{lever: getattr(n, lever) * factor})
    if lever == "network":
        faster = replace(faster, link=np.maximum(faster.link, faster.network))
    assert (seconds(phase, faster) <= seconds(phase, n) * CLOSE).all()


@pytest.mark.parametrize("phase", PHASES)
def test_every_part_of_every_row_is_a_time(phase: str) -> None:
    rows, n = rows_of(phase)
    for name, part in PHASE_TIMES[phase](n, shipped(phase).constants).items():
        assert (np.broadcast_to(part, len(rows)) >= 0).all(), name
        assert np.isfinite(part).all(), name


@pytest.mark.parametrize("phase", ["training", "prefill", "decode"])
def test_no_row_is_foreseen_above_the_roofline(phase: str) -> None:
    """Two operations for each active weight at the full peak, counted here: the high end of no interval is faster."""
    rows, n = rows_of(phase)
    active = n.shared_params + n.moe_layers * n.experts_used * n.expert_params
    passes = n.forward_backward if phase == "training" else 1.0
    least = passes * 2.0 * active / n.flops
    for row, found, bound in zip(rows, foreseen_phase(shipped(phase), rows, n), least, strict=True):
        if row.unit.startswith("tokens"):
            assert found.high80 <= CLOSE / bound, row.id


MODELS = st.sampled_from(sorted(bundled_models()))
LAYOUTS = {
    "decode": ("", "tp8", "pp2", "ep16", "tp2 pp2"),
    "prefill": ("", "tp4", "ep32", "pp4"),
    "training": ("tp8 pp8 dp4", "dp64", "pp4 vp2 ep8 dp16"),
    "serving": ("tp8", "tp2"),
}


@settings(deadline=None)
@given(
    device=devices(),
    model=MODELS,
    phase=st.sampled_from(sorted(LAYOUTS)),
    place=st.integers(0, 4),
    lever=st.sampled_from(LEVERS),
    factor=st.floats(1.0, 10.0),
    batch=st.sampled_from((1, 7, 64)),
)
def test_more_never_slows_an_answer(
    device: Device, model: str, phase: str, place: int, lever: str, factor: float, batch: int
) -> None:
    parallel = LAYOUTS[phase][place % len(LAYOUTS[phase])]
    load = {"batch": batch, "context": 1024, "parallel": parallel, "output": 512 if phase == "serving" else 0}
    if phase == "training":
        load["recompute"] = "none"
    try:
        slow = deliver(device, model, phase, **load)  # type: ignore[arg-type]
    except BadWorkload:
        return  # the model does not allow the layout
    fast = deliver(raised(device, lever, factor), model, phase, **load)  # type: ignore[arg-type]
    assert fast.rate.value >= slow.rate.value / CLOSE
    assert fast.fits or not slow.fits
    assert slow.low80 <= slow.rate.value <= slow.high80


@settings(deadline=None)
@given(
    device=devices(), model=MODELS, phase=st.sampled_from(("decode", "prefill", "training")), batch=st.integers(1, 512)
)
def test_no_answer_passes_the_roofline(device: Device, model: str, phase: str, batch: int) -> None:
    """By hand: operations of the active weights at the peak; in decoding, the shared weights read once a step too."""
    shape = model_of(model)
    found = deliver(device, shape, phase, batch=batch, context=512, parallel="dp8" if phase == "training" else "")
    peak = device.peak_tops[found.precision] * 1e12
    passes = 3.0 if phase == "training" else 1.0
    weights = shape.params_active - (shape.embedding_params if phase == "prefill" else 0)
    assert found.high80 <= CLOSE * peak / (passes * 2.0 * weights)
    if phase == "decode":
        read = shape.shared_layer_params / device.memory_bandwidth_gb_s / 1e9
        assert found.high80 <= CLOSE * batch / read


@settings(deadline=None)
@given(
    device=devices(),
    model=st.sampled_from(("deepseek-v3", "llama-3.1-70b", "gpt-oss-120b", "mixtral-8x7b")),
    phase=st.sampled_from(("decode", "prefill", "training")),
    lever=st.sampled_from(LEVERS),
    factor=st.floats(1.0, 10.0),
)
def test_more_never_slows_the_aim_of_a_design(
    device: Device, model: str, phase: str, lever: str, factor: float
) -> None:
    for calibrated in (False, True):
        slow, fast = (
            speed_of(one, model, phase, calibrated=calibrated).tokens_per_s_chip
            for one in (device, raised(device, lever, factor))
        )
        assert fast >= slow / CLOSE


@settings(deadline=None)
@given(lever=st.sampled_from(LEVERS), factor=st.floats(1.0, 10.0), limit=st.sampled_from((None, 50.0)))
def test_more_never_slows_the_best_layout(lever: str, factor: float, limit: float | None) -> None:
    load = {"chips": 16, "sequences": 128, "max_wait_ms": limit}
    slow, fast = (
        best_parallelism(one, "llama-3.1-70b", **load).best.rate.value  # type: ignore[arg-type]
        for one in (PLAIN, raised(PLAIN, lever, factor))
    )
    assert fast >= slow / CLOSE


@settings(deadline=None)
@given(model=MODELS, memory=st.floats(1.0, 4000.0), phase=st.sampled_from(("decode", "prefill", "training")))
def test_a_model_that_does_not_fit_says_so(model: str, memory: float, phase: str) -> None:
    """By hand: weights at 8 bits in inference, at 18 bytes and more in training, against nine tenths of the memory."""
    shape = model_of(model)
    device = replace(PLAIN, memory_gb=memory)
    found = deliver(device, shape, phase, batch=1, context=128, parallel="dp1" if phase == "training" else "")
    weights = shape.params_total * 18.0 if phase == "training" else shape.weight_bytes("fp8")
    if weights > 0.9e9 * memory:
        assert not found.fits
    assert found.fits == (sum(found.memory.held_gb.values()) <= found.memory.usable_gb)
    if not found.fits:
        with pytest.raises(BadWorkload, match="does not fit on the chips"):
            best_parallelism(device, shape, phase, chips=1, sequences=1, context=128, recompute=found.recompute)
