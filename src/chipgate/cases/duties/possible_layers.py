"""Which duties can fall due together, for every value that the missing facts could take."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from chipgate.law.corpus import LawOnDay
from chipgate.law.provision import Provision
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import Arena
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
        self._lock = Lock()
        compiler = Compiler(Arena(), lambda _name: 0)
        self._completions = Completions(compiler, _told)
        self._vector = tuple(compiler.provision(one, law) for one in provisions)

    def possible(self, facts: Facts) -> frozenset[Due] | None:
        """Every set of provisions that can be met together on FACTS; None where the search is too long."""
        with self._lock:  # an arena gives out numbers one after the other
            found = self._completions.possible_on(self._vector, facts)
        if found & _OPEN:
            return None
        return frozenset(frozenset(map(int, one.split())) for one in found)


def possible_layers(provisions: Sequence[Provision], law: LawOnDay) -> PossibleLayers:
    """The completions of PROVISIONS under LAW, kept as long as LAW is."""
    key = ("layers", *(one.key for one in provisions))
    if key not in law.worked_out:
        law.worked_out[key] = PossibleLayers(provisions, law)
    found: PossibleLayers = law.worked_out[key]
    return found
