"""Embargoed destinations: 15 CFR part 746, modelled as one requirement so that no chip is cleared to them."""

from __future__ import annotations

from chipgate.law.language import Satisfies, all_of, any_of, is_not, is_true, one_of, under, unless
from chipgate.law.provision import Provision, RequiresLicence, since
from chipgate.law.us import facts as f
from chipgate.law.us.eccn_4a090 import IN_A, IN_B
from chipgate.law.us.places import A_COMPUTER, AN_IC, PUBLISHED_WEIGHTS, RELEASED_TO_A_PERSON

ON_NO_ENTRY = Provision(
    id="us/ear/EAR99",
    title="EAR99: items that are subject to the rules and on no entry of the Commerce Control List",
    cite="734.3(c); 774 Supp. 1",
    binds=since(2022, 10, 21),
    when=all_of(
        is_true(f.EAR99),
        is_not(any_of(AN_IC, A_COMPUTER, one_of(f.ITEM_KIND, "technology"), under("us/ear/3A090.c", "us/ear/3D001"))),
        is_not(under("us/ear/4E091")),
    ),
    source="S1, S2",
    note="What the entries that are modelled describe is not EAR99, whatever somebody says; ICs and computers are "
    "taken to be on an entry (3A991, 4A994 or 5A992, say).",
)
_EAR99 = Satisfies(ON_NO_ENTRY.id)
EMBARGOED = Provision(
    id="us/ear/746",
    title="Licence for chips, computers, software and technology to Cuba, Iran, North Korea, Syria, Russia and Belarus",
    cite="746.2; 746.4; 746.7; 746.8; 746.9",
    binds=since(2022, 10, 21),
    when=unless(
        any_of(
            one_of(f.DESTINATION, "CU", "IR", "KP", "SY"),
            all_of(
                one_of(f.DESTINATION, "RU", "BY"),
                is_not(RELEASED_TO_A_PERSON),
                is_not(all_of(_EAR99, is_not(is_true(f.NAMED_BY_746_8)))),
            ),
        ),
        PUBLISHED_WEIGHTS,
    ),
    gives=RequiresLicence(),
    source="S1",
    note="746.8(a)(12)(i) leaves deemed exports out, and 746.8(a) EAR99 items that none of its supplements and no "
    "(a)(8) names: seen in the text of 2026-09-24, and read back to 2022. Each section has other exceptions and "
    "exclusions of its own (CCD, GOV, mass-market items for some civil end users and others), which are not modelled. "
    "746.10 is reserved.",
)
ON_THE_LIST = Provision(
    id="us/ear/746/technology on the list",
    title="Technology, software and weights that may be on the Commerce Control List",
    cite="742.8; 742.19; 746.2; 746.9; 774 Supp. 1",
    binds=since(2022, 10, 21),
    when=any_of(one_of(f.ITEM_KIND, "technology", "software", "other"), under("us/ear/4E091")),
    source="S1",
)
DEEMED = Provision(
    id="us/ear/746/deemed exports",
    title="Licence for technology, software and weights released to nationals of Cuba, Iran, North Korea and Syria",
    cite="734.13(a)(2), (b); 734.14(a)(2), (b); 742.8; 742.19; 746.2; 746.4; 746.7; 746.9",
    binds=since(2022, 10, 21),
    when=all_of(
        any_of(RELEASED_TO_A_PERSON, all_of(one_of(f.ITEM_KIND, "other"), one_of(f.TRANSACTION, "deemed_export"))),
        any_of(
            all_of(under(ON_THE_LIST.id), one_of(f.NATIONAL_OF, "CU", "IR", "KP", "SY")),
            unless(one_of(f.NATIONAL_OF, "KP"), PUBLISHED_WEIGHTS),
        ),
    ),
    gives=RequiresLicence(),
    source="S1",
    note="A release is an export to the person's most recent country of citizenship or permanent residency; 742.6"
    "(a)(6)(iv) leaves deemed exports out of the advanced-computing rules only. What was said of a destination is "
    "where the release takes place. 746.8(a)(12)(i) leaves nationals of Russia and Belarus out. What is on no list "
    "(EAR99) is left out, but not for North Korea (746.4(a)), and so is object code; the model takes all software, and "
    "technology of another entry (the kind 'other') as on the list.",
)
_TO_IRAQ = one_of(f.DESTINATION, "IQ")
REGIONAL_STABILITY = Provision(
    id="us/ear/746.3/controlled for regional stability",
    title="Items that the list controls for regional stability: 3A090, 4A090, 4E091 and what follows them",
    cite="746.3(a)(1); 774 Supp. 1, reasons for control",
    binds=since(2022, 10, 21),
    when=any_of(IN_A, IN_B, under("us/ear/3A090.c", "us/ear/3E001", "us/ear/3D001", "us/ear/4E091")),
    source="S1, S2",
)
IRAQ = Provision(
    id="us/ear/746.3",
    title="Licence to Iraq, and to its nationals, for items that are controlled for regional stability",
    cite="746.3(a)(1); 734.13(b); 734.14(b)",
    binds=since(2022, 10, 21),
    when=all_of(
        any_of(_TO_IRAQ, all_of(RELEASED_TO_A_PERSON, one_of(f.NATIONAL_OF, "IQ"))), under(REGIONAL_STABILITY.id)
    ),
    gives=RequiresLicence(),
    source="S1",
    note="742.6(a)(6)(iv) leaves deemed exports out of (a)(6) only, 746.3 does not: a release to a national of Iraq is "
    "an export to Iraq. No exception for advanced computing is among those of 746.3(c), which are not modelled.",
)
IRAQ_TRANSFER = Provision(
    id="us/ear/746.3(f)(1)",
    title="Licence for a transfer within Iraq of any item that came there under a licence or a licence exception",
    cite="746.3(f)(1)",
    binds=since(2022, 10, 21),
    when=unless(
        all_of(_TO_IRAQ, one_of(f.TRANSACTION, "transfer_in_country"), is_true(f.CAME_TO_IRAQ_UNDER_LICENCE)),
        PUBLISHED_WEIGHTS,
    ),
    gives=RequiresLicence(),
    source="S1",
)
IRAQ_MILITARY = Provision(
    id="us/ear/746.3(a)(4)",
    title="Licence to Iraq for any item for a military end use or a military end user",
    cite="746.3(a)(4)",
    binds=since(2022, 10, 21),
    when=unless(
        all_of(
            _TO_IRAQ, any_of(one_of(f.KNOWN_END_USE, "military", "military_intelligence"), is_true(f.MILITARY_END_USER))
        ),
        PUBLISHED_WEIGHTS,
    ),
    gives=RequiresLicence(),
    source="S1",
    note="The Government of Iraq and agencies of the United States are left out by the text; the model takes every "
    "military end user, and military intelligence as military.",
)

OCCUPIED_UKRAINE = Provision(
    id="us/ear/746.6",
    title="Licence for Crimea and the so-called People's Republics of Donetsk and Luhansk",
    cite="746.6(a)(1), (a)(2); 87 FR 12226",
    binds=since(2022, 10, 21),
    when=unless(
        all_of(one_of(f.DESTINATION, "UA"), is_true(f.IN_OCCUPIED_UKRAINE)),
        PUBLISHED_WEIGHTS,
    ),
    gives=RequiresLicence(),
    source="S1",
    note="The code UA says nothing of the region, so an order to Ukraine asks for it. Deployments by the Government of "
    "Ukraine (a)(5) and the exceptions of (c) are not modelled.",
)

PROVISIONS = (
    ON_NO_ENTRY,
    EMBARGOED,
    ON_THE_LIST,
    DEEMED,
    REGIONAL_STABILITY,
    IRAQ,
    IRAQ_TRANSFER,
    IRAQ_MILITARY,
    OCCUPIED_UKRAINE,
)
