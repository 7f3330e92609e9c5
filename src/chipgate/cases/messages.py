"""Sentences of this room that are put together from data, so that the catalogues of both languages hold them all."""

from __future__ import annotations

from collections.abc import Iterator

from chipgate.cases.assumptions import ASSUMPTION_SETS
from chipgate.cases.columns import fact_columns
from chipgate.cases.not_modelled import not_modelled
from chipgate.chips.datasheet import Kind
from chipgate.law.trade.messages import messages_of_fact


def law_messages() -> Iterator[str]:
    """The lines of the assumptions, what is not modelled, the facts that can be given, and how sure a figure is."""
    for lines in ASSUMPTION_SETS.values():
        yield from (line for _value, line in lines.values())
    yield from not_modelled()
    for fact in fact_columns().values():
        yield from messages_of_fact(fact)
    yield from map(str, Kind)
