"""A fact: one thing that a rule asks about a case, with its unit and the question that would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chipgate.errors import BadCorpus
from chipgate.units import Exact


class FactKind(StrEnum):
    """What values a fact can take."""

    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    COUNTRY = "country"
    CODE = "tariff code"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a rule asks about.

    ``label`` names it inside a sentence ("the TPP"), ``question`` asks for it.
    A choice lists every value that any text distinguishes; ``other`` stands for all the rest.
    """

    name: str
    kind: FactKind
    label: str
    question: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    lowest: int = 0

    def __post_init__(self) -> None:
        if (self.kind is FactKind.CHOICE) != bool(self.choices):
            raise BadCorpus(f"fact {self.name}: choices go with a choice, and only with one")


class NotApplicable:
    """The value of a fact that is known not to exist: every comparison with it is false.

    A chip without a non-planar die has no performance density; that is known, where an unprinted area is unknown.
    """

    __slots__ = ()

    def _never(self, _other: object) -> bool:
        return False

    __ge__ = __gt__ = __le__ = __lt__ = _never

    def __repr__(self) -> str:
        return "not applicable"


NOT_APPLICABLE: Final = NotApplicable()

Value = Exact | bool | str | NotApplicable
"""What a fact can be known to be. A fact that is not in the mapping is unknown."""


def number(name: str, label: str, question: str, unit: str = "") -> Fact:
    """A fact that is an exact number in UNIT; never negative."""
    return Fact(name, FactKind.NUMBER, label, question, unit)


def flag(name: str, label: str, question: str) -> Fact:
    """A fact that is yes or no; LABEL is the sentence that is true when it is yes."""
    return Fact(name, FactKind.FLAG, label, question)


def choice(name: str, label: str, question: str, *choices: str) -> Fact:
    """A fact that is one of CHOICES."""
    return Fact(name, FactKind.CHOICE, label, question, choices=choices)


def country(name: str, label: str, question: str) -> Fact:
    """A fact that is a country, as its ISO 3166 two-letter code."""
    return Fact(name, FactKind.COUNTRY, label, question)


def code(name: str, label: str, question: str) -> Fact:
    """A fact that is a code of a tariff schedule, as its digits."""
    return Fact(name, FactKind.CODE, label, question)
