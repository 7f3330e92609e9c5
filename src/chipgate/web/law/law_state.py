"""The state of the law's pages in their address: day, clock, search, destinations, and every limit that is changed.

A changed limit is ``limit.NAME=VALUE``. The picker of the drawer sends ``pick=NAME&value=VALUE``, which is read as one
more change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import quote

from starlette.datastructures import QueryParams

from chipgate.cases.days import day_of
from chipgate.errors import BadReform
from chipgate.law.provision import Clock
from chipgate.law.trade.corpus import FIRST_DAY_OF_DUTIES
from chipgate.translation.fault_text import fault
from chipgate.web.law.law_list import KINDS
from chipgate.web.law.reform_drawer import Changes, places_of
from chipgate.web.problems import Problem
from chipgate.web.state import refuse_long_values

LIMIT: Final = "limit."
LANDS: Final = ("us", "cn")
MOST_CHANGES: Final = 50
_SAFE: Final = "/:(),@ "


@dataclass(frozen=True, slots=True)
class LawState:
    """What is asked of the law. ``picked`` is a name and a value from the picker, which is not in the list yet."""

    day: date
    clock: Clock = Clock.AS_ENFORCED
    text: str = ""
    land: str = ""
    kind: str = ""
    places: tuple[str, ...] = ("CN",)
    changes: Changes = ()
    picked: tuple[str, str] | None = None

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The state as it stands in an address: the day always, all else where it says something."""
        yield "on", self.day.isoformat()
        if self.clock is not Clock.AS_ENFORCED:
            yield "clock", str(self.clock)
        said = (("q", self.text), ("land", self.land), ("kind", self.kind))
        yield from ((name, value) for name, value in said if value)
        if self.places != ("CN",):
            yield "to", ",".join(self.places)
        yield from ((LIMIT + name, value) for name, value in self.changes)

    def address(self, path: str = "/law") -> str:
        """PATH with the whole state in its query."""
        query = "&".join(f"{_written(name)}={_written(value)}" for name, value in self.pairs())
        return f"{quote(path)}?{query}"

    def of_provision(self, provision_id: str) -> str:
        """The address of a provision, in this state; a search stays behind."""
        return self.everything().address(f"/law/{provision_id}")

    def on(self, day: str) -> LawState:
        """This state on another day, in ISO form."""
        return replace(self, day=date.fromisoformat(day))

    def everything(self) -> LawState:
        """This state without the search."""
        return replace(self, text="", land="", kind="")

    def limit_names(self) -> tuple[str, ...]:
        """The limits that are changed."""
        return tuple(name for name, _ in self.changes)

    def value_of(self, name: str) -> str:
        """What a limit is to read; empty where it is not changed."""
        return dict(self.changes).get(name, "")

    def without_changes(self) -> LawState:
        """This state with every change taken back."""
        return replace(self, changes=(), picked=None)

    def without(self, name: str) -> LawState:
        """This state with one change taken back."""
        return replace(self, changes=tuple(one for one in self.changes if one[0] != name))


def _written(text: str) -> str:
    return quote(text, safe=_SAFE).replace(" ", "+")


def law_state(query: QueryParams, today: date | None = None) -> LawState:
    """What QUERY asks.

    Raises:
        BadDay: the day is none, or lies before the law that is modelled.
        UnknownCountry: a destination is no country.
        Problem: a word of the address is none that is known.
    """
    refuse_long_values(query)
    on = query.get("on", "").strip()
    return LawState(
        day=day_of(on, FIRST_DAY_OF_DUTIES) if on else (today or date.today()),
        clock=Clock(_one_of(query, "clock", tuple(map(str, Clock))) or Clock.AS_ENFORCED),
        text=query.get("q", "").strip(),
        land=_one_of(query, "land", LANDS),
        kind=_one_of(query, "kind", tuple(KINDS)),
        places=places_of(query.get("to", "")),
        changes=_changes(query),
        picked=_picked(query),
    )


def _one_of(query: QueryParams, name: str, known: tuple[str, ...]) -> str:
    value = query.get(name, "").strip()
    if value and value not in known:
        raise Problem(
            422,
            fault(
                "{name} is {given}; it is one of {known}, or left out",
                name=name,
                given=repr(value[:40]),
                known=", ".join(known),
            ),
        )
    return value


def _changes(query: QueryParams) -> Changes:
    found = {
        name.removeprefix(LIMIT): value.strip()
        for name, value in query.multi_items()
        if name.startswith(LIMIT) and value.strip()
    }
    if len(found) > MOST_CHANGES:
        raise Problem(
            422,
            fault(
                "{count} limits are changed; a page takes {most}. Use a reform as a TOML file.",
                count=len(found),
                most=MOST_CHANGES,
            ),
        )
    return tuple(found.items())


def _picked(query: QueryParams) -> tuple[str, str] | None:
    name, value = query.get("pick", "").strip(), query.get("value", "").strip()
    return (name, value) if name or value else None


def with_picked(state: LawState) -> LawState:
    """STATE with what was picked among its changes.

    Raises:
        BadReform: a limit was picked without a value, or a value was given without a limit.
    """
    if state.picked is None:
        return state
    name, value = state.picked
    if not name or not value:
        lacks = fault("say which limit is to read it") if value else fault("give the number that it is to read")
        raise BadReform(fault("{where}: {wrong}", where=name or value, wrong=lacks))
    changes = (*(one for one in state.changes if one[0] != name), (name, value))
    return replace(state, changes=changes, picked=None)
