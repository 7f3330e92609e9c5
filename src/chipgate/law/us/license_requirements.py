"""Licence requirements for regional stability: 15 CFR 742.6(a)(6), and the headquarters rule of 744.23(a)(3)(i)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chipgate.law.language import all_of, any_of, is_not, is_true, one_of, under, unless, within
from chipgate.law.provision import Mark, Provision, RequiresLicence, since
from chipgate.law.us import facts as f
from chipgate.law.us.eccn_4a090 import IN_A, IN_B, TECHNOLOGY_FOR_B, TECHNOLOGY_FOR_C, WITH_OTHER_CONTROLS
from chipgate.law.us.places import (
    DESTINED_TO_D1_D4_D5,
    DESTINED_TO_MACAU_OR_D5,
    HEADQUARTERED_IN_MACAU_OR_D5,
    NOT_A_DEEMED_EXPORT,
    china,
)

_IN_A_OR_B = any_of(IN_A, IN_B)
_OUTSIDE_THE_US = is_not(one_of(f.DESTINATION, "US"))
_TECHNOLOGY = all_of(under("us/ear/3E001", "us/ear/3D001"), NOT_A_DEEMED_EXPORT)
_UAE = one_of(f.DESTINATION, "AE")

# 2022: China; Macau from January 2023.

CHINA_2022 = Provision(
    id="us/ear/742.6(a)(6)",
    title="Licence for 3A090 and 4A090 items to China, Hong Kong included",
    cite="742.6(a)(6); 87 FR 62186; 85 FR 83765",
    binds=since(2022, 10, 21, until=(2023, 1, 17)),
    when=all_of(any_of(IN_A, _TECHNOLOGY), china(f.DESTINATION)),
    gives=RequiresLicence(),
    source="S3",
)
CHINA_AND_MACAU_2023 = replace(
    CHINA_2022,
    title="Licence for 3A090 and 4A090 items to China, Hong Kong included, and Macau",
    cite="742.6(a)(6); 87 FR 62186; 88 FR 2821",
    binds=since(2023, 1, 17, until=(2023, 11, 17)),
    when=all_of(any_of(IN_A, _TECHNOLOGY), any_of(china(f.DESTINATION), one_of(f.DESTINATION, "MO"))),
    note="Published 2023-01-18; the effective date 2023-01-17 is recalled.",
)

# 2023 and 2024: D:1, D:4, D:5, and headquarters in Macau or D:5 anywhere.

DESTINATIONS_2023 = Provision(
    id="us/ear/742.6(a)(6)(iii)",
    title="Licence for .a and .b items to D:1, D:4 and D:5, unless the destination is also in A:5 or A:6",
    cite="742.6(a)(6)(iii); 88 FR 73458",
    binds=since(2023, 11, 17, until=(2025, 1, 13)),
    when=all_of(any_of(_IN_A_OR_B, _TECHNOLOGY), NOT_A_DEEMED_EXPORT, DESTINED_TO_D1_D4_D5),
    gives=RequiresLicence(),
    source="S3",
)
HEADQUARTERS_2023 = Provision(
    id="us/ear/744.23(a)(3)(i)",
    title="Licence for .a and .b items to any entity headquartered, or with its ultimate parent, in Macau or D:5",
    cite="744.23(a)(3)(i); 88 FR 73458",
    binds=since(2023, 11, 17, until=(2025, 1, 13)),
    when=all_of(any_of(_IN_A_OR_B, _TECHNOLOGY), NOT_A_DEEMED_EXPORT, _OUTSIDE_THE_US, HEADQUARTERED_IN_MACAU_OR_D5),
    gives=RequiresLicence(),
    source="S3",
)

FROM_MACAU_OR_D5 = Provision(
    id="us/ear/742.6(a)(6)(ii)",
    title="Licence for technology for 3A090 that comes from Macau or D:5, to destinations outside A:5 and A:6",
    cite="742.6(a)(6)(ii); 734.9(h)(1)(i)(B)(1), (h)(2)(ii)",
    binds=since(2023, 11, 17),
    when=all_of(
        under("us/ear/3E001"),
        NOT_A_DEEMED_EXPORT,
        is_not(within(f.DESTINATION, "A:5", "A:6")),
        is_not(one_of(f.TRANSACTION, "transfer_in_country")),
        is_true(f.TECHNOLOGY_FROM_D5),
    ),
    gives=RequiresLicence(),
    source="S1",
    note="Seen in the text of 2026-09-24, and read back to the day on which Macau and D:5 took the place of China.",
)

DEVELOPED_IN_MACAU_OR_D5 = Provision(
    id="us/ear/744.23(a)(3)(ii)",
    title="Licence for technology for 3A090 that entities of Macau or D:5 developed, from D:1, D:4 or D:5 to anywhere",
    cite="744.23(a)(3)(ii); 734.9(h)(1)(i)(B)(1), (h)(2)(ii)",
    binds=since(2023, 11, 17),
    when=all_of(
        under("us/ear/3E001"),
        one_of(f.TRANSACTION, "reexport", "transfer_in_country"),
        any_of(is_true(f.TECHNOLOGY_FROM_D5), is_true(f.TECHNOLOGY_FROM_D1_D4_D5)),
    ),
    gives=RequiresLicence(),
    source="S1",
    note="To any destination worldwide, A:5 and A:6 too, and within one country. No exception (744.23(c)). Seen in the "
    "text of 2026-09-24, and read back to the day of 742.6(a)(6)(ii).",
)

# 2025: .a worldwide in the text; what BIS enforces of it stands in provisions of its own.

_TECHNOLOGY_FOR_A = all_of(_TECHNOLOGY, is_not(any_of(TECHNOLOGY_FOR_B, TECHNOLOGY_FOR_C)))
_A_ITEM = all_of(any_of(IN_A, _TECHNOLOGY_FOR_A), NOT_A_DEEMED_EXPORT, _OUTSIDE_THE_US)
_B_ITEM = any_of(IN_B, TECHNOLOGY_FOR_B)
UAE_APPROVED = Provision(
    id="us/ear/742.6(a)(6)(iii)/UAE entities",
    title="United Arab Emirates: government agencies, G42 and Core42",
    cite="742.6(a)(6)(iii); 740 Supp. 8; 91 FR 43034",
    binds=since(2026, 7, 10, until=(2026, 7, 14)),
    when=all_of(_UAE, one_of(f.END_USER_STANDING, "government_agency", "approved_uae_entity")),
    source="S1",
    note="Supp. 8 prints 7/10/2026 beside G42 and Core42, and 7/14/2026 beside the companies of the United States.",
)
UAE_APPROVED_WITH_COMPANIES = replace(
    UAE_APPROVED,
    title="United Arab Emirates: government agencies and the entities of 740 Supp. 8",
    binds=since(2026, 7, 14, until=(2027, 4, 7)),
    when=all_of(
        _UAE,
        one_of(
            f.END_USER_STANDING,
            "government_agency",
            "approved_uae_entity",
            "approved_us_company",
            "approved_uae_entity_and_us_company",
        ),
    ),
    note="The ultimate consignee and all end users must be approved. State enterprises and contractors are not "
    "government agencies; G42 and Core42 until 2027-04-06. (iii)(A) does not repeat the words of (iii)(B): for .a "
    "items the exemption rests on Supp. 8.",
)
UAE_APPROVED_2027 = replace(
    UAE_APPROVED_WITH_COMPANIES,
    binds=since(2027, 4, 7),
    when=all_of(_UAE, one_of(f.END_USER_STANDING, "government_agency", "approved_us_company")),
    note="The approval of G42 and Core42 runs out on 2027-04-06 in the text of September 2026.",
)
_NOT_AN_APPROVED_UAE_ENTITY = "us/ear/742.6(a)(6)(iii)/UAE entities"

WORLDWIDE_2025 = Provision(
    id="us/ear/742.6(a)(6)(iii)(A)",
    title="Licence for .a items to every destination",
    cite="742.6(a)(6)(iii)(A); 90 FR 4544; 90 FR 9604",
    binds=since(2025, 1, 13, compliance_from=date(2025, 5, 15), not_enforced_from=date(2025, 5, 13)),
    when=unless(_A_ITEM, under(_NOT_AN_APPROVED_UAE_ENTITY)),
    gives=RequiresLicence(),
    source="S1, S2",
    note="In the Code of Federal Regulations of 2026-09-24; BIS said on 2025-05-13 that it does not enforce the new "
    "destination-based duty.",
)
ENFORCED_DESTINATIONS_2025 = Provision(
    id="us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5",
    title="Licence for .a items to D:1, D:4 and D:5 (unless A:5 or A:6) and to the United Arab Emirates",
    cite="742.6(a)(6)(iii)(A); 90 FR 4544; BIS release of 2025-05-13",
    binds=since(2025, 1, 13),
    when=unless(all_of(_A_ITEM, any_of(DESTINED_TO_D1_D4_D5, _UAE)), under(_NOT_AN_APPROVED_UAE_ENTITY)),
    gives=RequiresLicence(),
    mark=Mark.READING,
    source="S1, S2",
    note="The duty of 2023 goes on inside the worldwide text; for D:1 and D:4 that is our reading.",
)
ENFORCED_HEADQUARTERS_2025 = Provision(
    id="us/ear/742.6(a)(6)(iii)(A)/headquarters",
    title="Licence for .a items to any entity headquartered, or with its ultimate parent, in Macau or D:5",
    cite="742.6(a)(6)(iii)(A); BIS guidance of 2026-05-31",
    binds=since(2025, 1, 13),
    when=all_of(_A_ITEM, HEADQUARTERED_IN_MACAU_OR_D5),
    gives=RequiresLicence(),
    source="S1, S4",
    note="BIS restated on 2026-05-31 that the headquarters rule of 2023-11-17 is enforced at all destinations.",
)
B_DESTINATIONS_2025 = Provision(
    id="us/ear/742.6(a)(6)(iii)(B)",
    title="Licence for .b items to D:1, D:4 and D:5, unless the destination is also in A:5 or A:6",
    cite="742.6(a)(6)(iii)(B); 90 FR 4544",
    binds=since(2025, 1, 13, until=(2026, 7, 10)),
    when=all_of(_B_ITEM, NOT_A_DEEMED_EXPORT, DESTINED_TO_D1_D4_D5),
    gives=RequiresLicence(),
    source="S1, S2",
)
B_DESTINATIONS_2026 = replace(
    B_DESTINATIONS_2025,
    title="Licence for .b items to the United Arab Emirates and to D:1, D:4 and D:5, unless also in A:5 or A:6",
    cite="742.6(a)(6)(iii)(B); 91 FR 43034",
    binds=since(2026, 7, 10),
    when=unless(
        all_of(_B_ITEM, NOT_A_DEEMED_EXPORT, any_of(_UAE, DESTINED_TO_D1_D4_D5)), under(_NOT_AN_APPROVED_UAE_ENTITY)
    ),
)
B_HEADQUARTERS_2025 = Provision(
    id="us/ear/744.23(a)(3)(i)(A)",
    title="Licence for .b items to any entity headquartered, or with its ultimate parent, in Macau or D:5",
    cite="744.23(a)(3)(i)(A); 90 FR 4544",
    binds=since(2025, 1, 13),
    when=all_of(IN_B, NOT_A_DEEMED_EXPORT, _OUTSIDE_THE_US, HEADQUARTERED_IN_MACAU_OR_D5),
    gives=RequiresLicence(),
    source="S1",
    note="Printed for destinations outside D:1, D:4 and D:5; inside them (iii)(B) already requires the licence. It "
    "names no technology.",
)

# High bandwidth memory.

HBM_DESTINATIONS = Provision(
    id="us/ear/742.6(a)(6)(i)(B)",
    title="Licence for 3A090.c, its technology and software to Macau and D:5",
    cite="742.6(a)(6)(i)(B); 89 FR 96790",
    binds=since(2024, 12, 2, compliance_from=date(2024, 12, 31)),
    when=all_of(
        any_of(under("us/ear/3A090.c"), all_of(TECHNOLOGY_FOR_C, NOT_A_DEEMED_EXPORT)), DESTINED_TO_MACAU_OR_D5
    ),
    gives=RequiresLicence(),
    source="S1, S3",
)
HBM_HEADQUARTERS = Provision(
    id="us/ear/744.23(a)(3)(i)(B)",
    title="Licence for 3A090.c to any entity headquartered, or with its ultimate parent, in Macau or D:5",
    cite="744.23(a)(3)(i)(B); 89 FR 96790",
    binds=since(2024, 12, 2, compliance_from=date(2024, 12, 31)),
    when=all_of(under("us/ear/3A090.c"), _OUTSIDE_THE_US, HEADQUARTERED_IN_MACAU_OR_D5),
    gives=RequiresLicence(),
    source="S1, S3",
)

# Other reasons for control.

_ANOTHER_ENTRY = any_of(
    one_of(f.DESCRIBED_IN, *WITH_OTHER_CONTROLS, "another"),
    one_of(f.ITEM_KIND, "other"),
    all_of(
        one_of(f.ITEM_KIND, "software"),
        is_not(is_true(f.SOFTWARE_FOR_3A090)),
        is_not(one_of(f.DESCRIBED_IN, "5A992", "5D992")),
    ),
)
OTHER_ENTRIES = Provision(
    id="us/ear/738/other entries",
    title="Licence for items of entries that are not modelled where the Country Chart requires one",
    cite="736.2(b)(1); 738; 742.3; 742.4; 742.5; 742.15; 774 Supp. 1, 3A001, 4A003, 4A004, 4A005, 5A002, 5A004, 5D002",
    binds=since(2022, 10, 21),
    when=all_of(_ANOTHER_ENTRY, is_true(f.OTHER_CONTROLS_REACH)),
    gives=RequiresLicence(),
    source="S1, S2",
    note="An item below 3A090 that another entry describes, an item of the kind 'other' and software for other things "
    "are not modelled; the answer stays open until somebody looks at the entry and the Country Chart. Exceptions for "
    "such items (ENC, LVS, GBS and others) are not modelled either.",
)

PROVISIONS = (
    CHINA_2022,
    CHINA_AND_MACAU_2023,
    DESTINATIONS_2023,
    HEADQUARTERS_2023,
    ENFORCED_DESTINATIONS_2025,
    ENFORCED_HEADQUARTERS_2025,
    WORLDWIDE_2025,
    B_DESTINATIONS_2025,
    B_DESTINATIONS_2026,
    B_HEADQUARTERS_2025,
    HBM_DESTINATIONS,
    HBM_HEADQUARTERS,
    FROM_MACAU_OR_D5,
    DEVELOPED_IN_MACAU_OR_D5,
    UAE_APPROVED,
    UAE_APPROVED_WITH_COMPANIES,
    UAE_APPROVED_2027,
    OTHER_ENTRIES,
)
