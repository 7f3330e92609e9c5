"""How an application is reviewed: 15 CFR 742.6(b) and 744.23(d); the first policy that fits decides."""

from __future__ import annotations

from dataclasses import replace

from chipgate.law.language import (
    AnyOf,
    SumOf,
    all_of,
    any_of,
    at_most,
    is_not,
    is_true,
    less_than,
    limit,
    one_of,
    under,
    within,
)
from chipgate.law.provision import Mark, Provision, SetsReview, since
from chipgate.law.us import facts as f
from chipgate.law.us.eccn_4a090 import FOR_DATACENTERS, IN_A, IN_B, TECHNOLOGY_FOR_B, TECHNOLOGY_FOR_C
from chipgate.law.us.places import (
    DESTINED_TO_D1_D4_D5,
    DESTINED_TO_MACAU_OR_D5,
    HEADQUARTERED_IN_MACAU_OR_D5,
    HEADQUARTERED_IN_SUPP_5A,
    china,
    for_use_in,
)

_DENIAL = SetsReview("presumption_of_denial")
_APPROVAL = SetsReview("presumption_of_approval")
_CASE_BY_CASE = SetsReview("case_by_case")
_POLICY_OF_DENIAL = SetsReview("policy_of_denial")

_IN_A_OR_B = any_of(IN_A, IN_B, under("us/ear/3E001", "us/ear/3D001"))
_MACAU_D5_OR_HEADQUARTERS = AnyOf((DESTINED_TO_MACAU_OR_D5, HEADQUARTERED_IN_MACAU_OR_D5))

# Parties, end uses and embargoes come first: their policies do not give way to 742.6.

_EMBARGOES = under("us/ear/746", "us/ear/746.3(a)(4)", "us/ear/746.6")
EMBARGO = Provision(
    id="us/ear/746/review",
    title="Embargoed destinations: policy of denial, with exceptions that are not modelled",
    cite="746",
    binds=since(2022, 10, 21, until=(2025, 9, 2)),
    when=_EMBARGOES,
    gives=_POLICY_OF_DENIAL,
    mark=Mark.RECALLED,
    source="S1",
)
EMBARGO_2025 = replace(
    EMBARGO,
    title="Embargoed destinations but Syria: policy of denial, with exceptions that are not modelled",
    cite="746.2(b); 746.3(b)(4); 746.4(b); 742.19(b)(1); 746.6(b); 746.7(b); 746.8(b)(3)",
    binds=since(2025, 9, 2),
    when=all_of(_EMBARGOES, is_not(one_of(f.DESTINATION, "SY"))),
    mark=Mark.SEEN,
    note="North Korea: digital computers, microprocessors and what is controlled for national security are generally "
    "denied; the model takes every item. Iran: generally denied.",
)
SYRIA = Provision(
    id="us/ear/746.9(c)(2)",
    title="Syria: case by case, where no other policy fits",
    cite="746.9(c)(2) and note 1; 90 FR 42320",
    binds=since(2025, 9, 2),
    when=all_of(under("us/ear/746"), one_of(f.DESTINATION, "SY")),
    gives=_CASE_BY_CASE,
    source="S1",
    note="Items on the list are also reviewed by part 742, so that advanced computing items meet its presumption of "
    "denial. The presumption of approval of (c)(1), for commercial uses that support Syria and its people, is not "
    "modelled.",
)
RUSSIAN_MILITARY = Provision(
    id="us/ear/744.21(e)(1)",
    title="Military end uses and end users in Belarus and Russia: policy of denial",
    cite="744.21(e)(1)",
    binds=since(2022, 10, 21),
    when=all_of(under("us/ear/744.21"), for_use_in("BY", "RU")),
    gives=_POLICY_OF_DENIAL,
    source="S1",
    note="Food and medicine designated as EAR99 are reviewed case by case. Read back from the text of 2026-09-24.",
)
PARTIES_AND_END_USES = Provision(
    id="us/ear/744/review",
    title="Listed parties and restricted end uses: presumption of denial",
    cite="744.2(d); 744.3(d); 744.4(d); 744.11; 744.17(c); 744.21(e)(1); 744.22(e); 744.23(d)",
    binds=since(2022, 10, 21),
    when=under(
        "us/ear/744.11(a)",
        "us/ear/744.11(a)/Affiliates Rule",
        "us/ear/744.21",
        "us/ear/744.21(b)(1)(ii)",
        "us/ear/744.17",
        "us/ear/744.22",
        "us/ear/744.6, 744.22, 744.23/training",
        "us/ear/744.2-4",
        "us/ear/744.23(a)(1)",
        "us/ear/744.23(a)(2)",
        "us/ear/744.23(a)(2)(ii)",
        "us/ear/744.23(a)(3)(ii)",
        "us/ear/744.23(a)(4)",
        "us/ear/744.23(a)(4)(ii)",
    ),
    gives=_DENIAL,
    source="S1",
    note="744.23(d) presumes approval for parties headquartered in the US, A:5 or A:6 that are not majority-owned from "
    "D:5, and reviews some items case by case ((d)(3)); an entry of the Entity List may name another policy: read "
    "both. 744.3(d) and 744.4(d) review case by case, and deny what contributes; the model takes the denial.",
)

