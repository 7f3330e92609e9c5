"""Names that say of themselves that a party is military, police or intelligence, on whatever list it is or is not."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORDS: Final = re.compile(
    r"\b(army|navy|naval|air ?force|marine corps|armed (forces|services)|military|militia|national guard|coast ?guard|"
    r"pla|people'?s liberation|police|gendarmerie|rosgvardi?ya|fsb|gru|state security|reconnaissance|"
    r"(ministry|department|university|academy) of (national )?defen[cs]e|defen[cs]e (ministry|university|forces?)|"
    r"national defen[cs]e|intelligence (service|agency|directorate|bureau|department))\b|"
    r"解放军|解放軍|军队|軍隊|陆军|陸軍|海军|海軍|空军|空軍|火箭军|武警|军区|军事|軍事|国防部|國防部|国家安全部|公安|部队|情报局|"
    r"минобороны|министерств\w+ обороны|росгвардия|фсб|войск|армия",
    re.IGNORECASE,
)


def sounds_military(name: str) -> bool:
    """Whether NAME says that the party may be a military end user, as 744.21(g) has it: national armed services,
    national guard and police, government intelligence or reconnaissance organizations."""
    return _WORDS.search(unicodedata.normalize("NFKC", name).replace("_", " ").replace(".", "")) is not None
