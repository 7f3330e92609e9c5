"""The time of each phase, part by part: what is measured there, in seconds for one unit of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from chipgate.workloads.serving import (
    cache_per_sequence,
    prefill_parts,
    sequences_that_fit,
    step_parts,
    weights_held,
)
from chipgate.workloads.training import Constants, Parts, training_parts

if TYPE_CHECKING:
    from chipgate.workloads.numbers import Numbers

ENGINE_LIMIT: Final = 2048.0
"""Sequences that an engine runs at once at most, on each copy of the attention: what TensorRT-LLM ships with."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A fitted constant: where it starts, the range that physics allows, and what it is."""

    name: str
    start: float
    low: float
    high: float
    meaning: str


def _scaled(parts: Parts, factor: Any) -> Parts:
    return {name: part * factor for name, part in parts.items()}


def _added(one: Parts, other: Parts) -> Parts:
    return {name: one.get(name, 0.0) + other.get(name, 0.0) for name in dict.fromkeys((*one, *other))}


def training_time(n: Numbers, c: Constants) -> Parts:
    """Chip seconds for one token."""
    return training_parts(n, c)


def serving_time(n: Numbers, c: Constants) -> Parts:
    """Seconds for one output token of one of ``batch`` requests that are served at once.

    A step with the mean context, and the prefills of the others that come between: each request brings one in the
    time of its output. What does not fit into the memory waits.
    """
    longest = n.in_len + n.out_len
    fits = np.maximum(sequences_that_fit(n, longest), 1.0)
    batch = np.minimum(n.batch, fits)
    step = step_parts(n, c, batch, n.in_len + n.out_len / 2.0)
    prefill = prefill_parts(n, c, n.in_len, n.in_len)
    return _added(_scaled(step, 1.0 / n.accepted), _scaled(prefill, batch / n.out_len))


def offline_time(n: Numbers, c: Constants) -> Parts:
    """Chip seconds for one output token with all requests queued: as many at once as memory, engine or queue allow.

    An engine reserves the memory of a whole request before it takes it on. Each step costs the host a fixed time on
    every stage.
    """
    mean = n.in_len + n.out_len / 2.0
    fits = np.maximum(sequences_that_fit(n, n.in_len + n.out_len), 1.0)
    batch = np.minimum(np.minimum(fits, ENGINE_LIMIT * n.copies), np.maximum(n.queued, 1.0))
    step = step_parts(n, c, batch, mean)
    step["latency"] = step["latency"] + c["step_s"] * n.pp
    prefill = prefill_parts(n, c, n.in_len, n.in_len)
    stages = n.chips * n.uneven  # of one group, all of them busy, with the pace of the longest
    parts = _added(_scaled(step, 1.0 / (n.accepted * batch)), _scaled(prefill, 1.0 / n.out_len / n.pp))
    return _scaled(parts, stages)


def prefill_time(n: Numbers, c: Constants) -> Parts:
    """Chip seconds for one prompt token."""
    return _scaled(prefill_parts(n, c, 1.0, n.in_len, n.batch * n.in_len), n.chips / n.pp * n.uneven)


def decode_time(n: Numbers, c: Constants) -> Parts:
    """Chip seconds for one output token of a group that only decodes, ``batch`` sequences at once."""
    step = step_parts(n, c, n.batch, n.in_len + n.out_len / 2.0)
    return _scaled(step, n.chips / (n.batch * n.accepted))


def first_token_time(n: Numbers, c: Constants) -> Parts:
    """Seconds until the first token of one of ``batch`` requests: its prefill, a wait for others, and a fixed part."""
    parts = prefill_parts(n, c, n.in_len, n.in_len, n.in_len)
    waits = 1.0 + c["queue"] * np.maximum(n.batch - 1.0, 0.0)
    return _scaled(parts, waits) | {"latency": c["fixed_s"] + n.layers * 0.0}


PHASE_TIMES: Final[Mapping[str, Callable[[Numbers, Constants], Parts]]] = {
    "training": training_time,
    "serving": serving_time,
    "offline": offline_time,
    "prefill": prefill_time,
    "decode": decode_time,
    "first_token": first_token_time,
}

CONSTANTS: Final[Mapping[str, tuple[Constant, ...]]] = {
    "training": (
        Constant("matmul", 0.75, 0.4, 1.0, "part of the achievable matrix rate that training keeps up"),
        Constant("attention", 0.4, 0.15, 1.0, "the same for attention scores, at 16 bits"),
        Constant("accesses", 60.0, 10.0, 150.0, "reads and writes of each value of a layer outside of products"),
        Constant("exposed", 0.27, 0.02, 1.0, "part of the communication that no computation hides"),
    ),
    "serving": (
        Constant("memory", 0.74, 0.3, 1.0, "part of the memory bandwidth that a decoding step reaches"),
        Constant(
            "all_reduce_s", 15e-6, 1e-6, 60e-6, "seconds of each round of an all-reduce of a small batch, latency alone"
        ),
        Constant(
            "layer_s", 20e-6, 1e-6, 300e-6, "seconds of fixed work in a dense layer; twice that in one with experts"
        ),
        Constant("matmul", 0.6, 0.2, 1.0, "part of the achievable matrix rate that prefills and steps keep up"),
    ),
    "offline": (
        Constant("memory", 0.74, 0.3, 1.0, "part of the memory bandwidth that a decoding step reaches"),
        Constant("matmul", 0.6, 0.2, 1.0, "part of the achievable matrix rate that prefills and steps keep up"),
        Constant("step_s", 3e-3, 1e-4, 30e-3, "seconds that the host spends on a step of each stage"),
        Constant("accesses", 20.0, 1.0, 150.0, "reads and writes of each value of a layer outside of products"),
    ),
    "prefill": (
        Constant("matmul", 0.75, 0.2, 1.0, "part of the achievable matrix rate that a prefill keeps up"),
        Constant("accesses", 20.0, 1.0, 150.0, "reads and writes of each value of a layer outside of products"),
        Constant("exposed", 0.27, 0.02, 1.0, "part of the communication that no computation hides"),
    ),
    "decode": (
        Constant("memory", 0.5, 0.2, 1.0, "part of the memory bandwidth that a decoding step reaches"),
        Constant("accesses", 20.0, 1.0, 150.0, "reads and writes of each value of a layer outside of products"),
        Constant("moe_layer_s", 100e-6, 1e-6, 500e-6, "seconds of fixed work in a layer with experts"),
        Constant("exposed", 0.27, 0.02, 1.0, "part of the communication that no computation hides"),
    ),
    "first_token": (
        Constant("matmul", 0.6, 0.1, 1.0, "part of the achievable matrix rate that a prefill keeps up"),
        Constant("queue", 0.2, 0.001, 1.0, "part of the prefills of the others that a request waits for"),
        Constant("fixed_s", 0.08, 0.005, 0.5, "seconds of scheduling, network and the first step"),
    ),
}
"""At most four constants a phase."""


def out_of_memory(n: Numbers) -> Any:
    """Where weights and one sequence do not fit into the memory of the chips that share them."""
    return weights_held(n) + cache_per_sequence(n, n.in_len + n.out_len) / n.copies > n.memory


def unit_factor(unit: str, model_flops: float, each: float = 1.0) -> tuple[float, bool]:
    """What turns seconds into UNIT, and whether the figure is a rate (its inverse).

    EACH is what a second of the phase is worth where the unit counts otherwise: see ``Measured.each``.
    """
    if unit.startswith("ms"):
        return 1e3 * each, False
    if unit.startswith("TFLOP"):
        return model_flops / 1e12, True
    return each, True
