"""Training: chip seconds per token, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from chipgate.workloads.numbers import Numbers

Constants = Mapping[str, float]
Parts = dict[str, Any]


def attended(n: Numbers, context: Any) -> Any:
    """Keys that a query meets, a layer on average."""
    near = np.minimum(context, n.window)
    return n.full_share * context + (1.0 - n.full_share) * near


def training_parts(n: Numbers, c: Constants) -> Parts:
    """Chip seconds for one token of a training step, by resource; the sum is the time.

    ``matmul`` and ``attention`` at the peaks times their efficiencies, ``memory`` for what is done to each value
    outside of products, ``scale_up`` and ``scale_out`` for the part of the communication that is not hidden, and the
    ``bubble`` of the pipeline on all of them: stages that wait, and layers that do not divide into stages.
    """
    active = n.shared_params + n.moe_layers * n.experts_used * n.expert_params + n.head_params
    matmul = n.forward_backward * 2.0 * active / (n.flops * n.matmul_share * c["matmul"])
    scores = n.score_width * n.layers * attended(n, n.in_len)  # causal: half of 2 x width x keys
    attention = n.attention_passes * scores / (n.flops_16 * n.matmul_share * c["attention"])
    values = n.layers * n.hidden + n.moe_layers * n.experts_used * n.hidden * 0.5
    memory = c["accesses"] * n.forward_backward * values * 2.0 / n.bandwidth
    up, out = _communication(n)
    parts = {
        "matmul": matmul,
        "attention": attention,
        "memory": memory,
        "scale_up": c["exposed"] * up,
        "scale_out": c["exposed"] * out,
    }
    idle = (n.pp - 1.0) / (np.maximum(n.micro_batches, 1.0) * n.vp)
    parts["bubble"] = (idle * n.uneven + n.uneven - 1.0) * sum(parts.values())
    return parts


def _communication(n: Numbers) -> tuple[Any, Any]:
    """Chip seconds per token on the links of the domain and beyond it, if nothing hid them."""
    passes = n.forward_backward / 3.0
    inside = n.tp <= n.domain
    sums = 16.0 * n.layers * n.hidden * (n.tp - 1.0) * passes / np.where(inside, n.link, n.network)
    spread = 2.0 * passes * n.moe_layers * n.experts_used * n.hidden * (n.weight_bytes.clip(1.0) + 2.0)
    spread = spread * (n.ep - 1.0) / n.ep
    group = n.ep * n.tp
    leaving = np.where(group > n.domain, 1.0 - n.domain / group, 0.0)
    near, moved = n.chips <= n.domain, _weights_moved(n)
    up = np.where(inside, sums, 0.0) + spread * (1.0 - leaving) / n.link + np.where(near, moved, 0.0)
    return up, np.where(inside, 0.0, sums) + spread * leaving / n.network + np.where(near, 0.0, moved)


def _weights_moved(n: Numbers) -> Any:
    """Seconds for gradients and gathered weights, once a step, shared out over the tokens that a chip has in it."""
    experts = n.moe_layers * n.experts * n.expert_params / n.ep
    held = (n.shared_params + experts + n.table_params) / (n.tp * n.pp)
    rounds = np.where(n.sharded > 0, 3.0 * 2.0, 2.0 + 2.0)
    per_chip = n.batch * n.in_len / n.chips
    copies = n.chips / (n.tp * n.pp * n.cp)
    each = np.where((per_chip > 0) & (copies > 1), 1.0 / np.maximum(per_chip, 1.0), 0.0)
    return rounds * held * each / np.where(n.chips <= n.domain, n.link, n.network)
