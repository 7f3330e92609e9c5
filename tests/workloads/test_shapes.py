"""What a model costs: every bundled shape against its printed totals, and against a count layer by layer."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chipgate.workloads.faults import BadWorkload, UnknownModel
from chipgate.workloads.models import MODELS_FILE, bundled_models, model_of
from chipgate.workloads.shape import RECOMPUTE, Shape

with MODELS_FILE.open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
NAMES = [row["name"] for row in ROWS]


def test_names_as_hugging_face_has_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With an owner, and of a model that was trained further without a change of its shape; a path stays a path."""
    monkeypatch.chdir(tmp_path)
    assert model_of("meta-llama/Llama-3.1-8B-Instruct") == model_of("Llama-3.1-8B")
    assert model_of("deepseek-ai/DeepSeek-R1") == model_of("DeepSeek-V3")
    with pytest.raises(UnknownModel, match=r"no model named 'Llama-3\.1-9B': Did you mean 'Llama-3\.1-8B'"):
        model_of("meta-llama/Llama-3.1-9B")
    with pytest.raises(UnknownModel, match=r"no model named 'zzz': Known are Llama-3\.1-8B, .*, DeepSeek-V3, .*config"):
        model_of("zzz")
    for gone in ("./Llama-3.1-8B", "meta-llama/config.json"):
        with pytest.raises(BadWorkload, match="cannot be read"):
            model_of(gone)


def test_there_are_as_many_shapes_as_rows() -> None:
    assert len(ROWS) == 44
    assert list(bundled_models()) == NAMES


def matrices(shape: Shape) -> Iterator[tuple[int, int, int, bool]]:
    """Every matrix as rows, columns, how often it stands in the model, and whether one token meets all of it."""
    h, n = shape.hidden, shape.layers
    if shape.attention == "MLA":
        qk = shape.qk_nope_dim + shape.qk_rope_dim
        if shape.q_lora_rank:
            yield h, shape.q_lora_rank, n, True
            yield shape.q_lora_rank, shape.heads * qk, n, True
        else:
            yield h, shape.heads * qk, n, True
        yield h, shape.kv_lora_rank + shape.qk_rope_dim, n, True
        yield shape.kv_lora_rank, shape.heads * (shape.qk_nope_dim + shape.v_head_dim), n, True
        yield shape.heads * shape.v_head_dim, h, n, True
    else:
        yield h, shape.heads * shape.head_dim, n, True
        yield h, shape.kv_heads * shape.head_dim, 2 * n, True
        yield shape.heads * shape.head_dim, h, n, True
    yield h, shape.ffn_dense, shape.mlp_matrices * shape.dense_layers, True
    moe = n - shape.dense_layers
    yield h, shape.experts_total, moe, True
    yield h, shape.ffn_shared, shape.mlp_matrices * shape.experts_shared * moe, True
    yield h, shape.ffn_expert, shape.mlp_matrices * shape.experts_total * moe, False


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_parameters_of_every_row(row: dict[str, str]) -> None:
    """Total and active as the table has them, to its last digit, and as counted matrix by matrix."""
    shape = bundled_models()[row["name"]]
    assert shape.params_total / 1e9 == pytest.approx(float(row["params_total_b"]), abs=0.0051)
    assert shape.params_active / 1e9 == pytest.approx(float(row["params_active_b"]), abs=0.0051)
    every = sum(rows * columns * often for rows, columns, often, _ in matrices(shape))
    tables = shape.vocab * shape.hidden
    assert shape.params_total == every + tables * (1 if shape.tied_embeddings else 2)
    met = sum(rows * columns * often for rows, columns, often, always in matrices(shape) if always)
    routed = 3 * shape.hidden * shape.ffn_expert * shape.experts_active * shape.moe_layers
    assert shape.params_active == met + routed + tables


OFF = {
    "Qwen3-30B-A3B": "3.3 counts the look-up of the embedding",
    "Qwen3.5-397B-A17B": "17 counts gates of linear attention and the vision part",
    "Llama-4-Scout": "17 counts the look-up of the embedding",
}


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_printed_totals_of_every_row(row: dict[str, str]) -> None:
    """What vendors print is rounded: totals within 3 %, active parameters within 5 % but for those that count more."""
    shape = bundled_models()[row["name"]]
    assert shape.params_total / 1e9 == pytest.approx(float(row["nominal_total_b"]), rel=0.03)
    if row["nominal_active_b"] and row["name"] not in OFF:
        assert shape.params_active / 1e9 == pytest.approx(float(row["nominal_active_b"]), rel=0.05)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_cache_of_every_row(row: dict[str, str]) -> None:
    """Two values a key head, or one latent and its rope; layers with a window stop growing at it."""
    shape = bundled_models()[row["name"]]
    mla = row["attention"] == "MLA"
    each = (
        int(row["kv_lora_rank"]) + int(row["qk_rope_dim"]) if mla else 2 * int(row["kv_heads"]) * int(row["head_dim"])
    )
    layers, share = int(row["layers"]), float(row["full_attention_share"])
    window = int(row["sliding_window"] or 0)
    for tokens in (100, 4096):
        kept = share * tokens + (1 - share) * min(tokens, window)
        assert shape.kv_bytes(tokens, 2.0) == pytest.approx(layers * each * kept * 2)
    assert shape.kv_bytes(4096, 1.0) == shape.kv_bytes(4096, 2.0) / 2


