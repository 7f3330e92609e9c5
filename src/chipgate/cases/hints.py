"""What an order says besides its main facts: where that speaks against an assumption, the assumption is not made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from chipgate.law.facts import Value

WHERE_GIVEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "supercomputer_site": "known_end_use",
        "fab_site": "known_end_use",
        "packager": "exporter",
        "packaged_in": "exporter",
        "transistors_bn": "exporter",
        "letter_keeps_exceptions": "letter_recipient",
        "consignee_hq": "consignee_parent_hq",
        "consignee_parent_hq": "consignee_hq",
    }
)
"""Facts that nobody gives unless another one is not as usual: the site of a supercomputer goes with one as the end
use, the packager of a die with a fabricator that sells it, the seat of a consignee with one that may have a parent."""

WHERE_YES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "training_needs_licence": "known_end_use",
        "evasive_on_end_use": "known_end_use",
        "named_in_744_22": "military_end_user",
        "country_chart_requires_licence": "described_in",
        "bis_objection": "letter_recipient",
    }
)
"""Flags that say so where they are true."""

OF_A_FABRICATOR: Final = "foundry_ic"
"""The kind of item that front-end fabricators and OSAT companies sell (3A090 Note 1)."""


def doubted_by_hints(facts: Mapping[str, Value]) -> Iterator[str]:
    """The facts that no assumption may fill, for what FACTS, those that somebody gave, say of them."""
    yield from (doubted for given, doubted in WHERE_GIVEN.items() if given in facts)
    yield from (doubted for given, doubted in WHERE_YES.items() if facts.get(given) is True)
    if facts.get("item_kind") == OF_A_FABRICATOR:
        yield "exporter"


def told_together() -> Iterator[tuple[str, str]]:
    """The pairs of facts of which the one may speak against what is assumed of the other."""
    yield from WHERE_GIVEN.items()
    yield from WHERE_YES.items()
    yield "item_kind", "exporter"
