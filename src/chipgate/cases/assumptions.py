"""Assumptions: named sets of facts that nobody gave. Never silent: the answer lists each line that it leaned on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chipgate.errors import UnknownFact
from chipgate.law.facts import NOT_APPLICABLE, Value
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

Assumed = tuple[Value, str]
"""A value, and the line that states it."""

ORDINARY: Mapping[str, Assumed] = MappingProxyType(
    {
        "buyer_itself_listed": (
            False,
            "No party is on the Entity List or the Denied Persons List, or designated (744.8).",
        ),
        "listed_owner_share": (0, "No listed party owns a share of a party."),
        "known_end_use": ("ordinary", "The use is an ordinary commercial deployment, not a restricted end use."),
        "military_end_user": (False, "No party or remote user is a military or military-intelligence end user."),
        "on_meu_list": (False, "No party is on the Military End-User List."),
        "on_unverified_list": (False, "No party is on the Unverified List."),
        "letter_recipient": (False, "The seller has received no individual letter of BIS."),
        "letter_reaches_order": (False, "No letter but those that were disclosed requires a licence for the order."),
        "exporter": ("other", "The seller is neither a front-end fabricator nor an OSAT company."),
        "consignee_hq": (NOT_APPLICABLE, "The end user is the purchaser and the only consignee."),
        "consignee_parent_hq": (NOT_APPLICABLE, "The end user is the purchaser and the only consignee."),
        "purchase_order_without_notice": (
            True,
            "A shipment under ACA, or under NAC without a notice, has its purchase order.",
        ),
        "described_in": ("none", "No other entry with a .z paragraph describes the item."),
        "technology_is_for": (
            "3A090.a",
            "Technology and software are for items of 3A090.a, of which the rules ask the most.",
        ),
        "derived_from_published": (False, "Model weights are not derived from published weights."),
        "ear99": (False, "The item is on an entry of the Commerce Control List, not EAR99."),
        "affiliate_is_joint_venture": (False, "A party that listed parties own is no joint venture."),
    }
)
"""No listed party, no restricted end use, no individual letter, seller neither foundry nor OSAT, ordinary use."""

UNASSUMED = marked("Nothing was assumed: `--assume ordinary` fills what nobody spoke of, and lists each line of it.")

ASSUMPTION_SETS: Mapping[str, Mapping[str, Assumed]] = MappingProxyType(
    {"nothing": MappingProxyType({}), "ordinary": ORDINARY}
)


def assumption_set(name: str | None) -> Mapping[str, Assumed]:
    """The set called NAME; none without a name.

    Raises:
        UnknownFact: there is no such set.
    """
    if (name or "nothing") not in ASSUMPTION_SETS:
        raise UnknownFact(
            fault(
                "no set of assumptions is called {name}; there is: {known}",
                name=repr(name),
                known=", ".join(ASSUMPTION_SETS),
            )
        )
    return ASSUMPTION_SETS[name or "nothing"]
