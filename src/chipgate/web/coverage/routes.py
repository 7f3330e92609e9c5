"""The address of the screen Coverage."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from chipgate.cases.not_modelled import not_modelled
from chipgate.translation.language import translator
from chipgate.web.render import language_of, page

router = APIRouter()


@router.get("/coverage", include_in_schema=False)
def coverage(request: Request) -> HTMLResponse:
    """What is modelled, partly, and not."""
    lines = tuple(map(translator(language_of(request)), not_modelled()))
    return page(request, "coverage/coverage.html", not_modelled=lines)
