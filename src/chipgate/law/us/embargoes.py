"""Embargoed destinations: 15 CFR part 746, modelled as one requirement so that no chip is cleared to them."""

from __future__ import annotations

from chipgate.law.language import all_of, any_of, is_true, one_of, unless
from chipgate.law.provision import Provision, RequiresLicence, since
from chipgate.law.us import facts as f
from chipgate.law.us.eccn_4a090 import IN_A, IN_B

EMBARGOED = Provision(
    id="us/ear/746",
    title="Licence for chips, computers, software and technology to Cuba, Iran, North Korea, Syria, Russia and Belarus",
    cite="746.2; 746.4; 746.7; 746.8; 746.9",
    binds=since(2022, 10, 21),
    when=unless(
        one_of(f.DESTINATION, "CU", "IR", "KP", "SY", "RU", "BY"),
        all_of(one_of(f.ITEM_KIND, "weights"), is_true(f.PUBLISHED)),
    ),
    gives=RequiresLicence(),
    source="S1",
    note="Each section has exceptions of its own (CCD, GOV and others), which are not modelled.",
)
IRAQ = Provision(
    id="us/ear/746.3",
    title="Licence for advanced-computing items to Iraq",
    cite="746.3",
    binds=since(2022, 10, 21),
    when=all_of(one_of(f.DESTINATION, "IQ"), any_of(IN_A, IN_B)),
    gives=RequiresLicence(),
    source="S1",
)

OCCUPIED_UKRAINE = Provision(
    id="us/ear/746.6",
    title="Licence for Crimea and the so-called People's Republics of Donetsk and Luhansk",
    cite="746.6(a)(1), (a)(2); 87 FR 12226",
    binds=since(2022, 10, 21),
    when=unless(
        all_of(one_of(f.DESTINATION, "UA"), is_true(f.IN_OCCUPIED_UKRAINE)),
        all_of(one_of(f.ITEM_KIND, "weights"), is_true(f.PUBLISHED)),
    ),
    gives=RequiresLicence(),
    source="S1",
    note="The code UA says nothing of the region, so an order to Ukraine asks for it. Deployments by the Government of "
    "Ukraine (a)(5) and the exceptions of (c) are not modelled.",
)

PROVISIONS = (EMBARGOED, IRAQ, OCCUPIED_UKRAINE)
