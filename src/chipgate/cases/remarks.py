"""Remarks, screening results and places beside an order: what they say no assumption may say otherwise.

Nothing of them is taken for a fact: a word may be meant in many ways. But who writes "for military simulation" beside
an order has spoken of its use, and it is then to be asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from chipgate.cases.columns import REMARKS, SCREENING_RESULT
from chipgate.cases.military_names import sounds_military
from chipgate.countries.names import iso2_of
from chipgate.errors import UnknownCountry
from chipgate.law.us.corpus import us_corpus

_OF_THE_LISTS: Final = ("buyer_itself_listed", "on_meu_list", "on_unverified_list")
_OF_THE_MILITARY: Final = ("known_end_use", "military_end_user", "on_meu_list")
_OF_OTHER_PARTIES: Final = ("consignee_hq", "consignee_parent_hq")

_MILITARY: Final = re.compile(
    r"\b(defen[cs]e|warfare|weapons?|missiles?|munitions?|nuclear|soldiers?|combat|uavs?|drones?|militär\w*|"
    r"rüstung\w*|waffen\w*)\b|(?<!冠)[军軍]|国防|國防|武器|导弹|導弾|ミサイル|防衛|核武|核弹|核試|核试|核设施",
    re.IGNORECASE,
)
_USES: Final = re.compile(
    r"\b(super-?\s?comput\w*|fabs?|wafers?|foundry|lithograph\w*|semiconductor (manufactur\w*|production|fab\w*)|"
    r"chip (manufactur\w*|production)|halbleiterfertigung)\b|"
    r"超级计算|超算|超級計算|晶圆|晶圓|半导体制造|半導体製造|スーパーコンピュータ",
    re.IGNORECASE,
)
_LISTS: Final = re.compile(
    r"\b(entity list\w*|denied (part|person)\w*|restricted part\w*|unverified list\w*|sanction\w*|embargo\w*|"
    r"sdn(?!\.?\s*bhd)|dpl|meu|blacklist\w*|watch-?\s?list\w*|red flags?|do not ship|export hold|compliance hold)\b|"
    r"实体清单|實體清單|未经核实清单|制裁|黑名单|禁运|禁止发货",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(china|chinese|prc|hong ?kong|hk|maca[uo]|russian?|belarus\w*|iran\w*|syrian?|north korean?|dprk|cuban?|"
    r"venezuelan?|beijing|shanghai|shenzhen|guangzhou|hangzhou|moscow|tehran|vr china|chinesisch\w*|"
    r"russland|russisch\w*|re-?export\w*|re-?s(ell|ale|old)\w*|trans-?ship\w*|onward|on-?ship\w*|divert\w*|weiterverkauf\w*|wiederausfuhr)\b|"
    r"中国(?!台湾)|中國(?!台灣)|香港|澳门|澳門|俄罗斯|伊朗|朝鲜|北京|上海|深圳|广州|杭州|转口|轉口|转运|转卖|再出口|再輸出|転売",
    re.IGNORECASE,
)
_CODES: Final = re.compile(r"(?<![\w-])(CN|RU|BY|IR|KP)(?![\w-])")
_SEATS: Final = ("end_user_country", "owner_country", "country_of_incorporation", "remote_user_country")
"""Columns of one country each; a text that names none may mean any."""

_PLACES: Final = ("address", "datacenter_location", "ship_to_city")
_PARTS: Final = re.compile(r"[,;/()\n]+")

_SAID_TO_BE_NONE: Final = re.compile(
    r"\b(?:no|not|non|without|kein\w*|nicht)[\s-]+(?:(?:an?|any|the|on|for|in|known|of|or)[\s-]+){0,3}"
    r"(?=[^\W\d_])(?:[^\W\d_]+)(?:[\s-](?:list|lists|party|parties|person|persons|flag|flags|use|user|end[\s-]use))?|"
    r"(?:非|无|無|未用于|不用于|不涉及|没有)(?:军|軍|国防|制裁|核)\w{0,2}",
    re.IGNORECASE,
)
_CLEAN: Final = re.compile(
    r"(all )?(clear(ed)?|clean|pass(ed)?|ok(ay)?|negative|green|approved|released|none|screened|done|"
    r"(no|0|zero)[ _-](match(es)?|hits?|findings?|issues?|results?|concerns?)( found)?|"
    r"not listed|no|无|無|通过|通過|合格|正常|未命中)"
)
"""What a screening that found nothing says."""


def telling_part(name: str) -> Callable[[str], str] | None:
    """For a column of remarks called NAME, what its texts come to: themselves, or nothing if they doubt nothing."""
    return (lambda text: text if _doubted_by(name, text.strip()) else "") if name in REMARKS else None


def doubted_by_remarks(given: Mapping[str, str]) -> frozenset[str]:
    """The facts that no assumption may fill for what the columns of remarks in GIVEN say."""
    told = (fact for name, text in remarks_of(given) for fact in _doubted_by(name, text))
    return frozenset(told)


def telling_remarks(given: Mapping[str, str]) -> Iterator[str]:
    """The remarks in GIVEN that speak against an assumption."""
    return (text for name, text in remarks_of(given) if _doubted_by(name, text))


def remarks_of(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The columns of remarks in GIVEN that say something, with their text."""
    return ((name, given[name].strip()) for name in REMARKS if given.get(name, "").strip())


@lru_cache(maxsize=8192)
def _doubted_by(name: str, text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", text)
    if name == SCREENING_RESULT:
        is_clean = _CLEAN.fullmatch(plain.strip(" .!*").casefold()) is not None
        return () if is_clean else (*_OF_THE_LISTS, "military_end_user", "listed_owner_share")
    if name in _SEATS:
        whole = _country_matters(plain)  # "Korea, Republic of" is one country
        found = {*map(_country_matters, _PARTS.split(plain))} if whole is None else {whole}
        return () if False in found and True not in found else _OF_OTHER_PARTIES
    said = _SAID_TO_BE_NONE.sub(" ", plain)
    return (
        *(_OF_THE_MILITARY if sounds_military(said) or _MILITARY.search(said) else ()),
        *(("known_end_use",) if _USES.search(said) else ()),
        *(_OF_THE_LISTS if _LISTS.search(said) else ()),
        *(_OF_OTHER_PARTIES if _names_another_place(name, said) else ()),
    )


def _names_another_place(name: str, said: str) -> bool:
    if _OTHERS.search(said) or _CODES.search(said):
        return True
    return name in _PLACES and any(map(_country_matters, _PARTS.split(said)))


def _country_matters(text: str) -> bool | None:
    """Whether the seat of a party in the country that is called TEXT bears on anything; None where it is none."""
    try:
        return iso2_of(text.strip()) in _of_concern()
    except UnknownCountry:
        return None


@cache
def _of_concern() -> frozenset[str]:
    """Countries of groups that seats are asked for, on whatever day, and Hong Kong and Macau."""
    groups = us_corpus().groups
    found = (groups.members(group, day) for group in ("D:5", "E:1", "E:2") for day in groups.change_days)
    return frozenset({"CN", "HK", "MO"}).union(*found)
