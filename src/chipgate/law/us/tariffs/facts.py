"""Facts that duties ask for: how a good is classified, where it is from, and what its importer claims."""

from __future__ import annotations

from chipgate.law.facts import Fact, choice, code, country, flag, number

HTS = code(
    "hts",
    "the tariff code",
    "Under which code of the tariff schedule is the good classified, with 8 or 10 digits? A broker or a ruling says.",
)
ORIGIN = country(
    "origin",
    "the country of origin",
    "In which country was the good last substantially transformed? Where it is shipped from does not count.",
)
WAFER_ORIGIN = country(
    "wafer_origin",
    "the country where the wafer was made",
    "In which country was the wafer of the IC fabricated? China takes that for its origin.",
)
BY_SEA = flag("by_sea", "the good arrives by sea", "Does the good arrive by sea? The harbour fee is due there alone.")
MOST_OF_A_POSTAL_ITEM = 800
"""US dollars (19 U.S.C. 1321(a)(2)(C))."""

POSTAL_ITEM = flag(
    "postal_item",
    "the good is a postal item of at most USD 800",
    "Is it a postal item of at most USD 800 that is entered as one?",
)

# Rates that somebody must look up.

US_BASE_RATE_PCT = number(
    "us_base_rate_pct",
    "the column 1 rate of the United States",
    "What is the general rate of column 1 of the HTSUS for the line, in per cent?",
    "%",
)
US_COLUMN_2_RATE_PCT = number(
    "us_column_2_rate_pct",
    "the column 2 rate of the United States",
    "What is the rate of column 2 of the HTSUS for the line, in per cent?",
    "%",
)
LEGACY_CHIP_RATE_PCT = number(
    "legacy_chip_rate_pct",
    "the rate of the second step of the legacy-chip action",
    "Which rate did USTR announce for the second step of its action on Chinese semiconductors?",
    "%",
)
RECIPROCAL_RATE_PCT = number(
    "reciprocal_rate_pct",
    "the reciprocal rate of the origin",
    "Which reciprocal rate did the orders set for the origin on that day, in per cent, net of the base rate where they "
    "say so? EO 14257, Annex I, for 2025-04-09; EO 14326 and later ones from 2025-08-07; 10 where none names it.",
    "%",
)
POSTAL_RATE_PCT = number(
    "postal_rate_pct",
    "the rate of postal items",
    "Which rate do postal items of at most USD 800 pay on that day, in per cent?",
    "%",
)
OTHER_SECTION_232_RATE_PCT = number(
    "other_section_232_rate_pct",
    "the rate of the other Section 232 action",
    "Which rate does the other Section 232 action set for the good, in per cent of its value?",
    "%",
)
AD_CVD_RATE_PCT = number(
    "ad_cvd_rate_pct",
    "the rate of the anti-dumping and countervailing duty orders",
    "Which cash deposit rate do the orders set for the good and its producer, in per cent?",
    "%",
)

# What the importer claims with the entry. Nothing is claimed unless somebody says so.


def _claim(heading: str, what: str) -> Fact:
    name = "claims_" + heading.replace(".", "_")
    return flag(name, f"heading {heading} is claimed ({what})", f"Is heading {heading} claimed with the entry: {what}?")


CLAIMS_ACCELERATOR_EXCLUSION = _claim(
    "9903.88.69", "printed circuit assembly described as accelerator module or graphics processing module"
)
END_USE_CLAIMS = (
    _claim("9903.79.03", "use in a US data centre that needs more than 100 MW of new load for AI"),
    _claim("9903.79.04", "repair or replacement performed in the United States"),
    _claim("9903.79.05", "research and development in the United States"),
    _claim("9903.79.06", "use by a start-up of the United States"),
    _claim("9903.79.07", "consumer electronics in the United States, outside data centres"),
    _claim("9903.79.08", "civil industrial use in the United States, outside data centres"),
    _claim("9903.79.09", "use by the public sector of the United States"),
)
CLAIMS_USMCA = flag(
    "claims_usmca",
    "preference under the USMCA is claimed",
    "Is the good originating under the USMCA, and is that claimed with the entry?",
)
CLAIMS = (CLAIMS_ACCELERATOR_EXCLUSION, *END_USE_CLAIMS, CLAIMS_USMCA)

# Other duties that are not modelled, and that change what is.

OTHER_SECTION_232 = flag(
    "other_section_232",
    "another Section 232 action reaches the good",
    "Does another Section 232 action (steel, aluminium, copper, vehicles, wood, medicines) reach the good or a part of "
    "it?",
)
AD_CVD = flag(
    "ad_cvd_order",
    "an anti-dumping or countervailing duty order reaches the good",
    "Does an anti-dumping or countervailing duty order reach the good?",
)
POLYSILICON_DERIVATIVE = flag(
    "polysilicon_derivative",
    "the good is made of polysilicon: a wafer, a solar cell or a solar module",
    "Is the good a derivative of polysilicon within the proclamation of 2026-08-06?",
)

# What texts leave open.

ON_A_LIST_IN_PART = choice(
    "section_301_list",
    "the Section 301 list of the good",
    "On which Section 301 list does the good stand: list_1, list_2, list_3, list_4a, or none (list 4B was never "
    "collected)?",
    "list_1",
    "list_2",
    "list_3",
    "list_4a",
    "none",
)
EXCLUSIONS_EXTENDED = flag(
    "s301_exclusions_extended",
    "the Section 301 exclusions were extended past 2026-11-09",
    "Has USTR extended heading 9903.88.69 past 2026-11-09? The last text found ends on that day.",
)
BRAZIL_EXEMPT = flag(
    "exempt_from_section_301_brazil",
    "note 50 exempts the code from the action on Brazil",
    "Does note 50 exempt the code from the Section 301 action on Brazil?",
)
EXEMPT_FROM_IEEPA_BRAZIL = flag(
    "exempt_from_ieepa_brazil",
    "the annex of EO 14323 exempts the good",
    "Does the annex of EO 14323, as amended on 2025-11-20, exempt the good from the duty on Brazil?",
)
IN_SECTION_122_ANNEX = flag(
    "in_section_122_annex",
    "the good is a civil-aircraft article or one of the articles that note 2(aa) describes",
    "Is the good a civil-aircraft article (general note 6) or one that note 2(aa) describes, and so exempt from the "
    "Section 122 surcharge?",
)
NOTE_39_REMOVES_FENTANYL = flag(
    "note_39_removes_fentanyl_duty",
    "note 39(a)(8) takes the fentanyl duty off goods of 9903.79.01",
    "Which text prevails for goods of 9903.79.01: note 39(a)(8), which removes headings 9903.01.24 to 9903.01.76, or "
    "Proclamation 11002, which does not name EO 14195?",
)
