"""An answer: rates, time, energy and cost that belong together, what binds, the nearest row, and what was assumed."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

import chipgate as cg
from chipgate.workloads.deliver import Delivery, deliver
from chipgate.workloads.delivery import Anchor
from chipgate.workloads.device import device_of
from chipgate.workloads.fitted import bundled_rows
from chipgate.workloads.models import model_of
from tests.workloads.devices import PLAIN


@pytest.fixture(scope="module")
def decoded() -> Delivery:
    return cg.deliver("H20", "deepseek-v3", batch=32, context=4096, parallel="ep16", mtp=1, accepted=0.85)


def test_rates_time_and_energy_belong_together(decoded: Delivery) -> None:
    """16 chips with 32 sequences each: a user's rate is a chip's over 32; 400 W over the rate are joules a token."""
    assert decoded.chips == 16
    assert decoded.tokens_per_s_user
    assert decoded.joule_per_token
    for name in ("value", "low80", "high80"):
        rate = getattr(decoded.rate, name)
        assert getattr(decoded.tokens_per_s_user, name) == pytest.approx(rate / 32)
    assert decoded.seconds.value == pytest.approx(32 / decoded.rate.value)
    assert decoded.seconds.high80 == pytest.approx(32 / decoded.rate.low80)
    assert decoded.joule_per_token.value == pytest.approx(400 / decoded.rate.value)
    assert decoded.joule_per_token.low80 == pytest.approx(400 / decoded.rate.high80)
    assert sum(decoded.parts.values()) == pytest.approx(1)
    assert decoded.binding == max(decoded.parts, key=lambda name: decoded.parts[name])


# H20, EP16, published with multi-token prediction: 675 tokens/s a chip at 32 sequences.
def test_decode_of_h20_at_32_sequences(decoded: Delivery) -> None:
    assert decoded.low80 <= 675 <= decoded.high80
    assert decoded.rate.value == pytest.approx(675, rel=0.15)


# 14.8 T tokens took 2.664 M hours of H800 (arXiv:2412.19437, table 1): 54.2 days on 2,048.
def test_training_of_deepseek_v3() -> None:
    run = cg.training_run(chip="H800", model="deepseek-v3", tokens=14.8e12, count=2048)
    assert run.chip_hours.low80 <= 2.664e6 <= run.chip_hours.high80
    assert run.days.value == pytest.approx(run.chip_hours.value / 2048 / 24)
    assert run.days.value == pytest.approx(54.2, rel=0.15)
    assert run.energy_mwh
    assert run.energy_mwh.value == pytest.approx(run.chip_hours.value * 700 / 1e6)
    assert run.cost_usd is None


def test_a_cost_is_told_where_a_price_is_given() -> None:
    """Two dollars an hour; or 12,000 dollars over 4 years of 8,766 hours: nothing is made up where neither is said."""
    asked = {"batch": 32, "parallel": "ep16"}
    free = deliver("H20", "deepseek-v3", **asked)  # type: ignore[arg-type]
    assert free.usd_per_million_tokens is None
    hourly = deliver("H20", "deepseek-v3", **asked, usd_per_chip_hour=2.0)  # type: ignore[arg-type]
    assert hourly.usd_per_million_tokens
    assert hourly.usd_per_million_tokens.value == pytest.approx(2.0 / 3600 / hourly.rate.value * 1e6)
    written_off = deliver("H20", "deepseek-v3", **asked, chip_price_usd=12_000, years=4)  # type: ignore[arg-type]
    assert written_off.usd_per_million_tokens
    assert written_off.usd_per_million_tokens.value == pytest.approx(
        hourly.usd_per_million_tokens.value * (12_000 / 4 / 8766) / 2.0
    )
    typical = deliver("H20", "deepseek-v3", **asked, years=4)  # type: ignore[arg-type]
    price = device_of("H20").price_usd
    assert ("chip_price_usd", price) in [(one.name, one.value) for one in typical.assumed]
    assert "chip_price_usd" not in [one.name for one in written_off.assumed]


def test_every_assumption_is_named(decoded: Delivery) -> None:
    """What the user says is not assumed; of a chip that nobody knows, the system around it is."""
    names = {one.name for one in decoded.assumed}
    assert names == {"system", "matmul_share", "precision", "kv_precision", "power_w", "software"}
    said = deliver("H20", "deepseek-v3", parallel="ep16", precision="fp8", kv_precision="fp8")
    assert names - {one.name for one in said.assumed} == {"precision", "kv_precision"}
    odd = replace(PLAIN, assumed=("scale_up_domain", "scale_out_gb_s", "matmul_share"), power_w=0.0)
    told = {one.name: one for one in deliver(odd, "llama-3.1-8b").assumed}
    assert {"scale_up_domain", "scale_out_gb_s", "matmul_share"} <= set(told)
    assert "power_w" not in told
    assert told["scale_out_gb_s"].text() == "50 GB/s a chip and direction leave them"
    sparse = [one.name for one in deliver("H20", "deepseek-v3.2", parallel="ep16").assumed]
    assert "attention" in sparse


def test_without_a_printed_power_no_energy_is_told() -> None:
    answer = deliver(replace(PLAIN, power_w=0.0), "llama-3.1-8b")
    assert answer.joule_per_token is None
    assert answer.json()["joule_per_token"] is None


@pytest.mark.parametrize(
    ("chip", "model", "phase", "parallel"),
    [
        ("H20", "deepseek-v3", "decode", "ep16"),
        ("H20", "deepseek-v3", "prefill", "tp8"),
        ("H100", "llama-3.1-70b", "decode", "tp8"),
        ("B200", "deepseek-v3", "training", "pp8 vp2 ep32 dp32"),
    ],
)
def test_the_anchor_is_a_row_with_its_source(chip: str, model: str, phase: str, parallel: str) -> None:
    answer = deliver(chip, model, phase, batch=32, parallel=parallel)
    row = next(one for one in bundled_rows() if one.id == answer.anchor.id)
    assert (row.chip, row.model) == (answer.anchor.chip, answer.anchor.model)
    assert answer.anchor.measured == f"{row.value:g} {row.unit}"
    assert answer.anchor.source.startswith("https://")
    assert row.model == model_of(model).name
    assert device_of(row.chip).chip_id == device_of(chip).chip_id


def test_where_nothing_alike_was_measured_the_anchor_is_like_in_kind() -> None:
    """No DeepSeek-V3 was trained on H800 in the rows: DeepSeek-V2 on the same chip is nearer than another chip's V3."""
    answer = deliver("H800", "deepseek-v3", "training", batch=30, parallel="pp16 ep64 dp128")
    assert (answer.anchor.chip, answer.anchor.model) == ("H800", "DeepSeek-V2")


