"""The chips of the catalogue that two laws answer differently, each as an export to somebody in its destination."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from chipgate.cases.columns import CHIP
from chipgate.cases.compare_orders import moves
from chipgate.cases.determination import Determination
from chipgate.cases.judged_often import Asker, Askers
from chipgate.cases.moved_by import Mover, Movers
from chipgate.chips.catalogue import Catalogue
from chipgate.readings.compare import LawDifference

HEADQUARTERS: Final = ("end_user_hq", "end_user_parent_hq")
"""Set to the destination: without them nearly every answer outside the embargoed countries would stay open."""


@dataclass(frozen=True)
class ChipOutcome:
    """The two answers about a chip for one destination, and what moved it where they differ."""

    to: str
    before: Determination
    after: Determination
    mover: Mover | None

    @property
    def outcomes(self) -> tuple[str, str]:
        """The outcome before and after."""
        return self.before.outcome, self.after.outcome

    @property
    def reviews(self) -> tuple[str, str]:
        """The policy of review before and after."""
        return self.before.review_policy, self.after.review_policy


@dataclass(frozen=True)
class ChipMove:
    """A chip whose paragraph, outcome or review is not the same by both laws."""

    chip_id: str
    name: str
    by_destination: tuple[ChipOutcome, ...]

    @property
    def eccns(self) -> tuple[str, str]:
        """The ECCN before and after; the same for every destination."""
        first = self.by_destination[0]
        return first.before.eccn, first.after.eccn

    @property
    def paragraphs(self) -> tuple[str, str]:
        """The sub-paragraphs before and after."""
        first = self.by_destination[0]
        return first.before.paragraphs, first.after.paragraphs


def compare_chips(
    catalogue: Catalogue, destinations: Sequence[str], before: Asker, after: Asker, law: LawDifference
) -> Iterator[ChipMove]:
    """The chips of CATALOGUE that move between two laws."""
    askers, movers = Askers((before, after)), Movers()
    for sheet in catalogue:
        found = tuple(_outcome(sheet.chip_id, to, askers, movers, law) for to in destinations)
        first = found[0]
        if any(one.mover is not None for one in found) or first.before.eccn != first.after.eccn:
            yield ChipMove(sheet.chip_id, sheet.name, found)


def _outcome(chip_id: str, to: str, askers: Askers, movers: Movers, law: LawDifference) -> ChipOutcome:
    cells = {CHIP: chip_id, "destination_iso2": to, "transaction": "export", **dict.fromkeys(HEADQUARTERS, to)}
    before, after = askers.check_cells(cells)
    moved = moves(before, after) or before.eccn != after.eccn
    return ChipOutcome(to, before, after, movers.of(before, after, law) if moved else None)
