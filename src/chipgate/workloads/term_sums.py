"""Sums gathered: factors that summands share come before them once, and two halves of a choice become one term.

A time function tells its parts apart: what takes longer is in one part, and nothing in the other. Their sum does not
need the difference: ``where(a > b, a, 0) + where(a > b, 0, b)`` is the larger of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Final

from chipgate.workloads.term_table import TermTable
from chipgate.workloads.terms import CHOICE, Term, is_number, term_of

_ZERO: Final = term_of(0.0)
_SUMS: Final = ("add", "subtract")
_PRODUCTS: Final = ("multiply", "divide")
_LARGER: Final = ("greater", "greater_equal")
_SMALLER: Final = ("less", "less_equal")


def gathered(terms: Sequence[Term]) -> list[Term]:
    """TERMS with the same values, their sums gathered.

    What several read stays one term: it is worked out once. Where one term alone is asked for, a sum that two of its
    sums take in is added twice instead, since halves of a choice then meet more often.
    """
    return _Gatherer(readers=2 if len(terms) == 1 else 1).all_gathered(terms)


class _Gatherer:
    """Gathers terms; a sum that at most so many READERS have is opened into theirs."""

    def __init__(self, readers: int) -> None:
        self.table = TermTable()
        self._readers = readers
        self._made: dict[int, Term] = {}

    def all_gathered(self, terms: Sequence[Term]) -> list[Term]:
        """TERMS, gathered."""
        return [self.gathered(one) for one in self.table.unified(terms)]

    def may_open(self, term: Term) -> bool:
        """Whether the summands of TERM may be added where it is read."""
        return self.table.used[id(term)] <= self._readers

    def gathered(self, term: Term) -> Term:
        """TERM of the table, gathered."""
        if id(term) not in self._made:
            made = term
            if term.name in _SUMS:
                whole = _Summands(self)
                whole.take(term, turned=False)
                made = whole.term()
            elif term.inputs:
                made = self.table.call(term.name, *map(self.gathered, term.inputs))
            self._made[id(term)] = made
        return self._made[id(term)]


class _Summands:
    """What is added and what is taken away, and below each factor the sum that it multiplies or divides."""

    def __init__(self, gatherer: _Gatherer) -> None:
        self._gatherer, self._table = gatherer, gatherer.table
        self._added: list[Term] = []
        self._taken: list[Term] = []
        self._below: dict[tuple[str, int], tuple[Term, _Summands]] = {}

    def take(self, term: Term, *, turned: bool) -> None:
        """Take in TERM, or take it away where it is TURNED."""
        if term.name in _SUMS:
            for place, one in enumerate(term.inputs):
                self._take_part(one, turned ^ (place == 1 and term.name == "subtract"))
        elif opened := _opened(term):
            inner, factor = opened
            begun = self._gatherer.gathered(factor), _Summands(self._gatherer)
            self._below.setdefault((term.name, id(factor)), begun)[1]._take_part(inner, turned)
        else:
            (self._taken if turned else self._added).append(term)

    def _take_part(self, term: Term, turned: bool) -> None:
        if self._gatherer.may_open(term):
            self.take(term, turned=turned)
        else:
            (self._taken if turned else self._added).append(term)

    def term(self) -> Term:
        """The sum."""
        whole, minus = self._signed()
        return self._table.call("subtract", _ZERO, whole) if minus else whole

    def _signed(self) -> tuple[Term, bool]:
        """The sum, or what is left to be taken away where all of it is."""
        signs: dict[bool, list[Term]] = {}
        for minus, terms in ((False, self._added), (True, self._taken)):
            signs[minus] = _joined([self._gatherer.gathered(one) for one in terms], self._table)
        for (name, _), (factor, below) in self._below.items():
            inner, minus = below._signed()
            signs[minus].append(self._table.call(name, inner, factor))
        added, taken = (reduce(self._plus, signs[minus]) if signs[minus] else None for minus in (False, True))
        if added is not None and taken is not None:
            return self._table.call("subtract", added, taken), False
        whole = taken if added is None else added
        return (_ZERO if whole is None else whole), added is None and taken is not None

    def _plus(self, one: Term, other: Term) -> Term:
        return self._table.call("add", one, other)


def _opened(term: Term) -> tuple[Term, Term] | None:
    """What a product has within it, and the factor outside; nothing where both sides are plain values."""
    if term.name not in _PRODUCTS:
        return None
    left, right = term.inputs
    if left.inputs:
        return left, right
    return (right, left) if right.inputs and term.name == "multiply" else None


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
