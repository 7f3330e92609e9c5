"""China's duties: its schedule, value-added tax, and the countermeasures of 2025 on goods of the United States."""

from __future__ import annotations

from chipgate.law.cn import facts as c
from chipgate.law.cn.entry import IC, INTO_CHINA, US_GOODS, US_GOODS_BY_WAFER
from chipgate.law.cn.retaliation_lists import LISTS
from chipgate.law.language import Condition, all_of, any_of, classified, is_not, is_true, limit, one_of, under, unless
from chipgate.law.provision import Binds, Days, DutyForm, Guides, ImposesDuty, Mark, Provision, Standing, since
from chipgate.law.tariff_codes import Scope, scope
from chipgate.law.us.tariffs import facts as f

_RETALIATION = "Countermeasures of 2025"

_FREED = "cn/freed chip codes"

Ymd = tuple[int, int, int]

BASE = Provision(
    id="cn/tariff/normal rate",
    title="The most-favoured-nation or interim rate of the schedule",
    cite="Customs Tariff of China",
    binds=since(2018, 1, 1),
    when=INTO_CHINA,
    gives=ImposesDuty("CN", "Tariff schedule", "Normal or interim rate", c.CN_BASE_RATE_PCT, DutyForm.BASE),
    mark=Mark.RECALLED,
    source="T0",
)


def _vat(rate: int, binds: Binds, cite: str) -> Provision:
    first = binds.in_force.since
    return Provision(
        id="cn/vat",
        title="Value-added tax on imports, on the customs value with every duty on it",
        cite=cite,
        binds=binds,
        when=INTO_CHINA,
        gives=ImposesDuty("CN", "VAT", "Value-added tax", limit(f"cn/vat@{first}#rate", rate), DutyForm.VAT),
        mark=Mark.RECALLED,
        source="T0",
    )


VAT = (
    _vat(16, since(2018, 5, 1, until=(2019, 4, 1)), "Caishui No. 32 of 2018"),
    _vat(13, since(2019, 4, 1), "Provisional Regulations on VAT, article 2"),
)


_COAL_AND_LNG = scope("2701", "2702", "2711.11")
_CRUDE_OIL = scope("2709")
_IN_PART_FEBRUARY = scope(
    *("8419.33", "8419.34", "8424.41", "8424.49", "8424.82", "8432.10", "8432.21", "8432.29", "8432.31", "8432.39"),
    *("8432.41", "8432.42", "8432.80", "8433.11", "8433.19", "8433.20", "8433.30", "8433.40", "8433.51", "8433.52"),
    *("8433.53", "8433.59", "8433.60", "8434.10", "8436.10", "8436.21", "8436.29", "8436.80", "8437.10", "8437.80"),
    *("8438.60", "8479.20", "8701.10", "8701.30", "8701.91", "8701.92", "8701.93", "8701.94", "8701.95", "8703.23"),
    *("8703.24", "8704.21", "8704.31", "8704.41", "8704.51", "8704.60", "8716.20"),
)
"""Subheadings of which the list names a line, by a public copy of its annexes."""

_MARCH_15 = scope(
    *("0207.11", "0207.12", "0207.13", "0207.14", "1602.32", "1001", "1101", "1103.11", "1005", "1102.20", "1103.13"),
    *("1104.23", "5201", "5203"),
)
_MARCH_10 = scope("1007", "1201.90", "0201", "0202", "0203")
_IN_PART_MARCH = scope(
    *(
        "02",
        "03",
        "0401",
        "0402",
        "0403",
        "0404",
        "0405",
        "0406",
        "07",
        "08",
        "1103.20",
        "1105",
        "1201",
        "1504",
        "1602",
    ),
    *("1603", "1604", "1605", "2001", "2002", "2003", "2004", "2005", "2006", "2007", "2008", "2103"),
)


