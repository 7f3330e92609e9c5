"""Section 232 on advanced chips (Proclamation 11002, HTSUS note 39): two strict windows of TPP and DRAM bandwidth."""

from __future__ import annotations

from chipgate.law.language import all_of, any_of, classified, is_true, less_than, limit, more_than, para, unless
from chipgate.law.language import under as under_provisions
from chipgate.law.provision import Defines, Guides, ImposesDuty, Mark, Provision, since
from chipgate.law.tariff_codes import scope
from chipgate.law.us.facts import DRAM_BANDWIDTH_GB_S, TPP
from chipgate.law.us.tariffs import facts as f
from chipgate.law.us.tariffs.entry import ENTERED

HEADINGS = scope("8471.50", "8471.80", "8473.30")
"""The only goods that the action reaches. A bare processor of 8542.31 is outside."""

_CITE = "Proclamation 11002 of 2026-01-14, FR Doc. 2026-01052; HTSUS 9903.79.01, note 39"
_SINCE = since(2026, 1, 15)


def _window(name: str, tpp: tuple[int, int], dram: tuple[int, int]) -> Provision:
    key = f"us/232/chips/{name} window"
    return Provision(
        id=key,
        title=f"Logic ICs with TPP above {tpp[0]} and below {tpp[1]} and DRAM bandwidth above {dram[0]} and below "
        f"{dram[1]} GB/s",
        cite=f"{_CITE}(b)",
        binds=_SINCE,
        when=all_of(
            more_than(TPP, limit(f"{key}#tpp above", tpp[0])),
            less_than(TPP, limit(f"{key}#tpp below", tpp[1])),
            more_than(DRAM_BANDWIDTH_GB_S, limit(f"{key}#dram above", dram[0])),
            less_than(DRAM_BANDWIDTH_GB_S, limit(f"{key}#dram below", dram[1])),
        ),
        gives=Defines(),
        source="T1, T4",
        note="All bounds are strict. TPP is that of the export rule, highest over bit lengths, dense; DRAM counts "
        "co-packaged and other memory, not memory reached over an interconnect.",
    )


FIRST_WINDOW = _window("first", (14000, 17500), (4500, 5000))
SECOND_WINDOW = _window("second", (20800, 21100), (5800, 6200))
_IN_A_WINDOW = under_provisions(FIRST_WINDOW.id, SECOND_WINDOW.id)

END_USE = Provision(
    id="us/232/chips/end-use exceptions",
    title="Entries that claim an end use of headings 9903.79.03 to 9903.79.09",
    cite="HTSUS 9903.79.03 to 9903.79.09, note 39(c) and (d)",
    binds=_SINCE,
    when=any_of(*(para(claim.name[-7:].replace("_", "."), is_true(claim)) for claim in f.END_USE_CLAIMS)),
    gives=Defines(),
    source="T1",
    note="US data centre (more than 100 MW of new load for AI), repair, research, start-ups, consumer and civil "
    "industrial uses outside data centres, public sector. Each must be claimed, with the certification that customs "
    "asks for.",
)
OUTSIDE = Provision(
    id="us/232/chips/outside both windows",
    title="Goods of the three headings outside both windows: heading 9903.79.02, without duty",
    cite="HTSUS 9903.79.02, note 39(c)",
    binds=_SINCE,
    when=unless(classified(f.HTS, HEADINGS), _IN_A_WINDOW),
    gives=Guides(),
    source="T1",
)
COVERED_GOODS = Provision(
    id="us/232/chips/covered goods",
    title="Goods of 8471.50, 8471.80 or 8473.30 that are, or contain, an IC within a window, no end use claimed",
    cite=_CITE,
    binds=_SINCE,
    subject=ENTERED,
    when=unless(all_of(classified(f.HTS, HEADINGS), _IN_A_WINDOW), under_provisions(END_USE.id)),
    gives=Defines(),
    source="T1, T4",
)
COVERED = under_provisions(COVERED_GOODS.id)
"""Goods that pay this duty; reciprocal duties, the surcharge and the forced-labour duty are then not due."""

DUTY = Provision(
    id="us/232/chips",
    title="Advanced chips and what contains them, 25 per cent",
    cite=_CITE,
    binds=_SINCE,
    when=COVERED,
    gives=ImposesDuty("US", "Section 232", "Section 232 advanced chips", limit("us/232/chips#rate", 25)),
    source="T1, T4",
    note="No drawback; a foreign trade zone gives privileged foreign status. Section 301 and anti-dumping duties stay "
    "due.",
)

POLYSILICON = Provision(
    id="us/232/polysilicon derivatives",
    title="Derivatives of polysilicon: wafers, solar cells and modules",
    cite="Proclamation of 2026-08-06, in force 120 days after signature (the day is computed)",
    binds=since(2026, 12, 4),
    subject=ENTERED,
    when=all_of(
        classified(f.HTS, scope("3818.00", "8541.42", "8541.43")),
        is_true(f.POLYSILICON_DERIVATIVE),
    ),
    gives=ImposesDuty(
        "US", "Section 232", "Section 232 polysilicon derivatives", limit("us/232/polysilicon derivatives#rate", 15)
    ),
    mark=Mark.READING,
    source="T4, T9",
    note="The minimum import price on polysilicon itself is not modelled.",
)

PROVISIONS = (FIRST_WINDOW, SECOND_WINDOW, END_USE, OUTSIDE, COVERED_GOODS, DUTY, POLYSILICON)
