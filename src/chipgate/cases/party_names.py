"""Names of parties: where one is like that of a listed party, no assumption may say that it is not listed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from chipgate.cases.transaction import Transaction
from chipgate.cases.values import says_nothing
from chipgate.law.facts import Fact
from chipgate.readings.phrase import Phrase, phrase

if TYPE_CHECKING:
    from chipgate.law.us.listed_parties import ListedParty

END_USER: Final = "end_user"

_IN_DOUBT: Final = {"EL": "buyer_itself_listed", "MEU": "military_end_user"}
"""The fact that is in doubt where a name is like one of a list."""

MOST_NAMED: Final = 3
"""A reader is shown so many of the listed parties that a name is like."""


def parties_named(transaction: Transaction) -> tuple[ListedParty, ...]:
    """The listed parties whose name is like the end user's; none where its name was read as a word of the rules."""
    name = transaction.given.get(END_USER, "").strip()
    if not name or END_USER in transaction.facts or says_nothing(name):
        return ()
    from chipgate.law.us.listed_parties import parties_like  # four thousand names, read only where somebody is named

    return parties_like(name, transaction.day)


def doubted_by_the_use(transaction: Transaction) -> frozenset[str]:
    """The fact that no assumption may fill where the stated use is military or near it."""
    near = transaction.facts.get("known_end_use") in _NEAR_MILITARY
    return frozenset(("military_end_user",)) if near else frozenset()


_NEAR_MILITARY: Final = ("military", "military_intelligence", "ai_training_for_military", "wmd")


def facts_in_doubt(alike: Iterable[ListedParty]) -> frozenset[str]:
    """The facts that no assumption may fill while a party is like one of ALIKE."""
    return frozenset(_IN_DOUBT[party.on_list] for party in alike if party.on_list in _IN_DOUBT)


def question_about(fact: Fact, name: str, alike: Iterable[ListedParty]) -> Phrase:
    """The question for FACT; where a name raises it, the question about that name."""
    found = [party for party in alike if _IN_DOUBT.get(party.on_list) == fact.name][:MOST_NAMED]
    if not found:
        return phrase(fact.question)
    return phrase(
        "Is {name} one of these listed parties, or theirs: {listed}?", name=name, listed="; ".join(map(_shown, found))
    )


def _shown(party: ListedParty) -> str:
    since = f", {party.added}" if party.added is not None else ""
    footnote = f", footnote {party.footnote}" if party.footnote else ""
    return f"{party.name} ({party.on_list} {party.country_iso2}{since}{footnote})"
