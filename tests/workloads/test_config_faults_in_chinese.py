"""What is wrong with a config.json, or with a layout for it, is said in Chinese too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.hugging_face import read_config
from chipgate.workloads.layout import faults_of, layout_of
from chipgate.workloads.models import model_of

LLAMA = MappingProxyType(
    {
        "model_type": "llama",
        "num_hidden_layers": 4,
        "hidden_size": 64,
        "num_attention_heads": 8,
        "num_key_value_heads": 8,
        "intermediate_size": 256,
        "vocab_size": 100,
    }
)
FAULTS = (
    ({"model_type": "lama"}, "无法识别 model_type 'lama'。您是否指 'llama'"),
    ({"model_type": None}, "没有 model_type；"),
    ({"num_hidden_layers": "4"}, "num_hidden_layers 为 '4'；应为 0 至 "),
    ({"num_key_value_heads": 3}, "8 个注意力头无法均分 3 个键头；请改正 num_key_value_heads"),
    ({"vocab_size": None}, "没有 vocab_size"),
    ({"ssm_cfg": {"a": 1}}, "ssm_cfg 表示状态空间层（Mamba）：不支持这种注意力"),
    ({"layer_types": ["full_attention"]}, "layer_types 应列出全部 4 层每一层的类型"),
    ({"tie_word_embeddings": "no"}, "tie_word_embeddings 为 'no'；应为 true 或 false"),
)


@pytest.mark.parametrize(("changed", "in_chinese"), FAULTS, ids=[next(iter(changed)) for changed, _ in FAULTS])
def test_a_config_that_cannot_be_held(tmp_path: Path, changed: dict[str, Any], in_chinese: str) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({**LLAMA, **changed}), "utf-8")
    with pytest.raises(BadWorkload) as told:
        read_config(path)
    said = told.value.text("zh")
    assert said.startswith(f"模型文件 {path}：")
    assert in_chinese in said
    assert re.findall(r"[a-z]{2,} [a-z]{2,}", said) == []
    assert told.value.text() == str(told.value)


def test_a_config_that_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text('{"model_type": }', "utf-8")
    with pytest.raises(BadWorkload) as told:
        read_config(path)
    assert "不是 JSON：此处应为一个值：第 1 行第 16 列（第 15 个字符）；" in told.value.text("zh")
    assert "is no JSON: Expecting value: line 1 column 16 (char 15); give the config.json" in str(told.value)


def test_a_layout_that_does_not_fit_the_model() -> None:
    said = [one.text("zh") for one in faults_of(layout_of("tp3 ep2"), model_of("llama-3.1-70b"))]  # type: ignore[attr-defined]
    assert "Llama-3.1-70B 没有专家；请去掉 ep" in said
    assert any(one.startswith("tp3 不能整除 64 个注意力头；请用 tp 1, 2, 4, 8") for one in said)
