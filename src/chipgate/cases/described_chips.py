"""Chips that the description of an item names: a row whose chip is another than the one it describes is refused.

Which of the two is right nobody can tell, and a lesser chip would be cleared for a greater one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

if TYPE_CHECKING:
    from chipgate.chips.catalogue import Catalogue
    from chipgate.chips.datasheet import Datasheet

_ANOTHER_CHIP: Final = marked(
    "the item is described as {given}, which names {named}, and the chip is {chip}; "
    "correct one of them, or leave the description out"
)
_LEAST: Final = 4
"""Letters and digits of a name that is looked for: "A2" or "L4" in a description may be a revision or a place."""

_WORD: Final = re.compile(r"[^\W_]+")


def chips_described(description: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The names of chips and of their families that stand in DESCRIPTION word for word, the longest first."""
    words = f" {' '.join(_words(description))} "
    return tuple(name for spelled, name in _spelled(catalogue) if spelled in words)


def contradicted(description: str, sheet: Datasheet, catalogue: Catalogue) -> str | None:
    """What is wrong where DESCRIPTION names chips, and the chip of SHEET is none of them; None where nothing is."""
    named = chips_described(description, catalogue)
    own = [{*_words(name)} for name in (sheet.name, *sheet.aliases, *sheet.family_names)]
    if not named or any({*_words(name)} <= words for name in named for words in own):
        return None
    return fault(_ANOTHER_CHIP, given=repr(description), named=named[0], chip=sheet.name)


@lru_cache(maxsize=8)
def _spelled(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """The names that are looked for, each in words between blanks."""
    words = {name: _words(name) for name in catalogue.every_name()}
    found = {" ".join(of): name for name, of in words.items() if sum(map(len, of)) >= _LEAST}
    return tuple((f" {spelled} ", found[spelled]) for spelled in sorted(found, key=len, reverse=True))


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold())
