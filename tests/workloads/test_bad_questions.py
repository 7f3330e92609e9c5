"""What cannot be meant is refused, all at once, with what to do."""

from __future__ import annotations

import pytest

from chipgate.errors import UnknownChip
from chipgate.workloads.deliver import deliver
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.faults import BadWorkload, UnknownModel
from chipgate.workloads.layout import layout_of


@pytest.mark.parametrize(("name", "near"), [("H99", "H100"), ("H2O", "H20"), ("B99", "B100"), ("MI305X", "MI350X")])
def test_a_chip_that_nobody_knows_is_near_another(name: str, near: str) -> None:
    with pytest.raises(UnknownChip, match=f"Did you mean .*{near}"):
        deliver(name, "llama-3.1-8b")


def test_a_model_that_nobody_knows_is_near_another() -> None:
    with pytest.raises(UnknownModel, match=r"Did you mean 'Llama-3\.1-70B'"):
        deliver("H100", "llama-3-70b")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"batch": 0}, "batch is 0; give 1 sequence or more"),
        ({"batch": 1e30}, "batch is 1e\\+30; give 100,000,000 sequences or fewer"),
        ({"parallel": "tp8 tp4"}, "tp8 and tp4: a layout names each part once"),
        ({"parallel": "tp8 pp8 dp999999999999", "phase": "training"}, "chips; give one of 10,000,000 or fewer"),
        ({"batch": float("nan")}, "batch is nan; give 1 sequence or more"),
        ({"context": 0}, "context is 0; give 1 token or more"),
        ({"context": 200_000}, "context 200000 is longer than the 131072 tokens of Llama-3.1-70B"),
        ({"parallel": "tp7"}, "tp7 does not divide the 64 heads; use tp of 1, 2, 4, 8, 16, 32, 64"),
        ({"parallel": "ep8"}, "Llama-3.1-70B has no experts; leave ep out"),
        ({"parallel": "pp81"}, "pp81 is more than the 80 layers; use 80 or fewer"),
        ({"parallel": "pp8 vp16", "phase": "training"}, "pp8 vp16 is more than the 80 layers; use vp10 or fewer"),
        ({"parallel": "fsdp8"}, "fsdp shards weights in training"),
        ({"parallel": "tp8 dp2"}, "dp2: copies that share nothing serve alike"),
        ({"parallel": "xp8"}, "'xp8' is no part of a layout; write parts like tp8, pp2, ep16"),
        ({"parallel": "tp0"}, "tp0: a layout has 1 or more"),
        ({"precision": "fp7"}, "precision 'fp7' is none of bf16, fp8, int8, fp4, int4"),
        ({"kv_precision": "fp6"}, "kv precision 'fp6' is none of"),
        ({"phase": "dreaming"}, "phase 'dreaming' is none of training, prefill, decode, serving"),
        ({"phase": "serving"}, "give --output-tokens"),
        ({"output": 100}, "output tokens belong to serving"),
        ({"mtp": 2}, "--mtp needs --accepted"),
        ({"mtp": -1, "accepted": 0.5}, "mtp is -1"),
        ({"mtp": 1, "accepted": 1.7}, "accepted is 1.7; it is a share, 0 to 1"),
        ({"accepted": 0.5}, "--accepted needs --mtp"),
        ({"mtp": 1, "accepted": 0.5, "phase": "prefill"}, "--mtp belongs to decode and serving"),
        ({"lora": True}, "--lora and --recompute belong to training"),
        ({"phase": "training", "kv_precision": "fp8"}, "training keeps no cache"),
        ({"chip_price_usd": 100.0}, "--chip-price-usd needs --years"),
        ({"usd_per_chip_hour": 2.0, "years": 4.0}, "not both"),
        ({"usd_per_chip_hour": float("nan")}, "usd-per-chip-hour is nan; give more than 0"),
        ({"years": float("inf"), "chip_price_usd": 1.0}, "years is inf; give more than 0"),
        ({"usd_per_chip_hour": 0.0}, "usd-per-chip-hour is 0"),
    ],
)
def test_what_cannot_be_meant(asked: dict[str, object], said: str) -> None:
    with pytest.raises(BadWorkload, match=said):
        deliver("H100", "llama-3.1-70b", **asked)  # type: ignore[arg-type]


