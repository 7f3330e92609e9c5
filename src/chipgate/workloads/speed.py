"""How fast a set of numbers is: the best layout's rate, quick enough to be the aim of a search for a design.

The roofline with its fitted constants, without effects; or calibrated, as ``deliver`` answers, where the layouts that
are fastest by the roofline are worked out with effects. The layouts of a model are laid side by side once; each device
is one evaluation of them all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chipgate.workloads.asked import asked_of
from chipgate.workloads.device import Device
from chipgate.workloads.faults import BadWorkload, MissingExtra
from chipgate.workloads.models import model_of
from chipgate.workloads.shape import Shape

if TYPE_CHECKING:
    from chipgate.workloads.asked import Asked
    from chipgate.workloads.candidates import Grid
    from chipgate.workloads.effects import Array
    from chipgate.workloads.numbers import Numbers

CLUSTER: Final = {"training": 1024, "prefill": 32, "decode": 32}
"""Chips over which layouts are searched where nobody says: groups that serve, clusters that train large models."""

EACH: Final = {"training": 4.0, "prefill": 1.0, "decode": 32.0}
"""Sequences for each of those chips: in training of a step (16 Mi tokens in all), in decoding at once, if they fit."""

CONTEXT: Final = 4096.0

WEIGHED: Final = 64
"""So many layouts of each calibration, the fastest by the roofline, are worked out with effects. Nobody names the
software here, so that an effect is the same for all of them, and only what nothing can be faster than tells them apart.
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens per second and chip of the fastest layout that fits; 0 and no layout where none does.

    ``batch`` are sequences on each copy there, ``recompute`` what a backward pass computes again.
    """

    tokens_per_s_chip: float
    layout: str
    precision: str
    batch: float = 0.0
    recompute: str = ""


def speed_of(
    device: Device,
    model: str | Path | Shape,
    phase: str = "decode",
    *,
    chips: int = 0,
    sequences: float = 0.0,
    context: float = CONTEXT,
    precision: str = "",
    calibrated: bool = False,
) -> Speed:
    """What DEVICE delivers on CHIPS of its kind with up to SEQUENCES at once on all of them (0: as usual).

    By the roofline alone, or CALIBRATED: as ``deliver`` answers under the layout and the load that are found.

    Raises:
        BadWorkload: a precision that the device lacks, or a load that cannot be meant.
        MissingExtra: NumPy or SciPy is not installed.
    """
    if phase not in CLUSTER:
        raise BadWorkload("speed", [f"phase {phase!r} is none of {', '.join(CLUSTER)}"])
    shape = model if isinstance(model, Shape) else model_of(model)
    chips = chips or CLUSTER[phase]
    one = asked_of(device, shape, phase, "", batch=1, context=context, precision=precision)
    many = sequences or EACH[phase] * chips
    try:
        laid = _laid_out(shape, phase, chips, many, context, one.precision, _computed(device, one.precision))
        return max((_fastest(grid, device, calibrated) for grid in laid), key=lambda best: best.tokens_per_s_chip)
    except ModuleNotFoundError as fault:
        raise MissingExtra(str(fault.name), "workloads") from fault


def _computed(device: Device, precision: str) -> tuple[str, float]:
    """What the layouts depend on of a device: where products run, and how many chips tensors may span."""
    return device.compute_precision(precision), device.scale_up_domain


@cache
def _laid_out(
    shape: Shape, phase: str, chips: int, sequences: float, context: float, precision: str, on: tuple[str, float]
) -> tuple[Grid, ...]:
    from chipgate.workloads.candidates import grids

    computed, domain = on
    any_device = Device("any", {"bf16": 1.0, computed: 1.0}, 1.0, 1.0, scale_up_domain=domain)
    asked = asked_of(any_device, shape, phase, "", batch=1, context=context, precision=precision)
    return grids(asked, chips, sequences)


def _fastest(grid: Grid, device: Device, calibrated: bool) -> Speed:
    import numpy as np

    from chipgate.workloads.candidates import room_of
    from chipgate.workloads.evaluated import parts_of
    from chipgate.workloads.fitted import shipped
    from chipgate.workloads.numbers import of_device

    asked = grid.asked[0]
    numbers = replace(grid.numbers, **of_device(device, asked.precision))
    if asked.phase == "decode":
        numbers = replace(numbers, batch=_fitting_load(asked, numbers))
    quick = sum(parts_of(asked.phase, numbers, shipped(asked.fitted).constants).values())
    quick = np.where(room_of(grid.asked, numbers), quick, np.inf)
    seconds = _calibrated(grid, device, numbers, quick) if calibrated else quick
    place = int(np.argmin(seconds))
    if not np.isfinite(seconds[place]):
        return Speed(0.0, "", asked.precision)
    best = grid.asked[place]
    batch = float((numbers.batch / numbers.copies)[place]) if asked.phase == "decode" else best.batch
    return Speed(1.0 / float(seconds[place]), best.parallel, asked.precision, batch, best.recompute)


def _calibrated(grid: Grid, device: Device, numbers: Numbers, quick: Array) -> Array:
    """Chip seconds a token with effects of the layouts that are fastest by QUICK; without end for the others."""
    import numpy as np

    from chipgate.workloads.evaluated import evaluated
    from chipgate.workloads.numbers import NAMES, Numbers

    order = np.argsort(quick, kind="stable")[:WEIGHED]
    kept = order[np.isfinite(quick[order])]
    seconds = np.full_like(quick, np.inf)
    if len(kept):
        cut = {name: np.broadcast_to(getattr(numbers, name), quick.shape)[kept] for name in NAMES}
        asked = [replace(grid.asked[one], device=device) for one in kept]
        seconds[kept] = evaluated(asked, Numbers(**cut)).seconds
    return seconds


def _fitting_load(asked: Asked, numbers: Numbers) -> Array:
    """Sequences on a group: as many as there are, or as fit; one for each copy at least, which then does not fit."""
    import numpy as np

    from chipgate.workloads.memory_fit import sequences_that_fit

    room = np.maximum(np.floor(sequences_that_fit(asked, numbers)), 1.0) * numbers.copies
    return np.asarray(np.minimum(numbers.batch, room), dtype=float)
