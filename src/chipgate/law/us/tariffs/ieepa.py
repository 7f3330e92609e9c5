"""Duties under IEEPA: fentanyl and reciprocal, from the first day of each to the last day of collection, 2026-02-23."""

from __future__ import annotations

from chipgate.law.language import Condition, all_of, any_of, classified, is_not, is_true, limit, one_of, unless
from chipgate.law.language import under as under_provisions
from chipgate.law.provision import Days, Defines, ImposesDuty, Mark, Provision, since
from chipgate.law.tariff_codes import Scope, scope
from chipgate.law.us.tariffs import facts as f
from chipgate.law.us.tariffs.entry import (
    CHINA_AND_HONG_KONG,
    CHINA_HONG_KONG_AND_MACAU,
    COLUMN_2,
    ENTERED,
    USMCA_CLAIMED,
)
from chipgate.law.us.tariffs.lists import listed
from chipgate.law.us.tariffs.section_232_chips import COVERED

_FENTANYL, _RECIPROCAL = "us/ieepa/fentanyl", "us/ieepa/reciprocal china"
ENDED = (2026, 2, 24)
"""Collection stopped at 00:00 of this day, after Learning Resources v. Trump."""

Ymd = tuple[int, int, int]


def _fentanyl(rate: int, first: Ymd, until: Ymd, cite: str, when: Condition, note: str = "") -> Provision:
    return Provision(
        id=_FENTANYL,
        title="Duty on products of China and Hong Kong for the synthetic opioid emergency",
        cite=cite,
        binds=since(*first, until=until),
        subject=ENTERED,
        when=when,
        gives=ImposesDuty("US", "IEEPA", "IEEPA fentanyl", limit(f"{_FENTANYL}@{_day(first)}#rate", rate)),
        source="T1, T4",
        note=note or "All products: chips have no exemption. No drawback.",
    )


def _day(first: Ymd) -> str:
    return "-".join(f"{part:02}" for part in first)


_OF_NOVEMBER = "EO 14357 of 2025-11-04; HTSUS 9903.01.24, note 2(u)"
FENTANYL = (
    _fentanyl(10, (2025, 2, 4), (2025, 3, 4), "EO 14195, 90 FR 9121; HTSUS 9903.01.20, note 2(s)", CHINA_AND_HONG_KONG),
    _fentanyl(20, (2025, 3, 4), (2025, 11, 10), "EO 14228, 90 FR 11463; HTSUS 9903.01.24", CHINA_AND_HONG_KONG),
    _fentanyl(10, (2025, 11, 10), (2026, 1, 15), _OF_NOVEMBER, CHINA_AND_HONG_KONG),
    _fentanyl(
        10,
        (2026, 1, 15),
        ENDED,
        f"{_OF_NOVEMBER}; Proclamation 11002; note 39(a)(8)",
        unless(CHINA_AND_HONG_KONG, all_of(COVERED, is_true(f.NOTE_39_REMOVES_FENTANYL))),
        "Two texts conflict for goods of 9903.79.01: note 39(a)(8) removes headings 9903.01.24 to 9903.01.76, which "
        "include this duty; Proclamation 11002 does not name EO 14195.",
    ),
)

CHIP_HEADINGS = scope(
    *("8471", "8473.30", "8486", "8517.13.00", "8517.62.00", "8523.51.00", "8524", "8528.52.00", "8541.10.00"),
    *("8541.21.00", "8541.29.00", "8541.30.00", "8541.49.10", "8541.49.70", "8541.49.80", "8541.49.95", "8541.51.00"),
    *("8541.59.00", "8541.90.00", "8542"),
)
"""The twenty headings and subheadings of the memorandum of 2025-04-11."""

_FIRST = listed("annex_ii", "Annex II of EO 14257")
_COPPER = listed("annex_ii_to_2025_07_31", "the copper lines of Annex II")
_REMOVED = listed("annex_ii_to_2025_09_07", "the lines that EO 14346 removed from Annex II")
_WOOD = listed("annex_ii_to_2025_10_13", "the wood lines of Annex II")
_SEPTEMBER = listed("annex_ii_from_2025_09_08", "the lines that EO 14346 added to Annex II")
_NOVEMBER = listed("annex_ii_from_2025_11_13", "the farm goods added to Annex II in November 2025")

CHIP_EXEMPTION = Provision(
    id="us/ieepa/chip exemption",
    title="Computers, chips and related goods are exempt from every reciprocal duty",
    cite="Presidential memorandum of 2025-04-11; HTSUS 9903.01.32, note 2(v)(iii)",
    binds=since(2025, 4, 5, until=ENDED),
    subject=ENTERED,
    when=classified(f.HTS, CHIP_HEADINGS),
    gives=Defines(),
    source="T4",
    note="Back to 2025-04-05. The fentanyl duty and Section 301 stay due.",
)


