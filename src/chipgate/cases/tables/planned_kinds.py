"""The answers of new kinds of rows: by plans, in each reading and then together; what stays open is asked further."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from chipgate.cases.questions import OPEN, OUTCOMES
from chipgate.cases.settled_by import asked_together
from chipgate.cases.tables.judged_rows import RowValues
from chipgate.cases.tables.law_plan import DECIDES, LawPlan, PeriodPlan, root_of, worked_out
from chipgate.cases.tables.readings_of_kinds import Readings
from chipgate.readings.columns.made_ahead import each_beside
from chipgate.readings.columns.masks import names_in
from chipgate.readings.verdict import UNKNOWN, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from chipgate.cases.tables.kinds_of_rows import KindsOfRows
    from chipgate.cases.tables.lines_of_levels import LinesOfLevels
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.readings.columns.compiling import Leaf
    from chipgate.readings.columns.engines import Engine

    Numbers = npt.NDArray[np.int32]
    Places = npt.NDArray[np.intp]
    Flags = npt.NDArray[np.bool_]

_Asked = tuple[PeriodPlan, int, Readings, pl.DataFrame]
"""Kinds of one period: its plan, the place of the first, their readings, and the verdicts on each reading."""

_NO_MORE: Final = pl.DataFrame()


class PlannedKinds:
    """The kinds of rows from the number BEGIN on, in the order of their periods while they are worked out."""

    def __init__(
        self,
        engine: Engine,
        judge: TableJudge,
        lines: LinesOfLevels,
        law: LawPlan,
        kinds: KindsOfRows,
        begin: int,
    ) -> None:
        self._engine, self._judge, self._lines, self._law = engine, judge, lines, law
        periods, values = kinds.of(begin)
        readings = Readings.of(kinds, [level.group for level in judge.levels], periods, values)
        self._order = np.lexsort((readings.counts > 1, periods))
        self._periods = periods.take(self._order)
        self._values = [one.take(self._order) for one in values]
        self._readings = readings.among(self._order)

    def answers(self, wanted: Sequence[str]) -> pl.DataFrame:
        """The WANTED columns of the answers, in the order of the numbers of the kinds."""
        found = self._by_plans()
        is_open = np.flatnonzero((found["outcome"] == OPEN).to_numpy())
        missing = pl.repeat("", len(self._periods), dtype=pl.String, eager=True).alias("missing")
        if len(is_open):
            if "missing" in wanted:
                missing = missing.scatter(is_open, self._missing(found, is_open))
            found, settled = self._narrowed(found, is_open)
            missing = missing.scatter(settled, "") if len(settled) else missing
        found = found.with_columns(missing)
        back = np.empty_like(self._order)
        back[self._order] = np.arange(len(back))
        return found.select(pl.col(wanted).gather(pl.Series(back)))

    # By plans.

    def _by_plans(self) -> pl.DataFrame:
        """The answers before completions, with what decides where one outcome is left, and who asks for facts."""
        verdicts = worked_out(self._engine, self._lines, self._law.verdicts, self._readings, _NO_MORE)
        parts: dict[Hashable, list[_Asked]] = {}
        for plan, start, readings, (begin, end) in self._by_period(int(self._readings.counts.sum())):
            parts.setdefault(plan.key, []).append((plan, start, readings, verdicts[begin:end]))
        found = [one for answered in each_beside(self._answered, [*parts.values()]) for one in answered]
        return pl.concat([one for _, one in sorted(found, key=lambda part: part[0])], how="diagonal")

    def _answered(self, alike: Sequence[_Asked]) -> list[tuple[int, pl.DataFrame]]:
        """The answers of kinds with one plan, each part with the place of its first kind.

        Parts with other plans may be worked out in another thread meanwhile: verdicts and readings are not written to,
        and what an engine keeps of a plan it keeps with that plan.
        """
        told = [plan.verdicts(verdicts, readings) for plan, _, readings, verdicts in alike]
        answered = self._engine(pl.concat(told), alike[0][0].answers)
        ends = np.cumsum([one.height for one in told]).tolist()
        return [
            (start, answered[end - one.height : end])
            for (_, start, _, _), one, end in zip(alike, told, ends, strict=True)
        ]

    def _by_period(self, height: int) -> Iterator[tuple[PeriodPlan, int, Readings, tuple[int, int]]]:
        """The plan of each period, the place of its first kind, the readings of its kinds, and where they stand.

        Kinds with one reading stand apart from those with several.
        """
        changes = np.diff(self._periods) | np.diff(self._readings.counts > 1)
        bounds = [0, *(np.flatnonzero(changes) + 1).tolist(), len(self._periods)]
        ends = np.append(self._readings.firsts, height)
        for start, end in pairwise(bounds):
            readings = self._readings.among(np.arange(start, end))
            yield self._plan_of(start), start, readings, (int(ends[start]), int(ends[end]))

    def _plan_of(self, kind: int) -> PeriodPlan:
        return self._law.periods[int(self._periods[kind])]

    # What is missing.

    def _missing(self, found: pl.DataFrame, kinds: Places) -> list[str]:
        """What is missing of some KINDS, in the order of the alphabet: facts that any reading lacks, and disputes."""
        readings = self._readings.among(kinds)
        layers, names = self._law.missing
        asks = found.select(pl.col("^asks_.*$").gather(pl.Series(kinds)).fill_null(False)).to_numpy()
        roots = self._roots(asks, kinds)
        rows = np.repeat(np.arange(len(kinds)), readings.counts)
        more = pl.DataFrame({name: pl.Series(flags.take(rows)) for name, flags in roots.items()})
        told = worked_out(self._engine, self._lines, layers, readings, more)
        words = [np.bitwise_or.reduceat(one.to_numpy(), readings.firsts) for one in told.get_columns()]
        listed = pl.DataFrame({f"w{n}": one for n, one in enumerate(words)})
        listed = listed.with_columns(pl.Series("d", self._disputes(asks, kinds)))
        distinct = listed.unique()
        texts = [
            ";".join(sorted(asked_together((*names_in(row[:-1], names), *filter(None, row[-1].split(";"))))))
            for row in distinct.iter_rows()
        ]
        known = distinct.with_columns(pl.Series("missing", texts, dtype=pl.String))
        return listed.join(known, on=listed.columns, how="left", maintain_order="left")["missing"].to_list()

    def _roots(self, asks: Flags, kinds: Places) -> Mapping[str, Flags]:
        """For each formula that may keep an outcome open, in which KINDS it does; ASKS by the numbers of provisions."""
        roots = {root_of(f): np.zeros(len(kinds), bool) for plan in self._law.periods.values() for _, f in plan.asked}
        for plan, here in self._kinds_by_plan(kinds):
            for number, (_, formula) in enumerate(plan.asked):
                roots[root_of(formula)][here] |= asks[here, number]
        return roots

    def _kinds_by_plan(self, kinds: Places) -> Iterator[tuple[PeriodPlan, Places]]:
        periods = self._periods.take(kinds)
        for period in np.unique(periods).tolist():
            yield self._law.periods[period], np.flatnonzero(periods == period)

    def _disputes(self, asks: Flags, kinds: Places) -> list[str]:
        """The disputed figures of each of KINDS that bear on an open provision, joined by semicolons."""
        told = [""] * len(kinds)
        disputed = self._disputed(kinds)
        for plan, here in self._kinds_by_plan(kinds):
            rows = here[np.flatnonzero([bool(disputed[row]) for row in here.tolist()])]
            if len(rows):
                bears = self._bearing(plan, asks[rows], kinds[rows])
                for place, row in enumerate(rows.tolist()):
                    names = [name for name in disputed[row] if name in bears and bears[name][place]]
                    told[row] = ";".join(names)
        return told

    def _disputed(self, kinds: Places) -> list[tuple[str, ...]]:
        """The disputed figures of each of KINDS."""
        found: list[tuple[str, ...]] = [()] * len(kinds)
        for level, values in zip(self._judge.levels, self._values, strict=True):
            known = [one.tag if len(one.readings) > 1 else () for one in level.group.values]
            if any(known):
                found = [one or known[value] for one, value in zip(found, values.take(kinds).tolist(), strict=True)]
        return found

    def _bearing(self, plan: PeriodPlan, asks: Flags, kinds: Places) -> Mapping[str, Flags]:
        """For each figure, in which of KINDS some line on it differs between readings or is unknown, and is asked."""
        bears: dict[str, Flags] = {}
        readings = self._readings.among(kinds)
        known: dict[int, Flags] = {}
        for number in np.flatnonzero(asks.any(axis=0)).tolist():
            for condition, names in self._law.lines_on_figures(plan.asked[number][0], plan):
                leaf = self._lines.compiler.condition(condition, plan.law)
                if leaf not in known:
                    known[leaf] = self._is_unsure(self._lines.compiler.leaves[leaf], readings)
                bearing = asks[:, number] & known[leaf]
                for name in names:
                    bears[name] = bears[name] | bearing if name in bears else bearing
        return bears

    def _is_unsure(self, leaf: Leaf, readings: Readings) -> Flags:
        """Whether the verdict on a line is unknown, or not the same in all readings."""
        place = self._lines.place_of(leaf)
        if place is None:
            verdict = weigh(leaf.condition, self._judge.facts_everywhere, leaf.law)
            return np.full(len(readings.counts), verdict is UNKNOWN)
        level, number = place
        verdicts = self._lines.tables[level].verdicts[readings.facts[level], number]
        least = np.minimum.reduceat(verdicts, readings.firsts)
        unsure: Flags = (least < 0) | (least != np.maximum.reduceat(verdicts, readings.firsts))
        return unsure

    # Completions.

    def _narrowed(self, found: pl.DataFrame, kinds: Places) -> tuple[pl.DataFrame, Places]:
        """FOUND with what completions rule out of open KINDS; and those of them that are settled so."""
        values = RowValues(lambda level: self._values[level].take(kinds), len(self._values))
        ways = self._judge.states(self._judge.open_outcomes.ways, self._periods.take(kinds), values)
        distinct, which = np.unique(ways, return_inverse=True)
        left = self._judge.open_outcomes.outcomes_left(distinct.astype(np.int32))
        masks = np.array([_mask(one) for one in left], dtype=np.int32)[which]
        known = {text: _mask(text.split(";")) for text in found["outcomes"].unique().to_list()}
        before = found["outcomes"].gather(kinds).replace_strict(known, return_dtype=pl.Int32).to_numpy()
        after = before & masks
        changed = after != before
        into, texts = kinds[changed], [";".join(_names(mask)) for mask in after[changed].tolist()]
        sole = changed & np.isin(after, [1 << n for n in range(len(OUTCOMES))])
        settled, words = kinds[sole], [_names(mask)[0] for mask in after[sole].tolist()]
        deciding = [found[f"{DECIDES}{word}"][kind] for word, kind in zip(words, settled.tolist(), strict=True)]
        return found.with_columns(
            found["outcomes"].scatter(into, texts),
            found["outcome"].scatter(settled, words),
            found["deciding_provision"].scatter(settled, deciding),
        ), settled


_SORTED: Final = sorted(OUTCOMES)


def _mask(outcomes: Sequence[str] | frozenset[str]) -> int:
    return sum(1 << place for place, name in enumerate(_SORTED) if name in outcomes)


def _names(mask: int) -> list[str]:
    return [name for place, name in enumerate(_SORTED) if mask >> place & 1]
