"""What was found out of verdicts, by those that were looked at: it is found again wherever these are the same.

Which verdict is looked at next hangs on nothing but the ones before, so what was looked at makes a tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

MOST_KEPT: Final = 5_000
"""More findings about the same provisions are forgotten together."""

Finding = tuple[object]

_Look = list[Any]
"""The identity of the node whose verdict is looked at, and what comes next for each number it can have: another look,
a finding, or nothing yet. It is a list since each answer goes through some fifty of them."""


class LookedAt:
    """Findings by what was looked at. Two threads may both keep one: it is the same."""

    def __init__(self) -> None:
        self._first: _Look | Finding | None = None
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def found(self, numbers: Sequence[int], places: Mapping[int, int]) -> Finding | None:
        """What was found where the verdicts had these NUMBERS, each at its one of PLACES; None where nothing was."""
        at: Any = self._first
        while at.__class__ is list:
            at = at[numbers[places[at[0]]] + 1]
        found: Finding | None = at
        return found

    def keep(self, looks: Iterable[tuple[int, int]], finding: Finding) -> None:
        """Keep what was FOUND after these LOOKS: the identity of a node, each once, and the number of its verdict."""
        if self._count >= MOST_KEPT:
            self._first, self._count = None, 0
        self._count += 1
        self._first = _grown(self._first, list(looks), finding)


def _grown(first: _Look | Finding | None, looks: Sequence[tuple[int, int]], finding: Finding) -> _Look | Finding:
    """The tree below FIRST with a FINDING more."""
    at, begun = first, 0
    last: _Look = []
    while isinstance(at, list):
        last, at = at, at[looks[begun][1] + 1]
        begun += 1
    branch: _Look | Finding = finding
    for node, number in reversed(looks[begun:]):
        look: _Look = [node, None, None, None, None]
        look[number + 1], branch = branch, look
    if not isinstance(first, list):
        return branch
    last[looks[begun - 1][1] + 1] = branch
    return first
