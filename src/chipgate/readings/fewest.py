"""The fewest facts that would settle an open case, whatever their values turn out to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product
from math import prod

from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Fact, Value
from chipgate.law.language import Condition
from chipgate.law.walking import facts_of
from chipgate.readings.settle import values_to_try
from chipgate.readings.verdict import UNKNOWN, Facts, Verdict, weigh

MOST_ASKED = 3
"""A person is asked for at most so many facts at once; a larger set is the whole list."""

LONGEST_SEARCH = 3_000
"""More completions than this are not tried; the answer is then the whole list."""


def fewest(
    facts: Facts,
    missing: Sequence[Fact],
    leaves: Iterable[Condition],
    law: LawOnDay,
    is_settled: Callable[[Facts], bool],
) -> tuple[Fact, ...]:
    """The smallest set of MISSING facts of which every combination of values makes IS_SETTLED true, in their order.

    LEAVES are the lines that keep the case open: of the values that a fact can take, one stands for all that these
    lines answer alike. Values that the law itself leaves in doubt (a country whose group is not settled) are passed
    over: no fact settles those. All of MISSING where no set of at most three is found.
    """
    values = _telling_values(facts, missing, list(leaves), law)
    left = LONGEST_SEARCH
    for size in range(1, min(MOST_ASKED, len(missing) - 1) + 1):
        for chosen in combinations([fact for fact in missing if fact.name in values], size):
            options = [values[fact.name] for fact in chosen]
            left -= prod(map(len, options))
            if left < 0:
                return tuple(missing)
            if _settles([fact.name for fact in chosen], options, facts, is_settled):
                return chosen
    return tuple(missing)


def _settles(
    names: Sequence[str], options: Sequence[Sequence[Value]], facts: Facts, is_settled: Callable[[Facts], bool]
) -> bool:
    return all(is_settled({**facts, **dict(zip(names, chosen, strict=True))}) for chosen in product(*options))


def _telling_values(
    facts: Facts, missing: Sequence[Fact], leaves: Sequence[Condition], law: LawOnDay
) -> Mapping[str, tuple[Value, ...]]:
    """For each fact whose values can be tried, one value for each way in which the lines can answer it."""
    found = {}
    naming = _by_fact(leaves)
    for fact in missing:
        values = values_to_try(fact, law)
        if values is not None:
            found[fact.name] = tuple(_one_for_each_answer(fact, values, facts, naming.get(fact.name, []), law))
    return found


Naming = list[tuple[Condition, bool]]
"""Lines that name one fact, each with whether it names nothing else."""


def _by_fact(leaves: Sequence[Condition]) -> Mapping[str, Naming]:
    found: dict[str, Naming] = {}
    for leaf in leaves:
        names = {fact.name for fact in facts_of(leaf)}
        for name in names:
            found.setdefault(name, []).append((leaf, len(names) == 1))
    return found


def _one_for_each_answer(
    fact: Fact, values: Sequence[Value], facts: Facts, naming: Naming, law: LawOnDay
) -> Iterable[Value]:
    """One of VALUES for each way in which the lines that name FACT answer it, without those that the law itself leaves
    in doubt.
    """
    by_answer: dict[tuple[Verdict, ...], Value] = {}
    for value in values:
        given = {**facts, fact.name: value}
        answers = tuple(weigh(leaf, given, law) for leaf, _alone in naming)
        if not any(answer is UNKNOWN and alone for (_, alone), answer in zip(naming, answers, strict=True)):
            by_answer.setdefault(answers, value)
    return by_answer.values()
