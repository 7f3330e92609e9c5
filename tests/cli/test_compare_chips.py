"""`chipgate compare H100 H20 910C`: the table, the files, the picture, and what is refused."""

from __future__ import annotations

import csv
import json
import math
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("scipy")

from chipgate.workloads.curve_chart import apart, ticks

from .conftest import Chipgate

THREE = ("compare", "H100", "H20", "910C", "--parallel", "ep16")


def test_the_table(chipgate: Chipgate) -> None:
    ran = chipgate(*THREE, "--batch", "1,24", "--context", "4096")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "DeepSeek-V3, decode, ep16: what each of 16 chips delivers"
    assert "4,096 tokens of context" in lines
    rows = [line for line in lines if " int8 " in line or " fp8 " in line]
    assert len([line for line in rows if "Ascend 910C int8" in line and "memory bandwidth" in line]) == 2
    assert any(line.startswith("H20 96GB delivers 0.") and "at batch 24" in line for line in lines)
    assert sum(line.startswith("  nearest measured: ") and "http" in line for line in lines) >= 2


def test_a_layout_nobody_gave_is_named(chipgate: Chipgate) -> None:
    ran = chipgate("compare", "H100", "H20", "--model", "Llama-3.1-70B", "--batch", "8", "--context", "4096")
    told = "as few chips as hold the weights on each of these with 40 % of the memory left for the cache: tp2"
    assert told in ran.out


def test_every_kind_of_file(chipgate: Chipgate, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    names = ("c.png", "c.svg", "c.vl.json", "c.csv", "c.json")
    ran = chipgate(*THREE, *(word for name in names for word in ("-o", name)))
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if line.startswith("written: ")] == [
        f"written: {one}" for one in names
    ]
    picture = (tmp_path / "c.png").read_bytes()
    wide, high = struct.unpack(">II", picture[16:24])
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (wide > 1000, high > 700) == (True, True)
    drawn = (tmp_path / "c.svg").read_text("utf-8")
    for words in ("H100 SXM5 80GB", "Ascend 910C", "what binds", "times H100 SXM5 80GB", "1,024 tokens of context"):
        assert words in drawn, words
    with (tmp_path / "c.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * 4 * 3
    assert {row["fits"] for row in rows} == {"yes", "no"}
    told = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert told["schema"] == "chipgate/curves/1"
    assert [row["tokens_per_s_chip"] for row in told["curves"]] == pytest.approx(
        [float(row["tokens_per_s_chip"]) for row in rows], rel=1e-5
    )


def test_the_chart_says_what_it_shows(chipgate: Chipgate, tmp_path: Path) -> None:
    chipgate(*THREE, "-o", "c.vl.json")
    chart: dict[str, Any] = json.loads((tmp_path / "c.vl.json").read_text("utf-8"))
    assert chart["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert chart["title"]["text"].startswith("DeepSeek-V3, decode, ep16")
    rates, ratios = chart["vconcat"]
    for panel in (rates, ratios):
        band, line = (one for one in panel["spec"]["layer"] if one["mark"]["type"] in ("area", "line"))
        assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("low", "high")
        assert {line["encoding"][axis]["scale"]["type"] for axis in ("x", "y")} == {"log"}
        for row in panel["data"]["values"]:
            assert row["low"] < row["y"] < row["high"]
    assert {row["chip"] for row in rates["data"]["values"]} - {row["chip"] for row in ratios["data"]["values"]} == {
        "H100 SXM5 80GB"
    }


def test_one_batch_runs_along_the_context(chipgate: Chipgate, tmp_path: Path) -> None:
    chipgate(*THREE, "--batch", "32", "-o", "c.vl.json")
    chart = json.loads((tmp_path / "c.vl.json").read_text("utf-8"))
    assert {row["x"] for row in chart["vconcat"][0]["data"]["values"]} == {1024.0, 4096.0, 32768.0}


def test_in_chinese(chipgate: Chipgate, tmp_path: Path) -> None:
    ran = chipgate(*THREE, "--lang", "zh", "-o", "c.vl.json")
    assert ran.code == 0
    assert "显存带宽" in ran.out
    chart = (tmp_path / "c.vl.json").read_text("utf-8")
    assert "显存带宽" in chart
    assert "sequences at once" not in chart


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("H100",), "is compared with nothing"),
        (("H100", "H100"), "the same chip twice, H100 SXM5 80GB"),
        (("H100", "H20", "H100 SXM"), "'H100' and 'H100 SXM' are the same chip twice"),
        (("H100", "H20", "--phase", "serving"), "give --answer, the tokens of an answer"),
        (("H100", "H20", "--parallel", "best"), "chips are compared under one layout; give one like ep16"),
        (("H100", "H2O"), "no chip named 'H2O'"),
        (("H1OO", "H20"), "no chip named 'H1OO'"),
        (("H100", "H20", "--model", "deepseek-v9"), "no model named 'deepseek-v9'"),
        (("H100", "H20", "--batch", "0,8"), "batch is 0; give 1 sequence or more"),
        (("H100", "H20", "--batch", "many"), "'many' is no list of numbers"),
        (("H100", "H20", "--phase", "sleep"), "phase 'sleep' is none of"),
        (("H100", "H20", "--phase", "training"), "give --parallel"),
        (("H100", "H20", "--parallel", "tp3"), "tp3 does not divide"),
        (("H100", "A100", "--precision", "fp8"), "A100"),
        (("H100", "H20", "--parallel", "ep16", "--parallel", "ep32", "-o", "c.png"), "a picture shows one layout"),
        (("H100", "H20", "-o", "c.gif"), "curves are written as"),
        (("H100", "H20", "-o", "c.csv", "-o", "c.csv"), "named twice"),
        (("H100", "H20", "--on", "2024-01-01"), "--on: for the law"),
        (("2023-11-16", "2023-11-17", "--model", "deepseek-v3"), "--model: for a comparison of chips"),
        (("2023-11-16", "2023-11-17", "a.csv", "b.csv"), "4 things are named"),
    ],
)
def test_what_is_refused(chipgate: Chipgate, words: tuple[str, ...], wrong: str) -> None:
    ran = chipgate("compare", *words)
    assert (ran.code, ran.out) == (2, "")
    assert wrong in ran.err


