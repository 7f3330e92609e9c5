"""Why a text is no JSON, as the parser says it, in the words of the catalogue."""

from __future__ import annotations

from json import JSONDecodeError
from typing import Final

from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

_REASONS: Final = frozenset(
    (
        marked("Expecting value"),
        marked("Expecting ',' delimiter"),
        marked("Expecting ':' delimiter"),
        marked("Expecting property name enclosed in double quotes"),
        marked("Unterminated string starting at"),
        marked("Invalid control character at"),
        marked("Invalid \\escape"),
        marked("Invalid \\uXXXX escape"),
        marked("Extra data"),
    )
)
"""What Python's parser says; what it says besides is left as it is."""


def reason_of(broken: JSONDecodeError) -> str:
    """What is wrong with the JSON, without the place."""
    return fault(broken.msg) if broken.msg in _REASONS else broken.msg


def told_with_place(broken: JSONDecodeError) -> str:
    """What is wrong and where, as the parser prints it."""
    template = marked("{reason}: line {line} column {column} (char {place})")
    return fault(template, reason=reason_of(broken), line=broken.lineno, column=broken.colno, place=broken.pos)
