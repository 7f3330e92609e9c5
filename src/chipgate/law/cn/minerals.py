"""China's export restrictions on minerals, magnets and what is made with them, with their suspensions."""

from __future__ import annotations

from datetime import date

from chipgate.law.cn import facts as c
from chipgate.law.language import Condition, all_of, any_of, is_not, is_true, one_of, unless
from chipgate.law.provision import Binds, Days, Mark, Provision, RestrictsInput, Severity, since
from chipgate.law.us.facts import DESTINATION, KNOWN_END_USE, MILITARY_END_USER
from chipgate.law.us.tariffs.facts import ORIGIN

_FROM_CHINA = one_of(c.EXPORTED_FROM, "CN")
_OF_CHINA = any_of(_FROM_CHINA, one_of(ORIGIN, "CN"))
"""What is of Chinese origin too, wherever it is sent from: who moves it on from a third country is reached."""
_OUT_OF_CHINA = is_not(one_of(DESTINATION, "CN"))
_SUSPENDED_BY_70 = Days(date(2025, 11, 7), date(2026, 11, 11))
"""No. 70 of 2025 suspends to 2026-11-10, that day included. Whether that was extended is a fact to be supplied."""

Ymd = tuple[int, int, int]


def _licence(
    number: str,
    title: str,
    materials: tuple[str, ...],
    binds: Binds,
    *,
    mark: Mark = Mark.SEEN,
    when: Condition | None = None,
    severity: Severity = Severity.LICENCE,
    note: str = "",
    cite: str = "",
    subject: Condition = _FROM_CHINA,
) -> Provision:
    return Provision(
        id=f"cn/announcement {number}",
        title=title,
        cite=cite or f"MOFCOM and GAC Announcement No. {number.partition('-')[2]} of {number.partition('-')[0]}",
        binds=binds,
        subject=subject,
        when=one_of(c.INPUT_MATERIAL, *materials) if when is None else when,
        gives=RestrictsInput("CN", severity),
        mark=mark,
        source="T16" if mark is Mark.SEEN else "T0",
        note=note,
    )


_TO_US = one_of(DESTINATION, "US")
_MILITARY_ABROAD = all_of(
    _OUT_OF_CHINA, any_of(is_true(MILITARY_END_USER), one_of(KNOWN_END_USE, "military", "military_intelligence"))
)
"""The announcements name military users and uses of a country, wherever they are: a base abroad is one too."""
_DUAL_USE = is_not(one_of(c.INPUT_MATERIAL, "none", "eda_software", "jet_engine_parts_ethane", "nexperia_parts"))

IN_FORCE = (
    _licence(
        "2023-23",
        "Gallium and germanium items: export licence",
        ("gallium_germanium",),
        since(2023, 8, 1, published=date(2023, 7, 3)),
        mark=Mark.RECALLED,
    ),
    _licence("2023-39", "Graphite items: export licence", ("graphite",), since(2023, 12, 1), mark=Mark.RECALLED),
    _licence(
        "2024-33",
        "Antimony and superhard-material items: export licence",
        ("antimony_superhard",),
        since(2024, 9, 15),
        mark=Mark.RECALLED,
    ),
    _licence(
        "2024-46, clause 1",
        "Dual-use items to military users of the United States: barred",
        (),
        since(2024, 12, 3),
        mark=Mark.RECALLED,
        when=all_of(_DUAL_USE, any_of(_TO_US, _MILITARY_ABROAD), is_true(c.US_MILITARY_USER)),
        severity=Severity.BARRED,
        cite="MOFCOM Announcement No. 46 of 2024, clauses 1 and 3",
        note="Not suspended. Clause 3 reaches whoever moves Chinese items on from a third country (recalled).",
        subject=_OF_CHINA,
    ),
    _licence(
        "2024-46, clause 2",
        "Gallium, germanium, antimony and superhard materials to the United States: in principle not permitted",
        (),
        since(2024, 12, 3, stayed=(Days(date(2025, 11, 9), date(2026, 11, 28)),)),
        when=all_of(one_of(c.INPUT_MATERIAL, "gallium_germanium", "antimony_superhard", "graphite"), _TO_US),
        severity=Severity.NOT_PERMITTED,
        cite="MOFCOM Announcement No. 46 of 2024, clauses 2 and 3; suspended by No. 72 of 2025",
        note="Graphite: stricter review of end user and end use. Suspended from 2025-11-09 to 2026-11-27, which is not "
        "the day on which No. 70 ends; a licence is still needed. Clause 3 reaches whoever moves Chinese items on from "
        "a third country (recalled).",
        subject=_OF_CHINA,
    ),
    _licence(
        "2025-10",
        "Tungsten, tellurium, bismuth, molybdenum and indium items: export licence",
        ("tungsten_tellurium_bismuth_molybdenum_indium",),
        since(2025, 2, 4),
    ),
    _licence(
        "2025-18",
        "Samarium, gadolinium, terbium, dysprosium, lutetium, scandium and yttrium items: export licence",
        ("seven_rare_earths",),
        since(2025, 4, 4),
        note="To every destination, at once, never suspended. Magnets are covered only where samarium, terbium or "
        "dysprosium is in them. General licences for end users in the United States were promised in November 2025.",
    ),
    _licence(
        "2026-1",
        "Dual-use items to military users of Japan, or for its military: barred",
        (),
        since(2026, 1, 6),
        when=all_of(_DUAL_USE, any_of(one_of(DESTINATION, "JP"), _MILITARY_ABROAD), is_true(c.JP_MILITARY_USER)),
        severity=Severity.BARRED,
        cite="MOFCOM Announcement No. 1 of 2026",
        note="Also for transfers of Chinese items between third countries.",
        subject=_OF_CHINA,
    ),
)


