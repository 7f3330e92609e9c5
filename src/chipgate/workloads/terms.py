"""Formulas read a second time: run on terms instead of numbers, a time function says what it would compute.

A ``Term`` answers operators and NumPy functions by writing itself down. The text of the physics is one
(``training``, ``serving``, ``phases``); NumPy reads it at once, and ``grid_plan`` reads it as terms, so that it can put
the work that does not vary along an axis of a grid before the work that does.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce
from typing import Any, Final

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

Axes = frozenset[int]
"""Axes of the grid along which a term varies."""

CHOICE: Final = "where"
LEAF: Final = "leaf"

_NOT_LOOKED_AT: Final = object()


class Term(NDArrayOperatorsMixin):
    """A value that is written down, not computed: a leaf with an array, or a function of other terms.

    ``axes`` are counted from the last one, which is 0, so that terms of fewer dimensions count alike.
    """

    axes: Axes

    __slots__ = ("_example", "_positive", "axes", "inputs", "name", "value")

    def __init__(self, name: str, inputs: tuple[Term, ...], value: Any = None) -> None:
        self.name = name
        self.inputs = inputs
        self.value = value
        if value is None:
            self.axes = reduce(operator.or_, (one.axes for one in inputs))
        else:
            self.axes = frozenset(at for at, size in enumerate(reversed(value.shape)) if size > 1)
        self._example: Any = _NOT_LOOKED_AT
        self._positive: bool | None = None

    @property
    def example(self) -> Any:
        """The value, where the term is small enough to look at it; else None."""
        if self._example is _NOT_LOOKED_AT:
            self._example = self.value if self.value is not None else _example(self.name, self.inputs)
        return self._example

    @property
    def positive(self) -> bool:
        """Whether it is above 0 wherever it is looked at, as far as its values or its form show it."""
        if self._positive is None:  # looked up late: to look through a long array takes as long as a step
            if self.example is None:
                self._positive = _is_positive(self.name, self.inputs)
            else:
                self._positive = bool(self.example.dtype.kind == "f" and np.all(self.example > 0))
        return self._positive

    def __array_ufunc__(self, function: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if method != "__call__" or options:
            return NotImplemented
        return called(function.__name__, *map(term_of, inputs))

    def __array_function__(self, function: Any, _types: Any, inputs: Sequence[Any], options: Any) -> Any:
        if function is np.where and len(inputs) == 3 and not options:
            return called(CHOICE, *map(term_of, inputs))
        return NotImplemented

    def __bool__(self) -> bool:
        raise TypeError("a term has no truth value: write np.where instead of if")

    def clip(self, low: float) -> Term:
        """Not below LOW."""
        return called("maximum", self, term_of(low))


_FEW: Final = 4096
"""A term of so few cells is worked out at once, to see its sign."""


def _example(name: str, inputs: tuple[Term, ...]) -> Any:
    """The value, where the term is small enough to look at it."""
    examples = [one.example for one in inputs]
    if any(one is None for one in examples):
        return None
    if np.prod(np.broadcast_shapes(*(one.shape for one in examples))) > _FEW:
        return None
    return computed(name, *examples)


def _is_positive(name: str, inputs: tuple[Term, ...]) -> bool:
    """Whether a term is above 0 wherever it is looked at, as far as its form shows it."""
    if name == "maximum":
        return any(one.positive for one in inputs)
    return name in ("multiply", "divide", "add", "minimum", "power") and all(one.positive for one in inputs)


def term_of(value: Any) -> Term:
    """VALUE as a leaf, or itself where it is a term."""
    if isinstance(value, Term):
        return value
    array = np.asarray(value)
    array = array.reshape(()) if array.size == 1 else array  # the same everywhere: a number
    return Term(LEAF, (), array if array.dtype == bool else array.astype(float, copy=False))


def called(name: str, *inputs: Term) -> Term:
    """The function NAME of INPUTS; at once a number where all of them are."""
    if all(one.value is not None and one.value.ndim == 0 for one in inputs):
        return term_of(computed(name, *(one.value for one in inputs)))
    return Term(name, inputs)


def computed(name: str, *inputs: Any) -> Any:
    """The function NAME of arrays."""
    with np.errstate(all="ignore"):  # what is not chosen may divide by zero
        return np.where(*inputs) if name == CHOICE else getattr(np, name)(*inputs)


def is_number(term: Term, value: float) -> bool:
    """Whether TERM is the number VALUE everywhere."""
    return term.value is not None and term.value.ndim == 0 and float(term.value) == value
