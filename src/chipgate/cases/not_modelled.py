"""What the program does not model: said once beside every answer, so that nobody takes silence for clearance."""

from __future__ import annotations

NOT_LEGAL_ADVICE = "chipgate informs; it is not legal advice."

_LINES = (
    "Whether the item is subject to the rules: it is taken to be (foreign-made items: 734.9).",
    "Other reasons for control of the item, and entries of the Commerce Control List outside the advanced-computing "
    "entries.",
    "Screening of names against lists: say whether a party is listed. The names given are compared with lists of "
    "2026-07-31 only to stop an assumption; that nothing was found proves nothing.",
    "The other licence exceptions of part 740: LVS, GBS, TSR, APP, TMP, RPL, GOV, GFT, TSU, BAG, AVS, APR, ENC by "
    "itself, AGR, CCD, STA, SCP, ACE, MED, IEC and RFF; the General Orders of 736 Supp. 1 but No. 7; and "
    "authorizations of validated end users.",
    "Transit through other countries (General Prohibition Eight), support by US persons (744.6), technology for "
    "maritime nuclear propulsion (744.5), cameras for the military (744.9), arms embargoes of the United Nations "
    "(746.1(b)), and sanctions that bar a licence (744.19).",
    "Reports, filings, statements and records (743, 748, 758, 762) but the statement of 744.15(b), and boycotts (760).",
    "Foreign-made items that go elsewhere into goods for Russia, Belarus, occupied Crimea or Iran (734.9(f), (j); "
    "746.8(a)(2)): say the country for which the goods are meant.",
    "The law of other countries, sanctions of the Treasury, and quotas used up by others.",
    "China's lists of firms (export control list, unreliable entities), which bar dual-use items to those on them.",
    "Duties of other countries than the United States and China; anti-dumping and countervailing duties; other Section "
    "232 actions (steel, aluminium, copper, vehicles, wood, medicines); preferences but the USMCA; drawback.",
    "Base rates of most tariff lines, and the reciprocal rates by country from 2025-08-07: state them.",
    "91 FR 46260 (2026-07-23), to which the Code links at 742.6: its text was not found.",
)


def not_modelled() -> tuple[str, ...]:
    """The lines, most important first."""
    return _LINES
