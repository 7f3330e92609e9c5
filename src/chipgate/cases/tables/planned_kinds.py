"""The answers of new kinds of rows: by plans, in each reading and then together; what stays open is asked further."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from chipgate.cases.questions import OPEN, OUTCOMES
from chipgate.cases.settled_by import asked_together
from chipgate.cases.tables.judged_rows import RowValues
from chipgate.cases.tables.kinds_alike import kinds_alike
from chipgate.cases.tables.law_plan import ASKS, DECIDES, LawPlan, PeriodPlan, gathered, root_of, worked_out
from chipgate.cases.tables.readings_of_kinds import Readings
from chipgate.readings.columns.made_ahead import each_beside
from chipgate.readings.columns.masks import names_in
from chipgate.readings.verdict import UNKNOWN, weigh

if TYPE_CHECKING:
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
        self._kinds, self._groups = kinds, {level: one.group for level, one in enumerate(judge.levels)}
        self._numbers = kinds.chained(begin)
        self._alike = kinds_alike(engine, law, kinds, self._groups, self._numbers)

    def answers(self, wanted: Sequence[str]) -> pl.DataFrame:
        """The WANTED columns of the answers, in the order of the numbers of the kinds."""
        told, which = self._by_plans(), self._alike.which
        is_open = np.flatnonzero((told["outcome"] == OPEN).to_numpy().take(which))
        found = gathered(told.select(pl.exclude(f"^({DECIDES}|{ASKS}).*$")), which)
        missing = pl.repeat("", len(which), dtype=pl.String, eager=True).alias("missing")
        if len(is_open):
            open_kinds = self._among(is_open)
            if "missing" in wanted:
                missing = missing.scatter(is_open, self._missing(told, open_kinds))
            found, settled = self._narrowed(told, found, open_kinds)
            missing = missing.scatter(settled, "") if len(settled) else missing
        return found.with_columns(missing).select(wanted)

    def _among(self, places: Places) -> _Kinds:
        """Some of the kinds, by their places."""
        (periods, values), (_, others) = (
            self._kinds.of_chain(chain, numbers.take(places)) for chain, numbers in enumerate(self._numbers)
        )
        return _Kinds(places, self._alike.which.take(places), periods, dict(enumerate((*values, *others))))

    # By plans.

    def _by_plans(self) -> pl.DataFrame:
        """The answers before completions, with what decides where one outcome is left, and who asks for facts."""
        verdicts = self._alike.verdicts
        parts: dict[Hashable, list[_Asked]] = {}
        for plan, start, readings, (begin, end) in self._by_period(verdicts.height):
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
        periods, every = self._alike.periods, self._alike.readings
        changes = np.diff(periods) | np.diff(every.counts > 1)
        bounds = [0, *(np.flatnonzero(changes) + 1).tolist(), len(periods)]
        ends = np.append(every.firsts, height)
        for start, end in pairwise(bounds):
            readings = every.among(np.arange(start, end))
            yield self._law.periods[int(periods[start])], start, readings, (int(ends[start]), int(ends[end]))

    # What is missing.

    def _missing(self, told: pl.DataFrame, kinds: _Kinds) -> list[str]:
        """What is missing of some KINDS, in the order of the alphabet: facts that any reading lacks, and disputes."""
        readings = Readings.of(self._kinds, self._groups, kinds.periods, kinds.values)
        layers, names = self._law.missing
        asks = gathered(told.select(pl.col(f"^{ASKS}.*$").fill_null(False)), kinds.alike).to_numpy()
        roots = self._roots(asks, kinds)
        rows = np.repeat(np.arange(len(kinds.places)), readings.counts)
        more = pl.DataFrame({name: pl.Series(flags.take(rows)) for name, flags in roots.items()})
        lacking = worked_out(self._engine, self._lines, layers, readings, more)
        words = [np.bitwise_or.reduceat(one.to_numpy(), readings.firsts) for one in lacking.get_columns()]
        listed = pl.DataFrame({f"w{n}": one for n, one in enumerate(words)})
        listed = listed.with_columns(pl.Series("d", self._disputes(asks, kinds, readings)))
        distinct = listed.unique()
        texts = [
            ";".join(sorted(asked_together((*names_in(row[:-1], names), *filter(None, row[-1].split(";"))))))
            for row in distinct.iter_rows()
        ]
        known = distinct.with_columns(pl.Series("missing", texts, dtype=pl.String))
        return listed.join(known, on=listed.columns, how="left", maintain_order="left")["missing"].to_list()

    def _roots(self, asks: Flags, kinds: _Kinds) -> Mapping[str, Flags]:
        """For each formula that may keep an outcome open, in which KINDS it does; ASKS by the numbers of provisions."""
        nobody = np.zeros(len(kinds.places), dtype=bool)
        roots = {root_of(f): nobody.copy() for plan in self._law.periods.values() for _, f in plan.asked}
        for plan, here in self._kinds_by_plan(kinds):
            for number, (_, formula) in enumerate(plan.asked):
                roots[root_of(formula)][here] |= asks[here, number]
        return roots

    def _kinds_by_plan(self, kinds: _Kinds) -> Iterator[tuple[PeriodPlan, Places]]:
        for period in np.unique(kinds.periods).tolist():
            yield self._law.periods[period], np.flatnonzero(kinds.periods == period)

    def _disputes(self, asks: Flags, kinds: _Kinds, readings: Readings) -> list[str]:
        """The disputed figures of each of KINDS that bear on an open provision, joined by semicolons."""
        told = [""] * len(kinds.places)
        disputed = self._disputed(kinds)
        for plan, here in self._kinds_by_plan(kinds):
            rows = here[np.flatnonzero([bool(disputed[row]) for row in here.tolist()])]
            if len(rows):
                bears = self._bearing(plan, asks[rows], readings.among(rows))
                for place, row in enumerate(rows.tolist()):
                    names = [name for name in disputed[row] if name in bears and bears[name][place]]
                    told[row] = ";".join(names)
        return told

    def _disputed(self, kinds: _Kinds) -> list[tuple[str, ...]]:
        """The disputed figures of each of KINDS."""
        found: list[tuple[str, ...]] = [()] * len(kinds.places)
        for level, group in self._groups.items():
            known = [one.tag if len(one.readings) > 1 else () for one in group.values]
            if any(known):
                found = [one or known[value] for one, value in zip(found, kinds.values[level].tolist(), strict=True)]
        return found

    def _bearing(self, plan: PeriodPlan, asks: Flags, readings: Readings) -> Mapping[str, Flags]:
        """For each figure, in which kinds some line on it differs between READINGS or is unknown, and is asked."""
        bears: dict[str, Flags] = {}
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

    def _narrowed(self, told: pl.DataFrame, found: pl.DataFrame, kinds: _Kinds) -> tuple[pl.DataFrame, Places]:
        """FOUND with what completions rule out of open KINDS; and those of them that are settled so."""
        values = RowValues(lambda level: kinds.values[level], len(kinds.values))
        ways = self._judge.states(self._judge.open_outcomes.ways, kinds.periods, values)
        distinct, which = np.unique(ways, return_inverse=True)
        left = self._judge.open_outcomes.outcomes_left(distinct.astype(np.int32))
        masks = np.array([_mask(one) for one in left], dtype=np.int32)[which]
        known = {text: _mask(text.split(";")) for text in told["outcomes"].unique().to_list()}
        before = told["outcomes"].replace_strict(known, return_dtype=pl.Int32).to_numpy().take(kinds.alike)
        after = before & masks
        changed = after != before
        into, texts = kinds.places[changed], _texts(after[changed])
        sole = changed & np.isin(after, [1 << n for n in range(len(OUTCOMES))])
        settled, words = kinds.places[sole], _texts(after[sole])
        deciding = [told[f"{DECIDES}{word}"][one] for word, one in zip(words, kinds.alike[sole].tolist(), strict=True)]
        return found.with_columns(
            found["outcomes"].scatter(into, texts),
            found["outcome"].scatter(settled, words),
            found["deciding_provision"].scatter(settled, deciding),
        ), settled


@dataclass(frozen=True)
class _Kinds:
    """Some kinds: their PLACES, those of what they are ALIKE to, and the period and the VALUES of each."""

    places: Places
    alike: Places
    periods: Numbers
    values: Mapping[int, Numbers]


_SORTED: Final = sorted(OUTCOMES)


def _mask(outcomes: Sequence[str] | frozenset[str]) -> int:
    return sum(1 << place for place, name in enumerate(_SORTED) if name in outcomes)


def _texts(masks: Numbers) -> list[str]:
    """The outcomes of each of MASKS, joined by semicolons."""
    texts = {mask: ";".join(_names(mask)) for mask in np.unique(masks).tolist()}
    return [texts[mask] for mask in masks.tolist()]


def _names(mask: int) -> list[str]:
    return [name for place, name in enumerate(_SORTED) if mask >> place & 1]
