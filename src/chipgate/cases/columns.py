"""What the columns of an order book mean: canonical names, the other words for them, and a plan that can be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from chipgate.errors import near_names
from chipgate.law.facts import Fact
from chipgate.law.us.corpus import us_corpus
from chipgate.law.us.definitions import BITS, DENSE_RATES, HBM_AREA_MM2, HBM_BANDWIDTH_GB_S
from chipgate.law.us.facts import CONTROLLED_ELSEWHERE, DIE_AREA_MM2

DAY = "as_of"
CHIP = "chip"
LABEL = "item"
QUANTITY = "units"
RATES = "peak_rates_tops"
IC_COUNT = "ic_count"
PACKED = "facts"
BOTH_HEADQUARTERS = "end_user_hq_iso2"
END_USER_NAME = "end_user_name"

ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        DAY: ("on", "date", "day", "ship_date", "shipment_date", "export_date", "日期", "出口日期", "发货日期"),
        CHIP: ("chip_name", "gpu", "accelerator", "part", "芯片", "芯片型号", "型号"),
        LABEL: ("description", "label", "货物", "品名"),
        QUANTITY: ("quantity", "qty", "count", "数量"),
        "destination_iso2": ("destination", "to", "country", "destination_country", "ship_to", "目的地", "目的国"),
        BOTH_HEADQUARTERS: ("end_user_hq_or_parent",),
        "end_user_hq": ("hq", "headquarters", "end_user_headquarters", "最终用户总部", "总部"),
        "end_user_parent_hq": ("end_user_parent", "ultimate_parent", "parent", "parent_hq", "最终母公司"),
        "consignee_hq": ("consignee_headquarters", "收货人总部"),
        "consignee_parent_hq": ("consignee_parent",),
        "transaction": ("kind", "transaction_kind", "transaction_type", "交易类型"),
        "item_kind": ("kind_of_item", "item_type", "物项类型"),
        "end_user": ("end_user_name", "customer", "buyer", "最终用户", "客户"),
        "known_end_use": ("end_use", "use", "最终用途"),
        "exporter": ("seller", "出口商"),
        "datacenter": ("data_center", "datacenter_part", "数据中心"),
        "die_area_mm2": ("applicable_die_area_mm2",),
        "io_gb_s": ("io_bandwidth_gb_s",),
        "dram_bandwidth_gb_s": ("memory_bandwidth_gb_s",),
        "tpp": ("total_processing_performance",),
        "performance_density": ("pd",),
    }
)
"""Other headers for a column; the names in the worked cases are canonical."""

# Columns that are read, and are not facts of a provision.
OTHER_COLUMNS = (
    CHIP,
    LABEL,
    QUANTITY,
    RATES,
    PACKED,
    BOTH_HEADQUARTERS,
    DAY,
    "rates_are_sparse",
    "sparsity_gain",
    "rates_are_mac",
    "input_bits",
    "units_aggregate",
    "planar_die_mm2",
    "hbm_mm2",
    "tpp_and_density_are_of",
    IC_COUNT,
    "described_in_5A992c",
    "national_of",
    "attested_tpp",
    "attested_pd",
    "actual_tpp",
    "actual_pd",
    "actual_3a090",
    "nonplanar_logic_die_mm2",
)
ORDER_NAMES = ("case_id", "order", "order_id", "order_no", "order_number", "po", "po_number", "订单", "订单号")
"""Headers under which people number their orders, folded: carried through, and shown wherever an order is named."""

KEPT_COLUMNS = frozenset((*ORDER_NAMES, "rule_version", "citation", "justification", "status", "notes"))
"""Columns that are carried through and decide nothing."""


# Facts from which others are worked out; no provision holds them against a limit itself.
_BESIDE_THE_RULES = (HBM_BANDWIDTH_GB_S, HBM_AREA_MM2, CONTROLLED_ELSEWHERE, DIE_AREA_MM2)


@cache
def fact_columns() -> Mapping[str, Fact]:
    """Every fact that a column can give, by name."""
    measured = {fact.name: fact for fact in (*DENSE_RATES.values(), *_BESIDE_THE_RULES)}
    return MappingProxyType({**us_corpus().facts, **measured})


@cache
def known_columns() -> Mapping[str, str]:
    """Folded header to canonical name."""
    names = (*OTHER_COLUMNS, *fact_columns())
    table = {fold(name): name for name in names}
    for canonical, others in ALIASES.items():
        for other in others:
            table.setdefault(fold(other), canonical)
    return MappingProxyType(table)


def fold(header: str) -> str:
    """A header without case, spaces, hyphens, dots and units in brackets."""
    return re.sub(r"[\s\-_.]+", "_", re.sub(r"[(（].*?[)）]", "", header).strip().casefold()).strip("_")


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one header of a file was understood: as ``name``, or as a column that is only carried through.

    ``same_as`` is the header that is read in its place because it means the same; where ``must_agree``, neither bears
    the exact name, and a row in which the two differ cannot be judged.
    """

    header: str
    name: str | None
    near: tuple[str, ...] = ()
    same_as: str = ""
    must_agree: bool = False


def understand(headers: Iterable[str]) -> tuple[ColumnReading, ...]:
    """What each header means. When two headers mean the same, the exact name wins and the other is carried through."""
    headers = tuple(headers)
    meant = {header: _meaning(header, headers) for header in headers}
    taken: dict[str, str] = {}
    for header, name in sorted(meant.items(), key=lambda one: one[1] != one[0]):
        if name is not None:
            taken.setdefault(name, header)
    return tuple(_reading(header, name, taken) for header, name in meant.items())


def _meaning(header: str, headers: Sequence[str]) -> str | None:
    """The canonical name; ``quantity.2``, the second column headed ``quantity``, means what the first means."""
    first, _, number = header.rpartition(".")
    return canonical(first if number.isdigit() and first in headers else header)


def _reading(header: str, name: str | None, taken: Mapping[str, str]) -> ColumnReading:
    if name is None:
        known = fold(header) in KEPT_COLUMNS
        return ColumnReading(
            header, None, () if known else near_names(fold(header), tuple(known_columns()), count=1, alike=0.75)
        )
    first = taken[name]
    if first == header:
        return ColumnReading(header, name)
    return ColumnReading(header, None, same_as=first, must_agree=first != name or header.startswith(f"{first}."))


def unpacked(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """The ``name=value;name=value`` pairs of a ``facts`` cell, and the parts that are no pairs or contradict one."""
    pairs: dict[str, str] = {}
    strange: list[str] = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if sign and name and pairs.setdefault(name, value) == value:
            continue
        strange.append(part)
    return pairs, tuple(strange)


def canonical(name: str) -> str | None:
    """The canonical name of one column or fact, or None."""
    return known_columns().get(fold(name))


def format_rate_names() -> Sequence[str]:
    """The number formats a rate can be given in."""
    return tuple(BITS)
