"""Licence exceptions for advanced computing: NAC, ACA, HBM, AIA, ACM, LPP and the gate of 740.2(a)(9)(ii)."""

from __future__ import annotations

from dataclasses import replace

from chipgate.law.language import (
    Condition,
    Satisfies,
    SumOf,
    all_of,
    any_of,
    at_least,
    at_most,
    is_not,
    is_true,
    less_than,
    limit,
    one_of,
    para,
    under,
    unless,
    within,
)
from chipgate.law.provision import Mark, OpensException, Provision, since
from chipgate.law.us import facts as f
from chipgate.law.us.eccn_4a090 import FOR_DATACENTERS, IN_A, IN_B
from chipgate.law.us.places import (
    DESTINED_TO_D1_D4_D5,
    DESTINED_TO_MACAU_OR_D5,
    HEADQUARTERED_IN_MACAU_OR_D5,
    HEADQUARTERED_IN_SUPP_5A,
    macau_or_d5,
)

PARTIES_AND_END_USES = Provision(
    id="us/ear/740.2/parties and end uses",
    title="Part 744 or a letter requires a licence that no exception lifts, or a party is on the Unverified List",
    cite="740.2(a), (a)(17); 740.5(b); 740.8(b); 744",
    binds=since(2022, 10, 21),
    when=any_of(
        under(
            "us/ear/744.11(a)",
            "us/ear/744.11(a)/Affiliates Rule",
            "us/ear/744.21",
            "us/ear/744.21(b)(1)(ii)",
            "us/ear/744.22",
            "us/ear/744.2-4",
            "us/ear/744.23(a)(1)",
            "us/ear/744.23(a)(2)",
            "us/ear/744.23(a)(2)(ii)",
            "us/ear/744.7",
            "us/ear/744.17",
            "us/ear/744.23(a)(4)",
            "us/ear/744.23(a)(4)(ii)",
            "us/ear/744.6, 744.22, 744.23/training",
            "us/ear/744.23(a)(3)(ii)",
            "us/letters/others/reach",
        ),
        is_true(f.ON_UNVERIFIED_LIST),
        unless(under("us/letters/2025-04/reach", "us/letters/2023-10/reach"), is_true(f.LETTER_KEEPS_EXCEPTIONS)),
    ),
    source="S1",
)
NO_OTHER_BAR = Provision(
    id="us/ear/740.2/other bars",
    title="Another part requires a licence that these exceptions do not lift, or a party is on the Unverified List",
    cite="740.2(a), (a)(6), (a)(17); 740.8(b); 744; 746",
    binds=since(2022, 10, 21),
    when=any_of(
        under(PARTIES_AND_END_USES.id),
        under(
            "us/ear/746",
            "us/ear/746/deemed exports",
            "us/ear/746.3",
            "us/ear/746.3(a)(4)",
            "us/ear/746.3(f)(1)",
            "us/ear/746.6",
        ),
        unless(
            under("us/ear/738/.z items", "us/ear/738/other entries"),
            all_of(any_of(IN_A, IN_B), is_true(f.EXCEPTION_LIFTS_OTHER_CONTROLS)),
        ),
    ),
    source="S1",
    note="The sections name .z items whole, so that their other reasons for control are lifted too (740.1(a)), but for "
    "missile technology (740.2(a)(5)) and the papers of Hong Kong (740.2(a)(19), (20)): the model asks.",
)
_FREE_OF_OTHER_BARS = is_not(under("us/ear/740.2/other bars"))

GATE = Provision(
    id="us/ear/740.2(a)(9)(ii)",
    title="For D:1, D:4, D:5 (unless A:5 or A:6) and headquarters in Macau or D:5, only listed exceptions remain",
    cite="740.2(a)(9)(ii)",
    binds=since(2023, 11, 17),
    when=any_of(DESTINED_TO_D1_D4_D5, HEADQUARTERED_IN_MACAU_OR_D5),
    source="S1",
    note="TMP 740.9(a)(6), NAC/ACA, RPL, GOV 740.11(b), TSU 740.13(a) and (c), HBM, AIA (4E091 only) and ACM remain; "
    "TMP, RPL, GOV and TSU are not modelled.",
)
_OUTSIDE_THE_GATE = is_not(Satisfies("us/ear/740.2(a)(9)(ii)"))