def _band(
    month: str, rate: int, goods: str, whole: Scope, in_part: Scope, binds: Binds, cite: str, mark: Mark, note: str
) -> Provision:
    name = f"cn/2025/{month} list, {rate}"
    asked = c.ON_FEBRUARY_LIST if month == "February" else c.ON_MARCH_LIST
    others = _MARCH_10 if rate == 15 else _MARCH_15
    part = all_of(classified(f.HTS, in_part), is_not(classified(f.HTS, others)), is_true(asked))
    named: Condition = classified(f.HTS, whole) if not in_part.codes else any_of(classified(f.HTS, whole), part)
    return Provision(
        id=name,
        title=f"{month} 2025 list, band {rate}: {goods}",
        cite=cite,
        binds=binds,
        subject=INTO_CHINA,
        when=all_of(US_GOODS, named),
        gives=ImposesDuty("CN", _RETALIATION, f"{month} 2025 list, band {rate}", limit(f"{name}#rate", rate)),
        mark=mark,
        source="T8" if mark is Mark.SEEN else "T0",
        note=note,
    )


_FEBRUARY = "SCTC Announcement No. 1 of 2025"
_MARCH = "SCTC Announcement No. 2 of 2025; ended 2025-11-10 13:01 Beijing time"
_MARCH_DAYS = since(2025, 3, 10, until=(2025, 11, 11))
_NO_PART = Scope(())
BANDS = (
    _band(
        "February",
        15,
        "coal and liquefied natural gas",
        _COAL_AND_LNG,
        _NO_PART,
        since(2025, 2, 10),
        _FEBRUARY,
        Mark.RECALLED,
        "8 lines, read in a translation of the notice. The list was not lifted in November 2025; no end was found.",
    ),
    _band(
        "February",
        10,
        "crude oil, farm machinery, large cars and pick-ups",
        _CRUDE_OIL,
        _IN_PART_FEBRUARY,
        since(2025, 2, 10),
        _FEBRUARY,
        Mark.RECALLED,
        "72 lines. Crude oil is named whole; of farm machinery and vehicles some lines are. No end was found.",
    ),
    _band(
        "March",
        15,
        "chicken, wheat, maize and cotton",
        _MARCH_15,
        _NO_PART,
        _MARCH_DAYS,
        _MARCH,
        Mark.SEEN,
        "29 lines, by their groups.",
    ),
    _band(
        "March",
        10,
        "sorghum, soybeans, pork, beef, fish, fruit, vegetables, dairy",
        _MARCH_10,
        _IN_PART_MARCH,
        _MARCH_DAYS,
        _MARCH,
        Mark.SEEN,
        "711 lines. Sorghum, soybeans (not for sowing), pork and beef are named whole; of other goods some lines.",
    ),
)


def _all_goods(rate: int, first: Ymd, until: Ymd | None, cite: str, mark: Mark, note: str = "") -> Provision:
    by_wafer = first >= (2025, 4, 11)
    day = "-".join(f"{part:02}" for part in first)
    origin = US_GOODS_BY_WAFER if by_wafer else US_GOODS
    return Provision(
        id="cn/2025/all goods",
        title="Additional duty on all goods of US origin",
        cite=cite,
        binds=since(*first, until=until),
        subject=INTO_CHINA,
        when=unless(origin, under(_FREED)) if by_wafer else origin,
        gives=ImposesDuty(
            "CN", _RETALIATION, "Reciprocal countermeasure", limit(f"cn/2025/all goods@{day}#rate", rate)
        ),
        mark=mark,
        source="T4, T13" if mark is Mark.SEEN else "T0",
        note=note,
    )


