"""Listed parties by name: whose name is so much like a given one that nobody may assume they are not the same.

Names of the Consolidated Screening List as of 2026-07-31 (data.trade.gov): the Entity List (744 Supp. 4), military end
users (744 Supp. 7), the Unverified List (744 Supp. 6). Chinese names and days before 2020 are recalled. A name without
a match proves nothing: lists change, names are spelled in many ways, and owners count too.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

SNAPSHOT: Final = date(2026, 7, 31)
"""The day of the list whose names are compared."""

LISTS: Final[Mapping[str, str]] = {
    "EL": "Entity List, 744 Supp. 4",
    "MEU": "military end users, 744 Supp. 7",
    "UVL": "Unverified List, 744 Supp. 6",
}

_FILE: Final = Path(__file__).parent / "data" / "listed_parties.csv"
_GENERIC_FILE: Final = _FILE.with_name("words_of_many_companies.txt")
_WORD: Final = re.compile(r"[0-9a-z]+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_LEGAL_FORMS: Final = frozenset(
    ("bv", "co", "company", "corp", "corporation", "gmbh", "inc", "jsc", "limited", "llc", "ltd", "of", "oy", "pte")
)
_LONG_ENOUGH: Final = 6  # letters from which a slip is told from another word
_ALMOST: Final = 0.83  # share of letters in common, in their order
_SHORTEST: Final = 2  # letters of a word that tells parties apart

_GENERIC_HAN: Final = re.compile(
    "有限责任公司|股份有限公司|有限公司|公司|集团|股份|科技|技术|信息|电子|智能|网络|数据|计算|芯片|半导体|集成电路|微电子|"
    "研究所|研究院|大学|中国|北京|上海|深圳|广州|杭州|南京|成都|武汉|香港|合肥|苏州|天津|西安|长沙|第一|第二"
)


@dataclass(frozen=True, slots=True)
class ListedParty:
    """One entry of a list. ``added`` is None where the day is not known; ``footnote`` as printed, or empty."""

    name: str
    names: tuple[str, ...]
    country_iso2: str
    on_list: str
    added: date | None
    footnote: str
    citation: str


@cache
def listed_parties() -> tuple[ListedParty, ...]:
    """Every entry of the three lists."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_party(row) for row in csv.DictReader(file))


def _party(row: Mapping[str, str]) -> ListedParty:
    others = (row["name_zh"], *row["aliases"].split(";"))
    names = (row["name"], *filter(None, (other.strip() for other in others)))
    added = date.fromisoformat(row["added"]) if row["added"] else None
    return ListedParty(row["name"], names, row["country_iso2"], row["list"], added, row["footnote"], row["citation"])


@lru_cache(maxsize=4096)
def parties_like(name: str, day: date | None = None) -> tuple[ListedParty, ...]:
    """The listed parties whose name, or an alias, is like NAME and who were on the list by DAY, most alike first.

    Two names are alike where the telling words of one are all in the other: "Huawei" is like "Huawei Cloud Chile", and
    "Cambricon Kunshan Branch" like the alias "Cambricon". Names without a telling word are alike where all their words
    are the same, legal forms aside. An entry without a day counts on every day.
    """
    words, han = _as_spelled_on_the_lists(telling_words(name)), _telling_han(name)
    close = {number: (0, listed_parties()[number]) for number in _same_words().get(_all_words(name), ())}
    for number, party_words, party_han in _candidates(words, han):
        if (words and (words <= party_words or party_words <= words)) or _share(han, party_han):
            now = (len(words ^ party_words), listed_parties()[number])
            close[number] = min(close.get(number, now), now, key=lambda one: one[0])
    found = sorted(close.values(), key=lambda one: one[0])
    return tuple(party for _apart, party in found if day is None or party.added is None or party.added <= day)


def telling_words(name: str) -> frozenset[str]:
    """The words of NAME that tell one company from another: no legal form, trade or place."""
    return frozenset(
        word for word in _WORD.findall(_plain(name)) if len(word) >= _SHORTEST and word not in _generic_words()
    )


@cache
def _generic_words() -> frozenset[str]:
    """Legal forms, trades and places, which alone make no likeness."""
    return frozenset(_GENERIC_FILE.read_text(encoding="utf-8").split())


