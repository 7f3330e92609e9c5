"""Findings of a lint: something in a text that a drafter may not have meant, with facts that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chipgate.law.facts import Value
from chipgate.readings.phrase import Phrase


class FindingKind(StrEnum):
    """What is odd about a text."""

    GAP = "gap"  # a place between the limits of a text that none of its paragraphs covers
    NO_CEILING = "no_ceiling"  # a paragraph has no upper limit where the one beside it has one
    OVERLAP = "overlap"  # two answers to one question at once; only the order of the corpus decides
    NEVER_BINDS = "never_binds"  # a limit that could be left out
    NEVER_MET = "never_met"  # a provision that no facts meet
    FALLS = "falls"  # more of a number leads to less control
    NOT_IN_FORCE = "not_in_force"  # a reference to a text that is not in force
    UNUSED = "unused"  # a definition that nothing refers to


@dataclass(frozen=True)
class Finding:
    """One finding. ``key`` names it in the reviewed file: the same finding has the same key in every version.

    ``facts`` are a case that shows it, or two where it takes two; none where it shows in the text alone.
    """

    kind: FindingKind
    key: str
    words: Phrase
    provisions: tuple[str, ...]
    facts: tuple[Mapping[str, Value], ...] = field(default=(), compare=False)

    @property
    def name(self) -> str:
        """The kind and the key in one line."""
        return f"{self.kind}: {self.key}"
