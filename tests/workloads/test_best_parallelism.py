"""The best layout against all layouts one by one, its limits, and what it says of the next one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from chipgate.workloads.best_parallelism import BestParallelism, best_parallelism
from chipgate.workloads.candidates import LOADS, interleaved
from chipgate.workloads.deliver import Delivery, deliver
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.layout import layout_of
from chipgate.workloads.speed import CLUSTER, EACH, speed_of
from tests.workloads.devices import PLAIN


def served_layouts(chips: int, experts: bool) -> Iterator[tuple[str, int]]:
    """Layouts as a user would write them, and the copies of the attention in a group."""
    for pp in (one for one in range(1, chips + 1) if chips % one == 0):
        for wide in (one for one in range(1, chips // pp + 1) if (chips // pp) % one == 0):
            yield f"tp{wide} pp{pp}", 1
            if experts and wide > 1:
                yield f"ep{wide} pp{pp}", wide


def one_by_one(chip: str, model: str, phase: str, chips: int, sequences: float, context: float) -> list[Delivery]:
    """Every layout asked by itself; those that the model does not allow, or that do not fit, are left out."""
    found = []
    for text, copies in served_layouts(chips, experts=True):
        layout = layout_of(text)
        groups = chips // (layout.tp * layout.pp * layout.attention_dp)
        batch = 1.0 if phase == "prefill" else sequences / (groups * copies)
        try:
            answer = deliver(chip, model, phase, batch=batch, context=context, parallel=text)
        except BadWorkload:
            continue
        if answer.fits:
            found.append(answer)
    return sorted(found, key=lambda one: -one.rate.value)


@pytest.mark.parametrize(
    ("chip", "model", "phase", "chips", "sequences", "context"),
    [
        ("H20", "deepseek-v3", "decode", 16, 512, 4096),
        ("H100", "llama-3.1-70b", "decode", 8, 64, 8192),
        ("B200", "qwen3-235b-a22b", "decode", 8, 1024, 2048),
        ("H200", "gpt-oss-120b", "decode", 4, 64, 16384),
        ("H100", "deepseek-v3", "prefill", 32, 1, 4096),
        ("MI300X", "mixtral-8x22b", "prefill", 8, 1, 2048),
    ],
)
def test_no_layout_beats_the_best(
    chip: str, model: str, phase: str, chips: int, sequences: float, context: float
) -> None:
    asked = {"chips": chips, "sequences": None if phase == "prefill" else sequences, "context": context}
    search = best_parallelism(chip, model, phase, **asked)  # type: ignore[arg-type]
    every = one_by_one(chip, model, phase, chips, sequences, context)
    assert search.best.rate.value == pytest.approx(every[0].rate.value)
    assert search.fitting == len(every)
    assert search.best.fits
    if search.runner_up:
        assert search.runner_up.rate.value == pytest.approx(every[1].rate.value)
        assert search.runner_up.layout != search.best.layout


def test_the_best_is_what_deliver_says_of_it() -> None:
    search = best_parallelism("H20", "deepseek-v3", chips=16, sequences=512)
    told = deliver("H20", "deepseek-v3", batch=search.best.batch, parallel=search.best.layout)
    for name in ("rate", "seconds", "memory", "binding", "parts", "anchor"):
        ours, theirs = getattr(search.best, name), getattr(told, name)
        assert ours == (pytest.approx(theirs) if isinstance(theirs, dict) else theirs), name
    assert [one.name for one in search.best.assumed if one not in told.assumed] == ["layout"]


def test_a_limit_of_waiting_is_kept_and_named() -> None:
    """Without a limit the largest load wins; with one, less is served at once, and the answer says what it cost."""
    free = best_parallelism("H100", "llama-3.1-70b", chips=8)
    quick = best_parallelism("H100", "llama-3.1-70b", chips=8, max_wait_ms=15)
    assert free.best.seconds.value > 0.015 >= quick.best.seconds.value
    assert quick.best.rate.value < free.best.rate.value
    other = quick.held_back_by["latency"]
    assert (other.layout, other.batch) == (free.best.layout, free.best.batch)
    assert other.tokens_per_s_chip == pytest.approx(free.best.rate.value)
    assert "batch" in [one.name for one in free.best.assumed]


def test_memory_that_holds_a_faster_layout_back() -> None:
    """Eight copies of Llama-3.1-8B need no pipeline, and no room is left for what a step keeps."""
    search = best_parallelism("H100", "llama-3.1-8b", "training", chips=8, sequences=128)
    other = search.held_back_by["memory"]
    assert other.tokens_per_s_chip > search.best.rate.value
    asked = {"batch": other.batch, "parallel": other.layout, "recompute": "none"}
    told = deliver("H100", "llama-3.1-8b", "training", **asked)  # type: ignore[arg-type]
    assert (told.fits, told.rate.value) == (False, pytest.approx(other.tokens_per_s_chip))


def test_the_runner_up_is_explained() -> None:
    """What it needs more, by resource, adds up to the difference of the two."""
    search = best_parallelism("H20", "deepseek-v3", chips=16, sequences=512)
    assert search.runner_up
    gap = 1 / search.runner_up.rate.value - 1 / search.best.rate.value
    assert sum(search.slower_in.values()) == pytest.approx(gap)
    assert search.apart == (search.runner_up.rate.value < search.best.rate.low80)


def test_loads_between_two_doublings_are_weighed() -> None:
    """Memory ends between powers of two: what lies between is tried, and none of them is faster."""
    search = best_parallelism("H100", "llama-3.1-70b", "decode", chips=32)
    assert math.log2(search.best.batch) % 1 != 0
    for power in range(12):
        for layout in (search.best.layout, "tp8", "tp4", "tp2"):
            one = deliver("H100", "llama-3.1-70b", "decode", batch=1 << power, parallel=layout)
            assert not one.fits or one.rate.value <= search.best.rate.value * (1 + 1e-9)
    steps = [more / less for less, more in pairwise(LOADS)]
    assert max(steps[3:]) <= 1.25


def test_stages_into_which_the_layers_divide_are_interleaved() -> None:
    assert interleaved(126, 1) == [1]
    assert interleaved(126, 9) == [1, 2, 4, 7]
    assert interleaved(96, 8) == [1, 2, 3, 4, 6]
    search = best_parallelism("H100", "gpt3-175b", "training", chips=512, sequences=256, context=2048)
    assert search.best.fits


def test_training_layouts_use_every_chip() -> None:
    search = best_parallelism("H800", "deepseek-v3", "training", chips=2048)
    for one in (search.best, search.runner_up):
        assert one is not None
        layout = layout_of(one.layout)
        assert layout.tp * layout.pp * layout.dp == one.chips == 2048
        assert layout.dp % layout.ep == 0
        assert one.batch * layout.dp == pytest.approx((1 << 24) / 4096)
        assert one.fits
    assert {"batch", "layout", "recompute"} <= {one.name for one in search.best.assumed}


def test_long_sequences_are_split_over_chips() -> None:
    """Llama-3.1-405B at 131,072 tokens: one sequence is too much for a chip, and was trained in 16 parts."""
    asked = {"chips": 8192, "context": 131072, "sequences": 128, "precision": "bf16"}
    search = best_parallelism("H100", "llama-3.1-405b", "training", **asked)  # type: ignore[arg-type]
    assert layout_of(search.best.layout).cp > 1
    assert "the exchange of keys among" in " ".join(one.text() for one in search.best.assumed)


def test_recomputation_that_was_asked_for_is_kept() -> None:
    search = best_parallelism("H100", "llama-3.1-70b", "training", chips=64, recompute="full")
    assert search.best.recompute == "full"
    assert "recompute" not in [one.name for one in search.best.assumed]
    assert best_parallelism("H100", "llama-3.1-70b", "training", chips=64).best.rate.value > search.best.rate.value


def test_adapters_need_fewer_chips_than_weights() -> None:
    with pytest.raises(BadWorkload, match="does not fit on the chips"):
        best_parallelism("H100", "llama-3.1-70b", "training", chips=4)
    assert best_parallelism("H100", "llama-3.1-70b", "training", chips=4, lora=True).best.fits


def test_where_nothing_fits_the_nearest_layout_is_named() -> None:
    with pytest.raises(BadWorkload, match=r"each H100 SXM5 80GB would hold [\d.]+ GB under .*72 GB can be filled"):
        best_parallelism("H100", "deepseek-v3", chips=4)


def test_where_no_layout_is_quick_enough_the_quickest_is_named() -> None:
    with pytest.raises(BadWorkload, match=r"keeps 0\.5 ms: the fastest, tp\d+, needs [\d.]+ ms; allow more"):
        best_parallelism("H100", "llama-3.1-70b", chips=8, max_wait_ms=0.5)


def test_prompts_meet_the_stages_one_by_one() -> None:
    """A pipeline reads as many tokens a second and takes a prompt as much longer as it has stages."""
    flat, deep = (deliver("H100", "llama-3.1-70b", "prefill", batch=1, parallel=one) for one in ("tp2", "tp2 pp4"))
    assert deep.rate.value == pytest.approx(flat.rate.value)
    assert deep.seconds.value == pytest.approx(flat.seconds.value)
    many = deliver("H100", "llama-3.1-70b", "prefill", batch=100, parallel="tp2 pp4")
    assert many.seconds.value == pytest.approx(flat.seconds.value * 103 / 4)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"chips": 0}, "chips is 0; give 1 or more"),
        ({"sequences": 0}, "batch is 0; give 1 sequence or more"),
        ({"max_wait_ms": -1}, "give more than 0"),
        ({"phase": "training", "max_wait_ms": 10}, "nobody waits for a token in training"),
        ({"chips": 1 << 21}, "give one with --parallel"),
        ({"context": 0}, "context is 0"),
        ({"mtp": 1}, "--mtp needs --accepted"),
    ],
)
def test_questions_that_cannot_be_meant(asked: dict[str, object], said: str) -> None:
    with pytest.raises(BadWorkload, match=said):
        best_parallelism("H100", "llama-3.1-70b", **asked)  # type: ignore[arg-type]


def test_the_search_as_plain_values() -> None:
    search: BestParallelism = best_parallelism("H20", "deepseek-v3", chips=16, sequences=512)
    told = search.json()
    assert told["best"]["layout"] == search.best.layout
    assert told["runner_up"]["tokens_per_s_chip"]["value"] < told["best"]["tokens_per_s_chip"]["value"]


# The aim of a design.


def test_the_aim_of_a_design_is_the_fastest_layout_of_the_roofline() -> None:
    """For a design no effect is known, so the search with effects finds the same layout and nearly the same rate."""
    found = speed_of(PLAIN, "deepseek-v3", "prefill")
    search = best_parallelism(PLAIN, "deepseek-v3", "prefill", chips=CLUSTER["prefill"])
    assert found.tokens_per_s_chip == pytest.approx(search.best.rate.value, rel=0.02)
    assert found.precision == "fp8"


def test_the_aim_serves_as_many_as_fit() -> None:
    """Less memory holds fewer sequences, and is slower, down to a chip that holds nothing."""
    speeds = [speed_of(replace(PLAIN, memory_gb=size), "llama-3.1-70b") for size in (200.0, 60.0, 24.0, 1.0)]
    rates = [one.tokens_per_s_chip for one in speeds]
    assert rates == sorted(rates, reverse=True)
    assert rates[2] > 0
    assert (rates[3], speeds[3].layout) == (0.0, "")
    assert EACH["decode"] == 32
