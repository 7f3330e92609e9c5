"""Facts that China's measures ask for, beside those of the schedule and of the shipment."""

from __future__ import annotations

from chipgate.law.facts import choice, country, flag, number

CN_BASE_RATE_PCT = number(
    "cn_base_rate_pct",
    "the normal or interim rate of China",
    "What is China's most-favoured-nation or interim rate for the line, in per cent?",
    "%",
)
RETALIATION_LIST = choice(
    "cn_retaliation_list",
    "China's retaliation list of 2018 and 2019",
    "On which of China's lists of 2018 and 2019 does the line stand (list_1 to list_4, or none)? Exclusions that an "
    "importer was granted count as none.",
    "list_1",
    "list_2",
    "list_3",
    "list_4",
    "none",
)
ALSO_ON_LIST_4 = flag(
    "also_on_cn_list_4",
    "the line is on China's list 4 too",
    "Is the line, which stands on one of the first three lists, on list 4 (2019-09-01) as well? Then both are due.",
)
LIST_3_BAND_PCT = number(
    "cn_list_3_band_pct", "the band of the line on list 3", "In which band of list 3 is the line: 5, 10, 20 or 25?", "%"
)
LIST_4_BAND_PCT = number(
    "cn_list_4_band_pct", "the band of the line on list 4", "In which band of list 4 is the line: 2.5 or 5?", "%"
)
ON_FEBRUARY_LIST = flag(
    "on_february_2025_list",
    "Announcement 1 of 2025 names the line",
    "Does Announcement No. 1 of 2025 of the State Council Tariff Commission name the line?",
)
ON_MARCH_LIST = flag(
    "on_march_2025_list",
    "Announcement 2 of 2025 names the line",
    "Does Announcement No. 2 of 2025 of the State Council Tariff Commission name the line?",
)
CHIP_CODE_FREED = flag(
    "cn_chip_code_freed",
    "customs has freed the chip code from the surcharge",
    "Is the code one of the eight that importers found freed around 2025-04-24? No text was published.",
)
SUSPENSION_EXTENDED = flag(
    "cn_suspension_extended",
    "China extended the suspensions of November 2025 past 2026-11-10",
    "Has China put the extension to 2027-01-10, which was announced abroad, into a text of its own?",
)
NAMED_CHIP = choice(
    "named_chip",
    "the chip that buyers were told of",
    "Is the chip an H20, an RTX Pro 6000D or an H200, or another?",
    "h20",
    "rtx_pro_6000d",
    "h200",
    "other",
)
INPUT_MATERIAL = choice(
    "input_material",
    "the material or technology",
    "Which controlled material, good or technology is it, if any?",
    "gallium_germanium",
    "graphite",
    "antimony_superhard",
    "superhard_55",
    "tungsten_tellurium_bismuth_molybdenum_indium",
    "seven_rare_earths",
    "five_more_rare_earths",
    "rare_earth_equipment",
    "rare_earth_technology",
    "lithium_batteries_graphite_anodes",
    "foreign_goods_with_chinese_rare_earths",
    "nexperia_parts",
    "other_dual_use",
    "eda_software",
    "jet_engine_parts_ethane",
    "none",
)
"""What China's announcements, and the letters of 2025, name."""

US_MILITARY_USER = flag(
    "us_military_user",
    "the buyer is a military user of the United States, or the use is military",
    "Is the buyer a military user of the United States, or the use military?",
)
JP_MILITARY_USER = flag(
    "jp_military_user",
    "the buyer is a military user of Japan, or the use is military",
    "Is the buyer a military user of Japan, or would the item raise its military strength?",
)
EDA_LETTER_RECIPIENT = flag(
    "eda_letter_recipient",
    "the seller has a letter of May 2025 on chip-design software",
    "Has the seller received the letter of May 2025 on EDA software (Cadence, Synopsys and Siemens had)?",
)
EXPORTED_FROM = country(
    "exported_from", "the country of export", "From which country is the item exported or transferred?"
)
