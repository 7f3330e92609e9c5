"""`chipgate serve`: the same answers in a browser, and as a JSON API, from this machine."""

from __future__ import annotations

import gc
import secrets
import socket
from typing import TYPE_CHECKING, Any

import click

from chipgate.cli.interruption import Interrupted
from chipgate.errors import ChipgateError

if TYPE_CHECKING:
    from chipgate.web.settings import Settings

SHORTEST_TOKEN = 16
"""Characters; a shorter token could be guessed."""


class CannotListen(ChipgateError):
    """The address cannot be listened on."""


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option(
    "--token",
    envvar="CHIPGATE_TOKEN",
    metavar="TEXT",
    help="What callers must show. Needed on another address than this machine's own; one is made where none is given. "
    "Better given as CHIPGATE_TOKEN, which no list of processes shows.",
)
@click.option(
    "--keep-learned",
    is_flag=True,
    help="Keep what orders have shown of the law in the user's cache, so that the next server begins with it. It tells "
    "which facts orders had; without this, nothing of them is left when the server stops.",
)
def command(host: str, port: int, token: str | None, keep_learned: bool) -> None:
    """Open the console: the same answers in a browser, and a JSON API described at /docs.

    Nothing is loaded from other hosts, and nothing that is uploaded leaves the process. Ctrl-C stops it.
    """
    _require_libraries()
    from chipgate.web.settings import Settings, is_loopback

    if token is not None and len(token) < SHORTEST_TOKEN:
        raise click.BadParameter(f"write at least {SHORTEST_TOKEN} characters, or leave it out", param_hint="--token")
    if token is None and not is_loopback(host):
        token = secrets.token_urlsafe(24)
    with _listening(host, port) as listener:
        settings = Settings(host, listener.getsockname()[1], token, keeps_learned=keep_learned)
        click.echo(f"chipgate: {address(settings)}")
        click.echo("chipgate: Ctrl-C stops it.", err=True)
        _serve(settings, listener)
    click.echo("chipgate: stopped", err=True)


def address(settings: Settings) -> str:
    """What to open in a browser, with the token where there is one."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    shown = "" if settings.token is None else f"?token={settings.token}"
    return f"http://{host}:{settings.port}/{shown}"


def _require_libraries() -> None:
    from importlib.util import find_spec

    from chipgate.cases.tables.frame_kinds import LacksLibrary

    for library in ("fastapi", "uvicorn", "httptools", "multipart", "orjson", "altair"):
        if find_spec(library) is None:
            raise LacksLibrary("`chipgate serve`", library, "web")


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        CannotListen: the address is no address of this machine, or somebody else listens on it.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )[0]
        # With its protocol named, so that asyncio sends small answers at once (TCP_NODELAY) instead of 40 ms later.
        listener = socket.socket(family, kind, protocol)
    except OSError as fault:
        raise _cannot_listen(host, port, fault) from fault
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(1024)
    except OSError as fault:
        listener.close()
        raise _cannot_listen(host, port, fault) from fault
    return listener


def _cannot_listen(host: str, port: int, fault: OSError) -> CannotListen:
    reason = fault.strerror or str(fault)
    return CannotListen(
        f"{host} port {port} cannot be listened on: {reason}. Name another --port, or 0 for a free one."
    )


def _serve(settings: Settings, listener: socket.socket) -> None:
    """Answer until somebody stops it; what is under way then has two seconds to end."""
    import uvicorn

    from chipgate.web.app import make_app
    from chipgate.web.one_write import OneWriteProtocol

    options: dict[str, Any] = {
        "http": OneWriteProtocol,
        "log_level": "warning",
        "access_log": False,
        "server_header": False,
    }
    # Of what the law holds and answers leave, nothing goes in circles: going through all of it holds up everybody.
    gc.set_threshold(20_000, 100, 10)
    config = uvicorn.Config(make_app(settings), timeout_graceful_shutdown=2, **options)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except (KeyboardInterrupt, Interrupted):  # raised again by uvicorn once everything has ended
        return
