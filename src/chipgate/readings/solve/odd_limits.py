"""Limits that could be left out, provisions that nothing meets, and answers that clash without an order of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Compared
from chipgate.law.provision import Describes, Provision, SetsReview
from chipgate.law.walking import walk
from chipgate.readings.phrase import phrase
from chipgate.readings.sentence import short_id
from chipgate.readings.solve.findings import Finding, FindingKind
from chipgate.readings.solve.logic import term_of
from chipgate.readings.solve.open_cases import open_cases
from chipgate.readings.solve.proofs import CanBeMet, both_met, prove
from chipgate.readings.solve.reality import Reality
from chipgate.units import exact_text


def limits_that_never_bind(provision: Provision, law: LawOnDay, reality: Reality) -> Iterator[Finding]:
    """Comparisons of PROVISION that change nothing when they are left out."""
    for node in _lines(provision):
        if any(_changes_nothing(provision, node, told, law, reality) for told in (True, False)):
            yield Finding(
                FindingKind.NEVER_BINDS,
                f"{provision.id}: {node.limit.name}",
                phrase(
                    "{provision}: the limit {name} ({limit}) never decides; without it the text says the same",
                    provision=short_id(provision.id),
                    name=node.limit.name,
                    limit=exact_text(node.limit.value),
                ),
                (provision.id,),
            )


def _lines(provision: Provision) -> list[Compared]:
    nodes = (node for condition in provision.conditions for node in walk(condition))
    return [node for node in nodes if isinstance(node, Compared)]


def _changes_nothing(provision: Provision, node: Compared, told: bool, law: LawOnDay, reality: Reality) -> bool:
    cases = open_cases(law, reality)
    as_it_is = cases.constraints.provision(provision).met
    without = cases.without(provision, node, told)
    if as_it_is is without:
        return True
    return cases.witness([term_of(as_it_is) != term_of(without)], ()) is None


def provisions_never_met(provision: Provision, law: LawOnDay, reality: Reality) -> Iterator[Finding]:
    """PROVISION, where no facts meet it."""
    if not prove(CanBeMet(provision.id), law, reality=reality).holds:
        yield Finding(
            FindingKind.NEVER_MET,
            provision.id,
            phrase("{provision}: no facts meet it", provision=short_id(provision.id)),
            (provision.id,),
        )


def clashing_pairs(law: LawOnDay) -> Iterator[tuple[Provision, Provision]]:
    """Pairs of provisions that answer one question differently."""
    for kind in (Describes, SetsReview):
        provisions: Sequence[Provision] = law.giving(kind)
        yield from ((one, other) for one, other in combinations(provisions, 2) if one.gives != other.gives)


def overlap_of(one: Provision, other: Provision, law: LawOnDay, reality: Reality) -> Iterator[Finding]:
    """The pair, where both can be met at once: then only the order of the corpus decides between them."""
    facts = both_met(one.id, other.id, law, reality)
    if facts is not None:
        yield Finding(
            FindingKind.OVERLAP,
            f"{one.id} & {other.id}",
            phrase(
                "{one} and {other} can be met at once; the text prints no order, and the first of them counts here",
                one=short_id(one.id),
                other=short_id(other.id),
            ),
            (one.id, other.id),
            (facts,),
        )
