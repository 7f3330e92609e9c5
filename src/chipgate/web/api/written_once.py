"""Parts of answers that many orders share, kept as the bytes that they are sent as."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final

import orjson

from chipgate.kept_lately import KeptLately

MOST_KEPT: Final = 8_000
"""So many parts are kept at least, and twice as many at most."""


class WrittenOnce:
    """Stands for parts of answers: bytes where a part can be written as JSON, else the part itself."""

    def __init__(self) -> None:
        self._kept: KeptLately[Hashable, tuple[object, Any]] = KeptLately(MOST_KEPT)

    def __call__(self, key: Hashable, owner: object, make: Callable[[], Any]) -> Any:
        """What stands for the part with this KEY, which holds as long as its OWNER is kept; MAKE makes the part."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept.keep(key, (owner, _written(make())))
        return found[1]


def _written(part: Any) -> Any:
    try:
        return orjson.Fragment(orjson.dumps(part))
    except TypeError:  # half a character of the order, which no bytes of JSON hold
        return part


def read_again(part: Any) -> Any:
    """The part that the bytes of PART stand for.

    Raises:
        TypeError: it is none that was written.
    """
    if not isinstance(part, orjson.Fragment):
        raise TypeError(f"{type(part).__name__} is no value of JSON")
    return orjson.loads(orjson.dumps(part))
