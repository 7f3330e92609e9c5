"""The address of the screen Coverage."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from chipgate.cases.reasons import MARK_WORDS
from chipgate.web.coverage.view import coverage_view
from chipgate.web.render import language_of, page

router = APIRouter()


@router.get("/coverage", include_in_schema=False)
def coverage(request: Request) -> HTMLResponse:
    """What is modelled, partly, and not."""
    return page(request, "coverage/coverage.html", view=coverage_view(language_of(request)), mark_words=MARK_WORDS)
