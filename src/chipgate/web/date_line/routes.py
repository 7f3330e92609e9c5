"""The addresses of the date line: the page, its chart as picture and specification, and the same answers as JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.cases.transaction import BadOrder, Fault
from chipgate.errors import UnknownChip
from chipgate.law.provision import Clock
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language
from chipgate.web.api.forms import answers, ref
from chipgate.web.charts import picture_response, specification, width_of
from chipgate.web.date_line.as_json import line_json
from chipgate.web.date_line.asked import PATH, LineAsked, line_asked
from chipgate.web.date_line.view import LineView, line_view
from chipgate.web.judge.asked import ASSUMPTIONS
from chipgate.web.judge.form import case_form, chip_names, country_names
from chipgate.web.render import language_of, page

router = APIRouter()


@router.get(PATH, include_in_schema=False)
def date_line(request: Request) -> HTMLResponse:
    """One shipment on every day."""
    asked, language = line_asked(request.query_params, date.today()), language_of(request)
    line, faults = _answered(asked, language)
    return page(
        request,
        "date_line/date_line.html",
        200 if line is not None else 422,
        asked=asked,
        line=line,
        title=subject(asked, language),
        form=case_form(asked.case, faults, language),
        assumptions=ASSUMPTIONS,
        clocks=CLOCK_WORDS,
        chips=chip_names(),
        countries=country_names(language),
    )


@router.get(f"{PATH}/compared", include_in_schema=False)
def compared(request: Request) -> HTMLResponse:
    """Two days side by side: the part of the page that a new day leaves behind."""
    asked, language = line_asked(request.query_params, date.today()), language_of(request)
    return page(request, "date_line/compared.html", asked=asked, line=line_view(asked, language))


@router.get(f"{PATH}/chart.{{kind}}", include_in_schema=False)
def chart(request: Request, kind: str) -> Response:
    """The line as a Vega-Lite specification (json) or a picture of it (svg, png)."""
    from chipgate.web.date_line.chart import date_line_chart  # Altair is loaded where a chart is drawn

    asked, language = line_asked(request.query_params, date.today()), language_of(request)
    title = "" if kind == "json" else subject(asked, language)
    width = width_of(request.query_params.get("width", ""))
    made = specification(date_line_chart(line_view(asked, language), language, width, title))
    return picture_response(made, kind, f"chipgate-dates-{asked.case.cells.get('chip', 'item')}")


@router.get(
    "/api/dates",
    tags=["dates"],
    summary="The verdict on one shipment by day",
    responses=answers(ref("Dates"), 401, 422, description="The bands, lane by lane"),
)
def api_dates(
    request: Request,
    chip: Annotated[str, Query(description="chip of the catalogue")] = "",
    to: Annotated[str, Query(description="destination")] = "",
    on: Annotated[str, Query(description="the day that is looked at")] = "",
    vs: Annotated[str, Query(description="a day to compare it with")] = "",
    clock: Annotated[Clock, Query(description="the clock of the first lane")] = Clock.AS_ENFORCED,
    assume: Annotated[Literal["nothing", "ordinary"], Query(description="what nobody spoke of")] = "nothing",
    lang: Annotated[Literal["en", "zh"], Query(description="language of the sentences")] = "en",
) -> JSONResponse:
    """The bands of one shipment: by the clock asked for, by the other, and as if each proposal with a text were law.

    Beside these, the query takes every column of `chipgate check` (`end_user_hq`, `letter_recipient`, ...), and
    `limit.NAME=VALUE` for each limit that is to read otherwise. Without any column, the example of the page is
    answered.
    """
    asked = line_asked(request.query_params, date.today())
    return JSONResponse(line_json(asked, line_view(asked, lang)))


def prepare() -> None:
    """Work out the line of the example, so that the first caller does not wait for it."""
    from starlette.datastructures import QueryParams

    line_view(line_asked(QueryParams(), date.today()), "en")


def subject(asked: LineAsked, language: Language) -> str:
    """What is shipped where, in one line."""
    cells = asked.case.cells
    what = cells.get("chip") or cells.get("item") or phrase("the item").text(language)
    return phrase("{what} to {where}, by day", what=what, where=cells.get("destination_iso2") or "?").text(language)


def _answered(asked: LineAsked, language: Language) -> tuple[LineView | None, tuple[Fault, ...]]:
    try:
        return line_view(asked, language), ()
    except BadOrder as refused:
        return None, refused.faults
    except UnknownChip as refused:
        return None, (Fault("chip", refused.said),)
