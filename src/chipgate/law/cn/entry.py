"""What every duty of China starts from: goods that enter its customs territory, and which of them are American."""

from __future__ import annotations

from datetime import date

from chipgate.law.language import Condition, all_of, any_of, classified, is_not, one_of
from chipgate.law.tariff_codes import scope
from chipgate.law.us.facts import DESTINATION
from chipgate.law.us.tariffs import facts as f

INTO_CHINA = one_of(DESTINATION, "CN")
"""The mainland customs territory; Hong Kong and Macau levy no such duties."""

IC = classified(f.HTS, scope("8542"))
US_GOODS = one_of(f.ORIGIN, "US")
US_GOODS_BY_WAFER: Condition = any_of(
    all_of(IC, one_of(f.WAFER_ORIGIN, "US")), all_of(is_not(IC), one_of(f.ORIGIN, "US"))
)
"""From 2025-04-11: an IC is where its wafer was made, so that TSMC-made US designs are not of US origin."""

ORIGIN_NOTICE_DAY = date(2025, 4, 11)
