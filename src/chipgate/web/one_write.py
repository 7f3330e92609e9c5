"""HTTP as uvicorn speaks it, with the head of an answer and its body handed to the system together.

An answer of a few KiB is then one call and one packet in place of two, a tenth of the time that a determination takes.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class OneWriteProtocol(HttpToolsProtocol):
    """What is written in one turn of the event loop goes out at its end."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast("asyncio.Transport", Gathering(transport, self.loop)))


class Gathering:
    """A TRANSPORT of LOOP that hands on what was written once the turn of the loop is over; nothing is kept longer."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Hand on DATA after all that was written before."""
        if not self._waiting:
            self._loop.call_soon(self._hand_on)
        self._waiting.append(data)

    def close(self) -> None:
        """Close once everything is written."""
        self._hand_on()
        self._transport.close()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Let PROTOCOL speak from here on: it writes to the transport itself, so nothing may wait."""
        self._hand_on()
        self._transport.set_protocol(protocol)

    def _hand_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting and not self._transport.is_closing():
            self._transport.write(waiting[0] if len(waiting) == 1 else b"".join(waiting))
