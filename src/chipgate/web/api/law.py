"""`GET /api/law`: the provisions in force on a day, and one of them; the forms of `chipgate law --format json`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse

from chipgate.cases.days import day_of
from chipgate.cases.provision_words import full_id, provision_json
from chipgate.law.provision import Provision
from chipgate.law.trade.corpus import FIRST_DAY_OF_DUTIES, trade_corpus
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.translation.language import Language
from chipgate.web.api.forms import answers, ref
from chipgate.web.law.law_list import KINDS, provisions_found

router = APIRouter(prefix="/api", tags=["law"])

OnDay = Annotated[str | None, Query(max_length=40, description="the day; left out: every version")]
Lang = Annotated[Literal["en", "zh"], Query(description="language of the sentences")]


@router.get("/law", summary="The provisions, as of a day", responses=answers(ref("Law"), 401, 422))
def law(
    on: OnDay = None,
    q: Annotated[str, Query(max_length=200, description="words that the provision must hold, in either language")] = "",
    land: Annotated[Literal["", "us", "cn"], Query(description="whose law")] = "",
    kind: Annotated[str, Query(description="what it does", pattern=f"^({'|'.join(('', *KINDS))})$")] = "",
    lang: Lang = "en",
) -> JSONResponse:
    """Every version in force on the day with its sentence, limits, citation and days (`chipgate/law/1`)."""
    found = provisions_found(trade_corpus(), _day(on), q, land, kind)
    return _form(found, lang)


@router.get("/law/{provision:path}", summary="One provision", responses=answers(ref("Law"), 401, 404, 422))
def provision(
    provision: Annotated[
        str, Path(max_length=300, description="id, like us/ear/3A090.a, or the end of one, like 3A090.a")
    ],
    on: OnDay = None,
    lang: Lang = "en",
) -> JSONResponse:
    """The version in force on the day, or every version where no day is given (`chipgate/law/1`)."""
    corpus, day = trade_corpus(), _day(on)
    history = corpus.history(full_id(corpus, provision))
    return _form([one for one in history if day is None or day in one.binds.in_force], lang)


def _day(on: str | None) -> date | None:
    return day_of(on, FIRST_DAY_OF_DUTIES) if on and on.strip() else None


def _form(found: list[Provision], language: Language) -> JSONResponse:
    provisions: list[dict[str, Any]] = [provision_json(one, language) for one in found]
    return JSONResponse(
        {"schema": "chipgate/law/1", "checked_until": CHECKED_UNTIL.isoformat(), "provisions": provisions}
    )
