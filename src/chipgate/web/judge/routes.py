"""The address of the screen Judge."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.law.provision import Clock
from chipgate.web.checkers import checker
from chipgate.web.judge.asked import ASSUMPTIONS, EXAMPLE, asked_of
from chipgate.web.judge.form import chip_names, country_names
from chipgate.web.judge.view import judge_view
from chipgate.web.render import language_of, page

router = APIRouter()


@router.get("/", include_in_schema=False)
def judge(request: Request) -> HTMLResponse:
    """One shipment, judged."""
    language = language_of(request)
    view = judge_view(asked_of(request.query_params), language)
    status = 200 if view.answered is not None else 422
    return page(
        request,
        "judge/judge.html",
        status,
        view=view,
        assumptions=ASSUMPTIONS,
        clocks=CLOCK_WORDS,
        chips=chip_names(),
        countries=country_names(language),
    )


def prepare() -> None:
    """Read the law and the chips, and judge once, so that the first caller does not wait for it."""
    checker("ordinary", Clock.AS_ENFORCED).check_cells(EXAMPLE)
