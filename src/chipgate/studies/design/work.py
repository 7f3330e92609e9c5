"""Aims in tokens a second: what a part delivers on a model, and the part of a brief that delivers most.

Speed rises with compute, memory and links, so the fastest part is one that none is better than in all three: those are
found first, and each is timed, as ``chipgate perf`` answers about a chip of which nothing was measured.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet, Figure, Kind
from chipgate.chips.dies import Die
from chipgate.errors import ChipgateError
from chipgate.units import Exact, whole
from chipgate.workloads.deliver import deliver
from chipgate.workloads.delivery import Delivery
from chipgate.workloads.device import Device, device_of_sheet, with_unknown_system
from chipgate.workloads.shape import Shape
from chipgate.workloads.speed import CONTEXT, Speed, speed_of

if TYPE_CHECKING:
    from chipgate.studies.design.best_part import Brief, Part

PHASES: Final = {"decode": "decode", "prefill": "prefill", "train": "training"}
"""The phase that the word before the colon of an aim means."""

_DEFAULTS: Final = {"training": ("fp8",), "prefill": ("fp8", "int8"), "decode": ("fp8", "int8")}


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done as fast as possible: a phase of a model."""

    phase: str
    model: Shape

    def speed(self, device: Device | None) -> Speed:
        """What DEVICE delivers of it, as ``chipgate perf`` answers; nothing where there is no device."""
        return speed_of(device, self.model, self.phase, calibrated=True) if device else Speed(0.0, "", "")

    def delivery(self, device: Device, speed: Speed) -> Delivery:
        """What ``chipgate perf`` answers about DEVICE under the layout and the load of SPEED."""
        return deliver(
            device,
            self.model,
            self.phase,
            parallel=speed.layout,
            batch=speed.batch,
            context=CONTEXT,
            precision=speed.precision,
            recompute=speed.recompute,
        )


def wanted_format(die: Die, phase: str) -> str:
    """The format in which products of PHASE run on DIE: 8 bits where it has them."""
    return next((one for one in _DEFAULTS[phase] if one in die.rates), "bf16" if "bf16" in die.rates else "fp16")


def memory_of_site_gb(die: Die) -> float | None:
    """The most memory that a product of DIE has on a stack or channel; None where none prints its memory."""
    full = float(die.memory_site_gb_s) * die.memory_sites
    each = []
    for sheet in bundled():
        size, rate = (sheet.figures.get(name) for name in ("memory_gb", "memory_bandwidth_gb_s"))
        if sheet.parent_die == die.name and size and rate:
            dies = max(round(float(rate.value) / full), 1)
            each.append(float(size.value) / (die.memory_sites * dies))
    return max(each, default=None)


def device_of_part(part: Part) -> Device | None:
    """The numbers of PART; None where nothing is left of its compute or memory."""
    die, knobs = part.brief.package.die, part.knobs
    site = memory_of_site_gb(die)
    if site is None or not knobs.units or not knobs.memory_sites:
        return None
    size = Figure(whole(Fraction(str(round(site * knobs.memory_sites, 3)))), Kind.DERIVED, "best part of the die")
    sheet = replace(part.sheet, figures={**part.sheet.figures, "memory_gb": size})
    device = device_of_sheet(sheet)  # of no chip of the catalogue, so that the system around it is assumed
    return replace(device, assumed=("memory_gb", *device.assumed))


def device_sold(sheet: Datasheet) -> Device | None:
    """The numbers of a product on equal terms with a design: the system around it assumed, nothing of it measured.

    None where its datasheet lacks a number.
    """
    try:
        return replace(with_unknown_system(device_of_sheet(sheet)), chip_id="")
    except ChipgateError:
        return None


def exact_speed(speed: Speed) -> Exact:
    """A speed to a tenth of a token a second, as the numbers of a design are exact."""
    return whole(Fraction(str(round(speed.tokens_per_s_chip, 1))))


def fastest_part(brief: Brief, work: Work) -> Part:
    """The part of BRIEF that does WORK fastest; of those alike, the one with most compute, memory and links.

    Raises:
        NothingFits: no setting is allowed.
    """
    from chipgate.studies.design.aims import ORDER
    from chipgate.studies.design.front import candidates

    def rank(part: Part) -> tuple[object, ...]:
        return (exact_speed(part.speed_at(work)), *(part.reached[name] for name in ORDER))

    return max(candidates(brief), key=rank)
