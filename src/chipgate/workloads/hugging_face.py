"""A model from the config.json that Hugging Face keeps beside its weights.

What the file says and the shape cannot hold is refused, every fault in one message: a figure for a model that was read
wrongly is worse than none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from chipgate.errors import did_you_mean, near_names
from chipgate.translation.fault_text import either, fault
from chipgate.translation.json_reasons import told_with_place
from chipgate.workloads.assumed import INDEXED, LINEAR
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.layers_of_config import Layers, layers_of
from chipgate.workloads.shape import Shape

LARGEST_FILE: Final = 4_000_000  # bytes; the longest configuration lists its quantised layers and has 1 MB

MOST: Final = 10**9
MOST_LAYERS: Final = 10_000

GATED: Final = frozenset(
    (
        *("llama", "mistral", "ministral", "qwen2", "qwen3", "phi3", "olmo", "olmo2", "olmo3", "granite", "internlm2"),
        *("gemma", "gemma2", "gemma3", "gemma3_text", "glm", "glm4", "cohere", "cohere2", "exaone4", "seed_oss"),
        *("smollm3", "stablelm", "baichuan", "apertus", "hunyuan_v1_dense", "ernie4_5", "pangu", "mistral3"),
    )
)
"""Dense models with three matrices in a layer's feed-forward part."""

PLAIN: Final = frozenset(("gpt2", "gpt_neox", "opt", "bloom", "mpt", "nemotron", "starcoder2", "phi", "gpt_bigcode"))
"""Dense models with two matrices there."""

EXPERTS: Final = frozenset(
    (
        *("mixtral", "qwen2_moe", "qwen3_moe", "qwen3_next", "qwen3_5_moe", "qwen3_5_moe_text", "deepseek_v2"),
        *("deepseek_v3", "deepseek_v32", "kimi_k2", "kimi_k25", "glm4_moe", "glm4_moe_lite", "glm_moe_dsa", "gpt_oss"),
        *("minimax_m2", "llama4", "llama4_text", "olmoe", "phimoe", "dots1", "ernie4_5_moe", "pangu_pro_moe"),
        *("pangu_ultra_moe", "hunyuan_v1_moe", "bailing_moe"),
    )
)
"""Models with routed experts."""

_WIDE_EXPERTS: Final = frozenset(("mixtral", "gpt_oss", "minimax_m2", "llama4", "llama4_text", "phimoe"))
"""Models that write the width of an expert where others write that of a dense layer."""

_TIED: Final = frozenset(("gemma", "gemma2", "gemma3", "gemma3_text", "gpt2", "opt", "bloom", "cohere", "cohere2"))
"""Models whose head is the embedding where the file does not say."""

_LOOKALIKES: Final = ("text_config", "language_config", "llm_config")

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "layers": ("num_hidden_layers", "n_layer", "n_layers", "num_layers"),
    "hidden": ("hidden_size", "n_embd", "d_model"),
    "heads": ("num_attention_heads", "n_head", "n_heads", "attention_heads"),
    "vocab": ("vocab_size",),
    "kv_heads": ("num_key_value_heads", "num_kv_heads", "n_head_kv"),
    "head_dim": ("head_dim",),
    "q_lora_rank": ("q_lora_rank",),
    "kv_lora_rank": ("kv_lora_rank",),
    "qk_nope_dim": ("qk_nope_head_dim",),
    "qk_rope_dim": ("qk_rope_head_dim",),
    "v_head_dim": ("v_head_dim",),
    "ffn_dense": ("intermediate_size_mlp", "intermediate_size", "ffn_dim", "n_inner", "ffn_hidden_size"),
    "experts_total": ("n_routed_experts", "num_local_experts", "num_experts", "moe_num_experts"),
    "experts_active": ("num_experts_per_tok", "num_experts_per_token", "moe_topk", "moe_k"),
    "ffn_expert": ("moe_intermediate_size", "expert_intermediate_size"),
    "experts_shared": ("n_shared_experts", "num_shared_experts", "moe_num_shared_experts"),
    "ffn_shared": ("shared_expert_intermediate_size",),
    "context_max": ("max_position_embeddings", "n_positions", "max_seq_len", "seq_length"),
    "mtp_layers": ("num_nextn_predict_layers", "num_mtp_modules"),
}


