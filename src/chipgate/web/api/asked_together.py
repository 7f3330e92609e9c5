"""Single orders of many clients, judged as a list: what comes while the server is at work is looked up together."""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from anyio.to_thread import run_sync

if TYPE_CHECKING:
    from chipgate.cases.tables.order_lists import OrderLists

Cells = Mapping[str, str]
Result = dict[str, str] | None
Waiting = list[tuple[Cells, "Future[Result]"]]

MOST_AT_ONCE: Final = 64
"""So many orders do not wait for others."""


class AskedTogether:
    """Gathers single orders for LISTS. Nobody waits on a clock: only what has come already is heard first."""

    def __init__(self, lists: OrderLists) -> None:
        self._lists = lists
        self._waiting: dict[AbstractEventLoop, Waiting] = {}

    async def result(self, cells: Cells) -> Result:
        """The result columns of the order with CELLS; None where it must be judged by itself."""
        if not self._lists.takes_single():
            return None
        loop = asyncio.get_running_loop()
        waiting = self._waiting.get(loop)
        if waiting is None:
            waiting = self._waiting[loop] = []
            loop.call_soon(self._hear, loop, 0)
        future: Future[Result] = loop.create_future()
        waiting.append((cells, future))
        return await future

    def _hear(self, loop: AbstractEventLoop, before: int) -> None:
        """Wait for as long as each turn of LOOP brings more orders; there were so many BEFORE this one."""
        count = len(self._waiting[loop])
        if before < count < MOST_AT_ONCE:
            loop.call_soon(self._hear, loop, count)
        else:
            self._judge(loop, self._waiting.pop(loop))

    def _judge(self, loop: AbstractEventLoop, waiting: Waiting) -> None:
        orders = [cells for cells, _ in waiting]
        if self._lists.takes_long(orders):
            judged = asyncio.ensure_future(run_sync(self._lists.results_unless_busy, orders), loop=loop)
            judged.add_done_callback(lambda done: _tell(waiting, done.result))
        else:
            _tell(waiting, lambda: self._lists.results_unless_busy(orders))


def _tell(waiting: Waiting, judge: Callable[[], Sequence[Result]]) -> None:
    """Tell who waits what came out, or what went wrong."""
    try:
        results = judge()
    except Exception as fault:
        for _, future in waiting:
            if not future.done():
                future.set_exception(fault)
        return
    for (_, future), found in zip(waiting, results, strict=True):
        if not future.done():  # who asked may have gone
            future.set_result(found)


@cache
def asked_together(lists: OrderLists) -> AskedTogether:
    """What gathers the single orders for LISTS."""
    return AskedTogether(lists)
