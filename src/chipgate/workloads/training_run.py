"""A whole training run: days, chip hours, energy and cost, each with its 80 % interval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from chipgate.chips.catalogue import Catalogue
from chipgate.translation.language import Language
from chipgate.workloads import assumed as words
from chipgate.workloads.asked import batch_faults
from chipgate.workloads.assumed import Assumed
from chipgate.workloads.best_parallelism import TOKENS_OF_A_STEP, BestParallelism, best_parallelism
from chipgate.workloads.deliver import deliver, hourly_usd
from chipgate.workloads.delivery import Delivery, Interval
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.layout import Layout, layout_of
from chipgate.workloads.models import model_of
from chipgate.workloads.numbers import uneven_stages
from chipgate.workloads.shape import Shape

MOST_INTERLEAVED: Final = 8
"""The most virtual stages that are taken as given."""


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """What a run takes. Energy counts the printed power of the chips, nothing around them; None where none is printed.

    ``cost_usd`` is None where nobody gave a price. ``search`` is that of the layout, None where one was given.
    """

    tokens: float
    count: int
    days: Interval
    chip_hours: Interval
    energy_mwh: Interval | None
    cost_usd: Interval | None
    delivery: Delivery
    search: BestParallelism | None

    def json(self, language: Language = "en") -> dict[str, Any]:
        """The run as plain values."""
        found: dict[str, Any] = {"tokens": self.tokens, "count": self.count}
        for name in ("days", "chip_hours", "energy_mwh", "cost_usd"):
            value = getattr(self, name)
            found[name] = value.json() if value else None
        runner_up = self.search.runner_up if self.search else None
        return found | {
            "delivery": self.delivery.json(language),
            "runner_up": runner_up.json(language) if runner_up else None,
        }


def training_run(
    *,
    chip: str | Device,
    model: str | Path | Shape,
    tokens: float,
    count: int,
    context: float = 4096,
    sequences: float | None = None,
    parallel: str = "",
    precision: str = "",
    lora: bool = False,
    recompute: str = "",
    software: str = "",
    usd_per_chip_hour: float | None = None,
    chip_price_usd: float | None = None,
    years: float | None = None,
    goodput: float | None = None,
    catalogue: Catalogue | None = None,
) -> TrainingRun:
    """The run of TOKENS on COUNT chips, in steps of SEQUENCES of CONTEXT tokens.

    The layout is searched where PARALLEL is empty or ``best``. GOODPUT is the share of the time that is not lost to
    restarts. A cost is told where a price is given.

    Raises:
        UnknownChip, UnknownModel: no such name; the message has the nearest.
        BadWorkload: tokens, chips or goodput that cannot be meant; a layout that does not use the chips; a model too
            large for them.
    """
    _refuse(tokens, count, context, sequences, goodput)
    device = chip if isinstance(chip, Device) else device_of(chip, catalogue)
    shape = model if isinstance(model, Shape) else model_of(model)
    hourly, priced = hourly_usd(device, usd_per_chip_hour, chip_price_usd, years)
    search = None
    if parallel.strip().lower() in ("", "best"):
        search = best_parallelism(
            device,
            shape,
            "training",
            chips=count,
            sequences=sequences,
            context=context,
            precision=precision,
            lora=lora,
            recompute=recompute,
            software=software,
            usd_per_chip_hour=hourly,
        )
        rate = search.best
    else:
        spread = _spread(layout_of(parallel), parallel, count)
        step = sequences or max(round(TOKENS_OF_A_STEP / context), 1)
        copies = layout_of(spread).dp
        if step < copies:
            few = f"a step of {step:g} sequences is shared by {copies} copies of the model; give {copies} or more"
            raise BadWorkload("training run", [few])
        interleaved = _interleaved(layout_of(spread), shape, step)
        spread += f" vp{interleaved}" if interleaved else ""
        said = (Assumed("vp", float(interleaved), words.INTERLEAVED),) if interleaved else ()
        rate = deliver(
            device,
            shape,
            "training",
            batch=step / layout_of(spread).dp,
            context=context,
            parallel=spread,
            precision=precision,
            lora=lora,
            recompute=recompute,
            software=software,
            usd_per_chip_hour=hourly,
        )
        priced = (*priced, *said) if sequences else (*priced, *said, Assumed("batch", float(step), words.BATCH))
    if not rate.fits:
        raise BadWorkload("training run", [_too_large(rate)])
    if goodput is None:
        priced = (*priced, Assumed("goodput", 1.0, words.GOODPUT))
    rate = replace(rate, assumed=(*rate.assumed, *priced))
    hours = rate.rate.inverse(tokens / (goodput or 1.0) / 3600.0)
    return TrainingRun(
        tokens=tokens,
        count=count,
        days=hours.times(1.0 / (24.0 * count)),
        chip_hours=hours,
        energy_mwh=hours.times(device.power_w / 1e6) if device.power_w else None,
        cost_usd=hours.times(hourly) if hourly else None,
        delivery=rate,
        search=search,
    )


MOST_TOKENS: Final = 1e18
"""Tokens that no run reaches: all that was ever written is less."""


def _refuse(tokens: float, count: int, context: float, sequences: float | None, goodput: float | None) -> None:
    faults = []
    if not 0 < tokens <= MOST_TOKENS:
        faults.append(f"tokens is {tokens:g}; give more than 0, up to {MOST_TOKENS:g}")
    if count < 1:
        faults.append(f"count is {count}; give 1 chip or more")
    if not 1 <= context < float("inf"):
        faults.append(f"context is {context:g}; give 1 token or more")
    faults += batch_faults(sequences) if sequences is not None else []
    if goodput is not None and not 0 < goodput <= 1:
        faults.append(f"goodput is {goodput:g}; it lies above 0, up to 1")
    if faults:
        raise BadWorkload("training run", faults)


def _spread(layout: Layout, parallel: str, count: int) -> str:
    """The layout with as many copies as there are chips for.

    Raises:
        BadWorkload: it needs other chips than there are.
    """
    one = layout.tp * layout.pp * layout.cp
    copies = layout.dp or count // one
    if not copies or one * copies != count:
        use = f"{one * max(copies, 1)} chips"
        raise BadWorkload(
            "layout", [f"{parallel.strip()} needs {use} or a multiple, and there are {count}; change one"]
        )
    if copies % layout.ep:
        raise BadWorkload("layout", [f"ep{layout.ep} does not divide the {copies} copies; use a divisor"])
    return parallel if layout.dp else f"{parallel.strip()} dp{copies}"


def _interleaved(layout: Layout, shape: Shape, step: float) -> int:
    """Virtual stages of a pipeline of which nobody said how many: those that leave it idle least; 0 where that is one.

    Interleaving is what the software of large runs does; a layout without it would wait for half of the time.
    """
    if layout.pp == 1 or layout.vp:
        return 0
    micro = max(step / layout.dp, 1.0)

    def longer(virtual: int) -> float:
        idle = (layout.pp - 1) / (micro * virtual)
        return (1.0 + idle) * uneven_stages(shape.layers, layout.pp * virtual)

    best = min(range(1, min(MOST_INTERLEAVED, shape.layers // layout.pp) + 1), key=longer)
    return best if best > 1 else 0


def _too_large(rate: Delivery) -> str:
    needed = sum(rate.memory.held_gb.values())
    return (
        f"{rate.model} does not fit into {rate.chips} of {rate.chip} under {rate.layout}: a chip would hold "
        f"{needed:.4g} GB, and {rate.memory.usable_gb:.4g} GB can be filled; give more chips, more stages, "
        "--recompute full, or leave --parallel out"
    )
