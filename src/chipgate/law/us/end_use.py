"""End uses and end users: 15 CFR 744.2 to 744.4, 744.7, 744.17, 744.21, 744.22 and 744.23."""

from __future__ import annotations

from dataclasses import replace

from chipgate.law.language import Condition, all_of, any_of, is_true, one_of, unless, within
from chipgate.law.provision import Mark, Provision, RequiresLicence, since
from chipgate.law.us import facts as f
from chipgate.law.us.places import (
    DESTINED_TO_MACAU_OR_D5,
    HEADQUARTERED_IN_MACAU_OR_D5,
    PUBLISHED_WEIGHTS,
    for_use_in,
    macau_or_d5,
)

_CHIP_OR_COMPUTER = one_of(f.ITEM_KIND, "ic", "foundry_ic", "low_end_ic", "computer", "low_end_computer")
_NAMED_OTHERWISE = all_of(one_of(f.ITEM_KIND, "hbm", "other"), is_true(f.NAMED_BY_END_USE_RULE))
_OF_SUPP_2 = any_of(
    _CHIP_OR_COMPUTER, all_of(one_of(f.ITEM_KIND, "hbm", "software", "other"), is_true(f.NAMED_BY_END_USE_RULE))
)
"""Every IC and computer, and what is known to be among the items of 744 Supp. 2: memory of 3A991, software of 5D992."""

SUPERCOMPUTER = Provision(
    id="us/ear/744.23(a)(1)",
    title="Licence for ICs and computers for a supercomputer in Macau or D:5",
    cite="744.23(a)(1)",
    binds=since(2022, 10, 21),
    when=all_of(
        any_of(_CHIP_OR_COMPUTER, _NAMED_OTHERWISE),
        one_of(f.KNOWN_END_USE, "supercomputer"),
        any_of(macau_or_d5(f.SUPERCOMPUTER_SITE), DESTINED_TO_MACAU_OR_D5),
    ),
    gives=RequiresLicence(),
    source="S1",
    note="Names ICs of 3A001, 3A991, 4A994, 5A002, 5A004, 5A992 and computers of 4A003, 4A004, 4A994, 5A002, 5A004, "
    "5A992; the model takes every IC and computer, and asks of memory and other items. A supercomputer is 100 PF at 64 "
    "bit or 200 PF at 32 bit within 41,600 cubic feet (772.1). In 2022 the place was China.",
)
ADVANCED_NODE_FAB = Provision(
    id="us/ear/744.23(a)(2)",
    title="Licence for any item for the ICs of a fab of advanced-node ICs in Macau or D:5",
    cite="744.23(a)(2)",
    binds=since(2022, 10, 21),
    when=unless(
        all_of(one_of(f.KNOWN_END_USE, "advanced_node_fab"), any_of(macau_or_d5(f.FAB_SITE), DESTINED_TO_MACAU_OR_D5)),
        PUBLISHED_WEIGHTS,
    ),
    gives=RequiresLicence(),
    source="S1",
    note="Advanced node: logic non-planar or 16/14 nm and below; NAND of 128 layers and more; DRAM by cell area, "
    "density or through-silicon vias. What counts is where the fab stands, not where the ICs are developed (a)(2)(i), "
    "(iii). The carve-out for footnote 5 is not modelled.",
)
FAB_OF_UNKNOWN_NODE = Provision(
    id="us/ear/744.23(a)(2)(ii)",
    title="Licence for technology, software and equipment of Category 3 for a fab of unknown node in Macau or D:5",
    cite="744.23(a)(2)(ii)",
    binds=since(2022, 10, 21),
    when=all_of(
        any_of(
            one_of(f.ITEM_KIND, "technology"),
            all_of(one_of(f.ITEM_KIND, "software", "other"), is_true(f.NAMED_BY_END_USE_RULE)),
        ),
        one_of(f.KNOWN_END_USE, "fab_of_unknown_node"),
        any_of(macau_or_d5(f.FAB_SITE), DESTINED_TO_MACAU_OR_D5),
    ),
    gives=RequiresLicence(),
    source="S1",
    note="Product groups B, C, D and E of Category 3, and no ICs or computers. In 2022 the place was China, and the "
    "paragraph another one of (a)(2); read back from the text of 2026-09-24.",
)
EQUIPMENT = Provision(
    id="us/ear/744.23(a)(4)",
    title="Licence for items for making semiconductor equipment in Macau or D:5",
    cite="744.23(a)(4)",
    binds=since(2022, 10, 21),
    when=unless(all_of(one_of(f.KNOWN_END_USE, "semiconductor_equipment"), DESTINED_TO_MACAU_OR_D5), PUBLISHED_WEIGHTS),
    gives=RequiresLicence(),
    source="S1",
    note="Any item of the Commerce Control List for developing or producing equipment of 3B.",
)
_MILITARY = any_of(one_of(f.KNOWN_END_USE, "military"), is_true(f.MILITARY_END_USER))
EQUIPMENT_OF_HEADQUARTERS = Provision(
    id="us/ear/744.23(a)(4)(ii)",
    title="Licence for items for making semiconductor equipment by entities headquartered in Macau or D:5, anywhere",
    cite="744.23(a)(4)(ii); 89 FR 23886",
    binds=since(2024, 4, 4),
    when=unless(
        all_of(one_of(f.KNOWN_END_USE, "semiconductor_equipment"), HEADQUARTERED_IN_MACAU_OR_D5), PUBLISHED_WEIGHTS
    ),
    gives=RequiresLicence(),
    source="S1",
    note="Any item of the Commerce Control List, for equipment of 3B that is made abroad; the model takes every item. "
    "What counts is who develops or produces it; the model looks at the end user and the consignees. General Order "
    "No. 4 (736 Supp. 1 (d)), an exception to this, is not modelled: it is printed as reserved on 2026-09-24.",
)