def test_letter_case_does_not_count() -> None:
    words = {"parallel": "TP8", "precision": "FP8", "kv_precision": "FP8", "software": "vLLM"}
    upper = deliver("H100", "llama-3.1-70b", **words)  # type: ignore[arg-type]
    lower = deliver("H100", "llama-3.1-70b", **{name: text.lower() for name, text in words.items()})  # type: ignore[arg-type]
    assert upper.rate == lower.rate


def test_no_name_is_near_no_chip() -> None:
    with pytest.raises(UnknownChip, match=r"no chip named '' in the catalogue\. List them"):
        deliver("", "llama-3.1-8b")


def test_a_layout_that_does_not_divide_the_key_heads() -> None:
    """Pangu Pro MoE: 40 heads over 8 key heads; 20 chips divide the heads, and neither 20 by 8 nor 8 by 20."""
    with pytest.raises(BadWorkload, match="tp20 and 8 key heads do not divide; use tp of 1, 2, 4, 8"):
        deliver("H100", "pangu pro moe 72b", parallel="tp20")


def test_more_experts_may_stand_there_than_there_are() -> None:
    """CloudMatrix serves 256 experts from 320 chips, some of them twice."""
    assert deliver("910C", "deepseek-v3", parallel="ep320").chips == 320
    with pytest.raises(BadWorkload, match="ep64 is far more than the 8 experts"):
        deliver("H100", "mixtral-8x7b", parallel="ep64")
    assert deliver("H100", "deepseek-v3", parallel="tp2 dp8 ep16").chips == 16


def test_8_bits_on_a_chip_without_them() -> None:
    with pytest.raises(BadWorkload, match="A100 SXM4 80GB has no fp8 rate; give one that it has: bf16, int8"):
        deliver("A100", "llama-3.1-8b", precision="fp8")
    assert deliver("A100", "llama-3.1-8b", precision="int8").precision == "int8"
    assert deliver("A100", "llama-3.1-8b", "training", parallel="dp8").precision == "bf16"


def test_weights_of_4_bits_are_unpacked_where_a_chip_has_no_such_rate() -> None:
    assert device_of("H100").compute_precision("fp4") == "bf16"
    assert deliver("H100", "llama-3.1-8b", precision="fp4").precision == "fp4"


def test_every_fault_in_one_message() -> None:
    with pytest.raises(BadWorkload) as wrong:
        deliver("A100", "llama-3.1-70b", batch=0, context=0, parallel="tp7 pp99", precision="fp8")
    assert len(wrong.value.faults) == 5


def test_a_device_that_cannot_be() -> None:
    with pytest.raises(BadWorkload, match=r"memory_gb is 0.*peak_tops of fp8 is -1.*no bf16.*power_w is -5"):
        Device(name="odd", peak_tops={"fp8": -1.0}, memory_gb=0.0, memory_bandwidth_gb_s=1.0, power_w=-5.0)


def test_a_chip_whose_figures_are_not_known() -> None:
    with pytest.raises(BadWorkload, match=r"is not known; give it in a file of --chips, under another name"):
        device_of("MI308X")


def test_layouts_are_written_in_several_ways() -> None:
    assert layout_of("TP4 PP8,CP2+EP1 ") == layout_of("tp4 pp8 cp2 ep1")
    assert layout_of("").said is False
    assert layout_of("DP-attention8 EP8").attention_dp == 8
    assert layout_of("EP16").attention_dp == 16
    assert layout_of("TP1 PP1 CP1 VPn/a EP8").vp == 0
