"""Named entities: approved designers (740 Supp. 6), OSAT companies (Supp. 7), end users in the Emirates (Supp. 8)."""

from __future__ import annotations

from types import MappingProxyType

from chipgate.law.facts import Value

APPROVED_UNTIL_APRIL_2027 = "approved_uae_entity"
"""The standing of G42 and Core42, whose approval runs out on 2027-04-06 (740 Supp. 8, Note 2 to paragraph (b))."""

APPROVED_SINCE_JULY_14 = "approved_us_company"
"""The standing of the companies of the United States, which were added on 2026-07-14 (740 Supp. 8, paragraph (c))."""

APPROVED_IN_BETWEEN = "approved_uae_entity_and_us_company"
"""The standing of a consignee and an end user of which one is G42 or Core42 and the other one of those companies: both
are approved from 2026-07-14 to 2027-04-06."""

APPROVED = ("government_agency", APPROVED_UNTIL_APRIL_2027, APPROVED_SINCE_JULY_14, APPROVED_IN_BETWEEN)
"""Standings of parties that may receive advanced computing items in the Emirates without a licence."""


def standing_of_both(one: Value | None, other: Value | None) -> str | None:
    """The standing on the days on which ONE and OTHER are approved; none where one never is.

    Agencies have been approved since the first day, so what stands beside one counts.
    """
    if one not in APPROVED or other not in APPROVED:
        return None
    others = {str(one), str(other)} - {"government_agency"}
    if len(others) > 1:
        return APPROVED_IN_BETWEEN
    return others.pop() if others else "government_agency"


END_USER_WORDS = MappingProxyType(
    {
        "government_agency": "government_agency",
        "g42": "approved_uae_entity",
        "core42": "approved_uae_entity",
        "group 42 holding ltd": "approved_uae_entity",
        "g42 cloud technology llc": "approved_uae_entity",
        "core42 technology projects llc": "approved_uae_entity",
        "amazon": "approved_us_company",
        "amazon.com, inc": "approved_us_company",
        "apple": "approved_us_company",
        "apple, inc": "approved_us_company",
        "google": "approved_us_company",
        "google llc": "approved_us_company",
        "meta": "approved_us_company",
        "meta platforms, inc": "approved_us_company",
        "microsoft": "approved_us_company",
        "microsoft corporation": "approved_us_company",
        "meta platforms": "approved_us_company",
        "openai": "approved_us_company",
        "openai group pbc": "approved_us_company",
        "oracle": "approved_us_company",
        "oracle corporation": "approved_us_company",
        "x.ai": "approved_us_company",
        "x.ai llc": "approved_us_company",
        "xai": "approved_us_company",
        "approved_uae_entity": "approved_uae_entity",
        "approved_us_company": "approved_us_company",
        "approved_uae_entity_and_us_company": "approved_uae_entity_and_us_company",
        "not_approved": "not_approved",
        "private_company_not_listed": "not_approved",
        "private_company": "not_approved",
        "contractor_of_government_agency": "not_approved",
        "contractor": "not_approved",
        "grantee": "not_approved",
        "state_owned_company": "not_approved",
        "state_owned_enterprise": "not_approved",
        "subsidiary_of_chinese_company": "not_approved",
    }
)
"""What an end user's name, or the word that describes it, says about 740 Supp. 8. Any other name says nothing."""

APPROVED_DESIGNERS = (
    "Advanced Micro Devices, Inc.",
    "Alphabet, Inc.",
    "Amazon.com, Inc.",
    "Analog Devices, Inc.",
    "Apple, Inc.",
    "BAE Systems, Inc.",
    "Block, Inc.",
    "The Boeing Company",
    "Broadcom, Inc.",
    "Cerebras Systems, Inc.",
    "Cisco Systems, Inc.",
    "Hewlett Packard Enterprise Company",
    "Honeywell International, Inc.",
    "Infineon Technologies AG",
    "Intel Corporation",
    "International Business Machines Corporation (IBM)",
    "L3Harris Technologies, Inc.",
    "Marvell Technology, Inc.",
    "MediaTek, Inc.",
    "Meta Platforms, Inc.",
    "Micron Technology, Inc.",
    "Microsoft Corporation",
    "Mitsubishi Group",
    "Nokia Corporation",
    "Nvidia Corporation",
    "NXP Semiconductors NV",
    "Qualcomm, Inc.",
    "Raytheon Company",
    "Realtek Semiconductor Corporation",
    "Sony Group Corporation",
    "Tesla, Inc.",
    "Texas Instruments",
    "Western Digital Technologies, Inc.",
)
"""Approved integrated circuit designers (740 Supp. 6, 15 CFR as of 2026-09-24)."""

APPROVED_OSATS = (
    "Amkor Technology, Inc.",
    "Ardentec Corporation",
    "ASE Technology Holding Co., Ltd.",
    "Doosan Tesna, Inc.",
    "Fabrinet",
    "Giga Solution Tech. Co., Ltd.",
    "GlobalFoundries, Inc.",
    "HT Micron Semicondutores SA",
    "Intel Corporation",
    "International Business Machines Corporation (IBM)",
    "KESM Industries Berhad",
    "LB Semicon, Inc.",
    "Micro Silicon Electronics Co., Ltd.",
    "Nepes Corporation",
    "Powertech Technology, Inc. (PTI)",
    "QP Technologies",
    "Raytek Semiconductor, Inc.",
    "Samsung Electronics Co. Ltd.",
    "SFA Semicon Co., Ltd.",
    "Shinko Electric Industries Co. Ltd.",
    "Sigurd Microelectronics Corporation",
    "Steco Co., Ltd.",
    "Taiwan Semiconductor Manufacturing Company Limited (TSMC)",
    "United Microelectronics Corporation (UMC)",
)
"""Approved OSAT companies (740 Supp. 7, 15 CFR as of 2026-09-24)."""

_VENDORS = frozenset(
    {"NVIDIA", "AMD", "Intel", "Google", "AWS", "Meta", "Microsoft", "Cerebras", "Tesla", "Qualcomm", "Broadcom"}
)


def is_approved_designer(vendor: str) -> bool:
    """Whether the VENDOR of a datasheet is an approved designer, by the name under which the catalogue lists it."""
    return vendor in _VENDORS or vendor in APPROVED_DESIGNERS
