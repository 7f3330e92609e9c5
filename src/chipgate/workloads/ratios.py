"""How many times as much one chip delivers as another: a curve with its interval, over every load of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chipgate.workloads.asked import Asked
from chipgate.workloads.curves import Grid, over_loads
from chipgate.workloads.effects import Array
from chipgate.workloads.effects_over_grid import ratio_width
from chipgate.workloads.grid_numbers import laid_out
from chipgate.workloads.numbers import Numbers


@dataclass(frozen=True, slots=True)
class Ratio:
    """The rate of the chip ``of`` over that of ``to``: arrays over models, layouts, batches and contexts (M, P, B, T).

    The interval is that of the ratio: what both share, software, model and load, cancels.
    """

    of: str
    to: str
    value: Array
    low80: Array
    high80: Array


def ratio(grid: Grid, of: int, to: int) -> Ratio:
    """The chip at place OF of the grid over that at place TO."""
    value = grid.seconds[to] / grid.seconds[of]
    wide = np.empty_like(value)
    layouts = [grid.question(of, 0, at) for at in range(len(grid.layouts))]
    for fitted in dict.fromkeys(one.fitted for one in layouts):
        kept = [at for at, one in enumerate(layouts) if one.fitted == fitted]
        shape = (len(grid.models), len(kept), *value.shape[2:])
        sides = [_side(grid, chip, kept) for chip in (of, to)]
        wide[:, kept] = ratio_width(fitted, sides[0], sides[1], shape)
    return Ratio(grid.chips[of], grid.chips[to], value, value * np.exp(-wide), value * np.exp(wide))


def _side(grid: Grid, chip: int, layouts: Sequence[int]) -> tuple[list[Asked], Numbers]:
    asked = [grid.question(chip, model, layout) for model in range(len(grid.models)) for layout in layouts]
    numbers = [over_loads(one, grid.batches, grid.contexts)[0] for one in asked]
    return asked, laid_out(numbers, (len(grid.models), len(layouts)), 2)
