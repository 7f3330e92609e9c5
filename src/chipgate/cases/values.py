"""Text to facts: how a cell becomes a number, a yes, a country or a choice, and what is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from chipgate.countries.names import iso2_of
from chipgate.errors import BadNumber, UnknownFact, near_names
from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value
from chipgate.law.tariff_codes import tariff_code
from chipgate.law.us.approved_entities import END_USER_WORDS
from chipgate.law.us.definitions import DENSE_RATES
from chipgate.translation.fault_text import FaultText, fault
from chipgate.translation.language import marked
from chipgate.units import Exact, decimal_text, exact, whole

UNKNOWN_WORDS = frozenset(
    {"", "unknown", "n/a", "na", "none given", "?", "-", "null", "tbd", "tbc", "tba", "未知", "不明", "不详", "待定"}
)
"""Cells that say nothing: the fact stays unknown. NA is one of them: whoever means Namibia writes NAM."""

_YES = frozenset({"yes", "y", "true", "1", "是", "有", "对"})
_NO = frozenset({"no", "n", "false", "0", "not_yet", "not yet", "否", "无", "没有", "不"})
_NOT_FINITE = frozenset({"nan", "inf", "infinity", "#n/a", "#value!", "#div/0!"})
_UNIT = re.compile(r"\s*(?P<number>[-+\d.,eE]+)\s*(?P<unit>[^\d\s].*)")


def says_nothing(text: str) -> bool:
    """Whether TEXT leaves the fact unknown."""
    return _plain(text).casefold() in UNKNOWN_WORDS


def says_nought(text: str) -> bool:
    """Whether TEXT is a bare zero, as many systems write for a blank."""
    return _NOUGHT.fullmatch(_plain(text)) is not None


_NOUGHT = re.compile(r"[+-]?0+([.,]0*)?")
_TWO_WAYS = re.compile(r"[+-]?(?!0)\d{1,3}[.,]\d{3}")
_DECIMAL_COMMA = re.compile(r"[+-]?\d{1,3}(\.\d{3})*,\d+|[+-]?\d+,\d+")
_BELOW_ONE = re.compile(r"[+-]?0\d{0,2},\d+")


def is_read_in_two_ways(text: str) -> bool:
    """Whether TEXT is one number to who writes decimal points, and another to who writes decimal commas."""
    return _TWO_WAYS.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    """TEXT with digits and marks of full width, as Chinese keyboards have them, as those of ASCII."""
    return unicodedata.normalize("NFKC", text).strip()


def two_ways(text: str) -> FaultText:
    """What is wrong with such a TEXT."""
    whole_part, _, thousands = _plain(text).replace(",", ".").partition(".")
    template = marked("{given} can be read as {one} or as {other}; write {one}, or {other}0 (as text in a workbook)")
    return fault(template, given=repr(text.strip()), one=f"{whole_part}{thousands}", other=f"{whole_part}.{thousands}")


def figure_of(text: str, name: str, unit: str = "") -> Exact:
    """The number that TEXT prints for the fact NAME, where it cannot well be meant as a thousand times more or less.

    Raises:
        BadNumber: as ``number_of``; or what is a likely figure only when it is read in the other way.
    """
    value = number_of(text, unit)
    if "." in _plain(text) and value <= _IN_DOUBT_UP_TO.get(name, 0) and is_read_in_two_ways(text):
        raise BadNumber(two_ways(text))
    _refuse_too_little(text, value, name)
    if name == "die_area_mm2" and "," in text and is_read_in_two_ways(text) and value >= _AREA_IN_DOUBT:
        raise BadNumber(two_ways(text))
    if name == "die_area_mm2" and value > WAFER_MM2:
        template = marked("{given} mm2 is more than a whole wafer has ({most}); write the area of the dies in mm2")
        raise BadNumber(fault(template, given=repr(text.strip()), most=WAFER_MM2))
    return value


def _refuse_too_little(text: str, value: Exact, name: str) -> None:
    """Refuse what says that something is not known, or counts in another unit; four decimals say that it is meant so.

    Raises:
        BadNumber: VALUE is zero, or as little as the fact NAME hardly ever has.
    """
    if is_meant_so(text):
        return
    if value < _NEXT_TO_NOTHING and name in NEVER_NOUGHT:
        template = marked("{given} may mean that it is not known; leave it blank then, or write 0.0000 if it is zero")
        raise BadNumber(fault(template, given=repr(text.strip())))
    least, most = _TOO_LITTLE.get(name, (1, 0))
    if least <= value <= most and (name not in _BELIEVED_WHERE_WHOLE or not isinstance(value, int)):
        raise BadNumber(meant_in_thousands(text, value))


def meant_in_thousands(text: str, value: Exact) -> FaultText:
    """What is wrong with a TEXT whose VALUE is so low that it is rather in a thousand times the unit."""
    template = marked("{given} may be meant in thousands; write {more} then, or {given_so} if it is as little as that")
    more, so = decimal_text(whole(Fraction(value) * 1000)), with_four_decimals(value)
    return fault(template, given=repr(text.strip()), more=more, given_so=so)


def is_meant_so(text: str) -> bool:
    """Whether TEXT has the four decimals that say that a number in doubt is meant as it stands."""
    return _DECIMALS_MEANT.fullmatch(_plain(text)) is not None


def with_four_decimals(value: Exact) -> str:
    """VALUE with at least the four decimals that say that it is meant so."""
    whole_part, _, decimals = decimal_text(value, 12).partition(".")
    return f"{whole_part}.{decimals:0<4}"


_DECIMALS_MEANT = re.compile(r"[+-]?[\d,]*\.\d{4,}")

NEVER_NOUGHT = frozenset(("tpp", "performance_density", "tops", "io_gb_s", "dram_bandwidth_gb_s", "process_node_nm"))
"""Figures of an IC that hardly any has none of: a zero in their columns is rather what a system writes for a blank."""

_NEXT_TO_NOTHING = Fraction(1, 1000)
"""No figure of them is as little, not even as a small IC has it: 1e-9 stands for a zero that divides."""

UNKNOWN_WHERE_NOUGHT = frozenset(
    ("transistors_bn", "training_operations", "hbm_density_gb_s_mm2", "hbm_bandwidth_gb_s", "hbm_area_mm2")
)
"""The same of items of few kinds: a zero leaves the fact unknown, as most rows of a table have no such figure."""

_TOO_LITTLE: Mapping[str, tuple[Exact, Exact]] = MappingProxyType(
    {
        "tpp": (Fraction("1.6"), 200),
        "io_gb_s": (Fraction("0.1"), 5),
        "dram_bandwidth_gb_s": (Fraction("0.5"), 40),
        "hbm_bandwidth_gb_s": (Fraction("0.1"), 10),
        "hbm_density_gb_s_mm2": (Fraction("0.002"), Fraction("0.05")),
        "transistors_bn": (Fraction("0.03"), Fraction("0.5")),
        **dict.fromkeys(
            ("consignee_calendar_year_tpp", "country_cumulative_tpp_2025_2027", "nveu_cumulative_tpp"),
            (Fraction(1, 1000), 999),
        ),
    }
)
"""From and up to so much, a figure is rather meant in thousands, and then comes near the limits: an H100 has 0.9 TB/s,
3.35 TB/s and 15.8 thousand."""

_BELIEVED_WHERE_WHOLE = frozenset(("tpp", "io_gb_s"))
"""Small ICs have so much."""

WAFER_MM2 = 70_686
"""The area of a wafer of 300 mm, rounded up: no dies of one item have more."""

_AREA_IN_DOUBT = 5_000
"""From so many mm2 on, 81,125 is rather a small die with three decimals than a wafer in one piece."""

_IN_DOUBT_UP_TO: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "tpp",
                "tops",
                "tera_per_second",
                "digital_units_score",
                "analog_units_score",
                *(fact.name for fact in DENSE_RATES.values()),
            ),
            200,
        ),
        "io_gb_s": 20,
        "dram_bandwidth_gb_s": 60,
        "hbm_bandwidth_gb_s": 20,
        **dict.fromkeys(("order_tpp", "consignee_calendar_year_tpp"), 1_000),
        **dict.fromkeys(("country_cumulative_tpp_2025_2027", "nveu_cumulative_tpp"), 1_000),
    }
)
"""Up to so much, a thousand times as much is what chips that the law speaks of have, or are shipped with."""


def number_of(text: str, unit: str = "") -> Exact:
    """The number that TEXT prints, zero or more.

    Raises:
        BadNumber: not a decimal number, negative, or written with a unit.
    """
    if _BELOW_ONE.fullmatch(_plain(text)):  # no thousands: nobody begins these with a zero
        raise BadNumber(_with_a_decimal_comma(text))
    if text.strip().casefold().lstrip("+-") in _NOT_FINITE:
        template = marked("{given} is not a number; write the number, or leave the cell blank if it is unknown")
        raise BadNumber(fault(template, given=repr(text.strip())))
    try:
        value = exact(text)
    except BadNumber:
        if _DECIMAL_COMMA.fullmatch(text.strip()):
            raise BadNumber(_with_a_decimal_comma(text)) from None
        found = _UNIT.fullmatch(text)
        if found is None:
            raise
        raise BadNumber(_carries_a_unit(text.strip(), found["unit"].strip(), unit)) from None
    if value < 0:
        raise BadNumber(fault("{given} is negative; write a number of zero or more", given=repr(text.strip())))
    return value


def _with_a_decimal_comma(text: str) -> FaultText:
    point = text.strip().replace(".", "").replace(",", ".")
    template = marked("{given} is written with a decimal comma; write {point}")
    return fault(template, given=repr(text.strip()), point=point)


def _carries_a_unit(given: str, unit: str, wanted: str) -> FaultText:
    if wanted:
        template = marked("{given} carries the unit {unit}; the column is in {wanted}: write the bare number in it")
        return fault(template, given=repr(given), unit=repr(unit), wanted=fault(wanted))
    template = marked("{given} carries the unit {unit}; the column has no unit: write the bare number in it")
    return fault(template, given=repr(given), unit=repr(unit))


def flag_of(text: str) -> bool:
    """Yes or no, in English or Chinese."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    template = marked("{given} is neither yes nor no; write yes, no or leave the cell blank")
    raise UnknownFact(fault(template, given=repr(text.strip()[:40])))


