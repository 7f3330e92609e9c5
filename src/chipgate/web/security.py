"""What stands before every page: who may ask, from where, how much at once, and the headers of every answer."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked
from chipgate.web.problems import Problem, problem_response
from chipgate.web.settings import Settings, is_loopback

log = logging.getLogger("uvicorn.error")

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_RAW_HEADERS: Final = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
SESSION_COOKIE: Final = "chipgate_session"
TOKEN_COOKIE: Final = "chipgate_token"
CSRF_FIELD: Final = "csrf_token"
CSRF_HEADER: Final = "X-CSRF-Token"
UPLOADS: Final = ("/book", "/api/book")
"""Addresses to which a body may go that is as large as an upload."""

Told = Mapping[bytes, bytes]
"""Headers of a request by name, as they came; of several with one name the first counts, as in ``request.headers``."""


class Guard:
    """The middleware: refuses what may not come in, and gives every answer its headers.

    Sets ``request.state.csrf_token``, the token that forms of this browser must carry, and
    ``request.state.session``, a random name of this browser that no other browser knows.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._secret = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = dict(reversed(scope["headers"]))
        browser = _Browser(scope.get("state", {}), _session_shown(scope, told), self._secret)
        scope["state"] = browser
        answer = _Answer(send, browser["session"] if browser.is_new and _is_page(scope) else None)
        limit = self._body_limit(scope)
        refused = self._refusal(scope, told) or _too_large(told, limit)
        if refused is not None:
            await problem_response(Request(scope), refused.status, refused.detail)(scope, receive, answer.send)
        elif self._brings_token(scope):
            await self._welcomed(Request(scope))(scope, receive, answer.send)
        else:
            await self._let_in(scope, _limited(receive, limit, self.settings.patience_seconds), answer)

    async def _let_in(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        """Answer the request; where the program fails, say so with the headers that every answer has."""
        try:
            await self.app(scope, receive, answer.send)
        except Exception:
            if answer.has_begun:
                raise
            request = Request(scope)
            log.exception("%s %s", request.method, request.url.path)
            await problem_response(request, 500)(scope, receive, answer.send)

    def _body_limit(self, scope: Scope) -> int:
        is_upload = scope["path"] in UPLOADS
        return self.settings.upload_limit_bytes if is_upload else self.settings.body_limit_bytes

    # Who may come in.

    def _refusal(self, scope: Scope, told: Told) -> Problem | None:
        host = told.get(b"host", b"").decode("latin-1")
        if self.settings.is_loopback and not is_loopback(_host_name(host)):
            # Another site whose name was made to point here must not read what this machine shows.
            return Problem(400, fault("This server answers on this machine only, not as {host}.", host=repr(host[:80])))
        if self.settings.token is not None and not self._is_known(Request(scope)):
            return Problem(401)
        if scope["method"] not in SAFE_METHODS and not _same_origin(told, host):
            return Problem(403)
        return None

    def _is_known(self, request: Request) -> bool:
        scheme, _, shown = request.headers.get("authorization", "").partition(" ")
        bearer = shown.strip() if scheme.casefold() == "bearer" else ""
        offers = (bearer, request.cookies.get(TOKEN_COOKIE, ""), request.query_params.get("token", ""))
        return any(self._is_token(offer) for offer in offers)

    def _is_token(self, offer: str) -> bool:
        return hmac.compare_digest(offer.encode(), (self.settings.token or "").encode())

    def _brings_token(self, scope: Scope) -> bool:
        """Whether the token stands in the address, from where it moves into a cookie."""
        if self.settings.token is None or scope["method"] != "GET":
            return False
        return self._is_token(Request(scope).query_params.get("token", ""))

    def _welcomed(self, request: Request) -> RedirectResponse:
        """To the same page without the token in its address, where it would be kept and shared."""
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "token"]
        path = "/" + request.url.path.lstrip("/")  # never //host, which is another site
        response = RedirectResponse(f"{path}?{urlencode(pairs)}" if pairs else path, 303)
        response.set_cookie(TOKEN_COOKIE, self.settings.token or "", httponly=True, samesite="strict")
        return response


