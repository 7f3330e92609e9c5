"""The ECCN that a vendor or an order states: it decides nothing, and is held against what the law makes of the item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from chipgate.cases.columns import STATED_ECCN
from chipgate.cases.questions import NO_PARAGRAPH, OPEN
from chipgate.readings.phrase import Phrase, phrase

if TYPE_CHECKING:
    from chipgate.cases.determination import Determination

_ECCN: Final = re.compile(r"(?<![0-9A-Z.])(?P<entry>[0-9][A-E][0-9]{3})(?P<part>[.A-Z0-9]*)|\bEAR\s?99\b")
_CAUGHT: Final = re.compile(r"[34]A090.*|4E091|[0-9][A-E][0-9]{3}Z.*")
"""Entries for advanced computing, without dots; an item in none of them may well be in any other entry."""

_LONGEST: Final = 60


def stated_eccn(answer: Determination) -> str:
    """What is stated in the order of ANSWER; empty where nothing is."""
    return answer.case.transaction.given.get(STATED_ECCN, "")


def is_stated_to_be_controlled(answer: Determination) -> bool:
    """Whether the order of ANSWER states an entry for advanced computing, and another one than is found."""
    return is_of_advanced_computing(stated_eccn(answer), answer.eccn)


def notes_on_the_stated_eccn(stated: str, found: str) -> Iterator[Phrase]:
    """That the ECCN that is STATED is not the one FOUND."""
    if not contradicts(stated, found):
        return
    given = stated.strip()[:_LONGEST]
    if found == NO_PARAGRAPH:
        yield phrase(
            "The ECCN {given} is stated, and by what is known of the item no paragraph that is modelled describes it. "
            "Find out which holds; what is stated decides nothing.",
            given=given,
        )
    else:
        yield phrase(
            "The ECCN {given} is stated, and by what is known of the item it is {found}. Find out which holds; what is "
            "stated decides nothing.",
            given=given,
            found=found,
        )


def contradicts(stated: str, found: str) -> bool:
    """Whether none of the ECCNs that are STATED is the one FOUND, or part of it, or the whole that it is part of.

    Of an item that no modelled paragraph describes, only the entries for advanced computing say otherwise.
    """
    if found == OPEN:
        return False
    if found == NO_PARAGRAPH:
        return _is_caught(stated)
    entries = _entries(stated)
    ours = _as_an_ic(_without_dots(found.partition(" ")[0].upper()))
    return bool(entries) and not any(one.startswith(ours) or ours.startswith(one) for one in map(_as_an_ic, entries))


def _as_an_ic(entry: str) -> str:
    """4A090.a is what has an IC of 3A090.a in it: a card is called by either, and a licence is needed alike."""
    return entry.replace("4A090", "3A090")


def is_of_advanced_computing(stated: str, found: str) -> bool:
    """Whether an entry for advanced computing is STATED, and contradicts the one FOUND: somebody must look at it."""
    return _is_caught(stated) and contradicts(stated, found)


def _is_caught(stated: str) -> bool:
    return any(map(_CAUGHT.fullmatch, _entries(stated)))


def _entries(stated: str) -> list[str]:
    return [_without_dots(one[0]) for one in _ECCN.finditer(stated.upper())]


def _without_dots(eccn: str) -> str:
    return re.sub(r"[.\s]", "", eccn)
