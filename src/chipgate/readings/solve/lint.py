"""Every proof over a law on a day, or over a corpus with all its days: what is odd about the text."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.facts import Fact, FactKind
from chipgate.law.language import Compared
from chipgate.law.provision import Clock, Defines, Describes, Provision, RequiresLicence, Standing
from chipgate.law.walking import facts_of_measure, walk
from chipgate.readings.leaves import reached_from
from chipgate.readings.phrase import Word, phrase
from chipgate.readings.sentence import short_id
from chipgate.readings.solve.facts_of_a_world import Role
from chipgate.readings.solve.findings import Finding, FindingKind
from chipgate.readings.solve.gaps import gaps_of_entries, gaps_of_lists, missing_ceilings
from chipgate.readings.solve.odd_limits import (
    clashing_pairs,
    limits_that_never_bind,
    overlap_of,
    provisions_never_met,
)
from chipgate.readings.solve.proofs import NeverFalls, prove
from chipgate.readings.solve.reality import Reality
from chipgate.translation.language import marked

Check = Callable[[], Iterator[Finding]]


@dataclass(frozen=True)
class Dated:
    """A finding, and the first and the last change of the law between which it stands."""

    finding: Finding
    since: date
    last: date


@dataclass
class Lint:
    """Runs the proofs; what was proved of a text is kept for the days on which it reads the same.

    ``numbers`` are the levels of control that a number must not fall from, by the entry they belong to; ``roles`` say
    what moves with a number.
    """

    reality: Reality = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    _known: dict[Hashable, tuple[Finding, ...]] = field(default_factory=dict)

    def corpus(self, corpus: Corpus, since: date, clocks: Iterable[Clock] = tuple(Clock)) -> tuple[Dated, ...]:
        """The findings in every version of CORPUS from SINCE on, each with the days between which it stands."""
        days = [since, *(day for day in corpus.change_days if day > since)]
        return self._on(corpus, days, clocks)

    def of_day(self, corpus: Corpus, day: date, clocks: Iterable[Clock] = tuple(Clock)) -> tuple[Dated, ...]:
        """The findings in the version of one day."""
        return self._on(corpus, [day], clocks)

    def _on(self, corpus: Corpus, days: Iterable[date], clocks: Iterable[Clock]) -> tuple[Dated, ...]:
        found: dict[str, Dated] = {}
        for clock in clocks:
            for day in days:
                for one in self.law(corpus.on(day, clock)):
                    old = found.get(one.name)
                    span = (day, day) if old is None else (min(day, old.since), max(day, old.last))
                    found[one.name] = Dated(one if old is None else old.finding, *span)
        return tuple(found[name] for name in sorted(found))

    def law(self, law: LawOnDay) -> Iterator[Finding]:
        """The findings in one law."""
        for provision in law.provisions.values():
            yield from self._provision(provision, law)
        for pair in clashing_pairs(law):
            yield from self._once("overlap", pair, law, partial(overlap_of, *pair, law, self.reality))
        described = law.giving(Describes)
        yield from self._once("gaps", described, law, partial(gaps_of_entries, law, self.reality))
        yield from self._falls(law)
        yield from _loose(law)

    def _provision(self, provision: Provision, law: LawOnDay) -> Iterator[Finding]:
        yield from gaps_of_lists(provision)
        for name, check in (
            ("limits", limits_that_never_bind),
            ("met", provisions_never_met),
            ("ceilings", missing_ceilings),
        ):
            yield from self._once(name, (provision,), law, partial(check, provision, law, self.reality))

    def _once(self, name: str, provisions: Iterable[Provision], law: LawOnDay, check: Check) -> tuple[Finding, ...]:
        key = (name, tuple(one.key for one in provisions), texts_reached(provisions, law))
        if key not in self._known:
            self._known[key] = tuple(check())
        return self._known[key]

    # More of a number must not lead to less control.

    def _falls(self, law: LawOnDay) -> Iterator[Finding]:
        for entry, levels in self._ladders(law):
            for number in self._numbers(law, levels):
                asked = NeverFalls(number.name, levels, self.roles)
                ours = [one for level in levels for name in level if (one := law.get(name)) is not None]
                check = partial(self._fall, asked, number, entry, law)
                yield from self._once(f"falls {number.name} {entry}", ours, law, check)

    def _fall(self, asked: NeverFalls, number: Fact, entry: str, law: LawOnDay) -> Iterator[Finding]:
        proof = prove(asked, law, reality=self.reality)
        if not proof.holds:
            yield Finding(
                FindingKind.FALLS,
                f"{entry}: {number.name}",
                phrase(
                    "{entry}: more of {number}, with all else equal, can lead to less control",
                    entry=Word(entry) if entry == REQUIREMENTS else entry,
                    number=Word(number.label),
                ),
                tuple(name for level in asked.levels for name in level),
                proof.facts,
            )

    def _ladders(self, law: LawOnDay) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
        """The paragraphs of each entry, the strictest last, and the requirements of a licence together."""
        entries: dict[str, list[str]] = {}
        for provision in law.giving(Describes):
            assert isinstance(provision.gives, Describes)
            if any(isinstance(node, Compared) for one in provision.conditions for node in walk(one)):
                entries.setdefault(provision.gives.eccn.partition(".")[0], []).append(provision.id)
        for entry, ids in entries.items():
            yield entry, tuple((one,) for one in reversed(ids))
        yield REQUIREMENTS, (tuple(one.id for one in law.giving(RequiresLicence)),)

    def _numbers(self, law: LawOnDay, levels: tuple[tuple[str, ...], ...]) -> list[Fact]:
        reached = reached_from([one for level in levels for name in level if (one := law.get(name)) is not None], law)
        facts = {
            fact.name: fact
            for provision in reached
            for condition in provision.conditions
            for node in walk(condition)
            if isinstance(node, Compared)
            for fact in facts_of_measure(node.measure)
        }
        return [facts[name] for name in self.numbers if name in facts and facts[name].kind is FactKind.NUMBER]


REQUIREMENTS = marked("the requirements of a licence")


def texts_reached(provisions: Iterable[Provision], law: LawOnDay) -> frozenset[str]:
    """The keys of the texts that a proof about PROVISIONS can hang on."""
    known = law.worked_out.setdefault("texts reached", {})
    asked = tuple(one.id for one in provisions)
    if asked not in known:
        known[asked] = frozenset(one.key for one in reached_from(provisions, law))
    found: frozenset[str] = known[asked]
    return found


def _loose(law: LawOnDay) -> Iterator[Finding]:
    """References to texts that are not in force, and definitions that nothing refers to."""
    named = set[str]()
    for provision in law.provisions.values():
        for name in provision.references:
            named.add(name)
            if law.get(name) is None:
                yield _not_in_force(provision, name)
    for provision in law.provisions.values():
        if isinstance(provision.gives, Defines) and provision.id not in named and provision.standing is Standing.LAW:
            told = phrase("{provision} defines something that no provision uses", provision=short_id(provision.id))
            yield Finding(FindingKind.UNUSED, provision.id, told, (provision.id,))


def _not_in_force(provision: Provision, name: str) -> Finding:
    told = phrase(
        "{provision} refers to {other}, which is not in force: nothing falls under it",
        provision=short_id(provision.id),
        other=short_id(name),
    )
    return Finding(FindingKind.NOT_IN_FORCE, f"{provision.id} -> {name}", told, (provision.id, name))
