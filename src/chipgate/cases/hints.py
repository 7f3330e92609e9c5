"""What an order says besides its main facts: where that speaks against an assumption, the assumption is not made."""

from __future__ import annotations

import re
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
        "vessel_countries_need_licence": "known_end_use",
        "named_in_744_22": "military_end_user",
        "country_chart_requires_licence": "described_in",
        "bis_objection": "letter_recipient",
    }
)
"""Flags that say so where they are true."""

OF_A_FABRICATOR: Final = "foundry_ic"
"""The kind of item that front-end fabricators and OSAT companies sell (3A090 Note 1)."""

OF_OTHER_LETTERS: Final = ("foundry_ic", "hbm", "weights", "technology", "software", "other")
"""The kinds of item of which the letters that were disclosed do not speak: a letter about one of them is another."""

OFTEN_EAR99: Final = ("weights", "other")
"""The kinds of item that are on no entry of the list as often as on one."""

_ENTRY: Final = re.compile(r"(?<![0-9A-Z.])([0-9][A-E][0-9]{3})([.A-Z0-9]*)")
_WITHOUT_OTHER_REASONS: Final = frozenset(
    (
        *("3A090", "4A090", "4E091", "3A991", "4A994", "5A992", "5D992", "3D991", "4D994"),
        *("3D001", "3E001", "4D001", "4D090", "4E001"),
    )
)
"""Entries that speak of no other reasons for control of the item than those that are modelled, or that stand for the
kind of item; a paragraph .z is one of another entry."""


def doubted_by_the_eccn(stated: str) -> Iterator[str]:
    """The fact that no assumption may fill where the ECCN that is STATED is one of another entry (3A001, 5A002.z)."""
    found = _ENTRY.findall(stated.upper())
    if any(entry not in _WITHOUT_OTHER_REASONS or "Z" in part for entry, part in found):
        yield "described_in"


def doubted_by_hints(facts: Mapping[str, Value]) -> Iterator[str]:
    """The facts that no assumption may fill, for what FACTS, those that somebody gave, say of them."""
    yield from (doubted for given, doubted in WHERE_GIVEN.items() if given in facts)
    yield from (doubted for given, doubted in WHERE_YES.items() if facts.get(given) is True)
    if facts.get("item_kind") == OF_A_FABRICATOR:
        yield "exporter"
    if facts.get("item_kind") in OFTEN_EAR99:
        yield "ear99"
    if facts.get("letter_recipient") is True and facts.get("item_kind") in OF_OTHER_LETTERS:
        yield "letter_reaches_order"


def told_together() -> Iterator[tuple[str, str]]:
    """The pairs of facts of which the one may speak against what is assumed of the other."""
    yield from WHERE_GIVEN.items()
    yield from WHERE_YES.items()
    yield "item_kind", "exporter"
    yield "item_kind", "ear99"
    yield "letter_recipient", "letter_reaches_order"
    yield "item_kind", "letter_reaches_order"
