"""Numbers as a file of a reform prints them: decimal text, with the unit or without."""

from __future__ import annotations

import re
from typing import Any, Final

from chipgate.errors import BadNumber
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked
from chipgate.units import Exact, exact

_QUANTITY: Final = re.compile(r"([-+]?[0-9][0-9,._]*(?:[eE][-+]?[0-9]+)?)\s*(.*)", re.DOTALL)


def number_of(value: Any, unit: str) -> tuple[Exact | None, str]:
    """The exact number that VALUE writes, with UNIT or without; or what is wrong with it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value, ""
    found = _QUANTITY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None, fault("must be a number like 4800 or 5.92, not {given}", given=shown(value))
    beside = found[2].strip()
    if beside and beside != unit:
        right = fault(_CONVERT, unit=fault(unit)) if unit else fault("it has no unit; write the number alone")
        return None, fault("{beside} is not its unit: {right}", beside=repr(beside), right=right)
    try:
        return exact(found[1].replace("_", "")), ""
    except BadNumber as wrong:
        return None, wrong.said


_CONVERT: Final = marked("it counts in {unit}; convert the number")


def shown(value: Any) -> str:
    """VALUE as a message quotes it."""
    return repr(value) if isinstance(value, str | int) else f"a {type(value).__name__}"
