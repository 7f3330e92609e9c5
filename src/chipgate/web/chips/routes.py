"""The addresses of the chips: the catalogue, chips side by side, and one chip."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from chipgate.cases.days import day_of
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet, Kind
from chipgate.countries.names import iso2_of
from chipgate.translation.fault_text import fault
from chipgate.web.charts import picture_response, width_of
from chipgate.web.chips.catalogue_view import ORDERS, catalogue_view, named
from chipgate.web.chips.chip_view import chip_view, standing_of
from chipgate.web.chips.curves_asked import curves_asked, curves_for
from chipgate.web.chips.figures_shown import badges
from chipgate.web.chips.performance import Performance, chart_of, found_for, performance_of
from chipgate.web.chips.side_by_side import MOST, chosen, side_by_side
from chipgate.web.problems import Problem
from chipgate.web.render import language_of, page
from chipgate.web.state import refuse_long_values

router = APIRouter()

ORDINARY_DESTINATION: Final = "CN"


@router.get("/chips", include_in_schema=False)
def chips(request: Request) -> Response:
    """The catalogue, filtered and in order."""
    query, language = request.query_params, language_of(request)
    refuse_long_values(query)
    asked = {name: query.get(name, "").strip() for name in ("q", "vendor", "kind", "order")}
    if asked["kind"] not in ("", *map(str, Kind)) or asked["order"] not in ORDERS:
        raise Problem(
            422,
            fault(
                "kind is one of {kinds}, and order one of {orders}",
                kinds=", ".join(Kind),
                orders=", ".join(filter(None, ORDERS)),
            ),
        )
    found = catalogue_view(bundled(), language, asked["q"], asked["vendor"], asked["kind"], asked["order"])
    return page(request, "chips/list.html", asked=asked, found=found, orders=ORDERS, badges=badges(language), most=MOST)


@router.get("/chips/compare", include_in_schema=False)
def compared(request: Request) -> Response:
    """Two to four chips side by side."""
    refuse_long_values(request.query_params)
    language, day, to = language_of(request), _day(request), _place(request)
    names = [name.strip() for name in request.query_params.getlist("chip") if name.strip()]
    sheets = chosen(bundled(), names)
    return page(
        request,
        "chips/compare.html",
        view=side_by_side(sheets, language),
        standings=tuple(standing_of(sheet, day, to, language) for sheet in sheets),
        performance=_performance(sheets, request),
        kept=(*(("chip", sheet.chip_id) for sheet in sheets), ("to", to), ("on", day.isoformat())),
        names=bundled().names(),
        most=MOST,
        day=day.isoformat(),
        to=to,
        without=_without([sheet.chip_id for sheet in sheets], request),
    )


@router.get("/chips/curves.{kind}", include_in_schema=False)
def curves(request: Request, kind: str) -> Response:
    """What chips deliver as a Vega-Lite specification (json) or a picture of it (svg, png).

    The page says the title itself, asks for its own width, and draws the rest.
    """
    query, language = request.query_params, language_of(request)
    refuse_long_values(query)
    asked = curves_for(query)
    width = width_of(query["width"]) if "width" in query else 0
    made = chart_of(found_for(asked), language, width, has_title=query.get("title") != "no")
    return picture_response(made, kind, f"chipgate-curves-{'-'.join(asked.chips)}")


@router.get("/chips/{name:path}", include_in_schema=False)
def chip(request: Request, name: str) -> Response:
    """One chip: its datasheet and worksheet, and what the law of a day says of it."""
    found = named(bundled(), name)
    if found.sheet.chip_id != name:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/chips/{quote(found.sheet.chip_id)}{query}", 303)
    language, day, to = language_of(request), _day(request), _place(request)
    return page(
        request,
        "chips/chip.html",
        view=chip_view(found.sheet, language),
        standing=standing_of(found.sheet, day, to, language),
        performance=_performance((found.sheet,), request),
        kept=(("to", to), ("on", day.isoformat())),
        badges=badges(language),
        names=bundled().names(),
    )


def _day(request: Request) -> date:
    """The day whose law is asked: today, where the address names none.

    Raises:
        BadDay: it is no day of the law that is modelled.
    """
    on = request.query_params.get("on", "").strip()
    return day_of(on) if on else date.today()


def _performance(sheets: Sequence[Datasheet], request: Request) -> Performance:
    return performance_of(sheets, curves_asked(request.query_params, ()), language_of(request))


def _place(request: Request) -> str:
    """The destination, as an ISO code.

    Raises:
        UnknownCountry: no country of that name.
    """
    return iso2_of(request.query_params.get("to", "").strip() or ORDINARY_DESTINATION)


def _without(chip_ids: list[str], request: Request) -> dict[str, str]:
    """For each chip the address without it."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in ("chip", "lang")]
    return {
        left: f"/chips/compare?{urlencode([*(('chip', one) for one in chip_ids if one != left), *kept])}"
        for left in chip_ids
    }
