"""The corpus: every provision, checked as a whole, and the law as it stands on a day."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, Protocol

from chipgate.errors import BadCorpus, UnknownProvision
from chipgate.law.facts import Fact
from chipgate.law.language import Limit
from chipgate.law.provision import (
    TRADE_MEASURES,
    Clock,
    Consequence,
    Days,
    Defines,
    Provision,
)
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked


class CountryGroups(Protocol):
    """Dated membership of countries in the groups that rules name."""

    @property
    def change_days(self) -> Sequence[date]:
        """Days on which any membership changes."""

    def members(self, group: str, day: date) -> frozenset[str]:
        """Countries that are in GROUP on DAY."""

    def uncertain(self, group: str, day: date) -> frozenset[str]:
        """Countries of which it is not known whether they are in GROUP on DAY."""

    def known(self) -> frozenset[str]:
        """Countries whose memberships are stated at all."""


@dataclass(frozen=True, slots=True)
class NoGroups:
    """Country groups of a corpus whose rules name none."""

    change_days: tuple[date, ...] = ()

    def members(self, group: str, day: date) -> frozenset[str]:
        """No country is a member."""
        raise BadCorpus(fault("a rule names the country group {group}, and the corpus has no groups", group=group))

    def uncertain(self, group: str, day: date) -> frozenset[str]:
        """Nothing is uncertain."""
        return frozenset()

    def known(self) -> frozenset[str]:
        """No country is known."""
        return frozenset()


@dataclass(frozen=True, eq=False)
class LawOnDay:
    """The provisions that bind on one day by one clock, one version of each at most; equal only to itself."""

    day: date
    clock: Clock
    provisions: Mapping[str, Provision]
    groups: CountryGroups
    shared: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    """What readings have worked out that holds for the laws of all days of one corpus."""

    def get(self, provision_id: str) -> Provision | None:
        """The version in force, or None: a text that is not in force is not met."""
        return self.provisions.get(provision_id)

    def giving(self, consequence: type[Consequence]) -> tuple[Provision, ...]:
        """The provisions with that kind of consequence, in the order of the corpus."""
        key = ("giving", consequence)
        if key not in self.worked_out:
            self.worked_out[key] = tuple(p for p in self.provisions.values() if isinstance(p.gives, consequence))
        found: tuple[Provision, ...] = self.worked_out[key]
        return found

    def membership(self, groups: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Countries that are in one of GROUPS, of which that is uncertain, and that are known at all."""
        if groups not in self._memberships:
            self._memberships[groups] = self._membership(groups)
        return self._memberships[groups]

    @cached_property
    def _memberships(self) -> dict[tuple[str, ...], tuple[frozenset[str], frozenset[str], frozenset[str]]]:
        return {}

    @cached_property
    def worked_out(self) -> dict[Hashable, Any]:
        """What readings have worked out of this law, and keep as long as it is kept."""
        return {}

    def _membership(self, groups: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        members, unsure = set[str](), set[str]()
        for group in groups:
            doubtful = self.groups.uncertain(group, self.day)
            members |= self.groups.members(group, self.day) - doubtful
            unsure |= doubtful
        return frozenset(members), frozenset(unsure - members), self.groups.known()


@dataclass(frozen=True)
class Corpus:
    """Provisions that fit together, with the country groups they name.

    Raises:
        BadCorpus: two versions of one provision bind on the same day, a reference points nowhere or in a circle,
            or one limit name has two values.
    """

    provisions: tuple[Provision, ...]
    groups: CountryGroups = field(default_factory=NoGroups)

    def __post_init__(self) -> None:
        faults = [*_overlaps(self.history_of), *_loose_references(self), *_clashing_facts(self), *_doubled_limits(self)]
        if faults:
            raise BadCorpus.listing(fault("the provisions do not fit together:"), faults)

    @cached_property
    def history_of(self) -> Mapping[str, tuple[Provision, ...]]:
        """Every version of each provision, oldest first, by id."""
        found: dict[str, list[Provision]] = {}
        for provision in self.provisions:
            found.setdefault(provision.id, []).append(provision)
        ordered = {key: tuple(sorted(p, key=lambda one: one.binds.in_force.since)) for key, p in found.items()}
        return MappingProxyType(ordered)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact that any provision asks for, by name."""
        return MappingProxyType({fact.name: fact for p in self.provisions for fact in p.facts})

    @cached_property
    def limits(self) -> Mapping[str, Limit]:
        """Every named number, by name."""
        return MappingProxyType({one.name: one for p in self.provisions for one in p.limits})

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """Every day on which the law, or a country group, can differ from the day before."""
        days = {day for provision in self.provisions for day in provision.binds.change_days()}
        return tuple(sorted(days | set(self.groups.change_days)))

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the whole text: equal corpora have equal fingerprints."""
        return hashlib.sha256("\n".join(map(repr, self.provisions)).encode()).hexdigest()

    @cached_property
    def _shared(self) -> dict[Hashable, Any]:
        return {}

    @cached_property
    def _days(self) -> dict[tuple[int, Clock], LawOnDay]:
        return {}

    def period(self, day: date) -> int:
        """The number of the span between two changes in which DAY lies; equal numbers mean equal law."""
        return bisect_right(self.change_days, day)

    def on(self, day: date, clock: Clock) -> LawOnDay:
        """The law as it stands on DAY by CLOCK; days without a change between them share one value."""
        key = (self.period(day), clock)
        if key not in self._days:
            binding = {p.id: p for p in self.provisions if p.on(day, clock)}
            self._days[key] = LawOnDay(day, clock, MappingProxyType(binding), self.groups, self._shared)
        return self._days[key]

    @cached_property
    def licensing(self) -> Corpus:
        """The part that export licences turn on; this corpus itself where it has nothing else."""
        return self._without([p.id for p in self.provisions if isinstance(p.gives, TRADE_MEASURES)])

    @cached_property
    def trade(self) -> Corpus:
        """The part on duties, restrictions on inputs, and instructions, with the terms that it uses."""
        return self._reached([p.id for p in self.provisions if isinstance(p.gives, TRADE_MEASURES)])

    def _without(self, ids: Sequence[str]) -> Corpus:
        """The corpus without the provisions IDS and the terms that nothing else uses."""
        kept = [p for p in self.provisions if p.id not in set(ids)]
        ours = self._names_below(ids)
        used = self._names_below([p.id for p in kept if not (isinstance(p.gives, Defines) and p.id in ours)])
        left = tuple(p for p in kept if p.id not in ours or p.id in used)
        return self if len(left) == len(self.provisions) else Corpus(left, self.groups)

    def _reached(self, ids: Sequence[str]) -> Corpus:
        wanted = self._names_below(ids)
        return Corpus(tuple(p for p in self.provisions if p.id in wanted), self.groups)

    def _names_below(self, ids: Sequence[str]) -> frozenset[str]:
        """IDS, and the ids of all that their versions refer to."""
        seen, waiting = set[str](), list(ids)
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += [ref for p in self.history_of[one] for ref in p.references]
        return frozenset(seen)

    def history(self, provision_id: str) -> tuple[Provision, ...]:
        """The versions of one provision, oldest first; a key with a day (``id@2023-11-17``) gives that one."""
        wanted, _, day = provision_id.partition("@")
        if wanted not in self.history_of:
            raise UnknownProvision(provision_id, self.history_of)
        return tuple(p for p in self.history_of[wanted] if not day or p.binds.in_force.since.isoformat() == day)


_CLASH: Final = marked("{older} still binds when {newer} begins: end one of them, two texts at once clash")


def _overlaps(history: Mapping[str, tuple[Provision, ...]]) -> Iterable[str]:
    for versions in history.values():
        for older, newer in pairwise(versions):
            if older.binds.in_force.until is None or newer.binds.in_force.since < older.binds.in_force.until:
                yield fault(_CLASH, older=older.key, newer=newer.key)


def _loose_references(corpus: Corpus) -> Iterable[str]:
    targets = {
        provision.id: {ref for p in corpus.history_of[provision.id] for ref in p.references}
        for provision in corpus.provisions
    }
    for source, named in targets.items():
        for ref in sorted(named - set(targets)):
            yield fault("{source} refers to {ref}, which is not in the corpus", source=source, ref=ref)
    yield from _circles(targets)


def _circles(targets: Mapping[str, set[str]]) -> Iterable[str]:
    done: set[str] = set()

    def visit(node: str, path: tuple[str, ...]) -> Iterable[str]:
        if node in path:
            yield fault("provisions refer to each other in a circle: {path}", path=" -> ".join((*path, node)))
        elif node not in done:
            for ref in sorted(targets.get(node, ())):
                yield from visit(ref, (*path, node))
            done.add(node)

    for start in targets:
        yield from visit(start, ())


def _clashing_facts(corpus: Corpus) -> Iterable[str]:
    seen: dict[str, Fact] = {}
    for provision in corpus.provisions:
        for fact in provision.facts:
            if seen.setdefault(fact.name, fact) != fact:
                template = marked("{key}: the fact {name} is declared twice, differently")
                yield fault(template, key=provision.key, name=fact.name)


def _doubled_limits(corpus: Corpus) -> Iterable[str]:
    seen: dict[str, Limit] = {}
    for provision in corpus.provisions:
        for one in provision.limits:
            if seen.setdefault(one.name, one) != one:
                template = marked("{key}: the limit {name} has two values; give each its own name")
                yield fault(template, key=provision.key, name=one.name)


__all__ = ["Corpus", "CountryGroups", "Days", "Defines", "LawOnDay", "NoGroups"]
