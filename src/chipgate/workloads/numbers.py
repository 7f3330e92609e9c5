"""A question as plain numbers: what the roofline reads of a model, a chip, a layout and a load.

Every field is a float or an array; arrays broadcast against one another, so that one call answers a whole grid.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from chipgate.workloads.device import Device
from chipgate.workloads.layout import Layout
from chipgate.workloads.shape import BYTES, Shape

if TYPE_CHECKING:
    Number = Any  # a float or an array of floats


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the roofline reads. Rates are per second, sizes in bytes or values, counts as they are."""

    layers: Number
    moe_layers: Number
    hidden: Number
    shared_params: Number
    expert_params: Number
    experts: Number
    experts_used: Number
    head_params: Number
    table_params: Number
    kv_values: Number
    score_width: Number
    decode_score_width: Number
    full_share: Number
    window: Number
    kv_splits: Number  # ways in which a cache can be split over tp
    flops: Number  # per second, at the precision of the products
    flops_16: Number
    matmul_share: Number
    bandwidth: Number
    memory: Number
    link: Number
    domain: Number
    network: Number
    tp: Number
    pp: Number
    ep: Number
    cp: Number
    vp: Number
    copies: Number  # of the attention within the group of the experts
    sharded: Number  # 1 where weights are sharded over the data-parallel copies
    chips: Number
    weight_bytes: Number
    kv_bytes: Number
    batch: Number  # sequences of a step (training) or at once on all chips (serving)
    micro_batches: Number  # of a step and a copy
    in_len: Number
    out_len: Number
    forward_backward: Number  # forward passes that a training step is worth: 3; 4 with full recomputation; 2 under LoRA
    attention_passes: Number
    draft_tokens: Number
    accepted: Number  # tokens that a step yields
    uneven: Number  # layers of the longest stage over the mean one
    queued: Number  # requests that wait from the start, on all chips that the numbers speak of


NAMES = tuple(one.name for one in fields(Numbers))


def numbers_of(
    shape: Shape,
    device: Device,
    layout: Layout,
    *,
    precision: str,
    chips: float,
    batch: float,
    in_len: float,
    out_len: float = 1.0,
    micro_batches: float = 1.0,
    forward_backward: float = 3.0,
    attention_passes: float = 3.0,
    draft_tokens: float = 0.0,
    accepted: float = 1.0,
    kv_value_bytes: float | None = None,
    queued: float = math.inf,
) -> Numbers:
    """The numbers of one question.

    Raises:
        BadWorkload: a precision that the chip does not have.
    """
    kv_bytes = kv_value_bytes if kv_value_bytes is not None else (2.0 if precision == "bf16" else 1.0)
    return Numbers(
        layers=shape.layers,
        moe_layers=shape.moe_layers if shape.experts_total else 0,
        hidden=shape.hidden,
        shared_params=shape.shared_layer_params,
        expert_params=shape.expert_params,
        experts=max(shape.experts_total, 1),
        experts_used=shape.experts_active,
        head_params=shape.embedding_params,
        table_params=shape.embedding_params * (1 if shape.tied_embeddings else 2),
        kv_values=shape.kv_values_per_token,
        score_width=shape.score_width,
        decode_score_width=shape.decode_score_width,
        full_share=shape.full_attention_share,
        window=shape.sliding_window,
        kv_splits=1 if shape.attention == "MLA" else shape.kv_heads,
        tp=layout.tp,
        pp=layout.pp,
        ep=layout.ep,
        cp=layout.cp,
        vp=max(layout.vp, 1),
        copies=layout.attention_dp,
        sharded=1.0 if layout.fsdp else 0.0,
        chips=chips,
        weight_bytes=BYTES[precision],
        kv_bytes=kv_bytes,
        batch=batch,
        micro_batches=micro_batches,
        in_len=in_len,
        out_len=out_len,
        forward_backward=forward_backward,
        attention_passes=attention_passes,
        draft_tokens=draft_tokens,
        accepted=accepted,
        uneven=uneven_stages(shape.layers, layout.pp * max(layout.vp, 1)),
        queued=queued,
        **of_device(device, precision),
    )


def of_device(device: Device, precision: str) -> dict[str, float]:
    """The numbers of a question that come from the chip, with products at PRECISION.

    Raises:
        BadWorkload: a precision that the chip does not have.
    """
    return {
        "flops": device.peak_tops[device.compute_precision(precision)] * 1e12,
        "flops_16": device.peak_tops["bf16"] * 1e12,
        "matmul_share": device.matmul_share,
        "bandwidth": device.memory_bandwidth_gb_s * 1e9,
        "memory": device.memory_gb * 1e9,
        "link": max(device.scale_up_gb_s, device.scale_out_gb_s) * 1e9,
        "domain": device.scale_up_domain,
        "network": device.scale_out_gb_s * 1e9,
    }


def uneven_stages(layers: int, stages: int) -> float:
    """Layers of the longest of STAGES over those of the mean one; 1 where they divide."""
    return math.ceil(layers / stages) * stages / layers if stages <= layers else 1.0


def stacked(questions: Sequence[Numbers]) -> Numbers:
    """Questions as one, a value each in arrays of float64."""
    import numpy as np

    columns = {name: np.array([getattr(one, name) for one in questions], dtype=float) for name in NAMES}
    return Numbers(**columns)