_WAFER = "An IC is of US origin where its wafer was made there (notice of 2025-04-11, T12)."
_AFTER = "cn/2025/all goods, after 2026-11-10"
ALL_GOODS = (
    _all_goods(
        84,
        (2025, 4, 10),
        (2025, 4, 11),
        "SCTC Announcement No. 5 of 2025",
        Mark.SEEN,
        "The notice on the origin of ICs is of 2025-04-11; before it the origin is taken as stated.",
    ),
    _all_goods(84, (2025, 4, 11), (2025, 4, 12), "SCTC Announcement No. 5 of 2025", Mark.SEEN, _WAFER),
    _all_goods(
        125,
        (2025, 4, 12),
        (2025, 5, 14),
        "SCTC Announcement No. 6 of 2025; replaced 2025-05-14 12:01 Beijing time",
        Mark.SEEN,
        _WAFER,
    ),
    _all_goods(
        10,
        (2025, 5, 14),
        (2025, 8, 12),
        "Geneva joint statement of 2025-05-12; SCTC Announcement No. 7 of 2025",
        Mark.SEEN,
        _WAFER,
    ),
    _all_goods(
        10,
        (2025, 8, 12),
        (2025, 11, 10),
        "Stockholm joint statement of 2025-08-11; SCTC announcement of 2025-08-12",
        Mark.SEEN,
        _WAFER,
    ),
    _all_goods(10, (2025, 11, 10), None, "SCTC announcement of 2025-11-05 adjusting No. 4 of 2025", Mark.SEEN, _WAFER),
)
NEVER_COLLECTED = Provision(
    id="cn/2025/all goods 34",
    title="The 34 per cent of Announcement 4: replaced by 84 before its start",
    cite="SCTC Announcement No. 4 of 2025, scheduled for 2025-04-10 12:01",
    binds=since(2025, 4, 10, stayed=(Days(since(2025, 4, 10).in_force.since),)),
    subject=INTO_CHINA,
    when=US_GOODS,
    gives=ImposesDuty("CN", _RETALIATION, "Reciprocal countermeasure, 34 %", limit("cn/2025/all goods 34#rate", 34)),
    source="T14",
    note="Never collected alone.",
)
SUSPENDED_POINTS = Provision(
    id=_AFTER,
    title="The 24 points of Announcement 4 that are suspended to 2026-11-10",
    cite="SCTC announcement of 2025-11-05; New York round of 2026-09, announced abroad",
    binds=since(2026, 11, 10),
    subject=INTO_CHINA,
    when=unless(US_GOODS_BY_WAFER, is_true(c.SUSPENSION_EXTENDED)),
    gives=ImposesDuty("CN", _RETALIATION, "Suspended 24 points", limit("cn/2025/suspended points#rate", 24)),
    mark=Mark.READING,
    source="T13, T20",
    note="The last legal text found suspends them to 2026-11-10. An extension to 2027-01-10 was announced by the other "
    "side; whether China put it into a text is a fact to be supplied.",
)
ORIGIN_NOTICE = Provision(
    id="cn/origin of ICs",
    title="The origin of an IC is where its wafer was made",
    cite="CSIA urgent notice of 2025-04-11",
    binds=since(2025, 4, 11),
    when=all_of(INTO_CHINA, IC, one_of(f.WAFER_ORIGIN, "US")),
    gives=Guides(),
    standing=Standing.GUIDANCE,
    source="T12",
    note="An industry notice; US practice looks to the last substantial transformation, so that one part can have two "
    "origins.",
)
FREED_CHIPS = Provision(
    id=_FREED,
    title="Eight chip codes freed from the surcharge; memory is not among them",
    cite="press reports of 2025-04-25, no published text",
    binds=since(2025, 4, 24),
    when=all_of(INTO_CHINA, IC, is_not(classified(f.HTS, scope("8542.32"))), is_true(c.CHIP_CODE_FREED)),
    standing=Standing.GUIDANCE,
    mark=Mark.RECALLED,
    source="T0",
)

PROVISIONS = (BASE, *LISTS, *BANDS, *ALL_GOODS, NEVER_COLLECTED, SUSPENDED_POINTS, ORIGIN_NOTICE, FREED_CHIPS, *VAT)
