"""Which layers of a config.json attend to everything, and which have experts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

_FOREIGN: Final[Mapping[str, str]] = {
    "ssm_cfg": marked("a state-space layer (Mamba)"),
    "ssm_state_size": marked("a state-space layer (Mamba)"),
    "state_size": marked("a state-space layer (Mamba)"),
    "mamba_d_state": marked("a state-space layer (Mamba)"),
    "mamba_num_heads": marked("a state-space layer (Mamba)"),
    "attn_layer_period": marked("attention in some layers only (Jamba)"),
    "hybrid_override_pattern": marked("a mixture of kinds of layers (Nemotron-H)"),
    "attn_type_list": marked("lightning attention in some layers (MiniMax-01)"),
    "compress_ratios": marked("attention to compressed keys (DeepSeek-V4)"),
    "num_kv_shared_layers": marked("layers that share their cache (Gemma 3n)"),
    "global_head_dim": marked("heads of several widths (Gemma 4)"),
    "time_mix_extra_dim": marked("a recurrent layer (RWKV)"),
    "cross_attention_layers": marked("attention to images in some layers"),
}
"""Keys of attention that a shape cannot hold, and what it is."""

_FULL: Final = ("full_attention", "attention", "global_attention", "global")
_WINDOWED: Final = ("sliding_attention", "sliding_window", "local_attention", "chunked_attention")
_LINEAR: Final = ("linear_attention",)

_EVERY: Final[Mapping[str, int]] = {"gemma2": 2, "gemma3": 6, "gemma3_text": 6, "gpt_oss": 2, "cohere2": 4}
"""One layer in so many attends to everything, where the file lists no kinds of layers."""

_DEFAULT_WINDOW: Final[Mapping[str, int]] = {"gemma2": 4096, "gemma3": 4096, "gemma3_text": 4096, "gpt_oss": 128}
"""The window that transformers takes where the file names none."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What the layers of a model are: the share with full attention, the window of the others, dense ones.

    ``linear`` says that the others keep a state; ``llama4_expert`` is the width that Llama 4 gives its experts.
    """

    full_share: float = 1.0
    window: int = 0
    linear: bool = False
    dense: int = 0
    llama4_expert: int = 0


def layers_of(text: Mapping[str, Any], kind: str, count: int, faults: list[str]) -> Layers:
    """The layers of a configuration with COUNT of them; what cannot be held is added to FAULTS."""
    for key, what in _FOREIGN.items():
        value = text.get(key)
        if value and not (key == "attn_type_list" and _all_ones(value)):
            faults.append(
                fault(
                    "{key} stands for {what}: this attention is not supported, and no figure is given for it",
                    key=key,
                    what=fault(what),
                )
            )
    types = text.get("layer_types")
    if types is not None:
        share, window, linear = _listed(text, types, count, faults)
    else:
        share, window, linear = _patterned(text, kind, count, faults)
    dense = _dense(text, kind, count, faults)
    width = text.get("intermediate_size") if kind.startswith("llama4") else 0
    return Layers(share, window, linear, dense, width if isinstance(width, int) else 0)


def _all_ones(value: object) -> bool:
    return _is_list(value) and all(one == 1 for one in value)


def _listed(text: Mapping[str, Any], types: object, count: int, faults: list[str]) -> tuple[float, int, bool]:
    """From a list of the kind of every layer."""
    if not _is_list(types) or len(types) != count or not count:
        faults.append(fault("layer_types must list the kind of each of the {count} layers", count=count))
        return 1.0, 0, False
    strange = sorted({str(one) for one in types if one not in (*_FULL, *_WINDOWED, *_LINEAR)})
    if strange:
        faults.append(fault("layer_types names {names}: this attention is not supported", names=", ".join(strange)))
    full = sum(one in _FULL for one in types)
    linear = any(one in _LINEAR for one in types)
    if linear and any(one in _WINDOWED for one in types):
        faults.append(fault("layer_types mixes windows with linear attention; this attention is not supported"))
    window = 0 if linear or full == count else _window(text, faults, 0)
    return full / count, window, linear


def _patterned(text: Mapping[str, Any], kind: str, count: int, faults: list[str]) -> tuple[float, int, bool]:
    """From the pattern that a model type has."""
    if kind in ("qwen3_next", "qwen3_5_moe", "qwen3_5_moe_text"):
        every = text.get("full_attention_interval", 4)
        if _is_count(every) and every:
            return 1.0 / every, 0, True
        faults.append(
            fault("full_attention_interval is {given}; it must be a whole number of 1 or more", given=repr(every))
        )
    if kind in _EVERY:
        every = text.get("sliding_window_pattern") or text.get("_sliding_window_pattern") or _EVERY[kind]
        if not _is_count(every) or not every:
            faults.append(
                fault("sliding_window_pattern is {given}; it must be a whole number of 1 or more", given=repr(every))
            )
            return 1.0, 0, False
        full = count // every
        return (full / count if count else 1.0), _window(text, faults, _DEFAULT_WINDOW.get(kind, 4096)), False
    if not text.get("sliding_window") or text.get("use_sliding_window") is False:
        return 1.0, 0, False
    if kind.startswith("qwen"):
        if text.get("use_sliding_window") is not True:
            return 1.0, 0, False
        full = text.get("max_window_layers", count)
        if not _is_count(full):
            faults.append(
                fault("max_window_layers is {given}; it must be a whole number of 0 or more", given=repr(full))
            )
            return 1.0, 0, False
        return min(full, count) / max(count, 1), _window(text, faults, 0), False
    return 0.0, _window(text, faults, 0), False


def _window(text: Mapping[str, Any], faults: list[str], default: int) -> int:
    value = text.get("sliding_window") or text.get("attention_chunk_size") or default
    if not _is_count(value) or not value:
        faults.append(
            fault(
                "sliding_window is {given}; layers that look back so far need a whole number of 1 or more",
                given=repr(value),
            )
        )
        return 1
    return value


def _dense(text: Mapping[str, Any], kind: str, count: int, faults: list[str]) -> int:
    """Layers without experts."""
    listed = text.get("mlp_layer_types")
    if _is_list(listed):
        return sum(one == "dense" for one in listed)
    first = text.get("first_k_dense_replace") or 0
    step = text.get("decoder_sparse_step") or text.get("interleave_moe_layer_step") or text.get("moe_layer_freq") or 1
    only = text.get("mlp_only_layers") or ()
    if _is_list(step):
        return sum(not one for one in step)
    if not (_is_count(first) and _is_count(step) and step and _is_list(only)):
        faults.append(fault("first_k_dense_replace, decoder_sparse_step or mlp_only_layers is no number of layers"))
        return 0
    before = 0 if kind.startswith(("deepseek", "kimi")) else 1  # whether layers are counted from 0 or from 1
    routed = sum(one >= first and (one + before) % step == 0 and one not in only for one in range(count))
    return count - routed


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
