"""Knobs: what a vendor has really turned to cut a product from a die, and the datasheet that follows.

Units and links fused off, a lower clock, a lower rate of each unit, whole formats switched off, fewer memory sites or a
slower rate of each, more dies in a package. The area of a die stays: what is fused off still counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chipgate.chips.datasheet import Datasheet, Figure, Flag, Kind
from chipgate.chips.dies import Die
from chipgate.errors import ChipgateError
from chipgate.law.us.definitions import BITS
from chipgate.units import Exact, whole

MHZ_PER_TOPS: Final = 10**6
"""Operations a clock x MHz is in units of 10**6 a second; TOPS are 10**12."""


class OutsideTheDie(ChipgateError):
    """A knob asks for more than the die has."""


@dataclass(frozen=True, slots=True)
class Package:
    """What a designer starts from: DIES of one kind in one package, marketed for datacenters or not."""

    die: Die
    dies: int = 1
    datacenter: bool = True

    def __post_init__(self) -> None:
        if self.dies < 1 or self.dies > MOST_DIES:
            raise OutsideTheDie(f"a package of {self.dies} dies cannot be built; give 1 to {MOST_DIES}")

    @property
    def units(self) -> int:
        """Processing units of all dies together."""
        return self.die.units * self.dies

    @property
    def memory_sites(self) -> int:
        """Memory stacks or channels of all dies together."""
        return self.die.memory_sites * self.dies

    @property
    def links(self) -> int:
        """Chip-to-chip links of all dies together."""
        return self.die.links * self.dies

    @property
    def area_mm2(self) -> Exact:
        """Logic area of all dies together: fused-off units count, and a die more is a way to more of it."""
        return whole(self.die.area_mm2 * self.dies)

    @property
    def memory_gb_s(self) -> Exact:
        """The highest bandwidth of the memory."""
        return whole(self.die.memory_site_gb_s * self.memory_sites)


MOST_DIES: Final = 16

VECTOR: Final = "fp32"
"""The format that no matrix unit has a part in."""


@dataclass(frozen=True, slots=True)
class Knobs:
    """One setting of everything that can be cut.

    ``formats`` are those left on, ``rate_share`` what is left of the rate of each unit in its matrix formats.
    """

    units: int
    clock_mhz: int
    rate_share: Fraction
    formats: tuple[str, ...]
    memory_sites: int
    memory_site_gb_s: Exact
    links: int

    def within(self, package: Package) -> Knobs:
        """These knobs.

        Raises:
            OutsideTheDie: one of them asks for more than PACKAGE has; lists every one.
        """
        faults = list(self._faults(package))
        if faults:
            raise OutsideTheDie(f"{package.dies} x {package.die.name} cannot give that: {'; '.join(faults)}")
        return self

    def _faults(self, package: Package) -> Iterator[str]:
        die = package.die
        numbers: tuple[tuple[str, Exact, Exact], ...] = (
            ("units", self.units, package.units),
            ("clock_mhz", self.clock_mhz, die.max_clock_mhz),
            ("memory_sites", self.memory_sites, package.memory_sites),
            ("memory_site_gb_s", self.memory_site_gb_s, die.memory_site_gb_s),
            ("links", self.links, package.links),
        )
        for name, asked, most in numbers:
            if not 0 <= asked <= most:
                yield f"{name} {asked} is outside 0 to {most}"
        if not 0 < self.rate_share <= 1:
            yield f"rate_share {self.rate_share} is outside 0 to 1"
        strange = [form for form in self.formats if form not in die.rates]
        if strange:
            yield f"it has no {', '.join(strange)}"


def rate_tops(package: Package, knobs: Knobs, form: str) -> Exact:
    """The dense rate at FORM, in TOPS: units x operations a clock x clock."""
    return whole(knobs.units * knobs.clock_mhz * _a_clock(package, form, knobs.rate_share) / MHZ_PER_TOPS)


def tpp_per_step(package: Package, formats: tuple[str, ...], rate_share: Fraction) -> Exact:
    """TPP of one unit at one MHz with FORMATS on: the highest product of bits and rate."""
    return whole(max(_a_clock(package, form, rate_share) * BITS[form] for form in formats) / MHZ_PER_TOPS)


def _a_clock(package: Package, form: str, rate_share: Fraction) -> Fraction:
    """Operations of one unit a clock; a cut of the matrix rate leaves the vector format as it is."""
    return package.die.rates[form] * (Fraction(1) if form == VECTOR else rate_share)


def sheet_of(package: Package, knobs: Knobs, name: str = "design") -> Datasheet:
    """The datasheet of the part that KNOBS make of PACKAGE.

    Raises:
        OutsideTheDie: PACKAGE has not so much.
    """
    knobs.within(package)
    die = package.die
    figures: dict[str, Exact] = {
        "process_node_nm": die.process_node_nm,
        "die_area_mm2": package.area_mm2,
        "logic_dies": package.dies,
        **{f"dense_{form}_tops": rate_tops(package, knobs, form) for form in knobs.formats},
        "memory_bandwidth_gb_s": whole(knobs.memory_sites * Fraction(knobs.memory_site_gb_s)),
        "interconnect_bidirectional_gb_s": whole(knobs.links * Fraction(die.link_gb_s)),
        "pcie_bidirectional_gb_s": die.pcie_gb_s,
        "compute_units": knobs.units,
        "boost_clock_mhz": knobs.clock_mhz,
    }
    source = f"{package.dies} x {die.name}: {die.source}"
    return Datasheet(
        chip_id=name,
        name=f"{die.name} {name}",
        figures={field: Figure(value, Kind.DERIVED, source) for field, value in figures.items()},
        marketed_for_datacenter=Flag(package.datacenter, Kind.DERIVED, source),
        vendor=die.vendor,
        vendor_hq_iso2="US",
        parent_die=die.name,
        memory_type="HBM" if die.memory_is_hbm else "GDDR",
        source=source,
    )
