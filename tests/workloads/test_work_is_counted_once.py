"""What the roofline times is the work of the shape: with nothing wasted and nothing to read, seconds are operations."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.workloads.asked import Asked
from chipgate.workloads.device import Device
from chipgate.workloads.evaluated import numbers_asked, parts_of
from chipgate.workloads.foresee import IDEAL
from chipgate.workloads.layout import layout_of
from chipgate.workloads.models import bundled_models
from chipgate.workloads.numbers import stacked
from chipgate.workloads.shape import RECOMPUTE, Shape

MODELS = st.sampled_from(sorted(bundled_models()))
CONTEXTS = st.sampled_from((1, 100, 4096, 100_000))
ENDLESS = 1e9
"""TB/s and GB: nothing waits for memory or links."""

COMPUTES_ONLY = Device(
    name="computes only",
    peak_tops={"bf16": 100.0},
    memory_gb=ENDLESS,
    memory_bandwidth_gb_s=1e3 * ENDLESS,
    scale_up_gb_s=1e3 * ENDLESS,
    scale_up_domain=1e6,
    scale_out_gb_s=1e3 * ENDLESS,
    matmul_share=1.0,
)


def operations(shape: Shape, phase: str, context: float, **more: object) -> float:
    """Operations of one token, from the time that the roofline gives on one chip."""
    asked = Asked(COMPUTES_ONLY, shape, phase, layout_of(""), "", batch=64.0, context=context, **more)  # type: ignore[arg-type]
    parts = parts_of(phase, stacked([numbers_asked(asked)]), IDEAL)
    return float(sum(part[0] for part in parts.values())) * 100.0 * 1e12


@settings(deadline=None)
@given(model=MODELS, context=CONTEXTS)
def test_prefill(model: str, context: float) -> None:
    """All that a token meets but the head, which the last one alone needs."""
    shape = bundled_models()[model]
    wanted = shape.forward_flops(context) - 2 * shape.embedding_params
    assert operations(shape, "prefill", context) == pytest.approx(wanted, rel=1e-4)


@settings(deadline=None)
@given(model=MODELS, context=CONTEXTS)
def test_decode(model: str, context: float) -> None:
    """Scores of a token that comes last meet the whole context, on the latents where attention is absorbed."""
    shape = bundled_models()[model]
    scores = 2 * shape.decode_score_width * shape.layers * shape.attended(context + 0.5)
    assert operations(shape, "decode", context) == pytest.approx(2 * shape.params_active + scores, rel=1e-3)


@settings(deadline=None)
@given(model=MODELS, context=CONTEXTS, recompute=st.sampled_from(RECOMPUTE), lora=st.booleans())
def test_training(model: str, context: float, recompute: str, lora: bool) -> None:
    shape = bundled_models()[model]
    wanted = shape.training_flops(context, recompute=recompute, lora=lora)  # type: ignore[arg-type]
    assert operations(shape, "training", context, recompute=recompute, lora=lora) == pytest.approx(wanted, rel=1e-4)


@settings(deadline=None)
@given(model=MODELS, batch=st.sampled_from((1.0, 8.0, 512.0)))
def test_decode_reads_each_weight_once_and_the_experts_that_are_asked_for(model: str, batch: float) -> None:
    """With endless operations a step is the bytes of its weights and caches over the bandwidth."""
    shape = bundled_models()[model]
    reads = replace(COMPUTES_ONLY, peak_tops={"bf16": 1e9}, memory_bandwidth_gb_s=1000.0)
    asked = Asked(reads, shape, "decode", layout_of(""), "", batch=batch, context=1000.0)
    parts = parts_of("decode", stacked([numbers_asked(asked)]), IDEAL)
    seconds = float(sum(part[0] for part in parts.values())) * batch
    missed = (1 - shape.experts_active / max(shape.experts_total, 1)) ** batch
    experts = shape.moe_layers * shape.experts_total * (1 - missed) * shape.expert_params
    weights = 2 * (shape.shared_layer_params + shape.embedding_params + experts)
    assert seconds * 1e12 == pytest.approx(weights + batch * shape.kv_bytes(1000.5), rel=1e-3)