# 2022.

_HOME_2022 = any_of(one_of(f.END_USER_HQ, "US"), within(f.END_USER_HQ, "A:5", "A:6"))
_PARENT_2022 = any_of(one_of(f.END_USER_PARENT, "US"), within(f.END_USER_PARENT, "A:5", "A:6"))
CASE_BY_CASE_2022 = Provision(
    id="us/ear/742.6(b)(10)/case by case",
    title="End users headquartered in the United States, A:5 or A:6: case by case",
    cite="742.6(b)(10); 87 FR 62186",
    binds=since(2022, 10, 21, until=(2023, 11, 17)),
    when=all_of(_IN_A_OR_B, _HOME_2022, _PARENT_2022),
    gives=_CASE_BY_CASE,
    mark=Mark.RECALLED,
    source="S3",
)
DENIAL_2022 = Provision(
    id="us/ear/742.6(b)(10)/denial",
    title="Presumption of denial",
    cite="742.6(b)(10); 87 FR 62186",
    binds=since(2022, 10, 21, until=(2023, 11, 17)),
    when=_IN_A_OR_B,
    gives=_DENIAL,
    mark=Mark.RECALLED,
    source="S3",
)

# 2023 and 2024.

CASE_BY_CASE_2024 = Provision(
    id="us/ear/744.23(d)(3)(i)",
    title="Items other than datacenter items of 3A090.a: case by case",
    cite="744.23(d)(3)(i); 89 FR 23876",
    binds=since(2024, 4, 4, until=(2025, 1, 13)),
    when=all_of(
        any_of(IN_A, IN_B),
        _MACAU_D5_OR_HEADQUARTERS,
        is_not(all_of(IN_A, FOR_DATACENTERS)),
    ),
    gives=_CASE_BY_CASE,
    source="S3",
    note="Printed for the headquarters rule of 744.23(a)(3)(i); that 742.6(b)(10) of 2024 reviews shipments to Macau "
    "and D:5 by it too is our reading, since its text of that year was not found.",
)
DENIAL_2023 = Provision(
    id="us/ear/742.6(b)(10)/Macau and D:5",
    title="Macau, D:5 and entities headquartered there: presumption of denial",
    cite="742.6(b)(10); 88 FR 73458",
    binds=since(2023, 11, 17, until=(2025, 1, 13)),
    when=all_of(_IN_A_OR_B, _MACAU_D5_OR_HEADQUARTERS),
    gives=_DENIAL,
    source="S3",
)
APPROVAL_2023 = Provision(
    id="us/ear/742.6(b)(10)/D:1 and D:4",
    title="Other destinations of D:1 and D:4: presumption of approval",
    cite="742.6(b)(10); 88 FR 73458",
    binds=since(2023, 11, 17, until=(2025, 1, 13)),
    when=_IN_A_OR_B,
    gives=_APPROVAL,
    source="S4",
    note="From summaries by law firms.",
)

# HBM.

