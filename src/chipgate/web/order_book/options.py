"""How a book is read and judged, as the address of its pages says it: the options of `chipgate check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import QueryParams

from chipgate.cases.assumptions import ASSUMPTION_SETS
from chipgate.cases.columns import columns_named
from chipgate.cases.days import day_of
from chipgate.errors import ChipgateError
from chipgate.law.provision import Clock
from chipgate.translation.fault_text import fault

CLOCK, DAY, ASSUME, SHEET, COLUMN, MEANS = "clock", "on", "assume", "sheet", "column", "means."
"""Names in an address; ``means.HEADING=NAME`` is what a form sends, ``column=HEADING=NAME`` what is kept of it."""

MOST_COLUMNS: Final = 200


class BadChoice(ChipgateError):
    """A value in an address that is none of those that can be chosen."""


@dataclass(frozen=True, slots=True)
class Options:
    """The day for rows that give none, the clock, the assumptions, the sheet, and what headings mean."""

    day: str | None = None
    clock: Clock = Clock.AS_ENFORCED
    assume: str = "nothing"
    sheet: str | None = None
    columns: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, query: QueryParams) -> Options:
        """What QUERY says; the last word on a heading holds.

        Raises:
            ChipgateError: a value that cannot be read.
        """
        day = query.get(DAY, "").strip() or None
        pairs = [pair for pair in query.getlist(COLUMN) if pair.strip()]
        for name, meaning in query.multi_items():
            if name.startswith(MEANS):
                pairs = [pair for pair in pairs if pair.rpartition("=")[0] != name[len(MEANS) :]]
                pairs += [f"{name[len(MEANS) :]}={meaning.strip()}"] if meaning.strip() else []
        if len(pairs) > MOST_COLUMNS:
            raise BadChoice(
                fault(
                    "The address speaks of more than {most} headings. Leave some of them out.",
                    most=MOST_COLUMNS,
                )
            )
        return cls(
            None if day is None else day_of(day).isoformat(),
            Clock(_one_of(query.get(CLOCK, ""), tuple(Clock), Clock.AS_ENFORCED, CLOCK)),
            _one_of(query.get(ASSUME, ""), tuple(ASSUMPTION_SETS), "nothing", ASSUME),
            query.get(SHEET, "").strip() or None,
            tuple(columns_named(pairs).items()),
        )

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The same as names and values of an address; what is so anyway is left out."""
        if self.day:
            yield DAY, self.day
        if self.clock is not Clock.AS_ENFORCED:
            yield CLOCK, str(self.clock)
        if self.assume != "nothing":
            yield ASSUME, self.assume
        if self.sheet:
            yield SHEET, self.sheet
        yield from ((COLUMN, f"{heading}={name}") for heading, name in self.columns)


def _one_of(given: str, known: tuple[str, ...], otherwise: str, name: str) -> str:
    if given and given not in known:
        raise BadChoice(
            fault(
                "{name}={given} is nothing that can be chosen; write one of {known}.",
                name=name,
                given=repr(given[:40]),
                known=", ".join(known),
            )
        )
    return given or otherwise
