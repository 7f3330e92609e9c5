"""Lines of a list that can never be the first with a verdict, because earlier lines are at least as high.

A line is outdone by others where its verdict is never above the greatest of theirs: "a and b" by an earlier "a". That
holds in Kleene's logic too, where all-of is the least of three verdicts, and whatever is put in for a leaf. What is
left out may still be missing where somebody asks for facts: only the line that decides stays the same.
"""

from __future__ import annotations

from typing import Any

from chipgate.readings.columns.formulas import MET, Arena, Formula, Kind


class Outdone:
    """Leaves out what is outdone; keeps what it has worked out."""

    def __init__(self, arena: Arena) -> None:
        self._arena = arena
        self._listed: dict[Formula, Formula] = {}

    def __getstate__(self) -> dict[str, object]:
        """All but what is quickly worked out again."""
        return {**self.__dict__, "_listed": {}}

    def listed(self, formula: Formula) -> Formula:
        """A list, without lines that earlier ones outdo; a met line leaves nothing to those that are open for good."""
        found = self._listed.get(formula)
        if found is None:
            found = self._listed[formula] = self._without_idle_lines(formula)
        return found

    def _without_idle_lines(self, formula: Formula) -> Formula:
        node: Any = self._arena.nodes[formula]
        earlier, kept = set[Formula](), []
        for line in node[1]:
            if not self._is_below(line[1], earlier):
                kept.append(line)
                earlier.add(line[1])
                part: Any = self._arena.nodes[line[1]]
                if part[0] is Kind.ANY_OF:
                    earlier.update(part[1])
        if kept and kept[-1][1] == MET:
            kept = [line for line in kept if line[1] == MET or not self._arena.is_settled(line[1])]
        return formula if len(kept) == len(node[1]) else self._arena.listed(kept)

    def _is_below(self, formula: Formula, others: set[Formula]) -> bool:
        """Whether it is plain that FORMULA is never above the greatest of OTHERS."""
        return formula in others or self._is_any_of(formula, others) or self._has_part_below(formula, others)

    def _is_any_of(self, formula: Formula, others: set[Formula]) -> bool:
        node: Any = self._arena.nodes[formula]
        return node[0] is Kind.ANY_OF and others.issuperset(node[1])

    def _has_part_below(self, formula: Formula, others: set[Formula]) -> bool:
        """Whether all parts of FORMULA must be met, and one of them is never above the greatest of OTHERS."""
        node: Any = self._arena.nodes[formula]
        if node[0] is not Kind.ALL_OF:
            return False
        if not others.isdisjoint(node[1]):
            return True
        nested = self._arena.of_kind(Kind.ANY_OF)
        return not nested.isdisjoint(node[1]) and any(self._is_any_of(part, others) for part in node[1])
