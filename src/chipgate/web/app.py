"""The application: every screen and the API behind one guard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

from anyio.to_thread import run_sync
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request

from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.web import problems
from chipgate.web.api import books, check, compare, forms, health
from chipgate.web.api import chips as chips_api
from chipgate.web.api import coverage as coverage_api
from chipgate.web.api import law as law_api
from chipgate.web.api.described import operations
from chipgate.web.api.plainly_asked import PlainlyAsked
from chipgate.web.checkers import keep_what_was_learned
from chipgate.web.chips import routes as chips
from chipgate.web.coverage import routes as coverage
from chipgate.web.date_line import routes as date_line
from chipgate.web.gate_map import routes as gate_map
from chipgate.web.judge import routes as judge
from chipgate.web.law import routes as law
from chipgate.web.order_book import routes as order_book
from chipgate.web.order_book.desk import keeping_books
from chipgate.web.render import page
from chipgate.web.security import Guard
from chipgate.web.settings import Settings
from chipgate.web.static_files import VersionedFiles

ROUTERS = (
    check.router,  # routes are tried in turn, and programs ask this one by the thousand
    judge.router,
    date_line.router,
    gate_map.router,
    order_book.router,
    law.router,
    chips.router,
    coverage.router,
    books.router,
    law_api.router,
    chips_api.router,
    compare.router,
    coverage_api.router,
    health.router,
)
"""The routes of every screen; each owner of a screen adds its line."""


PACKED: Final[Mapping[str, Any]] = {"minimum_size": 800, "compresslevel": 6}
"""How answers are packed for those who take packed ones."""
_NO_TELEMETRY: Final[Any] = {"tracing": False, "metrics": False, "logs": False}
"""Nothing is reported to anybody, so FastAPI need not ask at each request whether somebody listens."""


def make_app(settings: Settings | None = None) -> FastAPI:
    """The console as an ASGI application; ``app.state.settings`` holds its settings."""
    app = FastAPI(
        title="chipgate",
        description=f"May this AI chip go there, that day, and why. {NOT_LEGAL_ADVICE}",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=_ready,
        telemetry=_NO_TELEMETRY,
    )
    app.state.settings = settings or Settings()
    for router in ROUTERS:
        app.include_router(router)
    app.add_api_route("/docs", _docs, include_in_schema=False)
    app.mount("/static", VersionedFiles())
    problems.install(app)
    forms.describe(app)
    app.add_middleware(GZipMiddleware, **PACKED)
    app.add_middleware(PlainlyAsked, packed=partial(GZipMiddleware, **PACKED))
    app.add_middleware(Guard, settings=app.state.settings)
    return app


@asynccontextmanager
async def _ready(app: FastAPI) -> AsyncIterator[None]:
    """The law and the chips are read before the first caller comes; no book is left after the last.

    What was learned of the law tells which facts orders had: it is kept only where the user said so.
    """
    judge.prepare()
    date_line.prepare()
    gate_map.prepare()
    async with keeping_books(app):
        yield
    if app.state.settings.keeps_learned:
        await run_sync(keep_what_was_learned)


def _docs(request: Request) -> HTMLResponse:
    return page(request, "docs.html", operations=operations(request.app.openapi()))
