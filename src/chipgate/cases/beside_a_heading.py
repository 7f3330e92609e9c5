"""What stands in brackets beside a heading: a unit or a format, which changes nothing, or words that change it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BRACKETS: Final = re.compile(r"[(（](.*?)[)）]")
_DAY_FORMAT: Final = re.compile(r"[ymd]{1,4}([-/. ]?[ymd]{1,4}){1,2}")
_CHANGES_NOTHING: Final = frozenset(
    (
        *("required", "mandatory", "optional", "if known", "if any", "if applicable", "final", "ultimate", "必填"),
        *("iso", "iso2", "iso 2", "iso3", "iso 3", "iso code", "iso2 code", "iso 3166", "iso 3166-1", "alpha-2"),
        *("iso 3166-1 alpha-2", "2-letter", "two-letter", "2-letter code", "code", "country", "country code"),
        *("name", "model", "model name", "type", "名称", "代码", "国家代码"),
        *("requested", "planned", "estimated", "expected", "confirmed", "actual", "local"),
        *("pcs", "pieces", "ea", "each", "unit", "units", "no", "台", "片", "张", "个", "件", "块"),
        *("per ic", "per chip", "dense"),
    )
)
_OTHER_WORDS: Final = {
    "billion": ("bn", "billions"),
    "mm2": ("sq mm", "mm^2"),
    "GB/s": ("gb/sec",),
    "nm": ("nanometres",),
}


def without_brackets(heading: str) -> str:
    """HEADING with what stands in brackets as words of it: "Country of origin" of "Country (of origin)"."""
    return _BRACKETS.sub(r" \1 ", heading)


def in_brackets(heading: str) -> list[str]:
    """What stands in brackets in HEADING."""
    return _BRACKETS.findall(heading)


def changes_nothing(inside: str, unit: str) -> bool:
    """Whether INSIDE, beside the heading of a column in UNIT, leaves its cells what they are: thousands would not."""
    words = " ".join(unicodedata.normalize("NFKC", inside).casefold().split()).strip(" .*:")
    units = (unit.casefold(), *_OTHER_WORDS.get(unit, ())) if unit else ()
    return not words or words in units or words in _CHANGES_NOTHING or _DAY_FORMAT.fullmatch(words) is not None
