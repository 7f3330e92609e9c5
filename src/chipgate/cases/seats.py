"""Seats of the parties beside the end user: one fact of the law speaks of the purchaser and every consignee.

Each may have columns of its own. The law asks whether any of them is headquartered in certain countries, so of several
seats the one that is reached tells the most; where it cannot be told which does, none of them does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from chipgate.cases.columns import CONSIGNEE, INTERMEDIARY, LESSEE, MAY_BE_NONE, PURCHASER, SEATS_OF_PARTIES
from chipgate.cases.nobody import names_none
from chipgate.law.facts import NOT_APPLICABLE, Value
from chipgate.law.us.corpus import us_corpus
from chipgate.law.us.country_groups import FIRST_DAY

_REACHED_BY_ALL: Final = ("CN", "HK")
"""In one of each of the lists of countries for which the law asks about these seats, on every day."""

_REACHED_BY_NAME: Final = frozenset(("MO", "BY", "MM", "KH", "CN", "HK", "RU", "VE"))
"""Macau, and the countries that 744.22 names."""

_REACHED_BY_GROUP: Final = ("D:5", "E:1", "E:2")

_PARTIES: Final = (PURCHASER, INTERMEDIARY, LESSEE, CONSIGNEE)
_KINDS: Final = ("hq", "parent_hq")


def seats_beside_the_end_user(
    cells: Mapping[str, str], facts: Mapping[str, Value], read: Callable[[str], Value | None]
) -> Iterator[tuple[str, Value | None]]:
    """What all parties beside the end user come to in each fact of their seats, None where that is not known; nothing
    where no party has a column of its own.

    FACTS has the seats of the consignee; READ gives the seat that a column of CELLS has.
    """
    if not any(cells.get(name, "").strip() for name in SEATS_OF_PARTIES):
        return
    others = [party for party in _PARTIES if _has_seats(party, cells) or _is_another(party, cells)]
    for kind in _KINDS:
        fact = f"{CONSIGNEE}_{kind}"
        seats = [(party, facts.get(fact) if party == CONSIGNEE else read(f"{party}_{kind}")) for party in others]
        told = [seat for party, seat in seats if seat not in (None, *never_reached()) or not _is_end_user(party, cells)]
        if told:
            yield fact, that_tells_most(told)


def _is_end_user(party: str, cells: Mapping[str, str]) -> bool:
    """Whether PARTY is named as the end user is, whose seats have columns of their own."""
    name = cells.get(party, "").strip()
    return bool(name) and name.casefold() == cells.get("end_user", "").strip().casefold()


def _has_seats(party: str, cells: Mapping[str, str]) -> bool:
    return any(cells.get(f"{party}_{kind}", "").strip() for kind in _KINDS)


def _is_another(party: str, cells: Mapping[str, str]) -> bool:
    """Whether PARTY is named as another than the end user, or called unknown."""
    name = cells.get(party, "").strip()
    if not name or (party in MAY_BE_NONE and names_none(name)):
        return False
    return not _is_end_user(party, cells)


def that_tells_most(seats: Iterable[Value | None]) -> Value | None:
    """The one of SEATS that the law reaches if it reaches any; None where that is not known of all of them."""
    found = list(dict.fromkeys(seats))
    if by_all := [one for one in found if one in _REACHED_BY_ALL]:
        return by_all[0]
    if None in found:
        return None
    places = [one for one in found if one != NOT_APPLICABLE]
    reached = [one for one in places if one not in never_reached()]
    if len(reached) > 1:
        return None
    return next(iter((*reached, *places, *found)), None)


@cache
def never_reached() -> frozenset[str]:
    """The countries that none of these lines of the law reaches on any day."""
    groups = us_corpus().groups
    reached = set(_REACHED_BY_NAME)
    for day in (FIRST_DAY, *groups.change_days):
        for group in _REACHED_BY_GROUP:
            reached |= groups.members(group, day) | groups.uncertain(group, day)
    return frozenset(groups.known() - reached)
