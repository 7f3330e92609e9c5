"""`GET /api/chips`: the catalogue, one datasheet and its worksheet; the forms of the commands of the same names."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from chipgate.cases.chip_words import sheet_json, summary_json
from chipgate.cases.worksheet_words import worksheet_json
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet, Kind
from chipgate.web.api.forms import answers, ref
from chipgate.web.chips.catalogue_view import ORDERS, chips_found, named, work_of
from chipgate.web.chips.curves_asked import BATCHES, DEFAULT_CONTEXT, DEFAULT_MODEL, LARGEST, curves_for
from chipgate.web.chips.performance import found_for
from chipgate.web.chips.side_by_side import MOST

router = APIRouter(prefix="/api", tags=["chips"])

Name = Annotated[str, Path(max_length=200, description="a name or id of the catalogue", examples=["H20"])]

Chosen = Annotated[
    list[Annotated[str, Field(max_length=200)]],
    Query(min_length=1, max_length=MOST, description="names or ids of the catalogue", examples=[["H100", "H20"]]),
]
BATCH: Final = ",".join(map(str, BATCHES))


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


@router.get("/chips/curves", summary="What chips deliver", responses=answers(ref("Curves"), 401, 422))
def curves(
    request: Request,
    chip: Chosen,
    model: Annotated[str, Query(max_length=100, description="a bundled model")] = DEFAULT_MODEL,
    phase: Annotated[Literal["", "decode", "prefill"], Query(description="what is done")] = "decode",
    batch: Annotated[str, Query(max_length=120, description="sequences on each copy of the attention")] = BATCH,
    context: Annotated[int, Query(ge=1, le=LARGEST, description="tokens of each sequence")] = DEFAULT_CONTEXT,
    lang: Annotated[Literal["en", "zh"], Query(description="language of the sentences")] = "en",
) -> JSONResponse:
    """Tokens a second and chip with the 80 % interval and what binds, over the batch (`chipgate/curves/1`).

    The layout is of as few chips as hold the weights on each of those that are named.
    """
    return JSONResponse(found_for(curves_for(request.query_params)).json(lang))


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