CHOICE_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "end_user": END_USER_WORDS,
        "transaction": {
            "re-export": "reexport",
            "transfer": "transfer_in_country",
            "transfer (in-country)": "transfer_in_country",
            "in_country_transfer": "transfer_in_country",
            "出口": "export",
            **dict.fromkeys(("deemed_reexport", "deemed re-export", "视同再出口"), "deemed_export"),
            "再出口": "reexport",
            "国内转移": "transfer_in_country",
            "视同出口": "deemed_export",
        },
        "known_end_use": {
            "phone": "ordinary",
            "switch": "ordinary",
            "office": "ordinary",
            "gaming": "ordinary",
            "workstation": "ordinary",
            "commercial_deployment": "ordinary",
            "civil": "ordinary",
            **dict.fromkeys(
                (
                    *("datacenter", "data_center", "cloud", "cloud_computing", "cloud_hosting", "cloud_services"),
                    *("inference", "commercial"),
                    *("民用", "商用", "商业", "数据中心", "云计算", "云服务", "推理", "游戏", "办公"),
                ),
                "ordinary",
            ),
            "missile": "wmd",
            "nuclear_weapons": "wmd",
            "biological_weapons": "wmd",
            "chemical_weapons": "wmd",
            **dict.fromkeys(
                (
                    *("vessel", "ship", "aircraft", "foreign_vessel", "foreign_aircraft", "foreign_vessel_or_aircraft"),
                    *("船舶", "飞机", "航空器"),
                ),
                "foreign_craft",
            ),
            "普通商用": "ordinary",
            "超级计算机": "supercomputer",
            "军事": "military",
        },
        "exporter": {"foundry": "front_end_fabricator", "neither": "other"},
        "item_kind": {
            "gpu": "ic",
            "chip": "ic",
            "accelerator": "ic",
            "server": "computer",
            "芯片": "ic",
            "服务器": "computer",
        },
    }
)
"""Other words for the values of a choice."""

