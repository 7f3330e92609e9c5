"""An answer goes out in one write, in order, and nothing of it is lost when the connection closes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from chipgate.web.one_write import Gathering


class Transport:
    """A transport that remembers what happened to it."""

    def __init__(self) -> None:
        self.seen: list[object] = []
        self.closing = False

    def write(self, data: bytes) -> None:
        self.seen.append(data)

    def close(self) -> None:
        self.closing = True
        self.seen.append("closed")

    def is_closing(self) -> bool:
        return self.closing

    def set_protocol(self, protocol: object) -> None:
        self.seen.append(protocol)

    def get_extra_info(self, name: str) -> str:
        return f"info on {name}"


class Loop:
    """A loop whose turns are taken by hand."""

    def __init__(self) -> None:
        self.soon: list[Callable[[], None]] = []

    def call_soon(self, call: Callable[[], None]) -> None:
        self.soon.append(call)

    def turn(self) -> None:
        calls, self.soon = self.soon, []
        for call in calls:
            call()


def what_happens(*steps: tuple[str, Any]) -> list[object]:
    """What a transport sees of STEPS, each a name and what it is given; a turn of the loop is ("turn", None)."""
    below, loop = Transport(), Loop()
    gathering = Gathering(cast("asyncio.Transport", below), cast("asyncio.AbstractEventLoop", loop))
    for name, given in (*steps, ("turn", None)):
        if name == "turn":
            loop.turn()
        elif name == "lost":
            below.closing = True
        else:
            getattr(gathering, name)(*given)
    return below.seen


def test_head_and_body_of_one_turn_are_one_write() -> None:
    assert what_happens(("write", (b"head ",)), ("write", (b"body",))) == [b"head body"]


def test_turns_are_written_apart_and_in_order() -> None:
    """A download that is sent piece by piece does not pile up."""
    steps = (("write", (b"a",)), ("write", (b"b",)), ("turn", None), ("write", (b"c",)), ("turn", None))
    assert what_happens(*steps) == [b"ab", b"c"]


def test_closing_writes_what_waits_first_and_only_once() -> None:
    assert what_happens(("write", (b"last",)), ("close", ()), ("turn", None)) == [b"last", "closed"]


def test_another_protocol_finds_nothing_waiting() -> None:
    assert what_happens(("write", (b"101",)), ("set_protocol", ("websocket",))) == [b"101", "websocket"]


def test_nothing_is_written_to_a_connection_that_is_gone() -> None:
    assert what_happens(("write", (b"late",)), ("lost", None), ("turn", None)) == []


def test_all_else_is_asked_of_the_transport() -> None:
    below = Transport()
    gathering = Gathering(cast("asyncio.Transport", below), cast("asyncio.AbstractEventLoop", None))
    assert gathering.get_extra_info("peername") == "info on peername"
