"""Which disputed figures of a case bear on an open answer: nobody is asked about a figure that changes nothing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final

from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition
from chipgate.law.provision import Provision
from chipgate.readings.leaves import leaves_of, names_in
from chipgate.readings.verdict import UNKNOWN, Weighing

WORKED_OUT_OF: Mapping[str, tuple[str, ...]] = {
    "performance_density": ("tpp", "die_area_mm2"),
    "order_tpp": ("tpp",),
}
"""Facts that a case works out of others, so that a dispute about these is one about them."""

MOST_KEPT: Final = 2_000
"""The lines of more sets of provisions are forgotten together."""


def telling_disputes(
    disputed: Iterable[str], provisions: Sequence[Provision], weighings: Sequence[Weighing]
) -> tuple[str, ...]:
    """The names in DISPUTED that some line of PROVISIONS answers differently in the readings, or not yet.

    Where every line that names a figure has one and the same known verdict in all readings, no later answer can make
    its dispute matter to these provisions.
    """
    disputed = tuple(disputed)
    if not disputed or not provisions:
        return ()
    told: set[str] = set()
    names_asked, law = frozenset(disputed), weighings[0].law
    for leaf, names in _lines_that_name(names_asked, provisions, law):
        if not names <= told and _is_telling(leaf, weighings):
            told |= names
            if len(told) == len(names_asked):
                break
    return tuple(name for name in disputed if name in told)


def _is_telling(leaf: Condition, weighings: Sequence[Weighing]) -> bool:
    """Whether LEAF is answered differently, or not yet."""
    verdict = weighings[0].weigh(leaf)
    return verdict is UNKNOWN or any(one.weigh(leaf) is not verdict for one in weighings[1:])


def _lines_that_name(
    disputed: frozenset[str], provisions: Sequence[Provision], law: LawOnDay
) -> Sequence[tuple[Condition, frozenset[str]]]:
    """The lines of all PROVISIONS that some of the DISPUTED figures bear on, each once, with these."""
    if len(provisions) == 1:
        return leaves_that_name(disputed, provisions[0], law)
    kept: dict[Hashable, tuple[Sequence[Provision], Sequence[tuple[Condition, frozenset[str]]]]]
    kept = law.worked_out.setdefault("disputed together", {})
    key = (disputed, *map(id, provisions))
    if key not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        lines = (line for one in provisions for line in leaves_that_name(disputed, one, law))
        each = tuple({id(line[0]): line for line in lines}.values())
        kept[key] = tuple(provisions), each  # with the provisions, so that no others take their identity
    return kept[key][1]


def leaves_that_name(
    disputed: frozenset[str], provision: Provision, law: LawOnDay
) -> Sequence[tuple[Condition, frozenset[str]]]:
    """The lines of PROVISION that some of the DISPUTED figures bear on, each with these."""
    key = ("disputed", disputed, id(provision))
    if key not in law.worked_out:
        named = ((leaf, disputed & names) for leaf, names in _leaves_with_names(provision, law))
        law.worked_out[key] = provision, [(leaf, names) for leaf, names in named if names]
    found: Sequence[tuple[Condition, frozenset[str]]] = law.worked_out[key][1]
    return found


def _leaves_with_names(provision: Provision, law: LawOnDay) -> Sequence[tuple[Condition, frozenset[str]]]:
    """Every line of PROVISION, with the facts that bear on it."""
    key = ("bearing", id(provision))
    if key not in law.worked_out:
        law.worked_out[key] = provision, [(leaf, _bearing_on(leaf, law)) for leaf in leaves_of((provision,), law)]
    found: Sequence[tuple[Condition, frozenset[str]]] = law.worked_out[key][1]
    return found


def _bearing_on(leaf: Condition, law: LawOnDay) -> frozenset[str]:
    names = names_in(leaf, law)
    return names.union(other for name in names for other in WORKED_OUT_OF.get(name, ()))