_MEMORY = any_of(under("us/ear/3A090.c"), TECHNOLOGY_FOR_C)
HBM_APPROVAL = Provision(
    id="us/ear/742.6(b)(10)(ii)/approval",
    title="HBM to end users in Macau or D:5 that are not headquartered there: presumption of approval",
    cite="742.6(b)(10)(ii); 89 FR 96790",
    binds=since(2024, 12, 2),
    when=all_of(_MEMORY, DESTINED_TO_MACAU_OR_D5, is_not(HEADQUARTERED_IN_MACAU_OR_D5)),
    gives=_APPROVAL,
    source="S1, S3",
)
HBM_DENIAL = Provision(
    id="us/ear/742.6(b)(10)(ii)/denial",
    title="Other HBM: presumption of denial",
    cite="742.6(b)(10)(ii); 89 FR 96790",
    binds=since(2024, 12, 2),
    when=_MEMORY,
    gives=_DENIAL,
    source="S1, S3",
)

# Model weights.

WEIGHTS_DENIAL = Provision(
    id="us/ear/742.6(b)(14)",
    title="4E091 to entities headquartered outside 740 Supp. 5(a): presumption of denial",
    cite="742.6(b)(14); 90 FR 4544",
    binds=since(2025, 1, 13),
    when=all_of(under("us/ear/4E091"), is_not(HEADQUARTERED_IN_SUPP_5A)),
    gives=_DENIAL,
    source="S1",
)
WEIGHTS_CASE_BY_CASE = Provision(
    id="us/ear/742.6(b)(14)/others",
    title="4E091 to entities headquartered in 740 Supp. 5(a): case by case",
    cite="742.6(b)(1)(i)(B)",
    binds=since(2025, 1, 13),
    when=under("us/ear/4E091"),
    gives=_CASE_BY_CASE,
    mark=Mark.READING,
    source="S1",
)

# 2025 and 2026: 742.6(b)(10)(iii).

