"""`GET /api/chips`: the catalogue, one datasheet and its worksheet; the forms of the commands of the same names."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse

from chipgate.cases.chip_words import sheet_json, summary_json
from chipgate.cases.worksheet_words import worksheet_json
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet, Kind
from chipgate.web.api.forms import answers, ref
from chipgate.web.chips.catalogue_view import ORDERS, chips_found, named, work_of

router = APIRouter(prefix="/api", tags=["chips"])

Name = Annotated[str, Path(max_length=200, description="a name or id of the catalogue", examples=["H20"])]


@router.get("/chips", summary="The catalogue", responses=answers(ref("Chips"), 401, 422))
def chips(
    q: Annotated[str, Query(max_length=200, description="words of the name, family, die or memory")] = "",
    vendor: Annotated[str, Query(max_length=200, description="the vendor, as the catalogue spells it")] = "",
    kind: Annotated[Kind | None, Query(description="only chips with a figure that is so sure")] = None,
    order: Annotated[str, Query(description="the order", pattern=f"^({'|'.join(ORDERS)})$")] = "",
) -> JSONResponse:
    """Each chip with TPP, performance density and memory bandwidth, every reading of them (`chipgate/chips/1`)."""
    found = chips_found(bundled(), q, vendor, str(kind or ""), order)
    return JSONResponse({"schema": "chipgate/chips/1", "chips": [summary_json(sheet) for sheet in found]})


@router.get("/chips/{chip}", summary="One datasheet", responses=answers(ref("Chip"), 401, 404, 422))
def chip(chip: Name) -> JSONResponse:
    """Every figure with its unit, its readings, how sure it is, and its source (`chipgate/chip/1`)."""
    return JSONResponse({"schema": "chipgate/chip/1", **sheet_json(_sheet(chip))})


@router.get("/chips/{chip}/worksheet", summary="One worksheet", responses=answers(ref("Worksheet"), 401, 404, 422))
def worksheet(chip: Name) -> JSONResponse:
    """TPP and performance density worked out format by format (`chipgate/worksheet/1`)."""
    return JSONResponse(worksheet_json(work_of(_sheet(chip))))


def _sheet(name: str) -> Datasheet:
    return named(bundled(), name).sheet
