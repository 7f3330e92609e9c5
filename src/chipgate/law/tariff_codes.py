"""Codes of a tariff schedule: chapter, heading, subheading, tariff line, each the beginning of the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from chipgate.errors import BadNumber
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

SHORTEST, LONGEST = 2, 10
"""Digits of a chapter, and of a statistical line."""

OTHER_LINE: Final = "XX"
"""What stands in a code for digits of a line that no text names."""

_DIGITS: Final = re.compile(r"\d+")
_DOTS: Final = re.compile(r"[.\s\-]")


def tariff_code(text: str) -> str:
    """The digits of a code as it is written in a tariff schedule: ``8473.30.1180`` is ``8473301180``.

    Raises:
        BadNumber: TEXT holds something else than digits, or too few, too many or an odd number of them.
    """
    digits = _DOTS.sub("", text.strip())
    if not digits.isascii() or not _DIGITS.fullmatch(digits):
        template = marked("{given} is no tariff code; write digits alone, like 8542.31 or 8473.30.1180")
        raise BadNumber(fault(template, given=repr(text.strip()[:40])))
    if len(digits) % 2 or not SHORTEST <= len(digits) <= LONGEST:
        template = marked(
            "{given} has {count} digits; a heading has 4, a subheading 6, a line 8 or 10, like 8542.31.00"
        )
        raise BadNumber(fault(template, given=repr(text.strip()[:40]), count=len(digits)))
    return digits


def written_code(digits: str) -> str:
    """A code with its dots: ``8473.30.1180``, as the schedule prints it."""
    return ".".join(filter(None, (digits[:4], digits[4:6], digits[6:])))


@dataclass(frozen=True)
class Scope:
    """The codes that a text names: whatever begins with one of them is meant.

    ``name`` is that of a list that is too long to be printed in a sentence; without one the codes are printed.
    """

    codes: tuple[str, ...]
    name: str = ""

    def holds(self, code: str) -> bool | None:
        """Whether CODE is meant; None where digits that it does not give would tell."""
        if any(code[:digits] in named for digits, named in self.by_length.items()):
            return True
        return None if code in self.beginnings else False

    @cached_property
    def by_length(self) -> Mapping[int, frozenset[str]]:
        """The codes by the number of their digits."""
        lengths = sorted({len(code) for code in self.codes})
        return {digits: frozenset(code for code in self.codes if len(code) == digits) for digits in lengths}

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Every shorter code with which one of the codes begins."""
        return frozenset(code[:digits] for code in self.codes for digits in range(SHORTEST, len(code), 2))


def scope(*codes: str, name: str = "") -> Scope:
    """The scope of CODES as they are written: ``scope("8471.50", "8542")``; ``8541-8542`` is a range of headings.

    Raises:
        BadNumber: one of them is no code, or the ends of a range have different lengths or the wrong order.
    """
    return Scope(tuple(digits for code in codes for digits in _spelled_out(code)), name)


def _spelled_out(text: str) -> Iterable[str]:
    first, dash, last = text.partition("-")
    if not dash:
        return (tariff_code(text),)
    start, end = tariff_code(first), tariff_code(last)
    if len(start) != len(end) or start > end:
        raise BadNumber(f"{text!r} is no range of tariff codes; write two of the same length, the lower one first")
    return tuple(str(number).zfill(len(start)) for number in range(int(start), int(end) + 1))
