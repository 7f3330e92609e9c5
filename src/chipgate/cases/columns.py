"""What the columns of an order book mean: canonical names, the other words for them, and a plan that can be shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from chipgate.cases.assumptions import ORDINARY
from chipgate.cases.beside_a_heading import changes_nothing, in_brackets, without_brackets
from chipgate.cases.column_aliases import ALIASES, BESIDE_AN_END_USER, GIVES_WAY
from chipgate.errors import UnknownFact, did_you_mean, near_names
from chipgate.law.facts import Fact, FactKind
from chipgate.law.trade.corpus import trade_corpus
from chipgate.law.us.corpus import us_corpus
from chipgate.law.us.definitions import BITS, DENSE_RATES, HBM_AREA_MM2, HBM_BANDWIDTH_GB_S
from chipgate.law.us.facts import CONTROLLED_ELSEWHERE, DIE_AREA_MM2
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

DAY = "as_of"
CHIP = "chip"
LABEL = "item"
QUANTITY = "units"
RATES = "peak_rates_tops"
IC_COUNT = "ic_count"
PACKED = "facts"
BOTH_HEADQUARTERS = "end_user_hq_iso2"
END_USER_NAME = "end_user_name"
CONSIGNEE, PURCHASER, INTERMEDIARY, LESSEE = "consignee", "purchaser", "intermediary", "lessee"
PARENT_NAME = "parent_name"
MAY_BE_NONE = (INTERMEDIARY, LESSEE, PARENT_NAME)
"""Columns of parties that an order need not have."""
SEATS_OF_PARTIES = (
    *("purchaser_hq", "purchaser_parent_hq", "intermediary_hq", "intermediary_parent_hq", "lessee_hq"),
    "lessee_parent_hq",
)
"""Seats of parties beside the end user, of which the facts ``consignee_hq`` and ``consignee_parent_hq`` speak."""
STATED_ECCN = "stated_eccn"
SCREENING_RESULT = "screening_result"
REMARKS = (
    *("remarks", "comments", "memo", "special_instructions", "hold_reason", SCREENING_RESULT),
    *(
        "end_user_country",
        "owner_country",
        "country_of_incorporation",
        "remote_user_country",
        "datacenter_location",
        "address",
        "ship_to_city",
    ),
)
"""Columns of free text, of which nothing is a fact: what they say may only stop an assumption."""

# Columns that are read, and are not facts of a provision.
OTHER_COLUMNS = (
    CHIP,
    LABEL,
    QUANTITY,
    RATES,
    PACKED,
    CONSIGNEE,
    PURCHASER,
    INTERMEDIARY,
    LESSEE,
    PARENT_NAME,
    *SEATS_OF_PARTIES,
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
    "attested_tpp",
    "attested_pd",
    "actual_tpp",
    "actual_pd",
    "actual_3a090",
    STATED_ECCN,
    *REMARKS,
    "nonplanar_logic_die_mm2",
)
ORDER_NAMES = (
    *("case_id", "order", "order_id", "order_no", "order_number", "so", "so_no", "so_number", "sales_order"),
    *("po", "po_no", "po_number", "订单", "订单号", "销售订单", "销售订单号"),
)
"""Headers under which people number their orders, folded: carried through, and shown wherever an order is named."""

KEPT_COLUMNS = frozenset((*ORDER_NAMES, "rule_version", "citation", "justification", "status"))
"""Columns that are carried through and decide nothing."""


# Facts from which others are worked out; no provision holds them against a limit itself.
_BESIDE_THE_RULES = (HBM_BANDWIDTH_GB_S, HBM_AREA_MM2, CONTROLLED_ELSEWHERE, DIE_AREA_MM2)


@cache
def fact_columns() -> Mapping[str, Fact]:
    """Every fact that a column can give, by name."""
    measured = {fact.name: fact for fact in (*DENSE_RATES.values(), *_BESIDE_THE_RULES)}
    return MappingProxyType({**us_corpus().facts, **measured, **_facts_of_trade()})


def _facts_of_trade() -> dict[str, Fact]:
    """What duties and counter-measures ask for besides."""
    own = us_corpus().facts
    return {name: fact for name, fact in trade_corpus().facts.items() if name not in own}


@cache
def _places_of_facts() -> Mapping[str, int]:
    return MappingProxyType({name: place for place, name in enumerate(fact_columns())})


def place_in_the_law(name: str) -> tuple[int, str]:
    """What facts are ordered by: where the law first asks for them; those of a reform come last, by name."""
    places = _places_of_facts()
    return places.get(name, len(places)), name


_FIGURES = frozenset(
    (QUANTITY, IC_COUNT, "units_aggregate", "planar_die_mm2", "hbm_mm2", "nonplanar_logic_die_mm2", "sparsity_gain")
) | frozenset(("attested_tpp", "attested_pd", "actual_tpp", "actual_pd"))
"""Columns of numbers beside the facts."""


def holds_numbers(name: str) -> bool:
    """Whether the column NAME has numbers: a quantity, or figures."""
    fact = fact_columns().get(name)
    return name in _FIGURES if fact is None else fact.kind is FactKind.NUMBER


@lru_cache(maxsize=4096)
def as_the_law_asks(names: tuple[str, ...]) -> tuple[str, ...]:
    """NAMES of facts in the order in which the law first asks for them."""
    return tuple(sorted(names, key=place_in_the_law))


@cache
def known_columns() -> Mapping[str, str]:
    """Folded header to canonical name."""
    names = (*OTHER_COLUMNS, *fact_columns())
    table = {fold(name): name for name in names}
    for canonical, others in ALIASES.items():
        for other in others:
            table.setdefault(fold(other), canonical)
    return MappingProxyType(table)


@lru_cache(maxsize=1024)
def fold(header: str) -> str:
    """A header without case, spaces, hyphens, dots, marks like ``?`` and ``*``, and what stands in brackets."""
    return re.sub(r"[\s\-_.?:*？：]+", "_", re.sub(r"[(（].*?[)）]", "", header).strip().casefold()).strip("_")


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one header of a file was understood: as ``name``, or as a column that is only carried through.

    ``same_as`` is the header that is read in its place because it means the same; where ``must_agree``, a row in which
    the two differ cannot be judged: all but labels and stated ECCNs, which decide nothing, and planned days.
    """

    header: str
    name: str | None
    near: tuple[str, ...] = ()
    same_as: str = ""
    must_agree: bool = False


