"""Sums gathered: factors that summands share come before them once, and two halves of a choice become one term.

A time function tells its parts apart: what takes longer is in one part, and nothing in the other. Their sum does not
need the difference: ``where(a > b, a, 0) + where(a > b, 0, b)`` is the larger of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chipgate.workloads.term_table import TermTable
from chipgate.workloads.terms import CHOICE, Term, is_number, term_of

_ZERO: Final = term_of(0.0)
_SUMS: Final = ("add", "subtract")
_PRODUCTS: Final = ("multiply", "divide")
_LARGER: Final = ("greater", "greater_equal")
_SMALLER: Final = ("less", "less_equal")


def gathered(terms: Sequence[Term]) -> list[Term]:
    """TERMS with the same values, their sums gathered; what is asked for or read elsewhere too stays one term."""
    table = TermTable()
    unified = table.unified(terms)
    made: dict[int, Term] = {}
    return [_gathered(one, table, made) for one in unified]


def _gathered(term: Term, table: TermTable, made: dict[int, Term]) -> Term:
    if id(term) not in made:
        if term.name in _SUMS:
            whole = _Summands(table, made)
            whole.take(term, turned=False)
            made[id(term)] = whole.term()
        elif term.inputs:
            made[id(term)] = table.call(term.name, *(_gathered(one, table, made) for one in term.inputs))
        else:
            made[id(term)] = term
    return made[id(term)]


class _Summands:
    """What is added and what is taken away, and below each factor the sum that it multiplies or divides."""

    def __init__(self, table: TermTable, made: dict[int, Term]) -> None:
        self._table, self._made = table, made
        self._added: list[Term] = []
        self._taken: list[Term] = []
        self._below: dict[tuple[str, int], tuple[Term, _Summands]] = {}

    def take(self, term: Term, *, turned: bool) -> None:
        """Take in TERM, or take it away where it is TURNED."""
        if term.name in _SUMS:
            for place, one in enumerate(term.inputs):
                self._take_part(one, turned ^ (place == 1 and term.name == "subtract"))
        elif term.name in _PRODUCTS and term.inputs[0].inputs:
            inner, factor = term.inputs
            _, below = self._below.setdefault(
                (term.name, id(factor)), (_gathered(factor, self._table, self._made), _Summands(self._table, self._made))
            )
            below._take_part(inner, turned)
        else:
            (self._taken if turned else self._added).append(term)

    def _take_part(self, term: Term, turned: bool) -> None:
        """Open TERM only where nobody else reads it."""
        if self._table.used[id(term)] > 1:
            (self._taken if turned else self._added).append(term)
        else:
            self.take(term, turned=turned)

    def term(self) -> Term:
        """The sum."""
        whole: Term | None = None
        added = [_gathered(one, self._table, self._made) for one in self._added]
        for one in _joined(added, self._table):
            whole = one if whole is None else self._table.call("add", whole, one)
        for (name, _), (factor, below) in self._below.items():
            one = self._table.call(name, below.term(), factor)
            whole = one if whole is None else self._table.call("add", whole, one)
        whole = _ZERO if whole is None else whole
        for one in self._taken:
            whole = self._table.call("subtract", whole, _gathered(one, self._table, self._made))
        return whole


def _joined(terms: Sequence[Term], table: TermTable) -> list[Term]:
    """Summands with those that are halves of one choice as one."""
    kept: list[Term] = []
    halves: dict[tuple[int, bool], list[Term]] = {}
    for term in terms:
        half = _half_of(term)
        others = halves.get((half[0], not half[1])) if half else None
        if half is None:
            kept.append(term)
        elif others:
            first, second = (term, others.pop()) if half[1] else (others.pop(), term)
            kept.append(_chosen(first.inputs[0], first.inputs[1], second.inputs[2], table))
        else:
            halves.setdefault(half, []).append(term)
    return [*kept, *(one for left in halves.values() for one in left)]


def _half_of(term: Term) -> tuple[int, bool] | None:
    """The condition of a choice between something and nothing, and whether the first is the something."""
    if term.name != CHOICE or not any(is_number(one, 0.0) for one in term.inputs[1:]):
        return None
    return id(term.inputs[0]), is_number(term.inputs[2], 0.0)


def _chosen(which: Term, chosen: Term, other: Term, table: TermTable) -> Term:
    """The choice, as the larger or the smaller one where it is that."""
    if chosen is other:
        return chosen
    for names, name in ((_LARGER, "maximum"), (_SMALLER, "minimum")):
        for sides, turned in (((chosen, other), False), ((other, chosen), True)):
            if which.name in names and all(one is side for one, side in zip(which.inputs, sides, strict=True)):
                return table.call(_opposite(name) if turned else name, *sides)
    return table.call(CHOICE, which, chosen, other)


def _opposite(name: str) -> str:
    return "minimum" if name == "maximum" else "maximum"
