"""Country groups of the EAR by day: Supplement No. 1 to part 740, and the list of Supplement No. 5, paragraph (a).

The table is the one printed in 2026. An earlier day is reached by undoing the dated changes after it.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

GROUPS: Final = ("A:1", "A:5", "A:6", "D:1", "D:4", "D:5", "E:1", "E:2", "Supp. 5(a)")
"""The groups whose members are recorded; the last one is the list that the AI Diffusion rule calls for."""

FIRST_DAY: Final = date(2022, 10, 21)
"""The first day of the advanced-computing rules."""

ASSUMED_SINCE: Final = date(2022, 1, 1)
"""The first day for which an unchanged membership is assumed; before it, nothing is settled."""

TABLE_DAY: Final = date(2026, 7, 23)
"""The day of the first printed table that was read."""

DEPENDENCIES_CITATION: Final = "15 CFR 738.3(b)"
"""A territory that the Country Chart does not list has the licensing treatment of the country it belongs to."""

_NOT_FOR_DEPENDENCIES: Final = "Supp. 5(a)"
# A list of destinations by name for the AI Diffusion text, and no part of the Country Chart: it stays unsettled.

_DATA: Final = Path(__file__).parent / "data"


class Change(NamedTuple):
    """One line of country_group_changes.csv. ``until`` is the first day that it no longer holds."""

    iso2: str
    group: str
    kind: str
    since: date
    until: date
    citation: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a country is in a group on a day, since when, and on what authority.

    ``holds`` is None where it is not known: the country has no row in the table, or the change has no sure day.
    ``since`` and ``until`` bound the answer where a dated change does; ``until`` is the first day of another answer.
    """

    group: str
    iso2: str
    day: date
    holds: bool | None
    since: date | None
    until: date | None
    citation: str
    status: str
    note: str = ""


@cache
def changes() -> tuple[Change, ...]:
    """Every dated change on record, those of groups that are not kept here too."""
    return tuple(
        Change(
            iso2=row["iso2"],
            group=row["group"],
            kind=row["change"],
            since=date.fromisoformat(row["since"]) if row["since"] else date.min,
            until=date.fromisoformat(row["until"]) if row["until"] else date.max,
            citation=row["citation"],
            status=row["status"],
            note=row["note"],
        )
        for row in _rows("country_group_changes.csv")
    )


def groups_on(day: date) -> Mapping[str, frozenset[str]]:
    """The members of each group on DAY, as the table in force prints them, with HK wherever CN is.

    A country that is not one of ``known_countries()`` is in no group here, which does not mean that it belongs to
    none; nor does the absence, or presence, of a pair that ``uncertain_on`` lists.
    """
    return _groups_in(bisect_right(_ALL_DAYS, day))


def uncertain_on(day: date) -> frozenset[tuple[str, str]]:
    """The (group, country) pairs whose membership on DAY cannot be stated; a rule reads them as UNKNOWN.

    Before 2022 that is every pair: the changes of those years are not recorded.
    """
    return _uncertain_in(bisect_right(_ALL_DAYS, day))


def is_member(group: str, iso2: str, day: date) -> bool | None:
    """Whether ISO2 is in GROUP on DAY; None where the table does not settle it."""
    if iso2 not in known_countries() or (group, iso2) in uncertain_on(day):
        return None
    return iso2 in groups_on(day)[group]


@cache
def known_countries() -> frozenset[str]:
    """The countries whose membership is stated by the table, or by that of the country they belong to."""
    return frozenset((*_table(), *dependencies()))


@cache
def dependencies() -> Mapping[str, str]:
    """Territories without a row of their own, and the country as which each is read (738.3(b))."""
    return MappingProxyType({row["iso2"]: row["read_as"] for row in _rows("dependencies.csv")})


def membership(group: str, iso2: str, day: date) -> Membership:
    """Whether ISO2 is in GROUP on DAY, with the change or table that says so."""
    if iso2 in dependencies():
        return _of_dependency(group, iso2, day)
    holds = is_member(group, iso2, day)
    row = _table().get(iso2)
    if row is None:
        return Membership(group, iso2, day, None, None, None, "15 CFR 740 Supp. 1", "", f"no row for {iso2}")
    if holds is None:
        return _unsettled(group, iso2, day)
    last, following = _moves_around(group, iso2, day)
    told_by = last or following
    if told_by:
        since, until = (move.since if move else None for move in (last, following))
        return Membership(group, iso2, day, holds, since, until, told_by.citation, told_by.status, told_by.note)
    if day >= TABLE_DAY:
        return Membership(group, iso2, day, holds, None, None, row["source"], row["status"])
    assumed = f"read from the table of {TABLE_DAY}; assumed unchanged since {ASSUMED_SINCE.year}"
    return Membership(group, iso2, day, holds, None, None, row["source"], "reading", assumed)


def _of_dependency(group: str, iso2: str, day: date) -> Membership:
    """As the country it belongs to; the list of the AI Diffusion text is left open."""
    country = dependencies()[iso2]
    found = membership(group, country, day)
    if group == _NOT_FOR_DEPENDENCIES:
        return Membership(group, iso2, day, None, None, None, found.citation, "", f"no row for {iso2}")
    cite = f"{found.citation}; {DEPENDENCIES_CITATION}"
    return replace(found, iso2=iso2, citation=cite, note=f"{iso2} is read as {country}; {found.note}".rstrip("; "))