def understand(headers: Iterable[str], mapping: Mapping[str, str] | None = None) -> tuple[ColumnReading, ...]:
    """What each header means. When two headers mean the same, one is read, the exact name first; the other must agree.

    MAPPING says what some of the headers mean, whatever they are called. A header that could be any country (as
    "Country" is in many systems) is not taken for the destination where another one speaks of a destination too; and
    "Customer" is the purchaser where another one names the end user.
    """
    headers = tuple(headers)
    meant = {header: _meaning(header, headers) for header in headers} | dict(mapping or {})
    for header in headers:
        if fold(header) in _ANY_COUNTRY and header not in (mapping or {}) and _another_place(header, meant):
            meant[header] = None
    meant |= _of_the_buyer(meant, mapping or {})
    meant |= _further_remarks(meant, mapping or {})
    taken: dict[str, str] = {}
    for header, name in sorted(meant.items(), key=lambda one: (_rank(one[0], mapping or {}), one[1] != one[0])):
        if name is not None:
            taken.setdefault(name, header)
    return tuple(_reading(header, name, taken, mapping or {}) for header, name in meant.items())


def _further_remarks(meant: Mapping[str, str | None], mapping: Mapping[str, str]) -> dict[str, str]:
    """For headings of remarks or places whose column is taken by another heading, a column of remarks that is free:
    two texts of the kind need not agree, and neither may go unread."""
    free = [name for name in REMARKS if name != SCREENING_RESULT and name not in meant.values()]
    taken: set[str] = set()
    moved: dict[str, str] = {}
    for header, name in meant.items():
        if name not in REMARKS:
            continue
        if name in taken and header not in mapping and name != SCREENING_RESULT and free:
            moved[header] = free.pop(0)
        taken.add(name)
    return moved


def _of_the_buyer(meant: Mapping[str, str | None], mapping: Mapping[str, str]) -> dict[str, str]:
    """What headings of a customer mean beside another one that names the end user: the purchaser, and its seat."""
    plain = {one: name for one in meant if one not in mapping and (name := _if_the_buyer(one, meant)) is not None}
    others = {name for header, name in meant.items() if header not in plain}
    return plain if "end_user" in others else {}


def _if_the_buyer(header: str, headers: Collection[str]) -> str | None:
    """What HEADER means if its customer is not the end user; None where it speaks of no customer, or in more words."""
    names = {BESIDE_AN_END_USER.get(fold(part)) for part in _LANGUAGES.split(_first_of_its_name(header, headers))}
    return names.pop() if len(names) == 1 else None