# 740.8: NAC, and from 2024-04-04 ACA.


def _unless_the_entry_differs(*entries: str) -> Condition:
    """The section of the exception names ENTRIES, or their entries name the exception, and the other does not."""
    return any_of(is_not(one_of(f.DESCRIBED_IN, *entries)), is_true(f.EXCEPTION_COVERS_ENTRY))


_NOT_FOR_DATACENTERS = (IN_A, is_not(FOR_DATACENTERS), is_not(Satisfies("us/ear/3A090 Note 1")))
ELIGIBLE_FOR_NAC_ACA = Provision(
    id="us/ear/740.8/eligible items",
    title="3A090 (not .c), 4A090 and .z items, except datacenter items that meet 3A090.a",
    cite="740.8",
    binds=since(2023, 11, 17, until=(2025, 1, 13)),
    when=any_of(IN_B, all_of(*_NOT_FOR_DATACENTERS)),
    source="S1",
)
ELIGIBLE_FOR_NAC_ACA_2025 = replace(
    ELIGIBLE_FOR_NAC_ACA,
    cite="740.8(a); 774 Supp. 1, 5A002, 5A004, 5A992",
    binds=since(2025, 1, 13),
    when=any_of(IN_B, all_of(*_NOT_FOR_DATACENTERS, _unless_the_entry_differs("5A002", "5A004", "5A992"))),
    source="S1, S2",
    note="740.8(a) names 5A002.z, 5A004.z and 5A992.z whole. Their entries open NAC and ACA for 5A002.z.1.b and z.2.b, "
    "5A004.z.1.b and z.2.b and 5A992.z.2 only: seen in the text of 2026-09-24, and read back to the day on which these "
    "paragraphs began.",
)
_NOTIFIED_PLACE = any_of(DESTINED_TO_MACAU_OR_D5, HEADQUARTERED_IN_MACAU_OR_D5)
_IN_COUNTRY_TRANSFER = all_of(one_of(f.TRANSACTION, "transfer_in_country"), DESTINED_TO_MACAU_OR_D5)
_NOTICE = all_of(
    is_true(f.PURCHASE_ORDER),
    at_least(f.NOTIFIED_DAYS_BEFORE, limit("us/ear/740.8#notice_days", 25)),
    is_not(is_true(f.BIS_OBJECTION)),
)
_ELIGIBLE = all_of(Satisfies("us/ear/740.8/eligible items"), _FREE_OF_OTHER_BARS)
_ENC_TOO = any_of(is_not(one_of(f.DESCRIBED_IN, "5A002", "5A004", "5D002")), is_true(f.ENC_MET))
_WITHOUT_NOTICE: Condition = any_of(is_not(_NOTIFIED_PLACE), _IN_COUNTRY_TRANSFER)
_EXPORT_OR_REEXPORT = any_of(
    is_not(one_of(f.TRANSACTION, "transfer_in_country")), is_true(f.NAC_COVERS_TRANSFERS), DESTINED_TO_MACAU_OR_D5
)

