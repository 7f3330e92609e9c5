"""The compare reading: what differs between two states of the law, provision by provision and group by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from itertools import zip_longest
from typing import Final

from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.language import Compared, Limit, Within
from chipgate.law.provision import Clock, Provision, Standing
from chipgate.law.walking import limits_of_measure, walk
from chipgate.readings.sentence import SentenceLine, sentence


@dataclass(frozen=True)
class Vantage:
    """A state of the law: a corpus, looked at on a day by a clock."""

    corpus: Corpus
    day: date
    clock: Clock

    @property
    def law(self) -> LawOnDay:
        """The provisions that count from here."""
        return self.corpus.on(self.day, self.clock)

    def version(self, provision_id: str) -> Provision | None:
        """The version in force on the day, stayed or unenforced though it may be; a proposal is never in force."""
        versions = self.corpus.history_of.get(provision_id, ())
        found = (one for one in versions if self.day in one.binds.in_force)
        return next((one for one in found if one.standing is not Standing.PROPOSAL), None)


class State(StrEnum):
    """How a text stands, seen from a vantage."""

    ABSENT = "not_in_force"
    BINDS = "binds"
    STAYED = "stayed"
    NOT_ENFORCED = "not_enforced"
    IN_NO_BOOK = "in_no_book"


def state_of(version: Provision | None, vantage: Vantage) -> State:
    """How VERSION stands from VANTAGE."""
    if version is None:
        return State.ABSENT
    if version.on(vantage.day, vantage.clock):
        return State.BINDS
    if any(vantage.day in stay for stay in version.binds.stayed):
        return State.STAYED
    return State.IN_NO_BOOK if version.standing is Standing.LETTER else State.NOT_ENFORCED


class ChangeKind(StrEnum):
    """What happened to a provision."""

    ADDED = "added"
    ENDED = "ended"
    REWORDED = "reworded"
    RESTATED = "restated"  # another version with the same test: its title, citation or consequence differs
    BEGINS = "begins_to_count"
    CEASES = "ceases_to_count"
    STAYED = "stayed"
    UNSTAYED = "no_longer_stayed"


@dataclass(frozen=True, slots=True)
class LimitChange:
    """A printed number that moved; on one side None where the limit stands only in the other text."""

    before: Limit | None
    after: Limit | None


@dataclass(frozen=True)
class ProvisionChange:
    """One provision that is not the same from both vantages."""

    id: str
    kinds: tuple[ChangeKind, ...]
    before: Provision | None
    after: Provision | None
    state_before: State
    state_after: State

    @property
    def provision(self) -> Provision:
        """The newer text, or the one that ended."""
        found = self.after or self.before
        assert found is not None
        return found

    @cached_property
    def limits(self) -> tuple[LimitChange, ...]:
        """The limits that differ; those of one name together, then those that hold the same measure."""
        if self.before is None or self.after is None:
            return ()
        return tuple(_limit_changes(list(_compared(self.before)), list(_compared(self.after))))

    @cached_property
    def lines(self) -> tuple[tuple[str, SentenceLine], ...]:
        """The lines of the sentence that went ("-") and came ("+"), in the order of the text."""
        if self.before is None or self.after is None:
            return ()
        return tuple(_differing(list(_lines(self.before)), list(_lines(self.after))))


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A country that is not in a group from both vantages alike; None where that is not settled."""

    group: str
    country: str
    before: bool | None
    after: bool | None


@dataclass(frozen=True)
class LawDifference:
    """All that differs between two states of the law."""

    before: Vantage
    after: Vantage
    changes: tuple[ProvisionChange, ...]
    groups: tuple[GroupChange, ...]
    by_id: Mapping[str, ProvisionChange] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {one.id: one for one in self.changes})


def difference(before: Vantage, after: Vantage) -> LawDifference:
    """What differs between BEFORE and AFTER."""
    ids = dict.fromkeys((*before.corpus.history_of, *after.corpus.history_of))
    changes = (_change_of(one, before, after) for one in ids)
    return LawDifference(
        before, after, tuple(one for one in changes if one is not None), tuple(_group_changes(before, after))
    )


def _change_of(provision_id: str, before: Vantage, after: Vantage) -> ProvisionChange | None:
    old, new = before.version(provision_id), after.version(provision_id)
    states = state_of(old, before), state_of(new, after)
    kinds = tuple(_kinds(old, new, *states))
    return ProvisionChange(provision_id, kinds, old, new, *states) if kinds else None


