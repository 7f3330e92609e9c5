"""Country codes from what people write, and names in English and Chinese from codes."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from chipgate.countries.codes import CODES
from chipgate.errors import UnknownCountry
from chipgate.translation.fault_text import either, fault
from chipgate.translation.language import Language, marked

AMBIGUOUS: Final[Mapping[str, tuple[str, ...]]] = {
    "Korea": ("KR", "KP"),
    "高丽": ("KR", "KP"),
    "Congo": ("CD", "CG"),
    "刚果": ("CD", "CG"),
    "剛果": ("CD", "CG"),
    "Guinea": ("GN", "GW", "GQ", "PG"),
    "几内亚": ("GN", "GW", "GQ", "PG"),
    "幾內亞": ("GN", "GW", "GQ", "PG"),
    "Republic of China": ("TW", "CN"),
    "Virgin Islands": ("VG", "VI"),
    "维尔京群岛": ("VG", "VI"),
    "Saint Martin": ("MF", "SX"),
    "圣马丁": ("MF", "SX"),
    "State of Georgia": ("GE", "US"),
}
"""Spellings that more than one country answers to. None of them is guessed."""

_WORD: Final = re.compile(r"&|[^\s&.,'’‘`´\-‐‑–—_()\[\]·・]+")
_ACCENTS: Final = re.compile(r"[\u0300-\u036f]+")
_SHORTER: Final = {"the": "", "and": "", "&": "", "saint": "st"}
_FORMS: Final = """
republic kingdom state states commonwealth principality sultanate union federation grand duchy
federal federative federated united democratic socialist people s islamic arab hashemite eastern independent
"""
_FORMS_OF_STATE: Final = frozenset(("", *_FORMS.split()))
_LONGEST: Final = 120  # letters; no country has a longer name, and the search for near names would be slow


class Country(NamedTuple):
    """One line of countries.csv."""

    iso2: str
    iso3: str
    name_en: str
    name_zh: str
    aliases: tuple[str, ...]


class Named(NamedTuple):
    """A country as a fault names it."""

    iso2: str

    def text(self, language: Language = "en") -> str:
        """Its name in LANGUAGE."""
        return name_of(self.iso2, language)


class AmbiguousCountry(UnknownCountry):
    """A name that more than one country answers to; carries the codes it can mean."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        super().__init__(name, ())
        self.candidates = candidates
        self.near = tuple(name_of(iso2, "en") for iso2 in candidates)
        template = marked("country {name} can mean {names}. Give the code or the full name.")
        self.args = (
            fault(
                template,
                name=repr(name),
                names=either([fault("{name} ({code})", name=Named(iso2), code=iso2) for iso2 in candidates]),
            ),
        )


def iso2_of(text: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country given by code, name or alias.

    Case, accents, spaces, dots, hyphens, "the", "and", Saint or St do not matter in a name. In a code only case and
    the space around it do not, so that "N/A" and "N.A." are not taken for Namibia.

    Raises:
        UnknownCountry: nothing of that name; the message gives the nearest names.
        AmbiguousCountry: more than one country answers to it, as for "Korea".
    """
    if text in CODES:
        return text
    code = unicodedata.normalize("NFKC", text).strip().upper()
    if code in CODES:
        return code
    found = _by_iso3().get(code) or _by_name().get(fold(text)) or _by_name().get(_without_form_of_state(text))
    if found is None:
        raise UnknownCountry(text[:_LONGEST], _every_name() if fold(text) and len(text) <= _LONGEST else ())
    if isinstance(found, tuple):
        raise AmbiguousCountry(text, found)
    return found


def name_of(iso2: str, language: Language = "en") -> str:
    """The name of a country in English or Chinese.

    Raises:
        UnknownCountry: ISO2 is not a code of the list.
    """
    country = countries().get(iso2)
    if country is None:
        raise UnknownCountry(iso2, CODES)
    return country.name_zh if language == "zh" else country.name_en


def fold(text: str) -> str:
    """What is left of a name when case, accents, spacing, punctuation, "the" and "and" do not count."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    folded = text.casefold()
    if not folded.isascii():
        folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    words = [folded] if folded.isalpha() else _WORD.findall(folded)
    return words if _SHORTER.keys().isdisjoint(words) else [_SHORTER.get(word, word) for word in words]


def _without_form_of_state(text: str) -> str:
    """The name without its form of state: "Poland" of "Republic of Poland"."""
    words = _words(text)
    forms = words.index("of") if "of" in words else 0
    return "".join(words[forms + 1 :]) if forms and _FORMS_OF_STATE.issuperset(words[:forms]) else ""


@cache
def countries() -> Mapping[str, Country]:
    """Every country by its two-letter code, in the order of the codes."""
    with (Path(__file__).parent / "data" / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {row[0]: Country(row[0], row[1], row[2], row[3], tuple(filter(None, row[4].split(";")))) for row in rows}


@cache
def _by_iso3() -> Mapping[str, str]:
    return {country.iso3: country.iso2 for country in countries().values()}


@cache
def _by_name() -> Mapping[str, str | tuple[str, ...]]:
    known: dict[str, str | tuple[str, ...]] = {fold(name): candidates for name, candidates in AMBIGUOUS.items()}
    for country in countries().values():
        for name in (country.name_en, country.name_zh, *country.aliases):
            known[fold(name)] = country.iso2
    return known


@cache
def _every_name() -> tuple[str, ...]:
    """All spellings, for the nearest-name hint."""
    spelled = [(one.name_en, one.name_zh, *one.aliases) for one in countries().values()]
    return (*AMBIGUOUS, *(name for names in spelled for name in names))
