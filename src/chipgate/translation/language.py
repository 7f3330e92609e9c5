"""English and Chinese through gettext; the English sentence is its own key."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

DOMAIN: Final = "chipgate"
LOCALE: Final = Path(__file__).parent / "locale"


@cache
def translator(language: Language) -> Callable[[str], str]:
    """The function that says an English sentence in LANGUAGE; a sentence that no catalogue holds stays English."""
    from gettext import GNUTranslations  # only where something is said

    with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as compiled:
        say = GNUTranslations(compiled).gettext
    # The empty key holds the header of the catalogue.
    return lru_cache(maxsize=_MOST_KEPT)(lambda text: say(text) if text else "")


_MOST_KEPT: Final = 8192
"""Sentences that are said again and again; the catalogue has fewer."""


def marked(text: str) -> str:
    """TEXT as it is; the name tells ``scripts/compile_catalogues.py`` to collect it."""
    return text