def _for_the_military_in(*countries: str) -> Condition:
    """Items of 744 Supp. 2 for a military end use or end user in COUNTRIES, any item for one in Belarus or Russia."""
    return all_of(
        _MILITARY,
        any_of(
            all_of(_OF_SUPP_2, for_use_in(*countries)),
            unless(for_use_in("BY", "RU"), PUBLISHED_WEIGHTS),
        ),
    )


MILITARY = Provision(
    id="us/ear/744.21",
    title="Licence for military end uses and end users in the countries of 744.21",
    cite="744.21; 744 Supp. 2",
    binds=since(2022, 10, 21, until=(2024, 3, 15)),
    when=_for_the_military_in("MM", "KH", "CN", "HK", "VE"),
    gives=RequiresLicence(),
    source="S1",
    note="Belarus and Russia: any item, technology and weights that are released too, since 746.8(a)(12)(i) leaves "
    "deemed exports out of 746.8 only. Elsewhere the items of 744 Supp. 2 (3A991 and 5A992 whole, some 4A994); "
    "the model takes every IC and computer, and asks of memory, software and other items.",
)
MILITARY_2024 = replace(
    MILITARY,
    binds=since(2024, 3, 15),
    when=_for_the_military_in("MM", "KH", "CN", "HK", "NI", "VE"),
    cite="744.21; 744 Supp. 2; 89 FR 18780",
)
LISTED_MILITARY = Provision(
    id="us/ear/744.21(b)(1)(ii)",
    title="Licence where a party is a listed military end user, wherever it is located",
    cite="744.21(a)(1), (b)(1)(ii); 744 Supp. 7; 85 FR 83799; 87 FR 57068",
    binds=since(2022, 10, 21),
    when=all_of(_OF_SUPP_2, is_true(f.ON_MEU_LIST)),
    gives=RequiresLicence(),
    mark=Mark.READING,
    source="S1",
    note="The list reaches the items of 744 Supp. 2 only (3A991 and 5A992 whole, some 4A994), not 3A090 or 4A090; the "
    "model takes every IC and computer. Military end users of Belarus and Russia stand on the Entity List with "
    "footnote 3: 744.11(a) speaks of them, and of any item.",
)
MICROPROCESSORS = Provision(
    id="us/ear/744.17",
    title="Licence for microprocessors, their software and technology, for military end uses and end users in D:1",
    cite="744.17",
    binds=since(2022, 10, 21),
    when=all_of(
        any_of(_CHIP_OR_COMPUTER, one_of(f.ITEM_KIND, "technology", "software", "other")),
        _MILITARY,
        for_use_in(groups=("D:1",)),
        is_true(f.IS_MICROPROCESSOR),
    ),
    gives=RequiresLicence(),
    source="S1",
)
_FOR_MILITARY_INTELLIGENCE = one_of(f.KNOWN_END_USE, "military_intelligence")
_OF_744_22 = ("BY", "MM", "KH", "CN", "HK", "RU", "VE")
_PARTY_OF_744_22 = any_of(
    *(
        any_of(one_of(fact, *_OF_744_22), within(fact, "E:1", "E:2"))
        for fact in (f.END_USER_HQ, f.END_USER_PARENT, f.CONSIGNEE_HQ, f.CONSIGNEE_PARENT)
    )
)
MILITARY_INTELLIGENCE = Provision(
    id="us/ear/744.22",
    title="Licence for military-intelligence end uses and end users",
    cite="744.22",
    binds=since(2022, 10, 21),
    when=unless(
        any_of(
            all_of(
                _FOR_MILITARY_INTELLIGENCE,
                for_use_in(*_OF_744_22, groups=("E:1", "E:2")),
            ),
            all_of(
                any_of(_FOR_MILITARY_INTELLIGENCE, is_true(f.MILITARY_END_USER)),
                _PARTY_OF_744_22,
                is_true(f.NAMED_IN_744_22),
            ),
        ),
        PUBLISHED_WEIGHTS,
    ),
    gives=RequiresLicence(),
    source="S1",
    note="An end user of these countries counts wherever it is located; outside them, those that (f)(2) names.",
)
TRAINING = Provision(
    id="us/ear/744.6, 744.22, 744.23/training",
    title="Chips or remote access that train AI models for weapons or military intelligence: a licence may be needed",
    cite="744.6; 744.22; 744.23; BIS policy statement of 2025-05-13",
    binds=since(2022, 10, 21),
    when=unless(
        all_of(one_of(f.KNOWN_END_USE, "ai_training_for_military"), is_true(f.TRAINING_NEEDS_LICENCE)),
        PUBLISHED_WEIGHTS,
    ),
    gives=RequiresLicence(),
    mark=Mark.READING,
    source="S1, S4",
    note="The statement says that a licence may be needed, and not when: the answer stays open until somebody says so.",
)
VESSELS = Provision(
    id="us/ear/744.7",
    title="Licence for any item for a foreign vessel or aircraft, where one of its countries needs one",
    cite="744.7(a)",
    binds=since(2022, 10, 21),
    when=unless(
        all_of(one_of(f.KNOWN_END_USE, "foreign_craft"), is_true(f.VESSEL_COUNTRIES_NEED_LICENCE)), PUBLISHED_WEIGHTS
    ),
    gives=RequiresLicence(),
    source="S1",
    note="Three countries count: where it is located, where it is registered, and which controls, leases or charters "
    "it. The stores and spare parts of carriers of the United States and Canada (b) are not modelled. Read back from "
    "the text of 2026-09-24.",
)
MASS_DESTRUCTION = Provision(
    id="us/ear/744.2-4",
    title="Licence for uses in nuclear, missile, chemical or biological weapons",
    cite="744.2; 744.3; 744.4",
    binds=since(2022, 10, 21),
    when=unless(one_of(f.KNOWN_END_USE, "wmd"), PUBLISHED_WEIGHTS),
    gives=RequiresLicence(),
    mark=Mark.RECALLED,
    source="S1",
    note="The destinations that 744.2 to 744.4 leave out are not modelled; the model takes every destination.",
)

PROVISIONS = (
    SUPERCOMPUTER,
    ADVANCED_NODE_FAB,
    FAB_OF_UNKNOWN_NODE,
    EQUIPMENT,
    EQUIPMENT_OF_HEADQUARTERS,
    MILITARY,
    MILITARY_2024,
    LISTED_MILITARY,
    MICROPROCESSORS,
    MILITARY_INTELLIGENCE,
    TRAINING,
    VESSELS,
    MASS_DESTRUCTION,
)
