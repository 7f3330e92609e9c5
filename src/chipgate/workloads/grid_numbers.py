"""Questions over a grid as numbers: each field is as small as what it varies with, and little is worked out twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from chipgate.workloads.numbers import NAMES, Numbers


def laid_out(questions: Sequence[Numbers], outer: tuple[int, ...], inner: int) -> Numbers:
    """QUESTIONS, in the order of a grid of shape OUTER, as one: arrays that broadcast to OUTER and INNER more axes.

    Fields of a question are numbers, or arrays that broadcast over the INNER axes. An axis along which a field is the
    same has one place.
    """
    return Numbers(**{name: _field([getattr(one, name) for one in questions], outer, inner) for name in NAMES})


def _field(values: Sequence[Any], outer: tuple[int, ...], inner: int) -> np.ndarray[Any, Any]:
    arrays = [_with_axes(np.asarray(one, dtype=float), inner) for one in values]
    shape = np.broadcast_shapes(*(one.shape for one in arrays))
    whole = np.stack([np.broadcast_to(one, shape) for one in arrays]).reshape(*outer, *shape)
    for axis in range(whole.ndim):
        first = whole.take([0], axis=axis)
        if np.array_equal(np.broadcast_to(first, whole.shape), whole):
            whole = first
    return whole


def _with_axes(array: np.ndarray[Any, Any], count: int) -> np.ndarray[Any, Any]:
    return array.reshape((1,) * (count - array.ndim) + array.shape)
