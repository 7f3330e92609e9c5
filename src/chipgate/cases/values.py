"""Text to facts: how a cell becomes a number, a yes, a country or a choice, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from chipgate.countries.names import iso2_of
from chipgate.errors import BadDay, BadNumber, UnknownFact, near_names
from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value
from chipgate.law.us.approved_entities import END_USER_WORDS
from chipgate.law.us.corpus import FIRST_DAY
from chipgate.units import Exact, exact, whole

UNKNOWN_WORDS = frozenset(
    {"", "unknown", "n/a", "na", "none given", "?", "-", "null", "tbd", "未知", "不明", "不详", "待定"}
)
"""Cells that say nothing: the fact stays unknown. NA is one of them: whoever means Namibia writes NAM."""

_YES = frozenset({"yes", "y", "true", "1", "是", "有", "对"})
_NO = frozenset({"no", "n", "false", "0", "not_yet", "not yet", "否", "无", "没有", "不"})
_NOT_FINITE = frozenset({"nan", "inf", "infinity", "#n/a", "#value!", "#div/0!"})
_UNIT = re.compile(r"\s*(?P<number>[-+\d.,eE]+)\s*(?P<unit>[^\d\s].*)")
_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)", re.ASCII)
_DAY_OR_MONTH_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_TIME_OF_DAY = re.compile(r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$")
_ZONED = re.compile(r"\d[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})")


def says_nothing(text: str) -> bool:
    """Whether TEXT leaves the fact unknown."""
    return text.strip().casefold() in UNKNOWN_WORDS


def number_of(text: str, unit: str = "") -> Exact:
    """The number that TEXT prints, zero or more.

    Raises:
        BadNumber: not a decimal number, negative, or written with a unit.
    """
    if text.strip().casefold().lstrip("+-") in _NOT_FINITE:
        raise BadNumber(f"{text.strip()!r} is not a number; write the number, or leave the cell blank if it is unknown")
    try:
        value = exact(text)
    except BadNumber:
        found = _UNIT.fullmatch(text)
        if found is None:
            raise
        wanted = f"the column is in {unit}" if unit else "the column has no unit"
        raise BadNumber(
            f"{text.strip()!r} carries the unit {found['unit'].strip()!r}; {wanted}: write the bare number in it"
        ) from None
    if value < 0:
        raise BadNumber(f"{text.strip()!r} is negative; write a number of zero or more")
    return value


def flag_of(text: str) -> bool:
    """Yes or no, in English or Chinese."""
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UnknownFact(f"{text.strip()[:40]!r} is neither yes nor no; write yes, no or leave the cell blank")


def day_of(text: str) -> date:
    """A day with its year first (2024-03-01, 2024/3/1, 2024年3月1日), on or after the first day that is modelled.

    A time of day beside it is left out, unless it names a zone, in which the day may be another one.
    """
    stripped = text.strip()
    if _ZONED.search(stripped):
        raise BadDay(f"{stripped[:40]!r} names a time zone; write the day alone, like 2024-03-01")
    day = _existing_day(_TIME_OF_DAY.sub("", stripped))
    if day < FIRST_DAY:
        raise BadDay(f"{day} lies before {FIRST_DAY}, the first day that is modelled; check the year")
    if day.year > 2100:
        raise BadDay(f"{day} is too far ahead; check the year")
    return day


def _existing_day(text: str) -> date:
    if _DAY_OR_MONTH_FIRST.fullmatch(text):
        raise BadDay(f"{text!r} can be read in two ways; write the day in ISO form, like 2024-03-01")
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            return date.fromisoformat(text)
        return date(*(int(part) for part in found.group(1, 3, 4, 5, 6) if part))
    except ValueError:
        what = "is not a day" if found is None else "is not a day that exists"
        raise BadDay(f"{text[:40]!r} {what}; write it in ISO form, like 2024-03-01") from None


CHOICE_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "end_user": END_USER_WORDS,
        "transaction": {
            "re-export": "reexport",
            "transfer": "transfer_in_country",
            "transfer (in-country)": "transfer_in_country",
            "in_country_transfer": "transfer_in_country",
            "出口": "export",
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
            "datacenter": "ordinary",
            "cloud": "ordinary",
            "inference": "ordinary",
            "missile": "wmd",
            "nuclear_weapons": "wmd",
            "biological_weapons": "wmd",
            "chemical_weapons": "wmd",
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
        raise UnknownFact(f"{text.strip()[:40]!r} is no {fact.name}; write one of: {near}")
    return chosen


def _share_of(text: str) -> Exact:
    """A share between 0 and 1, also written as a percentage."""
    stripped = text.strip()
    share = whole(Fraction(number_of(stripped[:-1])) / 100) if stripped.endswith(("%", "％")) else number_of(stripped)
    if share > 1:
        raise BadNumber(f"{stripped!r} is more than the whole; write a share from 0 to 1, like 0.5, or 50%")
    return share


def value_of(text: str, fact: Fact) -> Value | None:
    """The value of FACT that TEXT gives, or None where it gives none.

    Raises:
        BadNumber, UnknownCountry, UnknownFact: TEXT cannot be a value of the fact.
    """
    if fact.name == "transistors_bn" and text.strip().casefold() == "unknown":
        return NOT_APPLICABLE  # nobody attests a count: the presumption is not overcome by one
    if says_nothing(text):
        return None
    if fact.name in SHARES:
        return _share_of(text)
    return _READERS[fact.kind](text, fact)


_READERS: dict[FactKind, Callable[[str, Fact], Value | None]] = {
    FactKind.NUMBER: lambda text, fact: number_of(text, fact.unit),
    FactKind.FLAG: lambda text, _fact: flag_of(text),
    FactKind.COUNTRY: lambda text, _fact: iso2_of(text),
    FactKind.CHOICE: choice_of,
}
