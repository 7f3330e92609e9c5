"""Which columns are read together: a group of columns gives its facts whatever stands in the other columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from chipgate.cases.columns import (
    BOTH_HEADQUARTERS,
    CHIP,
    CONSIGNEE,
    DAY,
    IC_COUNT,
    INTERMEDIARY,
    LABEL,
    LESSEE,
    PARENT_NAME,
    PURCHASER,
    QUANTITY,
    RATES,
    REMARKS,
    SEATS_OF_PARTIES,
    STATED_ECCN,
    fact_columns,
)
from chipgate.cases.hints import told_together
from chipgate.law.corpus import Corpus
from chipgate.law.language import Compared
from chipgate.law.us.definitions import DENSE_RATES
from chipgate.law.walking import facts_of_measure, walk

_OF_A_DATASHEET = (
    *("item_kind", "tpp", "die_area_mm2", "process_node_nm", "dram_bandwidth_gb_s", "io_gb_s", "tops", "datacenter"),
    *("hbm", "designer_hq", "designer_approved"),
)
_RATES = (RATES, "rates_are_sparse", "sparsity_gain", "rates_are_mac", "input_bits", "units_aggregate")
_TOGETHER: tuple[tuple[str, ...], ...] = (
    (CHIP, LABEL, *_OF_A_DATASHEET),
    (
        *(
            "tpp",
            "performance_density",
            "die_area_mm2",
            "nonplanar_logic_die_mm2",
            "planar_die_mm2",
            "hbm_mm2",
            *_RATES,
        ),
        *("attested_tpp", "attested_pd", "figures_attested", "actual_tpp", "actual_pd", "actual_3a090"),
        *("tpp_and_density_are_of", "item_kind", "controlled_elsewhere", "digital_units_score", "analog_units_score"),
    ),
    ("described_in", "described_in_5A992c", "controlled_elsewhere", STATED_ECCN),
    ("exporter", "letter_recipient"),
    (BOTH_HEADQUARTERS, "end_user_hq"),
    (BOTH_HEADQUARTERS, "end_user_parent_hq"),
    (
        *("end_user", CONSIGNEE, PURCHASER, INTERMEDIARY, LESSEE, PARENT_NAME, "known_end_use", "military_end_user"),
        *SEATS_OF_PARTIES,
        *REMARKS,
        *(
            "buyer_itself_listed",
            "listed_owner_share",
            "on_meu_list",
            "on_unverified_list",
            "consignee_hq",
            "consignee_parent_hq",
        ),
    ),
    ("purchase_order", "purchase_order_without_notice"),
    (QUANTITY, IC_COUNT, "order_tpp"),
    (RATES, *(fact.name for fact in DENSE_RATES.values()), "tpp"),
    (DAY, "completion_year"),
    *told_together(),
)
"""Columns and facts that ``transaction_of`` and ``case_of`` read together."""

_READ_BY_THE_DAY = frozenset((DAY, "end_user"))
_ORDER_WITH_ITS_ITEM = ("order_tpp", "tpp")
"""Where a measure joins the total of an order to what is read by the day, the item is read with them as well."""


@dataclass(frozen=True)
class FactGroup:
    """Columns that are read together, and the facts that they alone can give."""

    columns: tuple[str, ...]
    facts: frozenset[str]


def fact_groups(present: Collection[str], corpus: Corpus) -> tuple[FactGroup, ...]:
    """The groups of the columns PRESENT; facts that no column can give stand in a last group without columns."""
    facts = {*corpus.facts, *fact_columns()}
    nodes = sorted(facts | set(present))
    together = (*_TOGETHER, *_measured_together(corpus))
    found = _components(nodes, together)
    if any("order_tpp" in part and not part.isdisjoint(_READ_BY_THE_DAY) for part in found):
        found = _components(nodes, (*together, _ORDER_WITH_ITS_ITEM))
    groups = [FactGroup(tuple(c for c in present if c in part), frozenset(part & facts)) for part in found]
    rest = frozenset(name for group in groups if not group.columns for name in group.facts)
    places = {name: place for place, name in enumerate(present)}
    columned = sorted((group for group in groups if group.columns), key=lambda group: places[group.columns[0]])
    return (*columned, FactGroup((), rest))


def _measured_together(corpus: Corpus) -> Iterator[tuple[str, ...]]:
    """The facts of each measure that some provision holds against a limit."""
    for provision in corpus.provisions:
        for condition in provision.conditions:
            for node in walk(condition):
                if isinstance(node, Compared):
                    yield tuple(fact.name for fact in facts_of_measure(node.measure))


def _components(nodes: Collection[str], together: Iterable[tuple[str, ...]]) -> list[set[str]]:
    """The parts of NODES that are joined by TOGETHER, directly or through others."""
    parts: Mapping[str, set[str]] = {node: {node} for node in nodes}
    lookup = dict(parts)
    for names in together:
        for one, other in pairwise(name for name in names if name in lookup):
            first, second = lookup[one], lookup[other]
            if first is not second:
                first |= second
                for node in second:
                    lookup[node] = first
    return list({id(part): part for part in lookup.values()}.values())
