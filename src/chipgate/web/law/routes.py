"""The addresses of the law: the list, one provision, and the reform of the drawer as a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from chipgate.cases.outcome_words import CLOCK_WORDS, OUTCOME_NAMES
from chipgate.countries.names import name_of
from chipgate.errors import BadReform
from chipgate.law.trade.corpus import trade_corpus
from chipgate.translation.fault_text import fault
from chipgate.translation.language import LANGUAGES, Language
from chipgate.web.law.book_beside import BookBeside, book_beside
from chipgate.web.law.law_list import KINDS, law_list, shown_name
from chipgate.web.law.law_state import LANDS, LIMIT, LawState, law_state, with_picked
from chipgate.web.law.provision_view import provision_view
from chipgate.web.law.reform_drawer import Drawer, drawer_of, faults_text, reform_of, toml_of
from chipgate.web.problems import Problem
from chipgate.web.render import language_of, page
from chipgate.web.state import LONGEST_NAME

router = APIRouter()


@router.get("/law", include_in_schema=False)
def law(request: Request) -> Response:
    """Every provision as of a day, and the drawer beside them."""
    language = language_of(request)
    state, drawer = _opened(law_state(request.query_params), language)
    if elsewhere := _elsewhere(request, state, "/law"):
        return elsewhere
    found = law_list(trade_corpus(), state.day, state.clock, language, state.text, state.land, state.kind)
    lands = {land: name_of(land.upper(), language) for land in LANDS}
    return _page(request, "law/list.html", state, drawer, found=found, lands=lands, kinds=KINDS, path_here="/law")


@router.get("/law/reform.toml", include_in_schema=False)
def reform_file(request: Request) -> Response:
    """The reform as a file that `chipgate compare law reform.toml` reads."""
    state = with_picked(law_state(request.query_params))
    reform = reform_of(trade_corpus(), state.changes)
    if not reform.changes:
        raise Problem(422, fault("no limit is changed, so that there is no reform to write: change one in the drawer"))
    headers = {"Content-Disposition": 'attachment; filename="reform.toml"'}
    return PlainTextResponse(toml_of(reform), headers=headers, media_type="application/toml")


@router.get("/law/{name:path}", include_in_schema=False)
def provision(request: Request, name: str) -> Response:
    """One provision as of a day, with its history."""
    language = language_of(request)
    if len(name) > LONGEST_NAME:
        raise Problem(404, fault("no id of a provision is longer than {most} characters", most=LONGEST_NAME))
    state, drawer = _opened(law_state(request.query_params), language)
    view = provision_view(trade_corpus(), name, state.day, language)
    if view.day != state.day.isoformat():
        state = replace(state, day=date.fromisoformat(view.day))
        return RedirectResponse(_said_in(request, state.of_provision(view.id)), 303)
    if elsewhere := _elsewhere(request, state, f"/law/{view.id}"):
        return elsewhere
    return _page(request, "law/provision.html", state, drawer, view=view, path_here=f"/law/{view.id}")


def _opened(state: LawState, language: Language) -> tuple[LawState, Drawer]:
    """The state with what was picked in its list, and the drawer; a fault of the picker is told in the drawer."""
    try:
        state = with_picked(state)
    except BadReform as wrong:
        drawer = drawer_of(trade_corpus(), state.changes, state.day, state.clock, state.places, language)
        return state, replace(drawer, fault="\n".join(filter(None, (drawer.fault, faults_text(wrong, language)))))
    drawer = drawer_of(trade_corpus(), state.changes, state.day, state.clock, state.places, language)
    return replace(state, changes=drawer.given), drawer


def _elsewhere(request: Request, state: LawState, path: str) -> Response | None:
    """The one address of this state, where the request came by another: limits that are not changed are left out."""
    asked = [name for name, value in request.query_params.multi_items() if name.startswith(LIMIT) and value.strip()]
    kept = [LIMIT + name for name, _ in state.changes]
    picks = "pick" in request.query_params or "value" in request.query_params
    if state.picked is not None or (asked == kept and not picks):
        return None
    return RedirectResponse(_said_in(request, state.address(path)), 303)


def _said_in(request: Request, address: str) -> str:
    """ADDRESS in the language that the request names, where it names one."""
    language = request.query_params.get("lang")
    return f"{address}&lang={language}" if language in LANGUAGES else address


def _page(request: Request, template: str, state: LawState, drawer: Drawer, path_here: str, **view: Any) -> Response:
    language = language_of(request)
    status = 422 if drawer.fault else 200
    judges_book = request.query_params.get("book") == "1"
    here = str(request.base_url).rstrip("/") + state.address(path_here)
    book = _book(request, state, drawer, judges_book)
    made = page(
        request,
        template,
        status,
        state=state,
        drawer=drawer,
        path_here=path_here,
        clocks=CLOCK_WORDS,
        link=here,
        limit_prefix=LIMIT,
        shown_name=shown_name,
        book=book,
        judges_book=judges_book,
        outcomes=OUTCOME_NAMES,
        place_names=tuple(name_of(place, language) for place in state.places),
        **view,
    )
    if book is not None:
        made.headers["Cache-Control"] = "no-store"  # what was uploaded goes when its book is forgotten
    return made


def _book(request: Request, state: LawState, drawer: Drawer, is_asked: bool) -> BookBeside | None:
    """What the reform moves among the orders of the book that this browser brought last."""
    if not drawer.changes or drawer.fault or drawer.is_before_chips:
        return None
    reform = reform_of(trade_corpus(), state.changes)
    return book_beside(request, reform, state.day, state.clock, language_of(request), is_asked)