NAC_2023 = Provision(
    id="us/ear/740.8 NAC",
    title="Notified advanced computing: with notice to Macau, D:5 and headquarters there, without it elsewhere",
    cite="740.8; 88 FR 73458",
    binds=since(2023, 11, 17, until=(2024, 4, 4)),
    when=all_of(
        _ELIGIBLE,
        any_of(all_of(_WITHOUT_NOTICE, is_true(f.PURCHASE_ORDER_WITHOUT_NOTICE)), all_of(_NOTIFIED_PLACE, _NOTICE)),
    ),
    gives=OpensException("NAC"),
    source="S3",
    note="Before 2024-04-04 both branches bore the name NAC.",
)
NAC_2024 = replace(
    NAC_2023,
    title="Notified advanced computing: Macau, D:5 and headquarters there, 25 days after a notice to BIS",
    cite="740.8(a)(1); 89 FR 23876",
    binds=since(2024, 4, 4),
    when=all_of(_ELIGIBLE, _ENC_TOO, _NOTIFIED_PLACE, _EXPORT_OR_REEXPORT, _NOTICE),
    source="S1",
    note="Wait for the answer of BIS: silence is not consent. 5A002.z, 5A004.z and 5D002.z must meet ENC as well "
    "(a)(3).",
)
ACA_2024 = Provision(
    id="us/ear/740.8 ACA",
    title="Advanced computing authorized: any other destination, and transfers within Macau or D:5",
    cite="740.8(a)(2); 89 FR 23876",
    binds=since(2024, 4, 4),
    when=all_of(_ELIGIBLE, _ENC_TOO, _WITHOUT_NOTICE, is_true(f.PURCHASE_ORDER_WITHOUT_NOTICE)),
    gives=OpensException("ACA"),
    source="S1",
    note="Commercial samples need no purchase order; the model takes every shipment.",
)

# 740.25: high bandwidth memory.

HBM = Provision(
    id="us/ear/740.25 HBM",
    title="HBM below 3.3 GB/s per mm2, bought by the designer of the product, direct to the packaging site",
    cite="740.25; 89 FR 96790",
    binds=since(2024, 12, 2),
    when=all_of(
        under("us/ear/3A090.c"),
        less_than(f.HBM_DENSITY, limit("us/ear/740.25#density", "3.3")),
        any_of(one_of(f.EXPORTER_HQ, "US"), within(f.EXPORTER_HQ, "A:5")),
        is_not(macau_or_d5(f.EXPORTER_HQ)),
        is_true(f.BUYER_IS_DESIGNER),
        is_true(f.DIRECT_TO_PACKAGING_SITE),
        is_true(f.HBM_ACCOUNTED_FOR),
        is_not(is_true(f.COPACKAGED_EXCEEDS)),
        is_not(is_true(f.PACKAGED_IN_ADVANCED_FAB)),
        _FREE_OF_OTHER_BARS,
    ),
    gives=OpensException("HBM"),
    source="S1",
    note="A gap of over 1 % between HBM shipped and products returned is a red flag, to be reported in 60 days. A site "
    "in Macau or D:5 where advanced-node ICs are made is barred by 740.25(d)(3), whatever 744.23(a)(5) says of "
    "packaging. General Order No. 4 (d), by which a product may exceed 3A090, is not modelled: it is printed as "
    "reserved on 2026-09-24.",
)

# 740.27 to 740.29, from the AI Diffusion text.