class _Browser(dict[str, Any]):
    """The state of a request: ``session`` and ``csrf_token`` are worked out when they are asked for, as programs that
    send orders by the thousand do not."""

    def __init__(self, state: Mapping[str, Any], shown: str, secret: bytes) -> None:
        super().__init__(state)
        self.is_new = not _looks_random(shown)
        self._shown, self._secret = shown, secret

    def __missing__(self, name: str) -> str:
        if name == "session":
            found = secrets.token_urlsafe(24) if self.is_new else self._shown
        elif name == "csrf_token":
            found = csrf_token(self._secret, self["session"])
        else:
            raise KeyError(name)
        self[name] = found
        return found


class _Answer:
    """Sends an answer on, with the headers that each has, and a cookie for a browser that is new here."""

    def __init__(self, send: Send, new_session: str | None) -> None:
        self._send = send
        self._new_session = new_session
        self.has_begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            told = frozenset(name for name, _ in message["headers"])
            message["headers"] = [*message["headers"], *(one for one in _RAW_HEADERS if one[0] not in told)]
            if self._new_session is not None:
                cookie = f"{SESSION_COOKIE}={self._new_session}; HttpOnly; Path=/; SameSite=Strict"
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
        await self._send(message)


def csrf_token(secret: bytes, session: str) -> str:
    """What a form of the browser SESSION carries; nobody can work it out who does not know SECRET."""
    return hmac.new(secret, session.encode(), hashlib.sha256).hexdigest()


async def _checked_form(request: Request) -> None:
    """Refuse a form that does not come from a page of this server; the token stands in a header or in the form.

    Raises:
        Problem: 403.
    """
    offer = request.headers.get(CSRF_HEADER, "")
    if not offer:
        offer = str((await request.form()).get(CSRF_FIELD, ""))
    require_csrf_token(request, offer)


def require_csrf_token(request: Request, offer: str) -> None:
    """Refuse a form whose token is not the one that our pages gave this browser.

    Raises:
        Problem: 403.
    """
    if not hmac.compare_digest(offer.encode(), request.state.csrf_token.encode()):
        raise Problem(403)


FromOurPage = Annotated[None, Depends(_checked_form)]
"""A parameter of every route that takes a form: ``def keep(request: Request, _checked: FromOurPage)``."""


def _session_shown(scope: Scope, told: Told) -> str:
    """The name that the browser shows, if it is one."""
    return Request(scope).cookies.get(SESSION_COOKIE, "") if b"cookie" in told else ""


def _too_large(told: Told, limit: int) -> Problem | None:
    length = told.get(b"content-length", b"0").decode("latin-1")
    if not length.isdecimal():
        return Problem(400, fault("Content-Length is no number."))
    return Problem(413, fault(_TOO_LARGE, limit=limit)) if int(length) > limit else None


_TOO_LARGE: Final = marked("The body is larger than {limit} bytes.")


def _limited(receive: Receive, limit: int, patience_seconds: float) -> Receive:
    """RECEIVE that stops where more than LIMIT bytes have come, whatever was announced, or nothing more comes."""
    seen, is_whole = 0, False

    async def counted() -> Message:
        nonlocal seen, is_whole
        if is_whole:
            return await receive()  # waits until the caller goes
        try:
            async with asyncio.timeout(patience_seconds):
                message = await receive()
        except TimeoutError:
            raise HTTPException(
                408,
                fault("Nothing more came for {seconds} seconds.", seconds=f"{patience_seconds:g}"),
            ) from None
        if message["type"] == "http.request":
            seen, is_whole = seen + len(message.get("body", b"")), not message.get("more_body", False)
            if seen > limit:
                raise HTTPException(413, fault(_TOO_LARGE, limit=limit))
        return message

    return counted


def _same_origin(told: Told, host: str) -> bool:
    """Whether a request that can change something comes from a page of ours, or from a program."""
    if told.get(b"sec-fetch-site", b"same-origin") not in (b"same-origin", b"none"):
        return False
    origin = told.get(b"origin")
    return origin is None or urlsplit(origin.decode("latin-1")).netloc == host


def _is_page(scope: Scope) -> bool:
    return not str(scope["path"]).startswith(("/static/", "/api/", "/healthz", "/openapi.json"))


def _host_name(host: str) -> str:
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]


def _looks_random(session: str) -> bool:
    return len(session) == 32 and session.replace("-", "").replace("_", "").isalnum()
