"""Whole runs: what they take, by a layout that was given or searched, and runs that cannot be."""

from __future__ import annotations

import pytest

from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.layout import layout_of
from chipgate.workloads.training_run import TrainingRun, training_run

V3 = {"chip": "H800", "model": "deepseek-v3", "tokens": 14.8e12, "count": 2048}


def run(**more: object) -> TrainingRun:
    return training_run(**{**V3, **more})  # type: ignore[arg-type]


def test_a_given_layout_is_spread_over_every_chip() -> None:
    found = run(parallel="pp16 vp2 ep64", sequences=15360)
    assert found.delivery.chips == 2048
    assert layout_of(found.delivery.layout).dp == 128
    assert found.delivery.batch == 15360 / 128
    assert found.search is None
    assert "batch" not in [one.name for one in found.delivery.assumed]


def test_a_layout_is_searched_where_none_is_given() -> None:
    found = run()
    assert found.search
    assert found.search.best.layout == found.delivery.layout
    assert run(parallel="best").days == found.days
    assert {"layout", "batch", "goodput"} <= {one.name for one in found.delivery.assumed}


def test_tokens_goodput_and_price_scale_as_they_should() -> None:
    whole = run(usd_per_chip_hour=2.0)
    assert run(tokens=7.4e12).days.value == pytest.approx(whole.days.value / 2)
    lossy = run(goodput=0.8, usd_per_chip_hour=2.0)
    assert lossy.days.value == pytest.approx(whole.days.value / 0.8)
    assert "goodput" not in [one.name for one in lossy.delivery.assumed]
    assert whole.cost_usd
    assert whole.cost_usd.value == pytest.approx(2.0 * whole.chip_hours.value)
    assert whole.days.low80 < whole.days.value < whole.days.high80


def test_a_larger_step_has_a_smaller_bubble() -> None:
    small, large = (run(parallel="pp16 ep64", sequences=one) for one in (2048, 15360))
    assert small.delivery.parts["bubble"] > large.delivery.parts["bubble"] > 0
    assert small.days.value > large.days.value


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"tokens": 1e300}, "tokens is 1e\\+300; give more than 0, up to 1e\\+18"),
        ({"parallel": "tp8 pp4", "sequences": 1}, "a step of 1 sequences is shared by"),
        ({"context": 0, "parallel": "tp8"}, "context is 0; give 1 token or more"),
        ({"context": float("nan"), "parallel": "tp8"}, "context is nan; give 1 token or more"),
        ({"tokens": 0}, "tokens is 0; give more than 0"),
        ({"count": 0}, "count is 0; give 1 chip or more"),
        ({"goodput": 1.5}, "goodput is 1.5; it lies above 0, up to 1"),
        ({"sequences": 0}, "batch is 0; give 1 sequence or more"),
        ({"parallel": "tp3"}, "tp3 needs 2046 chips or a multiple, and there are 2048"),
        ({"parallel": "pp16 ep3"}, "ep3 does not divide the 128 copies"),
        ({"parallel": "tp8 pp16 dp8"}, "needs 1024 chips or a multiple, and there are 2048"),
        ({"count": 8}, "does not fit on the chips that are given"),
        ({"parallel": "tp8", "count": 2048}, r"does not fit into 2048 .* give more chips, more stages"),
        ({"precision": "int8"}, "training at int8 is not modelled; give bf16 or fp8"),
        ({"precision": "fp8", "chip": "A100"}, "has no fp8 rate; give one that it has: bf16, int8"),
        ({"recompute": "some"}, "recompute 'some' is none of none, selective, full"),
        ({"usd_per_chip_hour": -1}, "usd-per-chip-hour is -1; give more than 0"),
    ],
)
def test_runs_that_cannot_be_meant(more: dict[str, object], said: str) -> None:
    with pytest.raises(BadWorkload, match=said):
        run(**more)


def test_every_fault_of_a_run_in_one_message() -> None:
    with pytest.raises(BadWorkload, match=r"tokens is 0.*count is 0.*goodput is 0"):
        run(tokens=0, count=0, goodput=0)
