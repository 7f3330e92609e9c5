"""Orders that come one by one and at the same time, judged as one list: while one list is judged, the next gathers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from anyio.to_thread import run_sync

if TYPE_CHECKING:
    from chipgate.cases.tables.order_lists import OrderLists

log = logging.getLogger("uvicorn.error")

Cells = Mapping[str, str]
Result = dict[str, str] | None
"""The result columns of an order; None where it must be judged by itself."""


class Gathered:
    """Gathers orders for LISTS; belongs to the event loop that first asks."""

    def __init__(self, lists: OrderLists) -> None:
        self._lists = lists
        self._waiting: list[tuple[Cells, asyncio.Future[Result]]] = []
        self._judging: asyncio.Task[None] | None = None

    async def result(self, cells: Cells) -> Result:
        """The result of one order, once the others that came with it are judged as well."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.append((cells, waiting))
        if self._judging is None or self._judging.done():
            self._judging = asyncio.create_task(self._judge())
        found: Result = await waiting
        return found

    async def _judge(self) -> None:
        """Judge what is waiting until nobody is; few orders are told to judge themselves, which is sooner done."""
        while self._waiting:
            together, self._waiting = self._waiting, []
            results: list[Result] = [None] * len(together)
            try:
                if len(together) >= self._lists.fewest:
                    results = await run_sync(self._lists.results, [cells for cells, _ in together])
            except Exception:
                log.exception("orders that came together are judged one by one")
            finally:
                for (_, waiting), result in zip(together, results, strict=True):
                    if not waiting.done():  # its caller may have gone
                        waiting.set_result(result)
