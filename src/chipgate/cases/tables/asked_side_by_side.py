"""The missing facts that keep outcomes open, counted for many rows at once as ``outcome_answer`` does it for one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from chipgate.cases.columns import place_in_the_law
from chipgate.cases.tables.disputes_side_by_side import DisputedRows, DisputesSideBySide
from chipgate.cases.tables.outcome_answer import provision_of
from chipgate.readings.columns.missing_side_by_side import Asked, Tally, joined
from chipgate.readings.columns.rows_side_by_side import agreed
from chipgate.readings.columns.side_by_side import Verdicts

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.open_outcomes import Told
    from chipgate.cases.tables.rows_of_a_period import Facts
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.law.provision import Provision
    from chipgate.readings.columns.diagram import Vector
    from chipgate.readings.columns.formulas import Arena, Formula

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]


class AskingRows(NamedTuple):
    """The verdicts on formulas of so many rows in each reading of their figures, and the facts that each asks for."""

    verdicts: Sequence[Callable[[Formula], Verdicts]]
    asked: Sequence[Callable[[Formula], Asked]]
    height: int

    def agreed(self, formula: Formula) -> Verdicts:
        """What every reading says of FORMULA."""
        return agreed([of(formula) for of in self.verdicts])

    def asked_for(self, formula: Formula, rows: int) -> Asked:
        """The facts that FORMULA asks for on ROWS, on which it is unknown, in any reading."""
        return joined((of(formula) for of in self.asked), rows)


class AskedSideBySide:
    """What open rows of JUDGE ask for: numbers of lists of facts, and of disputes."""

    def __init__(self, judge: TableJudge, facts: Facts) -> None:
        self._judge, self._arena = judge, judge.compiler.arena
        self.disputes = DisputesSideBySide(judge, facts)
        self._provisions = {provision.key: provision for provision in judge.checker.corpus.provisions}
        self.facts: list[Told] = [{"asked": ()}]
        self._numbers: dict[tuple[str, ...], int] = {(): 0}

    def of(self, vector: Vector, rows: AskingRows, disputed: DisputedRows | None) -> tuple[Numbers, Numbers]:
        """For each of ROWS by VECTOR, the list of the facts that it asks for; and for each of those that are DISPUTED
        the disputes that bear on what is open."""
        tallies: dict[str, Tally] = {}
        lines: list[tuple[Provision, int]] = []
        for label, formula, here in _open_lines(self._arena, vector, rows):
            provision = provision_of(label, self._provisions)
            assert provision is not None
            lines.append((provision, here))
            for name, bits in rows.asked_for(formula, here).items():
                tallies.setdefault(name, Tally()).add(bits)
        told = _NO_ROWS if disputed is None else self.disputes.numbers(disputed, lines, rows.height)
        return self._in_order(tallies, rows.height), told

    def _in_order(self, tallies: dict[str, Tally], count: int) -> Numbers:
        """The number of the list of facts of each row, those that are counted most first."""
        names = sorted(tallies, key=place_in_the_law)
        if not names:
            return np.zeros(count, dtype=np.int32)
        counts = np.array([tallies[name].counts(count) for name in names])
        order = np.argsort(-counts, axis=0, kind="stable").astype(np.int16)
        order[np.take_along_axis(counts, order, axis=0) == 0] = _NONE
        lists, which = _different(order)
        found = [self._number_of(tuple(names[place] for place in one if place != _NONE)) for one in lists]
        return np.array(found, dtype=np.int32).take(which)

    def _number_of(self, names: tuple[str, ...]) -> int:
        number = self._numbers.setdefault(names, len(self.facts))
        if number == len(self.facts):
            self.facts.append({"asked": names})
        return number


def _open_lines(arena: Arena, vector: Vector, rows: AskingRows) -> Iterator[tuple[Hashable, Formula, int]]:
    """The lines that may keep the outcome of rows open, and of which rows."""
    nodes: Any = arena.nodes
    licence = rows.agreed(vector[0])
    exceptions = [rows.agreed(formula) for _, _, formula in nodes[vector[2]][1]]
    excepted = reduce(or_, (one.met for one in exceptions), 0)
    may_be_excepted = reduce(or_, (one.not_failed for one in exceptions), 0)
    unsure = licence.not_failed & ~licence.met
    hangs_on_exceptions = (unsure | licence.met & may_be_excepted) & ~excepted
    for place, bearing in ((1, unsure), (3, hangs_on_exceptions)):
        for _, label, formula in nodes[vector[place]][1] if bearing else ():
            met, not_failed = rows.agreed(formula)
            if here := not_failed & ~met & bearing:
                yield label, formula, here


def _different(columns: npt.NDArray[np.generic]) -> tuple[list[list[int]], Rows]:
    """The different columns, and which of them each is."""
    rows = np.ascontiguousarray(columns.T)
    whole = rows.view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).ravel()
    _, firsts, which = np.unique(whole, return_index=True, return_inverse=True)
    return rows[firsts].tolist(), which.ravel()


_NONE: Final = -1
_NO_ROWS: Final = np.zeros(0, dtype=np.int32)