_DESIGNER_TEST = any_of(
    is_not(under("us/ear/3A090.a", "us/ear/5A002.z (3A090.a)", "us/ear/5A992.z.1")),
    is_true(f.DESIGNER_APPROVED),
    Satisfies("us/ear/3A090 Note 1/authorized designer"),
)
_COMPUTE_ENTRUSTED = all_of(
    IN_A,
    within(f.DESTINATION, "Supp. 5(a)"),
    HEADQUARTERED_IN_SUPP_5A,
    is_true(f.CONSIGNEE_CERTIFICATION),
    _DESIGNER_TEST,
    _OUTSIDE_THE_GATE,
)
_WEIGHTS_STORED_SAFELY = all_of(
    under("us/ear/4E091"),
    HEADQUARTERED_IN_SUPP_5A,
    is_not(DESTINED_TO_MACAU_OR_D5),
    is_true(f.WEIGHTS_FACILITY),
)
AIA = Provision(
    id="us/ear/740.27 AIA",
    title="Artificial intelligence authorization: entities in, and headquartered in, 740 Supp. 5(a); model weights "
    "that entities headquartered there store safely",
    cite="740.27; 740.2(a)(9)(ii); 90 FR 4544",
    binds=since(2025, 1, 13),
    when=all_of(
        any_of(para("a.1", _COMPUTE_ENTRUSTED), para("a.3", _WEIGHTS_STORED_SAFELY)),
        _FREE_OF_OTHER_BARS,
    ),
    gives=OpensException("AIA"),
    source="S1",
    note="ICs only from approved or authorized designers (from 2025-01-16). The certification goes to BIS at a "
    "cumulative TPP of 253,000,000. Weights may go to entities whose headquarters or ultimate parent are in Supp. "
    "5(a); the model takes those of which both are. Software and technology for 3A090.a, and consignees other than the "
    "end user, are not modelled.",
)
ACM = Provision(
    id="us/ear/740.28 ACM",
    title="Advanced compute manufacturing: private-sector users, for development, production or storage",
    cite="740.28; 90 FR 4544",
    binds=since(2025, 1, 13),
    when=all_of(
        any_of(IN_A, IN_B),
        one_of(f.KNOWN_END_USE, "development_production_storage"),
        is_true(f.PRIVATE_SECTOR_END_USER),
        is_true(f.CUSTOMERS_OUTSIDE),
        is_not(DESTINED_TO_MACAU_OR_D5),
        is_not(HEADQUARTERED_IN_MACAU_OR_D5),
        _DESIGNER_TEST,
        _unless_the_entry_differs("4A004"),
        _FREE_OF_OTHER_BARS,
    ),
    gives=OpensException("ACM"),
    source="S1, S2",
    note="Accounts every six months. 740.28(b) names 4A004.z, its entry does not. Technology and software for such "
    "items (740.28(b)) and HBM are not modelled.",
)
LPP = Provision(
    id="us/ear/740.29 LPP",
    title="Low processing performance: 26,900,000 TPP a calendar year for one ultimate consignee",
    cite="740.29; 90 FR 4544",
    binds=since(2025, 1, 13),
    when=all_of(
        IN_A,
        is_not(one_of(f.ITEM_KIND, "software")),
        _unless_the_entry_differs("5A002"),
        at_most(SumOf((f.CONSIGNEE_YEAR_TPP, f.ORDER_TPP)), limit("us/ear/740.29#calendar_year_tpp", 26_900_000)),
        is_not(one_of(f.TRANSACTION, "transfer_in_country")),
        is_true(f.CONSIGNEE_CERTIFICATION),
        any_of(
            less_than(f.ORDER_TPP, limit("us/ear/740.29#notice_tpp", 3_200_000)),
            is_true(f.NOTIFIED),
        ),
        _OUTSIDE_THE_GATE,
        _FREE_OF_OTHER_BARS,
    ),
    gives=OpensException("LPP"),
    mark=Mark.READING,
    source="S1",
    note="That 740.2(a)(9)(ii) leaves LPP out for its destinations is our reading. Sellers are counted together, and "
    "so are consignees with one ultimate parent. 740.29(b) does not name 5A002.z, its entry does. That a consignee "
    "headquartered in Supp. 5(a) may count toward the limit of another is not modelled.",
)

SPP = Provision(
    id="us/ear/740.5 SPP",
    title="Syria peace and prosperity: exports and reexports of EAR99 items to Syria",
    cite="740.5; 746.9(b)(1); 90 FR 42320",
    binds=since(2025, 9, 2),
    when=all_of(
        one_of(f.DESTINATION, "SY"),
        Satisfies("us/ear/EAR99"),
        one_of(f.TRANSACTION, "export", "reexport"),
        is_not(under(PARTIES_AND_END_USES.id)),
    ),
    gives=OpensException("SPP"),
    source="S1",
    note="Designated persons of 744.8 are among the parties that bar it.",
)

PROVISIONS = (
    PARTIES_AND_END_USES,
    NO_OTHER_BAR,
    GATE,
    ELIGIBLE_FOR_NAC_ACA,
    ELIGIBLE_FOR_NAC_ACA_2025,
    NAC_2023,
    NAC_2024,
    ACA_2024,
    HBM,
    AIA,
    ACM,
    LPP,
    SPP,
)
