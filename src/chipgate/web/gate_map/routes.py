"""The addresses of the gate map: the page, the verdict that follows a draft, charts, and the same answers as JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.datastructures import QueryParams

from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.cases.transaction import BadOrder, Fault
from chipgate.countries.names import name_of
from chipgate.law.provision import Clock
from chipgate.readings.phrase import phrase
from chipgate.studies.gate_map.plane import PLANES
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language
from chipgate.web.api.forms import answers as api_answers
from chipgate.web.api.forms import ref
from chipgate.web.charts import picture_response, specification, width_of
from chipgate.web.gate_map.as_json import map_json
from chipgate.web.gate_map.asked import PATH, MapAsked, map_asked
from chipgate.web.gate_map.form import SLIDER_STEPS, number_fields
from chipgate.web.gate_map.view import MapView, map_view, verdict_view
from chipgate.web.judge.asked import ASSUMPTIONS
from chipgate.web.judge.form import chip_names, country_names
from chipgate.web.problems import Problem
from chipgate.web.render import language_of, page

router = APIRouter()


@router.get(PATH, include_in_schema=False)
def gate_map(request: Request) -> HTMLResponse:
    """The gates of the law, real chips, and a draft among them."""
    asked, language = map_asked(request.query_params, date.today()), language_of(request)
    view, faults = _answered(asked, language)
    return page(
        request,
        "gate_map/gate_map.html",
        200 if view is not None else 422,
        asked=asked,
        view=view,
        title=subject(asked, language),
        fields=number_fields(asked, faults, language),
        faults=faults,
        steps=SLIDER_STEPS,
        assumptions=ASSUMPTIONS,
        clocks=CLOCK_WORDS,
        chips=chip_names(),
        countries=country_names(language),
    )


@router.get(f"{PATH}/verdict", include_in_schema=False)
def verdict(request: Request) -> HTMLResponse:
    """The verdict on the draft alone: asked at every step while it is moved."""
    asked, language = map_asked(request.query_params, date.today()), language_of(request)
    try:
        answer = verdict_view(asked, language)
    except BadOrder as wrong:
        return page(request, "gate_map/faults.html", 422, faults=wrong.faults)
    return page(request, "gate_map/verdict.html", verdict=answer, title=subject(asked, language), asked=asked)


@router.get(f"{PATH}/answers", include_in_schema=False)
def answers(request: Request) -> HTMLResponse:
    """All that follows from the draft: what a page shows anew once a draft has come to rest."""
    asked, language = map_asked(request.query_params, date.today()), language_of(request)
    view = map_view(asked, language)
    return page(request, "gate_map/answers.html", view=view, asked=asked, title=subject(asked, language))


@router.get(f"{PATH}/{{plane}}.{{kind}}", include_in_schema=False)
def chart(request: Request, plane: str, kind: str) -> Response:
    """A plane as a Vega-Lite specification (json) or a picture of it (svg, png)."""
    from chipgate.web.gate_map.chart import gate_map_chart  # Altair is loaded where a chart is drawn

    if plane not in PLANES:
        raise Problem(
            404, fault("no map is called {plane}; there are {known}", plane=repr(plane[:40]), known=", ".join(PLANES))
        )
    asked, language = map_asked(request.query_params, date.today()), language_of(request)
    view = map_view(asked, language)
    shown = next(one for one in view.planes if one.name == plane)
    title = "" if kind == "json" else f"{shown.title}: {subject(asked, language)}"
    width = width_of(request.query_params.get("width", ""))
    made = specification(gate_map_chart(shown, view, language, width, title))
    return picture_response(made, kind, f"chipgate-map-{plane}-{asked.to}-{asked.day}")


@router.get(
    "/api/map",
    tags=["map"],
    summary="The gates of the law over the numbers of a chip",
    responses=api_answers(ref("GateMap"), 401, 422, description="The verdict, the exits, the maps, and real chips"),
)
def api_map(
    request: Request,
    tpp: Annotated[str, Query(description="TPP of the draft")] = "",
    performance_density: Annotated[str, Query(description="its performance density")] = "",
    die_area_mm2: Annotated[str, Query(description="or its applicable die area, in mm2")] = "",
    dram_bandwidth_gb_s: Annotated[str, Query(description="its total DRAM bandwidth, in GB/s")] = "",
    io_gb_s: Annotated[str, Query(description="its links and PCIe, both directions, in GB/s")] = "",
    datacenter: Annotated[Literal["", "yes", "no"], Query(description="designed or marketed for datacenters")] = "",
    chip: Annotated[str, Query(description="a chip of the catalogue to begin with")] = "",
    to: Annotated[str, Query(description="destination")] = "CN",
    on: Annotated[str, Query(description="the day whose text counts")] = "",
    met: Annotated[str, Query(description="1 where the seller meets what exceptions and reviews ask for")] = "",
    clock: Annotated[Clock, Query(description="by what is enforced, or by the text in force")] = Clock.AS_ENFORCED,
    assume: Annotated[Literal["nothing", "ordinary"], Query(description="what nobody spoke of")] = "ordinary",
    lang: Annotated[Literal["en", "zh"], Query(description="language of the sentences")] = "en",
) -> JSONResponse:
    """The verdict on a draft chip, its nearest exits, the regions of both maps with exact edges, and real chips.

    `limit.NAME=VALUE` in the query lets a limit read otherwise, as often as there are changes.
    """
    asked = map_asked(request.query_params, date.today())
    return JSONResponse(map_json(asked, map_view(asked, lang)))


def prepare() -> None:
    """Work out the map of the example, so that the first caller does not wait for it."""
    map_view(map_asked(QueryParams(), date.today()), "en")


def subject(asked: MapAsked, language: Language) -> str:
    """Where a draft goes, and when."""
    where = name_of(asked.to, language)
    return phrase("to {where} on {day}", where=where, day=asked.day.isoformat()).text(language)


def _answered(asked: MapAsked, language: Language) -> tuple[MapView | None, tuple[Fault, ...]]:
    try:
        return map_view(asked, language), ()
    except BadOrder as refused:
        return None, refused.faults
