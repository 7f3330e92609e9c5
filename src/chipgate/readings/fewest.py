"""The fewest facts that would settle an open case, whatever their values turn out to be."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Generic, TypeVar

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact, Value
from chipgate.law.language import Condition
from chipgate.readings.leaves import names_in
from chipgate.readings.settle import values_to_try
from chipgate.readings.verdict import UNKNOWN, Verdict, weigh

S = TypeVar("S", bound=Hashable)

MOST_ASKED = 3
"""A person is asked for at most so many facts at once; a larger set is the whole list."""

LONGEST_SEARCH = 3_000
"""More completions than this are not tried; the answer is then the whole list."""


MOST_KEPT = 4096
"""Values of more facts, each on some lines of one law, are forgotten together."""


class TellingValues:
    """One value of a fact for each way in which LEAVES can answer it; the facts are those that LAW asks for.

    A fact of which values can be tried stands alone in every line, so its values are telling whatever else is known.
    Values that the law itself leaves in doubt (a country whose group is not settled) are passed over: no fact settles
    those.
    """

    def __init__(self, leaves: Iterable[Condition], law: LawOnDay) -> None:
        self._law = law
        self._naming: dict[str, list[Condition]] = {}
        self._found: dict[str, tuple[Value, ...] | None] = {}
        for leaf in leaves:
            for name in names_in(leaf, law):
                self._naming.setdefault(name, []).append(leaf)

    def of(self, fact: Fact) -> tuple[Value, ...] | None:
        """The values of FACT; None where it cannot be tried."""
        if fact.name not in self._found:
            values = values_to_try(fact, self._law)
            self._found[fact.name] = None if values is None else self._of(fact, values)
        return self._found[fact.name]

    def _of(self, fact: Fact, values: Iterable[Value]) -> tuple[Value, ...]:
        """Those of VALUES that are telling; other leaves beside those that name FACT change nothing."""
        naming = self._naming.get(fact.name, ())
        kept: dict[Hashable, tuple[Sequence[Condition], tuple[Value, ...]]]
        kept, key = self._law.worked_out.setdefault("telling values", {}), (fact, *map(id, naming))
        found = kept.get(key)
        if found is None:
            if len(kept) >= MOST_KEPT:
                kept.clear()
            # Kept with the leaves, so that no other takes the identity of one.
            found = kept[key] = naming, tuple(self._one_for_each_answer(fact, values, naming))
        return found[1]

    def _one_for_each_answer(self, fact: Fact, values: Iterable[Value], naming: Iterable[Condition]) -> Iterable[Value]:
        by_answer: dict[tuple[Verdict, ...], Value] = {}
        for value in values:
            answers = tuple(weigh(leaf, {fact.name: value}, self._law) for leaf in naming)
            if UNKNOWN not in answers:
                by_answer.setdefault(answers, value)
        return by_answer.values()


@dataclass(frozen=True)
class OpenCase(Generic[S]):
    """What is known of an open case, as a search for what settles it sees it.

    ``begun`` is what is known where these facts are going to be told, ``told`` what is known after one more, and
    ``is_settled`` says whether one answer is left. What is settled stays so, whatever else is told. Where it
    ``begins_alike``, what is known at first does not hang on which facts are going to be told.
    """

    begun: Callable[[Sequence[Fact]], S]
    told: Callable[[S, Fact, Value], S]
    is_settled: Callable[[S], bool]
    begins_alike: bool


def fewest(missing: Sequence[Fact], telling: TellingValues, case: OpenCase[S]) -> tuple[Fact, ...]:
    """The smallest set of MISSING facts of which every combination of values settles CASE, in their order.

    TELLING has the values that are tried. All of MISSING where no set of at most three is found.
    """
    tried = [(fact, values) for fact in missing if (values := telling.of(fact)) is not None]
    search, left = _Search(case, tried), LONGEST_SEARCH
    for size in range(1, min(MOST_ASKED, len(missing) - 1) + 1):
        for chosen in combinations(tried, size):
            left -= prod(len(values) for _, values in chosen)
            if left < 0:
                return tuple(missing)
            if search.settles(chosen):
                return tuple(fact for fact, _ in chosen)
    return tuple(missing)


Tried = tuple[Fact, tuple[Value, ...]]


class _Search(Generic[S]):
    """Tells one fact after the other of those that are TRIED; values after which the same is left are gone into once.

    Where some values leave CASE open, they are told with values of other facts that leave it open as well, as many as
    there are: then it is known of every part of these facts that it settles nothing.
    """

    def __init__(self, case: OpenCase[S], tried: Sequence[Tried]) -> None:
        self._case, self._tried = case, tried
        self._ways: dict[tuple[S, str], tuple[S, ...]] = {}
        self._leave_open: list[frozenset[str]] = []

    def settles(self, chosen: Sequence[Tried]) -> bool:
        """Whether the CHOSEN facts settle the case, whatever they are."""
        names = frozenset(fact.name for fact, _ in chosen)
        if any(names <= found for found in self._leave_open):
            return False
        still_open = self._left_open(self._case.begun([fact for fact, _ in chosen]), chosen)
        if still_open is not None and self._case.begins_alike:
            self._leave_open.append(names.union(self._also_told(still_open, names)))
        return still_open is None

    def _left_open(self, known: S, chosen: Sequence[Tried]) -> S | None:
        """What is known after values of the CHOSEN facts that leave the case open; None where none do."""
        if self._case.is_settled(known):
            return None
        if not chosen:
            return known
        found = (self._left_open(one, chosen[1:]) for one in self._ways_on(known, *chosen[0]))
        return next((one for one in found if one is not None), None)

    def _ways_on(self, known: S, fact: Fact, values: Iterable[Value]) -> tuple[S, ...]:
        key = (known, fact.name)
        if key not in self._ways:
            self._ways[key] = tuple(dict.fromkeys(self._case.told(known, fact, value) for value in values))
        return self._ways[key]

    def _also_told(self, known: S, names: frozenset[str]) -> Iterator[str]:
        """Names of facts that can be told as well, one after the other, with values that leave the case open."""
        for fact, values in self._tried:
            if fact.name not in names:
                ways = (self._case.told(known, fact, value) for value in values)
                still_open = next((one for one in ways if not self._case.is_settled(one)), None)
                if still_open is not None:
                    known = still_open
                    yield fact.name
