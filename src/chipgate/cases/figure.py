"""One value of one fact, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from chipgate.law.facts import Value


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of one fact, where it comes from, and how sure it is.

    ``mark`` is a kind of the catalogue (official, reported, derived, recalled, disputed), or empty for what was given.
    """

    value: Value
    origin: str
    mark: str = ""


Candidates = dict[str, tuple[Figure, ...]]
"""For each fact, every value that somebody printed; one where all agree."""
