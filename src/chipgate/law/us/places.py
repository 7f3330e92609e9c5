"""Destinations and headquarters, in the phrases that the rules repeat (15 CFR 740 Supp. 1; 744.23(a)(3)(i))."""

from __future__ import annotations

from chipgate.law.facts import Fact
from chipgate.law.language import Condition, Satisfies, all_of, any_of, is_not, is_true, one_of, unless, within
from chipgate.law.provision import Provision, since
from chipgate.law.us.facts import (
    CONSIGNEE_HQ,
    CONSIGNEE_PARENT,
    DESTINATION,
    END_USER_HQ,
    END_USER_PARENT,
    ITEM_KIND,
    NATIONAL_OF,
    PUBLISHED,
    TRANSACTION,
    USE_IN_COUNTRY_OF_PERSON,
)


def china(fact: Fact) -> Condition:
    """China, Hong Kong included (85 FR 83765)."""
    return one_of(fact, "CN", "HK")


def macau_or_d5(fact: Fact) -> Condition:
    """Macau, or a destination specified in Country Group D:5. Macau itself is not in D:5."""
    return any_of(one_of(fact, "MO"), within(fact, "D:5"))


DESTINED_TO_MACAU_OR_D5 = macau_or_d5(DESTINATION)

DESTINED_TO_D1_D4_D5 = Satisfies("us/ear/D:1, D:4 or D:5")
HEADQUARTERED_IN_MACAU_OR_D5 = Satisfies("us/ear/headquarters in Macau or D:5")

PROVISIONS = (
    Provision(
        id="us/ear/D:1, D:4 or D:5",
        title="Destination in D:1, D:4 or D:5, excluding any destination also specified in A:5 or A:6",
        cite="740 Supp. 1; 742.6(a)(6)(iii)",
        binds=since(2022, 10, 21),
        when=unless(within(DESTINATION, "D:1", "D:4", "D:5"), within(DESTINATION, "A:5", "A:6")),
        note="Looks at the destination only, never at headquarters.",
    ),
    Provision(
        id="us/ear/headquarters in Macau or D:5",
        title="An entity headquartered in, or whose ultimate parent is headquartered in, Macau or D:5",
        cite="744.23(a)(3)(i); 742.6(a)(6)(iii)(A)",
        binds=since(2022, 10, 21),
        when=any_of(*(macau_or_d5(fact) for fact in (END_USER_HQ, END_USER_PARENT, CONSIGNEE_HQ, CONSIGNEE_PARENT))),
        note="Reaches entities anywhere; no carve-out for A:5 or A:6. A purchaser and an intermediate consignee "
        "count as well (734.9(h)(2), note 6).",
    ),
)

HEADQUARTERED_IN_SUPP_5A = all_of(within(END_USER_HQ, "Supp. 5(a)"), within(END_USER_PARENT, "Supp. 5(a)"))
"""The end user and its ultimate parent are headquartered in a destination of 740 Supp. 5(a)."""

AN_IC = one_of(ITEM_KIND, "ic", "foundry_ic", "low_end_ic")
A_COMPUTER = one_of(ITEM_KIND, "computer", "low_end_computer")
TECHNOLOGY_OR_SOFTWARE = one_of(ITEM_KIND, "technology", "software", "weights")

RELEASED_TO_A_PERSON = all_of(TECHNOLOGY_OR_SOFTWARE, one_of(TRANSACTION, "deemed_export"))
"""A deemed export or reexport: technology, weights or software are released to a person (734.13(b), 734.14(b))."""

RELEASED_FOR_USE_AT_HOME = all_of(
    any_of(RELEASED_TO_A_PERSON, all_of(one_of(ITEM_KIND, "other"), one_of(TRANSACTION, "deemed_export"))),
    is_true(USE_IN_COUNTRY_OF_PERSON),
)
"""What is released to a person, wherever that is, is for a use or user in the country of the person."""


def for_use_in(*countries: str, groups: tuple[str, ...] = ()) -> Condition:
    """The item goes to one of COUNTRIES or GROUPS, or is released to a national of one of them for use there."""
    there, at_home = (_in_one_of(fact, countries, groups) for fact in (DESTINATION, NATIONAL_OF))
    return any_of(there, all_of(RELEASED_FOR_USE_AT_HOME, at_home))


def _in_one_of(fact: Fact, countries: tuple[str, ...], groups: tuple[str, ...]) -> Condition:
    places: list[Condition] = [one_of(fact, *countries)] if countries else []
    places += [within(fact, *groups)] if groups else []
    return places[0] if len(places) == 1 else any_of(*places)


NOT_A_DEEMED_EXPORT = is_not(all_of(one_of(ITEM_KIND, "technology", "software"), one_of(TRANSACTION, "deemed_export")))
"""Only technology and software can be released to a person; goods are exported, reexported or transferred."""

PUBLISHED_WEIGHTS = all_of(one_of(ITEM_KIND, "weights"), is_true(PUBLISHED))
"""Model weights that are published, which the rules do not reach at all (734.3(b)(3), 734.7)."""
