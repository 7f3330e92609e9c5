"""Numbers, days and yes-or-no of typed cells as the text that a user would write."""

from __future__ import annotations

from datetime import datetime, timedelta

_LARGEST_SERIAL = 2_958_466  # the day after 9999-12-31 in a workbook
_MILLISECONDS_A_DAY = 86_400_000
_ORIGIN_1900 = datetime(1899, 12, 30)
_ORIGIN_BEFORE_MARCH_1900 = datetime(1899, 12, 31)


def number_text(stored: str) -> str:
    """The shortest decimal text that means the same double: ``5.9200000000000017`` is 5.920000000000002, ``7.0`` is 7.

    Text that is no finite number comes back unchanged.
    """
    if stored.isascii() and stored.isdigit() and len(stored) <= 15:
        return stored.lstrip("0") or "0"
    try:
        number = float(stored)
    except ValueError:
        return stored
    if number != number or number in (float("inf"), float("-inf")):
        return stored
    if abs(number) < 1e16:
        text = repr(number)
        return text.removesuffix(".0")
    return repr(number)


def day_text(serial: str, starts_1904: bool) -> str | None:
    """The day and time of a workbook's SERIAL day count, as ISO 8601; None where there is no such day.

    A whole number is a day alone, a number below 1 a time alone. Day 60 of the 1900 count is 29 February 1900, which
    never was.
    """
    try:
        days = float(serial)
    except ValueError:
        return None
    if not 0 <= days < _LARGEST_SERIAL or (60 <= days < 61 and not starts_1904):
        return None
    whole, milliseconds = divmod(round(days * _MILLISECONDS_A_DAY), _MILLISECONDS_A_DAY)
    origin = datetime(1904, 1, 1) if starts_1904 else _ORIGIN_1900 if whole > 60 else _ORIGIN_BEFORE_MARCH_1900
    try:
        moment = origin + timedelta(days=whole, milliseconds=milliseconds)
    except OverflowError:
        return None
    if whole == 0 and not (starts_1904 and milliseconds == 0):
        return _trimmed(moment.time().isoformat())
    return moment.date().isoformat() if milliseconds == 0 else _trimmed(moment.isoformat())


def _trimmed(iso: str) -> str:
    return iso[:-3] if iso.endswith("000") and "." in iso else iso
