"""Where the headings stand in a file that opens with a title, a logo or a cover sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, Literal

from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

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


def found_note(place: str, rows: Literal["rows", "lines"], anything_above: bool) -> str:
    """The note on headings that do not open the file: where they were found, and what was passed over."""
    if not anything_above:
        return fault("headings were found in {place}.", place=place)
    return fault(_ROWS_ABOVE if rows == "rows" else _LINES_ABOVE, place=place)


_ROWS_ABOVE: Final = marked("headings were found in {place}; the rows above were not read.")
_LINES_ABOVE: Final = marked("headings were found in {place}; the lines above were not read.")
