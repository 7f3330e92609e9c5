"""`chipgate perf` and `chipgate train`: what they print, in both forms and languages, and what they refuse."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from chipgate.cli.forms import FORMS
from chipgate.workloads.measured import COLUMNS, MEASUREMENTS_FILE
from tests.house.test_json_forms import faults

from .conftest import Chipgate

PERF = ("perf", "--chip", "H20", "--model", "deepseek-v3", "--batch", "32", "--context", "4096", "--parallel", "ep16")
BEST = ("perf", "--chip", "H20", "--model", "deepseek-v3", "--parallel", "best", "--count", "16")
TRAIN = ("train", "--model", "deepseek-v3", "--tokens", "14.8e12", "--chip", "H800", "--count", "2048")
LLAMA = ("perf", "--chip", "H100", "--model", "llama-3.1-70b")
SMALL = ("train", "--chip", "H100", "--model", "llama-3.1-70b", "--tokens", "1e12", "--count", "64")


@pytest.mark.parametrize("words", [PERF, BEST, (*LLAMA, "--chip", "H20", "--parallel", "tp8"), (*PERF, "--years", "4")])
def test_perf_has_its_form(chipgate: Chipgate, words: tuple[str, ...]) -> None:
    ran = chipgate(*words, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert list(faults(told, FORMS["perf"], FORMS["perf"])) == []
    assert len(told["searches"]) == ("best" in words)


@pytest.mark.parametrize(
    "more", [(), ("--usd-per-chip-hour", "2"), ("--parallel", "pp16 vp2 ep64", "--batch", "15360")]
)
def test_train_has_its_form(chipgate: Chipgate, more: tuple[str, ...]) -> None:
    ran = chipgate(*TRAIN, *more, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert list(faults(told, FORMS["train"], FORMS["train"])) == []
    assert (told["cost_usd"] is None) == ("--usd-per-chip-hour" not in more)
    assert (told["runner_up"] is None) == ("--parallel" in more)
    assert told["days"]["low80"] < told["days"]["value"] < told["days"]["high80"]


def test_perf_in_words(chipgate: Chipgate) -> None:
    told = chipgate(*PERF).out
    for part in (
        "H20 96GB, DeepSeek-V3, decode, fp8, ep16: 16 chips, 32 sequences of 4096 tokens",
        "tokens/s a chip, 80 % interval",
        "tokens/s a user, 80 % interval",
        "ms a token, 80 % interval",
        "J a token, 80 % interval",
        "cost: nobody gave a price",
        "binding: memory bandwidth",
        "up to 92 sequences fit on each copy of the attention",
        "nearest measured: ",
        "[antgroup-decode-h20-ep16-b",
        "https://github.com/lm-sys/",
        "the cache is kept at bf16",
        "of the system around the chip, as printed: scale_up_domain 8, scale_out_gb_s 25; https://github.com/lm-sys/",
    ):
        assert part in told


def test_the_best_layout_in_words(chipgate: Chipgate) -> None:
    told = chipgate(*BEST, "--max-wait-ms", "50", "--mtp", "1", "--accepted", "0.85").out
    assert "the layout is searched: ep16" in told
    assert "fit into memory" in told
    assert "next: " in told
    assert "held back by the limit of waiting: " in told


def test_train_in_words(chipgate: Chipgate) -> None:
    told = chipgate(*TRAIN, "--usd-per-chip-hour", "2").out
    for part in ("days, 80 % interval", "chip hours, 80 % interval", "MWh, 80 % interval", "US dollars, 80 % interval"):
        assert part in told
    assert "nearest measured: " in told
    assert "restarts and lost steps are left out" in told


def test_several_chips_stand_in_a_table(chipgate: Chipgate) -> None:
    lines = chipgate(*LLAMA, "--chip", "H20", "--parallel", "tp8", "--batch", "16").out.splitlines()
    assert lines[0].split() == ["chip", "batch", "tokens/s", "a", "chip", "80", "%", "binding"]
    assert [line.split()[0] for line in lines[1:]] == ["H100", "H20"]
    every = chipgate(*LLAMA, "--chip", "H20", "--parallel", "tp8").out.splitlines()
    assert len(every) == 1 + 2 * 9


def test_what_does_not_fit_says_so(chipgate: Chipgate) -> None:
    told = chipgate(*LLAMA, "--parallel", "tp2", "--batch", "512").out
    assert "does not fit: weights " in told
    assert "The figures are as if it did" in told
    assert (
        json.loads(chipgate(*LLAMA, "--parallel", "tp2", "--batch", "512", "--format", "json").out)["answers"][0][
            "fits"
        ]
        is False
    )


def test_a_model_of_your_own(chipgate: Chipgate, tmp_path: Path) -> None:
    config = {
        "model_type": "llama", "num_hidden_layers": 32, "hidden_size": 4096, "num_attention_heads": 32,
        "num_key_value_heads": 8, "intermediate_size": 14336, "vocab_size": 128256, "_name_or_path": "me/mine",
    }  # fmt: skip
    (tmp_path / "config.json").write_text(json.dumps(config))
    ran = chipgate("perf", "--chip", "H100", "--model", "./config.json", "--format", "json")
    (answer,) = json.loads(ran.out)["answers"]
    assert answer["model"] == "mine"
    (tmp_path / "config.json").write_text(json.dumps(config | {"model_type": "mamba2", "state_size": 128}))
    refused = chipgate("perf", "--chip", "H100", "--model", "./config.json")
    assert refused.code == 2
    assert "'mamba2' is not understood" in refused.err
    assert "this attention is not supported" in refused.err


def test_a_chip_of_your_own_has_a_system_that_is_assumed(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[dream-1]\nname = "Dream 1"\nvendor = "Us"\nvendor_hq_iso2 = "SG"\nmarketed_for_datacenter = true\n'
        "die_area_mm2 = 800\ndense_bf16_tops = 500\nmemory_gb = 96\nmemory_bandwidth_gb_s = 3000\n"
        "interconnect_bidirectional_gb_s = 600\n"
    )
    words = ("perf", "--chip", "dream-1", "--chips", "mine.toml", "--model", "llama-3.1-8b", "--format", "json")
    ran = chipgate(*words)
    assert (ran.code, ran.err) == (0, "")
    (answer,) = json.loads(ran.out)["answers"]
    assert {"scale_up_domain", "scale_out_gb_s", "matmul_share"} <= {one["name"] for one in answer["assumed"]}
    assert answer["joule_per_token"] is None


def test_rows_of_a_file_are_foreseen(chipgate: Chipgate, tmp_path: Path) -> None:
    """The schema of the measured rows; a row of a model that nobody knows says why, and keeps its place."""
    with MEASUREMENTS_FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for at, row in enumerate(csv.DictReader(file)) if at % 100 == 0]
    rows[1]["model"] = "nothing of that name"
    with (tmp_path / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    ran = chipgate("perf", "--rows", "rows.csv", "-o", "out.csv")
    assert (ran.code, ran.err) == (0, "")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    assert [row["id"] for row in told] == [row["id"] for row in rows]
    for at, row in enumerate(told):
        if at == 1:
            assert "no model named 'nothing of that name'" in row["why"]
        else:
            assert float(row["low80"]) <= float(row["predicted"]) <= float(row["high80"])
            assert row["binding"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("perf", "--chip", "H99", "--model", "deepseek-v3"),
            "no chip named 'H99' in the catalogue. Did you mean 'H100'",
        ),
        (("perf", "--chip", "H20", "--model", "deepsek"), "no model named 'deepsek': Did you mean 'DeepSeek-V3'"),
        ((*LLAMA, "--batch", "0"), "batch is 0; give 1 sequence or more"),
        ((*LLAMA, "--parallel", "tp7"), "tp7 does not divide the 64 heads"),
        (("perf", "--chip", "A100", "--model", "llama-3.1-8b", "--precision", "fp8"), "has no fp8 rate"),
        ((*LLAMA, "--parallel", "best"), "say with --count over how many chips"),
        ((*LLAMA, "--count", "8"), "--count is for --parallel best"),
        ((*LLAMA, "--model", "./none.json"), "cannot be read: No such file"),
        (("perf", "--chip", "H100"), "give --chip and --model, or --rows FILE"),
        (("perf", "--model", "llama-3.1-8b"), "give --chip and --model, or --rows FILE"),
        ((*SMALL, "--tokens", "0"), "tokens is 0; give more than 0"),
        ((*SMALL, "--count", "4"), "does not fit on the chips that are given"),
        ((*SMALL, "--parallel", "tp5"), "tp5 needs 60 chips or a multiple, and there are 64"),
    ],
)
def test_what_cannot_be_meant_ends_with_2(chipgate: Chipgate, words: tuple[str, ...], said: str) -> None:
    ran = chipgate(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err
