"""What was found out of verdicts, by those that were looked at: it is found again wherever these are the same.

Which verdict is looked at next hangs on nothing but the ones before, so what was looked at makes a tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

MOST_KEPT: Final = 5_000
"""More findings about the same provisions are forgotten together."""

Finding = tuple[object]
_Tree: TypeAlias = "_Look | Finding"


class _Look:
    """The identity of the node whose verdict is looked at, and what comes next by its number."""

    __slots__ = ("after", "node")

    def __init__(self, node: int) -> None:
        self.node = node
        self.after: dict[int, _Tree] = {}


class LookedAt:
    """Findings by what was looked at. Two threads may both keep one: it is the same."""

    def __init__(self) -> None:
        self._first: _Tree | None = None
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def found(self, numbers: Sequence[int], places: Mapping[int, int]) -> Finding | None:
        """What was found where the verdicts had these NUMBERS, each at its one of PLACES; None where nothing was."""
        at = self._first
        while at.__class__ is _Look:
            at = at.after.get(numbers[places[at.node]])
        return at  # type: ignore[return-value]

    def keep(self, looks: Iterable[tuple[int, int]], finding: Finding) -> None:
        """Keep what was FOUND after these LOOKS: the identity of a node, each once, and the number of its verdict."""
        if self._count >= MOST_KEPT:
            self._first, self._count = None, 0
        self._count += 1
        self._first = _grown(self._first, list(looks), finding)


def _grown(first: _Tree | None, looks: Sequence[tuple[int, int]], finding: Finding) -> _Tree:
    """The tree below FIRST with a FINDING more."""
    at, begun = first, 0
    last: _Look | None = None
    while isinstance(at, _Look):
        last, begun = at, begun + 1
        at = at.after.get(looks[begun - 1][1])
    branch: _Tree = finding
    for node, number in reversed(looks[begun:]):
        look = _Look(node)
        look.after[number], branch = branch, look
    if last is None:
        return branch
    last.after[looks[begun - 1][1]] = branch
    assert first is not None
    return first
