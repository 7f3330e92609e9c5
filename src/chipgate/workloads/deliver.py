"""What a chip delivers: one question, one answer with its interval, binding resource and nearest measured result."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

from chipgate.chips.catalogue import Catalogue
from chipgate.workloads.asked import PHASES, asked_of
from chipgate.workloads.assumed import PRICE, Assumed
from chipgate.workloads.delivery import Anchor, Delivery, Interval, Memory
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.faults import BadWorkload, MissingExtra
from chipgate.workloads.models import model_of
from chipgate.workloads.shape import Shape

__all__ = ["PHASES", "Anchor", "Delivery", "Interval", "Memory", "deliver", "hourly_usd"]

HOURS_A_YEAR: Final = 8766.0


def deliver(
    chip: str | Device,
    model: str | Path | Shape,
    phase: str = "decode",
    *,
    batch: float = 32,
    context: float = 4096,
    output: float = 0,
    parallel: str = "",
    precision: str = "",
    kv_precision: str = "",
    mtp: int = 0,
    accepted: float | None = None,
    lora: bool = False,
    recompute: str = "",
    software: str = "",
    usd_per_chip_hour: float | None = None,
    chip_price_usd: float | None = None,
    years: float | None = None,
    catalogue: Catalogue | None = None,
) -> Delivery:
    """Tokens per second that each chip delivers.

    CHIP is a name or a design as a ``Device``; MODEL a name, the ``Path`` of a config.json or a ``Shape``. BATCH are
    sequences at once on each copy of the attention (in training: of one step and copy), CONTEXT tokens of each, OUTPUT
    those that a request is answered with (serving only). MTP draft tokens a step, of which the share ACCEPTED is taken.
    SOFTWARE is a stack of measured rows, like vllm; without one it is that of the average row. A cost is told where
    USD_PER_CHIP_HOUR is given, or YEARS in which CHIP_PRICE_USD is written off.

    Raises:
        UnknownChip, UnknownModel: no such name; the message has the nearest.
        BadWorkload: a batch of zero, a layout that the model does not allow, a precision that the chip lacks.
        MissingExtra: NumPy or SciPy is not installed.
    """
    device = chip if isinstance(chip, Device) else device_of(chip, catalogue)
    shape = model if isinstance(model, Shape) else model_of(model)
    asked = asked_of(
        device,
        shape,
        phase,
        parallel,
        batch=batch,
        context=context,
        output=output,
        precision=precision,
        kv_precision=kv_precision,
        drafts=mtp,
        acceptance=accepted,
        lora=lora,
        recompute=recompute,
        software=software,
    )
    hourly, priced = hourly_usd(device, usd_per_chip_hour, chip_price_usd, years)
    try:
        from chipgate.workloads.answer import answered
    except ModuleNotFoundError as fault:
        raise MissingExtra(str(fault.name), "workloads") from fault
    return answered(asked, hourly, priced)


def hourly_usd(
    device: Device, usd_per_chip_hour: float | None, chip_price_usd: float | None, years: float | None
) -> tuple[float | None, tuple[Assumed, ...]]:
    """What an hour of a chip costs, and what was assumed for it; None where nobody said.

    Raises:
        BadWorkload: a price that cannot be meant, or one without the years in which it is written off.
    """
    given = {"usd-per-chip-hour": usd_per_chip_hour, "chip-price-usd": chip_price_usd, "years": years}
    faults = [
        f"{name} is {value:g}; give more than 0" for name, value in given.items() if value and not 0 < value < math.inf
    ]
    faults += [f"{name} is 0; give more than 0, or leave it out" for name, value in given.items() if value == 0]
    if usd_per_chip_hour and (chip_price_usd or years):
        faults.append("give --usd-per-chip-hour, or --years with --chip-price-usd, not both")
    elif chip_price_usd and not years:
        faults.append("--chip-price-usd needs --years, in which it is written off")
    elif years and not chip_price_usd and not device.price_usd:
        faults.append(f"no price of {device.name} is known; give --chip-price-usd")
    if faults:
        raise BadWorkload("cost", faults)
    if usd_per_chip_hour:
        return usd_per_chip_hour, ()
    if not years:
        return None, ()
    price = chip_price_usd or device.price_usd
    said = () if chip_price_usd else (Assumed("chip_price_usd", price, PRICE),)
    return price / (years * HOURS_A_YEAR), said
