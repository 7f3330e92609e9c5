"""The law read backwards: the best value that a text still allows, where two texts differ, and what can be proved.

>>> from chipgate.readings import solve
>>> solve.best, solve.difference, solve.prove  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chipgate.readings.solve.best import best
    from chipgate.readings.solve.difference import difference
    from chipgate.readings.solve.prove import prove

__all__ = ["best", "difference", "prove"]


def __getattr__(name: str) -> Any:
    """A reading, loaded when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{name}"), name)
