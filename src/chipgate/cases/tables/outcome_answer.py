"""What the final state of a row says of its outcome: the outcomes left, the provision that decides, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chipgate.cases.columns import place_in_the_law
from chipgate.cases.questions import EXCEPTION, NO_LICENCE, OPEN, OUTCOMES, possible_outcomes
from chipgate.cases.settled_by import asked_together
from chipgate.law.provision import Provision
from chipgate.readings.columns.formulas import EMPTY, MET, NOT_MET, Arena, Formula, Kind
from chipgate.readings.columns.masks import names_in_mask
from chipgate.readings.verdict import Verdict

_VERDICTS = {NOT_MET: Verdict.NOT_MET, MET: Verdict.MET}

Lines = Sequence[tuple[Hashable, Formula]]


@dataclass(frozen=True)
class FinalState:
    """The vector of a final state: licence, requirements, exceptions by the books and by the clock, why none is needed.

    Empty for rows without a day. PROVISIONS finds a provision by its key; NAMES are the facts behind bits of a mask.
    """

    arena: Arena
    vector: tuple[Formula, ...]
    provisions: Mapping[str, Provision]
    names: Sequence[str]

    @cached_property
    def licence(self) -> Verdict:
        """Whether a licence is needed."""
        return verdict_of(self.vector[0])

    @cached_property
    def exception(self) -> Verdict:
        """Whether any exception is open."""
        return Verdict(max((verdict_of(one) for _, one in self._lines(2)), default=Verdict.NOT_MET))

    @cached_property
    def outcomes(self) -> frozenset[str]:
        """The outcomes that Kleene's logic leaves."""
        return possible_outcomes(self.licence, self.exception) if self.vector else frozenset(OUTCOMES)

    @property
    def is_open(self) -> bool:
        """Whether more than one outcome is left of a row with a day."""
        return bool(self.vector) and len(self.outcomes) > 1

    def _lines(self, place: int) -> Lines:
        formula = self.vector[place]
        if formula == EMPTY:
            return ()
        node = self.arena.nodes[formula]
        if node[0] is Kind.LINES:
            return tuple(self.arena.lines_of(formula).values())
        return node[1]  # type: ignore[return-value]

    @cached_property
    def open_provisions(self) -> Mapping[Provision, int]:
        """The provisions whose missing facts keep the outcome open, each with the mask of these facts."""
        return dict(self._open()) if self.is_open else {}

    def _open(self) -> Iterator[tuple[Provision, int]]:
        lines = list(self._lines(1)) if self.licence is Verdict.UNKNOWN else []
        if self.licence is not Verdict.NOT_MET and self.exception is not Verdict.MET:
            lines += self._lines(3)
        for label, formula in lines:
            if formula > MET:
                provision = self._provision(label)
                assert provision is not None
                yield provision, self.arena.nodes[formula][1]  # type: ignore[misc]

    def _provision(self, label: Hashable) -> Provision | None:
        return provision_of(label, self.provisions)

    def deciding(self, outcomes: frozenset[str]) -> Hashable:
        """The label of the provision that decides where OUTCOMES are left, in the order of ``cases.deciding``."""
        if not self.vector:
            return None
        if outcomes == {NO_LICENCE}:
            return self._first(4, Verdict.MET)
        if outcomes == {EXCEPTION} or (self.licence is Verdict.MET and len(outcomes) > 1):
            sought = (Verdict.MET, Verdict.UNKNOWN) if outcomes == {EXCEPTION} else (Verdict.UNKNOWN,)
            return self._first(2, *sought)
        return self._first(1, Verdict.MET, Verdict.UNKNOWN)

    def _first(self, place: int, *sought: Verdict) -> Hashable:
        """The label of the first line with the first verdict that is there."""
        lines = self._lines(place)
        found = (label for verdict in sought for label, one in lines if verdict_of(one) is verdict)
        return next(found, None)

    def missing(self) -> Sequence[str]:
        """The facts that keep the outcome open: the most telling first, then in the order of the law."""
        asked = Counter[str]()
        for mask, provisions in Counter(self.open_provisions.values()).items():
            for name in names_in_mask(mask, self.names):
                asked[name] += provisions
        return sorted(asked, key=lambda name: (-asked[name], place_in_the_law(name)))

    def answer(
        self, left: frozenset[str] | None = None, disputes: Sequence[str] = (), asked: Sequence[str] | None = None
    ) -> OutcomeAnswer:
        """The answer where completions leave the outcomes LEFT, and DISPUTES bear on what is open.

        The facts ASKED for are those of the state where nothing else is said of them; disputes come before them.
        """
        outcomes = self.outcomes if left is None else self.outcomes & left
        is_open, missing = len(outcomes) > 1, tuple[str, ...]()
        if is_open:
            facts = self.missing() if asked is None else asked
            missing = asked_together((*disputes, *facts)) if self.vector else ("as_of",)
        label = self.deciding(outcomes)
        return OutcomeAnswer(outcomes, self._provision(label), label, missing, outcomes != self.outcomes)


@dataclass(frozen=True)
class OutcomeAnswer:
    """One answer on the outcome, for all rows with the same number."""

    outcomes: frozenset[str]
    deciding: Provision | None
    label: Hashable  # which version decides, and why it does not bind
    missing: tuple[str, ...]
    is_narrowed: bool = False

    @property
    def outcome(self) -> str:
        """The outcome in one word."""
        return next(iter(self.outcomes)) if len(self.outcomes) == 1 else OPEN


def verdict_of(formula: Formula) -> Verdict:
    """The verdict of a formula of a final state."""
    return _VERDICTS.get(formula, Verdict.UNKNOWN)


def provision_of(label: Hashable, provisions: Mapping[str, Provision]) -> Provision | None:
    """The provision behind a label: its key, alone or with why it does not bind."""
    key = label[0] if isinstance(label, tuple) else label
    return None if key is None else provisions[str(key)]
