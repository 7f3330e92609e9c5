"""Names of parties: where one is like that of a listed party, no assumption may say that it is not listed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from chipgate.cases.columns import CONSIGNEE, INTERMEDIARY, LESSEE, MAY_BE_NONE, PARENT_NAME, PURCHASER
from chipgate.cases.military_names import sounds_military
from chipgate.cases.nobody import names_nobody, names_none
from chipgate.cases.transaction import Transaction
from chipgate.law.facts import Fact
from chipgate.readings.phrase import Phrase, phrase

if TYPE_CHECKING:
    from chipgate.law.us.listed_parties import ListedParty

END_USER: Final = "end_user"
_SELLER: Final = "exporter"

_IN_DOUBT: Final = {
    "EL": ("buyer_itself_listed",),
    "MEU": ("military_end_user", "on_meu_list"),
    "UVL": ("on_unverified_list",),
}
"""The facts that are in doubt where a name is like one of a list."""

_NAMES: Final = (END_USER, CONSIGNEE, PURCHASER, INTERMEDIARY, LESSEE, PARENT_NAME)
"""Columns that name parties."""

MOST_NAMED: Final = 3
"""A reader is shown so many of the listed parties that a name is like."""


def names_given(transaction: Transaction) -> dict[str, str]:
    """The names of parties that the transaction gives, by column; a word of the rules (a standing) is no name."""
    given = {column: transaction.given[column] for column in _NAMES if column in transaction.given}
    if not given:
        return given
    if END_USER in transaction.facts:
        given.pop(END_USER, None)
    return {column: name.strip() for column, name in given.items() if name.strip() and not _is_nobody(column, name)}


def _is_nobody(column: str, name: str) -> bool:
    return names_nobody(name, may_be_none=column in MAY_BE_NONE)


def _is_none(column: str, name: str) -> bool:
    """Whether NAME says that there is no such party, in a column of one that need not be there."""
    return column in MAY_BE_NONE and names_none(name)


def _unknown_parties(transaction: Transaction) -> set[str]:
    """Columns in which a party is called unknown, in one way or another."""
    return {name for name in _NAMES if (text := transaction.given.get(name, "")).strip() and _is_nobody(name, text)}


def parties_named(transaction: Transaction) -> Mapping[str, tuple[ListedParty, ...]]:
    """The listed parties whose name is like one of the names given, by that name; names like none are left out."""
    names = names_given(transaction)
    if not names:
        return {}
    from chipgate.law.us.listed_parties import parties_like  # four thousand names, read only where somebody is named

    found = {name: parties_like(name, transaction.day) for name in names.values()}
    return {name: alike for name, alike in found.items() if alike}


def doubted_by_the_use(transaction: Transaction) -> frozenset[str]:
    """The facts that no assumption may fill where the stated use is military or near it, or a party is military."""
    facts = transaction.facts
    is_near = facts.get("known_end_use") in _NEAR_MILITARY or facts.get("on_meu_list") is True
    is_military = facts.get("military_end_user") is True
    return frozenset((*(("military_end_user",) if is_near else ()), *(("on_meu_list",) if is_military else ())))


_BESIDE_THE_END_USER: Final = (CONSIGNEE, PURCHASER, INTERMEDIARY, LESSEE)

_HAS_LETTERS: Final = re.compile(
    r"\b(nvidia|advanced micro devices|amd|intel)\b|英伟达|輝達|超威|英特尔|英特爾", re.IGNORECASE
)
"""Sellers of which it is known that they have letters of BIS (their disclosures of 2022, 2023 and April 2025)."""


def _doubted_by_the_seller(transaction: Transaction) -> frozenset[str]:
    """The fact that no assumption may fill where the seller is known to have had letters of BIS."""
    seller = unicodedata.normalize("NFKC", transaction.given.get(_SELLER, ""))
    return frozenset(("letter_recipient",)) if _HAS_LETTERS.search(seller.replace("_", " ")) else frozenset()


def _doubted_by_a_consignee(transaction: Transaction, names: Mapping[str, str]) -> frozenset[str]:
    """The facts that no assumption may fill where a purchaser or a consignee is named, or called unknown, beside the
    end user: each is a party whose headquarters count (734.9(h)(2), note 6)."""
    if not _unknown_parties(transaction).isdisjoint(_BESIDE_THE_END_USER):
        return frozenset(("consignee_hq", "consignee_parent_hq"))
    end_user = transaction.given.get(END_USER, "").strip().casefold()
    named = {column: names[column] for column in _BESIDE_THE_END_USER if column in names}
    others = {name.casefold() for column, name in named.items() if not _is_none(column, name)} - {end_user}
    return frozenset(("consignee_hq", "consignee_parent_hq")) if others else frozenset()


_NEAR_MILITARY: Final = ("military", "military_intelligence", "ai_training_for_military", "wmd")


def facts_in_doubt(transaction: Transaction, alike: Mapping[str, Iterable[ListedParty]]) -> frozenset[str]:
    """The facts that no assumption may fill for what the transaction says of its parties and of the use.

    That is where a name is like one of a list (for an owner, its share too) or says that it is military, where a party
    is called unknown, where a purchaser or a consignee is named, where the use is military or near it, and where the
    seller is known to have letters of BIS.
    """
    by_use = doubted_by_the_use(transaction) | _doubted_by_the_seller(transaction)
    if transaction.given.keys().isdisjoint(_NAMES):
        return by_use
    names = names_given(transaction)
    lists = {party.on_list for parties in alike.values() for party in parties}
    found = {fact for one in lists for fact in _IN_DOUBT.get(one, ())} | _of_unknown_parties(transaction)
    if any(map(sounds_military, names.values())):
        found |= set(_IN_DOUBT["MEU"])
    owner = {"listed_owner_share"} if names.get(PARENT_NAME) in alike else set()
    return by_use.union(found, owner, _doubted_by_a_consignee(transaction, names))


def _of_unknown_parties(transaction: Transaction) -> set[str]:
    """What hangs on who a party is, where one is called unknown."""
    unknown = _unknown_parties(transaction)
    found = {fact for facts in _IN_DOUBT.values() for fact in facts} if unknown else set()
    return found | ({"listed_owner_share"} if PARENT_NAME in unknown else set())


def question_about(fact: Fact, alike: Mapping[str, Iterable[ListedParty]]) -> Phrase:
    """The question for FACT; where a name raises it, the question about that name."""
    for name, parties in alike.items():
        found = [party for party in parties if fact.name in _IN_DOUBT.get(party.on_list, ())]
        if found:
            return phrase(
                "Is {name} one of these listed parties, or theirs: {listed}?", name=name, listed=nearest(found)
            )
    return phrase(fact.question)


def nearest(parties: Iterable[ListedParty]) -> str:
    """The listed parties that are most alike, in a line."""
    return "; ".join(map(_shown, list(parties)[:MOST_NAMED]))


def _shown(party: ListedParty) -> str:
    since = f", {party.added}" if party.added is not None else ""
    footnote = f", footnote {party.footnote}" if party.footnote else ""
    return f"{party.name} ({party.on_list} {party.country_iso2}{since}{footnote})"
