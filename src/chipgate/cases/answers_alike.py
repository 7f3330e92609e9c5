"""What hangs on verdicts alone, worked out once for all determinations on whose facts every line of the law says the
same: which provision decides, what is missing, which exceptions are open.

The values that the facts have, and whatever shows them, are no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeVar, overload

from chipgate.kept_lately import KeptLately

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


class kept_alike(Generic[T]):  # noqa: N801  # it stands where a function of the standard library would
    """A property of a determination that hangs on verdicts alone: what FUNCTION finds is kept for all that are alike,
    as the ``alike`` of its owner says."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        self._function, self._name = function, function.__name__
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> kept_alike[T]: ...
    @overload
    def __get__(self, owner: object, kind: type | None = None) -> T: ...
    def __get__(self, owner: Any, kind: type | None = None) -> kept_alike[T] | T:
        if owner is None:
            return self
        alike: Alike = owner.alike
        if self._name not in alike:
            alike[self._name] = self._function(owner)
        found: T = alike[self._name]
        owner.__dict__[self._name] = found
        return found