def _first_of_its_name(header: str, headers: Collection[str]) -> str:
    """HEADER; of ``quantity.2``, the second column headed ``quantity``, the first."""
    first, _, number = header.rpartition(".")
    return first if number.isdigit() and first in headers else header


def _rank(header: str, mapping: Mapping[str, str]) -> int:
    """Of headings that mean the same those with the least are read; the others give way to them."""
    return 0 if header in mapping else GIVES_WAY.get(fold(header), 0)


_ANY_COUNTRY = frozenset(("country", "国家"))
_PLACE = re.compile(r"country|nation|(ship|deliver|send)\w*_to|destin|国|目的|收货")


def _another_place(header: str, meant: Mapping[str, str | None]) -> bool:
    """Whether HEADER alone would be the destination, while a heading that nothing is known of looks like one too."""
    if any(name == meant[header] for other, name in meant.items() if other != header):
        return False
    unknown = (other for other, name in meant.items() if name is None and other != header)
    return any(_PLACE.search(fold(other)) for other in unknown)


def _meaning(header: str, headers: Sequence[str]) -> str | None:
    """The canonical name; ``quantity.2`` means what ``quantity`` means."""
    return canonical(_first_of_its_name(header, headers))


def _reading(header: str, name: str | None, taken: Mapping[str, str], mapping: Mapping[str, str]) -> ColumnReading:
    if name is None:
        known = fold(header) in KEPT_COLUMNS
        return ColumnReading(
            header, None, () if known else near_names(fold(header), tuple(known_columns()), count=1, alike=0.75)
        )
    first = taken[name]
    if first == header:
        return ColumnReading(header, name)
    gives_way = _rank(header, mapping) > _rank(first, mapping)
    return ColumnReading(header, None, same_as=first, must_agree=name not in (LABEL, STATED_ECCN) and not gives_way)


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


@lru_cache(maxsize=4096)
def canonical(name: str) -> str | None:
    """The canonical name of one column or fact, or None.

    Words in brackets may make it another one ("Country (of origin)"), or one that nobody knows ("TPP (thousands)").
    A heading in two languages ("最终用户 / End User") has one name if both have it.
    """
    known = known_columns()
    whole, bare = known.get(fold(without_brackets(name))), known.get(fold(name))
    if whole is None and bare is None:
        names = {known.get(fold(part)) for part in _LANGUAGES.split(name)}
        return names.pop() if len(names) == 1 else None
    return whole or (bare if bare is not None and _is_meant_in_spite_of_brackets(name, bare) else None)


_LANGUAGES = re.compile(r"[/|]|(?<=[\u4e00-\u9fff])\s+(?=[A-Za-z])|(?<=[A-Za-z])\s+(?=[\u4e00-\u9fff])")


def _is_meant_in_spite_of_brackets(heading: str, name: str) -> bool:
    """Whether the column NAME is meant by HEADING. A flag or a party is read in any case: unread it is assumed."""
    fact = fact_columns().get(name)
    strict = name in _STRICT if fact is None else fact.kind in _STRICT_KINDS and name not in ORDINARY
    unit = "" if fact is None else fact.unit
    return not strict or all(
        changes_nothing(inside, unit) or known_columns().get(fold(inside)) == name for inside in in_brackets(heading)
    )


_STRICT = frozenset((*_FIGURES, CHIP, DAY, RATES, BOTH_HEADQUARTERS, *SEATS_OF_PARTIES))
_STRICT_KINDS = (FactKind.NUMBER, FactKind.COUNTRY)
"""Columns and kinds of facts that are of no use, and may mislead, where brackets count otherwise or name another."""


def columns_named(pairs: Iterable[str]) -> dict[str, str]:
    """What each of the PAIRS says, HEADING=NAME: headings to canonical names of columns.

    Raises:
        UnknownFact: one of them names no column.
    """
    found = {}
    for pair in pairs:
        heading, _, name = pair.rpartition("=")
        meant = canonical(name)
        if not heading or meant is None:
            near = did_you_mean(near_names(name, tuple(known_columns())))
            template = marked("{given} names no column; write HEADING=NAME.{near}")
            raise UnknownFact(fault(template, given=repr(pair), near=near))
        found[heading] = meant
    return found


def format_rate_names() -> Sequence[str]:
    """The number formats a rate can be given in."""
    return tuple(BITS)
