"""`POST /api/check`, answered before the router is asked: programs ask it by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from chipgate.errors import ChipgateError
from chipgate.law.provision import Clock
from chipgate.web.api.check import How, answered
from chipgate.web.problems import of_http, of_ours

PATH: Final = "/api/check"

_VALUES: Final[Mapping[str, Mapping[str, Any]]] = {
    "assume": {"nothing": "nothing", "ordinary": "ordinary"},
    "clock": {str(one): one for one in Clock},
    "lang": {"en": "en", "zh": "zh"},
    "detail": {"columns": "columns", "full": "full"},
}
"""What a plain query says; every other goes the way of all requests, which explains what is wrong with it."""


class PlainlyAsked:
    """The middleware: answers as the route ``POST /api/check`` does, which describes it.

    It stands before the middleware that packs answers; PACKED puts that in the way of those who take packed ones.
    """

    def __init__(self, app: ASGIApp, packed: Callable[[ASGIApp], ASGIApp]) -> None:
        self.app = app
        self._packed = packed(self._answer)
        self._hows: dict[bytes, How | None] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_meant = scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST"
        if not is_meant or self._how(scope["query_string"]) is None:
            await self.app(scope, receive, send)
        elif any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"]):
            await self._packed(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        how = self._how(scope["query_string"])
        assert how is not None
        try:
            body = await answered(scope, receive, how)
        except ChipgateError as error:
            await (await of_ours(Request(scope), error))(scope, receive, send)
        except HTTPException as error:
            await (await of_http(Request(scope), error))(scope, receive, send)
        else:
            headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    def _how(self, query: bytes) -> How | None:
        if query not in self._hows:
            if len(self._hows) >= _MOST_KEPT:
                self._hows.clear()
            self._hows[query] = how_of(query)
        return self._hows[query]


_MOST_KEPT: Final = 64


def how_of(query: bytes) -> How | None:
    """How a plain QUERY asks; None where it is not plain."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    told = dict(pairs)
    if len(told) < len(pairs) or any(value not in _VALUES.get(name, ()) for name, value in pairs):
        return None
    return How.of(**{name: _VALUES[name][value] for name, value in told.items()})
