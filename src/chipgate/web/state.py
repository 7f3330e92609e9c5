"""The state of a screen lives in its address: read from the query, and written back the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from chipgate.translation.fault_text import fault
from chipgate.web.problems import Problem


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


LONGEST_NAME = 300
"""Characters of a name, of a search, and of every other value that is looked up."""


def refuse_long_values(query: QueryParams) -> None:
    """Refuse a query in which a name or a value is longer than anything that could be meant.

    Raises:
        Problem: names what is too long.
    """
    for name, value in query.multi_items():
        if max(len(name), len(value)) > LONGEST_NAME:
            raise Problem(
                422,
                fault(
                    "{name} is longer than {most} characters; write what you look for",
                    name=name[:40],
                    most=LONGEST_NAME,
                ),
            )
