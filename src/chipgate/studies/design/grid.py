"""What knobs can reach: the highest product of whole units and clock steps, or of sites and their rate, below a bound.

Every setting is looked at, by one division for each count of units: the answer is the highest one, not near it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Final

from chipgate.studies.design.knobs import Package, tpp_per_step
from chipgate.units import Exact, whole

SLOWEST_CLOCK: Final = Fraction(1, 2)
"""No part is sold far below the clock its die is made for: half of it is the slowest that is looked at."""

SLOWEST_MEMORY: Final = Fraction(1, 2)

RATE_SHARES: Final = (Fraction(1), Fraction(1, 2), Fraction(1, 4))
"""What is left of the rate of each unit: all of it, half as in the L20, a quarter as in the H20."""


@dataclass(frozen=True, slots=True)
class Below:
    """An upper end: the bound itself counts where it is attained."""

    bound: Exact
    attained: bool

    def steps(self, step: Exact) -> int:
        """How many whole STEPs fit."""
        exactly = Fraction(self.bound) / step
        return floor(exactly) if self.attained else ceil(exactly) - 1


@dataclass(frozen=True, slots=True)
class Setting:
    """A count (units, sites, links) and the rate of each (MHz, GB/s), and the number they make."""

    count: int
    rate: Exact
    value: Exact
    rate_share: Fraction = Fraction(1)


def best_compute(package: Package, formats: tuple[str, ...], below: Below) -> Setting:
    """The units, their clock and their rate with the highest TPP; of those alike, the most units, least cut."""
    found = (one for share in RATE_SHARES for one in _compute(package, formats, share, below))
    none = Setting(0, package.die.max_clock_mhz, 0)
    return max(found, key=lambda one: (one.value, one.count, one.rate_share), default=none)


def _compute(package: Package, formats: tuple[str, ...], share: Fraction, below: Below) -> Iterator[Setting]:
    die, one = package.die, tpp_per_step(package, formats, share)
    for found in _settings(package.units, die.clock_step_mhz, die.max_clock_mhz, SLOWEST_CLOCK, one, below):
        yield replace(found, rate_share=share)


def best_memory(package: Package, below: Below) -> Setting:
    """The sites and the rate of each with the highest bandwidth; of those alike, the most sites."""
    die = package.die
    settings = _settings(package.memory_sites, die.memory_step_gb_s, die.memory_site_gb_s, SLOWEST_MEMORY, 1, below)
    return max(settings, key=lambda found: (found.value, found.count), default=Setting(0, 0, 0))


def best_links(package: Package, below: Below) -> Setting:
    """The most links that stay below the bound, which counts PCIe too."""
    rate = package.die.link_gb_s
    if not rate or not package.links:
        return Setting(0, rate, package.die.pcie_gb_s)
    room = Below(whole(below.bound - package.die.pcie_gb_s), below.attained)
    count = max(0, min(package.links, room.steps(rate)))
    return Setting(count, rate, whole(count * Fraction(rate) + package.die.pcie_gb_s))


def _settings(most: int, step: Exact, top: Exact, slowest: Fraction, each: Exact, below: Below) -> Iterator[Setting]:
    """For every count, the highest rate of the grid that stays below; the top rate is on the grid too."""
    for count in range(1, most + 1):
        one = Fraction(each) * count
        full = one * top
        if full < below.bound or (full == below.bound and below.attained):
            yield Setting(count, top, whole(full))
            continue
        rate = min(floor(Fraction(top) / step), below.steps(whole(one * step))) * Fraction(step)
        if rate >= top * slowest:
            yield Setting(count, whole(rate), whole(one * rate))
