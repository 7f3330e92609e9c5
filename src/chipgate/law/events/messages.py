"""Every sentence about events and swaps that a reader can meet."""

from __future__ import annotations

from collections.abc import Iterator

from chipgate.law.events.trade_events import swaps, trade_events


def law_messages() -> Iterator[str]:
    """Targets, items, states and kinds of events; what was swapped."""
    for event in trade_events():
        yield from (event.target, event.item, event.before, event.after, event.kind, event.mark)
    for swap in swaps():
        yield from (swap.name, swap.us_gave, swap.cn_gave, swap.left_out)