def test_names_of_curves_do_not_touch() -> None:
    """Labels 14 pixels apart, in the order of their curves, all inside the panel."""
    ends = {"a": 100.0, "b": 101.0, "c": 99.0, "d": 1000.0, "e": 1.0}
    placed = apart(ends, (1.0, 1000.0), 250)
    pixels = {name: 250 * math.log(value) / math.log(1000.0) for name, value in placed.items()}
    order = sorted(pixels, key=lambda name: pixels[name])
    assert order == ["e", "c", "a", "b", "d"]
    gaps = [pixels[high] - pixels[low] for low, high in pairwise(order)]
    assert min(gaps) >= 14 - 1e-6
    assert all(0 <= one <= 250 for one in pixels.values())


@pytest.mark.parametrize(
    ("domain", "wanted"),
    [
        ((30.0, 3000.0), [50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0]),
        ((0.78, 1.55), [0.8, 1.0, 1.2, 1.4]),
        ((0.3, 1.3), [0.4, 0.6, 0.8, 1.0, 1.2]),
        ((0.002, 0.3), [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]),
    ],
)
def test_ticks_are_round_and_few(domain: tuple[float, float], wanted: list[float]) -> None:
    assert ticks(domain) == pytest.approx(wanted)


def test_training_counts_the_sequences_of_a_step(chipgate: Chipgate, tmp_path: Path) -> None:
    asked = ("compare", "H100", "H800", "--phase", "training", "--parallel", "tp8 pp8 dp8 ep8", "--precision", "bf16")
    chipgate(*asked, "--batch", "8,64", "-o", "c.vl.json")
    chart = (tmp_path / "c.vl.json").read_text("utf-8")
    assert "sequences of a step and copy" in chart
    assert "sequences at once" not in chart


CROWDED = ("compare", "H100", "H20", "--parallel", "ep16", "--context", "32768")
"""Of three batches, 1 fits on both chips, 6 on one of them, 512 on none."""


