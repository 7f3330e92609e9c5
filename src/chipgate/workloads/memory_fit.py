"""What a chip must hold: weights and caches in inference; weights, gradients, optimiser and activations in training.

Everything broadcasts over layouts. Bytes a chip, of the chip that holds most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from chipgate.workloads.serving import MEMORY_USED, cache_per_sequence, group_of, weights_held
from chipgate.workloads.shape import BYTES, Recompute, Shape

if TYPE_CHECKING:
    from chipgate.workloads.asked import Asked
    from chipgate.workloads.numbers import Numbers

Held = Mapping[str, Any]

TRAINED: Final = 6.0
"""Bytes of a trained weight on every copy: 2 of the weight, 4 of its gradient."""

OPTIMISER: Final = 12.0
"""Bytes of a trained weight that copies share out: master weight and two moments at 32 bits.

Both as in Megatron Core, user guide, distributed optimizer: 6 + 12/d for weights at 16 bits and gradients at 32.
"""

FROZEN: Final = 2.0
"""Bytes of a weight that LoRA leaves alone."""

LORA_RANK: Final = 16


def held(asked: Asked, n: Numbers) -> Held:
    """Bytes on a chip by what they are, for the layouts of N."""
    return training_bytes(asked, n, asked.recompute or "none") if asked.trains else serving_bytes(asked, n)


def fits(asked: Asked, n: Numbers) -> Any:
    """Whether everything that is held fits into the part of the memory that software can fill."""
    return sum(held(asked, n).values()) <= usable(n)


def usable(n: Numbers) -> Any:
    """Bytes of a chip's memory that software can fill."""
    return MEMORY_USED * n.memory


def serving_bytes(asked: Asked, n: Numbers) -> Held:
    """Weights, drafting layers, and the cache of all sequences at once, each as long as it gets."""
    drafts = asked.shape.mtp_params * n.weight_bytes / (group_of(n) * n.pp) if asked.drafts else 0.0
    longest = asked.context + asked.output
    cached = 1.0 if asked.phase == "prefill" else n.batch / n.copies
    return {"weights": weights_held(n) + drafts, "cache": cached * cache_per_sequence(n, longest)}


def sequences_that_fit(asked: Asked, n: Numbers) -> Any:
    """Sequences on each copy of the attention for which there is room; 0 where the weights alone do not fit."""
    each = cache_per_sequence(n, asked.context + asked.output)
    return np.maximum((usable(n) - serving_bytes(asked, n)["weights"]) / each, 0.0)


def training_bytes(asked: Asked, n: Numbers, recompute: str) -> Held:
    """Weights with gradients and optimiser, and what a backward pass needs of the micro-batches under way."""
    shape = asked.shape
    experts = n.moe_layers * n.experts * n.expert_params / (n.ep * n.tp * n.pp)
    tables = np.where(n.pp > 1, n.head_params, n.table_params)
    shared = (n.shared_params / n.pp + tables) / n.tp
    copies = np.maximum(n.chips / (n.tp * n.pp), 1.0)
    expert_copies = np.maximum(copies / n.ep, 1.0)
    if asked.lora:
        adapters = shape.lora_params(LORA_RANK) / (n.tp * n.pp)
        spread = np.where(n.sharded > 0, n.chips, 1.0)
        weights, states = FROZEN * (shared + experts) / spread, (TRAINED + OPTIMISER) * adapters / spread
    else:
        everywhere = np.where(n.sharded > 0, n.chips, 1.0)
        weights = TRAINED * (shared + experts) / everywhere
        states = OPTIMISER * (shared / copies + experts / expert_copies)
    return {"weights": weights, "optimiser": states, "activations": activation_bytes(asked, n, recompute)}


def activation_bytes(asked: Asked, n: Numbers, recompute: str) -> Any:
    """Bytes kept for the backward pass. The first stage has as many micro-batches under way as there are stages.

    Sequence parallelism splits them over tensors too (arXiv:2205.05198); interleaving holds a part more.
    """
    values, each = kept_values(asked.shape, asked.precision, recompute)
    tokens = n.in_len / (n.tp * n.cp)
    held = n.layers * tokens * values * each * (1.0 + (n.pp - 1.0) / (n.pp * n.vp))
    inside = (kept_values(asked.shape, asked.precision, "none")[0] * 2.0 if recompute == "full" else 0.0) * tokens
    logits = np.where(n.pp > 1, 0.0, 4.0 * asked.shape.vocab * tokens)
    return held + inside + logits


def kept_values(shape: Shape, precision: str, recompute: str) -> tuple[float, float]:
    """Values that a layer keeps of a token, and bytes of each.

    None recomputed: the inputs of every product, norm and activation. Selective: what products read, at their
    precision; norms, up-projections, scores and activations are computed again (arXiv:2412.19437, section 3.2).
    Full: the layer's input.
    """
    if recompute == "full":
        return float(shape.hidden), 2.0
    moe = shape.moe_layers / shape.layers
    width = (1 - moe) * shape.ffn_dense + moe * (
        shape.experts_active * shape.ffn_expert + shape.experts_shared * shape.ffn_shared
    )
    sent = moe * shape.experts_active * shape.hidden
    gates = shape.mlp_matrices - 1
    if recompute == "selective":
        latent = shape.q_lora_rank + shape.kv_values_per_token
        return 2.0 * shape.hidden + latent + _output_width(shape) + gates * width + sent, max(BYTES[precision], 1.0)
    inside = shape.score_width / max(shape.heads, 1) * _key_heads(shape) + _query_width(shape)
    return 4.0 * shape.hidden + inside + _output_width(shape) + (gates + 1) * width + 2.0 * sent, 2.0


def _key_heads(shape: Shape) -> int:
    return shape.heads if shape.attention == "MLA" else shape.kv_heads


def _query_width(shape: Shape) -> int:
    wide = shape.qk_nope_dim + shape.qk_rope_dim if shape.attention == "MLA" else shape.head_dim
    return shape.heads * wide


def _output_width(shape: Shape) -> int:
    return shape.heads * (shape.v_head_dim if shape.attention == "MLA" else shape.head_dim)


def least_recompute(asked: Asked, n: Numbers) -> Recompute:
    """The least recomputation with which one layout fits; all of it where none does."""
    gentle: tuple[Recompute, ...] = ("none", "selective")
    for one in gentle:
        if bool(np.all(fits(replace(asked, recompute=one), n))):
            return one
    return "full"
