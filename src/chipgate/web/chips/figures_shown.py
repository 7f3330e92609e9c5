"""The figures of a datasheet on a page: what each is called, its unit, every reading, how sure it is, its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chipgate.cases.chip_words import source_words
from chipgate.chips.datasheet import FIGURE_UNITS, FORMATS, Datasheet, Figure, Flag, Kind, claim_text
from chipgate.readings.phrase import Phrase, phrase
from chipgate.translation.language import Language, marked, translator

_DENSE_RATE: Final = marked("dense rate, {format}")
_LABELS: Final = {
    "marketed_for_datacenter": marked("marketed for data centres"),
    "process_node_nm": marked("process node of the main die"),
    "die_area_mm2": marked("area of all logic dies"),
    "logic_dies": marked("logic dies"),
    "transistors_billion": marked("transistors"),
    "memory_gb": marked("memory, usable"),
    "memory_bandwidth_gb_s": marked("memory bandwidth, all DRAM"),
    "interconnect_bidirectional_gb_s": marked("links to other chips, both directions"),
    "pcie_bidirectional_gb_s": marked("PCIe, both directions"),
    "power_w": marked("power"),
    "compute_units": marked("compute units that are switched on"),
    "boost_clock_mhz": marked("boost clock"),
    "typical_price_usd": marked("typical price"),
}
_UNITS: Final = {
    "process_node_nm": "nm",
    "die_area_mm2": "mm²",
    "transistors_billion": "× 10⁹",
    "memory_gb": "GB",
    "memory_bandwidth_gb_s": "GB/s",
    "interconnect_bidirectional_gb_s": "GB/s",
    "pcie_bidirectional_gb_s": "GB/s",
    "power_w": "W",
    "boost_clock_mhz": "MHz",
    "typical_price_usd": "USD",
    **{f"dense_{form}_tops": "TOPS" for form in FORMATS},
}

KIND_WORDS: Final = {
    Kind.OFFICIAL: marked("read on the vendor's own site"),
    Kind.REPORTED: marked("read elsewhere: press, tables, public data sets"),
    Kind.DERIVED: marked("computed from other figures that were read"),
    Kind.RECALLED: marked("from memory; no source was read"),
    Kind.DISPUTED: marked("printed with more than one value"),
}
"""What each badge means, the surest first."""


@dataclass(frozen=True, slots=True)
class Badge:
    """How sure a figure is: the word of ``Kind``, in the language, and what it means."""

    kind: str
    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One figure; ``readings`` are every value in print, ``source`` the number of its source, counted from 1."""

    name: str
    label: str
    unit: str
    readings: tuple[str, ...]
    badge: Badge
    source: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures are printed; ``is_address`` where it can be opened."""

    number: int
    text: str
    is_address: bool


def badge_of(kind: Kind, language: Language) -> Badge:
    """The badge of a figure."""
    translate = translator(language)
    return Badge(str(kind), translate(str(kind)), translate(KIND_WORDS[kind]))


def badges(language: Language) -> tuple[Badge, ...]:
    """Every badge, the surest first."""
    return tuple(badge_of(kind, language) for kind in KIND_WORDS)


def label_of(name: str, language: Language) -> str:
    """What a figure is called."""
    form = name.removeprefix("dense_").removesuffix("_tops")
    words: Phrase = phrase(_DENSE_RATE, format=form.upper()) if form in FORMATS else phrase(_LABELS[name])
    return words.text(language)


def unit_of(name: str) -> str:
    """The unit of a figure; TOPS are 10**12 operations per second, a multiply-accumulate is 2."""
    return _UNITS.get(name, "")


def sources_of(sheet: Datasheet, language: Language) -> tuple[Source, ...]:
    """The sources of a datasheet, numbered in the order in which its figures lean on them."""
    found = dict.fromkeys(sheet.source_of(claim) for _name, claim in sheet.claims())
    return tuple(
        Source(number, source_words(text, language), text.startswith(("https://", "http://")))
        for number, text in enumerate(found, 1)
    )


def figures_of(sheet: Datasheet, language: Language) -> Iterator[FigureShown]:
    """Every figure that is printed, in the order of the datasheet."""
    sources = list(dict.fromkeys(sheet.source_of(claim) for _name, claim in sheet.claims()))
    for name, claim in sheet.claims():
        yield figure_of(name, claim, sources.index(sheet.source_of(claim)) + 1, language)


def figure_of(name: str, claim: Figure | Flag, source: int, language: Language) -> FigureShown:
    """One figure."""
    return FigureShown(
        name,
        label_of(name, language),
        unit_of(name),
        tuple(_reading(one, language) for one in claim.readings),
        badge_of(claim.kind, language),
        source,
    )


def _reading(value: object, language: Language) -> str:
    if isinstance(value, bool):
        return translator(language)("yes" if value else "no")
    return claim_text(value)  # type: ignore[arg-type]  # a reading is a number or a yes or no


def blanks_of(sheet: Datasheet, language: Language) -> tuple[str, ...]:
    """What the figures are called that nobody printed."""
    return tuple(label_of(name, language) for name in FIGURE_UNITS if name not in sheet.figures)