def _of_october(
    number: int,
    title: str,
    material: str,
    first: Ymd,
    stay: Days = _SUSPENDED_BY_70,
    note: str = "",
    subject: Condition = _FROM_CHINA,
) -> tuple[Provision, Provision]:
    """One announcement of 2025-10-09: up to the last day of its suspension, and what is open after it."""
    name, cite = f"cn/announcement 2025-{number}", f"Announcement No. {number} of 2025; suspended by No. 70 of 2025"
    named = one_of(c.INPUT_MATERIAL, material)
    told = (note + " " if note else "") + "Suspended from 2025-11-07 to 2026-11-10 by No. 70 of 2025."
    begins = Binds(Days(date(*first), stay.until), published=date(2025, 10, 9), stayed=(stay,))
    gives = RestrictsInput("CN", Severity.LICENCE)
    assert stay.until is not None
    return (
        Provision(name, title, cite, begins, named, gives, subject, source="T16", note=told),
        Provision(
            name,
            title,
            cite,
            Binds(Days(stay.until)),
            unless(named, is_true(c.SUSPENSION_EXTENDED)),
            gives,
            subject,
            mark=Mark.READING,
            source="T16, T20, T22",
            note=told + " Whether it lapsed or was extended to 2027-01-10 is a fact to be supplied.",
        ),
    )


OCTOBER_2025 = (
    *_of_october(55, "Superhard materials: export licence", "superhard_55", (2025, 11, 8), note="Due 2025-11-08."),
    *_of_october(56, "Rare earth equipment and raw materials: export licence", "rare_earth_equipment", (2025, 11, 8)),
    *_of_october(
        57,
        "Holmium, erbium, thulium, europium and ytterbium items: export licence",
        "five_more_rare_earths",
        (2025, 11, 8),
    ),
    *_of_october(
        58,
        "Lithium batteries, cathode and graphite anode materials: export licence",
        "lithium_batteries_graphite_anodes",
        (2025, 11, 8),
    ),
    *_of_october(
        61,
        "Foreign-made goods with Chinese rare earths, or made with Chinese rare earth technology: licence",
        "foreign_goods_with_chinese_rare_earths",
        (2025, 10, 9),
        note="From any country to any but China. The limbs on content (0.1 per cent of value) and technology were due "
        "2025-12-01 and never began; the Chinese-origin limb was in force from 2025-10-09. It named case-by-case "
        "review for logic at 14 nm and below (recalled). A 50 per cent affiliates test stands beside it.",
        subject=_OUT_OF_CHINA,
    ),
    *_of_october(
        62,
        "Technology for mining, separating, magnets and recycling of rare earths: licence",
        "rare_earth_technology",
        (2025, 10, 9),
    ),
)

NEXPERIA = Provision(
    id="cn/notice on Nexperia",
    title="Finished parts of Nexperia that are packaged in China: export barred",
    cite="MOFCOM notice of 2025-10-04",
    binds=since(2025, 10, 4, until=(2025, 11, 10)),
    subject=_FROM_CHINA,
    when=any_of(one_of(c.INPUT_MATERIAL, "nexperia_parts")),
    gives=RestrictsInput("CN", Severity.BARRED),
    source="T24",
    note="Civil exports were exempted again in November 2025; the last day is our reading of that.",
    mark=Mark.READING,
)

PROVISIONS = (*IN_FORCE, *OCTOBER_2025, NEXPERIA)
