"""Proposals of 2025 and 2026: on record so that nobody takes them for law; they count on no day."""

from __future__ import annotations

from chipgate.law.language import Condition, SumOf, all_of, any_of, at_least, is_true, limit
from chipgate.law.provision import Binds, Mark, Provision, RequiresLicence, Standing, since
from chipgate.law.us import facts as f

_NO_TEXT: Condition = any_of()


def _proposal(name: str, title: str, cite: str, binds: Binds, note: str, when: Condition = _NO_TEXT) -> Provision:
    return Provision(
        id=f"us/proposals/{name}",
        title=title,
        cite=cite,
        binds=binds,
        when=when,
        gives=RequiresLicence(),
        standing=Standing.PROPOSAL,
        mark=Mark.SEEN,
        source="S4",
        note=note,
    )


WORLDWIDE_DRAFT = _proposal(
    "AI Action Plan Implementation",
    "Draft rule for worldwide licensing",
    "at OIRA from 2026-02-26; withdrawn 2026-03-13",
    since(2026, 2, 26, until=(2026, 3, 13)),
    "As reported on 2026-03-05: a light path up to 1,000 GB300-class chips, clearance above, a government agreement "
    "and investment above 200,000. Withdrawn.",
)
GAIN = _proposal(
    "GAIN AI Act",
    "GAIN AI Act: United States customers first",
    "Senate NDAA, 2025-10-09 (77-20)",
    since(2025, 10, 9, until=(2025, 12, 31)),
    "Dropped from the FY2026 act in December 2025.",
)
CHIP_SECURITY = _proposal(
    "Chip Security Act",
    "Chip Security Act: location verification",
    "H.R.3447; S.1705",
    since(2026, 3, 26),
    "House committee 42-0 on 2026-03-26; enactment not found.",
)
REMOTE_ACCESS = _proposal(
    "Remote Access Security Act",
    "Remote Access Security Act",
    "H.R.2683",
    since(2026, 1, 12),
    "House 369-22 on 2026-01-12; enactment not found.",
)
OVERWATCH = _proposal(
    "AI OVERWATCH Act",
    "AI OVERWATCH Act",
    "H.R.6875",
    since(2026, 1, 1),
    "House committee 42-2-1 in January 2026 (the day is not known); enactment not found.",
)
SAFE_CHIPS = _proposal(
    "SAFE Chips Act",
    "SAFE Chips Act: datacenter ICs by DRAM bandwidth, interconnect bandwidth, or their sum",
    "S.3374",
    since(2025, 12, 4),
    "Introduced 2025-12-04.",
    all_of(
        is_true(f.DATACENTER),
        any_of(
            at_least(f.DRAM_BANDWIDTH_GB_S, limit("us/proposals/SAFE Chips Act#dram", 4100)),
            at_least(f.IO_GB_S, limit("us/proposals/SAFE Chips Act#io", 1100)),
            at_least(SumOf((f.DRAM_BANDWIDTH_GB_S, f.IO_GB_S)), limit("us/proposals/SAFE Chips Act#sum", 5000)),
        ),
    ),
)
CLIENT_CAP = _proposal(
    "75,000 units per Chinese client",
    "75,000 units per Chinese client",
    "press report, March 2026",
    since(2026, 3, 1),
    "No rule was found (the day of the report is not known).",
)

PROVISIONS = (WORLDWIDE_DRAFT, GAIN, CHIP_SECURITY, REMOTE_ACCESS, OVERWATCH, SAFE_CHIPS, CLIENT_CAP)