def test_a_ratio_is_of_loads_that_fit_on_both(chipgate: Chipgate, tmp_path: Path) -> None:
    ran = chipgate(*CROWDED, "--batch", "1,6,512", "-o", "c.csv", "-o", "c.json", "-o", "c.vl.json")
    assert ran.code == 0
    with (tmp_path / "c.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["ratio_fits"] for row in rows] == ["", "yes", "", "no", "", "no"]
    fitting = {row["chip"]: [one["fits"] for one in rows if one["chip"] == row["chip"]] for row in rows}
    assert fitting == {"H100 SXM5 80GB": ["yes", "no", "no"], "H20 96GB": ["yes", "yes", "no"]}
    told = json.loads((tmp_path / "c.json").read_text("utf-8"))["curves"]
    assert [row["ratio_fits"] for row in told] == [None, True, None, False, None, False]
    lines = ran.out.splitlines()
    (at,) = (place for place, line in enumerate(lines) if " delivers " in line)
    kept = next(row for row in rows if row["ratio_fits"] == "yes")
    assert lines[at] == (
        f"H20 96GB delivers {float(kept['ratio']):.2f} times H100 SXM5 80GB at batch 1 and context 32,768"
    )
    assert lines[at + 1] == "  loads that fit on both: 1 of 3; ratios with * are left out"
    marked = [line for line in lines if line.strip().startswith("H20 96GB")]
    assert [f"{float(row['ratio']):.2f} *" in line for row, line in zip(rows[1::2], marked, strict=False)] == [
        False,
        True,
        True,
    ]
    ratios = json.loads((tmp_path / "c.vl.json").read_text("utf-8"))["vconcat"][1]["data"]["values"]
    assert [row["fits"] for row in ratios] == [True, False, False]


def test_no_ratio_is_told_where_nothing_fits(chipgate: Chipgate) -> None:
    ran = chipgate(*CROWDED, "--batch", "512")
    assert "none of these loads fits on both, so that no ratio is told" in ran.out
    assert " delivers " not in ran.out.split("Intervals")[0].replace("chips delivers", "")


def test_prefill_runs_along_the_context(chipgate: Chipgate, tmp_path: Path) -> None:
    ran = chipgate("compare", "H100", "H20", "--phase", "prefill", "-o", "c.vl.json")
    lines = ran.out.splitlines()
    assert lines[2].split()[0] == "context"
    assert "batch" not in ran.out
    assert len([line for line in lines if line.lstrip().startswith("H20 96GB fp8")]) == 3
    rates = json.loads((tmp_path / "c.vl.json").read_text("utf-8"))["vconcat"][0]
    assert [row["x"] for row in rates["data"]["values"] if row["chip"] == "H20 96GB"] == [1024.0, 4096.0, 32768.0]
    assert rates["facet"]["column"]["header"] == {"title": None, "labels": False}


def test_batches_of_prefill_that_somebody_asks_for_are_told(chipgate: Chipgate) -> None:
    ran = chipgate("compare", "H100", "H20", "--phase", "prefill", "--batch", "1,8", "--context", "4096")
    lines = ran.out.splitlines()
    assert lines[3].split()[0] == "batch"
    rates = [line.split()[-4] for line in lines if "H20 96GB fp8" in line]
    assert (len(rates), len(set(rates))) == (2, 1)
    (span,) = (line for line in lines if line.startswith("H20 96GB delivers "))
    assert span.endswith(" times H100 SXM5 80GB at context 4,096")


def test_a_single_chip_holds_a_small_model(chipgate: Chipgate) -> None:
    asked = ("compare", "H100", "H20", "--model", "llama-3.1-8b", "--batch", "8", "--context", "4096")
    assert chipgate(*asked).out.startswith("Llama-3.1-8B, decode: what one chip delivers\n")
    assert "one chip" not in chipgate(*asked, "--lang", "zh").out


def test_software_runs_on_all_chips(chipgate: Chipgate) -> None:
    asked = ("compare", "H100", "H200", "--model", "llama-3.1-70b", "--parallel", "tp8", "--context", "4096")
    plain, named = (
        json.loads(chipgate(*asked, *more, "--format", "json").out) for more in ((), ("--software", "vllm"))
    )
    assert [one["value"] for one in named["assumed"] if one["name"] == "software"] == ["vllm", "vllm"]
    assert plain["curves"][0]["tokens_per_s_chip"] != named["curves"][0]["tokens_per_s_chip"]
    assert "    software: vllm, in any of its versions" in chipgate(*asked, "--software", "vllm").out
    assert "did you mean 'vllm'" in chipgate(*asked, "--software", "vlm").err.lower()
