"""Every provision that is modelled: the export rules of the United States, and both sides' trade measures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from chipgate.law.cn import buyers, minerals
from chipgate.law.cn import tariffs as cn_tariffs
from chipgate.law.corpus import Corpus
from chipgate.law.us import inputs
from chipgate.law.us.corpus import us_corpus
from chipgate.law.us.sources import SOURCES
from chipgate.law.us.tariffs import column_1, forced_labour, ieepa, section_122, section_232_chips, section_301

FIRST_DAY_OF_DUTIES = date(2018, 7, 6)
"""The first day of the first list; from it on duties are modelled."""

DUTIES_CHECKED_UNTIL = date(2026, 10, 9)
"""The vintage of duties, counter-measures and instructions."""

# Order matters where layers are shown: the schedule first, then what was added to it, as the powers came.
_INSTRUMENTS = (
    column_1,
    section_301,
    ieepa,
    section_122,
    forced_labour,
    section_232_chips,
    cn_tariffs,
    minerals,
    buyers,
    inputs,
)


@cache
def trade_corpus() -> Corpus:
    """The corpus, built and checked once."""
    own = us_corpus()
    return Corpus((*own.provisions, *(p for one in _INSTRUMENTS for p in one.PROVISIONS)), own.groups)


TRADE_SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "T0": "general knowledge, to be checked against the text",
        "T1": "HTSUS chapter 99, 2026 Revision 6",
        "T2": "Alston & Bird, Section 301 actions against Chinese imports, May 2022",
        "T3": "NCBFAA on USTR's action on China's semiconductor policies, 2025-12-26",
        "T4": "texts of the White House, by the instrument that is cited",
        "T8": "Export Compliance Daily, and udn.com/news/story/7331/9119083",
        "T9": "lists of the Budget Lab at Yale, tariff-rate-tracker",
        "T12": "geopolitechs.org on the origin notice for ICs of 2025-04-11",
        "T13": "udn.com/news/story/7331/9119083 and news.cnyes.com/news/id/6105408",
        "T14": "ettoday.net/news/20251105/3062258.htm",
        "T16": "MOFCOM announcements, as collected in export-controls-agent-mcp",
        "T20": "sohu.com/a/1080683943_130887 and CNBC of 2026-09-28",
        "T21": "Kirkland & Ellis, June 2025, and edgarindex.com of 2025-07-05",
        "T22": "risk notes of 2026-10-09 on MOFCOM Announcement No. 70",
        "T23": "the press reports that are cited",
        "T24": "evertiq.com of 2025-11-07",
        "T25": "list of customs of 2026-07-23 and HTSUS 2026 Revision 21, as copied in public tariff software",
    }
)
"""What the source numbers of duties and counter-measures stand for; those of the export rules are in ``us.sources``."""

ALL_SOURCES: Final = MappingProxyType({**SOURCES, **TRADE_SOURCES})
