"""A law with other limits, as an address holds it: ``limit.NAME=VALUE``, as often as there are changes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from starlette.datastructures import QueryParams

from chipgate.errors import BadReform
from chipgate.law.corpus import Corpus
from chipgate.law.reform import Reform, SetLimit, reformed
from chipgate.law.us.corpus import us_corpus
from chipgate.translation.fault_text import fault
from chipgate.units import exact, exact_text

LIMIT: Final = "limit."

Changes = tuple[tuple[str, str], ...]
"""Names of limits with what they are to read, as decimal text."""


def changes_in(query: QueryParams) -> Changes:
    """The limits that QUERY changes."""
    found = {
        name.removeprefix(LIMIT): value.strip()
        for name, value in query.multi_items()
        if name.startswith(LIMIT) and value.strip()
    }
    return tuple(sorted(found.items()))


def as_query(changes: Changes) -> dict[str, str]:
    """CHANGES as an address holds them."""
    return {LIMIT + name: value for name, value in changes}


@lru_cache(maxsize=32)
def law_with(changes: Changes) -> Corpus:
    """The law with CHANGES; as it stands where there are none.

    Raises:
        BadNumber, BadReform: a name or a number cannot be read.
    """
    return us_corpus() if not changes else reformed(us_corpus(), _reform(changes))


@lru_cache(maxsize=32)
def _reform(changes: Changes) -> Reform:
    """The changes as a reform.

    Raises:
        BadNumber, BadReform: a value is no number, or no number of a limit.
    """
    reform = Reform("reform", tuple(SetLimit(name, exact(value)) for name, value in changes))
    below_zero = [one.name for one in reform.changes if one.value < 0]  # type: ignore[union-attr]
    if below_zero:
        told = [fault("{name}: a limit is not negative", name=name) for name in below_zero]
        raise BadReform.listing(fault("the limits cannot be changed:"), told)
    return reform


def changed_limits(changes: Changes) -> Iterator[tuple[str, str, str]]:
    """Each change: the limit, what it reads, and what it is to read.

    Raises:
        BadReform: a name or a number cannot be read.
    """
    for one in _reform(changes).changes if changes else ():
        assert isinstance(one, SetLimit)
        yield one.name, exact_text(us_corpus().limits[one.name].value), exact_text(one.value)
