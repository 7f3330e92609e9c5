"""GenZ, asked from here: our models and chips in its words, answered by a process of the Python that has it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.big.rivals import BESIDE, ROOT
from chipgate.workloads.numbers import Numbers
from chipgate.workloads.shape import Shape

BITS = {2.0: "bf16", 1.0: "fp8", 0.5: "fp4"}
"""GenZ takes weights, cache and products at one precision; a rate at 8 or 4 bits is 2 or 4 times that at 16."""

MLA_KEY_HEADS = 2
"""GenZ knows no latent attention; its own DeepSeek-V3 has two key heads instead."""

Question = dict[str, Any]


def lacks() -> str:
    """Why GenZ cannot be asked; empty where it can."""
    if not BESIDE.exists():
        return f"GenZ is skipped: {BESIDE.relative_to(ROOT)} is not there; `make bench-big` makes it"
    found = subprocess.run([BESIDE, "-c", "import GenZ"], capture_output=True, text=True, check=False)
    return "" if found.returncode == 0 else "GenZ is skipped: genz-llm is not installed in .venv-bench"


def asked(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """The answers to QUESTIONS, in order."""
    worker = Path(__file__).with_name("in_genz.py")
    ran = subprocess.run([BESIDE, worker], input=json.dumps(questions), capture_output=True, text=True, check=True)
    answers: list[dict[str, Any]] = json.loads(ran.stdout)
    return answers


def model_words(shape: Shape) -> dict[str, Any]:
    """A model as GenZ is told of one. It reads experts as wide as a dense layer where it has no form of its own."""
    words: dict[str, Any] = {
        "model": shape.name,
        "vocab_size": shape.vocab,
        "hidden_size": shape.hidden,
        "num_decoder_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads if shape.attention == "GQA" else MLA_KEY_HEADS,
        "head_dim": shape.head_dim or None,
        "num_ffi": shape.mlp_matrices - 1,
        "intermediate_size": shape.ffn_dense or shape.ffn_expert,
    }
    if shape.experts_total:
        words |= {"num_experts": shape.experts_total, "expert_top_k": shape.experts_active}
        words |= {"intermediate_size": shape.ffn_expert, "moe_intermediate_size": shape.ffn_expert}
    return words


def question(kind: str, shape: Shape, n: Numbers, batch: float, tokens: float) -> Question:
    """A step of BATCH sequences with TOKENS behind each, or a prefill of TOKENS of each.

    Experts that are shared out within the chips of a layer are split with it: to GenZ, expert parallelism is more
    chips.
    """
    tp, ep, pp = int(n.tp), int(n.ep) if n.copies > 1 else 1, int(n.pp)
    return {
        "kind": kind,
        "model": model_words(shape),
        "system": system_words(n),
        "bits": BITS[float(n.weight_bytes)],
        "batch_size": max(int(batch), 1),
        "input_tokens": max(int(tokens), 1),
        **({"output_tokens": 0} if kind == "decode" else {}),
        "tensor_parallel": tp,
        "expert_parallel": ep,
        "pipeline_parallel": pp,
        "parallelism_heirarchy": f"TP{{{tp}}}_EP{{{ep}}}_PP{{{pp}}}",
    }


def system_words(n: Numbers) -> dict[str, Any]:
    """A chip as GenZ is told of one: TFLOP/s at 16 bits, GB and GB/s."""
    return {
        "Flops": float(n.flops_16) / 1e12,
        "Memory_size": float(n.memory) / 1e9,
        "Memory_BW": float(n.bandwidth) / 1e9,
        "ICN": float(n.link if n.tp * n.ep <= n.domain else n.network) / 1e9,
        "real_values": True,
    }