def _kinds(old: Provision | None, new: Provision | None, before: State, after: State) -> Iterator[ChangeKind]:
    if old is None or new is None:
        if new is not None:
            yield ChangeKind.ADDED
        if old is not None:
            yield ChangeKind.ENDED
        return
    if (old.subject, old.when) != (new.subject, new.when):
        yield ChangeKind.REWORDED
    elif (old.title, old.cite, old.gives, old.standing) != (new.title, new.cite, new.gives, new.standing):
        yield ChangeKind.RESTATED
    if before is not after:
        yield _MOVE.get((before, after)) or _OUT_OF.get(before) or _INTO[after]


# What a move between two states is called, where neither side lacks the text.
_MOVE: Final = {
    (State.STAYED, State.BINDS): ChangeKind.UNSTAYED,
    (State.NOT_ENFORCED, State.STAYED): ChangeKind.STAYED,
    (State.IN_NO_BOOK, State.STAYED): ChangeKind.STAYED,
    (State.STAYED, State.NOT_ENFORCED): ChangeKind.UNSTAYED,
    (State.STAYED, State.IN_NO_BOOK): ChangeKind.UNSTAYED,
    (State.BINDS, State.STAYED): ChangeKind.STAYED,
}
_OUT_OF: Final = {State.NOT_ENFORCED: ChangeKind.BEGINS, State.IN_NO_BOOK: ChangeKind.BEGINS}
_INTO: Final = {State.NOT_ENFORCED: ChangeKind.CEASES, State.IN_NO_BOOK: ChangeKind.CEASES}


def _lines(provision: Provision) -> Iterator[SentenceLine]:
    for condition in provision.conditions:
        yield from sentence(condition)


def _differing(old: list[SentenceLine], new: list[SentenceLine]) -> Iterator[tuple[str, SentenceLine]]:
    first, second = [_said(one) for one in old], [_said(one) for one in new]
    for kind, start, end, other_start, other_end in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (("-", one) for one in old[start:end])
            yield from (("+", one) for one in new[other_start:other_end])


def _said(line: SentenceLine) -> tuple[int, str, str]:
    return line.depth, line.label, line.words.text()


Bound = tuple[object, Limit]
"""What a limit holds, and the limit."""


def _compared(provision: Provision) -> Iterator[Bound]:
    for condition in provision.conditions:
        for node in walk(condition):
            if isinstance(node, Compared):
                yield (node.measure, node.relation), node.limit
                yield from (((node.measure, "factor"), one) for one in limits_of_measure(node.measure))


def _limit_changes(old: list[Bound], new: list[Bound]) -> Iterator[LimitChange]:
    named_old, named_new = {one.name: one for _, one in old}, {one.name: one for _, one in new}
    for name, one in named_old.items():
        if name in named_new and named_new[name] != one:
            yield LimitChange(one, named_new[name])
    went, came = _only_in(old, named_new), _only_in(new, named_old)
    for held in dict.fromkeys((*went, *came)):
        for one, other in zip_longest(went.get(held, ()), came.get(held, ())):
            yield LimitChange(one, other)


def _only_in(bounds: Iterable[Bound], others: Mapping[str, Limit]) -> dict[object, list[Limit]]:
    """The limits that OTHERS has no name for, by what they hold; each once."""
    found: dict[object, list[Limit]] = {}
    for held, one in bounds:
        listed = found.setdefault(held, [])
        if one.name not in others and one not in listed:
            listed.append(one)
    return {held: listed for held, listed in found.items() if listed}


def _group_changes(before: Vantage, after: Vantage) -> Iterator[GroupChange]:
    for group in sorted(_groups_named(before) | _groups_named(after)):
        old, new = _membership(group, before), _membership(group, after)
        for country in sorted(old.keys() | new.keys()):
            was, now = old.get(country, False), new.get(country, False)
            if was is not now:
                yield GroupChange(group, country, was, now)


def _groups_named(vantage: Vantage) -> set[str]:
    nodes = (node for p in vantage.law.provisions.values() for one in p.conditions for node in walk(one))
    return {group for node in nodes if isinstance(node, Within) for group in node.groups}


def _membership(group: str, vantage: Vantage) -> dict[str, bool | None]:
    members, unsure, _known = vantage.law.membership((group,))
    return {**dict.fromkeys(members, True), **dict.fromkeys(unsure, None)}
