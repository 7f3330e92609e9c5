"""The Section 301 action of 2026-07-24 on forced labour: 60 economies in four groups."""

from __future__ import annotations

from chipgate.law.language import any_of, classified, is_true, limit, one_of, unless
from chipgate.law.language import under as under_provisions
from chipgate.law.provision import DutyForm, ImposesDuty, Provision, since
from chipgate.law.us.tariffs import facts as f
from chipgate.law.us.tariffs.entry import ENTERED, USMCA_CLAIMED
from chipgate.law.us.tariffs.lists import listed

EUROPEAN_UNION = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU"),
    *("LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
AT_10 = (*("MY", "MX", "CA", "IN", "ID", "GB", "AR", "BD", "KH", "EC", "SV", "GT", "HN", "JO", "PK", "LK", "TT"),)
NET_10 = ("TW", *EUROPEAN_UNION)
NET_12_5 = ("JP", "KR", "CH")
AT_12_5 = (
    *("CN", "HK", "SG", "VN", "TH", "PH", "AE", "SA", "IL", "AO", "AU", "BH", "BR", "BS", "CL", "CO", "CR", "DO"),
    *("DZ", "EG", "GY", "IQ", "KW", "KZ", "LY", "MA", "NG", "NI", "NO", "NZ", "OM", "PE", "QA", "RU", "TR", "UY"),
    *("VE", "ZA"),
)
"""The rest of the 60 economies under investigation, by the notice of 2026-06-05 (91 FR 34272)."""

_CITE = (
    "Presidential memorandum of 2026-07-23; FR Doc. 2026-15181, 91 FR 47318; HTSUS 9903.05.20 to 9903.05.84, note 52"
)

EXEMPT = listed("note_52b", "note 52(b), Annex II of 91 FR 47318")
"""Heading 9903.05.86: chips, computers and their parts are on it, for every country."""

_FREED = any_of(
    classified(f.HTS, EXEMPT),
    under_provisions("us/232/chips/covered goods"),
    is_true(f.OTHER_SECTION_232),
    USMCA_CLAIMED,
)


_NOTE = (
    "The Federal Register prints Annex II as images; its 856 lines are read from two independent copies of the list of "
    "customs of 2026-07-23, which agree on chapters 84, 85 and 90. Civil aircraft, some chemicals and lists by country "
    "are exempt too, and not modelled. Goods under Section 232 are excepted. Economies outside the 60 are not reached."
)

_FREED_OF_BRAZIL = any_of(under_provisions("us/232/chips/covered goods"), is_true(f.OTHER_SECTION_232))


def _group(name: str, title: str, origins: tuple[str, ...], rate: str, form: DutyForm) -> Provision:
    key = f"us/301/forced labour {name}"
    return Provision(
        id=key,
        title=title,
        cite=_CITE,
        binds=since(2026, 7, 24),
        subject=ENTERED,
        when=unless(one_of(f.ORIGIN, *origins), _FREED),
        gives=ImposesDuty("US", "Section 301", "Section 301 forced labour", limit(f"{key}#rate", rate), form),
        source="T4, T25",
        note=_NOTE,
    )


BRAZIL = Provision(
    id="us/301/brazil",
    title="Section 301 action on Brazil, 25 per cent",
    cite="FR Doc. 2026-14542; HTSUS 9903.05.01, note 50",
    binds=since(2026, 7, 22),
    subject=ENTERED,
    when=unless(one_of(f.ORIGIN, "BR"), any_of(_FREED_OF_BRAZIL, is_true(f.BRAZIL_EXEMPT))),
    gives=ImposesDuty("US", "Section 301", "Section 301 Brazil", limit("us/301/brazil#rate", 25)),
    source="T25",
    note="The lines that note 50 exempts are not held.",
)

PROVISIONS = (
    BRAZIL,
    _group("12.5", "Forced-labour action: economies at 12.5 per cent", AT_12_5, "12.5", DutyForm.ADDED),
    _group("10", "Forced-labour action: economies at 10 per cent", AT_10, "10", DutyForm.ADDED),
    _group(
        "10 net", "Forced-labour action: to a total of 10 per cent with the base rate", NET_10, "10", DutyForm.UP_TO
    ),
    _group(
        "12.5 net",
        "Forced-labour action: to a total of 12.5 per cent with the base rate",
        NET_12_5,
        "12.5",
        DutyForm.UP_TO,
    ),
)
