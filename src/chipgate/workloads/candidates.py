"""The layouts that a model allows on so many chips, as questions side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from chipgate.workloads.asked import Asked, of_layout
from chipgate.workloads.effects import Array
from chipgate.workloads.evaluated import numbers_asked
from chipgate.workloads.layout import Layout, faults_of
from chipgate.workloads.memory_fit import fits
from chipgate.workloads.numbers import Numbers, stacked
from chipgate.workloads.shape import RECOMPUTE

LOADS: Final = (*(1.0, 2.0, 3.0), *(float(part << power) for power in range(9) for part in (4, 5, 6, 7)), 2048.0)
"""Sequences on each copy of the attention that are tried where nobody says a load: four to each doubling."""

INTERLEAVED: Final = (1, 2, 4)
"""Virtual stages that are always tried ..."""

MOST_INTERLEAVED: Final = 8
"""... besides those up to here into which the layers divide."""

LONG: Final = 32768.0
"""Tokens from which on sequences are split over chips in training, too."""

PARTS: Final = (1, 2, 4, 8, 16)
"""Parts of a long sequence that are tried."""

FOLDS: Final = {
    "decode": ("decode", "serving"),
    "serving": ("serving",),
    "prefill": ("prefill",),
    "training": ("training",),
}
"""The calibrations that speak of the layouts of a phase."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Questions of one calibration with their numbers, and whether each fits into the memory."""

    asked: tuple[Asked, ...]
    numbers: Numbers
    fits: Array

    def __len__(self) -> int:
        return len(self.asked)


def grids(asked: Asked, chips: int, sequences: float | None) -> tuple[Grid, ...]:
    """Every legal layout of ASKED on CHIPS with SEQUENCES at once on all of them (None: several loads are tried)."""
    found = list(_training(asked, chips, sequences or chips) if asked.trains else _serving(asked, chips, sequences))
    made = (tuple(one for one in found if one.fitted == name) for name in FOLDS[asked.phase])
    return tuple(_grid(part) for part in made if part)


def _grid(asked: tuple[Asked, ...]) -> Grid:
    numbers = stacked([numbers_asked(one) for one in asked])
    return Grid(asked, numbers, room_of(asked, numbers))


def room_of(asked: Sequence[Asked], numbers: Numbers) -> Array:
    """Which of several questions fit into the memory; recomputation, which decides what is held, differs among them."""
    room = np.zeros(len(asked), dtype=bool)
    for recompute in {one.recompute for one in asked}:
        own = np.array([one.recompute == recompute for one in asked])
        like = next(one for one in asked if one.recompute == recompute)
        room |= own & np.broadcast_to(fits(like, numbers), own.shape)
    return room


def divisors(count: int, most: float = float("inf")) -> list[int]:
    """Divisors of COUNT up to MOST."""
    return [one for one in range(1, int(min(count, most)) + 1) if count % one == 0]


def _serving(asked: Asked, chips: int, sequences: float | None) -> Iterator[Asked]:
    """Attention split over tensors, or copied on every chip with the experts spread over them; stages of either."""
    shape = asked.shape
    for pp in divisors(chips, shape.layers):
        rest = chips // pp
        spread = [one for one in divisors(rest, shape.experts_total) if one > 1] if shape.experts_total else []
        layouts = [Layout(tp=tp, pp=pp) for tp in divisors(rest, shape.heads)]
        layouts += [Layout(pp=pp, ep=ep, attention_dp=ep) for ep in spread]
        for layout in layouts:
            if not faults_of(layout, shape):
                yield from _loads(replace(asked, layout=layout, parallel=text_of(layout)), chips, sequences)


def _loads(asked: Asked, chips: int, sequences: float | None) -> Iterator[Asked]:
    copies = chips // asked.chips * asked.copies
    if asked.phase == "prefill":
        yield replace(asked, batch=1.0)
    elif sequences is None:
        yield from (replace(asked, batch=one) for one in LOADS)
    elif sequences >= copies:
        yield replace(asked, batch=sequences / copies)


def _training(asked: Asked, chips: int, sequences: float) -> Iterator[Asked]:
    """Tensors within a domain, stages, parts of long sequences, experts over the copies, and what is recomputed."""
    ways = (asked.recompute,) if asked.recompute else RECOMPUTE
    for layout in _training_layouts(asked, chips):
        if sequences >= layout.dp and not faults_of(layout, asked.shape):
            given = (*asked.assumed, *of_layout(layout))
            one = replace(asked, layout=layout, parallel=text_of(layout), batch=sequences / layout.dp, assumed=given)
            yield from (replace(one, recompute=way) for way in ways)


def _training_layouts(asked: Asked, chips: int) -> Iterator[Layout]:
    experts = asked.shape.experts_total
    parts = PARTS if asked.context > LONG else (1,)
    for tp in divisors(chips, min(asked.shape.heads, asked.device.scale_up_domain)):
        for pp in divisors(chips // tp, asked.shape.layers):
            for cp in (one for one in parts if chips // (tp * pp) % one == 0):
                copies = chips // (tp * pp * cp)
                for ep in divisors(copies, experts) if experts else (1,):
                    for vp in interleaved(asked.shape.layers, pp):
                        yield Layout(tp=tp, pp=pp, cp=cp, dp=copies, ep=ep, vp=vp)


def interleaved(layers: int, pp: int) -> list[int]:
    """Virtual stages of each of PP stages that are tried."""
    if pp == 1:
        return [1]
    whole = (one for one in range(1, MOST_INTERLEAVED + 1) if layers % (pp * one) == 0)
    return sorted({*INTERLEAVED, *whole})


def text_of(layout: Layout) -> str:
    """A layout as it is written on the command line."""
    counts = {name: getattr(layout, name) for name in ("tp", "pp", "vp", "cp", "ep", "dp")}
    return " ".join(f"{name}{count}" for name, count in counts.items() if count > 1) or "tp1"