def _annex(first: Ymd, until: Ymd, scopes: tuple[Scope, ...], cite: str) -> Provision:
    return Provision(
        id="us/ieepa/annex II",
        title="Goods of Annex II are exempt from every reciprocal duty",
        cite=cite,
        binds=since(*first, until=until),
        subject=ENTERED,
        when=any_of(*(classified(f.HTS, one) for one in scopes)),
        gives=Defines(),
        source="T4, T9",
        note="Particular articles, civil aircraft and informational materials are exempt too, and not modelled.",
    )


_ANNEX = "EO 14257, section 3(b) and Annex II; HTSUS 9903.01.32, note 2(v)(iii)"
ANNEX_II = (
    _annex((2025, 4, 5), (2025, 8, 1), (_FIRST, _COPPER, _REMOVED, _WOOD), _ANNEX),
    _annex((2025, 8, 1), (2025, 9, 8), (_FIRST, _REMOVED, _WOOD), f"{_ANNEX}; copper went to Section 232"),
    _annex((2025, 9, 8), (2025, 10, 14), (_FIRST, _SEPTEMBER, _WOOD), f"{_ANNEX}; EO 14346"),
    _annex((2025, 10, 14), (2025, 11, 13), (_FIRST, _SEPTEMBER), f"{_ANNEX}; wood went to Section 232"),
    _annex((2025, 11, 13), ENDED, (_FIRST, _SEPTEMBER, _NOVEMBER), f"{_ANNEX}; EO of 2025-11-14"),
)
_FREED = any_of(
    under_provisions(CHIP_EXEMPTION.id, "us/ieepa/annex II", "us/232/chips/covered goods"),
    is_true(f.OTHER_SECTION_232),
)


def _china(rate: int, first: Ymd, until: Ymd, cite: str, note: str = "") -> Provision:
    return Provision(
        id=_RECIPROCAL,
        title="Reciprocal duty on products of China, Hong Kong and Macau",
        cite=cite,
        binds=since(*first, until=until),
        subject=ENTERED,
        when=unless(CHINA_HONG_KONG_AND_MACAU, _FREED),
        gives=ImposesDuty("US", "IEEPA", "IEEPA reciprocal", limit(f"{_RECIPROCAL}@{_day(first)}#rate", rate)),
        source="T4",
        note=note or _US_CONTENT,
    )


_US_CONTENT = (
    "Due on the non-US content alone where at least 20 per cent of the value is of US origin; that is not modelled."
)
CHINA_RATES = (
    _china(10, (2025, 4, 5), (2025, 4, 9), "EO 14257, section 3(a)"),
    _china(84, (2025, 4, 9), (2025, 4, 10), "EO 14259, 90 FR 15509; HTSUS 9903.01.63"),
    _china(125, (2025, 4, 10), (2025, 5, 14), "EO 14266, 90 FR 15625; HTSUS 9903.01.63"),
    _china(10, (2025, 5, 14), (2025, 8, 12), "EO 14298, 90 FR 21831", "24 points of the 34 are suspended for 90 days."),
    _china(
        10, (2025, 8, 12), (2025, 11, 10), "EO 14334, 90 FR 39305", "24 points of the 34 stay suspended to 2025-11-10."
    ),
    _china(10, (2025, 11, 10), ENDED, "EO 14358, 90 FR 50729", "24 points of the 34 stay suspended to 2026-11-10."),
)
NEVER_COLLECTED = Provision(
    id="us/ieepa/reciprocal china 34",
    title="The 34 per cent of Annex I for China: replaced by 84 before its first day",
    cite="EO 14257, Annex I; EO 14259",
    binds=since(2025, 4, 9, stayed=(Days(since(2025, 4, 9).in_force.since),)),
    subject=ENTERED,
    when=unless(CHINA_HONG_KONG_AND_MACAU, _FREED),
    gives=ImposesDuty("US", "IEEPA", "IEEPA reciprocal, 34 %", limit(f"{_RECIPROCAL} 34#rate", 34)),
    source="T4",
    note="Never collected.",
)

_NO_RECIPROCAL = ("CN", "HK", "MO", "CA", "MX", "US", *COLUMN_2)
_OTHERS = is_not(one_of(f.ORIGIN, *_NO_RECIPROCAL))


