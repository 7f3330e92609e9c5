"""The AI Diffusion text (90 FR 4544): tiers and the amounts of validated end users. In the Code, not enforced.

The licence requirement, the country cap and the exceptions AIA, ACM and LPP stand with their kind; here are the
terms that only this text has.
"""

from __future__ import annotations

from datetime import date

from chipgate.law.facts import number
from chipgate.law.language import (
    Condition,
    SumOf,
    all_of,
    any_of,
    at_most,
    is_not,
    limit,
    one_of,
    within,
)
from chipgate.law.provision import Binds, Days, Provision, since
from chipgate.law.us import facts as f
from chipgate.law.us.places import macau_or_d5

_CITE = "90 FR 4544"

SHARE_ABROAD = number(
    "uveu_share_outside_supp_5a",
    "the share of the group's compute outside Supp. 5(a)",
    "Which share (0 to 1) of the group's total compute stands outside the countries of 740 Supp. 5(a)?",
)
SHARE_ONE_COUNTRY = number(
    "uveu_share_in_one_country",
    "the share of the group's compute in one country outside Supp. 5(a)",
    "Which share (0 to 1) stands in the one country outside Supp. 5(a) that has most of it?",
)
SHARE_OUTSIDE_US = number(
    "uveu_share_outside_us",
    "the share of the group's compute outside the United States",
    "Which share (0 to 1) of the group's total compute stands outside the United States?",
)
COMPANY_COUNTRY_TPP = number(
    "nveu_cumulative_tpp",
    "the TPP that the company has received in the country",
    "How much TPP has the national validated end user received in the country so far?",
    "TPP",
)


def _tier(name: str, title: str, when: Condition) -> Provision:
    return Provision(
        id=f"us/ear/diffusion/{name}",
        title=title,
        cite=f"740 Supp. 5; {_CITE}",
        binds=since(2025, 1, 13),
        when=when,
        source="S1",
    )


TIER_1 = _tier("tier 1", "Destinations of 740 Supp. 5(a)", within(f.DESTINATION, "Supp. 5(a)"))
TIER_3 = _tier("tier 3", "Macau and D:5", macau_or_d5(f.DESTINATION))
TIER_2 = _tier(
    "tier 2",
    "Every other destination: the country cap applies",
    is_not(any_of(within(f.DESTINATION, "Supp. 5(a)"), macau_or_d5(f.DESTINATION))),
)

UVEU = Provision(
    id="us/ear/748.15/UVEU amounts",
    title="Universal validated end user: 25 % outside Supp. 5(a), 7 % in one country, 50 % outside the US",
    cite=f"748.15; 748 Supp. 10 para. 6; {_CITE}",
    binds=since(2025, 1, 13, compliance_from=date(2025, 5, 15), not_enforced_from=date(2025, 5, 13)),
    when=all_of(
        within(f.END_USER_HQ, "Supp. 5(a)"),
        at_most(SHARE_ABROAD, limit("us/ear/748.15/UVEU#share_abroad", "0.25")),
        at_most(SHARE_ONE_COUNTRY, limit("us/ear/748.15/UVEU#share_one_country", "0.07")),
        any_of(
            is_not(one_of(f.END_USER_HQ, "US")),
            at_most(SHARE_OUTSIDE_US, limit("us/ear/748.15/UVEU#share_outside_us", "0.5")),
        ),
    ),
    source="S1",
    note="Decision in 30 days; 180 days' notice of a new site. Being a validated end user is not read as an exception.",
)

_QUARTERS = {
    2025: (633_000_000, 949_500_000, 1_266_000_000, 1_582_500_000),
    2026: (1_899_000_000, 2_690_250_000, 3_481_500_000, 4_272_750_000),
    2027: (5_064_000_000, 5_064_000_000, 5_064_000_000, 5_064_000_000),
}


def _nveu(year: int, quarter: int, amount_tpp: int) -> Provision:
    first = date(year, 3 * quarter - 2, 1)
    after = date(year + quarter // 4, (3 * quarter) % 12 + 1, 1)
    begin = max(first, date(2025, 1, 13))
    return Provision(
        id="us/ear/748.15/NVEU amount",
        title=f"National validated end user: {amount_tpp:,} TPP in one country by {year} Q{quarter}",
        cite=f"748.15; 748 Supp. 10; {_CITE}",
        binds=Binds(Days(begin, after), compliance_from=date(2025, 5, 15), not_enforced_from=date(2025, 5, 13)),
        when=at_most(
            SumOf((COMPANY_COUNTRY_TPP, f.ORDER_TPP)), limit(f"us/ear/748.15/NVEU#{year}_Q{quarter}", amount_tpp)
        ),
        source="S1",
        note="A company and a country at a time, cumulative; not counted in the country cap.",
    )


NVEU = tuple(
    _nveu(year, quarter, amount)
    for year, amounts in _QUARTERS.items()
    for quarter, amount in enumerate(amounts, start=1)
)

PROVISIONS = (TIER_1, TIER_2, TIER_3, UVEU, *NVEU)
