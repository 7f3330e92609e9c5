"""`chipgate perf` and `chipgate train`: what they print, in both forms and languages, and what they refuse."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from chipgate.cli.perf_rows import ADDED
from chipgate.forms.answers import FORMS
from chipgate.workloads.common_layout import FOR_WEIGHTS
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
        "H20 96GB, DeepSeek-V3, decode, fp8, ep16: 16 chips, 32 sequences of 4096 tokens on each copy of the attention",
        "tokens/s a chip, 80 % interval",
        "tokens/s a user, 80 % interval",
        "ms a token, 80 % interval",
        "J a token, 80 % interval",
        "cost: nobody gave a price",
        "binding: memory bandwidth",
        "room for 92 sequences on each copy of the attention",
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
    """The table first, then each answer whole; without --batch it is what the help says."""
    lines = chipgate(*LLAMA, "--chip", "H20", "--parallel", "tp8").out.splitlines()
    assert lines[0].split() == ["chip", "layout", "batch", "tokens/s", "a", "chip", "80", "%", "binding"]
    assert [line.split()[0] for line in lines[1:3]] == ["H100", "H20"]
    for chip, place in (("H100 SXM5 80GB", 3), ("H20 96GB", lines.index("", 4))):
        assert lines[place : place + 2] == [
            "",
            f"{chip}, Llama-3.1-70B, decode, fp8, tp8: 8 chips, 32 sequences of 4096 tokens on each copy of the "
            "attention",
        ]
    assert sum(line.startswith("  nearest measured: ") for line in lines) == 2
    assert lines.count("    the cache is kept at bf16") == 2


def test_the_best_layouts_of_several_chips(chipgate: Chipgate) -> None:
    told = chipgate(*BEST, "--chip", "H100").out
    assert told.count("layouts and loads: ") == 2
    assert [line.split()[0] for line in told.splitlines()[1:3]] == ["H20", "H100"]


@pytest.mark.parametrize(("model", "layout"), [("deepseek-v3", "ep32"), ("llama-3.1-8b", "tp1")])
def test_a_layout_nobody_gave_holds_the_weights(chipgate: Chipgate, model: str, layout: str) -> None:
    ran = chipgate("perf", "--chip", "H100", "--model", model, "--format", "json")
    (answer,) = json.loads(ran.out)["answers"]
    assert (answer["layout"], answer["fits"]) == (layout, True)
    given = answer["assumed"][0]
    assert (given["name"], given["value"]) == ("layout", layout)
    assert f"with {100 - 100 * FOR_WEIGHTS:.0f} % of the memory left for the cache" in given["sentence"]


def test_software_is_named_instead_of_assumed(chipgate: Chipgate) -> None:
    for words, name in ((LLAMA, "vllm"), ((*LLAMA, "--parallel", "best", "--count", "8"), "sglang"), (SMALL, "nemo")):
        told = chipgate(*words, "--software", name).out
        assert f"    software: {name}, in any of its versions" in told
        assert "nobody named one" not in told


# B30A: reports give 4000 and 7700 GB/s of memory, which binds in decode. L40: its FP8 rate is from memory, and its FP16
# rate, 181 or 362.1, is not used beside the BF16 rate of 181. An H100 has none of these.
@pytest.mark.parametrize(
    ("chip", "said"),
    [
        ("B30A", ["printed in several ways, of which the first is taken: memory_bandwidth_gb_s 4000 | 7700"]),
        ("L40", ["recalled and not read in print: dense_fp8_tops 362"]),
        ("H100", []),
    ],
)
def test_a_figure_that_is_recalled_or_disputed_is_told_where_it_decides(
    chipgate: Chipgate, chip: str, said: list[str]
) -> None:
    """Figures. A figure that is recalled or disputed shows as such where it decides (README)."""
    asked = ("perf", "--chip", chip, "--model", "llama-3.1-8b")
    told = [line.strip() for line in chipgate(*asked).out.splitlines() if "of the datasheet, " in line]
    for one in said:
        assert f"of the datasheet, {one}" in told
    assert not any("dense_fp16_tops" in line or "int4" in line for line in told)
    names = [one["name"] for one in json.loads(chipgate(*asked, "--format", "json").out)["answers"][0]["assumed"]]
    assert [one.partition(": ")[2].split()[0] in names for one in said] == [True] * len(said)
    assert (told == []) == (said == [])


def test_a_figure_of_links_is_told_only_where_several_chips_work(chipgate: Chipgate) -> None:
    """MI300A: 512 or 768 GB/s of links."""
    asked = ("perf", "--chip", "MI300A", "--model", "llama-3.1-8b", "--parallel")
    assert "interconnect_bidirectional_gb_s 512 | 768" not in chipgate(*asked, "tp1").out
    assert "interconnect_bidirectional_gb_s 512 | 768" in chipgate(*asked, "tp2").out


def test_one_sequence_and_one_chip_are_not_many(chipgate: Chipgate) -> None:
    told = chipgate("perf", "--chip", "H100", "--model", "llama-3.1-8b", "--batch", "1").out
    assert "tp1: 1 chip, 1 sequence of 4096 tokens on each copy of the attention" in told


def test_training_says_of_which_step_sequences_are(chipgate: Chipgate) -> None:
    told = chipgate(*TRAIN).out
    assert "4096 sequences in a step of all chips" in told
    (following,) = (line for line in told.splitlines() if line.startswith("  next: "))
    assert " sequences a step and copy of the model, " in following


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


DREAM = (
    '[dream-1]\nname = "Dream 1"\nvendor = "Us"\nvendor_hq_iso2 = "SG"\nmarketed_for_datacenter = true\n'
    "die_area_mm2 = 800\ndense_bf16_tops = 500\nmemory_gb = 96\nmemory_bandwidth_gb_s = 3000\n"
    "interconnect_bidirectional_gb_s = 600\n"
)


def test_a_chip_of_your_own_has_a_system_that_is_assumed(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(DREAM)
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


def _rows(path: Path, chip: str) -> None:
    """The first served row, whose figure is a rate, on CHIP."""
    with MEASUREMENTS_FILE.open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["kind"] == "inference_server")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerow(row | {"chip": chip, "precision": "bf16"})


def test_rows_of_a_chip_of_your_own(chipgate: Chipgate, tmp_path: Path) -> None:
    """With the datasheet a figure, without it the reason; a faster memory is foreseen to be faster."""
    _rows(tmp_path / "rows.csv", "Dream 1")
    (tmp_path / "mine.toml").write_text(DREAM)
    (tmp_path / "fast.toml").write_text(DREAM.replace("gb_s = 3000", "gb_s = 9000"))
    assert chipgate("perf", "--rows", "rows.csv", "-o", "none.csv").out.startswith("0 of 1 rows foreseen; the others")
    for name in ("mine", "fast"):
        ran = chipgate("perf", "--rows", "rows.csv", "-o", f"{name}.csv", "--chips", f"{name}.toml")
        assert ran.out.splitlines()[0] == "1 of 1 rows foreseen"
    (none,), (mine,), (fast,) = (
        list(csv.DictReader((tmp_path / f"{name}.csv").read_text("utf-8").splitlines()))
        for name in ("none", "mine", "fast")
    )
    assert "no chip named 'Dream 1'" in none["why"]
    assert float(fast["predicted"]) > float(mine["predicted"]) > 0
    assert float(mine["low80"]) < float(mine["predicted"]) < float(mine["high80"])


def test_files_beside_rows_are_read(chipgate: Chipgate, tmp_path: Path) -> None:
    _rows(tmp_path / "rows.csv", "H100")
    (tmp_path / "broken.toml").write_text("[dream-1\n")
    broken = chipgate("perf", "--rows", "rows.csv", "-o", "out.csv", "--chips", "broken.toml")
    assert (broken.code, broken.out) == (2, "")
    assert "broken.toml" in broken.err
    sheet = chipgate("perf", "--rows", "rows.csv", "-o", "out.doc")
    assert sheet.code == 2
    assert "out.doc cannot be written: name it .csv, .xlsx" in sheet.err
    assert not (tmp_path / "out.doc").exists()
    told = chipgate("perf", "--rows", "rows.csv", "-o", "out.csv", "--lang", "zh").out
    assert told.startswith("1 行中预测了 1 行\n")


PLAIN = "kind,model,chip,unit,precision,parallelism,batch_or_concurrency,seq_len_or_in_len,out_len\n"
ONE = "inference_server,Llama-3.1-70B,H100,tokens/s/chip,fp8,TP8,64,1024,1024\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN + ONE,
        "\ufeff" + PLAIN + ONE,
        (PLAIN + ONE).replace(",", ";"),
        (PLAIN + ONE).replace(",", "\t"),
        PLAIN.upper().replace("_", " ") + ONE,
        "Our measured rows\n\n" + PLAIN + "\n" + ONE + "\n,,,,\n",
        PLAIN.replace("\n", ",备注\n") + ONE.replace("\n", ",好\n"),
    ],
    ids=["plain", "BOM", "semicolons", "tabs", "headings in capitals", "title and blank lines", "Chinese"],
)
def test_rows_are_read_as_order_books_are(chipgate: Chipgate, tmp_path: Path, text: str) -> None:
    """Whatever stands between the cells, and around them; a workbook may come out."""
    (tmp_path / "plain.csv").write_text(PLAIN + ONE, "utf-8")
    (tmp_path / "rows.csv").write_text(text, "utf-8")
    for name in ("plain", "rows"):
        ran = chipgate("perf", "--rows", f"{name}.csv", "-o", f"{name}.out.csv")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("1 of 1 rows foreseen")
    (plain,), (row,) = (read(tmp_path / f"{name}.out.csv") for name in ("plain", "rows"))
    assert {name: row[name] for name in ADDED} == {name: plain[name] for name in ADDED}
    assert chipgate("perf", "--rows", "rows.csv", "-o", "rows.xlsx").code == 0
    again = chipgate("perf", "--rows", "rows.xlsx", "-o", "again.csv")
    assert again.code == 0
    assert read(tmp_path / "again.csv")[0]["predicted"] == plain["predicted"]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_column_why_follows_the_language(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(PLAIN + ONE.replace("H100", "H99") + ONE.replace("\n", ",x,y\n"), "utf-8")
    for language, said in (("en", "no chip named 'H99'"), ("zh", "目录中没有名为 'H99' 的芯片")):
        ran = chipgate("perf", "--rows", "rows.csv", "-o", "out.csv", "--lang", language)
        assert ran.code == 0
        assert "English" not in ran.out
        chip, cells = read(tmp_path / "out.csv")
        assert said in chip["why"]
        assert cells["why"].startswith({"en": "the row cannot be read: ", "zh": "该行无法读取："}[language])


def test_a_file_without_columns_that_are_needed_says_which(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("kind,chip\ndecode,H100\n", "utf-8")
    ran = chipgate("perf", "--rows", "rows.csv", "-o", "out.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "rows.csv: has no column model, unit; give the columns id, kind, model" in ran.err
    same = chipgate("perf", "--rows", "rows.csv", "-o", "rows.csv")
    assert "is the file that is read" in same.err


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
        ((*LLAMA, "--software", "sgl"), "software 'sgl' is in no measured row. Did you mean 'sglang'"),
        ((*SMALL, "--software", "nemoo"), "Did you mean 'nemo'"),
        ((*LLAMA, "--parallel", "best"), "say with --count over how many chips"),
        ((*LLAMA, "--parallel", "BEST"), "say with --count over how many chips"),
        (("compare", "H100", "A100", "--precision", "fp8"), "A100 SXM4 80GB has no fp8 rate"),
        (("design", "--from", "GH100", "--at-least", "memory"), "'memory' names no value; write it like memory=2000"),
        ((*LLAMA, "--count", "8"), "--count is for --parallel best"),
        ((*LLAMA, "--model", "./none.json"), "cannot be read: No such file"),
        ((*LLAMA, "-o", "out.csv"), "--output: is where the rows of --rows go"),
        (("perf", "--rows", __file__, "-o", "o.csv", "--batch", "8"), "--batch: --rows takes -o, --chips and --lang"),
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
