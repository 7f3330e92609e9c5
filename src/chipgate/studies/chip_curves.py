"""What chips deliver on a model, worked out once: the grid of rates, its rows, the measured rows nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from chipgate.translation.language import Language
from chipgate.workloads.assumed import Assumed
from chipgate.workloads.delivery import Anchor
from chipgate.workloads.faults import MissingExtra

if TYPE_CHECKING:
    from chipgate.chips.catalogue import Catalogue
    from chipgate.workloads.asked import Asked
    from chipgate.workloads.curves import Grid

SCHEMA: Final = "chipgate/curves/1"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChipCurves:
    """The curves of chips on one model. ``rows`` are those of ``curve_rows``, with ratios to the first chip.

    ``anchors`` are, for each chip in turn, the measured rows most like the middle of the loads.
    """

    grid: Grid
    rows: tuple[Row, ...]
    anchors: tuple[Anchor, ...]
    layout_given: bool

    def assumed_of(self, chip: int) -> tuple[Assumed, ...]:
        """What is taken as given of the chip at a place of the grid, its software too."""
        from chipgate.workloads.software import software_assumed

        asked = [self.grid.question(chip, 0, layout) for layout in range(len(self.grid.layouts))]
        return (*asked[0].assumed, *dict.fromkeys(software_assumed(one) for one in asked))

    def json(self, language: Language = "en", written: Sequence[str] = ()) -> dict[str, Any]:
        """The curves as plain values (`chipgate/curves/1`)."""
        grid = self.grid
        assumed = [
            {"chip": name, **given.json(language)}
            for chip, name in enumerate(grid.chips)
            for given in self.assumed_of(chip)
        ]
        return {
            "schema": SCHEMA,
            "layout_given": self.layout_given,
            "curves": [{name: value for name, value in row.items() if name != "chip_place"} for row in self.rows],
            "anchors": [one.json() for one in self.anchors],
            "assumed": assumed,
            "written": list(written),
        }


def chip_curves(
    chips: Sequence[str],
    model: str,
    phase: str,
    batch: Sequence[float],
    context: Sequence[float],
    *,
    parallel: Sequence[str] = (),
    precision: str = "",
    output: float = 0.0,
    software: str = "",
    catalogue: Catalogue | None = None,
) -> ChipCurves:
    """The curves of CHIPS on MODEL; without PARALLEL the layout is of as few chips as hold the weights on each.

    Raises:
        MissingExtra: NumPy or SciPy is not installed.
        UnknownChip, UnknownModel: no such name.
        BadWorkload: a question that cannot be meant; lists every fault.
    """
    try:
        from chipgate.workloads.answer import nearest
        from chipgate.workloads.common_layout import common_layout
        from chipgate.workloads.curve_rows import curve_rows
        from chipgate.workloads.curves import grid
        from chipgate.workloads.ratios import ratio
    except ModuleNotFoundError as fault:
        raise MissingExtra(str(fault.name), "workloads") from fault
    layouts = parallel or (common_layout(chips, model, phase, precision, catalogue),)
    found = grid(
        chips,
        [model],
        phase,
        batch=batch,
        context=context,
        parallel=layouts,
        catalogue=catalogue,
        precision=precision,
        output=output,
        software=software,
    )
    rows = curve_rows(found, [ratio(found, at, 0) for at in range(1, len(chips))])
    anchors = tuple(nearest(_middle(found, chip)) for chip in range(len(chips)))
    return ChipCurves(found, tuple(rows), anchors, bool(parallel))


def _middle(found: Grid, chip: int) -> Asked:
    """The question about a chip at the middle of the loads."""
    batch, context = (float(one[len(one) // 2]) for one in (found.batches, found.contexts))
    return replace(found.question(chip, 0, 0), batch=batch, context=context)