def read_config(path: Path) -> Shape:
    """The shape that the config.json at PATH describes.

    Raises:
        BadWorkload: the file cannot be read, or says what a ``Shape`` cannot hold; lists every fault.
    """
    where = fault("model file {path}", path=path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadWorkload(
                where, [fault("is larger than {most} bytes; give the config.json of a model", most=LARGEST_FILE)]
            )
        config = json.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as wrong:
        said = getattr(wrong, "strerror", None) or str(wrong)
        raise BadWorkload(where, [fault("cannot be read: {why}; give the path of a config.json", why=said)]) from wrong
    except (json.JSONDecodeError, RecursionError) as wrong:
        why = told_with_place(wrong) if isinstance(wrong, json.JSONDecodeError) else str(wrong)
        raise BadWorkload(where, [fault("is no JSON: {why}; give the config.json of a model", why=why)]) from wrong
    return shape_of_config(config, where, _name_of(config, path))


def _name_of(config: object, path: Path) -> str:
    said = config.get("_name_or_path") if isinstance(config, dict) else None
    if isinstance(said, str) and said.strip("./ "):
        return said.rstrip("/").rpartition("/")[2][:80]
    return path.stem if path.stem != "config" else path.resolve().parent.name or "config"


def shape_of_config(config: object, where: str = "config", name: str = "model") -> Shape:
    """The shape of a configuration that was read; the text model of one that sees or hears too.

    Raises:
        BadWorkload: it says what a ``Shape`` cannot hold; lists every fault.
    """
    if not isinstance(config, Mapping):
        raise BadWorkload(where, [fault("is no JSON object; give the config.json of a model")])
    inner = next((config[one] for one in _LOOKALIKES if isinstance(config.get(one), Mapping)), None)
    text = {**config, **inner} if inner else dict(config)
    if inner and "model_type" not in inner:
        text["model_type"] = config.get("model_type")
    faults: list[str] = []
    kind = _kind(text, faults)
    numbers = {field: _number(text, field, faults) for field in _KEYS}
    layers = layers_of(text, kind, numbers["layers"], faults)
    given = _given(text, kind, numbers, layers, faults)
    if faults:
        raise BadWorkload(where, faults)
    notes = [INDEXED] if text.get("index_topk") else []
    notes += [LINEAR] if layers.linear else []
    return Shape(name=name, source=where.removeprefix("model file "), note="; ".join(notes), **given)


def _kind(text: Mapping[str, Any], faults: list[str]) -> str:
    """The model_type, where it is one of those that are understood."""
    kind = text.get("model_type")
    known = sorted(GATED | PLAIN | EXPERTS)
    if not isinstance(kind, str) or not kind:
        faults.append(fault("has no model_type; add the one that the model is built like, such as llama or qwen3_moe"))
        return ""
    if kind not in known:
        near = did_you_mean(near_names(kind, known))
        faults.append(
            fault(
                "model_type {kind} is not understood.{near} If the model is built like one of {known}, write that one",
                kind=repr(kind),
                near=near,
                known=", ".join(known),
            )
        )
    return kind


def _number(text: Mapping[str, Any], field: str, faults: list[str]) -> int:
    """A whole number under any of its keys; 0 where there is none."""
    for key in _KEYS[field]:
        value = text.get(key)
        if value is None:
            continue
        most = MOST_LAYERS if field == "layers" else MOST
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            faults.append(
                fault(
                    "{key} is {given}; it must be a whole number of 0 to {most}",
                    key=key,
                    given=_short(value),
                    most=most,
                )
            )
            continue
        return value
    if field in ("layers", "hidden", "heads", "vocab"):
        faults.append(fault("has no {keys}", keys=either(_KEYS[field])))
    return 0


def _short(value: object) -> str:
    said = repr(value)
    return said if len(said) <= 40 else f"{said[:40]}..."


def _given(
    text: Mapping[str, Any], kind: str, numbers: Mapping[str, int], layers: Layers, faults: list[str]
) -> dict[str, Any]:
    """The fields of the shape; what does not apply keeps its default."""
    given: dict[str, Any] = {one: numbers[one] for one in ("layers", "hidden", "heads", "vocab", "context_max")}
    given |= _attention(numbers, faults) | _feed_forward(kind, numbers, layers, faults)
    tied = text.get("tie_word_embeddings", kind in _TIED)
    if not isinstance(tied, bool):
        faults.append(fault("tie_word_embeddings is {given}; it must be true or false", given=_short(tied)))
    return given | {
        "tied_embeddings": bool(tied),
        "mlp_matrices": 2 if kind in PLAIN else 3,
        "full_attention_share": layers.full_share,
        "sliding_window": layers.window,
        "mtp_layers": numbers["mtp_layers"],
    }


def _attention(numbers: Mapping[str, int], faults: list[str]) -> dict[str, Any]:
    if numbers["kv_lora_rank"]:
        lacking = [_KEYS[one][0] for one in ("qk_nope_dim", "qk_rope_dim", "v_head_dim") if not numbers[one]]
        faults += [fault("kv_lora_rank stands for latent attention, and there is no {one}", one=one) for one in lacking]
        names = ("q_lora_rank", "kv_lora_rank", "qk_nope_dim", "qk_rope_dim", "v_head_dim")
        return {"attention": "MLA", **{one: numbers[one] for one in names}}
    heads, hidden = numbers["heads"], numbers["hidden"]
    kv_heads = numbers["kv_heads"] or heads
    if heads and kv_heads and heads % kv_heads:
        faults.append(
            fault(
                "{heads} heads cannot share {kv_heads} key heads evenly; mend num_key_value_heads",
                heads=heads,
                kv_heads=kv_heads,
            )
        )
    if heads and not numbers["head_dim"] and hidden % heads:
        faults.append(
            fault("hidden size {hidden} is no multiple of {heads} heads; add head_dim", hidden=hidden, heads=heads)
        )
    return {"kv_heads": kv_heads, "head_dim": numbers["head_dim"] or hidden // max(heads, 1)}


def _feed_forward(kind: str, numbers: Mapping[str, int], layers: Layers, faults: list[str]) -> dict[str, Any]:
    dense = numbers["ffn_dense"] or (4 * numbers["hidden"] if kind in PLAIN else 0)
    if not dense and (layers.dense or kind not in EXPERTS):
        faults.append(fault("has no intermediate_size"))
    if kind not in EXPERTS or not numbers["experts_total"]:
        if kind in EXPERTS:
            faults.append(
                fault(
                    "model_type {kind} has experts, and there is no {keys}",
                    kind=repr(kind),
                    keys=either(_KEYS["experts_total"]),
                )
            )
        elif numbers["experts_total"] > 1:
            faults.append(
                fault(
                    "model_type {kind} has no experts, and the file names {count}",
                    kind=repr(kind),
                    count=numbers["experts_total"],
                )
            )
        return {"ffn_dense": dense, "dense_layers": numbers["layers"]}
    width = numbers["ffn_expert"] or (dense if kind in _WIDE_EXPERTS else 0)
    if kind in ("llama4", "llama4_text"):
        width = layers.llama4_expert or width
    if not width:
        faults.append(fault("has no moe_intermediate_size, the width of an expert"))
    if not numbers["experts_active"]:
        faults.append(fault("has no {keys}", keys=either(_KEYS["experts_active"])))
    shared = numbers["experts_shared"] or (1 if numbers["ffn_shared"] or kind.startswith("llama4") else 0)
    return {
        "ffn_dense": dense if layers.dense else 0,
        "dense_layers": layers.dense,
        "experts_total": numbers["experts_total"],
        "experts_active": numbers["experts_active"],
        "ffn_expert": width,
        "experts_shared": shared,
        "ffn_shared": (numbers["ffn_shared"] or width) if shared else 0,
    }
