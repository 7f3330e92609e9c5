"""What hangs on verdicts alone, worked out once for all determinations on whose facts every line of the law says the
same: which provision decides, what is missing, which exceptions are open.

The values that the facts have, and whatever shows them, are no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Final, TypeVar

from chipgate.kept_lately import KeptLately
from chipgate.kept_property import kept_property

T = TypeVar("T")

Alike = dict[Any, Any]
"""What is known of determinations that are alike, by the name of the property that found it."""

MOST_KEPT: Final = 4_000
"""So many kinds of determinations are kept at least, and twice as many at most: together some twenty megabytes."""


class AnswersAlike:
    """What is known of each kind of determinations, for those of one checker. Threads may share it: what two of them
    work out at once is the same."""

    def __init__(self) -> None:
        self._kept: KeptLately[Hashable, Alike] = KeptLately(MOST_KEPT)

    def of(self, kind: Hashable) -> Alike:
        """What is known of determinations of this KIND; empty at first."""
        found = self._kept.get(kind)
        return self._kept.keep(kind, {}) if found is None else found


class kept_alike(kept_property[T]):  # noqa: N801  # it stands where a function of the standard library would
    """A property of a determination that hangs on verdicts alone: what FUNCTION finds is kept for all that are alike,
    as the ``alike`` of its owner says."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        name = function.__name__

        @wraps(function)
        def found(owner: Any) -> T:
            alike: Alike = owner.alike
            if name not in alike:
                alike[name] = function(owner)
            known: T = alike[name]
            return known

        super().__init__(found)
