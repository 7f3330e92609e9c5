"""Which change of the law moved an order: the one that moves it on its own, or without which it would not move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from chipgate.cases.determination import Determination
from chipgate.cases.questions import (
    EXCEPTION,
    LICENCE,
    NO_LICENCE,
    OPEN,
    Decision,
    interpreted,
    merged,
    questions_of,
)
from chipgate.law.corpus import CountryGroups, LawOnDay
from chipgate.law.language import Within
from chipgate.law.provision import Clock, Describes, OpensException, Provision, RequiresLicence, SetsReview
from chipgate.law.walking import walk
from chipgate.readings.compare import LawDifference
from chipgate.readings.phrase import Phrase, phrase
from chipgate.readings.verdict import MET, NOT_MET, Verdict

GROUP = "group "
"""An id that begins so names a country group, and no provision."""


class MoverKind(StrEnum):
    """What sort of thing moved an order."""

    PROVISION = "provision"
    GROUP = "country_group"
    ORDER = "order"
    PROGRAM = "program"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Mover:
    """What moved an order: a provision, a country group whose members changed, or nothing in the law."""

    id: str
    title: Phrase
    cite: str = ""
    kind: MoverKind = MoverKind.PROVISION


NOTHING = Mover("", phrase("nothing in the law that is modelled"), kind=MoverKind.NOTHING)


class Movers:
    """Finds what moved an order between two laws; orders that move alike are asked about once."""

    def __init__(self) -> None:
        self._found: dict[object, Mover] = {}
        self._named = Named()

    def of(self, before: Determination, after: Determination, law: LawDifference) -> Mover:
        """What moved the order that was answered BEFORE and AFTER, of all that differs in LAW."""
        candidates = tuple(_candidates(before, after, law, self._named))
        key = (_sign(before), _sign(after), candidates, law.before.day, law.after.day)
        if key not in self._found:
            self._found[key] = _mover(before, after, candidates, law)
        return self._found[key]


def _sign(answer: Determination) -> tuple[object, ...]:
    return answer.outcomes, answer.deciding_provision, answer.eccn, answer.review_policy


def _mover(before: Determination, after: Determination, candidates: tuple[str, ...], law: LawDifference) -> Mover:
    """The first candidate that moves the order alone, or else the first without which it would not move."""
    told = _tells(before, after)
    if before.decision is not None and after.decision is not None:
        wanted = told(after.decision, after.clock)
        for one in candidates:
            if told(_mixed(before, after, one), before.clock) == wanted:
                return _named(one, law)
        unmoved = told(before.decision, before.clock)
        for one in candidates:
            if told(_mixed(after, before, one), after.clock) == unmoved:
                return _named(one, law)
    return _named(candidates[0], law) if candidates else _by_deciding(before, after)


def _tells(before: Determination, after: Determination) -> Callable[[Decision, Clock], frozenset[str]]:
    """What moved: the outcome, or where that is the same, how an application is reviewed."""
    if before.outcome != after.outcome:
        return lambda decision, clock: decision.outcomes(clock)
    return lambda decision, clock: decision.reviews


def _by_deciding(before: Determination, after: Determination) -> Mover:
    deciding = _stricter(before, after)[0].deciding or after.deciding
    return NOTHING if deciding is None else Mover(deciding.id, phrase(deciding.title), deciding.cite)


def _named(candidate: str, law: LawDifference) -> Mover:
    if not candidate.startswith(GROUP):
        provision = law.by_id[candidate].provision
        return Mover(provision.id, phrase(provision.title), provision.cite)
    group, country = candidate.removeprefix(GROUP).rsplit("/", 1)
    change = next(one for one in law.groups if (one.group, one.country) == (group, country))
    words = phrase(_GROUP_WORDS[change.after], country=country, group=group)
    return Mover(candidate, words, "15 CFR 740 Supp. 1", MoverKind.GROUP)


_GROUP_WORDS: Mapping[bool | None, str] = {
    True: "{country} enters {group}",
    False: "{country} leaves {group}",
    None: "whether {country} is in {group} is no longer settled",
}


# Candidates.


def _candidates(before: Determination, after: Determination, law: LawDifference, named: Named) -> Iterator[str]:
    """Changed provisions that the reasons lead to and that are answered otherwise, then changed groups."""
    reached = _reached(before, after, named)
    flipped = [one for one in reached if one in law.by_id and _flips(one, before, after)]
    yield from sorted(flipped, key=lambda one: _RANK.get(type(law.by_id[one].provision.gives), len(_RANK)))
    if not law.groups:
        return
    within = {pair for versions in reached.values() for one in versions for pair in named.in_(one).groups}
    for change in law.groups:
        if any(group == change.group and _is_at(change.country, fact, before, after) for group, fact in within):
            yield f"{GROUP}{change.group}/{change.country}"


# A paragraph or a requirement tells a reader more than the exception that remains, or a term between them.
_RANK = {Describes: 0, RequiresLicence: 1, OpensException: 2, SetsReview: 3}


def _is_at(country: str, fact: str, before: Determination, after: Determination) -> bool:
    return country in (before.case.facts.get(fact), after.case.facts.get(fact))


def _flips(provision_id: str, before: Determination, after: Determination) -> bool:
    return _verdict(provision_id, before) is not _verdict(provision_id, after)


def _verdict(provision_id: str, answer: Determination) -> Verdict:
    provision = _law(answer).get(provision_id)
    return NOT_MET if provision is None else answer.verdict_on(provision)


def _law(answer: Determination) -> LawOnDay:
    assert answer.questions is not None
    return answer.questions.law(answer.clock)


def _reached(before: Determination, after: Determination, named: Named) -> dict[str, tuple[Provision, ...]]:
    """The provisions that the reasons lead to, nearest first: what decides the stricter answer comes before."""
    found: dict[str, tuple[Provision, ...]] = {}
    for answer in _stricter(before, after):
        if answer.questions is not None:
            deciding = () if answer.deciding is None else (answer.deciding,)
            _reach([*deciding, *_requirements(answer), *_policies(answer)], answer, found, named)
    return found


def _requirements(answer: Determination) -> list[Provision]:
    """The requirements that stand behind an answer, where an exception decides it."""
    if answer.questions is None or answer.outcome == NO_LICENCE:
        return []
    return [p for p in answer.questions.required(answer.clock) if answer.verdict_on(p) is not NOT_MET]


def _policies(answer: Determination) -> list[Provision]:
    """The review policies that may fit, up to the first that does, where the answer is that a licence is needed."""
    found: list[Provision] = []
    if answer.questions is None or answer.outcome != LICENCE:
        return found
    for policy in answer.questions.policies:
        verdict = answer.verdict_on(policy)
        found += [] if verdict is NOT_MET else [policy]
        if verdict is MET:
            break
    return found


def _reach(
    queue: list[Provision], answer: Determination, found: dict[str, tuple[Provision, ...]], named: Named
) -> None:
    law, seen = _law(answer), set[str]()
    while queue:
        provision = queue.pop(0)
        if provision.id in seen:
            continue
        seen.add(provision.id)
        found[provision.id] = (*found.get(provision.id, ()), provision)
        queue += [one for one in map(law.get, named.in_(provision).provisions) if one is not None]


class NamedIn(NamedTuple):
    """The provisions that a text refers to, and the groups that it holds a fact against."""

    provisions: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]


class Named:
    """What provisions name, read once for each of them."""

    def __init__(self) -> None:
        # By identity, as in a weighing: a provision is a deep tree, and slow to hash.
        self._read: dict[int, tuple[Provision, NamedIn]] = {}

    def in_(self, provision: Provision) -> NamedIn:
        """What PROVISION names."""
        if id(provision) not in self._read:
            self._read[id(provision)] = (provision, _named_in(provision))
        return self._read[id(provision)][1]


def _named_in(provision: Provision) -> NamedIn:
    nodes = [node for condition in provision.conditions for node in walk(condition)]
    groups = [(group, node.fact.name) for node in nodes if isinstance(node, Within) for group in node.groups]
    return NamedIn(tuple(dict.fromkeys(provision.references)), tuple(dict.fromkeys(groups)))


_STRICTNESS = {NO_LICENCE: 0, EXCEPTION: 1, OPEN: 2, LICENCE: 3}


def _stricter(before: Determination, after: Determination) -> tuple[Determination, Determination]:
    """The stricter answer first; the later one where they are alike."""
    earlier_first = _STRICTNESS[before.outcome] > _STRICTNESS[after.outcome]
    return (before, after) if earlier_first else (after, before)


# The law of one side with one thing taken from the other.


def _mixed(answer: Determination, other: Determination, candidate: str) -> Decision:
    """What the side of ANSWER would say if CANDIDATE alone stood as it does on the OTHER side."""
    assert answer.questions is not None
    assert other.questions is not None
    mix = _with_group if candidate.startswith(GROUP) else _with_provision
    laws = {clock: answer.questions.law(clock) for clock in Clock}
    for clock, theirs in ((answer.clock, other.clock), (answer.other_clock, answer.other_clock)):
        laws[clock] = mix(laws[clock], other.questions.law(theirs), candidate)
    questions = questions_of(laws[Clock.ON_THE_BOOKS], laws[Clock.AS_ENFORCED])
    judge = interpreted(questions)
    return merged([questions.decide(facts, judge) for facts in answer.case.readings])


def _with_provision(law: LawOnDay, other: LawOnDay, provision_id: str) -> LawOnDay:
    taken = other.get(provision_id)
    kept = {key: one for key, one in law.provisions.items() if key != provision_id}
    if taken is not None:
        kept[provision_id] = taken
        order = {key: place for place, key in enumerate((*other.provisions, *law.provisions))}
        if provision_id in law.provisions:
            order = {key: place for place, key in enumerate(law.provisions)}
        kept = dict(sorted(kept.items(), key=lambda one: order[one[0]]))
    return LawOnDay(law.day, law.clock, MappingProxyType(kept), law.groups)


def _with_group(law: LawOnDay, other: LawOnDay, candidate: str) -> LawOnDay:
    group = candidate.removeprefix(GROUP).rsplit("/", 1)[0]
    return replace(law, groups=_MixedGroups(law.groups, other, group))


@dataclass(frozen=True)
class _MixedGroups:
    """The groups of one law, with one group as another law has it."""

    groups: CountryGroups
    other: LawOnDay
    group: str

    @property
    def change_days(self) -> Any:
        return self.groups.change_days

    def members(self, group: str, day: Any) -> frozenset[str]:
        asked = (self.other.groups, self.other.day) if group == self.group else (self.groups, day)
        return asked[0].members(group, asked[1])

    def uncertain(self, group: str, day: Any) -> frozenset[str]:
        asked = (self.other.groups, self.other.day) if group == self.group else (self.groups, day)
        return asked[0].uncertain(group, asked[1])

    def known(self) -> frozenset[str]:
        return self.groups.known()
