"""Kinds of rows that come to the same: what each chain of levels says by itself is worked out once for its numbers.

What is missing of two kinds may differ, and so how they can go on; the verdicts of the law on them do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from chipgate.cases.tables.law_plan import LawPlan, flags_of, worked_out
from chipgate.cases.tables.lines_of_levels import verdicts_of
from chipgate.cases.tables.readings_of_kinds import Readings
from chipgate.readings.columns.pairs import Pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from chipgate.cases.tables.kinds_of_rows import KindsOfRows
    from chipgate.cases.tables.lines_of_levels import Verdicts
    from chipgate.readings.columns.diagram import Group
    from chipgate.readings.columns.engines import Engine
    from chipgate.readings.columns.writing import Layers

    Numbers = npt.NDArray[np.int32]
    Places = npt.NDArray[np.intp]

_LARGEST_OF_PAIRS: Final = 32_000_000
_NO_MORE: Final = pl.DataFrame()


@dataclass(frozen=True)
class Side:
    """One chain of some kinds, its numbers in classes: of one period, and with the same verdicts in each reading.

    OF_NUMBERS has the class of each number. For each class PERIODS has its period, and READINGS which rows of PARTS,
    the verdicts on the parts of formulas, are those of a number that stands for it.
    """

    of_numbers: Numbers
    periods: Numbers
    readings: Readings
    parts: Mapping[str, Verdicts]

    def rows(self, classes: Numbers, counts: Places) -> Places:
        """The rows of PARTS for things of these CLASSES, each with so many readings; one reading serves for all."""
        of_thing = np.repeat(np.arange(len(classes)), counts)
        found: Places = self.readings.firsts.take(classes).take(of_thing)
        several = self.readings.counts.take(classes) > 1
        if several.any():
            assert (self.readings.counts.take(classes)[several] == counts[several]).all(), "readings go side by side"
            found += (np.arange(len(of_thing)) - np.repeat(np.cumsum(counts) - counts, counts)) * several.take(of_thing)
        return found


@dataclass(frozen=True)
class KindsAlike:
    """Classes of both chains that some kinds have together: those of a period stand together.

    WHICH has for each kind the place of its own; VERDICTS has the verdicts in each of READINGS.
    """

    which: Places
    periods: Numbers
    readings: Readings
    verdicts: pl.DataFrame


def kinds_alike(
    engine: Engine, law: LawPlan, kinds: KindsOfRows, groups: Mapping[int, Group], numbers: tuple[Numbers, Numbers]
) -> KindsAlike:
    """The kinds that have these NUMBERS in both chains, told apart by what the law makes of each chain."""
    one, other = (_side(kinds, groups, chain, of_chain, law, engine) for chain, of_chain in enumerate(numbers))
    pairs = Pairs(_LARGEST_OF_PAIRS)
    found = pairs.encode(one.of_numbers.take(numbers[0]), other.of_numbers.take(numbers[1]))
    first, second = pairs.first.array, pairs.second.array
    counts = np.maximum(one.readings.counts.take(first), other.readings.counts.take(second))
    periods = one.periods.take(first)
    order = np.lexsort((counts > 1, periods))
    first, second, counts = first.take(order), second.take(order), counts.take(order)
    columns = flags_of(one.parts, one.rows(first, counts)) | flags_of(other.parts, other.rows(second, counts))
    return KindsAlike(
        _inverse(order).take(found),
        periods.take(order),
        Readings({}, np.cumsum(counts) - counts, counts),
        _joined(engine, law.verdicts.joined, columns, int(counts.sum())),
    )


def _joined(engine: Engine, plan: Layers, columns: Mapping[str, pl.Series], height: int) -> pl.DataFrame:
    if not plan.wanted:  # a law that asks for nothing
        return pl.DataFrame()
    return engine(pl.DataFrame(columns or {"no_facts": pl.repeat(0, height, eager=True)}), plan)


def _side(
    kinds: KindsOfRows, groups: Mapping[int, Group], chain: int, numbers: Numbers, law: LawPlan, engine: Engine
) -> Side:
    used = np.flatnonzero(np.bincount(numbers)).astype(np.int32)
    periods, values = kinds.of_chain(chain, used)
    levels = kinds.levels[chain]
    readings = Readings.of(
        kinds, {level: groups[level] for level in levels}, periods, dict(zip(levels, values, strict=True))
    )
    found = worked_out(engine, law.lines, law.verdicts.parts[chain], readings, _NO_MORE)
    parts = dict(zip(found.columns, verdicts_of(found).T, strict=True)) if found.width else {}
    rows = _told_in_periods(parts, np.repeat(periods, readings.counts), law)
    distinct, standing, which = np.unique(_classes(rows, readings), return_index=True, return_inverse=True)
    of_numbers = np.zeros(int(used.max(initial=0)) + 1, dtype=np.int32)
    of_numbers[used] = which
    counts = np.where(distinct < len(rows), 1, readings.counts.take(standing))
    return Side(of_numbers, periods.take(standing), Readings({}, readings.firsts.take(standing), counts), parts)


def _told_in_periods(parts: Mapping[str, Verdicts], periods: Numbers, law: LawPlan) -> Numbers:
    """Numbers for rows of verdicts on PARTS: the same for one period where its formulas can see the same of them."""
    counted, which = np.unique(periods, return_inverse=True)
    sets = [law.parts_of(period) for period in counted.tolist()]
    told = np.zeros((len(periods), 4 + len(parts)), dtype=np.int8)
    told[:, :4] = periods.astype(np.int32)[:, None].view(np.int8)
    for place, (name, verdicts) in enumerate(parts.items(), 4):
        told[:, place] = verdicts * np.array([name in one for one in sets], dtype=np.int8)[which]
    found: Numbers = np.unique(told.view(f"V{told.shape[1]}").ravel(), return_inverse=True)[1].astype(np.int32)
    return found


def _classes(rows: Numbers, readings: Readings) -> Numbers:
    """The class of each number of a chain: that of its rows where they are one, else what tells them from all rows."""
    classes, numbers = rows.take(readings.firsts), dict[tuple[int, ...], int]()
    for one in np.flatnonzero(readings.counts > 1).tolist():
        begin = int(readings.firsts[one])
        told = tuple(rows[begin : begin + int(readings.counts[one])].tolist())
        if len(set(told)) > 1:
            classes[one] = len(rows) + numbers.setdefault(told, len(numbers))
    return classes


def _inverse(order: Places) -> Places:
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return back
