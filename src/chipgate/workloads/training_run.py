"""A whole training run: days, chip hours, energy and cost, each with its 80 % interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from chipgate.chips.catalogue import Catalogue
from chipgate.workloads.deliver import Delivery, deliver
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.layout import layout_of
from chipgate.workloads.models import model_of
from chipgate.workloads.shape import Shape

Interval = tuple[float, float, float]
"""The expected value, and the ends of the 80 % interval, the smaller first."""

MICRO_BATCHES: Final = 64
"""Micro-batches of a step and copy where nobody says: a bubble of a few per cent."""


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """What a run takes. Energy counts the printed power of the chips, nothing around them."""

    days: Interval
    chip_hours: Interval
    energy_mwh: Interval
    cost_usd: Interval
    delivery: Delivery

    def json(self) -> dict[str, Any]:
        """The run as plain values."""
        names = ("days", "chip_hours", "energy_mwh", "cost_usd")
        return {name: list(getattr(self, name)) for name in names} | {"delivery": self.delivery.json()}


def training_run(
    *,
    chip: str | Device,
    model: str | Shape,
    tokens: float,
    count: int,
    context: float = 4096,
    parallel: str = "",
    precision: str = "",
    usd_per_chip_hour: float = 2.0,
    goodput: float = 1.0,
    catalogue: Catalogue | None = None,
) -> TrainingRun:
    """The run of TOKENS on COUNT chips.

    Raises:
        BadWorkload: tokens, chips or goodput that cannot be meant; a model too large for the cluster.
    """
    faults = []
    if not tokens > 0:
        faults.append(f"tokens is {tokens:g}; give more than 0")
    if count < 1:
        faults.append(f"count is {count}; give 1 chip or more")
    if not 0 < goodput <= 1:
        faults.append(f"goodput is {goodput:g}; it lies above 0, up to 1")
    if faults:
        raise BadWorkload("training run", faults)
    device = chip if isinstance(chip, Device) else device_of(chip, catalogue)
    shape = model if isinstance(model, Shape) else model_of(model)
    parallel = parallel or guessed_layout(shape, device, count)
    layout = layout_of(parallel)
    copies = max(count // (layout.tp * layout.pp * layout.cp), 1)
    spread = parallel if layout.dp else f"{parallel} dp{copies}"
    rate = deliver(
        device, shape, "training", batch=MICRO_BATCHES, context=context, parallel=spread, precision=precision
    )
    if not rate.fits:
        raise BadWorkload("training run", [f"{shape.name} does not fit into {count} of {device.name}; give more chips"])
    seconds = [tokens / (one * goodput) for one in (rate.tokens_per_s_chip, rate.high80, rate.low80)]
    hours = tuple(one / 3600.0 for one in seconds)
    return TrainingRun(
        days=_scaled(hours, 1.0 / (24.0 * count)),
        chip_hours=_scaled(hours, 1.0),
        energy_mwh=_scaled(hours, device.power_w / 1e6),
        cost_usd=_scaled(hours, usd_per_chip_hour),
        delivery=rate,
    )


def _scaled(values: tuple[float, ...], factor: float) -> Interval:
    return values[0] * factor, values[1] * factor, values[2] * factor


def guessed_layout(shape: Shape, device: Device, count: int) -> str:
    """A layout that is common: experts over 64 chips and 16 stages, or tensors over a domain and stages for the rest."""
    if shape.experts_total:
        return f"pp{min(16, count)} ep{min(64, count)}"
    needed = max(int(shape.params_total * 16.0 / (0.5e9 * device.memory_gb)), 1)
    tp = min(8, count, 1 << max(needed - 1, 0).bit_length())
    stages = min(max(1 << max(needed // max(tp, 1) - 1, 0).bit_length(), 1), count // tp, shape.layers)
    return f"tp{tp} pp{max(stages, 1)}"
