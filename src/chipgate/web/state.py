"""The state of a screen lives in its address: read from the query, and written back the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

LONGEST_VALUE = 2_000
"""Characters of one value in an address; a longer one is refused before anybody reads it."""


def given(query: QueryParams, names: Iterable[str] | None = None) -> dict[str, str]:
    """The values of QUERY that say something, by name; the last of several wins, as in a form.

    NAMES keeps only those names.
    """
    wanted = None if names is None else frozenset(names)
    return {
        name: text.strip()
        for name, text in query.multi_items()
        if text.strip() and name != "lang" and (wanted is None or name in wanted)
    }


def address(path: str, state: Mapping[str, str], **changes: str | None) -> str:
    """PATH with STATE in its query, after CHANGES; None takes a value out."""
    kept = {name: value for name, value in {**state, **changes}.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path
