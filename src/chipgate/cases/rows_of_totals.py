"""Rows of an order book that hold totals of the rows above: nobody orders them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from chipgate.cases.columns import CHIP, QUANTITY, RATES
from chipgate.translation.fault_text import FaultText, fault
from chipgate.translation.language import marked

TOTAL: Final = (
    r"((grand|sub|order|running)[\s\-]*)?totals?\b.*|(sub[\s\-]*)?sums?\b.{0,12}|((gesamt|zwischen|end)?summe|gesamt)\b.*|"
    r"totaux|totale\b.*|(合计|总计|小计|共计|总和|合計|總計|小計|总数)[\W\d]*.{0,4}"
)
"""The pattern of a text that begins a row of totals."""

_SAYS_TOTAL: Final = re.compile(TOTAL, re.IGNORECASE)
_LONGEST: Final = 40
OF_AN_ITEM: Final = (CHIP, RATES, "item_kind", "tpp", "performance_density", "facts")
_SUMMED: Final = frozenset((QUANTITY, "order_tpp"))
_NUMBER: Final = re.compile(r"[^A-Za-z\u4e00-\u9fff]*\d[^A-Za-z\u4e00-\u9fff]*")

_WORD: Final = marked(
    "{given} begins a row of totals, which is no order; leave the row out, or give its item and destination"
)
_SUMS: Final = marked("the row has sums and no order; leave it out, or give its item and destination")


def is_of_totals(given: Mapping[str, str], cells: Mapping[str, str]) -> FaultText | None:
    """What is wrong with a row that has totals; GIVEN are its cells as they stand, CELLS those that are read.

    A row with an item and a destination is an order, whatever word stands in it: a firm is called Total.
    """
    has_item = any(cells.get(name, "").strip() and not _says_total(cells[name]) for name in OF_AN_ITEM)
    if has_item and cells.get("destination_iso2", "").strip():
        return None
    word = next((text for text in given.values() if _says_total(text)), None)
    if word is not None:
        return fault(_WORD, given=repr(word.strip()))
    if has_item or _SUMMED.isdisjoint(cells) or not all(map(_is_a_number, given.values())):
        return None
    return fault(_SUMS)


def _is_a_number(text: str) -> bool:
    return len(text) <= _LONGEST and _NUMBER.fullmatch(text) is not None


def _says_total(text: str) -> bool:
    return len(text) <= _LONGEST and _SAYS_TOTAL.fullmatch(text.strip(" :：*=-")) is not None
