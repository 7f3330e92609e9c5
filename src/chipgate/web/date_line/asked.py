"""What somebody asks on the date line, as it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from chipgate.cases.columns import CHIP, DAY
from chipgate.cases.days import day_of
from chipgate.law.us.corpus import FIRST_DAY
from chipgate.web.judge.asked import SHORT, Asked, asked_of
from chipgate.web.reformed_law import LIMIT, Changes, as_query, changes_in
from chipgate.web.state import address, given

PATH: Final = "/dates"
OTHER_DAY: Final = "vs"
NOT_THE_CASE: Final = (OTHER_DAY, "width")
"""Names of an address that say how the line is shown."""

EXAMPLE: Final[Mapping[str, str]] = MappingProxyType(
    {CHIP: "H20", "destination_iso2": "CN", "end_user_hq": "CN", "end_user_parent_hq": "CN", "letter_recipient": "yes"}
)
"""The case that stands there at first: it is cleared, and then a letter comes; a proposal would reach it too."""


@dataclass(frozen=True)
class LineAsked:
    """One shipment without its day, the day that is looked at, and another to compare it with."""

    case: Asked
    day: date
    other_day: date | None
    today: date
    is_example: bool = False
    changes: Changes = ()

    @property
    def query(self) -> dict[str, str]:
        """The state as an address holds it."""
        other = {} if self.other_day is None else {OTHER_DAY: self.other_day.isoformat()}
        return {**self.case.query, SHORT[DAY]: self.day.isoformat(), **other, **as_query(self.changes)}

    @property
    def judge_query(self) -> str:
        """The shipment alone, as the query of the screen Judge, which knows the law as it stands."""
        return urlencode({**self.case.query, SHORT[DAY]: self.day.isoformat()})

    @property
    def query_text(self) -> str:
        """The state as the query of an address."""
        return urlencode(self.query)

    @property
    def first_day(self) -> str:
        """The first day that can be asked about."""
        return FIRST_DAY.isoformat()

    def link(self, path: str = PATH, **changes: str | None) -> str:
        """This question at PATH after CHANGES, which go by the names of the address; None takes a value out."""
        return address(path, self.query, **changes)


def line_asked(query: QueryParams, today: date) -> LineAsked:
    """What QUERY asks; the example where it says nothing.

    Raises:
        BadDay: a day cannot be read, or lies before the law that is modelled.
    """
    said = given(query)
    other = said.get(OTHER_DAY, "")
    shown = {name: text for name, text in said.items() if name not in NOT_THE_CASE and not name.startswith(LIMIT)}
    is_example = not any(name != SHORT[DAY] for name in shown)
    if is_example:
        case = Asked(EXAMPLE, "ordinary")
        day = shown.get(SHORT[DAY], "")
    else:
        asked = asked_of(QueryParams(shown))
        day = asked.cells.get(DAY, "")
        cells = MappingProxyType({name: text for name, text in asked.cells.items() if name != DAY})
        case = Asked(cells, asked.assume, asked.clock)
    return LineAsked(
        case,
        day_of(day) if day else max(today, FIRST_DAY),
        day_of(other) if other else None,
        today,
        is_example,
        changes_in(query),
    )
