"""The Pareto front: parts of which none is at least as good as another in compute, memory and links, and better in one.

Compute stands for training and prefill, memory for decode, links for both across chips.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from io import StringIO
from itertools import permutations
from typing import Final

from chipgate.errors import ChipgateError
from chipgate.studies.design.aims import COMPUTE, LINKS, MEMORY, ORDER
from chipgate.studies.design.best_part import Brief, Part, best_by_number
from chipgate.studies.design.work import PHASES, Work, exact_speed
from chipgate.units import Exact, decimal_text

STEPS: Final = 4
"""Between the ends of the front a floor is put under the first number at so many places."""

COLUMNS: Final = (
    *("tpp", "performance_density", "die_area_mm2", "memory_bandwidth_gb_s", "io_gb_s"),
    *("units", "clock_mhz", "rate_share", "memory_sites", "memory_site_gb_s", "links"),
)


SPEEDS: Final = ("training_tokens_per_s_chip", "decode_tokens_per_s_chip")
"""What a front is spanned by where the aim is tokens a second."""


def front(brief: Brief) -> tuple[Part, ...]:
    """The parts of BRIEF that no other one is better than, the most compute first.

    Better in compute, memory and links; where the aim is tokens a second, in training and decode of its model.
    """
    measure = speeds_of if brief.aim.work else _numbers
    return tuple(sorted(_undominated(candidates(brief), measure), key=lambda one: -one.reached[COMPUTE]))


def speeds_of(part: Part) -> tuple[Exact, ...]:
    """What PART delivers in training and in decode of the model of its aim; nothing where the aim names none."""
    work = part.brief.aim.work
    if work is None:
        return ()
    return tuple(exact_speed(part.speed_at(Work(PHASES[word], work.model))) for word in ("train", "decode"))


def _numbers(part: Part) -> tuple[Exact, ...]:
    return tuple(part.reached[name] for name in (COMPUTE, MEMORY, LINKS))


def candidates(brief: Brief) -> Iterator[Part]:
    """Parts among which every number is at its highest for some of the others.

    Where one part has the most of every number there is nothing to give up for another.
    """
    firsts = []
    for first, *rest in permutations(ORDER):
        aim = replace(brief.aim, fact=first, rest=tuple(rest))
        firsts.append((best_by_number(replace(brief, aim=aim)), first, tuple(rest)))
        yield firsts[-1][0]
    if len({_numbers(best) for best, _, _ in firsts}) > 1:
        for best, first, others in firsts:
            yield from _with_floors(brief, best, first, others)


def _with_floors(brief: Brief, best: Part, first: str, rest: tuple[str, ...]) -> Iterator[Part]:
    """Parts that give up some of the first number for the next."""
    aim = replace(brief.aim, fact=rest[0], rest=(first, *rest[1:]))
    for step in range(1, STEPS):
        floor = Fraction(best.reached[first]) * step / STEPS
        try:
            yield best_by_number(replace(brief, aim=aim, floors={**brief.floors, first: floor}))
        except ChipgateError:
            continue  # between two settings of the grid there may be none


def _undominated(parts: Iterable[Part], measure: Callable[[Part], tuple[Exact, ...]]) -> list[Part]:
    found: dict[tuple[Exact, ...], Part] = {}
    for one in parts:
        best = found.setdefault(measure(one), one)
        if _numbers(one) > _numbers(best):
            found[measure(one)] = one
    return [part for numbers, part in found.items() if not any(_is_better(one, numbers) for one in found)]


def _is_better(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return one != other and all(first >= second for first, second in zip(one, other, strict=True))  # type: ignore[operator]


def as_csv(parts: Sequence[Part]) -> str:
    """The front as CSV, a line a part."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns_of(parts))
    writer.writerows(numbers_of(part).values() for part in parts)
    return out.getvalue()


def columns_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """The columns of a front: numbers and knobs, and speeds where the aim is tokens a second."""
    return (*SPEEDS, *COLUMNS) if any(part.brief.aim.work for part in parts) else COLUMNS


def numbers_of(part: Part) -> dict[str, str]:
    """The numbers and knobs of PART as decimal text, by the names of its columns."""
    facts, knobs = part.determination.case.facts, part.knobs
    values = (
        *speeds_of(part),
        *(facts["tpp"], facts["performance_density"], part.brief.package.area_mm2),
        *(part.reached[MEMORY], part.reached[LINKS]),
        *(knobs.units, knobs.clock_mhz, knobs.rate_share, knobs.memory_sites, knobs.memory_site_gb_s, knobs.links),
    )
    names = columns_of([part])
    return {name: decimal_text(value) for name, value in zip(names, values, strict=True)}  # type: ignore[arg-type]
