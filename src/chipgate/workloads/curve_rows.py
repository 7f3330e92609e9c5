"""A grid of rates as rows of plain values: for tables, files and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Final

from chipgate.workloads.curves import Grid
from chipgate.workloads.ratios import Ratio

COLUMNS: Final = (
    *("chip", "precision", "model", "phase", "layout", "chips", "batch", "context"),
    *("tokens_per_s_chip", "low80", "high80", "binding", "fits"),
    *("over", "ratio", "ratio_low80", "ratio_high80", "ratio_fits"),
)
"""``over`` names the chip that the ratio is to; empty with the ratio for that chip itself. ``ratio_fits`` says whether
the memory of both holds it; where not, the ratio is as if it did."""


def curve_rows(grid: Grid, ratios: Sequence[Ratio]) -> Iterator[dict[str, Any]]:
    """A row for each cell: layouts and contexts apart, then batches, then chips; RATIOS are those to the first chip."""
    rates, low, high = grid.tokens_per_s_chip, grid.low80, grid.high80
    models, layouts, batches, contexts = (range(size) for size in grid.shape[1:])
    for model, layout, context, batch, chip in product(models, layouts, contexts, batches, range(len(grid.chips))):
        place = (chip, model, layout, batch, context)
        asked = grid.question(chip, model, layout)
        yield {
            "chip": grid.chips[chip],
            "chip_place": chip,
            "precision": asked.precision,
            "model": grid.models[model],
            "phase": grid.phase,
            "layout": grid.layouts[layout],
            "chips": asked.chips,
            "batch": float(grid.batches[batch]),
            "context": float(grid.contexts[context]),
            "tokens_per_s_chip": float(rates[place]),
            "low80": float(low[place]),
            "high80": float(high[place]),
            "binding": grid.resource(*place),
            "fits": bool(grid.fits[place]),
            **_ratio(ratios, chip, place[1:], bool(grid.fits[place] and grid.fits[(0, *place[1:])])),
        }


def _ratio(ratios: Sequence[Ratio], chip: int, place: tuple[int, ...], both_fit: bool) -> dict[str, Any]:
    if not chip:
        return {"over": "", "ratio": None, "ratio_low80": None, "ratio_high80": None, "ratio_fits": None}
    one = ratios[chip - 1]
    return {
        "over": one.to,
        "ratio": float(one.value[place]),
        "ratio_low80": float(one.low80[place]),
        "ratio_high80": float(one.high80[place]),
        "ratio_fits": both_fit,
    }
