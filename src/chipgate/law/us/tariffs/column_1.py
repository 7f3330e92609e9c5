"""The schedule itself: column 1 and column 2 rates, and what is paid for entering at all."""

from __future__ import annotations

from datetime import date

from chipgate.law.facts import Fact
from chipgate.law.language import all_of, is_not, is_true, limit, one_of
from chipgate.law.provision import Binds, Days, DutyForm, ImposesDuty, ImposesFee, Mark, Provision, since
from chipgate.law.us.facts import DESTINATION
from chipgate.law.us.tariffs import facts as f
from chipgate.law.us.tariffs.entry import CHINA_AND_HONG_KONG, COLUMN_2, ENTERED, USMCA_CLAIMED

_AUTHORITY = "Tariff schedule"

COLUMN_2_BEFORE = ("CU", "KP")
"""Origins of column 2 before Pub. L. 117-110 added Belarus and Russia."""


def _column_1(binds: Binds, others: tuple[str, ...]) -> Provision:
    return Provision(
        id="us/hts/column 1",
        title="The general rate of column 1, for origins with normal trade relations",
        cite="HTSUS general note 3(a)",
        binds=binds,
        when=all_of(ENTERED, is_not(one_of(f.ORIGIN, *others)), is_not(USMCA_CLAIMED)),
        gives=ImposesDuty("US", _AUTHORITY, "Column 1 (MFN)", f.US_BASE_RATE_PCT, DutyForm.BASE),
        source="T1",
        note="Preferences other than the USMCA (column 1, special) are not modelled.",
    )


def _column_2(binds: Binds, origins: tuple[str, ...], title: str, cite: str) -> Provision:
    return Provision(
        id="us/hts/column 2",
        title=title,
        cite=cite,
        binds=binds,
        when=all_of(ENTERED, one_of(f.ORIGIN, *origins)),
        gives=ImposesDuty("US", _AUTHORITY, "Column 2", f.US_COLUMN_2_RATE_PCT, DutyForm.BASE),
        mark=Mark.RECALLED,
        source="T1",
    )


_BEFORE, _NOW = since(2018, 1, 1, until=(2022, 4, 9)), since(2022, 4, 9)
COLUMNS = (
    _column_1(_BEFORE, COLUMN_2_BEFORE),
    _column_1(_NOW, COLUMN_2),
    _column_2(_BEFORE, COLUMN_2_BEFORE, "The rate of column 2, for Cuba and North Korea", "HTSUS general note 3(b)"),
    _column_2(
        _NOW,
        COLUMN_2,
        "The rate of column 2, for Belarus, Cuba, North Korea and Russia",
        "HTSUS general note 3(b); Pub. L. 117-110",
    ),
)


def _rate_to_state(key: str, title: str, authority: str, said: Fact, rate: Fact, note: str) -> Provision:
    return Provision(
        id=key,
        title=title,
        cite="the instrument that reaches the good",
        binds=since(2018, 1, 1),
        subject=ENTERED,
        when=is_true(said),
        gives=ImposesDuty("US", authority, title, rate),
        mark=Mark.RECALLED,
        source="T0",
        note=note,
    )


NOT_MODELLED = (
    _rate_to_state(
        "us/232/another action",
        "Another Section 232 action",
        "Section 232",
        f.OTHER_SECTION_232,
        f.OTHER_SECTION_232_RATE_PCT,
        "Steel, aluminium, copper, vehicles, wood and medicines are not modelled: state the rate.",
    ),
    _rate_to_state(
        "us/ad-cvd",
        "Anti-dumping and countervailing duties",
        "Title VII",
        f.AD_CVD,
        f.AD_CVD_RATE_PCT,
        "Orders are by producer, and not modelled: state the rate.",
    ),
)

# The least and the most change with each fiscal year (19 CFR 24.23); the first day is October 1.
_FEE_BOUNDS = (
    {2018: ("25.67", "497.99"), 2019: ("26.22", "508.70"), 2020: ("26.79", "519.76")}
    | {2021: ("27.23", "528.33"), 2022: ("27.75", "538.40"), 2023: ("29.66", "575.35"), 2024: ("31.67", "614.35")}
    | {
        2025: ("32.71", "634.62"),
        2026: ("33.58", "651.50"),
        2027: ("34.58", "670.86"),
    }
)


