"""A layout that every one of several chips can hold a model with: as few chips as that takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chipgate.chips.catalogue import Catalogue
from chipgate.translation.fault_text import fault
from chipgate.workloads.asked import asked_of
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.evaluated import numbers_asked
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.memory_fit import serving_bytes, usable
from chipgate.workloads.models import model_of
from chipgate.workloads.shape import Shape

MOST: Final = 512
FOR_WEIGHTS: Final = 0.6
"""Part of the memory that the weights may take: the rest is for the cache (``assumed.LEAST`` says how much)."""


def common_layout(
    chips: Sequence[str | Device],
    model: str | Shape,
    phase: str,
    precision: str = "",
    catalogue: Catalogue | None = None,
) -> str:
    """Experts over so many chips, or tensors where there are none, that the weights fit on each of CHIPS.

    Raises:
        BadWorkload: training, whose layout is a question of its own; or no layout up to ``MOST`` chips.
    """
    shape = model if isinstance(model, Shape) else model_of(model)
    if phase == "training":
        raise BadWorkload("layout", [fault("training needs one; give --parallel, like 'tp8 pp16 dp8'")])
    devices = [one if isinstance(one, Device) else device_of(one, catalogue) for one in chips]
    for layout in _layouts(shape):
        try:
            room = [_has_room(device, shape, layout, precision) for device in devices]  # each says what it lacks
            if all(room):
                return layout
        except BadWorkload as wrong:
            if not layout:
                raise
            raise BadWorkload(
                shape.name, [fault("no layout was found that all chips can hold: {wrong}", wrong=wrong.said)]
            ) from wrong
    raise BadWorkload(
        shape.name, [fault("does not fit into {most} of each chip; give --parallel or fewer bits", most=MOST)]
    )


def _layouts(shape: Shape) -> list[str]:
    part = "ep" if shape.experts_total else "tp"
    most = min(MOST, shape.experts_total or shape.heads)
    sizes = [2**power for power in range(1, most.bit_length()) if not (shape.experts_total or shape.heads) % 2**power]
    return ["", *(f"{part}{size}" for size in sizes)]


def _has_room(device: Device, shape: Shape, layout: str, precision: str) -> bool:
    asked = asked_of(device, shape, "decode", layout, batch=1, context=1, precision=precision)
    n = numbers_asked(asked)
    return bool(serving_bytes(asked, n)["weights"] <= FOR_WEIGHTS * usable(n))