def citation_of(group: str, iso2: str, day: date) -> str:
    """The same as a line for a trace: ``NI in D:5 since 2024-03-15 (89 FR 18780)``."""
    found = membership(group, iso2, day)
    if found.holds is None:
        return f"whether {iso2} is in {group} is not settled on {day} ({found.citation}: {found.note})"
    span = f" since {found.since}" if found.since else f" before {found.until}" if found.until else ""
    mark = "" if found.status == "seen" else f", {found.status}"
    assumed = f"; {found.note}" if found.status == "reading" else ""
    return f"{iso2} {'in' if found.holds else 'not in'} {group}{span} ({found.citation}{mark}{assumed})"


def _rows(file_name: str) -> Iterator[dict[str, str]]:
    with (_DATA / file_name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _table() -> Mapping[str, dict[str, str]]:
    return {row["iso2"]: row for row in _rows("country_groups.csv")}


def _days_of_change() -> tuple[date, ...]:
    kept = [change for change in changes() if change.group in GROUPS or change.kind == "is read as"]
    ends = {end for change in kept for end in (change.since, change.until)}
    return tuple(sorted((ends | {ASSUMED_SINCE}) - {date.min, date.max}))


_ALL_DAYS: Final = _days_of_change()

CHANGE_DAYS: Final = tuple(day for day in _ALL_DAYS if day > FIRST_DAY)
"""The days after ``FIRST_DAY`` on which a membership changes, or becomes settled or unsettled: between two of them
``groups_on`` and ``uncertain_on`` give the same answer."""


@cache
def _groups_in(interval: int) -> Mapping[str, frozenset[str]]:
    day = _ALL_DAYS[interval - 1] if interval else date.min
    members = {group: {iso2 for iso2, row in _table().items() if row[group] == "1"} for group in GROUPS}
    later = [change for change in changes() if change.group in GROUPS and change.since > day]
    for change in sorted(later, key=lambda change: change.since, reverse=True):
        _undo(change, members[change.group])
    for change in changes():
        if change.kind == "is read as":
            _read_as(change, day, members)
    for territory, country in dependencies().items():
        _read_dependency(territory, country, members)
    return MappingProxyType({group: frozenset(who) for group, who in members.items()})


def _read_dependency(territory: str, country: str, members: Mapping[str, set[str]]) -> None:
    for group, who in members.items():
        if country in who and group != _NOT_FOR_DEPENDENCIES:
            who.add(territory)


def _undo(change: Change, members: set[str]) -> None:
    """Take a change of a later day out of MEMBERS; "*" stands for every member."""
    if change.kind == "leaves":
        members.add(change.iso2)
    elif change.kind == "enters" and change.iso2 == "*":
        members.clear()
    elif change.kind == "enters":
        members.discard(change.iso2)


def _read_as(change: Change, day: date, members: Mapping[str, set[str]]) -> None:
    """Put a territory in the groups of the country that it is read as, and in none before that day."""
    for who in members.values():
        who.discard(change.iso2)
        if change.since <= day and change.group in who:
            who.add(change.iso2)


@cache
def _uncertain_in(interval: int) -> frozenset[tuple[str, str]]:
    day = _ALL_DAYS[interval - 1] if interval else date.min
    if day < ASSUMED_SINCE:
        return frozenset((group, iso2) for group in GROUPS for iso2 in known_countries())
    listed = {(change.group, change.iso2) for change in changes() if _is_unsettled(change, day)}
    read_as = {(group, iso2) for iso2, country in dependencies().items() for group, of in listed if of == country}
    return frozenset(listed | read_as | {(_NOT_FOR_DEPENDENCIES, iso2) for iso2 in dependencies()})


def _is_unsettled(change: Change, day: date) -> bool:
    return change.kind == "is unsettled" and change.since <= day < change.until


def _changes_of(group: str, iso2: str) -> list[Change]:
    """The changes of one pair; those of a whole list count for its members."""
    listed = _table()[iso2][group] == "1"
    return [one for one in changes() if one.group == group and (one.iso2 == iso2 or (one.iso2 == "*" and listed))]


def _moves_around(group: str, iso2: str, day: date) -> tuple[Change | None, Change | None]:
    """The last move of a pair up to DAY, and the first one after it."""
    moves = sorted(
        (change for change in _changes_of(group, iso2) if change.kind in ("enters", "leaves")),
        key=lambda move: move.since,
    )
    past = bisect_right([move.since for move in moves], day)
    return (moves[past - 1] if past else None), (moves[past] if past < len(moves) else None)


def _unsettled(group: str, iso2: str, day: date) -> Membership:
    stretch = next((change for change in _changes_of(group, iso2) if _is_unsettled(change, day)), None)
    if stretch is None:
        note = f"changes before {ASSUMED_SINCE} are not recorded"
        return Membership(group, iso2, day, None, None, ASSUMED_SINCE, "15 CFR 740 Supp. 1", "", note)
    since = None if stretch.since == date.min else stretch.since
    until = None if stretch.until == date.max else stretch.until
    return Membership(group, iso2, day, None, since, until, stretch.citation, stretch.status, stretch.note)
