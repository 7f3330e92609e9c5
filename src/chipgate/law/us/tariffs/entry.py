"""What every duty of the United States starts from: goods entered there, and how they are entered."""

from __future__ import annotations

from chipgate.law.language import Condition, all_of, is_not, is_true, one_of
from chipgate.law.us.facts import DESTINATION
from chipgate.law.us.tariffs.facts import CLAIMS_USMCA, ORIGIN, POSTAL_ITEM

ENTERED: Condition = all_of(one_of(DESTINATION, "US"), is_not(is_true(POSTAL_ITEM)))
"""The good is entered for consumption in the United States, not as a postal item of small value."""

CHINA: Condition = one_of(ORIGIN, "CN")
"""A product of China. Hong Kong and Macau are not meant unless a text names them."""

CHINA_AND_HONG_KONG: Condition = one_of(ORIGIN, "CN", "HK")
CHINA_HONG_KONG_AND_MACAU: Condition = one_of(ORIGIN, "CN", "HK", "MO")

USMCA_CLAIMED: Condition = all_of(one_of(ORIGIN, "CA", "MX"), is_true(CLAIMS_USMCA))
"""The preference of the USMCA is claimed for a good of Canada or Mexico: of another origin it cannot be."""

COLUMN_2 = ("BY", "CU", "KP", "RU")
"""Origins whose goods pay the rates of column 2 (HTSUS general note 3(b))."""