SHARES = frozenset({"listed_owner_share"})
"""Numbers that are parts of a whole."""

FREE_TEXT = frozenset({"end_user", "exporter", "known_end_use", "packager", "described_in"})
"""Choices whose column may hold any name: a name that no list knows leaves the fact unknown."""


def choice_of(text: str, fact: Fact) -> str | None:
    """The choice that TEXT names; None for a free text that names none.

    Raises:
        UnknownFact: the fact takes only its listed values.
    """
    words = CHOICE_WORDS.get(fact.name, {})
    word = text.strip().casefold()
    joined = re.sub(r"[\s\-]+", "_", word)  # "military-intelligence" and "advanced node fab" are choices too
    values = {words.get(word, word), words.get(joined, joined)}
    chosen = next((choice for choice in fact.choices if choice.casefold() in values), None)
    if chosen is None and fact.name not in FREE_TEXT:
        near = ", ".join(near_names(word, fact.choices) or fact.choices)
        template = marked("{given} is no {fact}; write one of: {near}")
        raise UnknownFact(fault(template, given=repr(text.strip()[:40]), fact=fact.name, near=near))
    return chosen


_A_NO_OR_NORWAY = frozenset({"no", "No"})


def seat_of(text: str) -> str:
    """The country in which a party or a site is; a no says that there is no parent or no other consignee.

    Raises:
        UnknownCountry, UnknownFact: TEXT names no country, or may be a no as well as Norway.
    """
    if _plain(text) in _A_NO_OR_NORWAY:
        template = marked("{given} can be a no, or Norway; write NO or Norway, or leave the cell blank")
        raise UnknownFact(fault(template, given=repr(text.strip())))
    return iso2_of(text)


