"""The Pareto front: parts of which none is at least as good as another in compute, memory and links, and better in one.

Compute stands for training and prefill, memory for decode, links for both across chips.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from io import StringIO
from itertools import permutations
from typing import Final

from chipgate.errors import ChipgateError
from chipgate.studies.design.aims import COMPUTE, LINKS, MEMORY, ORDER
from chipgate.studies.design.best_part import Brief, Part, best_part
from chipgate.units import decimal_text

STEPS: Final = 4
"""Between the ends of the front a floor is put under the first number at so many places."""

COLUMNS: Final = (
    *("tpp", "performance_density", "die_area_mm2", "memory_bandwidth_gb_s", "io_gb_s"),
    *("units", "clock_mhz", "rate_share", "memory_sites", "memory_site_gb_s", "links"),
)


def front(brief: Brief) -> tuple[Part, ...]:
    """The parts of BRIEF that no other one is better than, the most compute first."""
    return tuple(sorted(_undominated(_candidates(brief)), key=lambda one: -one.reached[COMPUTE]))


def _candidates(brief: Brief) -> Iterator[Part]:
    for first, *rest in permutations(ORDER):
        aim = replace(brief.aim, fact=first, rest=tuple(rest))
        best = best_part(replace(brief, aim=aim))
        yield best
        yield from _with_floors(brief, best, first, tuple(rest))


def _with_floors(brief: Brief, best: Part, first: str, rest: tuple[str, ...]) -> Iterator[Part]:
    """Parts that give up some of the first number for the next."""
    aim = replace(brief.aim, fact=rest[0], rest=(first, *rest[1:]))
    for step in range(1, STEPS):
        floor = Fraction(best.reached[first]) * step / STEPS
        try:
            yield best_part(replace(brief, aim=aim, floors={**brief.floors, first: floor}))
        except ChipgateError:
            continue  # between two settings of the grid there may be none


def _undominated(parts: Iterable[Part]) -> list[Part]:
    by_numbers = {tuple(one.reached[name] for name in (COMPUTE, MEMORY, LINKS)): one for one in parts}
    return [part for numbers, part in by_numbers.items() if not any(_is_better(one, numbers) for one in by_numbers)]


def _is_better(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return one != other and all(first >= second for first, second in zip(one, other, strict=True))  # type: ignore[operator]


def as_csv(parts: Iterable[Part]) -> str:
    """The front as CSV, a line a part."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(numbers_of(part).values() for part in parts)
    return out.getvalue()


def numbers_of(part: Part) -> dict[str, str]:
    """The numbers and knobs of PART as decimal text, by the names of COLUMNS."""
    facts, knobs = part.determination.case.facts, part.knobs
    values = (
        *(facts["tpp"], facts["performance_density"], part.brief.package.area_mm2),
        *(part.reached[MEMORY], part.reached[LINKS]),
        *(knobs.units, knobs.clock_mhz, knobs.rate_share, knobs.memory_sites, knobs.memory_site_gb_s, knobs.links),
    )
    return {name: decimal_text(value) for name, value in zip(COLUMNS, values, strict=True)}  # type: ignore[arg-type]
