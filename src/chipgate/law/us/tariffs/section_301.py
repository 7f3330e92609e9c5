"""Section 301 against China: the lists of 2018 and 2019, the four-year review of 2024, the action on legacy chips."""

from __future__ import annotations

from chipgate.law.language import Condition, all_of, any_of, classified, is_true, limit, one_of, unless
from chipgate.law.language import under as under_provisions
from chipgate.law.provision import Defines, ImposesDuty, Mark, Provision, since
from chipgate.law.tariff_codes import Scope, scope
from chipgate.law.us.tariffs import facts as f
from chipgate.law.us.tariffs.entry import CHINA, ENTERED
from chipgate.law.us.tariffs.lists import listed

_AUTHORITY = "Section 301"

SEMICONDUCTORS = scope(
    *("8541.10.00", "8541.21.00", "8541.29.00", "8541.30.00", "8541.49.10", "8541.49.70", "8541.49.80", "8541.49.95"),
    *("8541.51.00", "8541.59.00", "8541.90.00", "8542.31.00", "8542.32.00", "8542.33.00", "8542.39.00", "8542.90.00"),
)
"""The sixteen lines of heading 9903.91.05 (note 31(f)(i))."""

POLYSILICON_AND_WAFERS = scope("2804.61.00", "3818.00.00")

LIST_1 = listed("s301_list_1", "Section 301 List 1")
LIST_2 = listed("s301_list_2", "Section 301 List 2")
LIST_3 = listed("s301_list_3", "Section 301 List 3")
LIST_4A = listed("s301_list_4a", "Section 301 List 4A")

_RAISED_2024 = listed("s301_9903_91_01", "note 31(b)")
_RAISED_2024_TO_50 = listed("s301_9903_91_02", "note 31(c)")
_RAISED_2024_TO_100 = listed("s301_9903_91_03", "note 31(d)")
_RAISED_2026 = listed("s301_9903_91_06", "note 31(g)")
_RAISED_2026_TO_50 = listed("s301_9903_91_07", "note 31(h)")
_RAISED_2026_TO_100 = listed("s301_9903_91_08", "note 31(i)")
_TUNGSTEN = listed("s301_9903_91_11", "note 31(j)")
_CRANES = listed("s301_9903_92_10", "heading 9903.92.10")

_REVIEW = "us/301/four-year review"
_RAISES = (
    f"{_REVIEW}: semiconductors",
    f"{_REVIEW}: polysilicon and wafers",
    *(f"{_REVIEW}: 9903.91.{end}" for end in ("01", "02", "03", "06", "07", "08", "11")),
    f"{_REVIEW}: ship-to-shore cranes",
)
"""What was raised pays the raised rate in place of that of its list."""

_EXCLUDED = "us/301/exclusion 9903.88.69"


def _is_on(name: str, lines: Scope) -> Condition:
    """On the list by its line; or said to be, where the line is split or has been moved since."""
    split_or_moved = any_of(classified(f.HTS, _IN_PART), classified(f.HTS, _MOVED))
    by_line = unless(classified(f.HTS, lines), classified(f.HTS, _IN_PART))
    return any_of(by_line, all_of(split_or_moved, one_of(f.ON_A_LIST_IN_PART, name)))


_IN_PART = listed("s301_list_3_in_part", "the lines of heading 9903.88.04, of which a part is on List 3")
_MOVED = Scope(
    tuple(
        code
        for one in (
            *(_RAISED_2024, _RAISED_2024_TO_50, _RAISED_2024_TO_100, _RAISED_2026, _RAISED_2026_TO_50),
            *(_RAISED_2026_TO_100, _TUNGSTEN, _CRANES),
        )
        for code in one.codes
    ),
    "the lines that the four-year review moved out of their lists",
)


def _list(
    number: str,
    lines: Scope,
    rate: str,
    first: tuple[int, int, int],
    cite: str,
    until: tuple[int, int, int] | None = None,
) -> Provision:
    name = f"us/301/list {number}"
    return Provision(
        id=name,
        title=f"Section 301 List {number}: additional duty on products of China",
        cite=cite,
        binds=since(*first, until=until),
        subject=all_of(ENTERED, CHINA),
        when=unless(_is_on(f"list_{number.lower()}", lines), under_provisions(*_RAISES, _EXCLUDED)),
        gives=ImposesDuty("US", _AUTHORITY, f"Section 301 List {number}", limit(f"{name}@{first[0]}#rate", rate)),
        source="T2, T9",
        note="The lines are those of the tariff schedule of 2026; earlier schedules numbered some of them otherwise. "
        "Exclusions other than 9903.88.69 for accelerator and graphics modules are not modelled.",
    )


