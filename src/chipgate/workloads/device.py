"""The numbers of a chip, and of the system around it, that decide how fast it works. A design is a set of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from chipgate.chips.catalogue import Catalogue, bundled
from chipgate.chips.datasheet import Datasheet, Kind
from chipgate.errors import UnknownChip
from chipgate.translation.fault_text import fault
from chipgate.units import decimal_text
from chipgate.workloads.faults import BadWorkload

SYSTEMS_FILE: Final = Path(__file__).parent / "data" / "systems.csv"

UNKNOWN_SYSTEM: Final = {"scale_up_domain": 8.0, "scale_out_gb_s": 50.0, "matmul_share": 0.8}
"""What is assumed of the system around a chip of which nothing is written down; an answer says so."""

_RATES: Final = {"bf16": ("bf16", "fp16"), "fp8": ("fp8",), "int8": ("int8",), "fp4": ("fp4",), "int4": ("int4",)}
_BITS: Final = {"bf16": 16, "fp8": 8, "int8": 8, "fp4": 4, "int4": 4}


class Doubtful(NamedTuple):
    """A figure of a datasheet that is not as sure as one in print: what it stands for here, and what is said of it."""

    used_as: str
    name: str
    readings: str
    is_disputed: bool


@dataclass(frozen=True, slots=True)
class Device:
    """A chip as a set of numbers.

    ``peak_tops`` are dense rates in 10**12 operations per second by precision. Links are one direction, in GB/s:
    ``scale_up_gb_s`` within ``scale_up_domain`` chips, ``scale_out_gb_s`` beyond. ``matmul_share`` is the part of the
    peak that a large matrix product alone reaches. ``system`` says where the numbers around the chip are from,
    ``assumed`` names what nobody gave, ``doubtful`` each figure of the datasheet that is recalled or disputed.
    """

    name: str
    peak_tops: Mapping[str, float] = field(hash=False)
    memory_gb: float
    memory_bandwidth_gb_s: float
    scale_up_gb_s: float = 0.0
    scale_up_domain: float = UNKNOWN_SYSTEM["scale_up_domain"]
    scale_out_gb_s: float = UNKNOWN_SYSTEM["scale_out_gb_s"]
    matmul_share: float = UNKNOWN_SYSTEM["matmul_share"]
    power_w: float = 0.0
    price_usd: float = 0.0
    chip_id: str = ""
    vendor: str = ""
    system: str = ""
    assumed: tuple[str, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()

    def __post_init__(self) -> None:
        faults = [
            f"{name} is {getattr(self, name)}; it must be above 0" for name in _NEEDED if getattr(self, name) <= 0
        ]
        faults += [
            f"peak_tops of {form} is {rate}; it must be above 0" for form, rate in self.peak_tops.items() if rate <= 0
        ]
        if "bf16" not in self.peak_tops:
            faults.append("peak_tops has no bf16; attention runs at 16 bits everywhere")
        faults += [f"{one} is {getattr(self, one)}; it is not below 0" for one in _SIGNED if getattr(self, one) < 0]
        if faults:
            raise BadWorkload(f"chip {self.name}", faults)

    def compute_precision(self, precision: str) -> str:
        """The precision at which a product with weights of PRECISION runs here.

        Weights of 4 bits are unpacked to 16 where the chip has no such rate (weight-only quantisation).

        Raises:
            BadWorkload: a precision of 8 bits or a name that the chip does not have.
        """
        if precision not in _BITS:
            known = fault("give one of {known}", known=", ".join(_BITS))
            raise BadWorkload(fault("precision {name}", name=repr(precision)), [known])
        if precision in self.peak_tops:
            return precision
        if _BITS[precision] == 4:
            return "bf16"
        has = ", ".join(self.peak_tops)
        lacks = fault("has no {precision} rate; give one that it has: {has}", precision=precision, has=has)
        raise BadWorkload(fault("chip {name}", name=self.name), [lacks])


_SIGNED: Final = ("scale_up_gb_s", "power_w", "price_usd")
_NEEDED: Final = ("memory_gb", "memory_bandwidth_gb_s", "scale_up_domain", "scale_out_gb_s", "matmul_share")


@cache
def _systems() -> Mapping[str, Mapping[str, str]]:
    with SYSTEMS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["chip_id"]: row for row in csv.DictReader(file)}


@cache
def _also() -> Mapping[str, str]:
    """Names of measured rows that the catalogue does not know, as the chip that they mean."""
    return {name: chip for chip, row in _systems().items() for name in row["also"].split(";") if name}


def device_of(name: str | Device, catalogue: Catalogue | None = None) -> Device:
    """The device that NAME means; a device means itself.

    Raises:
        UnknownChip: no chip has that name.
        BadWorkload: its datasheet lacks a figure that the model needs.
    """
    if isinstance(name, Device):
        return name
    return device_of_sheet((catalogue or bundled()).get(_also().get(name, name)))


@cache
def family_of(name: str) -> str:
    """The design family of a bundled chip with its vendor, empty where the name is unknown."""
    try:
        sheet = bundled().get(_also().get(name, name))
    except UnknownChip:
        return ""
    return f"{sheet.vendor} {sheet.design_family}".removesuffix(" Ultra")


def lacking_figures(sheet: Datasheet) -> tuple[str, ...]:
    """The figures without which nothing is foreseen of a chip, by their names in the datasheet, that SHEET lacks."""
    figures = {name: float(figure.value) for name, figure in sheet.figures.items()}
    lacking = [name for name in ("memory_gb", "memory_bandwidth_gb_s") if not figures.get(name)]
    return (*lacking, *([] if "bf16" in _peaks(figures) else ["dense_bf16_tops"]))


def _peaks(figures: Mapping[str, float]) -> dict[str, float]:
    """Dense rates by precision, where one is printed."""
    peaks = {form: _first(figures, [f"dense_{one}_tops" for one in names]) for form, names in _RATES.items()}
    return {form: rate for form, rate in peaks.items() if rate}


def device_of_sheet(sheet: Datasheet) -> Device:
    """The device of a datasheet; the system around it from what is known, or assumed and said.

    Raises:
        BadWorkload: a rate at 16 bits, the memory or its bandwidth is not printed.
    """
    figures = {name: float(figure.value) for name, figure in sheet.figures.items()}
    peak_tops = _peaks(figures)
    lacking = lacking_figures(sheet)
    if lacking:
        unknown = [
            fault("{figure} is not known; give it in a file of --chips, under another name", figure=one)
            for one in lacking
        ]
        raise BadWorkload(fault("chip {name}", name=sheet.name), unknown)
    system = _systems().get(sheet.chip_id)
    known = {one: float(system[one]) if system else value for one, value in UNKNOWN_SYSTEM.items()}
    link = figures.get("interconnect_bidirectional_gb_s") or figures.get("pcie_bidirectional_gb_s") or 128.0
    return Device(
        name=sheet.name,
        peak_tops=peak_tops,
        memory_gb=figures["memory_gb"],
        memory_bandwidth_gb_s=figures["memory_bandwidth_gb_s"],
        scale_up_gb_s=link / 2,
        power_w=figures.get("power_w", 0.0),
        price_usd=figures.get("typical_price_usd", 0.0),
        chip_id=sheet.chip_id,
        vendor=sheet.vendor,
        system=_said_of(system) if system else "",
        assumed=_assumed_of(system) if system else tuple(UNKNOWN_SYSTEM),
        doubtful=tuple(_doubtful(sheet)),
        **known,
    )


def with_unknown_system(device: Device) -> Device:
    """DEVICE with the system around it assumed, whatever is known of it: chips on equal terms."""
    return replace(
        device,
        scale_up_domain=UNKNOWN_SYSTEM["scale_up_domain"],
        scale_out_gb_s=UNKNOWN_SYSTEM["scale_out_gb_s"],
        matmul_share=UNKNOWN_SYSTEM["matmul_share"],
        system="",
        assumed=tuple(UNKNOWN_SYSTEM),
    )


_SOURCED: Final = {"scale_up_domain": "domain", "scale_out_gb_s": "scale_out", "matmul_share": "share"}
_KNOWN: Final = ("official", "reported")


def _assumed_of(system: Mapping[str, str]) -> tuple[str, ...]:
    """The numbers around a chip that nobody was seen to print: recalled, or taken from a chip like it."""
    return tuple(name for name, prefix in _SOURCED.items() if system[f"{prefix}_kind"] not in _KNOWN)


def _said_of(system: Mapping[str, str]) -> str:
    """The numbers around a chip that are printed, by their names in the data, in a line; each source once."""
    known = [name for name, prefix in _SOURCED.items() if system[f"{prefix}_kind"] in _KNOWN]
    sources = dict.fromkeys(system[f"{_SOURCED[name]}_source"] for name in known)
    return "; ".join((", ".join(f"{name} {system[name]}" for name in known), *sources)) if known else ""


LINK: Final = "link"
"""What a figure of links is used as; the others are called as in a datasheet, rates by their precision."""


def _doubtful(sheet: Datasheet) -> Iterator[Doubtful]:
    """The figures of SHEET that decide how fast it works and are recalled or disputed."""
    figures = {name: float(figure.value) for name, figure in sheet.figures.items()}
    used = {form: _first_name(figures, [f"dense_{one}_tops" for one in names]) for form, names in _RATES.items()}
    used |= {name: name for name in ("memory_gb", "memory_bandwidth_gb_s")}
    used[LINK] = _first_name(figures, ["interconnect_bidirectional_gb_s", "pcie_bidirectional_gb_s"])
    for use, name in used.items():
        figure = sheet.figures.get(name)
        if figure is not None and figure.kind in (Kind.RECALLED, Kind.DISPUTED):
            readings = " | ".join(decimal_text(one) for one in figure.readings)
            yield Doubtful(use, name, readings, figure.kind is Kind.DISPUTED)


def _first(figures: Mapping[str, float], names: list[str]) -> float:
    return figures.get(_first_name(figures, names), 0.0)


def _first_name(figures: Mapping[str, float], names: list[str]) -> str:
    return next((name for name in names if figures.get(name)), "")