# arXiv:2505.09343, table 1: kilobytes of one token at 16 bits.
@pytest.mark.parametrize(
    ("name", "kilobytes"), [("DeepSeek-V3", 70.272), ("Qwen2.5-72B", 327.68), ("Llama-3.1-405B", 516.096)]
)
def test_printed_caches(name: str, kilobytes: float) -> None:
    assert model_of(name).kv_bytes(1, 2.0) / 1e3 == pytest.approx(kilobytes, abs=0.001)


# arXiv:2005.14165, table D.1: 3.14e23; arXiv:2407.21783: 3.8e25 for 15.6 T tokens.
@pytest.mark.parametrize(
    ("name", "tokens", "printed"), [("GPT-3 175B", 300e9, 3.14e23), ("Llama-3.1-405B", 15.6e12, 3.8e25)]
)
def test_printed_operations_of_whole_runs(name: str, tokens: float, printed: float) -> None:
    assert model_of(name).training_flops(0) * tokens == pytest.approx(printed, rel=0.01)


def test_operations_of_attention() -> None:
    """Llama-3.1-8B at 4096: a causal token meets 2048 keys on average, 32 heads of 128 twice, in 32 layers."""
    shape = model_of("Llama-3.1-8B")
    scores = 2 * (2 * 32 * 128) * 32 * 2048
    assert shape.forward_flops(4096) == pytest.approx(2 * shape.params_active + scores)
    assert shape.forward_flops(4096, causal=False) == pytest.approx(2 * shape.params_active + 2 * scores)


def test_latent_attention_is_absorbed_in_decoding() -> None:
    """DeepSeek-V3: 128 heads over 192 + 128 in prefill, over 2 x 512 + 64 on the latents in decoding."""
    shape = model_of("deepseek-v3")
    assert shape.score_width == 128 * (192 + 128)
    assert shape.decode_score_width == 128 * (2 * 512 + 64)


def test_recomputation_and_adapters() -> None:
    """A step is three forward passes; four with full recomputation; two under LoRA. Scores have no frozen weights."""
    shape = model_of("Llama-3.1-8B")
    products, scores = 2 * shape.params_active, shape.forward_flops(4096) - 2 * shape.params_active
    assert shape.training_flops(4096) == pytest.approx(3 * products + 3 * scores)
    assert shape.training_flops(4096, recompute="selective") == pytest.approx(3 * products + 4 * scores)
    assert shape.training_flops(4096, recompute="full") == pytest.approx(4 * products + 4 * scores)
    assert shape.training_flops(4096, lora=True) == pytest.approx(2 * products + 3 * scores)
    assert RECOMPUTE == ("none", "selective", "full")


# What the peft library prints for rank 16 on every linear layer: 39,976,960 and 41,943,040.
@pytest.mark.parametrize(("name", "weights"), [("Llama-2-7B", 39_976_960), ("Llama-3.1-8B", 41_943_040)])
def test_adapters_of_rank_16(name: str, weights: int) -> None:
    assert model_of(name).lora_params(16) == weights


def test_the_drafting_layer_of_deepseek_v3() -> None:
    """Quote: 11.5B unique parameters of the MTP module; 14B with its own copies of embedding and head."""
    shape = model_of("deepseek-v3")
    assert shape.mtp_layers == 1
    assert shape.mtp_params / 1e9 == pytest.approx(11.6, abs=0.1)
    assert (shape.mtp_params + 2 * shape.embedding_params) / 1e9 == pytest.approx(13.5, abs=0.1)
    assert replace(shape, mtp_layers=0).mtp_params == 0


def test_bytes_at_mixed_precision() -> None:
    """gpt-oss-120b: experts at 4 bits and the rest at 16 are 57 + 3 + 2 GB; 4 bits throughout are less."""
    shape = model_of("gpt-oss-120b")
    mixed = shape.weight_bytes("bf16", expert_precision="fp4")
    experts = shape.moe_layers * shape.experts_total * shape.expert_params
    assert mixed == pytest.approx((shape.params_total - experts) * 2 + experts / 2)
    assert shape.weight_bytes("fp4") < mixed < shape.weight_bytes("fp8")
    tables = 2 * shape.embedding_params
    assert shape.weight_bytes("fp8") == shape.params_total - tables + 2 * tables


@pytest.mark.parametrize("name", ["deepseek v3", "DEEPSEEK-V3", "DeepSeek-R1", "dsv3"])
def test_names_in_any_spelling(name: str) -> None:
    assert model_of(name).name == "DeepSeek-V3"


def test_a_model_that_nobody_knows() -> None:
    with pytest.raises(UnknownModel, match="Did you mean 'DeepSeek-V3'"):
        model_of("deepseek-v33")


def test_a_shape_that_cannot_be_lists_every_fault() -> None:
    with pytest.raises(BadWorkload) as wrong:
        Shape(name="odd", layers=0, hidden=64, heads=6, vocab=10, kv_heads=4, head_dim=8, experts_active=2)
    assert len(wrong.value.faults) == 3
    assert "6 heads cannot share 4 key heads evenly" in str(wrong.value)
