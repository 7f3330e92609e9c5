"""Truth values for the solver: constants stay plain, so that what the facts decide never reaches it.

The solver is Z3, the optional extra ``solve``; nothing of it is loaded before it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from chipgate.errors import ChipgateError
from chipgate.units import Exact

Truth = Any
"""A plain ``bool``, or a Z3 term of that sort."""

Number = Any
"""A Z3 term of the real or the integer sort."""


class LacksSolver(ChipgateError):
    """The solver is not installed; names the extra that brings it."""

    def __init__(self) -> None:
        super().__init__("reading the law backwards needs z3, which is not installed: `pip install 'chipgate[solve]'`.")


@cache
def z3() -> Any:
    """The solver, loaded when it is first asked for.

    Raises:
        LacksSolver: it is not installed.
    """
    if find_spec("z3") is None:
        raise LacksSolver
    module = import_module("z3")
    module.set_param("ctrl_c", False)  # signals are ours: a run that is interrupted ends as any other does
    return module


def number_term(value: Exact) -> Number:
    """An exact number as a term."""
    return z3().RealVal(str(value))


def all_true(parts: Iterable[Truth]) -> Truth:
    """Every one of PARTS."""
    left: dict[int, Truth] = {}
    for part in parts:
        if part is False:
            return False
        if part is not True:
            left[part.get_id()] = part
    return True if not left else next(iter(left.values())) if len(left) == 1 else z3().And(*left.values())


def any_true(parts: Iterable[Truth]) -> Truth:
    """One of PARTS at least."""
    left: dict[int, Truth] = {}
    for part in parts:
        if part is True:
            return True
        if part is not False:
            left[part.get_id()] = part
    return False if not left else next(iter(left.values())) if len(left) == 1 else z3().Or(*left.values())


def not_true(part: Truth) -> Truth:
    """The opposite of PART."""
    return (not part) if isinstance(part, bool) else z3().Not(part)


def term_of(part: Truth) -> Any:
    """PART as a term, where the solver itself is asked."""
    return z3().BoolVal(part) if isinstance(part, bool) else part
