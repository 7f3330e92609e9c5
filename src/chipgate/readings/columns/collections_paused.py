"""No search for garbage while a great many values are made that are all needed: it takes half the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collections(counts_as_old: bool = False) -> Iterator[None]:
    """Pause the search for garbage.

    With COUNTS_AS_OLD, what was made meanwhile is not looked through right after either, unless somebody keeps objects
    apart by ``gc.freeze``; to ask for that takes a look at all that is kept apart, so it is for rare calls alone.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if counts_as_old and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
