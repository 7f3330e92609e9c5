"""Completions: what a case can still come to, for every value that its missing facts could take.

Kleene's logic is sound and leaves some determined cases open (a fact that both of its values answer alike). What is
left of a case is a few formulas; here they are split by one fact after the other. The verdicts of all ways to answer
its lines are worked out at once; only those ways that stay open, and could bring what was not found yet, are gone into,
and what is left after them is worked out once, however it was reached.

Nothing that is possible is lost: see ``ways_to_answer``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import reduce
from itertools import product
from operator import or_
from typing import Final

from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import MET, NOT_MET, Formula
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.columns.side_by_side import SideBySide
from chipgate.readings.columns.side_by_side import Verdicts as Bits
from chipgate.readings.remainders import Remainders
from chipgate.readings.verdict import Facts, Verdict
from chipgate.readings.ways_to_answer import WaysToAnswer

Vector = tuple[Formula, ...]
Verdicts = tuple[Verdict, ...]
Told = Callable[[Sequence[Verdict]], frozenset[str]]
"""What is possible where the formulas have these verdicts; never less for an unknown one than for its values."""

SEARCHES: Final = ((False, 1_000), (True, 10_000), (False, 100_000))
"""Whether a search splits by the lines that come last, and after how many new splits it is given up.

Most cases end soon by the lines that come first. Of the law as it stands the hardest take ten thousand splits so, and
up to six thousand by the last lines, on which less hangs; of other laws it is the other way round. Where the last
search is given up as well, everything that Kleene's logic leaves possible stays so: that takes some seconds, and no
shipment is known which does. What is left possible must not hang on what was asked before.
"""


class Completions:
    """Splits formulas of COMPILER; keeps what it has worked out."""

    def __init__(self, compiler: Compiler, told: Told) -> None:
        self._compiler = compiler
        self._arena = compiler.arena
        self._ways = WaysToAnswer(compiler)
        self._told = told
        self._told_of: dict[Verdicts, frozenset[str]] = {}
        self.remainders = Remainders(compiler)
        self._possible: dict[Vector, frozenset[str]] = {}
        self._sets: dict[frozenset[str], frozenset[str]] = {}  # each once: they take much room
        self._left, self._by_the_last = 0, False

    @property
    def kept(self) -> int:
        """How much it keeps beside the formulas: what was left of cases, and what that can come to."""
        return len(self._possible) + self.remainders.kept

    def expect(self, vector: Vector) -> None:
        """Ask about lines that stand in VECTOR apart from those of other laws."""
        self._ways.expect_together(self._support(vector))

    def possible(self, vector: Vector) -> frozenset[str]:
        """Everything that VECTOR can come to; what Kleene's logic leaves possible where every search is too long."""
        for self._by_the_last, self._left in SEARCHES:
            with suppress(_TooLong):
                return self._split(vector)
        return self.most(vector)

    def possible_on(self, vector: Vector, facts: Facts) -> frozenset[str]:
        """Everything that VECTOR can come to on FACTS, for every value of those that are missing."""
        return self.possible(self.remainders.left(vector, facts))

    def _split(self, vector: Vector) -> frozenset[str]:
        found = self._possible.get(vector)
        if found is None:
            self._left -= 1
            if self._left < 0:
                raise _TooLong
            found = self._found(vector)
            found = self._possible[vector] = self._sets.setdefault(found, found)
        return found

    def _found(self, vector: Vector) -> frozenset[str]:
        most = self.most(vector)
        if len(most) < 2:
            return most
        first = next(support for formula in vector if (support := self._arena.support[formula]))
        line = 1 << first.bit_length() - 1 if self._by_the_last else first & -first
        ways, ours = self._ways.all_on(next(self._arena.leaves_in(line)), self._support(vector))
        found, waiting = frozenset[str](), []
        for verdicts, bits in self._verdicts(vector, ways):
            if len(told := self._told_by(verdicts)) < 2:
                found |= told
            else:
                waiting.append((told, bits))
        for told, bits in waiting:
            if told <= found:
                continue
            for way in ways.one_by_one(bits, ours):
                if told <= found:
                    break
                found |= self._split(tuple(map(way.left_of, vector)))
        return found

    def most(self, vector: Vector) -> frozenset[str]:
        """What Kleene's logic leaves possible."""
        return self._told_by(tuple([_VERDICTS.get(formula, Verdict.UNKNOWN) for formula in vector]))

    def _told_by(self, verdicts: Verdicts) -> frozenset[str]:
        found = self._told_of.get(verdicts)
        if found is None:
            found = self._told_of[verdicts] = self._told(verdicts)
        return found

    def _support(self, vector: Vector) -> int:
        return reduce(or_, map(self._arena.support.__getitem__, vector), 0)

    def ways_to_answer(self, leaf: Formula, mask: int) -> tuple[Sequence[Replaced], int]:
        """Every way to answer the lines that ask about the same as LEAF, and which of these lines are in MASK."""
        ways, ours = self._ways.all_on(leaf, mask)
        return ways.ways, ours

    def branches(self, vector: Vector, leaf: Formula, most: int) -> Iterator[Vector] | None:
        """VECTOR for each way in which the fact, or the measure, that LEAF asks about can answer the lines on it.

        None where there are more than MOST ways.
        """
        ways, tried = self._ways.on(leaf, self._support(vector))
        if tried.bit_count() > most:
            return None
        return (tuple(map(ways.ways[place].left_of, vector)) for place in _places(tried))

    def sure(self, outcome: str, formulas: int) -> Vector:
        """So many FORMULAS that are met or not, and leave OUTCOME alone."""
        every = product((NOT_MET, MET), repeat=formulas)
        return next(vector for vector in every if self.most(vector) == {outcome})

    def _verdicts(self, vector: Vector, ways: SideBySide) -> Iterable[tuple[Verdicts, int]]:
        """Every combination of verdicts that VECTOR comes to in all WAYS, with those ways as bits."""
        found: dict[Verdicts, int] = {(): ways.every}
        for formula in vector:
            each = tuple(_bits_by_verdict(ways.of(formula), ways.every))
            found = {
                (*so_far, verdict): both
                for so_far, bits in found.items()
                for verdict, ours in each
                if (both := bits & ours)
            }
        return found.items()


class _TooLong(Exception):
    """A search has taken too many splits."""


_VERDICTS: Final = {NOT_MET: Verdict.NOT_MET, MET: Verdict.MET}


def _bits_by_verdict(found: Bits, every: int) -> Iterator[tuple[Verdict, int]]:
    """The verdicts that occur, and in which ways."""
    met, not_failed = found
    bits = ((Verdict.NOT_MET, every & ~not_failed), (Verdict.MET, met), (Verdict.UNKNOWN, not_failed & ~met))
    return ((verdict, ours) for verdict, ours in bits if ours)


def _places(bits: int) -> Iterable[int]:
    """The places of the bits that are set, the lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
