"""Listed parties: 15 CFR 744.11, and the Affiliates Rule with its stay (90 FR 47201; 90 FR 50857)."""

from __future__ import annotations

from datetime import date

from chipgate.law.language import Satisfies, all_of, any_of, at_least, is_not, is_true, limit, unless, within
from chipgate.law.provision import Days, Provision, RaisesFlag, RequiresLicence, since
from chipgate.law.us import facts as f
from chipgate.law.us.places import PUBLISHED_WEIGHTS

LISTED_PARTY = Provision(
    id="us/ear/744.11(a)",
    title="Licence where a party to the transaction is on the Entity List, designated (744.8), or denied privileges",
    cite="744.11(a); 744 Supp. 4; 744.8; 744.16(f); 736.2(b)(4); 734.9(e), (g)",
    binds=since(2022, 10, 21),
    when=unless(is_true(f.BUYER_LISTED), PUBLISHED_WEIGHTS),
    gives=RequiresLicence(),
    source="S1",
    note="An entry may require a licence for part of the items only, and its footnote (1, 3, 4, 5) widens the foreign "
    "products that count (744.11(a)(2); 734.9(e) and, for footnote 3, (g)): read the entry. For footnote 1 exceptions "
    "stay open by the text (744.11(a)(2)(i)), for footnote 5 only equipment of 3B counts; the model takes every item "
    "and no exception. So it does with whoever uses an address of the list (744.16(f)), and with a denied person, with "
    "whom no exception allows a dealing (736.2(b)(4)).",
)
_AT_LEAST_HALF = unless(
    at_least(f.LISTED_OWNER_SHARE, limit("us/ear/744.11(a)/Affiliates Rule#share", "0.5")), PUBLISHED_WEIGHTS
)
GENERAL_ORDER_7 = Provision(
    id="us/ear/736 Supp. 1/General Order No. 7",
    title="Affiliates of parties on the Entity List or the Military End-User List: to A:5 and A:6, and joint ventures",
    cite="736 Supp. 1 (g); 90 FR 47201; 90 FR 50857",
    binds=since(2025, 9, 29, until=(2025, 11, 10)),
    when=all_of(
        is_not(is_true(f.OWNERS_DESIGNATED)),
        any_of(
            within(f.DESTINATION, "A:5", "A:6"),
            all_of(is_true(f.AFFILIATE_IS_JOINT_VENTURE), is_not(within(f.DESTINATION, "E:1", "E:2"))),
        ),
    ),
    source="S1",
    note="A temporary general licence, which lifts 744.11 and 744.21 for the affiliate only, not 744.8. It was stayed "
    "with the rule from 2025-11-10 on, and would have expired on 2025-12-01.",
)
AFFILIATES = Provision(
    id="us/ear/744.11(a)/Affiliates Rule",
    title="Licence where listed parties own 50 % or more of a party, directly or indirectly and together",
    cite="744.11(a)(1); 744.8(a)(2); 744.21(a)(3); 90 FR 47201; 90 FR 50857",
    binds=since(
        2025,
        9,
        29,
        until=(2026, 11, 10),
        published=date(2025, 9, 30),
        stayed=(Days(date(2025, 11, 10), date(2026, 11, 10)),),
    ),
    when=unless(_AT_LEAST_HALF, Satisfies(GENERAL_ORDER_7.id)),
    gives=RequiresLicence(),
    source="S1, S3",
    note="Stayed from 2025-11-10 through 2026-11-09; the Code still shows the words. 744.21(a)(3) and 744.8(a)(2) have "
    "the same rule, which the model reads with this one: owners on the Military End-User List count for every item.",
)
AFFILIATES_AFTER_THE_STAY = Provision(
    id="us/ear/744.11(a)/Affiliates Rule",
    title="Licence where listed parties own 50 % or more of a party, unless the stay was extended",
    cite="744.11(a)(1); 744.8(a)(2); 744.21(a)(3); 90 FR 47201; 90 FR 50857",
    binds=since(2026, 11, 10),
    when=all_of(_AT_LEAST_HALF, is_not(is_true(f.AFFILIATES_STAY_EXTENDED))),
    gives=RequiresLicence(),
    source="S1, S4",
    note="An extension of the stay to 2027-01-10 was announced in late September 2026; no Federal Register instrument "
    "was found, so the answer stays open until that fact is given.",
)

UNVERIFIED = Provision(
    id="us/ear/744.15(b)",
    title="A party is on the Unverified List: its signed statement is needed before what needs no licence goes",
    cite="744.15(b); 744 Supp. 6",
    binds=since(2022, 10, 21),
    when=is_true(f.ON_UNVERIFIED_LIST),
    gives=RaisesFlag(),
    source="S1",
    note="No licence exception is open then (740.2(a)(17)). One statement may serve several shipments of the same "
    "items between the same parties.",
)

PROVISIONS = (LISTED_PARTY, GENERAL_ORDER_7, AFFILIATES, AFFILIATES_AFTER_THE_STAY, UNVERIFIED)
