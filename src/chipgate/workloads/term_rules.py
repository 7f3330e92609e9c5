"""Terms put in an order that costs less: what varies along fewer axes comes first. The value stays what it was.

The rules are those of school algebra: factors and summands may change places; a common factor may be taken out of a
sum, or a factor shared out over it; a positive factor on both sides of a comparison may be struck out; a choice between
a term and nothing is a factor of 1 or 0. Rounding moves by some parts in 10**16.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Final

from chipgate.workloads.term_table import TermTable
from chipgate.workloads.terms import CHOICE, Axes, Term, is_number, term_of

_COMPARISONS: Final = frozenset(("less", "less_equal", "greater", "greater_equal"))
Signed = tuple[Term, bool]
"""A term, and whether it is taken away."""

_ONE: Final = term_of(1.0)
_ZERO: Final = term_of(0.0)


class Orderer:
    """Puts terms in order; equal terms become one first."""

    def __init__(self, shape: Sequence[int] = ()) -> None:
        self._sizes = dict(enumerate(reversed(shape)))
        self._table = TermTable()
        self._ordered: dict[int, Term] = {}
        self._closed: set[int] = set()

    def all_ordered(self, terms: Sequence[Term]) -> list[Term]:
        """TERMS with the same values, in a cheaper order."""
        return [self._order(one) for one in self._table.unified(terms)]

    def _order(self, term: Term) -> Term:
        if id(term) not in self._ordered:
            made = self._worked(term)
            if self._table.used[id(term)] > 1 and made.name in ("add", "subtract"):
                self._closed.add(id(made))
            self._ordered[id(term)] = made
        return self._ordered[id(term)]

    def _worked(self, term: Term) -> Term:
        if not term.inputs:
            return self._table.one_of(term)
        inputs = tuple(self._order(one) for one in term.inputs)
        if term.name in ("multiply", "divide"):
            return self._product(*_factors(self._table.call(term.name, *inputs)))
        if term.name in ("add", "subtract"):
            return (
                self._sum([inputs[0], *inputs[1:]], []) if term.name == "add" else self._sum([inputs[0]], [inputs[1]])
            )
        if term.name in _COMPARISONS:
            return self._table.call(term.name, *self._struck(*inputs))
        if term.name == CHOICE:
            return self._choice(*inputs)
        if term.name == "power" and inputs[0].positive and inputs[0].axes < inputs[1].axes:
            return self._table.call(
                "exp",
                self._product(*_factors(self._table.call("multiply", inputs[1], self._table.call("log", inputs[0])))),
            )
        return self._table.call(term.name, *inputs)

    def _choice(self, which: Term, chosen: Term, other: Term) -> Term:
        for term, factor in ((chosen, (_ONE, _ZERO)), (other, (_ZERO, _ONE))):
            if is_number(other if term is chosen else chosen, 0.0) and not is_number(term, 1.0):
                switch = self._table.call(CHOICE, which, *factor)
                return self._product(*_factors(self._table.call("multiply", switch, term)))
        return self._table.call(CHOICE, which, chosen, other)

    def _struck(self, left: Term, right: Term) -> tuple[Term, Term]:
        """Both sides of a comparison without the positive factors that they have in common."""
        (above, below), (other_above, other_below) = _all_factors(left), _all_factors(right)
        under = below + other_below
        above, below = above + other_below, below + other_above  # left / right against 1, all of it
        rest_left, rest_right, struck = _without_common(above, below)
        if not _axes([*rest_left, *rest_right]) < left.axes | right.axes:
            return left, right  # nothing is gained
        if not all(one.positive for one in (*under, *struck)):
            return left, right
        return self._product(rest_left, []), self._product(rest_right, [])

    def _product(self, above: list[Term], below: list[Term]) -> Term:
        """ABOVE over BELOW, factors that vary alike together, narrow ones first."""
        if any(is_number(one, 0.0) for one in above):
            return self._table.one_of(_ZERO)
        for at, one in enumerate(above):
            others = above[:at] + above[at + 1 :]
            if one.name in ("add", "subtract") and self._is_worth_sharing_out(one, [*others, *below]):
                return self._shared_out(one, others, below)
        parts = [
            self._group([one for one in above if one.axes == axes], [one for one in below if one.axes == axes])
            for axes in _narrow_first([*above, *below])
        ]
        kept = [(one, False) for one in parts if not is_number(one, 1.0)]
        return self._merged(kept, self._times)[0] if kept else self._table.one_of(_ONE)

    def _times(self, one: Signed, other: Signed) -> Signed:
        return self._table.call("multiply", one[0], other[0]), False

    def _plus(self, one: Signed, other: Signed) -> Signed:
        if one[1] == other[1]:
            return self._table.call("add", one[0], other[0]), one[1]
        added, taken = (one, other) if other[1] else (other, one)
        return self._table.call("subtract", added[0], taken[0]), False

    def _merged(self, terms: list[Signed], two: Callable[[Signed, Signed], Signed]) -> Signed:
        """TERMS made one, two at a time: always the two that have the fewest cells together."""
        while len(terms) > 1:
            first, second = min(combinations(range(len(terms)), 2), key=lambda at: self._cells(terms, at))
            made = two(terms[first], terms[second])
            terms = [made, *(one for at, one in enumerate(terms) if at not in (first, second))]
        return terms[0]

    def _cells(self, terms: list[Signed], at: tuple[int, int]) -> int:
        axes = terms[at[0]][0].axes | terms[at[1]][0].axes
        return math.prod(self._sizes.get(one, 2) for one in axes)

    def _shared_out(self, whole: Term, above: list[Term], below: list[Term]) -> Term:
        """A sum times other factors as a sum of products."""
        added, taken = (
            [self._product([*_factors(one)[0], *above], [*_factors(one)[1], *below]) for one in terms]
            for terms in self._summands(whole)
        )
        return self._sum(added, taken)

    def _group(self, above: list[Term], below: list[Term]) -> Term:
        top, under = (self._chain("multiply", one) for one in (above, below))
        top = self._table.one_of(_ONE) if top is None else top
        return top if under is None else self._table.call("divide", top, under)

    def _chain(self, name: str, terms: list[Term]) -> Term | None:
        whole: Term | None = None
        for one in terms:
            whole = one if whole is None else self._table.call(name, whole, one)
        return whole

    def _sum(self, added: list[Term], taken: list[Term]) -> Term:
        """ADDED less TAKEN, those that vary alike together, narrow ones first."""
        added, taken = self._flat(added, taken)
        common = _common_factor([*added, *taken])
        if common is not None:
            return self._taken_out(common, added, taken)
        terms = [
            (one, minus)
            for axes in _narrow_first([*added, *taken])
            for minus, all_of_them in ((False, added), (True, taken))
            for one in all_of_them
            if one.axes == axes
        ]
        if not terms:
            return self._table.one_of(_ZERO)
        whole, minus = self._merged(terms, self._plus)
        return self._table.call("subtract", self._table.one_of(_ZERO), whole) if minus else whole

    def _flat(self, added: list[Term], taken: list[Term]) -> tuple[list[Term], list[Term]]:
        """The same with sums among the summands opened."""
        opened: tuple[list[Term], list[Term]] = ([], [])
        for place, terms in enumerate((added, taken)):
            for term in terms:
                for turned, inner in enumerate(self._summands(term)):
                    opened[place ^ turned].extend(one for one in inner if not is_number(one, 0.0))
        return opened

    def _summands(self, term: Term) -> tuple[list[Term], list[Term]]:
        """What is added and what is taken away; a sum that is used elsewhere too stays one."""
        if term.name not in ("add", "subtract") or id(term) in self._closed:
            return [term], []
        (added, taken), (more, less) = (self._summands(one) for one in term.inputs)
        return (added + more, taken + less) if term.name == "add" else (added + less, taken + more)

    def _is_worth_sharing_out(self, whole: Term, others: list[Term]) -> bool:
        """Whether a sum times OTHERS costs less as a sum of products: at most one is then made along all axes anew."""
        outside = _axes(others)
        if not outside or not outside < whole.axes or id(whole) in self._closed:
            return False
        added, taken = self._summands(whole)
        return sum(not _takes_in(one, outside, whole.axes) for one in (*added, *taken)) <= 1

    def _taken_out(self, common: Term, added: list[Term], taken: list[Term]) -> Term:
        """The sum with the factor COMMON before those that have it."""
        with_it, without = ([[one for one in terms if _has(one, common) == has] for terms in (added, taken)]
                            for has in (True, False))  # fmt: skip
        rests = [[self._product(*_less(one, common)) for one in terms] for terms in with_it]
        return self._sum([*without[0], self._product([common, self._sum(*rests)], [])], without[1])


def _factors(term: Term) -> tuple[list[Term], list[Term]]:
    """Factors above and below the line; what varies as one stays one, so that it is worked out once for all."""
    return _all_factors(term, term.axes) if _mixed(term, term.axes) else ([term], [])


def _all_factors(term: Term, axes: Axes | None = None) -> tuple[list[Term], list[Term]]:
    """Factors above and below the line, down to terms that vary along AXES as a whole, or to the last one."""
    if term.name not in ("multiply", "divide"):
        return [term], []
    (above, below), (more_above, more_below) = (
        _all_factors(one) if axes is None else _factors(one) for one in term.inputs
    )
    if term.name == "multiply":
        return above + more_above, below + more_below
    return above + more_below, below + more_above


def _mixed(term: Term, axes: Axes) -> bool:
    """Whether a factor of TERM varies along other axes than all of it."""
    if term.name not in ("multiply", "divide"):
        return bool(term.axes != axes)
    return any(_mixed(one, axes) for one in term.inputs)


def _common_factor(terms: list[Term]) -> Term | None:
    """A factor of two terms or more without which each of them varies along fewer axes.

    What would be left must not contain all axes of the factor: it would be shared out again.
    """
    rests: dict[int, list[Axes]] = {}
    found: dict[int, Term] = {}
    for term in terms:
        above, below = _factors(term)
        for place, one in enumerate(above):
            rest = _axes([*above[:place], *above[place + 1 :], *below])
            if rest < term.axes:
                rests.setdefault(id(one), []).append(rest)
                found[id(one)] = one
    often = [key for key, each in rests.items() if len(each) > 1 and not found[key].axes < frozenset().union(*each)]
    return found[max(often, key=lambda key: len(rests[key]))] if often else None


def _has(term: Term, factor: Term) -> bool:
    above, below = _factors(term)
    others = [one for one in above if one is not factor]
    return len(others) == len(above) - 1 and _axes([*others, *below]) < term.axes


def _less(term: Term, factor: Term) -> tuple[list[Term], list[Term]]:
    """The factors of TERM without FACTOR."""
    above, below = _factors(term)
    return [one for one in above if one is not factor], below


def _axes(terms: list[Term]) -> Axes:
    return frozenset[int]().union(*(one.axes for one in terms))


def _takes_in(term: Term, outside: Axes, axes: Axes) -> bool:
    """Whether TERM times something that varies along OUTSIDE needs no further product along all AXES."""
    above, below = _factors(term)
    return any(one.axes | outside < axes for one in (*above, *below))


def _without_common(left: list[Term], right: list[Term]) -> tuple[list[Term], list[Term], list[Term]]:
    """LEFT and RIGHT without what both have, and that."""
    left, right, common = list(left), list(right), []
    for one in list(left):
        at = next((place for place, other in enumerate(right) if other is one), None)
        if at is not None:
            right.pop(at)
            left.pop(next(place for place, other in enumerate(left) if other is one))
            common.append(one)
    return left, right, common


def _narrow_first(terms: list[Term]) -> list[Axes]:
    """The sets of axes that occur, the smaller first; those that widen the product least come early."""
    return sorted({one.axes for one in terms}, key=lambda axes: (len(axes), sorted(axes, reverse=True)))
