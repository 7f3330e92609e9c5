"""Configurations as Hugging Face keeps them, with the keys that a shape is read from and some that it is not."""

from __future__ import annotations

from typing import Any

Config = dict[str, Any]

_COMMON: Config = {"torch_dtype": "bfloat16", "use_cache": True, "transformers_version": "4.54.1", "rope_theta": 1e6}


def made(model_type: str, layers: int, hidden: int, heads: int, vocab: int, **more: Any) -> Config:
    """A configuration with the four numbers that every one has."""
    return {
        **_COMMON,
        "model_type": model_type,
        "num_hidden_layers": layers,
        "hidden_size": hidden,
        "num_attention_heads": heads,
        "vocab_size": vocab,
        **more,
    }


def latent(model_type: str, layers: int, hidden: int, heads: int, vocab: int, **more: Any) -> Config:
    """One with latent attention of the widths of DeepSeek-V2, unless said otherwise."""
    mla = {"q_lora_rank": 1536, "kv_lora_rank": 512, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128}
    return made(model_type, layers, hidden, heads, vocab, num_key_value_heads=heads, **{**mla, **more})


def routed(experts: int, active: int, width: int, shared: int = 0, first: int = 0, dense: int = 0) -> Config:
    """Experts as DeepSeek names them."""
    found: Config = {"n_routed_experts": experts, "num_experts_per_tok": active, "moe_intermediate_size": width}
    return found | {"n_shared_experts": shared or None, "first_k_dense_replace": first, "intermediate_size": dense}


LIKE_BUNDLED: dict[str, Config] = {
    "Llama-3.1-8B": made("llama", 32, 4096, 32, 128256, num_key_value_heads=8, intermediate_size=14336),
    "Llama-3.1-405B": made(
        "llama", 126, 16384, 128, 128256, num_key_value_heads=8, head_dim=128, intermediate_size=53248
    ),
    "Llama-2-7B": made("llama", 32, 4096, 32, 32000, intermediate_size=11008, tie_word_embeddings=False),
    "Qwen2.5-72B": made(
        "qwen2", 80, 8192, 64, 152064, num_key_value_heads=8, intermediate_size=29568,
        sliding_window=131072, use_sliding_window=False, max_window_layers=70,
    ),
    "Qwen3-32B": made(
        "qwen3", 64, 5120, 64, 151936, num_key_value_heads=8, head_dim=128, intermediate_size=25600, sliding_window=None
    ),
    "Qwen3-235B-A22B": made(
        "qwen3_moe", 94, 4096, 64, 151936, num_key_value_heads=4, head_dim=128, intermediate_size=12288,
        num_experts=128, num_experts_per_tok=8, moe_intermediate_size=1536, decoder_sparse_step=1, mlp_only_layers=[],
    ),
    "Mixtral-8x7B": made(
        "mixtral", 32, 4096, 32, 32000, num_key_value_heads=8, intermediate_size=14336,
        num_local_experts=8, num_experts_per_tok=2, sliding_window=None,
    ),
    "DeepSeek-V3": latent(
        "deepseek_v3", 61, 7168, 128, 129280, **routed(256, 8, 2048, 1, 3, 18432), moe_layer_freq=1,
        num_nextn_predict_layers=1, tie_word_embeddings=False,
    ),
    "DeepSeek-V3.2": latent(
        "deepseek_v32", 61, 7168, 128, 129280, **routed(256, 8, 2048, 1, 3, 18432), num_nextn_predict_layers=1,
        index_topk=2048, index_n_heads=64,
    ),
    "DeepSeek-V2": latent("deepseek_v2", 60, 5120, 128, 102400, **routed(160, 6, 1536, 2, 1, 12288), moe_layer_freq=1),
    "Kimi-K2": latent("kimi_k2", 61, 7168, 64, 163840, **routed(384, 8, 2048, 1, 1, 18432), num_nextn_predict_layers=0),
    "GLM-5": latent(
        "glm_moe_dsa", 78, 6144, 64, 154880, **routed(256, 8, 2048, 1, 3, 12288), q_lora_rank=2048,
        qk_nope_head_dim=192, v_head_dim=256, index_topk=2048, num_nextn_predict_layers=1,
    ),
    "GLM-4.5": made(
        "glm4_moe", 92, 5120, 96, 151552, num_key_value_heads=8, head_dim=128, num_nextn_predict_layers=1,
        **routed(160, 8, 1536, 1, 3, 12288),
    ),
    "gpt-oss-120b": made(
        "gpt_oss", 36, 2880, 64, 201088, num_key_value_heads=8, head_dim=64, intermediate_size=2880,
        num_local_experts=128, num_experts_per_tok=4, sliding_window=128,
        layer_types=["sliding_attention", "full_attention"] * 18, quantization_config={"quant_method": "mxfp4"},
    ),
    "MiniMax-M2.5": made(
        "minimax_m2", 62, 3072, 48, 200064, num_key_value_heads=8, head_dim=128, intermediate_size=1536,
        num_local_experts=256, num_experts_per_tok=8, attn_type_list=[1] * 62, num_mtp_modules=3, use_mtp=True,
    ),
    "Qwen3.5-397B-A17B": made(
        "qwen3_5_moe", 60, 4096, 32, 248320, num_key_value_heads=2, head_dim=256, num_experts=512,
        num_experts_per_tok=10, moe_intermediate_size=1024, shared_expert_intermediate_size=1024,
        layer_types=["linear_attention", "linear_attention", "linear_attention", "full_attention"] * 15,
    ),
    "Llama-4-Scout": {
        "model_type": "llama4",
        "text_config": made(
            "llama4_text", 48, 5120, 40, 202048, num_key_value_heads=8, head_dim=128, intermediate_size=8192,
            intermediate_size_mlp=16384, num_local_experts=16, num_experts_per_tok=1, interleave_moe_layer_step=1,
        ),
        "vision_config": {"hidden_size": 1408},
    },
    "Nemotron-4-340B": made(
        "nemotron", 96, 18432, 96, 256000, num_key_value_heads=8, head_dim=192, intermediate_size=73728
    ),
    "OPT-175B": made("opt", 96, 12288, 96, 50272, ffn_dim=49152, tie_word_embeddings=False),
    "MPT-7B": {
        "model_type": "mpt", "n_layers": 32, "d_model": 4096, "n_heads": 32, "vocab_size": 50368,
        "tie_word_embeddings": True,
    },
}  # fmt: skip
"""By the name of the bundled shape that each describes."""

GEMMA_3_27B: Config = {
    "model_type": "gemma3",
    "text_config": {
        "model_type": "gemma3_text",
        "num_hidden_layers": 62,
        "hidden_size": 5376,
        "num_attention_heads": 32,
        "num_key_value_heads": 16,
        "head_dim": 128,
        "intermediate_size": 21504,
        "vocab_size": 262208,
        "sliding_window": 1024,
        "sliding_window_pattern": 6,
    },
}
GEMMA_2_9B = made(
    "gemma2", 42, 3584, 16, 256000, num_key_value_heads=8, head_dim=256, intermediate_size=14336, sliding_window=4096
)
