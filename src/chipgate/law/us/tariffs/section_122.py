"""The import surcharge under Section 122, 150 days from 2026-02-24."""

from __future__ import annotations

from chipgate.law.language import all_of, any_of, classified, is_true, limit, unless
from chipgate.law.language import under as under_provisions
from chipgate.law.provision import ImposesDuty, Provision, since
from chipgate.law.tariff_codes import scope
from chipgate.law.us.tariffs import facts as f
from chipgate.law.us.tariffs.entry import ENTERED, USMCA_CLAIMED
from chipgate.law.us.tariffs.lists import listed

CHIP_HEADINGS = scope(
    "8471", "8473.30", "8486", "8517.13.00", "8517.62.00", "8523.51.00", "8524", "8528.52.00", "8541", "8542"
)
_IN_PART = listed("s122_annex_in_part", "the lines of note 2(aa) of which civil aircraft or some articles are exempt")
SURCHARGE = Provision(
    id="us/122/surcharge",
    title="Surcharge on the goods of all countries",
    cite="Proclamation 11012 of 2026-02-20; HTSUS 9903.03.01, note 2(aa)",
    binds=since(2026, 2, 24, until=(2026, 7, 24)),
    subject=ENTERED,
    when=unless(
        classified(f.HTS, scope("01-97")),
        any_of(
            classified(f.HTS, CHIP_HEADINGS),
            classified(f.HTS, listed("s122_annex", "the annexes of Proclamation 11012")),
            all_of(classified(f.HTS, _IN_PART), is_true(f.IN_SECTION_122_ANNEX)),
            under_provisions("us/232/chips/covered goods"),
            is_true(f.OTHER_SECTION_232),
            USMCA_CLAIMED,
        ),
    ),
    gives=ImposesDuty("US", "Section 122", "Section 122 surcharge", limit("us/122/surcharge#rate", 10)),
    source="T1, T4, T9",
    note="It stayed at 10: a rise to 15 was announced and never made. The Court of International Trade held it "
    "unlawful in May 2026; the Federal Circuit stayed that ruling, and it ran to its end.",
)

PROVISIONS = (SURCHARGE,)
