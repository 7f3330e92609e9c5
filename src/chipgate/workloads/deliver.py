"""What a chip delivers: one question, one answer with its interval, binding resource and nearest measured result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from chipgate.chips.catalogue import Catalogue
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.faults import BadWorkload, MissingExtra
from chipgate.workloads.layout import Layout, faults_of, layout_of
from chipgate.workloads.models import model_of
from chipgate.workloads.shape import Shape

PHASES: Final = ("training", "prefill", "decode")
NOT_SAID: Final = "not said"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The answer: tokens per second and chip with an 80 % interval, and what stands behind it.

    ``parts`` are shares of the time by resource (0 to 1) and ``binding`` the largest. ``joule_per_token`` is at the
    printed power of the chip, 0 where none is printed. ``anchor`` is the nearest measured row.
    """

    chip: str
    model: str
    phase: str
    precision: str
    layout: str
    batch: float
    context: float
    chips: int
    tokens_per_s_chip: float
    low80: float
    high80: float
    ms_per_token: float
    joule_per_token: float
    fits: bool
    binding: str
    parts: dict[str, float]
    anchor: dict[str, str]
    assumed: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """The answer as plain values."""
        return {name: getattr(self, name) for name in self.__slots__} | {"assumed": list(self.assumed)}


def deliver(
    chip: str | Device,
    model: str | Shape,
    phase: str = "decode",
    *,
    batch: float = 32,
    context: float = 4096,
    parallel: str = "",
    precision: str = "",
    catalogue: Catalogue | None = None,
) -> Delivery:
    """Tokens per second that each chip delivers.

    CHIP is a name or a design as a ``Device``; MODEL a name, a config.json or a ``Shape``. BATCH are sequences at once on
    each copy of the attention (in training: of one step and copy), CONTEXT tokens of each.

    Raises:
        UnknownChip, UnknownModel: no such name; the message has the nearest.
        BadWorkload: a batch of zero, a layout that the model does not allow, a precision that the chip lacks.
        MissingExtra: NumPy or SciPy is not installed.
    """
    device = chip if isinstance(chip, Device) else device_of(chip, catalogue)
    shape = model if isinstance(model, Shape) else model_of(model)
    layout = layout_of(parallel)
    _refuse(shape, layout, phase, batch, context)
    precision = precision or next((one for one in ("fp8", "int8") if one in device.peak_tops), "bf16")
    device.compute_precision(precision)
    try:
        from chipgate.workloads.answer import answered
    except ModuleNotFoundError as fault:
        raise MissingExtra(str(fault.name), "workloads") from fault
    return answered(device, shape, layout, phase, batch, context, parallel, precision)


def _refuse(shape: Shape, layout: Layout, phase: str, batch: float, context: float) -> None:
    faults = faults_of(layout, shape)
    if phase not in PHASES:
        faults.append(f"phase {phase!r} is none of {', '.join(PHASES)}")
    if not batch >= 1:
        faults.append(f"batch is {batch:g}; give 1 sequence or more")
    if not context >= 1:
        faults.append(f"context is {context:g}; give 1 token or more")
    elif shape.context_max and context > shape.context_max:
        faults.append(f"context {context:g} is longer than the {shape.context_max} tokens of {shape.name}")
    if faults:
        raise BadWorkload(shape.name, faults)
