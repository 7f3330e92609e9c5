"""One value of one fact, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from chipgate.law.facts import Value
from chipgate.readings.phrase import Word
from chipgate.translation.language import marked

GIVEN = marked("given")
DATASHEET = marked("datasheet")
LOGIC_DIES = marked("logic dies of the datasheet")
LINKS_AND_PCIE = marked("chip-to-chip links and PCIe")
MARKETED_FOR = marked("marketed for")
OR_MORE = "or more"
"""Never shown, for nobody printed the value: a figure may have it beyond the least that is known of it."""
_IN_WORDS = frozenset((GIVEN, DATASHEET, LOGIC_DIES, LINKS_AND_PCIE, MARKETED_FOR))
"""The origins that are words; every other is a name or a formula, and stands as it is in every language."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of one fact, where it comes from, and how sure it is.

    ``mark`` is a kind of the catalogue (official, reported, derived, recalled, disputed), or empty for what was given.
    """

    value: Value
    origin: str
    mark: str = ""

    @property
    def said_origin(self) -> Word | str:
        """The origin, as a word of the catalogue where it is one."""
        return Word(self.origin) if self.origin in _IN_WORDS else self.origin


Candidates = dict[str, tuple[Figure, ...]]
"""For each fact, every value that somebody printed; one where all agree."""


def printed(found: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """FOUND without what stands for more than the least that is known."""
    return tuple(one for one in found if one.origin != OR_MORE)
