"""The form of the gate map: the numbers of a draft, each with a slider, and the shipment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chipgate.cases.transaction import Fault
from chipgate.studies.gate_map.plane import DENSITY, PLANES, Axis
from chipgate.translation.fault_text import said_in
from chipgate.translation.language import Language, marked, translator
from chipgate.web.gate_map.asked import MapAsked

SLIDER_STEPS: Final = 1000

_LABELS: Final = {
    "tpp": (marked("TPP"), ""),
    DENSITY: (marked("Performance density"), "TPP/mm2"),
    "die_area_mm2": (marked("or its die area"), "mm2"),
    "dram_bandwidth_gb_s": (marked("DRAM bandwidth"), "GB/s"),
    "io_gb_s": (marked("Links and PCIe, both directions"), "GB/s"),
}
_AXES: Final[dict[str, Axis]] = {axis.fact: axis for plane in PLANES.values() for axis in (plane.x, plane.y)}


@dataclass(frozen=True)
class NumberField:
    """A number of the draft. One that a map draws has the ends of its axis, for a slider on a logarithmic scale."""

    name: str
    label: str
    unit: str
    value: str
    wrong: str
    low: str = ""
    high: str = ""


def number_fields(asked: MapAsked, faults: Sequence[Fault], language: Language) -> tuple[NumberField, ...]:
    """The numbers of the draft, each fault beside its field."""
    wrong = {one.column: said_in(language, one.wrong) for one in faults}
    translate = translator(language)
    found = []
    for name, (label, unit) in _LABELS.items():
        axis = _AXES.get(name)
        ends = (str(float(axis.low)), str(float(axis.high))) if axis is not None else ("", "")
        found.append(NumberField(name, translate(label), unit, asked.draft.get(name, ""), wrong.get(name, ""), *ends))
    return tuple(found)