def _processing_fee(year: int, least: str, most: str) -> Provision:
    following = date(year, 10, 1) if year + 1 in _FEE_BOUNDS else None
    name = f"us/fees/merchandise processing@{year}"
    return Provision(
        id="us/fees/merchandise processing",
        title=f"Merchandise processing fee, fiscal year {year}",
        cite="19 CFR 24.23(b)(1)",
        binds=Binds(Days(date(year - 1, 10, 1), following)),
        when=all_of(ENTERED, is_not(USMCA_CLAIMED)),
        gives=ImposesFee(
            "US",
            "Merchandise processing fee",
            limit(f"{name}#rate", "0.3464"),
            limit(f"{name}#least", least),
            limit(f"{name}#most", most),
            "USD",
        ),
        mark=Mark.RECALLED,
        source="T0",
        note="Formal entries. After the last fiscal year in the table its bounds are carried on; new ones may hold.",
    )


HARBOUR_FEE = Provision(
    id="us/fees/harbour maintenance",
    title="Harbour maintenance fee on goods that arrive by sea",
    cite="19 CFR 24.24",
    binds=since(2018, 1, 1),
    when=all_of(ENTERED, is_true(f.BY_SEA)),
    gives=ImposesFee("US", "Harbour maintenance fee", limit("us/fees/harbour maintenance#rate", "0.125")),
    mark=Mark.RECALLED,
    source="T0",
)


def _postal(rate: int, first: tuple[int, int, int], until: tuple[int, int, int], cite: str, note: str) -> Provision:
    return Provision(
        id="us/ieepa/postal items",
        title="Duty on postal items of at most USD 800 from China and Hong Kong",
        cite=cite,
        binds=since(*first, until=until),
        when=all_of(one_of(DESTINATION, "US"), is_true(f.POSTAL_ITEM), CHINA_AND_HONG_KONG),
        gives=ImposesDuty(
            "US", "IEEPA", "Postal items", limit(f"us/ieepa/postal items@{first[1]:02}-{first[2]:02}#rate", rate)
        ),
        source="T4",
        note=note,
    )


POSTAL_ITEMS = (
    _postal(
        120,
        (2025, 5, 2),
        (2025, 5, 14),
        "EO 14256 as amended by EO 14259 and EO 14266",
        "The carrier may pay an amount an item instead. The rate as it was last set before 2025-05-14.",
    ),
    _postal(54, (2025, 5, 14), (2026, 2, 24), "EO 14298, section 4", "Or USD 100 an item."),
    Provision(
        id="us/ieepa/postal items of other origins",
        title="Duty on postal items of at most USD 800 from other origins",
        cite="EO 14324",
        binds=since(2025, 8, 29, until=(2026, 2, 24)),
        when=all_of(one_of(DESTINATION, "US"), is_true(f.POSTAL_ITEM), is_not(CHINA_AND_HONG_KONG)),
        gives=ImposesDuty("US", "IEEPA", "Postal items", f.RECIPROCAL_RATE_PCT),
        mark=Mark.RECALLED,
        source="T0",
        note="The carrier may pay an amount an item instead.",
    ),
    Provision(
        id="us/122/postal items",
        title="Surcharge on postal items of at most USD 800",
        cite="EO of 2026-02-20 that continues the suspension of duty-free entry",
        binds=since(2026, 2, 24, until=(2026, 7, 24)),
        when=all_of(one_of(DESTINATION, "US"), is_true(f.POSTAL_ITEM)),
        gives=ImposesDuty("US", "Section 122", "Postal items", limit("us/122/postal items#rate", 10)),
        mark=Mark.RECALLED,
        source="T0",
    ),
    Provision(
        id="us/postal items",
        title="Postal items of at most USD 800 after the surcharge",
        cite="EO 14324; the text that followed the surcharge was not found",
        binds=since(2026, 7, 24),
        when=all_of(one_of(DESTINATION, "US"), is_true(f.POSTAL_ITEM)),
        gives=ImposesDuty("US", "Postal items", "Postal items", f.POSTAL_RATE_PCT),
        mark=Mark.RECALLED,
        source="T0",
        note="Duty-free entry stayed suspended; at which rate postal items pay is not modelled: state it.",
    ),
)

PROVISIONS = (
    *COLUMNS,
    *NOT_MODELLED,
    *(_processing_fee(year, *bounds) for year, bounds in _FEE_BOUNDS.items()),
    HARBOUR_FEE,
    *POSTAL_ITEMS,
)
