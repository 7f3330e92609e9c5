"""China's retaliation of 2018 to 2020: four lists of goods of the United States, in bands."""

from __future__ import annotations

from datetime import date

from chipgate.law.cn import facts as c
from chipgate.law.cn.entry import INTO_CHINA, ORIGIN_NOTICE_DAY, US_GOODS, US_GOODS_BY_WAFER
from chipgate.law.language import Condition, all_of, any_of, is_true, limit, one_of
from chipgate.law.provision import Binds, Days, ImposesDuty, Mark, Provision

_LISTS = "Retaliation of 2018 to 2020"


def _list(
    number: int, rate: str, days: Days, cite: str, goods: str, mark: Mark, band: tuple[str, str] | None
) -> tuple[Provision, ...]:
    """List NUMBER during DAYS, by the origin as it was then looked for: that of an IC was its wafer's at last."""
    return tuple(
        _list_by(origin, number, rate, part, cite, goods, mark, band)
        for origin, part in ((US_GOODS, _up_to(days)), (US_GOODS_BY_WAFER, _from_notice(days)))
        if part is not None
    )


def _up_to(days: Days) -> Days:
    return Days(days.since, min(days.until or ORIGIN_NOTICE_DAY, ORIGIN_NOTICE_DAY))


def _from_notice(days: Days) -> Days | None:
    return None if days.until is not None else Days(ORIGIN_NOTICE_DAY)


def _list_by(
    origin: Condition,
    number: int,
    rate: str,
    days: Days,
    cite: str,
    goods: str,
    mark: Mark,
    band: tuple[str, str] | None,
) -> Provision:
    name = f"cn/retaliation/list {number}"
    at = f"{name}@{days.since}"
    bands = None if band is None else (limit(f"{at}#lowest", band[0]), limit(f"{at}#highest", band[1]))
    by_line = {3: c.LIST_3_BAND_PCT, 4: c.LIST_4_BAND_PCT}
    return Provision(
        id=name,
        title=f"Retaliation list {number}: {goods}",
        cite=cite,
        binds=Binds(days),
        subject=INTO_CHINA,
        when=all_of(origin, _on_list(number)),
        gives=ImposesDuty(
            "CN",
            _LISTS,
            f"Retaliation list {number}",
            by_line[number] if number in by_line else limit(f"{at}#rate", rate),
            between=bands,
        ),
        mark=mark,
        source="T8" if mark is Mark.SEEN else "T0",
        note="The lines of these lists are not held here: say on which list the line stands. Importers may be granted "
        "exclusions.",
    )


def _on_list(number: int) -> Condition:
    named = one_of(c.RETALIATION_LIST, f"list_{number}")
    if number != 4:
        return named
    return any_of(named, all_of(one_of(c.RETALIATION_LIST, "list_1", "list_2", "list_3"), is_true(c.ALSO_ON_LIST_4)))


LISTS = (
    *_list(
        1,
        "25",
        Days(date(2018, 7, 6)),
        "SCTC Announcement No. 5 of 2018",
        "soybeans, cars and others, 545 lines",
        Mark.SEEN,
        None,
    ),
    *_list(2, "25", Days(date(2018, 8, 23)), "SCTC Announcement No. 7 of 2018", "about USD 16bn", Mark.RECALLED, None),
    *_list(
        3,
        "10",
        Days(date(2018, 9, 24), date(2019, 6, 1)),
        "SCTC Announcement No. 8 of 2018",
        "about USD 60bn, bands of 5 and 10",
        Mark.RECALLED,
        ("5", "10"),
    ),
    *_list(
        3,
        "25",
        Days(date(2019, 6, 1)),
        "SCTC Announcements No. 8 of 2018 and No. 3 of 2019",
        "about USD 60bn, bands of 5 to 25",
        Mark.RECALLED,
        ("5", "25"),
    ),
    *_list(
        4,
        "10",
        Days(date(2019, 9, 1), date(2020, 2, 14)),
        "SCTC Announcement No. 4 of 2019",
        "about USD 75bn, bands of 5 and 10",
        Mark.RECALLED,
        ("5", "10"),
    ),
    *_list(
        4,
        "5",
        Days(date(2020, 2, 14)),
        "SCTC Announcements No. 4 of 2019 and No. 1 of 2020",
        "about USD 75bn, bands of 2.5 and 5",
        Mark.RECALLED,
        ("2.5", "5"),
    ),
)
