"""Listed parties: 15 CFR 744.11, and the Affiliates Rule with its stay (90 FR 47201; 90 FR 50857)."""

from __future__ import annotations

from datetime import date

from chipgate.law.language import all_of, at_least, is_not, is_true, limit
from chipgate.law.provision import Days, Provision, RequiresLicence, since
from chipgate.law.us import facts as f

LISTED_PARTY = Provision(
    id="us/ear/744.11(a)",
    title="Licence where a party to the transaction is on the Entity List, designated (744.8), or denied privileges",
    cite="744.11(a); 744 Supp. 4; 744.8; 744.16(f); 736.2(b)(4); 734.9(e), (g)",
    binds=since(2022, 10, 21),
    when=is_true(f.BUYER_LISTED),
    gives=RequiresLicence(),
    source="S1",
    note="An entry may require a licence for part of the items only, and its footnote (1, 3, 4, 5) widens the foreign "
    "products that count (744.11(a)(2); 734.9(e) and, for footnote 3, (g)): read the entry. For footnote 1 exceptions "
    "stay open by the text (744.11(a)(2)(i)), for footnote 5 only equipment of 3B counts; the model takes every item "
    "and no exception. So it does with whoever uses an address of the list (744.16(f)), and with a denied person, with "
    "whom no exception allows a dealing (736.2(b)(4)).",
)
_AT_LEAST_HALF = at_least(f.LISTED_OWNER_SHARE, limit("us/ear/744.11(a)/Affiliates Rule#share", "0.5"))
AFFILIATES = Provision(
    id="us/ear/744.11(a)/Affiliates Rule",
    title="Licence where listed parties own 50 % or more of a party, directly or indirectly and together",
    cite="744.11(a); 90 FR 47201; 90 FR 50857",
    binds=since(
        2025,
        9,
        29,
        until=(2026, 11, 10),
        published=date(2025, 9, 30),
        stayed=(Days(date(2025, 11, 10), date(2026, 11, 10)),),
    ),
    when=_AT_LEAST_HALF,
    gives=RequiresLicence(),
    source="S1, S3",
    note="Stayed from 2025-11-10 through 2026-11-09; the Code still shows the words.",
)
AFFILIATES_AFTER_THE_STAY = Provision(
    id="us/ear/744.11(a)/Affiliates Rule",
    title="Licence where listed parties own 50 % or more of a party, unless the stay was extended",
    cite="744.11(a); 90 FR 47201; 90 FR 50857",
    binds=since(2026, 11, 10),
    when=all_of(_AT_LEAST_HALF, is_not(is_true(f.AFFILIATES_STAY_EXTENDED))),
    gives=RequiresLicence(),
    source="S1, S4",
    note="An extension of the stay to 2027-01-10 was announced in late September 2026; no Federal Register instrument "
    "was found, so the answer stays open until that fact is given.",
)

PROVISIONS = (LISTED_PARTY, AFFILIATES, AFFILIATES_AFTER_THE_STAY)
