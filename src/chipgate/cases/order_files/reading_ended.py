"""Reading that somebody else may end: a check that readers make with every block, however few rows the blocks give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_check: ContextVar[Callable[[], None] | None] = ContextVar("check", default=None)


@contextmanager
def reading_ended_by(check: Callable[[], None]) -> Iterator[None]:
    """Within, every reader of this thread calls CHECK before it reads on; what it raises ends the reading."""
    before = _check.set(check)
    try:
        yield
    finally:
        _check.reset(before)


def end_if_asked() -> None:
    """Make the check, where there is one."""
    check = _check.get()
    if check is not None:
        check()