CASE_BY_CASE_2026 = Provision(
    id="us/ear/742.6(b)(10)(iii)(A)(1)",
    title="Export to an end user in China or Macau, TPP below 21,000, DRAM below 6,500 GB/s, certified: case by case",
    cite="742.6(b)(10)(iii)(A)(1); 748 Supp. 2 (dd); 91 FR 1684",
    binds=since(2026, 1, 15),
    when=all_of(
        any_of(IN_A, IN_B),
        is_not(one_of(f.ITEM_KIND, "software")),
        one_of(f.TRANSACTION, "export"),
        less_than(f.TPP, limit("us/ear/742.6(b)(10)(iii)(A)(1)#tpp", 21_000)),
        less_than(f.DRAM_BANDWIDTH_GB_S, limit("us/ear/742.6(b)(10)(iii)(A)(1)#dram", 6_500)),
        any_of(china(f.DESTINATION), one_of(f.DESTINATION, "MO")),
        is_true(f.CERT_DD_COMPLETE),
        at_most(f.VOLUME_RATIO, limit("us/ear/748 Supp. 2 (dd)(iii)#volume_ratio", "0.5")),
        is_not(is_true(f.MILITARY_END_USER)),
        is_true(f.US_LAB_TEST),
        is_true(f.US_COMMERCIALLY_AVAILABLE),
    ),
    gives=_CASE_BY_CASE,
    source="S1, S3",
    note="For commodities: technology and software are left to the presumption of denial. The location of the end user "
    "decides, not its headquarters. It prevails where several policies fit. "
    "Commercial availability stands in the preamble.",
)
DENIAL_2025 = Provision(
    id="us/ear/742.6(b)(10)(iii)(A)",
    title="Macau, D:5 and entities headquartered there: presumption of denial",
    cite="742.6(b)(10)(iii)(A); 90 FR 4544",
    binds=since(2025, 1, 13),
    when=all_of(_IN_A_OR_B, _MACAU_D5_OR_HEADQUARTERS),
    gives=_DENIAL,
    source="S1",
)
B_HEADQUARTERS_2025 = Provision(
    id="us/ear/744.23(d)(3)(i)/.b items",
    title=".b items to entities headquartered in Macau or D:5 and located outside D:1, D:4 and D:5: case by case",
    cite="744.23(d)(3)(i)",
    binds=since(2025, 1, 13),
    when=all_of(IN_B, HEADQUARTERED_IN_MACAU_OR_D5, is_not(DESTINED_TO_D1_D4_D5), is_not(DESTINED_TO_MACAU_OR_D5)),
    gives=_CASE_BY_CASE,
    mark=Mark.READING,
    source="S1",
    note="There only 744.23(a)(3)(i)(A) requires the licence, whose denial yields to (d)(3)(i).",
)
B_ITEMS_2025 = Provision(
    id="us/ear/742.6(b)(1)(i)(B)",
    title=".b items to other destinations: case by case, the default of (a)(6)",
    cite="742.6(b)(1)(i)(B)",
    binds=since(2025, 1, 13),
    when=any_of(IN_B, TECHNOLOGY_FOR_B),
    gives=_CASE_BY_CASE,
    mark=Mark.READING,
    source="S1",
    note="Nothing specific was found for .b to destinations outside D:5.",
)
SUPP_5A_2025 = Provision(
    id="us/ear/742.6(b)(10)(iii)/Supp. 5(a)",
    title="Located or headquartered in 740 Supp. 5(a): presumption of approval",
    cite="742.6(b)(10)(iii); 90 FR 4544",
    binds=since(2025, 1, 13),
    when=all_of(
        _IN_A_OR_B,
        any_of(
            all_of(within(f.DESTINATION, "Supp. 5(a)"), HEADQUARTERED_IN_SUPP_5A),
            all_of(any_of(within(f.DESTINATION, "Supp. 5(a)"), HEADQUARTERED_IN_SUPP_5A), is_true(f.SUPP_5A_PREVAILS)),
        ),
    ),
    gives=_APPROVAL,
    source="S1",
    note="A party that is only located, or only headquartered, in Supp. 5(a) fits the text of the country cap too.",
)
_CAP_TPP = limit("us/ear/742.6(b)(10)(iii)(B)#country_cap_tpp", 790_000_000)
_WITHIN_CAP = all_of(
    less_than(f.COUNTRY_CUMULATIVE_TPP, _CAP_TPP),
    at_most(SumOf((f.COUNTRY_CUMULATIVE_TPP, f.ORDER_TPP)), _CAP_TPP),
)
WITHIN_CAP_2025 = Provision(
    id="us/ear/742.6(b)(10)(iii)(B)(1)",
    title="Other destinations, within 790,000,000 TPP for the country: presumption of approval",
    cite="742.6(b)(10)(iii)(B)(1); 90 FR 4544",
    binds=since(2025, 1, 13),
    when=all_of(
        _IN_A_OR_B,
        _WITHIN_CAP,
    ),
    gives=_APPROVAL,
    source="S1",
    note="The cap counts what was licensed from 2025 to 2027 together.",
)
ABOVE_CAP_2025 = Provision(
    id="us/ear/742.6(b)(10)(iii)(B)(2)",
    title="Other destinations, an order that exceeds the country cap: policy of denial",
    cite="742.6(b)(10)(iii)(B)(2); 90 FR 4544",
    binds=since(2025, 1, 13),
    when=all_of(
        _IN_A_OR_B,
        is_not(_WITHIN_CAP),
    ),
    gives=_POLICY_OF_DENIAL,
    source="S1",
    note="Headed 'exceeding the country allocation'. That an order which begins below the cap and ends above it "
    "exceeds it as a whole is our reading.",
)

PROVISIONS = (
    EMBARGO,
    EMBARGO_2025,
    RUSSIAN_MILITARY,
    PARTIES_AND_END_USES,
    CASE_BY_CASE_2022,
    DENIAL_2022,
    CASE_BY_CASE_2024,
    DENIAL_2023,
    APPROVAL_2023,
    HBM_APPROVAL,
    HBM_DENIAL,
    WEIGHTS_DENIAL,
    WEIGHTS_CASE_BY_CASE,
    CASE_BY_CASE_2026,
    B_HEADQUARTERS_2025,
    DENIAL_2025,
    B_ITEMS_2025,
    SUPP_5A_2025,
    WITHIN_CAP_2025,
    ABOVE_CAP_2025,
    SYRIA,
)
