"""Which duties can fall due together, for every value that the missing facts could take."""

from __future__ import annotations

from collections.abc import Sequence

from chipgate.law.corpus import LawOnDay
from chipgate.law.provision import Provision
from chipgate.readings.columns.compiling import Compiler, Leaf, replacement
from chipgate.readings.columns.formulas import Arena, Formula
from chipgate.readings.completions import Completions
from chipgate.readings.verdict import MET, UNKNOWN, Facts, Verdict

Due = frozenset[int]
"""The places, in a sequence of provisions, of those that fall due together."""

_OPEN = frozenset(("open", "still open"))


def _told(verdicts: Sequence[Verdict]) -> frozenset[str]:
    if UNKNOWN in verdicts:
        return _OPEN
    return frozenset((" ".join(str(place) for place, verdict in enumerate(verdicts) if verdict is MET),))


class PossibleLayers:
    """The completions of one sequence of provisions under one law."""

    def __init__(self, provisions: Sequence[Provision], law: LawOnDay) -> None:
        self._compiler = Compiler(Arena(), lambda _name: 0)
        self._completions = Completions(self._compiler, _told)
        self._vector = tuple(self._compiler.provision(one, law) for one in provisions)

    def possible(self, facts: Facts) -> frozenset[Due] | None:
        """Every set of provisions that can be met together on FACTS; None where the search is too long."""
        arena = self._compiler.arena
        leaves, known = _Replaced(self._compiler, facts), dict[Formula, Formula]()
        left = tuple(arena.restricted(one, arena.support[one], leaves, known) for one in self._vector)
        found = self._completions.possible(left)
        if found & _OPEN:
            return None
        return frozenset(frozenset(map(int, one.split())) for one in found)


class _Replaced(dict[Formula, Formula]):
    """What each leaf comes to on some facts, worked out when it is first asked for."""

    def __init__(self, compiler: Compiler, facts: Facts) -> None:
        super().__init__()
        self._compiler, self._facts = compiler, facts

    def __missing__(self, formula: Formula) -> Formula:
        leaf: Leaf = self._compiler.leaves[formula]
        self[formula] = found = replacement(self._compiler.arena, formula, leaf, self._facts)
        return found


def possible_layers(provisions: Sequence[Provision], law: LawOnDay) -> PossibleLayers:
    """The completions of PROVISIONS under LAW, kept as long as LAW is."""
    key = ("layers", *(one.key for one in provisions))
    if key not in law.worked_out:
        law.worked_out[key] = PossibleLayers(provisions, law)
    found: PossibleLayers = law.worked_out[key]
    return found
