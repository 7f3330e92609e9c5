"""Signals that end a run: at once where nothing is under way, between two rows where something is."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

# Ctrl-C, an end asked for by a scheduler, a terminal that was closed.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(SystemExit):
    """A signal asked the run to end; not an error, so that nothing that handles errors stops it."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(128 + number)


def end_at_once(number: int, frame: FrameType | None) -> None:
    """A handler that leaves by every ``with``, tidying up."""
    raise Interrupted(number)


def handle_ending_signals() -> None:
    """Leave in good order when asked to end; Ctrl-C does so already, and what ``nohup`` ignores stays ignored."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end_at_once)


@contextmanager
def ending_between_rows() -> Iterator[Callable[[], None]]:
    """Within, the first signal waits until the function that is given is called; a second one ends at once.

    So a row is never torn, and a run that has read its last row is finished. Where nobody may set handlers (outside
    the main thread), signals are left to whoever runs us.
    """
    asked: list[int] = []

    def wait(number: int, frame: FrameType | None) -> None:
        if asked:
            raise Interrupted(number)
        asked.append(number)

    def end_if_asked() -> None:
        if asked:
            raise Interrupted(asked[0])

    before = _set_handlers(wait)
    try:
        yield end_if_asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_Handler = Callable[[int, FrameType | None], object] | int | None


def _set_handlers(handler: Callable[[int, FrameType | None], None]) -> dict[int, _Handler]:
    before: dict[int, _Handler] = {}
    for number in ENDING:
        known = signal.getsignal(number)
        if known is signal.SIG_IGN or known is None:
            continue
        try:
            before[number] = signal.signal(number, handler)
        except ValueError:  # not the main thread
            break
    return before
