"""Guidance of 2025-05-13: General Prohibition 10 and Chinese chips, the training policy statement, diversion red flags.

Guidance raises a flag to resolve; it never requires or lifts a licence by itself.
"""

from __future__ import annotations

from chipgate.law.facts import country, flag
from chipgate.law.language import Condition, Satisfies, all_of, any_of, is_true, one_of, para
from chipgate.law.provision import Mark, Provision, RaisesFlag, Standing, since
from chipgate.law.us import facts as f
from chipgate.law.us.places import HEADQUARTERED_IN_MACAU_OR_D5, macau_or_d5

DESIGNER_HQ = country(
    "designer_hq", "the headquarters of the designer of the IC", "Where is the designer of the IC headquartered?"
)


def _flag(name: str, title: str, cite: str, when: Condition, note: str = "", mark: Mark = Mark.SEEN) -> Provision:
    return Provision(
        id=f"us/guidance/{name}",
        title=title,
        cite=cite,
        binds=since(2025, 5, 13),
        when=when,
        gives=RaisesFlag(),
        standing=Standing.GUIDANCE,
        mark=mark,
        source="S1, S4",
        note=note,
    )


PROHIBITION_10 = _flag(
    "General Prohibition 10",
    "Chips of designers headquartered in Macau or D:5 that meet 3A090 are presumed made in breach of the rules",
    "736.2(b)(10); BIS guidance of 2025-05-13",
    all_of(
        macau_or_d5(DESIGNER_HQ),
        any_of(Satisfies("us/ear/3A090.a"), Satisfies("us/ear/3A090.b")),
    ),
    "Names Ascend 910B, 910C, 910D. Using, buying, moving or servicing them risks General Prohibition 10; technical "
    "analysis alone is not pursued.",
)
TRAINING = _flag(
    "training policy statement",
    "Chips or remote access that train AI models for weapons or military intelligence of parties in Macau or D:5",
    "744.6; 744.22; 744.23; BIS policy statement of 2025-05-13",
    all_of(one_of(f.KNOWN_END_USE, "ai_training_for_military"), HEADQUARTERED_IN_MACAU_OR_D5),
    "With knowledge of such a use a licence may be needed, also for later transfers and for support by US persons.",
)

_RED_FLAGS = {
    "buyer_started_after_october_2022": ("started buying such items only after October 2022", Mark.SEEN),
    "residential_address": ("has a home address and orders commercial volumes", Mark.SEEN),
    "no_web_presence": ("has hardly any web presence", Mark.SEEN),
    "unexplained_large_order": ("places a first very large order, or has no business reason for it", Mark.SEEN),
    "vague_delivery_address": (
        "gives a vague or freight-forwarder address, or is a reseller unusual for such goods",
        Mark.SEEN,
    ),
    "datacenter_unverified": ("cannot show the power, cooling and space of the datacenter", Mark.SEEN),
    "evasive_on_end_use": ("is evasive on the end use", Mark.SEEN),
    "headquarters_not_given": ("does not say where its headquarters or ultimate parent are", Mark.SEEN),
    "iaas_customer_in_d5": ("serves remote customers that are headquartered in Macau or D:5", Mark.SEEN),
    "odd_payment_or_routing": ("pays or routes in a way that does not fit", Mark.RECALLED),
}


def _red_flag(name: str, does: str, mark: Mark) -> Provision:
    fact = flag(name, f"the buyer {does}", f"Is it so that the buyer {does}?")
    return _flag(
        f"red flag: {name}", f"The buyer {does}", "BIS guidance on diversion, 2025-05-13", is_true(fact), mark=mark
    )


HEADQUARTERS_FLAG = _flag(
    "red flag: headquarters",
    "A party has its headquarters or its ultimate parent in Macau or D:5",
    "BIS guidance on diversion, 2025-05-13",
    para("headquarters", HEADQUARTERED_IN_MACAU_OR_D5),
)

PROVISIONS = (
    PROHIBITION_10,
    TRAINING,
    HEADQUARTERS_FLAG,
    *(_red_flag(name, does, mark) for name, (does, mark) in _RED_FLAGS.items()),
)
