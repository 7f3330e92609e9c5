"""The lines without parts that a set of provisions comes down to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition
from chipgate.law.provision import Provision
from chipgate.law.walking import children, references_of, walk


def leaves_of(provisions: Sequence[Provision], law: LawOnDay) -> Sequence[Condition]:
    """Every line without parts of PROVISIONS, and of all that they refer to under LAW; each provision once."""
    key = ("leaves", *map(id, provisions))
    if key not in law.worked_out:
        # The provisions are kept with what was found, so that no other takes the identity of one.
        law.worked_out[key] = tuple(provisions), tuple(_leaves_of(provisions, law))
    found: Sequence[Condition] = law.worked_out[key][1]
    return found


def _leaves_of(provisions: Sequence[Provision], law: LawOnDay) -> Iterator[Condition]:
    for provision in reached_from(provisions, law):
        for condition in provision.conditions:
            yield from (node for node in walk(condition) if not children(node))


def reached_from(provisions: Iterable[Provision], law: LawOnDay) -> Iterator[Provision]:
    """PROVISIONS, and all that they refer to under LAW, each once."""
    seen: set[str] = set()
    waiting = list(provisions)
    while waiting:
        provision = waiting.pop()
        if provision.key not in seen:
            seen.add(provision.key)
            yield provision
            for condition in provision.conditions:
                waiting += filter(None, (law.get(name) for name in references_of(condition)))