def test_drafts_raise_the_rate_by_less_than_they_are_taken() -> None:
    """A step with a draft costs more, and yields 1.85 tokens; drafts that are never taken only cost."""
    plain, taken, lost = (
        deliver("H20", "deepseek-v3", parallel="ep16", mtp=count, accepted=share).rate.value
        for count, share in ((0, None), (1, 0.85), (1, 0.0))
    )
    assert lost < plain < taken < 1.85 * plain


def test_a_smaller_cache_is_read_quicker_and_holds_more() -> None:
    wide, narrow = (
        deliver("H100", "llama-3.1-70b", batch=64, context=16384, parallel="tp8", kv_precision=one)
        for one in ("bf16", "fp8")
    )
    assert narrow.rate.value > wide.rate.value
    assert narrow.memory.held_gb["cache"] == pytest.approx(wide.memory.held_gb["cache"] / 2)
    assert narrow.memory.batch_that_fits == pytest.approx(2 * wide.memory.batch_that_fits, abs=1)


def test_the_batch_that_fits_fits() -> None:
    """One sequence more does not."""
    room = deliver("H100", "llama-3.1-70b", parallel="tp4").memory.batch_that_fits
    assert deliver("H100", "llama-3.1-70b", parallel="tp4", batch=room).fits
    assert not deliver("H100", "llama-3.1-70b", parallel="tp4", batch=room + 1).fits


def test_recomputation_is_the_least_that_fits() -> None:
    """Llama-3.1-8B on eight H100: what is kept of 16,384 tokens is too much, and part of it is computed again."""
    found = {
        context: deliver("H100", "llama-3.1-8b", "training", batch=4, context=context, parallel="pp2 dp4")
        for context in (1024, 8192, 131072)
    }
    assert [one.recompute for one in found.values()] == ["none", "selective", "full"]
    assert "recompute" in [one.name for one in found[8192].assumed]
    full = deliver("H100", "llama-3.1-8b", "training", batch=4, context=1024, parallel="pp2 dp4", recompute="full")
    assert full.rate.value < found[1024].rate.value
    assert full.memory.held_gb["activations"] < found[1024].memory.held_gb["activations"]


def test_adapters_train_faster_and_need_less() -> None:
    whole, adapters = (
        deliver("H100", "llama-3.1-8b", "training", batch=8, parallel="dp8", recompute="full", lora=one)
        for one in (False, True)
    )
    assert whole.rate.value < adapters.rate.value < 2.2 * whole.rate.value
    assert sum(adapters.memory.held_gb.values()) < sum(whole.memory.held_gb.values()) / 2


