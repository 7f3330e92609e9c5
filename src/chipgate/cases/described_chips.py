"""Chips that the description of an item names: a row whose chip is another than the one it describes is refused.

Which of the two is right nobody can tell, and a lesser chip would be cleared for a greater one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from chipgate.chips.names import AmbiguousChip
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
"""Letters and digits of a name that is looked for: "A2" or "L4" may be a revision or a place, and 4090 any number."""

_WORD: Final = re.compile(r"[^\W_]+")


def chips_described(description: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The names of chips and of their families that stand in DESCRIPTION word for word, the longest first."""
    words = f" {' '.join(_words(description))} "
    return tuple(name for spelled, name in _spelled(catalogue) if spelled in words)


def contradicted(description: str, sheet: Datasheet, catalogue: Catalogue) -> str | None:
    """What is wrong where DESCRIPTION names chips, and the chip of SHEET is none of them; None where nothing is."""
    named = chips_described(description, catalogue)
    if not named or any(_may_be(name, sheet, catalogue) for name in named):
        return None
    return fault(_ANOTHER_CHIP, given=repr(description), named=named[0], chip=sheet.name)


def _may_be(name: str, sheet: Datasheet, catalogue: Catalogue) -> bool:
    """Whether NAME may mean the chip of SHEET: RTX 5090 is no RTX 5090 D, and H100 may be an H100 PCIe."""
    try:
        found = catalogue.find(name)
    except AmbiguousChip:
        found = None
    if found is not None and (not found.read_as or found.sheet.chip_id == sheet.chip_id):
        return found.sheet.chip_id == sheet.chip_id
    return any({*_words(name)} <= {*_words(own)} for own in (sheet.name, *sheet.aliases, *sheet.family_names))


@lru_cache(maxsize=8)
def _spelled(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """The names that are looked for, each in words between blanks."""
    words = {name: _words(name) for name in catalogue.every_name()}
    telling = {name: of for name, of in words.items() if sum(map(len, of)) >= _LEAST and not "".join(of).isdigit()}
    found = {" ".join(of): name for name, of in telling.items()}
    return tuple((f" {spelled} ", found[spelled]) for spelled in sorted(found, key=len, reverse=True))


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold())
