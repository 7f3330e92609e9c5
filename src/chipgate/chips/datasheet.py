"""A datasheet: the figures that a maker, or somebody else, prints about one package, each with its source and kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from chipgate.errors import BadDatasheet
from chipgate.translation.language import marked
from chipgate.units import Exact, decimal_text

FORMATS: Final = ("fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "fp6", "fp4", "int8", "int4")
"""Number formats that a datasheet gives a peak rate for. How many bits each counts is a question for the law."""

FIGURE_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "process_node_nm": "nm, the marketing class of the main compute die (4N is 4)",
        "die_area_mm2": "mm2, all logic dies on non-planar transistors together, I/O dies included",
        "logic_dies": "dies",
        "transistors_billion": "10**9 transistors",
        **{f"dense_{form}_tops": "10**12 operations per second, dense, a multiply-accumulate is 2" for form in FORMATS},
        "memory_gb": "GB, usable",
        "memory_bandwidth_gb_s": "GB/s, all DRAM together",
        "interconnect_bidirectional_gb_s": "GB/s, both directions, all chip-to-chip links, PCIe left out",
        "pcie_bidirectional_gb_s": "GB/s, both directions",
        "power_w": "W",
        "compute_units": "SM, CU or cores that are switched on",
        "boost_clock_mhz": "MHz",
        "typical_price_usd": "US dollars",
    }
)
"""Every figure that a datasheet can hold, with its unit, in the order of the columns."""


class Kind(StrEnum):
    """How sure a figure is."""

    OFFICIAL = "official"  # read on the vendor's own site
    REPORTED = "reported"  # read elsewhere: press, tables, public data sets
    DERIVED = "derived"  # computed from other figures that were read
    RECALLED = "recalled"  # from memory; no source was read for it
    DISPUTED = "disputed"  # printed with more than one value


FROM_MEMORY: Final = marked("from memory; no source was read")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a datasheet; the unit is in the name of the field that holds it (see FIGURE_UNITS).

    ``readings`` are all values in print, ``value`` the first of them; more than one exactly where ``kind`` is DISPUTED.
    """

    value: Exact
    kind: Kind
    source: str
    readings: tuple[Exact, ...] = ()

    def __post_init__(self) -> None:
        if not self.readings:
            object.__setattr__(self, "readings", (self.value,))
        _check_claim(self)
        if min(self.readings) < 0:
            raise BadDatasheet("figure", [f"{decimal_text(min(self.readings))} is negative; give what is printed"])


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes or no that somebody claims, as a figure is a number that somebody prints."""

    value: bool
    kind: Kind
    source: str
    readings: tuple[bool, ...] = ()

    def __post_init__(self) -> None:
        if not self.readings:
            object.__setattr__(self, "readings", (self.value,))
        _check_claim(self)


def _check_claim(claim: Figure | Flag) -> None:
    """Refuse a claim without a source, and one whose kind and readings do not fit together."""
    faults = []
    if not claim.source.strip():
        faults.append("has no source; say where it is printed")
    if claim.readings[0] != claim.value:
        faults.append(f"the first reading is {claim.readings[0]}; it must be the value, {claim.value}")
    if len(set(claim.readings)) != len(claim.readings):
        faults.append("the same reading is given twice; give each once")
    if (claim.kind is Kind.DISPUTED) != (len(claim.readings) > 1):
        faults.append(f"is {claim.kind} with {len(claim.readings)} reading(s); two or more make it disputed")
    if faults:
        raise BadDatasheet("figure", faults)


@dataclass(frozen=True, slots=True)
class Datasheet:
    """One package and what is printed about it. A figure that is not in ``figures`` is unknown, never zero.

    ``marketed_for_datacenter`` is what the vendor sells the part as, not where it is found. ``aliases`` are other names
    of this very part; ``family_names`` are names of a family ("H100") that stand for this part when nothing more is
    said. ``recalled_texts`` names the text fields that nobody looked up. ``launch`` is YYYY, YYYY-MM or YYYY-MM-DD.
    """

    chip_id: str
    name: str
    figures: Mapping[str, Figure] = field(default_factory=dict, hash=False)
    marketed_for_datacenter: Flag | None = None
    vendor: str = ""
    vendor_hq_iso2: str = ""
    aliases: tuple[str, ...] = ()
    family_names: tuple[str, ...] = ()
    design_family: str = ""
    parent_die: str = ""
    launch: str = ""
    state: str = ""
    memory_type: str = ""
    interconnect_name: str = ""
    recalled_texts: frozenset[str] = frozenset()
    source: str = ""
    source_note: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        unknown = self.figures.keys() - FIGURE_UNITS.keys()
        if unknown:
            raise BadDatasheet(self.chip_id, [f"{name} is not a figure of a datasheet" for name in sorted(unknown)])
        ordered = {name: self.figures[name] for name in FIGURE_UNITS if name in self.figures}
        object.__setattr__(self, "figures", MappingProxyType(ordered))

    def __reduce__(self) -> tuple[Any, ...]:
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return (_rebuilt, (values | {"figures": dict(self.figures)},))

    def dense_rates(self) -> Mapping[str, Figure]:
        """The peak dense rate at each number format that has one, in 10**12 operations per second."""
        rates = {form: self.figures.get(f"dense_{form}_tops") for form in FORMATS}
        return MappingProxyType({form: rate for form, rate in rates.items() if rate is not None})

    def disputed(self) -> tuple[str, ...]:
        """Names of the fields that are printed with more than one value."""
        return tuple(name for name, claim in self.claims() if claim.kind is Kind.DISPUTED)

    def claims(self) -> Iterator[tuple[str, Figure | Flag]]:
        """Every figure, and whether the part is marketed for datacenters, by field name."""
        if self.marketed_for_datacenter is not None:
            yield "marketed_for_datacenter", self.marketed_for_datacenter
        yield from self.figures.items()

    def source_of(self, claim: Figure | Flag) -> str:
        """Where a claim is printed. What is recalled stands on no page that was read, unless one is named for it."""
        unread = claim.kind is Kind.RECALLED and claim.source == self.source
        return FROM_MEMORY if unread else claim.source

    def names(self) -> tuple[str, ...]:
        """Every name that means this very part: its id, its name, its aliases."""
        return (self.chip_id, self.name, *self.aliases)


def _rebuilt(values: dict[str, Any]) -> Datasheet:
    return Datasheet(**values)


def claim_text(value: Exact | bool) -> str:
    """A value as a file writes it: every digit of a number that ends, true or false.

    Raises:
        BadDatasheet: the number has no exact decimal text, like 1/3.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    places = _decimal_places(Fraction(value).denominator)
    if places is None:
        raise BadDatasheet("figure", [f"{value} cannot be written as a decimal without rounding"])
    return decimal_text(value, places)


def _decimal_places(denominator: int) -> int | None:
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None
