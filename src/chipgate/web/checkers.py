"""The checkers that every request shares: the more they are asked, the quicker they answer."""

from __future__ import annotations

from functools import cache

from chipgate.cases.check import Checker
from chipgate.law.provision import Clock


@cache
def checker(assume: str, clock: Clock) -> Checker:
    """The checker with these assumptions and this clock, over the law as it stands and the bundled chips."""
    return Checker(assume=assume, clock=clock)
