"""The facts that a datasheet gives about the item of a case, each with its origin and mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chipgate.cases.figure import DATASHEET, LINKS_AND_PCIE, LOGIC_DIES, MARKETED_FOR, Candidates, Figure
from chipgate.cases.worksheet import Product, Worksheet, worksheet_of
from chipgate.chips.datasheet import Datasheet
from chipgate.chips.datasheet import Figure as Printed
from chipgate.law.us.approved_entities import is_approved_designer
from chipgate.units import whole

_ON_CHIP = "SRAM"  # a part that keeps everything on the chip: what its datasheet gives is no DRAM bandwidth
_STACKED = "HBM"


def printed_figures(sheet: Datasheet) -> Candidates:
    """What SHEET says, by name of fact; a figure that it does not give is not in the answer."""
    work = worksheet_of(sheet)
    found: Candidates = {"item_kind": (Figure("ic", sheet.name),)}
    found |= {"tpp": tuple(_tpp(work, *one) for one in work.tpps)}
    found |= {"die_area_mm2": _readings(work.area, LOGIC_DIES)}
    found |= {"process_node_nm": _readings(sheet.figures.get("process_node_nm"), DATASHEET)}
    found |= {"dram_bandwidth_gb_s": _dram_bandwidth(sheet), "io_gb_s": tuple(_transfer_rates(sheet))}
    found |= {"tops": tuple(_highest_rate(work))}
    found |= {name: tuple(figures) for name, figures in _about_the_part(sheet)}
    return {name: figures for name, figures in found.items() if figures}


def _tpp(work: Worksheet, found: Product, form: str) -> Figure:
    rate = next(line.rate for line in work.lines if line.form == form)
    return Figure(found.tpp, f"{form}: {found.steps}", str(rate.kind))


def _readings(printed: Printed | None, origin: str) -> tuple[Figure, ...]:
    return () if printed is None else tuple(Figure(value, origin, str(printed.kind)) for value in printed.readings)


def _dram_bandwidth(sheet: Datasheet) -> tuple[Figure, ...]:
    if _ON_CHIP in sheet.memory_type:
        return ()
    return _readings(sheet.figures.get("memory_bandwidth_gb_s"), sheet.memory_type or DATASHEET)


def _transfer_rates(sheet: Datasheet) -> Iterator[Figure]:
    """Links and PCIe together, where both are known (3A090.a of 2022: all inputs and outputs)."""
    links = sheet.figures.get("interconnect_bidirectional_gb_s")
    pcie = sheet.figures.get("pcie_bidirectional_gb_s")
    if links is None or pcie is None:
        return
    mark = _weakest((links, pcie))
    for one in links.readings:
        for other in pcie.readings:
            yield Figure(whole(one + other), LINKS_AND_PCIE, mark)


def _weakest(figures: Iterable[Printed]) -> str:
    order = ("official", "reported", "derived", "recalled", "disputed")
    return max((str(figure.kind) for figure in figures), key=order.index)


def _highest_rate(work: Worksheet) -> Iterator[Figure]:
    if work.tpps:
        line = max(work.lines, key=lambda one: one.rate.value)
        yield from _readings(line.rate, line.form)


def _about_the_part(sheet: Datasheet) -> Iterator[tuple[str, list[Figure]]]:
    claim = sheet.marketed_for_datacenter
    if claim is not None:
        yield "datacenter", [Figure(value, MARKETED_FOR, str(claim.kind)) for value in claim.readings]
    if sheet.memory_type:
        mark = "recalled" if "memory_type" in sheet.recalled_texts else ""
        yield "hbm", [Figure(sheet.memory_type.startswith(_STACKED), sheet.memory_type, mark)]
    if sheet.vendor_hq_iso2:
        yield "designer_hq", [Figure(sheet.vendor_hq_iso2, sheet.vendor)]
    if sheet.vendor and is_approved_designer(sheet.vendor):
        yield "designer_approved", [Figure(True, f"{sheet.vendor}: 15 CFR 740 Supp. 6")]
