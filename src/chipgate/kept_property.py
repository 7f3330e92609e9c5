"""A property that is worked out once, as ``functools.cached_property`` is from Python 3.12 on: without a lock.

The lock of Python 3.11 takes longer than most of what a determination keeps so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class kept_property(Generic[T]):  # noqa: N801  # it stands where a function of the standard library would
    """What FUNCTION finds on an object, kept beside its other attributes; two threads may both work it out."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        self._function, self._name = function, function.__name__
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> kept_property[T]: ...
    @overload
    def __get__(self, owner: object, kind: type | None = None) -> T: ...
    def __get__(self, owner: object | None, kind: type | None = None) -> kept_property[T] | T:
        if owner is None:
            return self
        found = owner.__dict__[self._name] = self._function(owner)
        return found