def _share_of(text: str) -> Exact:
    """A share between 0 and 1, also written as a percentage."""
    stripped = text.strip()
    share = whole(Fraction(number_of(stripped[:-1])) / 100) if stripped.endswith(("%", "％")) else number_of(stripped)
    if share > 1:
        template = marked("{given} is more than the whole; write a share from 0 to 1, like 0.5, or 50%")
        raise BadNumber(fault(template, given=repr(stripped)))
    return share


def value_of(text: str, fact: Fact) -> Value | None:
    """The value of FACT that TEXT gives, or None where it gives none.

    Raises:
        BadNumber, UnknownCountry, UnknownFact: TEXT cannot be a value of the fact.
    """
    if fact.name == "transistors_bn" and text.strip().casefold() == "unknown":
        return NOT_APPLICABLE  # nobody attests a count: the presumption is not overcome by one
    if says_nothing(text) or (fact.name in UNKNOWN_WHERE_NOUGHT and says_nought(text) and not is_meant_so(text)):
        return None
    if fact.name in SHARES:
        return _share_of(text)
    return _READERS[fact.kind](text, fact)


_READERS: dict[FactKind, Callable[[str, Fact], Value | None]] = {
    FactKind.NUMBER: lambda text, fact: figure_of(text, fact.name, fact.unit),
    FactKind.FLAG: lambda text, _fact: flag_of(text),
    FactKind.COUNTRY: lambda text, fact: iso2_of(text) if fact.name == "destination_iso2" else seat_of(text),
    FactKind.CHOICE: choice_of,
    FactKind.CODE: lambda text, _fact: tariff_code(text),
}
