"""How results look on a sheet: which cells are numbers and days, how wide the columns are, and their colours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from chipgate.cases.order_files.number_text import number_text

MOST_DIGITS = 15  # a spreadsheet keeps no more of a number
NARROWEST, WIDEST = 9, 60  # characters
_SHOWN_AS_IT_IS = 11  # digits; without a format of its own, a longer number is shown as 1.2E+12

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY_ZERO, _FIRST_DAY = date(1899, 12, 30), date(1900, 3, 1)  # before, the count of days holds one that never was

HEADING, DAY, LONG_NUMBER, FIRST_FILL = 1, 2, 3, 4
"""Styles of cells, by their place in the workbook's list; 0 is a cell without any."""


@dataclass(frozen=True, slots=True)
class SheetLook:
    """The columns whose numbers and days are written as such, and the colour (RRGGBB) of cells that say a word.

    Every other cell is text.
    """

    typed: frozenset[str] = frozenset()
    fills: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def colours(self) -> tuple[str, ...]:
        """Every colour once."""
        return tuple(dict.fromkeys(colour for words in self.fills.values() for colour in words.values()))

    def fill_styles(self, column: str) -> Mapping[str, int]:
        """The style of a cell of COLUMN by what it says."""
        colours = self.colours()
        return {word: FIRST_FILL + colours.index(colour) for word, colour in self.fills.get(column, {}).items()}

    def styles(self) -> str:
        """The part that lists the styles."""
        colours = self.colours()
        fills = "".join(
            f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill></fill>'
            for colour in colours
        )
        formats = "".join(
            f'<xf numFmtId="0" fontId="0" fillId="{place}" borderId="0" xfId="0" applyFill="1"/>'
            for place in range(2, len(colours) + 2)
        )
        return (
            f'<styleSheet xmlns="{_MAIN}">'
            '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
            f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
            f'<fills count="{len(colours) + 2}"><fill><patternFill patternType="none"/></fill>'
            f'<fill><patternFill patternType="gray125"/></fill>{fills}</fills>'
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(colours) + FIRST_FILL}">{_CELLS}{formats}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )


PLAIN = SheetLook()

_FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_CELLS = (
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
)


@lru_cache(maxsize=1 << 14)
def stored_number(text: str) -> tuple[str, int] | None:
    """TEXT as the number that a sheet stores, with its style; None where it would not come back exactly as it stands.

    So ``007``, ``1.50``, ``+5`` and a serial number of 16 digits stay text.
    """
    if _DAY.fullmatch(text):
        return _stored_day(text)
    if not _NUMBER.fullmatch(text) or text == "-0" or sum(map(str.isdigit, text)) > MOST_DIGITS:
        return None
    if number_text(text) != text:
        return None
    return text, LONG_NUMBER if len(text) > _SHOWN_AS_IT_IS and "." not in text else 0


def _stored_day(text: str) -> tuple[str, int] | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return (str((day - _DAY_ZERO).days), DAY) if day >= _FIRST_DAY else None


def columns_part(widths: Sequence[int]) -> str:
    """The part of a sheet that says how wide its columns are."""
    return "".join(
        f'<col min="{place}" max="{place}" width="{min(max(width + 3, NARROWEST), WIDEST)}" customWidth="1"/>'
        for place, width in enumerate(widths, 1)
    )


def shown_width(text: str) -> int:
    """How many characters wide the longest line of TEXT is; a Chinese one counts twice."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max((len(line) + sum(character >= "\u2e80" for character in line) for line in text.splitlines()), default=0)
