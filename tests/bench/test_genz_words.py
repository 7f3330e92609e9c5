"""GenZ is told the same question as chipgate; what it cannot be told is counted, and its best scale is found."""

from __future__ import annotations

from collections import Counter

import pytest

pytest.importorskip("scipy")

import numpy as np
from bench.genz import MLA_KEY_HEADS, model_words, question

from chipgate.workloads.device import device_of
from chipgate.workloads.layout import layout_of
from chipgate.workloads.models import model_of
from chipgate.workloads.numbers import Numbers, numbers_of
from compare_with_genz import Compared, best_scale, document


def numbers(layout: str, precision: str = "fp8") -> Numbers:
    told = {"precision": precision, "chips": 8, "batch": 32.0, "in_len": 1024.0, "out_len": 256.0}
    return numbers_of(model_of("DeepSeek-V3"), device_of("H100"), layout_of(layout, 8), **told)  # type: ignore[arg-type]


def test_a_chip_in_the_words_of_genz() -> None:
    asked = question("decode", model_of("Llama-3.1-70B"), numbers("tp8"), 4, 1152)
    assert asked["system"] == {
        "Flops": pytest.approx(989.4, rel=1e-3),
        "Memory_size": 80.0,
        "Memory_BW": pytest.approx(3350, rel=0.01),
        "ICN": 450.0,
        "real_values": True,
    }
    assert (asked["bits"], asked["tensor_parallel"], asked["expert_parallel"]) == ("fp8", 8, 1)
    assert (asked["batch_size"], asked["input_tokens"], asked["output_tokens"]) == (4, 1152, 0)


def test_experts_spread_over_copies_are_expert_parallelism_to_genz() -> None:
    asked = question("prefill", model_of("DeepSeek-V3"), numbers("ep8"), 1, 1024)
    assert (asked["tensor_parallel"], asked["expert_parallel"]) == (1, 8)
    assert "output_tokens" not in asked


def test_a_model_in_the_words_of_genz() -> None:
    dense, sparse = model_words(model_of("Llama-3.1-70B")), model_words(model_of("DeepSeek-V3"))
    assert (dense["hidden_size"], dense["num_ffi"], dense["num_key_value_heads"]) == (8192, 2, 8)
    assert "num_experts" not in dense
    assert (sparse["num_experts"], sparse["expert_top_k"], sparse["intermediate_size"]) == (256, 8, 2048)
    assert sparse["num_key_value_heads"] == MLA_KEY_HEADS


def test_the_best_scale_takes_a_common_factor_away() -> None:
    errors = np.log(0.25) + np.array([-0.1, 0.0, 0.1, 0.02, -0.03])
    assert best_scale(errors) == pytest.approx(np.log(4.0), abs=0.04)


def test_the_page_has_a_line_for_each_phase_and_each_reason() -> None:
    some, none = np.array([-0.5, -0.4, 0.1]), np.empty(0)
    found = [
        Compared("decode", 5, some, some / 10, Counter({"experts that the parallelism does not divide": 2})),
        Compared("training", 7, none, none, Counter({"GenZ has no training": 7})),
    ]
    page = document(found, "0.0.16").splitlines()
    assert next(line for line in page if line.startswith("| decode")).startswith("| decode | 5 | 3 | 33.0%")
    assert "| training | 7 | 0 | | | | | | | |" in page
    assert "- training: 7 rows, GenZ has no training" in page
