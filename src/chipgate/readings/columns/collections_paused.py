"""No search for garbage while much is made of which all is needed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collections() -> Iterator[None]:
    """No search for garbage: among a million values that are all needed it takes half the time.

    Nor right after it: what was made meanwhile counts as old, unless somebody keeps objects apart by ``gc.freeze``.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