LISTS = (
    _list("1", LIST_1, "25", (2018, 7, 6), "83 FR 28710; HTSUS 9903.88.01, note 20(a)"),
    _list("2", LIST_2, "25", (2018, 8, 23), "83 FR 40823; HTSUS 9903.88.02, note 20(c)"),
    _list("3", LIST_3, "10", (2018, 9, 24), "83 FR 47974; HTSUS 9903.88.03", until=(2019, 5, 10)),
    _list("3", LIST_3, "25", (2019, 5, 10), "84 FR 20459; HTSUS 9903.88.03"),
    _list("4A", LIST_4A, "15", (2019, 9, 1), "84 FR 43304; 84 FR 45821; HTSUS 9903.88.15", until=(2020, 2, 14)),
    _list("4A", LIST_4A, "7.5", (2020, 2, 14), "85 FR 3741; HTSUS 9903.88.15"),
)

LIST_4B = Provision(
    id="us/301/list 4B",
    title="Section 301 List 4B: published, and suspended before its first day",
    cite="84 FR 69447 (suspension); HTSUS 9903.88.16",
    binds=since(2019, 12, 15, stayed=(since(2019, 12, 15).in_force,)),
    subject=all_of(ENTERED, CHINA),
    when=classified(f.HTS, scope("8471.30", "8517.13")),
    gives=ImposesDuty("US", _AUTHORITY, "Section 301 List 4B", limit("us/301/list 4B#rate", 15)),
    source="T9",
    note="Never took effect. Laptops and smartphones stand here for the list.",
)


def _raise(
    name: str,
    title: str,
    lines: Scope,
    rate: str,
    first: tuple[int, int, int],
    cite: str,
    *,
    until: tuple[int, int, int] | None = None,
    mark: Mark = Mark.SEEN,
    note: str = "",
) -> Provision:
    return Provision(
        id=f"{_REVIEW}: {name}",
        title=title,
        cite=cite,
        binds=since(*first, until=until),
        subject=all_of(ENTERED, CHINA),
        when=classified(f.HTS, lines),
        gives=ImposesDuty(
            "US",
            _AUTHORITY,
            f"Section 301 four-year review: {name}",
            limit(f"{_REVIEW}: {name}@{first[0]}#rate", rate),
        ),
        mark=mark,
        source="T1, T9",
        note=note,
    )


SEMICONDUCTORS_BEFORE = _raise(
    "semiconductors",
    "Products of China of the sixteen lines of headings 8541 and 8542",
    SEMICONDUCTORS,
    "25",
    (2018, 8, 23),
    "Lists 1, 2 or 3, depending on the line",
    until=(2025, 1, 1),
    mark=Mark.RECALLED,
    note="The rate before 2025 was seen; the first day of each line is recalled.",
)
SEMICONDUCTORS_NOW = _raise(
    "semiconductors",
    "Products of China of the sixteen lines of headings 8541 and 8542, 50 per cent",
    SEMICONDUCTORS,
    "50",
    (2025, 1, 1),
    "89 FR 76581; HTSUS 9903.91.05, note 31(f)(i)",
)
REVIEW = (
    SEMICONDUCTORS_BEFORE,
    SEMICONDUCTORS_NOW,
    _raise(
        "polysilicon and wafers",
        "Polysilicon and wafers of China at the first rate of List 3",
        POLYSILICON_AND_WAFERS,
        "10",
        (2018, 9, 24),
        "83 FR 47974; note 20(f)",
        until=(2019, 5, 10),
        mark=Mark.RECALLED,
    ),
    _raise(
        "polysilicon and wafers",
        "Polysilicon and wafers of China before 2025, on List 3",
        POLYSILICON_AND_WAFERS,
        "25",
        (2019, 5, 10),
        "84 FR 20459; note 20(f)",
        until=(2025, 1, 1),
        mark=Mark.RECALLED,
    ),
    _raise(
        "polysilicon and wafers",
        "Polysilicon and wafers of China, 50 per cent",
        POLYSILICON_AND_WAFERS,
        "50",
        (2025, 1, 1),
        "89 FR 101682; HTSUS 9903.91.05, note 31(f)(i)",
    ),
    *(
        _raise(f"9903.91.{end}", title, lines, rate, first, f"89 FR 76581; HTSUS 9903.91.{end}, {lines.name}")
        for end, title, lines, rate, first in (
            ("01", "Steel, aluminium, minerals and batteries for vehicles", _RAISED_2024, "25", (2024, 9, 27)),
            ("02", "Solar cells and modules", _RAISED_2024_TO_50, "50", (2024, 9, 27)),
            ("03", "Electric vehicles, syringes and needles", _RAISED_2024_TO_100, "100", (2024, 9, 27)),
            ("06", "Graphite, permanent magnets and other lithium-ion batteries", _RAISED_2026, "25", (2026, 1, 1)),
            ("07", "Respirators and face masks", _RAISED_2026_TO_50, "50", (2026, 1, 1)),
            ("08", "Medical gloves", _RAISED_2026_TO_100, "100", (2026, 1, 1)),
        )
    ),
    _raise(
        "9903.91.11",
        "Tungsten products",
        _TUNGSTEN,
        "25",
        (2025, 1, 1),
        "89 FR 101682; HTSUS 9903.91.11, note 31(j)",
    ),
    _raise(
        "ship-to-shore cranes",
        "Ship-to-shore gantry cranes",
        _CRANES,
        "25",
        (2024, 9, 27),
        "89 FR 76581; HTSUS 9903.92.10",
        mark=Mark.RECALLED,
    ),
)