def _baseline(first: Ymd, until: Ymd) -> Provision:
    return Provision(
        id="us/ieepa/reciprocal others",
        title="Reciprocal duty, baseline for all other origins",
        cite="EO 14257, 90 FR 15041; HTSUS 9903.01.25",
        binds=since(*first, until=until),
        subject=ENTERED,
        when=unless(_OTHERS, _FREED),
        gives=ImposesDuty("US", "IEEPA", "IEEPA reciprocal", limit("us/ieepa/reciprocal others#rate", 10)),
        source="T4",
        note="Canada, Mexico and the origins of column 2 are outside the order. " + _US_CONTENT,
    )


def _by_country(first: Ymd, until: Ymd, lowest: int, cite: str) -> Provision:
    name = f"us/ieepa/reciprocal others@{_day(first)}"
    return Provision(
        id="us/ieepa/reciprocal others",
        title="Reciprocal duty at the rate of the origin",
        cite=cite,
        binds=since(*first, until=until),
        subject=ENTERED,
        when=unless(_OTHERS, _FREED),
        gives=ImposesDuty(
            "US",
            "IEEPA",
            "IEEPA reciprocal",
            f.RECIPROCAL_RATE_PCT,
            between=(limit(f"{name}#lowest", lowest), limit(f"{name}#highest", 50)),
        ),
        mark=Mark.RECALLED,
        source="T0",
        note="10 per cent for origins that no annex names; 11 to 50 for those it names, some net of the base rate. The "
        "rates by country are not modelled: state yours.",
    )


OTHER_ORIGINS = (
    _baseline((2025, 4, 5), (2025, 4, 9)),
    _by_country((2025, 4, 9), (2025, 4, 10), 10, "EO 14257, Annex I; suspended from 2025-04-10 by EO 14266"),
    _baseline((2025, 4, 10), (2025, 8, 7)),
    _by_country(
        (2025, 8, 7), ENDED, 0, "EO 14326 of 2025-07-31, Annex I; HTSUS 9903.01.25 and 9903.02.01 to 9903.02.71"
    ),
)


def _emergency(
    origin: str, name: str, rate: int, first: Ymd, until: Ymd, cite: str, when: Condition, note: str = ""
) -> Provision:
    key = f"us/ieepa/{name}"
    return Provision(
        id=key,
        title=f"Emergency duty on products of {name}",
        cite=cite,
        binds=since(*first, until=until),
        subject=all_of(ENTERED, one_of(f.ORIGIN, origin)),
        when=when,
        gives=ImposesDuty("US", "IEEPA", f"IEEPA {name}", limit(f"{key}@{_day(first)}#rate", rate)),
        mark=Mark.RECALLED,
        source="T0",
        note=note,
    )


_ANY_GOODS, _NO_USMCA = classified(f.HTS, scope("01-97")), is_not(USMCA_CLAIMED)
_MEXICO, _CANADA = "EO 14194; HTSUS 9903.01.01", "EO 14193; HTSUS 9903.01.10"
_ENERGY = "Energy, critical minerals and potash pay 10 per cent, which is not modelled. Chips have no exemption."
NEIGHBOURS = (
    _emergency("MX", "Mexico", 25, (2025, 3, 4), (2025, 3, 7), _MEXICO, _ANY_GOODS, "Chips have no exemption."),
    _emergency("MX", "Mexico", 25, (2025, 3, 7), ENDED, f"{_MEXICO}; EO 14227", _NO_USMCA, "Chips have no exemption."),
    _emergency("CA", "Canada", 25, (2025, 3, 4), (2025, 3, 7), _CANADA, _ANY_GOODS, _ENERGY),
    _emergency("CA", "Canada", 25, (2025, 3, 7), (2025, 8, 1), f"{_CANADA}; EO 14226", _NO_USMCA, _ENERGY),
    _emergency("CA", "Canada", 35, (2025, 8, 1), ENDED, f"{_CANADA}; EO 14325", _NO_USMCA, _ENERGY),
)
BRAZIL_AND_INDIA = (
    _emergency(
        "BR",
        "Brazil",
        40,
        (2025, 8, 6),
        ENDED,
        "EO 14323",
        is_not(any_of(is_true(f.EXEMPT_FROM_IEEPA_BRAZIL), is_true(f.OTHER_SECTION_232))),
        "Beside the reciprocal duty. The lines that its annex exempts are not held.",
    ),
    _emergency(
        "IN",
        "India",
        25,
        (2025, 8, 27),
        (2026, 2, 7),
        "EO 14329; ended by an order of 2026-02-06",
        is_not(_FREED),
        "Beside the reciprocal duty, for imports of Russian oil.",
    ),
)

PROVISIONS = (
    *FENTANYL,
    CHIP_EXEMPTION,
    *ANNEX_II,
    *CHINA_RATES,
    NEVER_COLLECTED,
    *OTHER_ORIGINS,
    *NEIGHBOURS,
    *BRAZIL_AND_INDIA,
)
