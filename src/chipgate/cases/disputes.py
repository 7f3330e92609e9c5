"""Which disputed figures of a case bear on an open answer: nobody is asked about a figure that changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chipgate.law.provision import Provision
from chipgate.law.walking import facts_of
from chipgate.readings.leaves import leaves_of
from chipgate.readings.verdict import UNKNOWN, Weighing

WORKED_OUT_OF: Mapping[str, tuple[str, ...]] = {
    "performance_density": ("tpp", "die_area_mm2"),
    "order_tpp": ("tpp",),
}
"""Facts that a case works out of others, so that a dispute about these is one about them."""


def telling_disputes(
    disputed: Iterable[str], provisions: Sequence[Provision], weighings: Sequence[Weighing]
) -> tuple[str, ...]:
    """The names in DISPUTED that some line of PROVISIONS answers differently in the readings, or not yet.

    Where every line that names a figure has one and the same known verdict in all readings, no later answer can make
    its dispute matter to these provisions.
    """
    told: set[str] = set()
    for leaf in leaves_of(provisions, weighings[0].law):
        verdicts = {weighing.weigh(leaf) for weighing in weighings}
        if len(verdicts) > 1 or UNKNOWN in verdicts:
            for fact in facts_of(leaf):
                told |= {fact.name, *WORKED_OUT_OF.get(fact.name, ())}
    return tuple(name for name in disputed if name in told)
