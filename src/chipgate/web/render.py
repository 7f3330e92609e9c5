"""Pages from templates: language, navigation, the forgery token, and what every page says once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.readings.sentence import short_id
from chipgate.translation.fault_text import said_in
from chipgate.translation.language import LANGUAGES, Language, marked, translator

STATIC: Final = Path(__file__).parent / "static"
LANGUAGE_COOKIE: Final = "chipgate_lang"


@dataclass(frozen=True, slots=True)
class Screen:
    """An entry of the navigation: a short name, where it is, and its English title."""

    name: str
    path: str
    title: str


SCREENS: Final[tuple[Screen, ...]] = (
    Screen("judge", "/", marked("Judge")),
    Screen("dates", "/dates", marked("Date line")),
    Screen("map", "/map", marked("Gate map")),
    Screen("order_book", "/book", marked("Order book")),
    Screen("law", "/law", marked("Law")),
    Screen("chips", "/chips", marked("Chips")),
    Screen("coverage", "/coverage", marked("Coverage")),
)
"""The screens in the order of the navigation; each owner of a screen adds its line."""


def language_of(request: Request) -> Language:
    """The language of the answer: ``?lang=``, then the cookie of the last choice, then what the browser prefers."""
    for asked in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        for language in LANGUAGES:
            if asked == language:
                return language
    return "zh" if request.headers.get("accept-language", "").casefold().startswith("zh") else "en"


def page(request: Request, template: str, status: int = 200, **view: Any) -> HTMLResponse:
    """TEMPLATE with VIEW in it, in the language of REQUEST.

    Every template can use ``_`` (says a sentence), ``language``, ``screens``, ``static(name)``, ``here(**changes)``
    (this address with other values), ``csrf_token`` and ``short_id``.
    """
    language = language_of(request)
    translate = translator(language)
    html = (
        environment()
        .get_template(template)
        .render(
            _=translate,
            language=language,
            path=request.url.path,
            screens=SCREENS,
            here=_here(request),
            csrf_token=getattr(request.state, "csrf_token", ""),
            checked_until=CHECKED_UNTIL.isoformat(),
            disclaimer=translate(NOT_LEGAL_ADVICE),
            **view,
        )
    )
    response = HTMLResponse(html, status)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Cookie, Accept-Language"
    response.headers["Cache-Control"] = "no-cache"
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=31_536_000, samesite="strict", httponly=True)
    return response


@cache
def environment() -> Environment:
    """The templates of this room. Every text is escaped; a name that a view lacks is an error."""
    made = Environment(
        loader=PackageLoader("chipgate.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals.update(static=static_url, short_id=short_id, icon=icon)
    made.filters["code_marks"] = code_marks
    made.filters["told"] = lambda text, language: said_in(language, text)
    return made


@cache
def static_url(name: str) -> str:
    """The address of a file of ``static``, with its hash in it, so that browsers may keep it for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def icon(name: str) -> Markup:
    """A drawing of the one sheet of icons; it says nothing by itself, the word stands beside it."""
    sheet = static_url("icons.svg")
    return Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>').format(
        sheet, name
    )


def code_marks(text: str) -> Markup:
    """TEXT with what stands between backticks set as code."""
    pieces = escape(text.replace("``", "`")).split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(Markup(piece)) if odd % 2 else Markup(piece)
        for odd, piece in enumerate(pieces)
    )


_ENGLISH: Final = re.compile(r"[a-z]{2,} [a-z]{2,}")


def provision_name(provision_id: str, language: Language) -> str:
    """The short id of a provision; nothing in Chinese where it is English words, as those of our own terms are."""
    name = short_id(provision_id)
    return "" if language == "zh" and _ENGLISH.search(name) else name


def _here(request: Request) -> Callable[..., str]:
    """This address with some values changed; None takes a value out."""

    def here(**changes: str | None) -> str:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changes]
        kept += [(name, value) for name, value in changes.items() if value is not None]
        return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path

    return here