_LEGACY = any_of(classified(f.HTS, SEMICONDUCTORS), classified(f.HTS, POLYSILICON_AND_WAFERS))
LEGACY_CHIPS = tuple(
    Provision(
        id="us/301/legacy chips",
        title=title,
        cite=cite,
        binds=since(*first, until=until),
        subject=all_of(ENTERED, CHINA),
        when=_LEGACY,
        gives=ImposesDuty("US", _AUTHORITY, "Section 301 legacy-chip action", rate),
        source="T1, T3",
        note="On top of the 50 per cent of heading 9903.91.05, whose rate the second step raises.",
    )
    for title, cite, first, until, rate in (
        (
            "Action on China's semiconductor dominance: first step, at nothing",
            "USTR notice of action of 2025-12-23 (docket USTR-2024-0024); HTSUS note 31(f)(ii)",
            (2025, 12, 23),
            (2027, 6, 23),
            limit("us/301/legacy chips@2025#rate", 0),
        ),
        (
            "Action on China's semiconductor dominance: second step, at a rate to be announced 30 days before",
            "HTSUS note 31(f)(ii)",
            (2027, 6, 23),
            None,
            f.LEGACY_CHIP_RATE_PCT,
        ),
    )
)

_ACCELERATORS = all_of(classified(f.HTS, scope("8473.30.1180")), is_true(f.CLAIMS_ACCELERATOR_EXCLUSION))
EXCLUSIONS = (
    Provision(
        id=_EXCLUDED,
        title="Printed circuit assemblies described as accelerator modules or graphics processing modules",
        cite="FR Doc. 2025-21671 (2025-12-01); HTSUS 9903.88.69",
        binds=since(2024, 6, 15, until=(2026, 11, 10)),
        subject=all_of(ENTERED, CHINA),
        when=_ACCELERATORS,
        gives=Defines(),
        source="T1",
        note="Takes off the rate of Lists 1 to 4A, and nothing else. It must be claimed with the entry. The text "
        "speaks of boards for rendering images onto screens, and of modules that enhance graphics performance: "
        "whether a board for AI alone is one is a question of classification.",
    ),
    Provision(
        id=_EXCLUDED,
        title="The same exclusion past the last day of the last text found",
        cite="HTSUS 9903.88.69",
        binds=since(2026, 11, 10),
        subject=all_of(ENTERED, CHINA),
        when=all_of(_ACCELERATORS, is_true(f.EXCLUSIONS_EXTENDED)),
        gives=Defines(),
        mark=Mark.READING,
        source="T1",
        note="The last text found ends on 2026-11-09; whether it was extended is a fact to be supplied.",
    ),
)

PROVISIONS = (*LISTS, LIST_4B, *REVIEW, *LEGACY_CHIPS, *EXCLUSIONS)
