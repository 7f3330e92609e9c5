"""The checkers that every request shares: the more they are asked, the quicker they answer."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from threading import Thread
from typing import TYPE_CHECKING, Final

from chipgate.cases.check import Checker
from chipgate.law.provision import Clock
from chipgate.translation.language import Language

if TYPE_CHECKING:
    from chipgate.cases.tables.order_lists import OrderLists


@cache
def checker(assume: str, clock: Clock) -> Checker:
    """The checker with these assumptions and this clock, over the law as it stands and the bundled chips."""
    return Checker(assume=assume, clock=clock)


@cache
def order_lists(assume: str, clock: Clock, language: Language) -> OrderLists | None:
    """What judges lists of orders at once by the checker of the same name; None without Polars and NumPy."""
    if not (find_spec("polars") and find_spec("numpy")):
        return None
    from chipgate.cases.tables.order_lists import OrderLists

    lists = OrderLists(checker(assume, clock), language)
    _BEGUN.append(lists)
    Thread(target=lists.begin_with_kept, daemon=True).start()  # whoever asks meanwhile is answered without it
    return lists


_BEGUN: Final[list[OrderLists]] = []


def keep_what_was_learned() -> None:
    """Keep the tables of lists for the next server."""
    for lists in _BEGUN:
        lists.keep()
