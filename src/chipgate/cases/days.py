"""Text to a day: what people write, read where it can mean one day only, refused where it can mean two."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from chipgate.errors import BadDay
from chipgate.law.us.corpus import FIRST_DAY
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_MONTH_IN_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})[- ](?P<name>[a-z]{3,9})|(?P<name2>[a-z]{3,9}) (?P<day2>\d{1,2}),?)[-, ] ?"
    r"(?P<year>\d{4}|(?<=[a-z]-)\d{2})",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEK = re.compile(r"\d{4}-?W\d{2}", re.ASCII)  # seven days, of which Python takes the first
_TIME_OF_DAY = re.compile(r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$")
_ZONED = re.compile(r"\d[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})")


@lru_cache(maxsize=4096)
def day_of(text: str, first: date = FIRST_DAY) -> date:
    """The one day that TEXT can mean (2024-03-01, 2024年3月1日, 28.09.2026, 28-Sep-2026), if its law is modelled: from
    FIRST on.

    A time of day beside it is left out, unless it names a zone, in which the day may be another one.

    Raises:
        BadDay: no day, a day that can be read in two ways (03/04/2026), or one outside the law that is modelled.
    """
    stripped = text.strip()
    if _ZONED.search(stripped):
        template = marked("{given} names a time zone; write the day alone, like 2024-03-01")
        raise BadDay(fault(template, given=repr(stripped[:40])))
    day = _existing_day(_TIME_OF_DAY.sub("", stripped))
    if day < first:
        template = marked("{day} lies before {first}, the first day that is modelled; check the year")
        raise BadDay(fault(template, day=day, first=first))
    if day.year > 2100:
        raise BadDay(fault("{day} is too far ahead; check the year", day=day))
    return day


def _existing_day(text: str) -> date:
    if found := _YEAR_LAST.fullmatch(text):
        return _only_day(text, found)
    if found := _MONTH_IN_WORDS.fullmatch(text):
        return _day_in_words(text, found)
    found = _YEAR_FIRST.fullmatch(text)
    try:
        if found is None:
            return date.fromisoformat("" if _WEEK.fullmatch(text) else text)
        return date(*(int(part) for part in found.group(1, 3, 4, 5, 6) if part))
    except ValueError:
        if text.casefold() in _TODAY:
            raise BadDay(fault(_MOVES, given=repr(text), today=date.today())) from None
        raise BadDay(fault(_NO_DAY if found is None else _NONE, given=repr(text[:40]))) from None


_TODAY = frozenset(("today", "now", "heute", "今天", "今日", "当天"))
_MOVES = marked("{given} is another day tomorrow; write the day itself, which is {today} today")
_NO_DAY = marked("{given} is not a day; write it in ISO form, like 2024-03-01")
_NONE = marked("{given} is not a day that exists; write it in ISO form, like 2024-03-01")


def _only_day(text: str, found: re.Match[str]) -> date:
    """The day of 28.09.2026, where the day or the month first gives one and the same day, or only one of them a day."""
    first, second, year = int(found[1]), int(found[3]), found[4]
    days = {day for day in (_day(year, second, first), _day(year, first, second)) if day is not None}
    if len(days) == 1 and len(year) == 4:
        return days.pop()
    raise BadDay(fault(_TWO_DAYS if days else _NONE_OF_NUMBERS, given=repr(text)))


_TWO_DAYS = marked("{given} can be read in two ways; write the day in ISO form, like 2024-03-01")
_NONE_OF_NUMBERS = marked("{given} is not a day that exists; write the day in ISO form, like 2024-03-01")


def _day_in_words(text: str, found: re.Match[str]) -> date:
    month = (found["name"] or found["name2"]).casefold()[:3]
    day = None
    if month in _MONTHS:
        year = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
        day = _day(year, _MONTHS.index(month) + 1, int(found["day"] or found["day2"]))
    if day is None:
        raise BadDay(fault(_NONE, given=repr(text[:40])))
    return day


def _day(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year), month, day)
    except ValueError:
        return None