def _as_spelled_on_the_lists(words: frozenset[str]) -> frozenset[str]:
    """WORDS, of which each that no list has stands for the listed one that is written almost so (Hauwei, lnspur)."""
    listed = _index()[0]
    if len(words) == 2 and (joined := _joined(words, listed)):
        return frozenset((joined,))
    return frozenset(word if word in listed else _almost(word) or word for word in words)


def _joined(words: frozenset[str], listed: Mapping[str, object]) -> str:
    """The listed word that two words make together, as in "Hua Wei"."""
    one, other = words
    return next((both for both in (one + other, other + one) if both in listed), "")


@lru_cache(maxsize=4096)
def _almost(word: str) -> str:
    """The listed word that differs from WORD by a letter or two changed places; nothing for short words."""
    if len(word) < _LONG_ENOUGH:
        return ""
    return next(iter(get_close_matches(word, _index()[0], n=1, cutoff=_ALMOST)), "")


def _all_words(name: str) -> frozenset[str]:
    """Every word of NAME but its legal form."""
    return frozenset(_WORD.findall(_plain(name))) - _LEGAL_FORMS


def _plain(name: str) -> str:
    """NAME in small Latin letters: marks aside, and letters of other scripts that look like Latin ones as these."""
    plain = unicodedata.normalize("NFKD", name).translate(_LOOKS_LIKE).casefold()
    return _SPELLED_OUT.sub(lambda found: "".join(_WORD.findall(found.group())), plain)


_SPELLED_OUT: Final = re.compile(r"(?<![0-9a-z])[a-z](?:[^0-9a-z]{1,2}[a-z]){2,}(?![0-9a-z])", re.ASCII)
"""A word letter by letter: "S.M.I.C.", "h u a w e i"."""

_LOOKS_LIKE: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорсухѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυχι",
    "ABESIJKMHOPCTYXaeijopcyxshdqwABEZHIKMNOPTYXavopuxi",
)
"""Letters of the Cyrillic and Greek scripts that a reader takes for Latin ones (Unicode Technical Standard 39)."""


@cache
def _same_words() -> Mapping[frozenset[str], tuple[int, ...]]:
    """Entries by all words of each of their names."""
    found: dict[frozenset[str], tuple[int, ...]] = {}
    for number, party in enumerate(listed_parties()):
        for words in {_all_words(name) for name in party.names} - {frozenset()}:
            found[words] = (*found.get(words, ()), number)
    return found


def _telling_han(name: str) -> str:
    joined = "".join(_HAN.findall(unicodedata.normalize("NFKC", name))).translate(_SIMPLIFIED)
    core = _GENERIC_HAN.sub("", joined)
    return core if len(core) >= _SHORTEST else ""


_SIMPLIFIED: Final = str.maketrans(
    "業東為爲雲產從體儲創製勵華發髮圖備復複學寧實導爾島嶺廣開張級紀線綫終維網絡術機來漢湯濟電際領飛驗鵬龍數無曠晉騰蘇荊裝視計訊設譜責軟鄭錫長門聞陰國團據範廈凱暢崑",
    "业东为为云产从体储创制励华发发图备复复学宁实导尔岛岭广开张级纪线线终维网络术机来汉汤济电际领飞验鹏龙数无旷晋腾苏荆装视计讯设谱责软郑锡长门闻阴国团据范厦凯畅昆",
)
"""Traditional characters of those that the lists have in their simplified form, as Hong Kong and Taiwan write them."""


def _share(han: str, other: str) -> bool:
    return bool(han) and bool(other) and (han in other or other in han)


_Indexed = tuple[int, frozenset[str], str]


@cache
def _index() -> tuple[Mapping[str, tuple[_Indexed, ...]], tuple[_Indexed, ...]]:
    """Names by telling word, and those in Chinese."""
    by_word: dict[str, list[_Indexed]] = {}
    in_han: list[_Indexed] = []
    for number, party in enumerate(listed_parties()):
        for name in party.names:
            one = (number, telling_words(name), _telling_han(name))
            for word in one[1]:
                by_word.setdefault(word, []).append(one)
            if one[2]:
                in_han.append(one)
    return {word: tuple(found) for word, found in by_word.items()}, tuple(in_han)


def _candidates(words: frozenset[str], han: str) -> Iterator[_Indexed]:
    by_word, in_han = _index()
    for word in words:
        yield from by_word.get(word, ())
    if han:
        yield from in_han
