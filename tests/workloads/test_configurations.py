"""A model from a config.json: like the bundled shape, or refused with every fault in one message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.hugging_face import EXPERTS, GATED, LARGEST_FILE, PLAIN, shape_of_config
from chipgate.workloads.models import bundled_models, model_of
from chipgate.workloads.shape import SHAPE_FIELDS, Shape
from tests.workloads.configurations import GEMMA_2_9B, GEMMA_3_27B, LIKE_BUNDLED, made

SAID_ELSEWHERE = {"name", "source", "note", "context_max"}


@pytest.mark.parametrize("name", LIKE_BUNDLED)
def test_a_configuration_is_read_as_the_bundled_shape(name: str) -> None:
    bundled, read = bundled_models()[name], shape_of_config(LIKE_BUNDLED[name])
    for field in SHAPE_FIELDS:
        if field not in SAID_ELSEWHERE:
            assert getattr(read, field) == getattr(bundled, field), field
    assert read.params_total == bundled.params_total


def test_windows_of_gemma() -> None:
    """Gemma 3 27B: 10 of 62 layers attend to everything, the rest to 1,024; 27 billion weights with a tied table."""
    shape = shape_of_config(GEMMA_3_27B)
    assert (shape.full_attention_share, shape.sliding_window) == (10 / 62, 1024)
    assert shape.params_total / 1e9 == pytest.approx(27.0, abs=0.1)
    assert shape.kv_bytes(32_000) < 0.2 * 62 * 2 * 16 * 128 * 32_000 * 2
    two = shape_of_config(GEMMA_2_9B)
    assert (two.full_attention_share, two.sliding_window, two.tied_embeddings) == (0.5, 4096, True)
    assert two.params_total / 1e9 == pytest.approx(9.24, abs=0.02)


def test_a_window_in_every_layer() -> None:
    """Mistral 7B of 2023 looks back 4,096 tokens everywhere: its cache stops growing."""
    config = made("mistral", 32, 4096, 32, 32000, num_key_value_heads=8, intermediate_size=14336, sliding_window=4096)
    shape = shape_of_config(config)
    assert shape.kv_bytes(8192) == shape.kv_bytes(4096) > 0


def test_one_layer_in_two_has_experts() -> None:
    sparse = {"num_experts": 60, "num_experts_per_tok": 4, "moe_intermediate_size": 1408, "decoder_sparse_step": 2}
    more = {"num_key_value_heads": 16, "intermediate_size": 5632, "shared_expert_intermediate_size": 5632}
    shape = shape_of_config(made("qwen2_moe", 24, 2048, 16, 151936, **sparse, **more, mlp_only_layers=[1]))
    assert (shape.moe_layers, shape.dense_layers, shape.experts_shared, shape.ffn_shared) == (11, 13, 1, 5632)


def written(folder: Path, config: object) -> Path:
    path = folder / "config.json"
    path.write_text(json.dumps(config), "utf-8")
    return path


def test_by_path_by_folder_and_by_name(tmp_path: Path) -> None:
    config = LIKE_BUNDLED["Llama-3.1-8B"] | {"_name_or_path": "meta-llama/Llama-3.1-8B"}
    path = written(tmp_path, config)
    for one in (path, str(path), tmp_path, str(tmp_path)):
        shape = model_of(one)
        assert (shape.name, shape.params_total) == ("Llama-3.1-8B", model_of("llama-3.1-8b").params_total)
        assert shape.source == str(path)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"model_type": "jamba", "attn_layer_period": 8}, "attention in some layers only"),
        ({"model_type": "mamba2", "state_size": 128}, "state-space layer"),
        ({"attn_type_list": [0, 1, 0, 1]}, "lightning attention"),
        ({"layer_types": ["full_attention"] * 31 + ["conv"]}, "names conv: this attention is not supported"),
        ({"layer_types": ["linear_attention", "sliding_attention"] * 16}, "mixes windows with linear attention"),
        ({"num_kv_shared_layers": 12}, "share their cache"),
        ({"compress_ratios": [4] * 32}, "compressed keys"),
    ],
)
def test_attention_that_is_not_supported_says_so(more: dict[str, Any], said: str) -> None:
    with pytest.raises(BadWorkload, match=said) as wrong:
        shape_of_config(LIKE_BUNDLED["Llama-3.1-8B"] | more, "model file odd.json")
    assert "odd.json" in str(wrong.value)
    assert "not" in str(wrong.value)


def test_every_fault_in_one_message() -> None:
    config = {
        "model_type": "lama",
        "num_hidden_layers": -1,
        "hidden_size": "4096",
        "vocab_size": True,
        "ssm_cfg": {"d": 1},
    }
    with pytest.raises(BadWorkload) as wrong:
        shape_of_config(config)
    told = str(wrong.value)
    for part in (
        "'lama' is not understood. Did you mean 'llama'",
        "num_hidden_layers is -1",
        "hidden_size is '4096'",
        "has no num_attention_heads",
        "vocab_size is True",
        "Mamba",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"model_type": None}, "has no model_type"),
        ({"num_key_value_heads": 5}, "32 heads cannot share 5 key heads evenly"),
        ({"kv_lora_rank": 512}, "there is no qk_nope_head_dim"),
        ({"model_type": "qwen3_moe"}, "has experts, and there is no n_routed_experts"),
        ({"num_local_experts": 8}, "has no experts, and the file names 8"),
        ({"intermediate_size": None}, "has no intermediate_size"),
        ({"tie_word_embeddings": "no"}, "tie_word_embeddings is 'no'"),
        ({"hidden_size": 4100}, "hidden size 4100 is no multiple of 32 heads"),
        ({"layer_types": ["full_attention"] * 3}, "layer_types must list the kind of each of the 32 layers"),
    ],
)
def test_what_does_not_fit_together_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(BadWorkload, match=said):
        shape_of_config(LIKE_BUNDLED["Llama-3.1-8B"] | more)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[1]", "is no JSON object"),
        ("\ufeff{}", "has no model_type"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_files_that_are_no_configuration(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "config.json"
    path.write_text(text, "utf-8")
    with pytest.raises(BadWorkload, match=said):
        model_of(path)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadWorkload, match="cannot be read: No such file"):
        model_of(tmp_path / "none.json")
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadWorkload, match="cannot be read"):
        model_of(tmp_path / "bytes.json")
    (tmp_path / "big.json").write_bytes(b" " * (LARGEST_FILE + 1))
    with pytest.raises(BadWorkload, match="is larger than"):
        model_of(tmp_path / "big.json")


KEYS = sorted(
    {key for config in LIKE_BUNDLED.values() for key in config} | {"layer_types", "mlp_layer_types", "state_size"}
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**6),
    st.floats(),
    st.sampled_from(("", "8", "full")),
    st.lists(st.integers(0, 2), max_size=4),
)


@settings(deadline=None)
@given(
    kind=st.sampled_from(sorted(GATED | PLAIN | EXPERTS)),
    base=st.sampled_from(sorted(LIKE_BUNDLED)),
    changed=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4),
)
def test_anything_is_a_shape_or_a_fault(kind: str, base: str, changed: dict[str, object]) -> None:
    """Nothing but ``BadWorkload`` comes out, and a shape has a size."""
    found: Shape | BadWorkload
    try:
        found = shape_of_config(LIKE_BUNDLED[base] | {"model_type": kind} | changed)
    except BadWorkload as wrong:
        found = wrong
    if isinstance(found, Shape):
        assert min(found.params_active, found.kv_bytes(10)) > 0
    else:
        assert found.faults
