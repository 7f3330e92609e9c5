"""Pickling of what a law and its readings are made of."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from chipgate.law.facts import NOT_APPLICABLE, NotApplicable


class LawPickler(pickle.Pickler):
    """Takes mappings that cannot be changed, and the one value that is known by its identity."""

    def reducer_override(self, value: Any) -> Any:
        """How such a value is made again."""
        if isinstance(value, MappingProxyType):
            return _as_it_was, (dict(value),)
        if isinstance(value, NotApplicable):
            return _not_applicable, ()
        return NotImplemented


def _as_it_was(values: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(values)


def _not_applicable() -> NotApplicable:
    return NOT_APPLICABLE