def test_serving_lets_prompts_in_between() -> None:
    """With long prompts a token of an answer takes longer than a step of decoding alone; with short ones hardly."""
    load = {"batch": 32, "parallel": "tp8"}
    alone = deliver("H100", "llama-3.1-70b", context=4096, **load)  # type: ignore[arg-type]
    long = deliver("H100", "llama-3.1-70b", "serving", context=4000, output=200, **load)  # type: ignore[arg-type]
    short = deliver("H100", "llama-3.1-70b", "serving", context=200, output=4000, **load)  # type: ignore[arg-type]
    assert long.seconds.value > 1.3 * alone.seconds.value
    assert long.seconds.value > short.seconds.value
    assert long.parts["matmul"] > short.parts["matmul"]


def test_an_answer_is_the_same_by_name_and_by_numbers() -> None:
    """A device of the catalogue keeps its effects; the same numbers under another name have none, and are less sure."""
    named = deliver("H100", "llama-3.1-70b", parallel="tp8")
    same = deliver(device_of("H100"), model_of("llama-3.1-70b"), parallel="tp8")
    assert {one.name: getattr(same, one.name) for one in fields(same)} == {
        one.name: getattr(named, one.name) for one in fields(named)
    }
    design = deliver(replace(device_of("H100"), chip_id="", name="mine"), "llama-3.1-70b", parallel="tp8")
    assert design.high80 / design.low80 > named.high80 / named.low80


def test_plain_values_hold_every_field(decoded: Delivery) -> None:
    told = decoded.json("zh")
    assert told["tokens_per_s_chip"] == {
        "value": decoded.rate.value, "low80": decoded.low80, "high80": decoded.high80,
    }  # fmt: skip
    assert told["anchor"]["id"] == decoded.anchor.id
    assert [one["name"] for one in told["assumed"]] == [one.name for one in decoded.assumed]
    assert told["fits"] is True


def trained_anchor(chips: int) -> Anchor:
    return deliver(
        "H100", "Llama-3.1-405B", "training", parallel=f"tp8 pp16 dp{chips // 128}", precision="bf16", context=8192
    ).anchor


def test_the_nearest_training_run_has_as_many_chips() -> None:
    """Meta's table 4 has the same model and length on 8,192 and on 16,384 chips."""
    assert [trained_anchor(chips).chips for chips in (8192, 16_384)] == [8192, 16_384]


def test_a_nearest_result_is_told_in_the_unit_of_the_answer() -> None:
    """400 TFLOP/s over three passes of 405 B weights and attention to half of 8,192 tokens."""
    anchor = trained_anchor(16_384)
    weights = 6 * model_of("Llama-3.1-405B").params_active
    scores = 3 * 2 * 2 * 126 * 128 * 128 * 8192 / 2
    assert anchor.measured == "400 TFLOP/s/chip"
    assert anchor.tokens_per_s_chip == pytest.approx(400e12 / (weights + scores), rel=1e-3)
    assert 0.5 < anchor.foreseen_tokens_per_s_chip / anchor.tokens_per_s_chip < 2
    served = deliver("H100", "Llama-3.1-70B", parallel="tp2").anchor
    assert served.unit == "ms/output token"
    milliseconds = float(served.measured.split()[0])
    assert served.tokens_per_s_chip == pytest.approx(served.batch / served.chips / milliseconds * 1e3)


def served_by(software: str, parallel: str = "tp8") -> Delivery:
    return deliver("H100", "Llama-3.1-70B", parallel=parallel, batch=16, software=software)


def said_of_software(answer: Delivery) -> str:
    (given,) = (one for one in answer.assumed if one.name == "software")
    return given.text()


def test_named_software_is_that_of_its_rows() -> None:
    """What its rows have in common moves the rate, and knowing it narrows the interval."""
    average, vllm, sglang = (served_by(name) for name in ("", "vllm", "sglang"))
    assert len({round(one.rate.value, 3) for one in (average, vllm, sglang)}) == 3
    for one in (vllm, sglang):
        assert one.high80 / one.low80 < average.high80 / average.low80
    assert "since nobody named one" in said_of_software(average)
    assert said_of_software(vllm) == "software: vllm, in any of its versions"


def test_software_without_rows_of_a_phase_stands_for_the_average() -> None:
    """NeMo trains: of serving its rows say nothing, and the answer says that."""
    average, nemo = served_by(""), served_by("nemo")
    assert nemo.rate == average.rate
    assert said_of_software(nemo).startswith("software: nemo; measured rows of this kind are not told apart by it")


def test_unknown_software_is_named_with_the_nearest() -> None:
    with pytest.raises(cg.ChipgateError, match=r"software 'vlm' is in no measured row\. Did you mean 'vllm'"):
        served_by("vlm")
