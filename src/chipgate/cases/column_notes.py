"""What a user should know of how the columns of an order book were understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from chipgate.cases.columns import CHIP, DAY, LABEL, PACKED, RATES, ColumnReading, fold
from chipgate.cases.heading_looks import looks_like_a_party, looks_telling
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked


def notes_on_columns(plan: Sequence[ColumnReading], gives_day: bool) -> Iterator[str]:
    """The notes on PLAN; GIVES_DAY says that a day is given for rows without one."""
    for one in plan:
        yield from _note_on(one)
    names = {one.name for one in plan if one.name}
    if PACKED in names:
        return
    if not {CHIP, RATES, "item_kind", "tpp"} & names:
        yield fault(_NO_ITEM)
        yield from (fault(_A_LABEL, heading=repr(one.header), pair=f"'{one.header}=chip'") for one in _labels(plan))
    if "destination_iso2" not in names:
        yield fault(_NO_DESTINATION)
    if DAY not in names and not gives_day:
        yield fault(_NO_DAY)


_NO_DAY: Final = marked(
    "no column gives the day, without which no order is answered: add a column date, or give --on DAY."
)
_NO_ITEM: Final = marked(
    "no column gives the item: add a column chip, or item_kind and tpp; without it no order is cleared."
)
_A_LABEL: Final = marked("the column {heading} is read as a label; if it names the chips: --column {pair}")
_NO_DESTINATION: Final = marked(
    "no column gives the destination: add a column destination; without it no order is cleared."
)


def _labels(plan: Sequence[ColumnReading]) -> Iterator[ColumnReading]:
    return (one for one in plan if one.name == LABEL)


def _note_on(one: ColumnReading) -> Iterator[str]:
    if one.same_as:
        yield fault(_MUST_AGREE if one.must_agree else _SAME, first=repr(one.same_as), second=repr(one.header))
    elif one.name is None and looks_like_a_party(one.header):
        yield fault(_A_PARTY, heading=repr(one.header), pair=f"'{one.header}=end_user'")
    elif one.near and looks_mistyped(one.header, one.near[0]):
        template = marked("the column {heading} is not known and decides nothing; did you mean {near}?")
        yield fault(template, heading=repr(one.header), near=repr(one.near[0]))
    elif one.name is None and looks_telling(one.header):
        template = marked("the column {heading} is not read; if it matters: --column {pair}")
        yield fault(template, heading=repr(one.header), pair=f"'{one.header}=NAME'")


_A_PARTY: Final = marked(
    "CAUTION: the column {heading} looks like a party and is not read: nobody in it is held against the lists. If it "
    "is one: --column {pair}, or =consignee, =purchaser, =intermediary."
)
_MUST_AGREE: Final = marked("the columns {first} and {second} mean the same; rows that differ are rejected.")
_SAME: Final = marked("the columns {first} and {second} mean the same; {first} is read.")


def looks_mistyped(heading: str, known: str) -> bool:
    """Whether HEADING looks like the column KNOWN with a typing error in it."""
    return SequenceMatcher(None, fold(heading), known, autojunk=False).ratio() >= 0.8
