"""What lines of the law come to on every set of facts of one group, as columns with an entry for each set."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from chipgate.law.facts import NOT_APPLICABLE
from chipgate.law.language import Compared, Measure, Relation
from chipgate.readings.columns.compiling import lacking_facts
from chipgate.readings.verdict import UNKNOWN, holds, measured, weigh

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.readings.columns.compiling import Compiler, Leaf
    from chipgate.readings.columns.diagram import Group
    from chipgate.readings.columns.formulas import Formula
    from chipgate.readings.verdict import Facts
    from chipgate.units import Exact

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int32]


class OnFacts(NamedTuple):
    """On which sets of facts a line is met, on which it is unknown, and on which of these some fact of it is known."""

    met: Flags
    unknown: Flags
    in_doubt: Flags
    has_unknown: bool


class _Measured(NamedTuple):
    """The different numbers that a measure has, in order; the place of that of each set of facts, below zero for none;
    and on which sets of facts it is unknown."""

    numbers: Sequence[Exact]
    places: Numbers
    unknown: Flags


class VerdictsOfFacts:
    """The verdicts of the lines of COMPILER on the facts of GROUP; each line is weighed when it is first asked for.

    Numbers are put in order once, so that a line with a limit is found among them: a law of many versions has
    hundreds of limits on one measure.
    """

    def __init__(self, group: Group, compiler: Compiler) -> None:
        self._group, self._compiler = group, compiler
        self._facts: Sequence[Facts] = ()
        self._of_leaves: dict[Formula, OnFacts] = {}
        self._measured: dict[Measure, _Measured] = {}
        self._lacking: dict[Measure, Mapping[str, Flags]] = {}
        self._known: dict[Sequence[str], Flags] = {}
        """For the facts of a line, on which sets of facts some of them is known."""

    def of(self, formula: Formula) -> OnFacts:
        """What the leaf FORMULA comes to on each of the sets of facts that were looked at."""
        found = self._of_leaves.get(formula)
        if found is None:
            found = self._of_leaves[formula] = self._weighed(self._compiler.leaves[formula])
        return found

    def lacking(self, formula: Formula) -> Mapping[str, Flags]:
        """For each fact that the leaf FORMULA asks for where it is unknown, on which sets of facts it does."""
        leaf, told = self._compiler.leaves[formula], self.of(formula)
        if not told.has_unknown:
            return {}
        if not isinstance(leaf.condition, Compared):
            return {fact.name: told.unknown for fact in leaf.facts}
        measure = leaf.condition.measure  # which is unknown on the same facts whatever it is compared with
        if measure not in self._lacking:
            asked = [
                lacking_facts(leaf, facts) if is_open else ()
                for facts, is_open in zip(self._facts, told.unknown.tolist(), strict=True)
            ]
            names = dict.fromkeys(chain.from_iterable(asked))
            self._lacking[measure] = {name: self._flags(name in one for one in asked) for name in names}
        return self._lacking[measure]

    def look_at_new(self) -> None:
        """Look at the facts that are new; another thread may find more at any time, which are none of ours."""
        facts = tuple(self._group.facts)
        if len(facts) != len(self._facts):
            self._facts, self._of_leaves, self._measured, self._known, self._lacking = facts, {}, {}, {}, {}

    @property
    def count(self) -> int:
        """How many sets of facts were looked at."""
        return len(self._facts)

    def _weighed(self, leaf: Leaf) -> OnFacts:
        condition = leaf.condition
        met, unknown = self._compared(condition) if isinstance(condition, Compared) else self._one_by_one(leaf)
        has_unknown = bool(unknown.any())
        return OnFacts(met, unknown, unknown & self._is_known(leaf) if has_unknown else unknown, has_unknown)

    def _is_known(self, leaf: Leaf) -> Flags:
        names = tuple(fact.name for fact in leaf.facts)
        found = self._known.get(names)
        if found is None:
            found = self._known[names] = self._flags(any(name in facts for name in names) for facts in self._facts)
        return found

    def _flags(self, found: object) -> Flags:
        return np.fromiter(found, dtype=bool, count=self.count)  # type: ignore[call-overload,no-any-return]

    def _one_by_one(self, leaf: Leaf) -> tuple[Flags, Flags]:
        """A line on one fact, weighed once for each value of it."""
        (fact,) = leaf.facts
        known: dict[object, tuple[bool, bool]] = {}
        found = []
        for facts in self._facts:
            value = facts.get(fact.name)
            key = (type(value), value)
            if key not in known:
                verdict = weigh(leaf.condition, facts, leaf.law)
                known[key] = (verdict is not UNKNOWN and bool(verdict), verdict is UNKNOWN)
            found.append(known[key])
        flags = np.array(found, dtype=bool).reshape(-1, 2)
        return flags[:, 0], flags[:, 1]

    def _compared(self, condition: Compared) -> tuple[Flags, Flags]:
        numbers, places, unknown = self._on_facts(condition.measure)
        met = _HOLDS[condition.relation](numbers, condition.limit.value, places)
        does_not_exist = holds(NOT_APPLICABLE, condition.relation, condition.limit)
        return np.where(places < 0, does_not_exist & ~unknown, met), unknown

    def _on_facts(self, measure: Measure) -> _Measured:
        found = self._measured.get(measure)
        if found is None:
            values = [measured(measure, facts) for facts in self._facts]
            numbers = sorted({value for value in values if isinstance(value, int | Fraction)})
            place_of = {number: place for place, number in enumerate(numbers)}
            places = [place_of[value] if isinstance(value, int | Fraction) else -1 for value in values]
            unknown = self._flags(value is None for value in values)
            found = self._measured[measure] = _Measured(numbers, np.array(places, dtype=np.int32), unknown)
        return found


_HOLDS: Final[Mapping[Relation, Callable[[Sequence[Exact], Exact, Numbers], Flags]]] = {
    Relation.AT_LEAST: lambda numbers, limit, places: places >= bisect_left(numbers, limit),
    Relation.MORE_THAN: lambda numbers, limit, places: places >= bisect_right(numbers, limit),
    Relation.AT_MOST: lambda numbers, limit, places: places < bisect_right(numbers, limit),
    Relation.LESS_THAN: lambda numbers, limit, places: places < bisect_left(numbers, limit),
}
"""Which places among numbers in order stand in a relation to a limit; ``holds`` for many numbers at once."""
