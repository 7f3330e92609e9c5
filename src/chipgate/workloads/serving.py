"""Inference: seconds of a decoding step and of a prefill, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chipgate.workloads.training import Constants, Parts, attended

if TYPE_CHECKING:
    from chipgate.workloads.numbers import Numbers

MEMORY_USED = 0.9
"""Part of the memory that an engine fills with weights and cache."""


def group_of(n: Numbers) -> Any:
    """Chips that hold one copy of all layers of a stage: those that share weights or experts."""
    return np.maximum(n.tp * n.copies, n.ep)


def weights_held(n: Numbers) -> Any:
    """Bytes of weights on one chip."""
    experts = n.moe_layers * n.experts * n.expert_params * n.weight_bytes / group_of(n)
    shared = n.shared_params * n.weight_bytes / n.tp
    return (experts + shared) / n.pp + n.table_params * 2.0 / (n.tp * n.pp)


def cache_per_sequence(n: Numbers, tokens: Any) -> Any:
    """Bytes that a sequence of TOKENS leaves on each chip of its tensor-parallel group."""
    split = np.minimum(n.tp, n.kv_splits)
    return n.layers * n.kv_values * attended(n, tokens) * n.kv_bytes / (split * n.pp)


def sequences_that_fit(n: Numbers, tokens: Any) -> Any:
    """Sequences of TOKENS at once on one group of chips; 0 or less where the weights alone do not fit."""
    free = MEMORY_USED * n.memory - weights_held(n)
    return free * n.copies / cache_per_sequence(n, tokens)


def distinct_experts(n: Numbers, tokens: Any) -> Any:
    """Experts that at least one of TOKENS asks for, of all experts of a layer."""
    miss = 1.0 - n.experts_used / n.experts
    return n.experts * (1.0 - np.power(np.maximum(miss, 1e-12), tokens))


def step_parts(n: Numbers, c: Constants, batch: Any, context: Any) -> Parts:
    """Seconds of one decoding step of BATCH sequences on a group, each with CONTEXT tokens, by resource.

    A pipeline works on its stages at once: a sequence meets all layers, each with the batch of one stage.
    """
    queries = 1.0 + n.draft_tokens
    group = group_of(n)
    tokens = batch * queries / n.pp
    own = tokens / n.copies  # tokens that a chip's attention and dense layers see
    memory = n.bandwidth * c["memory"]
    rate = n.flops * n.matmul_share * c.get("matmul", 1.0)
    shared = n.shared_params / n.tp + n.head_params / n.tp
    read = (n.shared_params * n.weight_bytes + n.head_params * 2.0) / n.tp / memory
    expert_read = n.moe_layers * distinct_experts(n, tokens) * n.expert_params * n.weight_bytes / group / memory
    dense = 2.0 * shared * own / rate
    routed = n.moe_layers * n.experts_used * n.expert_params * 2.0 * tokens / group / rate
    kept = cache_per_sequence(n, context) * n.pp * own / queries / memory
    scores = 2.0 * n.decode_score_width * n.layers * attended(n, context) * own / n.tp / (n.flops_16 * n.matmul_share)
    up, out = _step_communication(n, tokens, own)
    reduces = np.where(n.tp > 1, 2.0 * n.layers * c.get("all_reduce_s", 0.0), 0.0)
    fixed = n.layers * c.get("layer_s", 0.0) + n.moe_layers * c.get("moe_layer_s", 0.0)
    return {
        "memory": np.where(dense > read, 0.0, read)
        + np.where(routed > expert_read, 0.0, expert_read)
        + np.where(kept >= scores, kept, 0.0)
        + touched(n, c, tokens),
        "matmul": np.where(dense > read, dense, 0.0) + np.where(routed > expert_read, routed, 0.0),
        "attention": np.where(kept >= scores, 0.0, scores),
        "scale_up": up * c.get("exposed", 1.0),
        "scale_out": out * c.get("exposed", 1.0),
        "latency": reduces + fixed,
    }


def _step_communication(n: Numbers, tokens: Any, own: Any) -> tuple[Any, Any]:
    """Seconds on the links: the sums of tensor parallelism, and tokens sent to experts and back."""
    sums = 2.0 * n.layers * 2.0 * own * n.hidden * 2.0 * (n.tp - 1.0) / n.tp
    inside = n.tp <= n.domain
    spread = np.where(n.copies > 1, own * n.moe_layers * n.experts_used * n.hidden * 3.0 * (n.ep - 1.0) / n.ep, 0.0)
    leaving = np.where(n.ep > n.domain, 1.0 - n.domain / n.ep, 0.0)
    up = np.where(inside, sums, 0.0) / n.link + spread * (1.0 - leaving) / n.link
    return up, np.where(inside, 0.0, sums) / n.network + spread * leaving / n.network


def prefill_parts(n: Numbers, c: Constants, tokens: Any, context: Any, together: Any = None) -> Parts:
    """Seconds in which a group works through TOKENS of prompts, each CONTEXT long, by resource.

    The weights are read once for the tokens that pass TOGETHER; None where decoding steps read them anyway.
    """
    group = group_of(n)
    rate = n.flops * n.matmul_share * c["matmul"]
    dense = 2.0 * (n.shared_params) * tokens / (n.tp * n.copies * rate)
    routed = 2.0 * n.moe_layers * n.experts_used * n.expert_params * tokens / (group * rate)
    scores = n.score_width * n.layers * attended(n, context) * tokens
    attention = scores / (n.tp * n.copies * n.flops_16 * n.matmul_share * c["matmul"])
    up, out = _step_communication(n, tokens, tokens / n.copies)
    read = 0.0 if together is None else _weights_read(n, c, together) * tokens / together
    products = dense + routed
    return {
        "matmul": products if together is None else np.where(read > products, 0.0, products),
        "attention": attention,
        "memory": touched(n, c, tokens) + (0.0 if together is None else np.where(read > products, read, 0.0)),
        "scale_up": up * c.get("exposed", 1.0),
        "scale_out": out * c.get("exposed", 1.0),
    }


def _weights_read(n: Numbers, c: Constants, tokens: Any) -> Any:
    """Seconds in which each chip reads the weights that TOKENS of a group ask for, once."""
    experts = n.moe_layers * distinct_experts(n, tokens) * n.expert_params / group_of(n)
    return (n.shared_params / n.tp + experts) * n.weight_bytes / (n.bandwidth * c.get("memory", 1.0))


def touched(n: Numbers, c: Constants, tokens: Any) -> Any:
    """Seconds in which a chip reads and writes the values of TOKENS outside of products, once for each expert too."""
    values = n.layers * n.hidden + n.moe_layers * n.experts_used * n.hidden
    return c.get("accesses", 0.0) * values * 2.0 * tokens / (n.tp * n.copies * n.bandwidth)
