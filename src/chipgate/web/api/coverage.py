"""`GET /api/coverage`: what is modelled, partly modelled, and not modelled."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from chipgate.cases.coverage import coverage_json
from chipgate.law.trade.corpus import trade_corpus
from chipgate.web.api.forms import answers, ref

router = APIRouter(prefix="/api", tags=["coverage"])


@router.get("/coverage", summary="What is modelled", responses=answers(ref("Coverage"), 401, 422))
def coverage(lang: Annotated[Literal["en", "zh"], Query(description="language of the notes")] = "en") -> JSONResponse:
    """Every provision with how far it is modelled, and what is not modelled (`chipgate/coverage/1`)."""
    found: dict[str, Any] = coverage_json(trade_corpus(), lang)
    return JSONResponse(found)
