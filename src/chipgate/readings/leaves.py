"""The lines without parts that a set of provisions comes down to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition
from chipgate.law.provision import Provision
from chipgate.law.walking import children, facts_of, walk

MOST_KEPT: Final = 4096
"""Lines of more sets of provisions of one law are forgotten together: open orders ask about many sets."""


def leaves_of(provisions: Sequence[Provision], law: LawOnDay) -> Sequence[Condition]:
    """Every line without parts of PROVISIONS, and of all that they refer to under LAW; each provision once."""
    kept: dict[tuple[int, ...], tuple[tuple[Provision, ...], tuple[Condition, ...]]]
    kept, key = law.worked_out.setdefault("leaves", {}), tuple(map(id, provisions))
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        # The provisions are kept with what was found, so that no other takes the identity of one.
        found = kept[key] = tuple(provisions), tuple(_leaves_of(provisions, law))
    return found[1]


def _leaves_of(provisions: Sequence[Provision], law: LawOnDay) -> Iterator[Condition]:
    for provision in reached_from(provisions, law):
        yield from _own(provision, law).leaves


def names_in(leaf: Condition, law: LawOnDay) -> frozenset[str]:
    """The names of the facts that LEAF, a line of LAW, names."""
    key = ("names in", id(leaf))
    if key not in law.worked_out:
        law.worked_out[key] = leaf, frozenset(fact.name for fact in facts_of(leaf))
    found: frozenset[str] = law.worked_out[key][1]
    return found


def reached_from(provisions: Iterable[Provision], law: LawOnDay) -> Iterator[Provision]:
    """PROVISIONS, and all that they refer to under LAW, each once."""
    seen: set[str] = set()
    waiting = list(provisions)
    while waiting:
        provision = waiting.pop()
        if provision.key not in seen:
            seen.add(provision.key)
            yield provision
            waiting += _own(provision, law).refers_to


class _Own(NamedTuple):
    """The lines without parts of a provision itself, and the provisions that it refers to."""

    provision: Provision
    leaves: tuple[Condition, ...]
    refers_to: tuple[Provision, ...]


def _own(provision: Provision, law: LawOnDay) -> _Own:
    key = ("own leaves", id(provision))
    if key not in law.worked_out:
        nodes = [node for condition in provision.conditions for node in walk(condition)]
        law.worked_out[key] = _Own(
            provision,
            tuple(node for node in nodes if not children(node)),
            tuple(filter(None, map(law.get, provision.references))),
        )
    found: _Own = law.worked_out[key]
    return found
