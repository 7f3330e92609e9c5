"""Verdicts on formulas by way of two chains of levels: what a part says on the facts of one chain alone is a column.

A chain has few numbers where kinds of rows are many. So the parts that hang on one chain alone are worked out once for
each of its numbers, and what is joined of both chains is all that is worked out for kinds of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chipgate.readings.columns.formulas import Formula, Kind
from chipgate.readings.columns.lowering import Lowering
from chipgate.readings.columns.terms import Term, Type
from chipgate.readings.columns.writing import Layers, layers

if TYPE_CHECKING:
    from chipgate.cases.tables.lines_of_levels import LinesOfLevels


class ByChains(Lowering):
    """Writes formulas over a column for each part of them that hangs on the levels of one chain alone.

    The levels of LINES before SPLIT are the first chain, all others the second.
    """

    def __init__(self, lines: LinesOfLevels, split: int) -> None:
        super().__init__(lines.compiler, lines.layout)
        self._lines, self._split = lines, split
        self._masks, self._seen = [0, 0], 0
        self._of_chains: dict[Formula, Mapping[Formula, int]] = {}

    def parts(self, formula: Formula) -> Mapping[Formula, int]:
        """The largest parts of FORMULA that hang on one chain alone, each with its chain."""
        if formula not in self._of_chains:
            self._of_chains[formula] = self._largest(formula)
        return self._of_chains[formula]

    def term(self, formula: Formula) -> Term:
        if formula not in self._known and len(self._chains_in(formula)) == 1:
            self._known[formula] = self.terms.column(name_of_part(formula), Type.FLAG)
        if formula not in self._known and (joined := self._joined(formula)) is not None:
            how = self.terms.all_of if self._kind(formula) is Kind.ALL_OF else self.terms.any_of
            self._known[formula] = how(map(self.term, joined))
        return super().term(formula)

    def _largest(self, formula: Formula) -> Mapping[Formula, int]:
        chains = self._chains_in(formula)
        if len(chains) < 2:
            return dict.fromkeys((formula,), chains[0]) if chains else {}
        joined = self._joined(formula)
        below: Iterable[Formula] = (self._node(formula)[1],) if joined is None else joined
        return {part: chain for one in below for part, chain in self.parts(one).items()}

    def _joined(self, formula: Formula) -> list[Formula] | None:
        """The parts of a formula that joins several, those of each chain as one; None where it joins none."""
        kind, parts = self._node(formula)
        if kind not in (Kind.ALL_OF, Kind.ANY_OF):
            return None
        arena = self.compiler.arena
        how = arena.all_of if kind is Kind.ALL_OF else arena.any_of
        of_chain: dict[int, list[Formula]] = {}
        others: list[Formula] = []
        for part in parts:
            chains = self._chains_in(part)
            (of_chain.setdefault(chains[0], []) if len(chains) == 1 else others).append(part)
        return [*map(how, of_chain.values()), *others]

    def _chains_in(self, formula: Formula) -> list[int]:
        """The chains on whose facts FORMULA hangs; none where it is the same in every row."""
        support = self.compiler.arena.support[formula]
        for leaf in self.compiler.arena.leaves_in(support & ~self._seen):
            if (place := self._lines.place_of(self.compiler.leaves[leaf])) is not None:
                self._masks[place[0] >= self._split] |= self.compiler.arena.support[leaf]
        self._seen |= support
        return [chain for chain, mask in enumerate(self._masks) if support & mask]

    def _kind(self, formula: Formula) -> Kind:
        return self._node(formula)[0]

    def _node(self, formula: Formula) -> tuple[Kind, Any]:
        node: Any = self.compiler.arena.nodes[formula]
        return node[0], node[1]


def name_of_part(part: Formula) -> str:
    """The column of what a part comes to."""
    return f"p_{part}"


class PlanByChains:
    """The verdicts on some FORMULAS: plans of the parts of each chain, over its lines, and one that joins them."""

    def __init__(self, lines: LinesOfLevels, chains: ByChains, formulas: Iterable[Formula]) -> None:
        self._lines, self._chains, self._formulas = lines, chains, tuple(dict.fromkeys(formulas))

    @cached_property
    def parts(self) -> tuple[Layers, Layers]:
        """For each chain what is worked out of its numbers."""
        found = {part: chain for one in self._formulas for part, chain in self._chains.parts(one).items()}
        terms, term = self._lines.terms, self._lines.term
        first, second = (
            layers(terms, {name_of_part(part): term(part) for part, chain in found.items() if chain == which})
            for which in (0, 1)
        )
        return first, second

    @cached_property
    def joined(self) -> Layers:
        """The formulas over what the parts come to."""
        return layers(self._chains.terms, {f"v_{formula}": self._chains.term(formula) for formula in self._formulas})
