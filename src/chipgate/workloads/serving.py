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
    return _cache_per_token(n) * attended(n, tokens) / n.pp


def _cache_per_token(n: Numbers) -> Any:
    """Bytes that a token leaves on the chips of its tensor-parallel group, one of each stage together."""
    return n.layers * n.kv_values * n.kv_bytes / np.minimum(n.tp, n.kv_splits)


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
    tokens = batch * queries / n.pp
    own = tokens / n.copies  # tokens that a chip's attention and dense layers see
    memory = n.bandwidth * c["memory"]
    rate = n.flops * n.matmul_share * c.get("matmul", 1.0)
    read = (n.shared_params * n.weight_bytes + n.head_params * 2.0) / (n.tp * memory)
    dense = (n.shared_params + n.head_params) * 2.0 / (n.tp * rate) * own
    each_expert = n.moe_layers * n.expert_params / group_of(n)
    expert_read = distinct_experts(n, tokens) * (each_expert * n.weight_bytes / memory)
    routed = each_expert * n.experts_used * 2.0 / rate * tokens
    met = attended(n, context)  # a token reads its cache and scores against it: the slower of the two
    kept = _cache_per_token(n) * met / (queries * memory)
    scores = 2.0 * n.decode_score_width * n.layers * met / (n.tp * (n.flops_16 * n.matmul_share))
    up, out = _links_per_token(n)
    reduces = 2.0 * n.layers * c.get("all_reduce_s", 0.0) * np.log2(n.tp)
    launched = n.layers + n.moe_layers  # routing, sorting and gathering are as many kernels again
    fixed = launched * c.get("layer_s", 0.0) + n.moe_layers * c.get("moe_layer_s", 0.0)
    return {
        "memory": np.where(dense > read, 0.0, read)
        + np.where(routed > expert_read, 0.0, expert_read)
        + (np.where(kept >= scores, kept, 0.0) + touched_per_token(n, c)) * own,
        "matmul": np.where(dense > read, dense, 0.0) + np.where(routed > expert_read, routed, 0.0),
        "attention": np.where(kept >= scores, 0.0, scores) * own,
        "scale_up": up * c.get("exposed", 1.0) * own,
        "scale_out": out * c.get("exposed", 1.0) * own,
        "latency": reduces + fixed,
    }


def _links_per_token(n: Numbers) -> tuple[Any, Any]:
    """Seconds on the links of the domain and beyond it for each token that a chip's attention sees.

    The sums of tensor parallelism, and what is sent to experts and back.
    """
    inside = n.tp <= n.domain
    sums = 8.0 * n.layers * n.hidden * (n.tp - 1.0) / (n.tp * np.where(inside, n.link, n.network))
    spread = np.where(n.copies > 1, 3.0 * n.moe_layers * n.experts_used * n.hidden * (n.ep - 1.0) / n.ep, 0.0)
    leaving = np.where(n.ep > n.domain, 1.0 - n.domain / n.ep, 0.0)
    up = np.where(inside, sums, 0.0) + spread * (1.0 - leaving) / n.link
    return up, np.where(inside, 0.0, sums) + spread * leaving / n.network


def prefill_parts(n: Numbers, c: Constants, tokens: Any, context: Any, together: Any = None) -> Parts:
    """Seconds in which a group works through TOKENS of prompts, each CONTEXT long, by resource.

    The weights are read once for the tokens that pass TOGETHER; None where decoding steps read them anyway.
    """
    own = tokens / n.copies
    rate = n.flops * n.matmul_share * c["matmul"]
    dense = n.shared_params * 2.0 / (n.tp * rate) * own
    each_expert = n.moe_layers * n.expert_params / group_of(n)
    routed = each_expert * n.experts_used * 2.0 / rate * tokens
    scores = n.score_width * n.layers * attended(n, context)
    attention = scores / (n.tp * (n.flops_16 * n.matmul_share) * c["matmul"])
    up, out = _links_per_token(n)
    read = 0.0 if together is None else _weights_read(n, c, together) * tokens / together
    products = dense + routed
    return {
        "matmul": products if together is None else np.where(read > products, 0.0, products),
        "attention": attention * own,
        "memory": touched_per_token(n, c) * own + (0.0 if together is None else np.where(read > products, read, 0.0)),
        "scale_up": up * c.get("exposed", 1.0) * own,
        "scale_out": out * c.get("exposed", 1.0) * own,
    }


def _weights_read(n: Numbers, c: Constants, tokens: Any) -> Any:
    """Seconds in which each chip reads the weights that TOKENS of a group ask for, once."""
    experts = n.moe_layers * distinct_experts(n, tokens) * n.expert_params / group_of(n)
    return (n.shared_params / n.tp + experts) * n.weight_bytes / (n.bandwidth * c.get("memory", 1.0))


def touched_per_token(n: Numbers, c: Constants) -> Any:
    """Seconds in which a chip reads and writes the values of a token outside of products, once for each expert too."""
    values = n.layers * n.hidden + n.moe_layers * n.experts_used * n.hidden
    return c.get("accesses", 0.0) * values * 2.0 / (n.tp * n.bandwidth)
