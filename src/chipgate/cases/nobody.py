"""Names of parties that name nobody: left open, lost in an export, or put off to the line above."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from chipgate.cases.values import says_nothing

_APART: Final = re.compile(r"[\W_]+")
_LOST: Final = re.compile(r"\ufffd|[?？]{2}|^#(n/a|ref|name|value|null|div|num|spill|calc)", re.IGNORECASE)
"""Letters that no export kept, and the errors of a spreadsheet."""

_LEFT_OPEN: Final = frozenset(("unknown", "tbd", "tbc", "tba", "undisclosed", "unnamed", "unk"))
_LEFT_OPEN_HAN: Final = re.compile("未知|不明|不详|待定|待确认|待补|未定|未提供|未披露|保密")
_NOBODY: Final = frozenset(
    (
        *("n a", "na", "null", "nan", "blank", "empty", "not known", "not available", "not applicable", "not provided"),
        *("not disclosed", "not specified", "unspecified", "not yet known", "to be determined", "to be confirmed"),
        *(
            "to be advised",
            "to be announced",
            "pending",
            "confidential",
            "customer confidential",
            "various",
            "multiple",
        ),
        *("several", "diverse", "misc", "stock", "for stock", "same", "same as above", "as above", "see above"),
        *(
            "ditto",
            "idem",
            "do",
            "dto",
            "s o",
            "siehe oben",
            "see attached",
            "see notes",
            "see below",
            "xxx",
            "x",
            "xx",
        ),
        *("同上", "同前", "见上", "如上", "详见附件", "不适用", "空", "多家", "库存", "同左"),
    )
)
_NONE: Final = frozenset(("none", "nil", "no", "nobody", "无", "没有", "無"))


def names_nobody(name: str, may_be_none: bool = False) -> bool:
    """Whether NAME stands for a party that is not named; none at all is an answer where there MAY_BE_NONE."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", name) if unicodedata.category(one) != "Cf")
    words = _APART.sub(" ", plain).strip().casefold()
    if not any(map(str.isalpha, words)) or _LOST.search(plain.strip()) or says_nothing(plain):
        return True
    if words in _NONE:
        return not may_be_none
    return words in _NOBODY or not _LEFT_OPEN.isdisjoint(words.split()) or _LEFT_OPEN_HAN.search(words) is not None


def names_none(name: str) -> bool:
    """Whether NAME says that there is no such party."""
    return names_nobody(name) and not names_nobody(name, may_be_none=True)
