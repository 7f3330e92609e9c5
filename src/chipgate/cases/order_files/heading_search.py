"""Where the headings stand in a file that opens with a title, a logo or a cover sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

SEARCHED_ROWS = 20
FEWEST_KNOWN = 2  # one known word may be a title; a row of headings has more

IsHeading = Callable[[str], bool]

_VALUE = re.compile(r"[+-]?[\d.,]+%?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")


def are_headings(cells: Iterable[str], is_heading: IsHeading) -> bool:
    """Whether at least two CELLS are known headings, and none is a number or a day, as in a row of orders."""
    texts = {" ".join(cell.split()) for cell in cells}
    if any(_VALUE.fullmatch(text) for text in texts):
        return False
    return sum(map(is_heading, texts - {""})) >= FEWEST_KNOWN


def found_note(place: str, row: str, anything_above: bool) -> str:
    """The note on headings that do not open the file: where they were found, and what was passed over."""
    above = f"; the {row}s above were not read" if anything_above else ""
    return f"headings were found in {place}{above}."
