"""What of formulas hangs on the facts of one group of columns alone: all that other groups can see of it.

Where such a part is met or not met, it does not matter which of its lines made it so, whatever else becomes known.
Where it is open, its lines matter: they say what is missing, and how the case can go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from chipgate.cases.tables.lines_of_levels import OPEN
from chipgate.readings.columns.formulas import Arena, Formula, Kind

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.lines_of_levels import Verdicts

_ONE_PART: Final = frozenset((Kind.IS_NOT, Kind.IS_MET, Kind.NOT_FAILED))
_NOT_SHOWN: Final = OPEN - 1


class PartsOfFormulas:
    """The largest parts of formulas whose leaves are among some; those of formulas that were asked for are kept."""

    def __init__(self, arena: Arena) -> None:
        self._arena = arena
        self._found: dict[tuple[Formula, int], frozenset[Formula]] = {}
        self._plain: dict[Formula, bool] = {}

    def of(self, formula: Formula, leaves: int) -> frozenset[Formula]:
        """The largest parts of FORMULA that hang on LEAVES alone; what joins several of one node is a part."""
        here = self._arena.support[formula] & leaves
        if not here:
            return frozenset()
        if (formula, here) not in self._found:
            self._found[formula, here] = self._of(formula, here)
        return self._found[formula, here]

    def _of(self, formula: Formula, leaves: int) -> frozenset[Formula]:
        if self._is_whole(formula, leaves):
            return frozenset((formula,))
        kind, parts = self._node(formula)
        if kind in _ONE_PART:
            return self.of(parts, leaves)
        if kind not in (Kind.ALL_OF, Kind.ANY_OF):
            return frozenset(self._arena.leaves_in(leaves))
        whole = [part for part in parts if self._is_whole(part, leaves)]
        joined = self._arena.all_of(whole) if kind is Kind.ALL_OF else self._arena.any_of(whole)
        others = [self.of(part, leaves) for part in parts if part not in whole]
        return frozenset((joined,) if whole else ()).union(*others)

    def _is_whole(self, formula: Formula, leaves: int) -> bool:
        support = self._arena.support[formula]
        return bool(support) and not support & ~leaves and self._is_plain(formula)

    def _is_plain(self, formula: Formula) -> bool:
        """Whether what is decided stays so once more is known: not so of whether something is proven by now."""
        if formula not in self._plain:
            kind, parts = self._node(formula)
            among = parts if kind in (Kind.ALL_OF, Kind.ANY_OF) else (parts,) if kind is Kind.IS_NOT else ()
            self._plain[formula] = kind is Kind.LEAF or (bool(among) and all(map(self._is_plain, among)))
        return self._plain[formula]

    def _node(self, formula: Formula) -> tuple[Kind, Any]:
        node: Any = self._arena.nodes[formula]
        return node[0], node[1]


@dataclass(frozen=True)
class Line:
    """A column of verdicts on the sets of facts of a level: the parts that it stands below, and the facts it names."""

    column: int
    parts: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Hanging:
    """On what of one level the answers of a period hang: the columns of its parts, and its lines."""

    parts: tuple[int, ...] = ()
    lines: tuple[Line, ...] = ()

    def every(self, verdicts: Verdicts) -> list[bytes]:
        """What all lines come to, for each row of VERDICTS."""
        columns = [line.column for line in self.lines]
        return [one.tobytes() for one in np.ascontiguousarray(verdicts[:, columns])]

    def seen(self, verdicts: Verdicts, facts: Sequence[Mapping[str, object]]) -> list[tuple[bytes, frozenset[str]]]:
        """What can be seen of each row of VERDICTS from other levels; and what is known where a line is open.

        FACTS has the facts of each row.
        """
        parts = verdicts[:, self.parts]
        lines = verdicts[:, [line.column for line in self.lines]]
        shown = self._shown(parts)
        told = np.concatenate((parts, np.where(shown, lines, _NOT_SHOWN).astype(np.int8)), axis=1)
        asked = [one.tobytes() for one in shown & (lines == OPEN)]
        names = {one: self._names(one) for one in set(asked)}
        return [
            (one.tobytes(), names[asks].intersection(known))
            for one, asks, known in zip(told, asked, facts, strict=True)
        ]

    def _shown(self, parts: Verdicts) -> npt.NDArray[np.bool_]:
        """Which lines stand below a part that is open, for each row."""
        if not self.parts:
            return np.zeros((len(parts), len(self.lines)), dtype=bool)
        below = np.array([[part in line.parts for line in self.lines] for part in self.parts], dtype=np.int16)
        shown: npt.NDArray[np.bool_] = (parts == OPEN).astype(np.int16) @ below > 0
        return shown

    def _names(self, lines: bytes) -> frozenset[str]:
        """The facts that some lines name, each told by a byte."""
        found = [line.names for line, is_meant in zip(self.lines, lines, strict=True) if is_meant]
        return frozenset[str]().union(*found)
