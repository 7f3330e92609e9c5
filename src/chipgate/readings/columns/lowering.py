"""Formulas as terms over stored columns, and the facts that keep them open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import Any, Final, assert_never

from chipgate.law.facts import Fact
from chipgate.law.language import (
    Classified,
    Compared,
    HighestOf,
    IsTrue,
    Measure,
    OneOf,
    Quotient,
    Stated,
    SumOf,
    Times,
    Within,
)
from chipgate.law.tariff_codes import Scope
from chipgate.readings.columns.amounts import Amounts
from chipgate.readings.columns.compiling import Compiler, Leaf
from chipgate.readings.columns.formulas import Formula, Kind
from chipgate.readings.columns.stored import ABSENT_TEXT, Everywhere, FlagColumn, Layout, TextColumn
from chipgate.readings.columns.terms import Term, Terms, Type

_NO_TEXT: Final = ""
"""A text that no fact is."""


class Lowering:
    """Writes the formulas of a compiler as terms over the columns of a layout."""

    def __init__(self, compiler: Compiler, layout: Layout, terms: Terms | None = None) -> None:
        self.compiler = compiler
        self.layout = layout
        self.terms = Terms() if terms is None else terms
        self.amounts = Amounts(self.terms, layout)
        self._known: dict[Formula, Term] = {}

    def term(self, formula: Formula) -> Term:
        """FORMULA as a flag: null where it is unknown."""
        if formula not in self._known:
            node = self.compiler.arena.nodes[formula]
            self._known[formula] = _LOWERED[node[0]](self, formula, node)  # type: ignore[index]
        return self._known[formula]

    def leaf(self, leaf: Leaf) -> Term:
        """A line of the text without parts."""
        match leaf.condition:
            case Compared() as compared:
                return self.amounts.compared(compared)
            case IsTrue(fact):
                return self._flag(fact)
            case OneOf(fact, values):
                return self._among(fact, frozenset(values))
            case Within(fact, groups):
                return self._within(fact, leaf.law.membership(groups))
            case Classified(fact, scope):
                return self._classified(fact, scope)
            case _ as never:
                assert_never(never)

    def _flag(self, fact: Fact) -> Term:
        match self.layout.get(fact.name):
            case FlagColumn(name):
                return self.terms.column(name, Type.FLAG)
            case Everywhere(value):
                return self.terms.flag(value is True)
            case _:
                return self.terms.unknown

    def _text(self, fact: Fact) -> Term:
        match self.layout.get(fact.name):
            case TextColumn(name, _):
                return self.terms.column(name, Type.TEXT)
            case Everywhere(value):
                return self.terms.text(value if isinstance(value, str) else ABSENT_TEXT)
            case _:
                return self.terms.text(None)

    def _among(self, fact: Fact, values: frozenset[str]) -> Term:
        """Whether a text is one of VALUES; those that do not occur are left out, save for one to hold it against."""
        found = self.layout.get(fact.name)
        if isinstance(found, TextColumn) and found.values is not None:
            values = values & found.values or frozenset(sorted(values)[:1])
        return self.terms.among(self._text(fact), values or (_NO_TEXT,))

    def _within(self, fact: Fact, membership: tuple[frozenset[str], frozenset[str], frozenset[str]]) -> Term:
        """Met for members; not met for places that are known to be none; unknown for all others."""
        members, unsure, known = membership
        settled = (known - unsure) | {ABSENT_TEXT}
        inside = self._among(fact, members)
        found = self.layout.get(fact.name)
        if isinstance(found, TextColumn) and found.values is not None and found.values <= settled | members:
            return inside
        outside = self.terms.is_met(self._among(fact, settled))
        doubt = self.terms.choose([(outside, self.terms.false)], self.terms.unknown)
        return self.terms.any_of((inside, doubt))

    def _classified(self, fact: Fact, scope: Scope) -> Term:
        """Met for what begins with a code of SCOPE; unknown for what one of them begins with."""
        found = self.layout.get(fact.name)
        if isinstance(found, TextColumn) and found.values is not None:
            held = {value: scope.holds(value) for value in found.values if value != ABSENT_TEXT}
            inside = self._among(fact, frozenset(value for value, is_held in held.items() if is_held))
            return self._with_doubt(
                inside, fact, frozenset(value for value, is_held in held.items() if is_held is None)
            )
        text = self._text(fact)
        inside = self.terms.any_of(
            self.terms.among(self.terms.head(text, digits), codes) for digits, codes in scope.by_length.items()
        )
        return self._with_doubt(inside, fact, scope.beginnings)

    def _with_doubt(self, inside: Term, fact: Fact, doubtful: frozenset[str]) -> Term:
        """INSIDE, unknown besides where FACT is one of DOUBTFUL."""
        if not doubtful:
            return inside
        lacks_digits = self.terms.is_met(self._among(fact, doubtful))
        return self.terms.any_of((inside, self.terms.choose([(lacks_digits, self.terms.unknown)], self.terms.false)))

    # What is missing.

    def missing(self, roots: Iterable[tuple[Formula, Term]]) -> dict[str, Term]:
        """For each fact, in which rows it keeps one of ROOTS open; each root counts where the term beside it is true.

        These are the facts of lines that are unknown, below nodes that all are unknown.
        """
        asked: dict[Formula, list[Term]] = {}
        for formula, guard in roots:
            asked.setdefault(formula, []).append(guard)
        found: dict[str, list[Term]] = {}
        waiting = [-formula for formula in asked]
        heapify(waiting)
        while waiting:  # parts have smaller numbers than what is made of them, so all that ask for one come first
            formula = -heappop(waiting)
            wanted = self.terms.all_of((self.terms.any_of(asked[formula]), self.terms.is_open(self.term(formula))))
            if wanted == self.terms.false:
                continue
            for part in self._parts(formula):
                if part not in asked:
                    heappush(waiting, -part)
                asked.setdefault(part, []).append(wanted)
            for name, open_ in self.asks(formula):
                found.setdefault(name, []).append(self.terms.all_of((wanted, open_)))
        return {name: self.terms.any_of(terms) for name, terms in found.items()}

    def _parts(self, formula: Formula) -> tuple[Formula, ...]:
        node: Any = self.compiler.arena.nodes[formula]
        match node[0]:
            case Kind.ALL_OF | Kind.ANY_OF:
                return tuple(node[1])
            case Kind.IS_NOT:
                return (node[1],)
            case _:
                return ()

    def is_known(self, measure: Measure) -> Term:
        """Whether the value of MEASURE is known, or known not to exist."""
        return self.amounts.is_known(measure)

    def asks(self, formula: Formula) -> Iterator[tuple[str, Term]]:
        """The facts for which a line asks, and where."""
        leaf = self.compiler.leaves.get(formula)
        if leaf is None:
            return
        if isinstance(leaf.condition, Compared):
            yield from self._operands(leaf.condition.measure)
        else:
            yield from ((fact.name, self.terms.true) for fact in leaf.facts)

    def _operands(self, measure: Measure) -> Iterator[tuple[str, Term]]:
        match measure:
            case Fact(name):
                yield name, self.terms.is_not(self.is_known(measure))
            case Stated(fact, _):
                yield fact.name, self.terms.is_not(self.is_known(measure))
            case SumOf(parts) | HighestOf(parts):
                for part in parts:
                    yield from self._operands(part)
            case Times(inner, _):
                yield from self._operands(inner)
            case Quotient(dividend, divisor):
                yield from self._operands(dividend)
                yield from self._operands(divisor)
            case _ as never:
                assert_never(never)


def _constant(lowering: Lowering, _formula: Formula, node: Any) -> Term:
    return lowering.terms.flag(bool(node[1]))


def _leaf(lowering: Lowering, formula: Formula, _node: Any) -> Term:
    return lowering.leaf(lowering.compiler.leaves[formula])


_LOWERED: Final[Mapping[Kind, Callable[[Lowering, Formula, Any], Term]]] = {
    Kind.CONSTANT: _constant,
    Kind.LEAF: _leaf,
    Kind.ALL_OF: lambda low, _, node: low.terms.all_of(map(low.term, node[1])),
    Kind.ANY_OF: lambda low, _, node: low.terms.any_of(map(low.term, node[1])),
    Kind.IS_NOT: lambda low, _, node: low.terms.is_not(low.term(node[1])),
    Kind.IS_MET: lambda low, _, node: low.terms.is_met(low.term(node[1])),
    Kind.NOT_FAILED: lambda low, _, node: low.terms.not_failed(low.term(node[1])),
}
